import type { TableName, Tables } from '@/lib/deal/org';

import type { Chunk } from './chunk';
import { type IdIndex, idIndex } from './ids';
import { rowAt, valueAt } from './pack';

/** A table in memory: chunks in the order they were written; of several rows with one id the last one counts. */
export interface ColumnTable<Name extends TableName> {
  readonly size: number;
  byId(id: string): Tables[Name] | undefined;
  rows(): Tables[Name][];
  /** Rows whose `opportunityId` is this, oldest first by `timeField`. */
  childrenOf(opportunityId: string): Tables[Name][];
  /** Rows whose id is not in another set. */
  missingFrom(has: (id: string) => boolean): Tables[Name][];
  /** The columns themselves and which of their rows count, for work that makes no rows. */
  readonly chunks: readonly Chunk[];
  readonly index: IdIndex;
}

export function columnTable<Name extends TableName>(
  chunks: readonly Chunk[],
  timeField?: keyof Tables[Name] & string,
): ColumnTable<Name> {
  const index = idIndex(chunks);
  const read = (row: number): Tables[Name] => {
    const chunk = index.chunkOf(row);
    const own = row - (index.offsets[chunk] ?? 0);
    const { hot, cold } = chunks[chunk] ?? { hot: { size: 0, columns: {} } };
    // Packed from rows of this very table by its own schema; TypeScript cannot follow that through the columns.
    const found: object = { ...rowAt(hot, own), ...(cold ? rowAt(cold, own) : {}) };
    return found as Tables[Name];
  };
  let children: Map<string, number[]> | undefined;
  const childIndex = (): Map<string, number[]> => {
    if (children) return children;
    children = new Map();
    for (const row of index.rows()) {
      const chunk = index.chunkOf(row);
      const parents = chunks[chunk]?.hot.columns['opportunityId'];
      if (!parents) continue;
      const parent = String(valueAt(parents, row - (index.offsets[chunk] ?? 0)));
      const own = children.get(parent);
      if (own) own.push(row);
      else children.set(parent, [row]);
    }
    return children;
  };
  return {
    size: index.size,
    chunks,
    index,
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
      const rows = (childIndex().get(opportunityId) ?? []).map(read);
      if (timeField === undefined) return rows;
      const time = (row: Tables[Name]): number => Number(row[timeField] ?? 0);
      // Stable: rows of one instant stay in the order in which the CRM gave them.
      return rows.toSorted((a, b) => time(a) - time(b));
    },
  };
}
