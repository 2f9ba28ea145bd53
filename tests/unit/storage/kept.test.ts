import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import type { OrgProfile } from '@/lib/deal/org';
import { PipelensDatabase } from '@/lib/storage/database';
import { exportOf } from '@/lib/storage/kept/export-all';
import { keptParts } from '@/lib/storage/kept/kept-sizes';
import { addQuotas, putProfile, removeQuota, setTypedQuota } from '@/lib/storage/profile';
import { countCall, hostCalls } from '@/lib/storage/registry';

import { sample } from '../../dom/sample';

const PROFILE: OrgProfile = {
  orgId: '00D000000000001',
  userId: 'u1',
  apiHost: '',
  pageHost: '',
  orgName: '',
  userName: '',
  timeZone: 'UTC',
  currency: 'USD',
  fiscalYearStartMonth: 1,
  fiscalYearNamedByStart: false,
  hiddenFields: [],
  hiddenTables: [],
  apiVersion: '',
};

test('calls are counted by host, the most called first, however many are made at once', async () => {
  await Promise.all([1, 2, 3].map((at) => countCall('b.example', at)));
  await countCall('a.example', 9);
  expect(await hostCalls()).toEqual([
    { host: 'b.example', calls: 3, at: 3 },
    { host: 'a.example', calls: 1, at: 9 },
  ]);
});

test('what is kept of an org is said by kind, and the file of everything has each row that was read', async () => {
  const { db, org } = await sample({ size: 12 });
  await addQuotas(db, [{ id: 'csv-u1', userId: 'u1', amount: 5, start: '2026-10-01' as Day }]);
  const [crm, written, learnt] = await keptParts(db);
  const deals = org.rows('Opportunity').length;
  expect(crm?.entries).toBeGreaterThan(deals);
  // A packed row takes bytes, and no more than its JSON would.
  expect(crm?.bytes).toBeGreaterThan(deals * 8);
  expect(written).toMatchObject({ what: 'written', entries: 1 });
  expect(learnt?.entries).toBeGreaterThan(0);

  let text = '';
  for await (const piece of exportOf(db)) text += piece;
  expect(crm?.bytes).toBeLessThan(text.length);
  // Safe: it is compared with the org below.
  const file = JSON.parse(text) as Record<string, { id: string }[]>;
  const ids = (rows: readonly { Id: string }[]): string[] => rows.map(({ Id }) => Id.slice(0, 15)).toSorted();
  expect((file['opportunity'] ?? []).map(({ id }) => id.slice(0, 15)).toSorted()).toEqual(ids(org.rows('Opportunity')));
  expect(file['quotas']).toEqual([{ id: 'csv-u1', userId: 'u1', amount: 5, currency: 'EUR', start: '2026-10-01' }]);
  expect(Object.keys(file)).toEqual(
    expect.arrayContaining(['version', 'fieldChange', 'activity', 'contactRole', 'user', 'reminders', 'edits', 'meta']),
  );
});

test('an empty database is a file of empty lists', async () => {
  let text = '';
  for await (const piece of exportOf(new PipelensDatabase('nothing-kept'))) text += piece;
  // Safe: as above.
  const file = JSON.parse(text) as Record<string, unknown[]>;
  expect(Object.values(file).flat()).toEqual([]);
  expect(Object.keys(file).length).toBeGreaterThan(10);
});

test('a quota that is taken away is gone, and the others stay', async () => {
  const db = new PipelensDatabase('quotas-kept');
  const quota = (id: string) => ({ id, userId: id, amount: 1, start: '2026-10-01' as Day });
  await addQuotas(db, [quota('one'), quota('other')]);
  await removeQuota(db, 'one');
  expect((await db.quotas.toArray()).map(({ id }) => id)).toEqual(['other']);
});

test('a quota that is typed stands in place of that of a file, and of nobody else’s and no other start’s', async () => {
  const db = new PipelensDatabase('quotas-typed');
  const quota = (userId: string, start: string, more: object = {}) => ({
    id: `csv-${userId}-${start}`,
    userId,
    amount: 1,
    // Safe: written as days.
    start: start as Day,
    ...more,
  });
  await addQuotas(db, [quota('u1', '2026-10-01'), quota('u1', '2027-01-01'), quota('u2', '2026-10-01')]);
  await setTypedQuota(db, { userId: 'u1', amount: 5, start: '2026-10-01' });
  const held = async () =>
    (await db.quotas.toArray()).map(({ userId, start, amount }) => `${userId} ${start} ${amount}`);
  expect(new Set(await held())).toEqual(new Set(['u1 2026-10-01 5', 'u1 2027-01-01 1', 'u2 2026-10-01 1']));
  await setTypedQuota(db, { userId: 'u2', amount: 0, start: '2026-10-01' });
  expect(await held()).toHaveLength(2);
});

test('a file that tells the last day stands in place of one that did not, and the other way round', async () => {
  const db = new PipelensDatabase('quotas-ends');
  const quota = (id: string, amount: number, end?: string) => ({
    id,
    userId: 'u1',
    amount,
    start: '2026-10-01' as Day,
    ...(end === undefined ? {} : { end: end as Day }),
  });
  const held = async () => (await db.quotas.toArray()).map(({ amount }) => amount).toSorted((a, b) => a - b);
  await addQuotas(db, [quota('csv-u1-2026-10-01', 30)]);
  await addQuotas(db, [quota('a', 10, '2026-10-31'), quota('b', 31, '2026-12-31')]);
  expect(await held()).toEqual([10, 31]);
  await addQuotas(db, [quota('csv-u1-2026-10-01', 32)]);
  expect(await held()).toEqual([32]);
});

test('what a person gave stays in the currency that was the org’s then', async () => {
  const db = new PipelensDatabase('quotas-currency');
  const profile = (currency: string) => ({ ...PROFILE, currency });
  await putProfile(db, profile('USD'));
  await setTypedQuota(db, { userId: 'u1', amount: 100, start: '2026-10-01' });
  await addQuotas(db, [
    { id: 'csv-u2', userId: 'u2', amount: 200, start: '2026-10-01' as Day },
    { id: 'csv-u3', userId: 'u3', amount: 300, currency: 'PLN', start: '2026-10-01' as Day },
  ]);
  await putProfile(db, profile('EUR'));
  const kept = (await db.quotas.toArray()).map(({ userId, currency }) => [userId, currency]);
  expect(Object.fromEntries(kept)).toEqual({ u1: 'USD', u2: 'USD', u3: 'PLN' });
  // Of an org that does not tell its currency nothing is known.
  await putProfile(db, profile('XXX'));
  await setTypedQuota(db, { userId: 'u1', amount: 5, start: '2026-10-01' });
  expect(await db.quotas.get('typed-u1-2026-10-01')).not.toHaveProperty('currency');
});
