import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { Said } from './measure';
import { HEAD, lineOf, type WorldRow, worldRows } from './table';
import { birthsIn, worldOf, WORLDS } from './world';

const SEEDS = [1, 2, 3, 4, 5, 6];
const QUARTERS = 12;
/** With the learnt score: each of its fits takes seconds. */
const SCORED = { seeds: SEEDS.slice(0, 2), each: 3 };

/**
 * All worlds and seeds, measured by as many processes as the machine has cores; prints each world's lines once it is done. By rates of stages
 * or, on fewer seeds and quarters, by them, by the product with its gates, by its learnt score and by trees.
 */
export async function runWorlds(
  say: (line: string) => void,
  { names = Object.keys(WORLDS), isScored = false }: { names?: readonly string[]; isScored?: boolean } = {},
): Promise<WorldRow[]> {
  const seeds = isScored ? SCORED.seeds : SEEDS;
  const each = isScored ? SCORED.each : 1;
  const jobs = names.flatMap((name) => seeds.map((seed) => ({ name, seed, quarters: QUARTERS, each, isScored })));
  const said: Said[] = [];
  const found: WorldRow[] = [];
  say(HEAD);
  await Promise.all(
    Array.from({ length: Math.min(jobs.length, availableParallelism()) }, async () => {
      const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)));
      try {
        for (let job = jobs.shift(); job; job = jobs.shift()) {
          const { name } = job;
          said.push(...(await answered(child, job)));
          const own = said.filter(({ world }) => world === name);
          if (new Set(own.map(({ seed }) => seed)).size < seeds.length) continue;
          const rows = worldRows(name, own, (quarter) => birthsIn(worldOf(name, 0), quarter));
          found.push(...rows);
          for (const row of rows) say(lineOf(row));
        }
      } finally {
        child.kill();
      }
    }),
  );
  return found;
}

const answered = (child: ReturnType<typeof fork>, job: object): Promise<Said[]> =>
  new Promise((done, fail) => {
    const onExit = (code: number | null): void =>
      fail(new Error(`A process that measured ${JSON.stringify(job)} ended with ${code}.`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      // Safe: worker.ts answers each job with what measureWorld gives.
      done(message as Said[]);
    });
    child.send(job);
  });
