import { day } from '@/lib/calendar/days';
import { MOST_MONEY } from '@/lib/deal/money';
import { type OrgProfile, type Quota, type TableName, UNKNOWN_CURRENCY } from '@/lib/deal/org';

import type { PipelensDatabase } from './database';
import { nextRevision } from './writer';
import { copyWithout, copyWritten } from './written';

const KEY = 'profile';
const LORE = 'lore';

/**
 * Who is signed in and the org's settings. A change counts as a new revision: every figure depends on them. Where other fields of deals
 * are hidden than before, deals are read anew, and with an amount their history: an amount that only one of them had would seem to move.
 */
export function putProfile(db: PipelensDatabase, profile: OrgProfile): Promise<void> {
  return db.transaction('rw', [db.meta, db.checkpoints], async () => {
    const { apiUsage: _before, ...before } = (await getProfile(db)) ?? {};
    const { apiUsage: _after, ...after } = profile;
    await db.meta.put({ key: KEY, value: profile });
    const other = 'hiddenFields' in before ? otherOf(before.hiddenFields, profile.hiddenFields) : [];
    const tables: TableName[] = other.includes('amount')
      ? ['opportunity', 'version']
      : other.length > 0
        ? ['opportunity']
        : [];
    for (const table of tables) await db.checkpoints.update(table, { fullAt: 0 });
    if (JSON.stringify(before) !== JSON.stringify(after))
      await db.meta.put({ key: 'profileRevision', value: await nextRevision(db) });
  });
}

/** What only one of two lists has. */
const otherOf = <Item>(one: readonly Item[], other: readonly Item[]): Item[] => [
  ...one.filter((each) => !other.includes(each)),
  ...other.filter((each) => !one.includes(each)),
];

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

/** Whether two quotas are about the same days, as far as both say: one that names no end may be any that begins then. */
export const isSameSpan = (a: Pick<Quota, 'start' | 'end'>, b: Pick<Quota, 'start' | 'end'>): boolean =>
  a.start === b.start && (a.end === undefined || b.end === undefined || a.end === b.end);

/** Quotas from a file: each replaces what was typed or read before for its user and start, but for other spans that begin then. */
export async function addQuotas(db: PipelensDatabase, quotas: readonly Quota[]): Promise<void> {
  const ids = new Set(quotas.map(({ id }) => id));
  const byUser = Map.groupBy(quotas, ({ userId }) => userId);
  await putQuotas(
    db,
    quotas,
    quotas.map(typedId),
    (held) => !ids.has(held.id) && byUser.get(held.userId)?.some((each) => isSameSpan(each, held)) === true,
  );
}

/** A quota that a person typed, in place of any other one that was given for that user and start; 0 takes it away. */
export async function setTypedQuota(
  db: PipelensDatabase,
  { userId, amount, start }: { userId: string; amount: number; start: string },
): Promise<void> {
  const first = day(start);
  if (!first || !(amount >= 0 && amount <= MOST_MONEY))
    throw new RangeError(`A quota is an amount of money from a day on, not ${amount} from ${start}.`);
  const quota: Quota = { id: typedId({ userId, start }), userId, amount, start: first };
  await putQuotas(
    db,
    amount === 0 ? [] : [quota],
    amount === 0 ? [quota.id] : [],
    (held) => held.userId === userId && held.start === start && held.id !== quota.id,
  );
}

const typedId = ({ userId, start }: { userId: string; start: string }): string => `typed-${userId}-${start}`;

/** What names no currency is in the org's own as it is today, whatever that will be. */
async function putQuotas(
  db: PipelensDatabase,
  quotas: readonly Quota[],
  removed: readonly string[],
  isReplaced: (held: Quota) => boolean,
): Promise<void> {
  const own = (await getProfile(db))?.currency ?? UNKNOWN_CURRENCY;
  const former = async (): Promise<string[]> => [
    ...removed,
    ...(await db.quotas.toArray()).filter(isReplaced).map(({ id }) => id),
  ];
  const replaced = await former();
  if (replaced.length > 0) await copyWithout(db, replaced);
  await db.transaction('rw', [db.meta, db.quotas], async () => {
    await db.quotas.bulkDelete(await former());
    await db.quotas.bulkPut(
      quotas.map((quota) =>
        quota.currency === undefined && own !== UNKNOWN_CURRENCY ? { ...quota, currency: own } : quota,
      ),
    );
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
