import { asOwnUnits } from '@/lib/deal/money';
import { type Snapshot, unlocked } from '@/lib/forecast/past/calls';

import type { PipelensDatabase } from './database';
import { getProfile } from './profile';

/** Locks what is not locked yet: nothing that was locked is ever written again. */
export function lockAll(db: PipelensDatabase, given: readonly Snapshot[]): Promise<void> {
  return db.transaction('rw', db.snapshots, async () => {
    const locked = new Set((await db.snapshots.bulkGet(given.map(({ id }) => id))).flatMap((each) => each?.id ?? []));
    await db.snapshots.bulkAdd(unlocked(locked, given));
  });
}

/** In the order in which they were locked, each in the currency that the org has now, or in its own where no rate leads from that. */
export async function allSnapshots(db: PipelensDatabase): Promise<Snapshot[]> {
  const [snapshots, profile] = [await db.snapshots.orderBy('lockedAt').toArray(), await getProfile(db)];
  if (!profile) return snapshots;
  return snapshots.map((each): Snapshot => {
    const { currency, call, won, p10, p50, p90 } = each;
    if (currency === undefined || currency === profile.currency) return each;
    const own = (units: number): number => asOwnUnits(units, currency, profile) ?? Number.NaN;
    const found = { won: own(won), p10: own(p10), p50: own(p50), p90: own(p90) };
    if (Number.isNaN(found.won)) return each;
    return { ...each, ...found, ...(call === undefined ? {} : { call: own(call) }), currency: profile.currency };
  });
}
