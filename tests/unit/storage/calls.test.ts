import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import type { OrgProfile } from '@/lib/deal/org';
import type { Snapshot } from '@/lib/forecast/past/calls';
import { PipelensDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { allSnapshots, lockAll } from '@/lib/storage/snapshots';
import { addCall, allCalls } from '@/lib/storage/stored-calls';

const said = { ownerId: 'rep', byId: 'boss', start: '2026-10-01' };

test('a later call stands beside the earlier one, in the order in which they were made', async () => {
  const db = new PipelensDatabase('calls');
  await addCall(db, { ...said, amount: 1200.5, at: 20 });
  await addCall(db, { ...said, amount: 1000, at: 10 });
  expect((await allCalls(db)).map(({ amount, at }) => [amount, at])).toEqual([
    [100_000, 10],
    [120_050, 20],
  ]);
});

const profileIn = (currency: string, rates: Record<string, number>): OrgProfile => ({
  orgId: '00D000000000001',
  userId: 'boss',
  apiHost: '',
  pageHost: '',
  orgName: '',
  userName: '',
  timeZone: 'UTC',
  currency,
  rates,
  fiscalYearStartMonth: 1,
  fiscalYearNamedByStart: false,
  hiddenFields: [],
  hiddenTables: [],
  apiVersion: '',
});

test('a call keeps its worth where the org changes its own currency, and without a rate its own money', async () => {
  const db = new PipelensDatabase('calls-currency');
  await putProfile(db, profileIn('USD', { USD: 1, JPY: 150 }));
  await addCall(db, { ...said, amount: 1000, at: 1 });
  const amounts = async () => (await allCalls(db)).map(({ amount }) => amount);
  expect(await amounts()).toEqual([100_000]);
  // 1,000 dollars at 0.004 dollars a yen.
  await putProfile(db, profileIn('JPY', { JPY: 1, USD: 0.004 }));
  expect(await amounts()).toEqual([250_000]);
  expect((await allCalls(db)).map(({ currency }) => currency)).toEqual(['JPY']);
  await putProfile(db, profileIn('EUR', { EUR: 1 }));
  expect(await amounts()).toEqual([100_000]);
  expect((await allCalls(db)).map(({ currency }) => currency)).toEqual(['USD']);
});

test.each([
  [Number.NaN, '2026-10-01'],
  [-1, '2026-10-01'],
  [Infinity, '2026-10-01'],
  [1, '2026-13-01'],
])('%d from %s is no call, and nothing is kept of it', async (amount, start) => {
  const db = new PipelensDatabase(`bad ${amount} ${start}`);
  await expect(addCall(db, { ...said, amount, start, at: 1 })).rejects.toThrow('A call is an amount of money');
  expect(await allCalls(db)).toEqual([]);
});

test('a store of the first version keeps what it held and takes calls', async () => {
  const old = new Dexie('upgrade');
  old.version(1).stores({
    hot: '[table+generation+seq]',
    cold: '[table+generation+seq]',
    checkpoints: 'table',
    meta: 'key',
    reminders: 'id, state, dueAt, recordId',
    quotas: 'id',
  });
  await old.open();
  await old.table('quotas').put({ id: 'q', userId: 'u', amount: 5, start: '2026-10-01' });
  await old.table('meta').put({ key: 'revision', value: 7 });
  old.close();
  const db = new PipelensDatabase('upgrade');
  await addCall(db, { ...said, amount: 1, at: 1 });
  expect(await db.quotas.get('q')).toMatchObject({ amount: 5 });
  expect((await db.meta.get('revision'))?.value).toBe(7);
  expect(await allCalls(db)).toHaveLength(1);
});

test('a locked forecast keeps its worth where the org changes its own currency, and without a rate its own money', async () => {
  const db = new PipelensDatabase('snapshots-currency');
  await putProfile(db, profileIn('USD', { USD: 1, JPY: 150 }));
  await lockAll(db, [
    {
      id: 'a',
      ownerId: '',
      periodStart: '2026-10-01' as Day,
      lockedAt: 1,
      currency: 'USD',
      call: 90_000,
      won: 50_000,
      p10: 80_000,
      p50: 100_000,
      p90: 120_000,
      method: 'stageRate',
      methodVersion: '1',
    },
  ]);
  const worth = async () => (await allSnapshots(db)).map(({ call, won, p10, p50, p90 }) => [call, won, p10, p50, p90]);
  expect(await worth()).toEqual([[90_000, 50_000, 80_000, 100_000, 120_000]]);
  // 900, 500, 800, 1,000 and 1,200 dollars at 0.004 dollars a yen.
  await putProfile(db, profileIn('JPY', { JPY: 1, USD: 0.004 }));
  expect(await worth()).toEqual([[225_000, 125_000, 200_000, 250_000, 300_000]]);
  expect((await allSnapshots(db)).map(({ currency }) => currency)).toEqual(['JPY']);
  await putProfile(db, profileIn('EUR', { EUR: 1 }));
  expect(await worth()).toEqual([[90_000, 50_000, 80_000, 100_000, 120_000]]);
  expect((await allSnapshots(db)).map(({ currency }) => currency)).toEqual(['USD']);
});

test('a locked forecast is never changed, and the next week’s stands beside it', async () => {
  const db = new PipelensDatabase('snapshots');
  const snapshot = (id: string, p50: number, lockedAt: number): Snapshot => ({
    id,
    ownerId: 'rep',
    periodStart: '2026-10-01' as Day,
    lockedAt,
    won: 1,
    p10: 1,
    p50,
    p90: 9,
    method: 'stageRate',
    methodVersion: 'x',
  });
  await lockAll(db, [snapshot('week 1', 5, 1)]);
  await lockAll(db, [snapshot('week 1', 77, 2), snapshot('week 2', 6, 2)]);
  expect((await allSnapshots(db)).map(({ id, p50, lockedAt }) => [id, p50, lockedAt])).toEqual([
    ['week 1', 5, 1],
    ['week 2', 6, 2],
  ]);
});
