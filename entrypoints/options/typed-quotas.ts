import type { Held } from '@/components/views/options/quotas/HeldQuotas';
import { dayAt } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import type { OrgProfile } from '@/lib/deal/org';
import { publishRevision } from '@/lib/messaging';
import { readTable } from '@/lib/storage/column-reader';
import { openDatabase } from '@/lib/storage/database';
import { removeQuota, setTypedQuota } from '@/lib/storage/profile';
import type { Connection } from '@/lib/storage/registry';

type Key = Pick<Connection, 'orgId' | 'userId'>;

/** The quotas of an org that a person gave, and for whom and when one can be: whoever owns open deals, and four quarters. */
export async function heldQuotas({ orgId, userId }: Key, profile: OrgProfile): Promise<Held> {
  const db = openDatabase(orgId, userId);
  const names = new Map([...(await readTable(db, 'user')).rows()].map(({ id, name }) => [id, name]));
  const owners = new Set([userId]);
  for (const { ownerId, isClosed } of (await readTable(db, 'opportunity')).rows())
    if (!isClosed && ownerId !== undefined) owners.add(ownerId);
  const now = quarterAt(profile, dayAt(instant(Date.now()), profile.timeZone));
  const periods = [now];
  while (periods.length < 4) periods.push(neighbour(profile, periods.at(-1) ?? now, 1));
  return {
    ofCrm: [...(await readTable(db, 'quota')).rows()].length,
    people: [...owners]
      .map((id) => ({ id, name: names.get(id) ?? id }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    periods: periods.map(({ start, label }) => ({ start, label })),
    rows: (await db.quotas.toArray())
      .map(({ id, userId: of, start, end, amount, currency = profile.currency }) => ({
        id,
        name: names.get(of) ?? of,
        start,
        ...(end === undefined ? {} : { end }),
        amount,
        currency,
        isTyped: id.startsWith('typed-'),
      }))
      .toSorted((a, b) => b.start.localeCompare(a.start) || a.name.localeCompare(b.name)),
    currency: profile.currency,
  };
}

export async function typeQuota(
  { orgId, userId }: Key,
  quota: { userId: string; start: string; amount: number },
): Promise<void> {
  await setTypedQuota(openDatabase(orgId, userId), quota);
  await publishRevision(Date.now());
}

export async function forgetQuota({ orgId, userId }: Key, id: string): Promise<void> {
  await removeQuota(openDatabase(orgId, userId), id);
  await publishRevision(Date.now());
}
