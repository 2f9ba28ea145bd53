import type { PipelensDatabase } from './database';

const KEY = 'score';

/** The learnt score of this org and user; opaque here, and of the method version that its own card names. */
export async function getScore(db: PipelensDatabase): Promise<unknown> {
  return (await db.meta.get(KEY))?.value;
}

export const putScore = (db: PipelensDatabase, value: unknown): Promise<string> => db.meta.put({ key: KEY, value });
