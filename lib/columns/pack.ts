import { day, dayFromNumber, dayNumber } from '@/lib/calendar/days';
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

/** A column as it is held in memory: as it is stored, or slimmer (`slim.ts`). */
export type HeldColumn =
  | PackedColumn
  | ({ absent?: Uint8Array } & (
      | { kind: 'number'; values: Codes; unit: number }
      | { kind: 'day'; values: Uint16Array }
      | { kind: 'text'; values: string; ends: Uint16Array }
      /** Strings of one length that begin alike: what follows the `prefix` of each, `width` units. */
      | { kind: 'ids'; values: string; prefix: string; width: number }
    ));

export interface Packed {
  size: number;
  columns: Record<string, PackedColumn>;
}

export interface HeldColumns {
  size: number;
  columns: Record<string, HeldColumn>;
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
  const absent = new Uint8Array((size + 7) >> 3);
  // Fetched once, in one place: fields of rows that do not all look alike are what packing waits for.
  const given: unknown[] = [];
  let missing = 0;
  for (const row of rows) {
    const value = row[field];
    const index = given.push(value) - 1;
    if (value === undefined || value === null) {
      absent[index >> 3]! |= 1 << (index & 7);
      missing += 1;
    }
  }
  if (missing === size && size > 0) return undefined;
  const column = packValues(field, kind, given, days);
  return missing > 0 ? { ...column, absent } : column;
}

/** The same days come again and again, row after row and column after column: each is read once a page. */
type KnownDays = Map<string, number>;

function numberOf(text: string, known: KnownDays): number | undefined {
  const before = known.get(text);
  if (before !== undefined) return before;
  const real = day(text);
  if (real === undefined) return undefined;
  const found = dayNumber(real);
  known.set(text, found);
  return found;
}

/** Values of a column, null and undefined where there is none: a loop a kind, since this runs over all that is stored. */
function packValues(field: string, kind: ColumnKind, given: readonly unknown[], days: KnownDays): PackedColumn {
  const size = given.length;
  const refuse = (index: number): never => {
    throw new TypeError(`${field} of row ${index} is ${JSON.stringify(given[index])}, which is no ${kind}.`);
  };
  const isMissing = (value: unknown): boolean => value === undefined || value === null;
  switch (kind) {
    case 'number': {
      const values = new Float64Array(size);
      for (let index = 0; index < size; index += 1) {
        const value = given[index];
        if (typeof value === 'number') values[index] = value;
        else if (!isMissing(value)) refuse(index);
      }
      return { kind, values };
    }
    case 'day': {
      const values = new Int32Array(size);
      for (let index = 0; index < size; index += 1) {
        const value = given[index];
        if (isMissing(value)) continue;
        values[index] = (typeof value === 'string' ? numberOf(value, days) : undefined) ?? refuse(index);
      }
      return { kind, values };
    }
    case 'bool': {
      const values = new Uint8Array(size);
      for (let index = 0; index < size; index += 1) {
        const value = given[index];
        if (typeof value === 'boolean') values[index] = value ? 1 : 0;
        else if (!isMissing(value)) refuse(index);
      }
      return { kind, values };
    }
    case 'dict': {
      const codes = new Map<string, number>();
      const wide = new Uint32Array(size);
      for (let index = 0; index < size; index += 1) {
        const value = given[index];
        if (isMissing(value)) continue;
        if (typeof value !== 'string') return refuse(index);
        let code = codes.get(value);
        if (code === undefined) codes.set(value, (code = codes.size));
        wide[index] = code;
      }
      const values = codes.size <= 256 ? new Uint8Array(wide) : codes.size <= 65_536 ? new Uint16Array(wide) : wide;
      return { kind, values, words: [...codes.keys()] };
    }
    case 'text': {
      const ends = new Uint32Array(size);
      const parts: string[] = [];
      let end = 0;
      for (let index = 0; index < size; index += 1) {
        const value = given[index];
        if (typeof value === 'string') {
          parts.push(value);
          end += value.length;
        } else if (!isMissing(value)) refuse(index);
        ends[index] = end;
      }
      return { kind, values: parts.join(''), ends };
    }
  }
}

/** Hundredths divide, as 0.01 is no number. */
export const times = (count: number, unit: number): number => (unit === 0.01 ? count / 100 : count * unit);

/** The number of a row that has one. */
export const numberAt = (column: HeldColumn & { kind: 'number' }, index: number): number =>
  'unit' in column ? times(column.values[index] ?? 0, column.unit) : (column.values[index] ?? 0);

/** The value of one row in a column; undefined where it is absent. */
export function valueAt(column: HeldColumn, index: number): string | number | boolean | undefined {
  if (column.absent && ((column.absent[index >> 3] ?? 0) >> (index & 7)) & 1) return undefined;
  switch (column.kind) {
    case 'number':
      return numberAt(column, index);
    case 'day':
      return dayFromNumber(column.values[index] ?? 0);
    case 'bool':
      return column.values[index] === 1;
    case 'dict':
      return column.words[column.values[index] ?? 0];
    case 'text':
      return column.values.slice(index === 0 ? 0 : column.ends[index - 1], column.ends[index]);
    case 'ids':
      return column.prefix + column.values.slice(index * column.width, (index + 1) * column.width);
  }
}

export function packedRowAt(packed: HeldColumns, index: number): Record<string, unknown> {
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
