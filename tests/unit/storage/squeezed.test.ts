import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import { pack } from '@/lib/columns/pack';
import { SCHEMAS } from '@/lib/columns/schema';
import type { Version } from '@/lib/deal/opportunity';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { commitPage, commitRows, compact, readCheckpoint } from '@/lib/storage/writer';

const version = (id: number, stage: string): Version => ({
  id: `008${id}`,
  opportunityId: `006${id % 3}`,
  from: 1000 + id,
  stage,
  amount: id / 100,
});

test('pages that an earlier version stored plain are read beside new ones, and become new ones when they are folded in', async () => {
  const db = new PipelensDatabase('plain');
  const rows = Array.from({ length: 20 }, (_, id) => version(id, 'A'));
  const page = { rows, deletedIds: [], cursor: {}, isDone: true, isHidden: false, read: [], rejected: [] };
  await commitPage(db, 'version', { ...page, mode: 'full' }, { expects: undefined, now: 1 });
  // What the version before wrote in the same place.
  await db.hot.put({ table: 'version', generation: 1, seq: 0, packed: pack(SCHEMAS.version, rows) });
  for (let delta = 0; delta < 10; delta += 1)
    await commitRows(db, 'version', [version(delta, 'B'), version(30 + delta, 'C')]);
  const expected = [
    ...rows.map((row, id) => (id < 10 ? version(id, 'B') : row)),
    ...Array.from({ length: 10 }, (_, delta) => version(30 + delta, 'C')),
  ];
  const read = async () => (await readTable(db, 'version')).rows().toSorted((a, b) => a.from - b.from);
  expect(await read()).toEqual(expected);
  expect((await readTable(db, 'version')).childrenOf('0061').map(({ from }) => from)).toEqual(
    expected.filter(({ opportunityId }) => opportunityId === '0061').map(({ from }) => from),
  );
  expect(await compact(db, 'version')).toBe(true);
  expect(await read()).toEqual(expected);
  expect((await db.hot.toArray()).map(({ packed }) => 'squeezed' in packed)).toEqual([true]);
  expect(await readCheckpoint(db, 'version')).toMatchObject({ baseRows: 30 });
});
