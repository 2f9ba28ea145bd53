import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import type { Said } from './measure';
import { HEAD, lineOf, type WorldRow, worldRows } from './table';
import { WORLDS } from './world';

const SEEDS = [1, 2, 3, 4, 5, 6];
const QUARTERS = 12;

/** All worlds and seeds, measured by as many processes as the machine has cores; prints each world's lines once it is done. */
export async function runWorlds(say: (line: string) => void, names = Object.keys(WORLDS)): Promise<WorldRow[]> {
  const jobs = names.flatMap((name) => SEEDS.map((seed) => ({ name, seed, quarters: QUARTERS })));
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
          if (new Set(own.map(({ seed }) => seed)).size < SEEDS.length) continue;
          const rows = worldRows(name, own, WORLDS[name]?.growth);
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
