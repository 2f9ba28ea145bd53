import { CATEGORIES, type Codes, NO_DAY, OPEN } from '@/lib/log/event-log';
import type { LogFilter } from '@/lib/log/pipeline';

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
const MAX_CELLS = 4_194_304;

const OMITTED = CATEGORIES.indexOf('omitted');

/** Numbers of the rows of open pipeline (G2.1) that meet every condition, rising. Each condition asks only what is left. */
export function filterRows(columns: StateColumns, filter: LogFilter): Uint32Array {
  const { size, status, category, closeDay, amount } = columns;
  const rows = new Uint32Array(size);
  let left = 0;
  // A row is always written and only counted where it passes: no branch to mispredict.
  for (let row = 0; row < size; row += 1) {
    rows[left] = row;
    left += status[row] === OPEN && category[row] !== OMITTED ? 1 : 0;
  }
  if (filter.needsDay) {
    // "No day" lies before every real one.
    const [first, last] = [Math.max(filter.firstDay, NO_DAY + 1), filter.lastDay];
    let next = 0;
    for (let at = 0; at < left; at += 1) {
      const row = rows[at] ?? 0;
      const day = closeDay[row] ?? NO_DAY;
      rows[next] = row;
      next += day >= first && day <= last ? 1 : 0;
    }
    left = next;
  }
  left = narrowed(rows, left, columns.owner, filter.owner);
  left = narrowed(rows, left, columns.stage, filter.stage);
  left = narrowed(rows, left, columns.type, filter.type);
  left = narrowed(rows, left, category, filter.category);
  left = narrowed(rows, left, columns.account, filter.account);
  left = narrowed(rows, left, columns.source, filter.source);
  left = narrowed(rows, left, columns.recordType, filter.recordType);
  if (filter.needsAmount) {
    const { minAmount, maxAmount } = filter;
    let next = 0;
    for (let at = 0; at < left; at += 1) {
      const row = rows[at] ?? 0;
      // An unpriced amount is NaN and fails both.
      const own = amount[row] ?? Number.NaN;
      rows[next] = row;
      next += own >= minAmount && own <= maxAmount ? 1 : 0;
    }
    left = next;
  }
  return rows.subarray(0, left);
}

function narrowed(rows: Uint32Array, left: number, codes: Codes, allowed: Uint8Array | undefined): number {
  if (!allowed) return left;
  let next = 0;
  for (let at = 0; at < left; at += 1) {
    const row = rows[at] ?? 0;
    rows[next] = row;
    next += allowed[codes[row] ?? 0] ?? 0;
  }
  return next;
}

/** Groups rows by up to any number of axes and adds them up. */
export function accumulate(amount: Float64Array, rows: Uint32Array, axes: readonly Axis[]): Cells {
  const cellCount = axes.reduce((product, { size }) => product * size, 1);
  if (cellCount > MAX_CELLS)
    throw new RangeError(`A split into ${cellCount} cells is too fine; at most ${MAX_CELLS} are held.`);
  const cells: Cells = {
    amount: new Float64Array(cellCount),
    count: new Uint32Array(cellCount),
    unpriced: new Uint32Array(cellCount),
  };
  const cellOf = cellNumbers(rows, axes);
  const { amount: sums, count, unpriced } = cells;
  for (let at = 0; at < rows.length; at += 1) {
    const cell = cellOf[at] ?? 0;
    const own = amount[rows[at] ?? 0] ?? Number.NaN;
    count[cell] = (count[cell] ?? 0) + 1;
    if (Number.isNaN(own)) unpriced[cell] = (unpriced[cell] ?? 0) + 1;
    else sums[cell] = (sums[cell] ?? 0) + own;
  }
  return cells;
}

/** The cell of each row, an axis at a time, so that each loop reads arrays of one kind. */
function cellNumbers(rows: Uint32Array, axes: readonly Axis[]): Uint32Array {
  const cells = new Uint32Array(rows.length);
  for (const { codes, size } of axes)
    for (let at = 0; at < rows.length; at += 1) cells[at] = (cells[at] ?? 0) * size + (codes[rows[at] ?? 0] ?? 0);
  return cells;
}
