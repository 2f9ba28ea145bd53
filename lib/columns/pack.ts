import { day, dayFromNumber, dayNumber, type Day } from '@/lib/calendar/days';
import type { Codes } from '@/lib/log/event-log';

import type { ColumnKind } from './schema';

/** One packed field: plain typed arrays, so that the store clones it as it is. `absent` is a bitmap of rows without a value. */
export type PackedColumn = { absent?: Uint8Array } & (
  | { kind: 'number'; values: Float64Array }
  | { kind: 'day'; values: Int32Array }
  | { kind: 'bool'; values: Uint8Array }
  | { kind: 'dict'; values: Codes; words: string[] }
  /** All strings end to end, and where each ends: UTF-16 units, so that nothing a string can hold is lost. */
  | { kind: 'text'; values: string; ends: Uint32Array }
);

export interface Packed {
  size: number;
  columns: Record<string, PackedColumn>;
}

type AnyRow = object;
type AnySchema = Readonly<Record<string, ColumnKind>>;

/**
 * Packs rows into columns. Absent fields stay absent, null is absent too, and a field that is absent everywhere takes no space.
 * Codes widen with the number of words; a value that its column cannot hold is refused with its field and text, never changed.
 */
export function pack(
  schema: AnySchema,
  rows: readonly AnyRow[],
  fields: readonly string[] = Object.keys(schema),
): Packed {
  const columns: Record<string, PackedColumn> = {};
  const days: KnownDays = new Map();
  for (const field of fields) {
    const kind = schema[field];
    // Safe: a row has the fields of its schema and no others.
    const column = kind && packColumn(field, kind, rows as readonly Record<string, unknown>[], days);
    if (column) columns[field] = column;
  }
  return { size: rows.length, columns };
}

function packColumn(
  field: string,
  kind: ColumnKind,
  rows: readonly Record<string, unknown>[],
  days: KnownDays,
): PackedColumn | undefined {
  const size = rows.length;
  const absent = new Uint8Array(Math.ceil(size / 8));
  let missing = 0;
  /** Calls back with each value that is there; says which are not. */
  const each = <Value>(is: (value: unknown) => value is Value, visit: (value: Value, index: number) => void): void => {
    for (let index = 0; index < size; index += 1) {
      const value = rows[index]?.[field];
      if (value === undefined || value === null) {
        absent[index >> 3] = (absent[index >> 3] ?? 0) | (1 << (index & 7));
        missing += 1;
      } else if (is(value)) visit(value, index);
      else throw new TypeError(`${field} of row ${index} is ${JSON.stringify(value)}, which is no ${kind}.`);
    }
  };
  const column = packValues(kind, size, each, days);
  return missing === size && size > 0 ? undefined : missing > 0 ? { ...column, absent } : column;
}

type Each = <Value>(is: (value: unknown) => value is Value, visit: (value: Value, index: number) => void) => void;

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

/** The same days come again and again, row after row and column after column: each is read once a page. */
type KnownDays = Map<unknown, number>;
const isDayOf =
  (known: KnownDays) =>
  (value: unknown): value is Day => {
    if (known.has(value)) return true;
    const real = day(value);
    if (real === undefined) return false;
    known.set(real, dayNumber(real));
    return true;
  };

function packValues(kind: ColumnKind, size: number, each: Each, days: KnownDays): PackedColumn {
  switch (kind) {
    case 'number': {
      const values = new Float64Array(size);
      each(isNumber, (value, index) => (values[index] = value));
      return { kind, values };
    }
    case 'day': {
      const values = new Int32Array(size);
      each(isDayOf(days), (value, index) => (values[index] = days.get(value) ?? 0));
      return { kind, values };
    }
    case 'bool': {
      const values = new Uint8Array(size);
      each(isFlag, (value, index) => (values[index] = value ? 1 : 0));
      return { kind, values };
    }
    case 'dict': {
      const codes = new Map<string, number>();
      const wide = new Uint32Array(size);
      each(isText, (value, index) => {
        let code = codes.get(value);
        if (code === undefined) codes.set(value, (code = codes.size));
        wide[index] = code;
      });
      const values = codes.size <= 256 ? new Uint8Array(wide) : codes.size <= 65_536 ? new Uint16Array(wide) : wide;
      return { kind, values, words: [...codes.keys()] };
    }
    case 'text': {
      const ends = new Uint32Array(size);
      const parts: string[] = Array.from({ length: size }, () => '');
      each(isText, (value, index) => (parts[index] = value));
      let end = 0;
      for (let index = 0; index < size; index += 1) ends[index] = end += parts[index]?.length ?? 0;
      return { kind, values: parts.join(''), ends };
    }
  }
}

/** The value of one row in a column; undefined where it is absent. */
export function valueAt(column: PackedColumn, index: number): string | number | boolean | undefined {
  if (column.absent && ((column.absent[index >> 3] ?? 0) >> (index & 7)) & 1) return undefined;
  switch (column.kind) {
    case 'number':
      return column.values[index];
    case 'day':
      return dayFromNumber(column.values[index] ?? 0);
    case 'bool':
      return column.values[index] === 1;
    case 'dict':
      return column.words[column.values[index] ?? 0];
    case 'text':
      return column.values.slice(index === 0 ? 0 : column.ends[index - 1], column.ends[index]);
  }
}

export function packedRowAt(packed: Packed, index: number): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field in packed.columns) {
    const column = packed.columns[field];
    const value = column && valueAt(column, index);
    if (value !== undefined) row[field] = value;
  }
  return row;
}

export const unpack = (packed: Packed): Record<string, unknown>[] =>
  Array.from({ length: packed.size }, (_, index) => packedRowAt(packed, index));
