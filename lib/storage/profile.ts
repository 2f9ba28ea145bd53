import { day } from '@/lib/calendar/days';
import type { OrgProfile, Quota } from '@/lib/deal/org';

import type { PipelensDatabase } from './database';
import { nextRevision } from './writer';
import { copyWithout, copyWritten } from './written';

const KEY = 'profile';
const LORE = 'lore';

/** Who is signed in and the org's settings. A change counts as a new revision: every figure depends on them. */
export function putProfile(db: PipelensDatabase, profile: OrgProfile): Promise<void> {
  return db.transaction('rw', [db.meta], async () => {
    const { apiUsage: _before, ...before } = (await getProfile(db)) ?? {};
    const { apiUsage: _after, ...after } = profile;
    await db.meta.put({ key: KEY, value: profile });
    if (JSON.stringify(before) !== JSON.stringify(after))
      await db.meta.put({ key: 'profileRevision', value: await nextRevision(db) });
  });
}

export async function getProfile(db: PipelensDatabase): Promise<OrgProfile | undefined> {
  // Safe: only putProfile writes this key.
  return (await db.meta.get(KEY))?.value as OrgProfile | undefined;
}

/** What the CRM adapter learnt of the org's API as this user; opaque here. */
export async function getLore(db: PipelensDatabase): Promise<{ at: number; value: unknown } | undefined> {
  // Safe: only putLore writes this key.
  return (await db.meta.get(LORE))?.value as { at: number; value: unknown } | undefined;
}
export const putLore = (db: PipelensDatabase, value: { at: number; value: unknown }): Promise<string> =>
  db.meta.put({ key: LORE, value });

/** Quotas from a file: each replaces what was typed or read before for its user and start. */
export async function addQuotas(db: PipelensDatabase, quotas: readonly Quota[]): Promise<void> {
  const replaced = quotas.map(({ userId, start }) => `typed-${userId}-${start}`);
  await copyWithout(db, replaced);
  await db.transaction('rw', [db.meta, db.quotas], async () => {
    await db.quotas.bulkDelete(replaced);
    await db.quotas.bulkPut([...quotas]);
    await nextRevision(db);
  });
  await copyWritten(db, replaced);
}

/** A quota that a person typed, in place of what a file gave for the same user and first day. One per user and period; 0 removes it. */
export async function setTypedQuota(
  db: PipelensDatabase,
  { userId, amount, start }: { userId: string; amount: number; start: string },
): Promise<void> {
  const first = day(start);
  if (!first || !Number.isFinite(amount) || amount < 0)
    throw new RangeError(`A quota is an amount of money from a day on, not ${amount} from ${start}.`);
  const quota: Quota = { id: `typed-${userId}-${start}`, userId, amount, start: first };
  const former = async (): Promise<string[]> =>
    (await db.quotas.toArray()).flatMap(({ id, userId: of, start: on }) =>
      of === userId && on === start && (amount === 0 || id !== quota.id) ? [id] : [],
    );
  const replaced = await former();
  if (replaced.length > 0) await copyWithout(db, replaced);
  await db.transaction('rw', [db.meta, db.quotas], async () => {
    await db.quotas.bulkDelete(await former());
    if (amount > 0) await db.quotas.put(quota);
    await nextRevision(db);
  });
  await copyWritten(db, replaced);
}

/** Takes away a quota that a person typed or gave in a file. */
export async function removeQuota(db: PipelensDatabase, id: string): Promise<void> {
  await copyWithout(db, [id]);
  await db.transaction('rw', [db.meta, db.quotas], async () => {
    await db.quotas.delete(id);
    await nextRevision(db);
  });
  await copyWritten(db, [id]);
}
