import type { PipelensDatabase } from './database';
import { nextRevision } from './writer';

const KEY = 'score';

/** The learnt score of this org and user; opaque here, and of the method version that its own card names. */
export async function getScore(db: PipelensDatabase): Promise<unknown> {
  return (await db.meta.get(KEY))?.value;
}

/** A new revision: every figure with a chance in it depends on the score. */
export const putScore = (db: PipelensDatabase, value: unknown): Promise<void> =>
  db.transaction('rw', db.meta, async () => {
    await db.meta.put({ key: KEY, value });
    await nextRevision(db);
  });
