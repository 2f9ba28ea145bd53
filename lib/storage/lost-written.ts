import type { PipelensDatabase } from './database';
import { getMeta, putMeta } from './meta';

const LOST = 'lostWritten';
/** So long a loss is said, ms: whoever is told for a month has been told. */
const SAID_MS = 30 * 86_400_000;

interface Lost {
  count: number;
  /** When it was found, ms. */
  at: number;
}

/** How many rows that a person wrote are neither in the store nor in their copy, as long as that is to be said. */
export async function lostWritten(db: PipelensDatabase, now: number): Promise<number> {
  const lost = await getMeta<Lost>(db, LOST);
  return lost && now - lost.at < SAID_MS ? lost.count : 0;
}

/** Undefined: they were taken up again from a file. */
export const noteLost = (db: PipelensDatabase, lost: Lost | undefined): Promise<void> => putMeta(db, LOST, lost);
