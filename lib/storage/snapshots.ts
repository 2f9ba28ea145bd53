import { type Snapshot, unlocked } from '@/lib/forecast/past/calls';

import type { PipelensDatabase } from './database';

/** Locks what is not locked yet: nothing that was locked is ever written again. */
export function lockAll(db: PipelensDatabase, given: readonly Snapshot[]): Promise<void> {
  return db.transaction('rw', db.snapshots, async () => {
    const locked = new Set((await db.snapshots.bulkGet(given.map(({ id }) => id))).flatMap((each) => each?.id ?? []));
    await db.snapshots.bulkAdd(unlocked(locked, given));
  });
}

/** In the order in which they were locked. */
export const allSnapshots = (db: PipelensDatabase): Promise<Snapshot[]> => db.snapshots.orderBy('lockedAt').toArray();
