import type { Edit } from '@/lib/deal/edits/edit';
import { isKept, UNDO_MS } from '@/lib/deal/edits/edit-values';

import type { PipelensDatabase } from './database';
import { copyWithout, copyWritten } from './written';

/** Writes a change down, or how far it has come. */
export async function storeEdit(db: PipelensDatabase, edit: Edit): Promise<void> {
  await db.edits.put(edit);
  await copyWritten(db);
}

/** The same of several at once. */
export async function storeEdits(db: PipelensDatabase, edits: readonly Edit[]): Promise<void> {
  if (edits.length === 0) return;
  await db.edits.bulkPut([...edits]);
  await copyWritten(db);
}

/** Every change that is kept, the oldest first. */
export const allEdits = (db: PipelensDatabase): Promise<Edit[]> => db.edits.orderBy('at').toArray();

/** Lets go of those that can no longer be taken back. */
export async function clearOldEdits(db: PipelensDatabase, now: number): Promise<void> {
  const old = (
    await db.edits
      .where('at')
      .below(now - UNDO_MS)
      .toArray()
  ).filter((edit) => !isKept(edit, now));
  if (old.length === 0) return;
  const ids = old.map(({ id }) => id);
  await copyWithout(db, ids);
  await db.edits.bulkDelete(ids);
  await copyWritten(db, ids);
}
