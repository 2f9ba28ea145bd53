import { isSameLadder, type StageVersion } from '@/lib/log/stage-renames';

import type { PipelensDatabase } from './database';

const KEY = 'stageVersions';

/** The lists of stages that this org has had since it was first read, the newest last; a list that differs from the last one is kept. */
export const keepStages = (
  db: PipelensDatabase,
  stages: StageVersion['stages'],
  at: number,
): Promise<readonly StageVersion[]> =>
  db.transaction('rw', db.meta, async () => {
    // Safe: only written below.
    const known = ((await db.meta.get(KEY))?.value ?? []) as StageVersion[];
    const last = known.at(-1);
    if (stages.length === 0 || (last && isSameLadder(last.stages, stages))) return known;
    const all = [...known, { at, stages: [...stages] }];
    await db.meta.put({ key: KEY, value: all });
    return all;
  });
