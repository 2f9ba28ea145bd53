import { type Day, dayNumber } from '@/lib/calendar/days';
import type { TableName, Tables } from '@/lib/deal/org';

import { type Children, childrenOf, laterChildren } from './children';
import type { Chunk } from './chunk';
import { type IdIndex, idIndex } from './ids';
import { packedRowAt } from './pack';
import { eachChunk } from './read-columns';

/** A table in memory: chunks in the order they were written; of several rows with one id the last one counts. */
export interface ColumnTable<Name extends TableName> {
  readonly size: number;
  byId(id: string): Tables[Name] | undefined;
  rows(): Tables[Name][];
  /** The row of a number, whether it counts or not. */
  row(row: number): Tables[Name];
  /** Rows whose `opportunityId` is this, oldest first by `timeField`. */
  childrenOf(opportunityId: string): Tables[Name][];
  /** The numbers of those rows, in the order in which their ids first appeared. */
  readonly children: Children;
  /** Rows whose id is not in another set. */
  missingFrom(has: (id: string) => boolean): Tables[Name][];
  /** The columns themselves and which of their rows count, for work that makes no rows. */
  readonly chunks: readonly Chunk[];
  readonly index: IdIndex;
  /** The same table with further chunks; this one stays as it is. What it knows of its own chunks is not worked out again. */
  with(further: readonly Chunk[]): ColumnTable<Name>;
}

/** A table whose later chunks hold a greater part than this of all rows is put in order anew. */
const LATER_SHARE = 1 / 8;
const LATER_ROWS = 4096;

interface Known {
  chunks: number;
  index: IdIndex;
  children: Children;
}

export const columnTable = <Name extends TableName>(
  chunks: readonly Chunk[],
  timeField?: keyof Tables[Name] & string,
): ColumnTable<Name> => tableOf<Name>(chunks, timeField, undefined);

function tableOf<Name extends TableName>(
  chunks: readonly Chunk[],
  timeField: (keyof Tables[Name] & string) | undefined,
  base: Known | undefined,
): ColumnTable<Name> {
  const index = idIndex(chunks, base);
  const children = base ? laterChildren(chunks, index, base) : childrenOf(chunks, index);
  const read = (row: number): Tables[Name] => {
    const chunk = index.chunkOf(row);
    const own = row - (index.offsets[chunk] ?? 0);
    const { hot, cold } = chunks[chunk] ?? { hot: { size: 0, columns: {} } };
    // Packed from rows of this very table by its own schema; TypeScript cannot follow that through the columns.
    const found: object = { ...packedRowAt(hot, own), ...(cold ? packedRowAt(cold, own) : {}) };
    return found as Tables[Name];
  };
  return {
    size: index.size,
    chunks,
    index,
    children,
    row: read,
    byId(id) {
      const row = index.find(id);
      return row < 0 ? undefined : read(row);
    },
    rows: () => Array.from(index.rows(), read),
    missingFrom: (has) =>
      Array.from(
        index.rows().filter((row) => !has(index.idAt(row))),
        read,
      ),
    childrenOf(opportunityId) {
      const rows = children.of(opportunityId).map(read);
      if (timeField === undefined) return rows;
      const time = (row: Tables[Name]): number => Number(row[timeField] ?? 0);
      // Stable: rows of one instant stay in the order in which the CRM gave them.
      return rows.toSorted((a, b) => time(a) - time(b));
    },
    with(further) {
      const all = [...chunks, ...further];
      const known = base ?? { chunks: chunks.length, index, children };
      const held = known.index.offsets[known.chunks] ?? 0;
      const later = all.reduce((sum, { hot }) => sum + hot.size, 0) - held;
      const isLarge = later > Math.max(LATER_ROWS, held * LATER_SHARE);
      return tableOf<Name>(all, timeField, isLarge ? undefined : known);
    },
  };
}

/** Rows of a table whose own first and last day lie within a period. */
export function rowsWithin<Name extends 'forecastItem'>(
  table: ColumnTable<Name>,
  { start, end }: { start: Day; end: Day },
): Tables[Name][] {
  const [first, last] = [dayNumber(start), dayNumber(end)];
  const rows = table.index.rows();
  const found: number[] = [];
  eachChunk(table, rows, ({ start: from, end: to }, own, places) => {
    if (from?.kind !== 'day' || to?.kind !== 'day') return;
    own.forEach((row, index) => {
      const [begin, close] = [from.values[row] ?? 0, to.values[row] ?? 0];
      if (begin >= first && begin <= last && close >= first && close <= last) found.push(rows[places[index] ?? 0] ?? 0);
    });
  });
  return found.map(table.row);
}
