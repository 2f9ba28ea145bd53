import type { TableName } from '@/lib/deal/org';

import { parentAt } from './children';
import type { ColumnTable } from './table';

/** Whether a table only has further chunks after those of another. */
export const isContinued = (before: { chunks: readonly object[] }, after: { chunks: readonly object[] }): boolean =>
  before.chunks.length <= after.chunks.length && before.chunks.every((chunk, index) => chunk === after.chunks[index]);

/** Rows of the chunks that a table has after those of the one before. */
export function* newRows<Name extends TableName>(
  before: ColumnTable<Name>,
  after: ColumnTable<Name>,
): Generator<number, void> {
  const end = after.index.offsets[after.chunks.length] ?? 0;
  for (let row = after.index.offsets[before.chunks.length] ?? 0; row < end; row += 1) yield row;
}

/** Adds the deals that new rows of the table of deals are, or that are removed. */
export function addDeals(
  into: Set<string>,
  before: ColumnTable<'opportunity'>,
  after: ColumnTable<'opportunity'>,
): void {
  for (const row of newRows(before, after)) into.add(after.index.idAt(row));
  for (const { deletedIds = [] } of after.chunks.slice(before.chunks.length)) for (const id of deletedIds) into.add(id);
}

/** Adds the deals that new, replaced and removed rows of a table hang on, or hung on before. */
export function addParents<Name extends TableName>(
  into: Set<string>,
  before: ColumnTable<Name>,
  after: ColumnTable<Name>,
): void {
  const add = ({ chunks, index }: ColumnTable<Name>, row: number): void => {
    const parent = row < 0 ? undefined : parentAt(chunks, index, row);
    if (parent !== undefined) into.add(parent);
  };
  for (const row of newRows(before, after)) {
    add(after, row);
    add(before, before.index.find(after.index.idAt(row)));
  }
  for (const { deletedIds = [] } of after.chunks.slice(before.chunks.length))
    for (const id of deletedIds) add(before, before.index.find(id));
}
