import { Dexie } from 'dexie';

import { spread } from '@/lib/columns/squeeze';
import { type ColumnTable, columnTable } from '@/lib/columns/table';
import type { TableName, Tables } from '@/lib/deal/org';

import type { PipelensDatabase } from './database';

/** The field by which a deal's rows are put in order. */
const TIME_FIELDS: { [Name in TableName]?: keyof Tables[Name] & string } = {
  version: 'from',
  fieldChange: 'at',
  activity: 'at',
};

/** One table as readers see it: the complete generation, or the first one while it is still arriving. */
export async function readTable<Name extends TableName>(db: PipelensDatabase, table: Name): Promise<ColumnTable<Name>> {
  const checkpoint = await db.checkpoints.get(table);
  if (!checkpoint) return columnTable<Name>([]);
  return readGeneration(db, table, checkpoint.live ?? checkpoint.generation);
}

/** One generation of a table, complete or not. */
export async function readGeneration<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  generation: number,
): Promise<ColumnTable<Name>> {
  const range = [
    [table, generation, Dexie.minKey],
    [table, generation, Dexie.maxKey],
  ] as const;
  const [hot, cold] = await Promise.all(
    [db.hot, db.cold].map((store) => store.where('[table+generation+seq]').between(range[0], range[1]).toArray()),
  );
  const coldBySeq = new Map(cold?.map((chunk) => [chunk.seq, spread(chunk.packed)]));
  const chunks = (hot ?? []).map(({ seq, packed, deletedIds }) => {
    const text = coldBySeq.get(seq);
    return { hot: spread(packed), ...(text ? { cold: text } : {}), ...(deletedIds ? { deletedIds } : {}) };
  });
  return columnTable<Name>(chunks, TIME_FIELDS[table]);
}
