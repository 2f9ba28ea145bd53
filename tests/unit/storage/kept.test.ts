import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { PipelensDatabase } from '@/lib/storage/database';
import { exportOf } from '@/lib/storage/kept/export-all';
import { keptParts } from '@/lib/storage/kept/kept-sizes';
import { addQuotas, removeQuota } from '@/lib/storage/profile';
import { countCall, hostCalls } from '@/lib/storage/registry';

import { sample } from '../../dom/sample';

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
  expect(file['quotas']).toEqual([{ id: 'csv-u1', userId: 'u1', amount: 5, start: '2026-10-01' }]);
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
