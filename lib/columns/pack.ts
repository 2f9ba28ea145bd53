import { dayFromNumber, dayNumber, type Day } from '@/lib/domain/days';

import type { ColumnKind } from './schema';

/** One packed field: plain typed arrays, so that the store clones it as it is. `absent` is a bitmap of rows without a value. */
export type PackedColumn = { absent?: Uint8Array } & (
  | { kind: 'number'; values: Float64Array }
  | { kind: 'day'; values: Int32Array }
  | { kind: 'bool'; values: Uint8Array }
  | { kind: 'dict'; values: Uint16Array | Uint32Array; words: string[] }
  /** All strings end to end, and where each ends: UTF-16 units, so that nothing a string can hold is lost. */
  | { kind: 'text'; values: string; ends: Uint32Array }
);

export interface Packed {
  size: number;
  columns: Record<string, PackedColumn>;
}

type AnyRow = object;
type AnySchema = Readonly<Record<string, ColumnKind>>;

/** Packs rows into columns. Absent fields stay absent; no value is narrowed. */
export function pack(
  schema: AnySchema,
  rows: readonly AnyRow[],
  fields: readonly string[] = Object.keys(schema),
): Packed {
  const columns: Record<string, PackedColumn> = {};
  for (const field of fields) {
    const kind = schema[field];
    // Safe: a row has the fields of its schema and no others.
    if (kind)
      columns[field] = packColumn(
        kind,
        rows.map((row) => (row as Record<string, unknown>)[field]),
      );
  }
  return { size: rows.length, columns };
}

function packColumn(kind: ColumnKind, values: readonly unknown[]): PackedColumn {
  const size = values.length;
  let absent: Uint8Array | undefined;
  values.forEach((value, at) => {
    if (value !== undefined) return;
    absent ??= new Uint8Array(Math.ceil(size / 8));
    absent[at >> 3] = (absent[at >> 3] ?? 0) | (1 << (at & 7));
  });
  const column = packValues(kind, values);
  return absent ? { ...column, absent } : column;
}

// The casts below are safe: the schema's type ties each kind to the type of its field.
function packValues(kind: ColumnKind, values: readonly unknown[]): PackedColumn {
  switch (kind) {
    case 'number':
      return { kind, values: Float64Array.from(values, (value) => (value as number | undefined) ?? 0) };
    case 'day':
      return { kind, values: Int32Array.from(values, (value) => (value === undefined ? 0 : dayNumber(value as Day))) };
    case 'bool':
      return { kind, values: Uint8Array.from(values, (value) => (value === true ? 1 : 0)) };
    case 'dict': {
      const codes = new Map<string, number>();
      const coded = values.map((value) => {
        if (value === undefined) return 0;
        let code = codes.get(value as string);
        if (code === undefined) codes.set(value as string, (code = codes.size));
        return code;
      });
      return {
        kind,
        values: codes.size > 65_535 ? Uint32Array.from(coded) : Uint16Array.from(coded),
        words: [...codes.keys()],
      };
    }
    case 'text': {
      const ends = new Uint32Array(values.length);
      let end = 0;
      values.forEach((value, at) => (ends[at] = end += (value as string | undefined)?.length ?? 0));
      return { kind, values: values.map((value) => (value as string | undefined) ?? '').join(''), ends };
    }
  }
}

/** The value of one row in a column; undefined where it is absent. */
export function valueAt(column: PackedColumn, at: number): string | number | boolean | undefined {
  if (column.absent && ((column.absent[at >> 3] ?? 0) >> (at & 7)) & 1) return undefined;
  switch (column.kind) {
    case 'number':
      return column.values[at];
    case 'day':
      return dayFromNumber(column.values[at] ?? 0);
    case 'bool':
      return column.values[at] === 1;
    case 'dict':
      return column.words[column.values[at] ?? 0];
    case 'text':
      return column.values.slice(at === 0 ? 0 : column.ends[at - 1], column.ends[at]);
  }
}

export function rowAt(packed: Packed, at: number): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field in packed.columns) {
    const column = packed.columns[field];
    const value = column && valueAt(column, at);
    if (value !== undefined) row[field] = value;
  }
  return row;
}

export const unpack = (packed: Packed): Record<string, unknown>[] =>
  Array.from({ length: packed.size }, (_, at) => rowAt(packed, at));
