import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Activity, Opportunity } from '@/lib/deal/opportunity';
import { readSome, readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { commitPage, commitRows, compact, readCheckpoint } from '@/lib/storage/writer';

const DEALS = ['006A', '006B', '006C'];
const ids = Array.from({ length: 12 }, (_, id) => `00T${id}`);

const activity = fc.record({
  id: fc.constantFrom(...ids),
  opportunityId: fc.constantFrom(...DEALS),
  at: fc.integer({ min: 1, max: 1_000_000 }),
});
const step = fc.record({
  rows: fc.array(activity, { maxLength: 6 }),
  deletedIds: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }),
  isFull: fc.boolean(),
  isFolded: fc.boolean(),
});

const full = (isDone: boolean) => ({ cursor: {}, isDone, isHidden: false, read: [], rejected: [] }) as const;

test('some rows are those of the whole table, whatever was written over, moved to another deal, deleted, begun anew or folded in', async () => {
  let name = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const db = new PipelensDatabase(`some-${(name += 1)}`);
      const write = async (rows: Activity[], deletedIds: string[], isFull: boolean): Promise<void> => {
        const expects = await readCheckpoint(db, 'activity');
        if (!isFull && expects) return void (await commitRows(db, 'activity', rows, { deletedIds }));
        await commitPage(db, 'activity', { ...full(true), mode: 'full', rows, deletedIds }, { expects, now: 1 });
      };
      for (const { rows, deletedIds, isFull, isFolded } of steps) {
        const own = rows.map(({ id, ...rest }, n): Activity => ({
          ...rest,
          id,
          at: rest.at * 10 + n,
          kind: 'task',
          subject: id,
          isClosed: false,
        }));
        await write(own, deletedIds, isFull);
        if (isFolded) await compact(db, 'activity');
      }
      const whole = await readTable(db, 'activity');
      for (const id of [...ids, 'unknown'])
        expect((await readSome(db, 'activity', { ids: [id] })).byId(id)).toEqual(whole.byId(id));
      for (const deal of [...DEALS, 'unknown'])
        expect((await readSome(db, 'activity', { parents: [deal] })).childrenOf(deal)).toEqual(whole.childrenOf(deal));
      const both = await readSome(db, 'activity', { ids, parents: ['006A'] });
      expect(both.childrenOf('006A')).toEqual(whole.childrenOf('006A'));
      expect(ids.map((id) => both.byId(id))).toEqual(ids.map((id) => whole.byId(id)));
      db.close();
    }),
    { numRuns: 60 },
  );
});

test('a deal has its texts, which lie apart, and one that is not whole is not there', async () => {
  const db = new PipelensDatabase('some-texts');
  const deal = (id: string): Opportunity => ({
    id,
    name: `Deal ${id}`,
    stage: 'A',
    isClosed: false,
    isWon: false,
    createdAt: 1,
    modifiedAt: 2,
  });
  await commitPage(
    db,
    'opportunity',
    { ...full(true), mode: 'full', rows: DEALS.map(deal), deletedIds: [] },
    { expects: undefined, now: 1 },
  );
  expect((await readSome(db, 'opportunity', { ids: ['006B'] })).rows()).toEqual([deal('006B')]);
  await db.cold.clear();
  expect((await readSome(db, 'opportunity', { ids: ['006B'] })).rows()).toEqual([]);
});
