import type { TableName, Tables } from '@/lib/domain/org';

import { type Packed, type PackedColumn, rowAt, valueAt } from './pack';

/** One chunk as stored: hot and cold columns of the same rows, and the ids it removes. */
export interface Chunk {
  hot: Packed;
  cold?: Packed;
  deletedIds?: string[];
}

/** A table in memory: chunks in the order they were written; of several rows with one id the last one counts. */
export interface ColumnTable<Name extends TableName> {
  readonly size: number;
  byId(id: string): Tables[Name] | undefined;
  rows(): Tables[Name][];
  /** Rows whose `opportunityId` is this, oldest first by `timeField`. */
  childrenOf(opportunityId: string): Tables[Name][];
  /** Visits each row where it lies, without reading it. */
  each(visit: (chunk: Chunk, row: number) => void): void;
  /** Visits each row's values of some hot columns without building rows. */
  scan(fields: readonly string[], visit: (values: (string | number | boolean | undefined)[]) => void): void;
}

const CHUNK_BITS = 20;
const at = (chunk: number, row: number): number => chunk * (1 << CHUNK_BITS) + row;

export function columnTable<Name extends TableName>(
  chunks: readonly Chunk[],
  timeField?: keyof Tables[Name] & string,
): ColumnTable<Name> {
  // Where each id's last row is. Built once; a delta is small and comes last.
  const place = new Map<string, number>();
  chunks.forEach(({ hot, cold, deletedIds }, chunk) => {
    const ids = cold?.columns['id'] ?? hot.columns['id'];
    for (let row = 0; ids && row < hot.size; row += 1) place.set(String(valueAt(ids, row)), at(chunk, row));
    for (const id of deletedIds ?? []) place.delete(id);
  });
  const read = (position: number): Tables[Name] => {
    const [chunk, row] = [Math.floor(position / (1 << CHUNK_BITS)), position % (1 << CHUNK_BITS)];
    const { hot, cold } = chunks[chunk] ?? { hot: { size: 0, columns: {} } };
    // Packed from rows of this very table by its own schema; TypeScript cannot follow that through the columns.
    const found: object = { ...rowAt(hot, row), ...(cold ? rowAt(cold, row) : {}) };
    return found as Tables[Name];
  };
  let children: Map<string, number[]> | undefined;
  const childIndex = (): Map<string, number[]> => {
    if (children) return children;
    children = new Map();
    for (const position of place.values()) {
      const parents = chunks[Math.floor(position / (1 << CHUNK_BITS))]?.hot.columns['opportunityId'];
      if (!parents) continue;
      const parent = String(valueAt(parents, position % (1 << CHUNK_BITS)));
      const own = children.get(parent);
      if (own) own.push(position);
      else children.set(parent, [position]);
    }
    return children;
  };
  return {
    size: place.size,
    byId(id) {
      const position = place.get(id);
      return position === undefined ? undefined : read(position);
    },
    rows: () => Array.from(place.values(), read),
    childrenOf(opportunityId) {
      const rows = (childIndex().get(opportunityId) ?? []).map(read);
      if (timeField === undefined) return rows;
      const time = (row: Tables[Name]): number => Number(row[timeField] ?? 0);
      // Stable: rows of one instant stay in the order in which the CRM gave them.
      return rows.toSorted((a, b) => time(a) - time(b));
    },
    each(visit) {
      for (const position of place.values()) {
        const chunk = chunks[Math.floor(position / (1 << CHUNK_BITS))];
        if (chunk) visit(chunk, position % (1 << CHUNK_BITS));
      }
    },
    scan(fields, visit) {
      chunks.forEach(({ hot, cold }, chunk) => {
        const ids = cold?.columns['id'] ?? hot.columns['id'];
        const columns = fields.map((field): PackedColumn | undefined => hot.columns[field]);
        for (let row = 0; ids && row < hot.size; row += 1) {
          if (place.get(String(valueAt(ids, row))) !== at(chunk, row)) continue;
          visit(columns.map((column) => column && valueAt(column, row)));
        }
      });
    },
  };
}
