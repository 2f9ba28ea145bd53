import { instant, type Instant } from '@/lib/calendar/instant';
import { type Minor, minor } from '@/lib/deal/money';
import type { Rows } from '@/lib/log/counted-deals';
import { axisOf, type Cut, type Dimension } from '@/lib/log/dimension';
import type { Doubts } from '@/lib/log/doubts';
import type { PipelineLog } from '@/lib/log/event-log';
import { FIRST_VERSION } from '@/lib/log/positions';

/** Sums of a figure: amounts in minor units; `unpriced` deals are counted, not priced. */
export interface Sums {
  amount: Minor;
  count: number;
  unpriced: number;
}

export interface Group extends Sums {
  /** The word of each dimension asked for; `key` is the first. */
  key: string;
  keys: readonly string[];
}

export interface FigureAnswer {
  /** Without those that hold no deal, in the order of the log's words. */
  groups: Group[];
  total: Sums;
  doubts: Doubts;
  /** The deals behind it. */
  rows: Rows;
  /** False where the figure needs what was not handed in: it then has no value, and nothing is counted. */
  isKnown: boolean;
}

/** More cells than this would cost more to clear than to fill. */
const MAX_CELLS = 4_194_304;

/** Disjoint: each deal is in one group. */
export const sumOfGroups = (groups: readonly Sums[]): Sums =>
  groups.reduce<Sums>(
    (sum, group) => ({
      amount: minor(sum.amount + group.amount),
      count: sum.count + group.count,
      unpriced: sum.unpriced + group.unpriced,
    }),
    { amount: minor(0), count: 0, unpriced: 0 },
  );

/** The cell of each row, a cell for each combination of words; without a dimension one of all. */
interface Cells {
  of: Uint32Array;
  size: number;
  keys(cell: number): string[];
}

function cellsOf(log: PipelineLog, rows: Rows, by: readonly Cut[], at: Instant): Cells {
  const axes = by.map((dimension) => axisOf(log, dimension, rows, at));
  const size = axes.reduce((product, { words }) => product * words.length, 1);
  if (size > MAX_CELLS) throw new RangeError(`A split into ${size} cells is too fine; at most ${MAX_CELLS} are held.`);
  // An axis at a time, so that each loop reads arrays of one kind.
  const cells = new Uint32Array(rows.deals.length);
  for (const { codes, words } of axes)
    for (let row = 0; row < cells.length; row += 1) cells[row] = (cells[row] ?? 0) * words.length + (codes[row] ?? 0);
  const words = axes.map((axis) => axis.words);
  return {
    of: cells,
    size,
    keys(cell) {
      const keys: string[] = words.map(() => '');
      let rest = cell;
      for (let axis = words.length - 1; axis >= 0; axis -= 1) {
        const own = words[axis] ?? [];
        keys[axis] = own[rest % own.length] ?? '';
        rest = Math.trunc(rest / own.length);
      }
      return keys;
    },
  };
}

/** The groups that hold something. Sums are exact: whole minor units. */
function groupsIn(cells: Cells, sums: { amounts: Float64Array; counts: Uint32Array; unpriced: Uint32Array }): Group[] {
  const groups: Group[] = [];
  for (let cell = 0; cell < cells.size; cell += 1) {
    const count = sums.counts[cell] ?? 0;
    if (count === 0) continue;
    const keys = cells.keys(cell);
    groups.push({
      key: keys[0] ?? '',
      keys,
      amount: minor(sums.amounts[cell] ?? 0),
      count,
      unpriced: sums.unpriced[cell] ?? 0,
    });
  }
  return groups;
}

const noSums = ({ size }: Cells) => ({
  amounts: new Float64Array(size),
  counts: new Uint32Array(size),
  unpriced: new Uint32Array(size),
});

/** Deals by the amounts of the versions that hold at an instant (ms). */
export function groupDeals(log: PipelineLog, rows: Rows, by: readonly Cut[], at: Instant): Group[] {
  const cells = cellsOf(log, rows, by, at);
  const sums = noSums(cells);
  const { amounts, counts, unpriced } = sums;
  for (let row = 0; row < rows.deals.length; row += 1) {
    const cell = cells.of[row] ?? 0;
    const own = log.amount[rows.versions[row] ?? FIRST_VERSION] ?? Number.NaN;
    counts[cell] = (counts[cell] ?? 0) + 1;
    if (Number.isNaN(own)) unpriced[cell] = (unpriced[cell] ?? 0) + 1;
    else amounts[cell] = (amounts[cell] ?? 0) + own;
  }
  return groupsIn(cells, sums);
}

/** What happened to deals, by amounts of its own. */
export function groupEvents(
  log: PipelineLog,
  { rows, parts }: { rows: Rows; parts: readonly { amount: number; isUnpriced: boolean }[] },
  by: readonly Dimension[],
): Group[] {
  const cells = cellsOf(log, rows, by, instant(Infinity));
  const sums = noSums(cells);
  const { amounts, counts, unpriced } = sums;
  for (const [row, part] of parts.entries()) {
    const cell = cells.of[row] ?? 0;
    counts[cell] = (counts[cell] ?? 0) + 1;
    amounts[cell] = (amounts[cell] ?? 0) + part.amount;
    if (part.isUnpriced) unpriced[cell] = (unpriced[cell] ?? 0) + 1;
  }
  return groupsIn(cells, sums);
}
