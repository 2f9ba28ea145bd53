import type { Codes } from '@/lib/log/event-log';

import { type HeldColumn, type HeldColumns, type Packed, type PackedColumn, times } from './pack';

/** The same columns in less memory, value for value: what cannot be held exactly in less stays as it is. Never stored. */
export function slim({ size, columns }: Packed): HeldColumns {
  const found: Record<string, HeldColumn> = {};
  for (const field in columns) {
    const column = columns[field];
    if (column) found[field] = slimColumn(column);
  }
  return { size, columns: found };
}

function slimColumn(column: PackedColumn): HeldColumn {
  const absent = column.absent ? { absent: column.absent } : {};
  if (column.kind === 'number') {
    for (const unit of UNITS) {
      const values = countsOf(column.values, unit);
      if (values) return { kind: 'number', values, unit, ...absent };
    }
  } else if (column.kind === 'day') {
    if (column.values.every((value) => value >= 0 && value <= 0xffff))
      return { kind: 'day', values: Uint16Array.from(column.values), ...absent };
  } else if (column.kind === 'text')
    return (
      idsOf(column) ?? (column.values.length <= 0xffff ? { ...column, ends: Uint16Array.from(column.ends) } : column)
    );
  return column;
}

/** Instants of a CRM are whole seconds, which fit 32 bits up to the year 2106. */
const UNITS = [1000, 1, 0.01] as const;

function countsOf(numbers: Float64Array, unit: number): Codes | undefined {
  const size = numbers.length;
  const counts = new Uint32Array(size);
  let most = 0;
  for (let index = 0; index < size; index += 1) {
    const value = numbers[index] ?? 0;
    const count = unit === 0.01 ? Math.round(value * 100) : value / unit;
    if (!(count >= 0 && count <= 0xffff_ffff)) return undefined;
    counts[index] = count;
    // As it will be read: −0 is none of these.
    if (!Object.is(times(counts[index] ?? 0, unit), value)) return undefined;
    if (count > most) most = count;
  }
  return most <= 0xff ? new Uint8Array(counts) : most <= 0xffff ? new Uint16Array(counts) : counts;
}

/** Undefined where texts are not all of one length. Something is left of each: how many there are is told by it. */
function idsOf({ values, ends, absent }: PackedColumn & { kind: 'text' }): HeldColumn | undefined {
  const length = ends[0] ?? 0;
  if (length === 0 || absent || ends.some((end, index) => end !== (index + 1) * length)) return undefined;
  let shared = length - 1;
  for (let start = length; start < values.length; start += length) {
    let same = 0;
    while (same < shared && values.charCodeAt(start + same) === values.charCodeAt(same)) same += 1;
    shared = same;
  }
  const parts: string[] = [];
  for (let start = 0; start < values.length; start += length) parts.push(values.slice(start + shared, start + length));
  // Letter for letter: a part of a text keeps the whole of it.
  const prefix = Array.from({ length: shared }, (_, index) => values.charAt(index)).join('');
  return { kind: 'ids', values: parts.join(''), prefix, width: length - shared };
}
