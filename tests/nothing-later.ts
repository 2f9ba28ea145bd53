import { afterAll } from 'vitest';

/** What a surface still waits for when its file ends would find no window to draw in. */
const waiting = new Set<ReturnType<typeof setTimeout>>();
const later = globalThis.setTimeout;
globalThis.setTimeout = Object.assign((run: (...given: never[]) => void, ms?: number, ...given: never[]) => {
  const timer = later(() => {
    waiting.delete(timer);
    run(...given);
  }, ms);
  waiting.add(timer);
  return timer;
}, later) as typeof setTimeout;

/** Answers of the database come a few turns after they were asked for. */
const TURNS = 20;

afterAll(async () => {
  for (const timer of waiting) clearTimeout(timer);
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((next) => setImmediate(next));
  globalThis.setTimeout = later;
});
