import type { AskedField, StageNeed } from '@/lib/deal/edits/edit';

import type { PipelensDatabase } from './database';
import { getMeta, putMeta } from './meta';

const KEY = 'stageNeeds';

/** What the stages of this org are known to need, in the order in which it was learnt. */
export const stageNeeds = async (db: PipelensDatabase): Promise<StageNeed[]> =>
  (await getMeta<StageNeed[]>(db, KEY)) ?? [];

/** Keeps what a stage needs. What a person put on the list stays there though it is met with again. */
export async function putNeeds(db: PipelensDatabase, needs: readonly StageNeed[]): Promise<void> {
  await db.transaction('rw', [db.meta], async () => {
    const held = await stageNeeds(db);
    const added = needs.filter(
      ({ stage, field, from }) =>
        !held.some(
          (other) => other.stage === stage && other.field === field && (from === 'refusal' || other.from === from),
        ),
    );
    const replaced = held.filter(
      (other) => !added.some((need) => need.stage === other.stage && need.field === other.field),
    );
    if (added.length > 0) await putMeta(db, KEY, [...replaced, ...added]);
  });
}

/** Forgets a need: it was taken off the list, or proved to be none. */
export async function dropNeeds(db: PipelensDatabase, stage: string, fields: readonly AskedField[]): Promise<void> {
  await db.transaction('rw', [db.meta], async () => {
    const held = await stageNeeds(db);
    const left = held.filter((need) => need.stage !== stage || !fields.includes(need.field));
    if (left.length < held.length) await putMeta(db, KEY, left);
  });
}
