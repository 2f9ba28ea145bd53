import { CATEGORIES, type Codes, NO_DAY, OPEN } from '@/lib/domain/log';
import type { LogFilter } from '@/lib/domain/pipeline';

import type { StateColumns } from './state-columns';

/** What a split goes by: the codes of each row, and how many codes there are. */
export interface Axis {
  codes: Codes;
  size: number;
}

/** A cell for each combination of codes, the last axis running fastest. Amounts are exact: whole minor units. */
export interface Cells {
  amount: Float64Array;
  /** Rows, unpriced ones included. */
  count: Uint32Array;
  unpriced: Uint32Array;
}

/** More cells than this would cost more to clear than to fill: split by fewer or narrower axes. */
export const MAX_CELLS = 4_194_304;

const OMITTED = CATEGORIES.indexOf('omitted');

/** 1 for each row of open pipeline (glossary §2) that meets every condition. */
export function filterRows(columns: StateColumns, filter: LogFilter): Uint8Array {
  const { size, status, category, closeDay, amount } = columns;
  const mask = new Uint8Array(size);
  for (let row = 0; row < size; row += 1) mask[row] = status[row] === OPEN && category[row] !== OMITTED ? 1 : 0;
  if (filter.needsDay) {
    const { firstDay, lastDay } = filter;
    for (let row = 0; row < size; row += 1) {
      const day = closeDay[row] ?? NO_DAY;
      if (day === NO_DAY || day < firstDay || day > lastDay) mask[row] = 0;
    }
  }
  if (filter.needsAmount) {
    const { minAmount, maxAmount } = filter;
    for (let row = 0; row < size; row += 1) {
      const own = amount[row] ?? Number.NaN;
      if (!(own >= minAmount && own <= maxAmount)) mask[row] = 0;
    }
  }
  narrowBy(mask, columns.stage, filter.stage);
  narrowBy(mask, columns.owner, filter.owner);
  narrowBy(mask, category, filter.category);
  narrowBy(mask, columns.account, filter.account);
  narrowBy(mask, columns.type, filter.type);
  narrowBy(mask, columns.source, filter.source);
  narrowBy(mask, columns.recordType, filter.recordType);
  return mask;
}

function narrowBy(mask: Uint8Array, codes: Codes, allowed: Uint8Array | undefined): void {
  if (!allowed) return;
  for (let row = 0; row < mask.length; row += 1) mask[row] = (mask[row] ?? 0) & (allowed[codes[row] ?? 0] ?? 0);
}

/** Groups the rows of a mask by up to any number of axes and adds them up. */
export function accumulate(amount: Float64Array, mask: Uint8Array, axes: readonly Axis[]): Cells {
  const cellCount = axes.reduce((product, { size }) => product * size, 1);
  if (cellCount > MAX_CELLS)
    throw new RangeError(`A split into ${cellCount} cells is too fine; at most ${MAX_CELLS} are held.`);
  const cells: Cells = {
    amount: new Float64Array(cellCount),
    count: new Uint32Array(cellCount),
    unpriced: new Uint32Array(cellCount),
  };
  const cellOf = cellNumbers(mask, axes);
  const { amount: sums, count, unpriced } = cells;
  for (let row = 0; row < mask.length; row += 1) {
    if (mask[row] === 0) continue;
    const cell = cellOf[row] ?? 0;
    const own = amount[row] ?? Number.NaN;
    count[cell] = (count[cell] ?? 0) + 1;
    // Only NaN differs from itself.
    if (own === own) sums[cell] = (sums[cell] ?? 0) + own;
    else unpriced[cell] = (unpriced[cell] ?? 0) + 1;
  }
  return cells;
}

/** The cell of each row, an axis at a time, so that each loop reads arrays of one kind. */
function cellNumbers(mask: Uint8Array, axes: readonly Axis[]): Codes {
  const [first, ...rest] = axes;
  if (!first) return new Uint8Array(mask.length);
  if (rest.length === 0) return first.codes;
  const cells = Uint32Array.from(first.codes);
  for (const { codes, size } of rest)
    for (let row = 0; row < cells.length; row += 1) cells[row] = (cells[row] ?? 0) * size + (codes[row] ?? 0);
  return cells;
}
