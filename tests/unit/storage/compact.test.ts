import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Opportunity } from '@/lib/deal/opportunity';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { commitPage, commitRows, compact, readCheckpoint } from '@/lib/storage/writer';

const deal = (id: number, amount = 0): Opportunity => ({
  id: `006${id}`,
  name: '',
  stage: 'A',
  amount,
  isClosed: false,
  isWon: false,
  createdAt: 0,
  modifiedAt: 0,
});
async function stored(name: string, size: number): Promise<PipelensDatabase> {
  const db = new PipelensDatabase(name);
  const rows = Array.from({ length: size }, (_, id) => deal(id));
  const page = {
    rows,
    deletedIds: [],
    cursor: {},
    mode: 'full',
    isDone: true,
    isHidden: false,
    read: [],
    rejected: [],
  } as const;
  await commitPage(db, 'opportunity', page, { expects: undefined, now: 1 });
  return db;
}
const amounts = async (db: PipelensDatabase) =>
  new Map((await readTable(db, 'opportunity')).rows().map(({ id, amount }) => [id, amount]));

test('deltas are folded in once they hold a twentieth of the table, and readers see the same rows', async () => {
  const db = await stored('share', 400);
  for (let delta = 0; delta < 20; delta += 1) {
    await commitRows(db, 'opportunity', [deal(delta, delta + 1)]);
    expect(await compact(db, 'opportunity'), `after ${delta + 1}`).toBe(false);
  }
  await commitRows(db, 'opportunity', [deal(3, 77)], { deletedIds: ['0065'] });
  const before = await amounts(db);
  expect(before.size).toBe(399);
  expect(before.get('0063')).toBe(77);
  expect(await compact(db, 'opportunity')).toBe(true);
  expect(await amounts(db)).toEqual(before);
  expect(await readCheckpoint(db, 'opportunity')).toMatchObject({ deltas: 0, deltaRows: 0, baseRows: 399 });
  expect(await db.hot.count()).toBe(1);
});

test('a few deltas are left alone however large they are, and very many are folded in however small', async () => {
  const few = await stored('few', 10);
  for (let delta = 0; delta < 9; delta += 1) await commitRows(few, 'opportunity', [deal(delta), deal(delta + 1)]);
  expect(await compact(few, 'opportunity')).toBe(false);
  const many = await stored('many', 10_000);
  for (let delta = 0; delta < 199; delta += 1) await commitRows(many, 'opportunity', [deal(7, delta)]);
  expect(await compact(many, 'opportunity')).toBe(false);
  await commitRows(many, 'opportunity', [deal(7, 199)]);
  expect(await compact(many, 'opportunity')).toBe(true);
  expect((await amounts(many)).get('0067')).toBe(199);
});
