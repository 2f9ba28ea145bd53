import { instant, type Instant } from '@/lib/calendar/instant';
import { type Minor, minor } from '@/lib/deal/money';
import type { Rows } from '@/lib/log/counted-deals';
import { axisOf, type Cut, type Dimension } from '@/lib/log/dimension';
import type { Doubts } from '@/lib/log/doubts';
import type { PipelineLog } from '@/lib/log/event-log';
import { dealIndex, FIRST_VERSION, positions } from '@/lib/log/positions';
import { NOT_IN_PRODUCTS, familyParts } from '@/lib/log/products';

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

/** Of disjoint groups: each deal is in one of them. */
export const sumOfGroups = (groups: readonly Sums[]): Sums =>
  groups.reduce<Sums>(
    (sum, group) => ({
      amount: minor(sum.amount + group.amount),
      count: sum.count + group.count,
      unpriced: sum.unpriced + group.unpriced,
    }),
    { amount: minor(0), count: 0, unpriced: 0 },
  );

/** Rows with what of each counts; those of a deal with products of several families as many times, where figures are cut by family. */
interface Counting {
  rows: Rows;
  amounts: Float64Array;
  /** 1 where there is no amount, which is counted and not priced. */
  unpriced: Uint8Array;
  /** Codes of the families; absent: nothing is divided by them. */
  families?: Uint32Array;
}

function byFamily(log: PipelineLog, { rows, amounts, unpriced }: Counting): Counting {
  const parts = Array.from(rows.deals).flatMap((deal, row) =>
    familyParts(log.products, dealIndex(deal), amounts[row] ?? 0).map(([code, part]) => ({ row, code, part })),
  );
  return {
    rows: {
      deals: positions(Uint32Array.from(parts, ({ row }) => rows.deals[row] ?? 0)),
      versions: positions(Uint32Array.from(parts, ({ row }) => rows.versions[row] ?? 0)),
    },
    amounts: Float64Array.from(parts, ({ part }) => part),
    unpriced: Uint8Array.from(parts, ({ row }) => unpriced[row] ?? 0),
    families: Uint32Array.from(parts, ({ code }) => code),
  };
}

/** The cell of each row, a cell for each combination of words; without a dimension one of all. */
interface Cells {
  of: Uint32Array;
  size: number;
  keys(cell: number): string[];
}

function cellsOf(log: PipelineLog, { rows, families }: Counting, by: readonly Cut[], at: Instant): Cells {
  const axes = by.map((dimension) =>
    dimension === 'family'
      ? { codes: families ?? new Uint32Array(rows.deals.length), words: log.products?.words ?? [NOT_IN_PRODUCTS] }
      : axisOf(log, dimension, rows, at),
  );
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
function grouped(log: PipelineLog, whole: Counting, by: readonly Cut[], at: Instant): Group[] {
  const counting = by.includes('family') && log.products ? byFamily(log, whole) : whole;
  const cells = cellsOf(log, counting, by, at);
  const amounts = new Float64Array(cells.size);
  const counts = new Uint32Array(cells.size);
  const unpriced = new Uint32Array(cells.size);
  for (let row = 0; row < counting.amounts.length; row += 1) {
    const cell = cells.of[row] ?? 0;
    counts[cell] = (counts[cell] ?? 0) + 1;
    amounts[cell] = (amounts[cell] ?? 0) + (counting.amounts[row] ?? 0);
    unpriced[cell] = (unpriced[cell] ?? 0) + (counting.unpriced[row] ?? 0);
  }
  const groups: Group[] = [];
  for (let cell = 0; cell < cells.size; cell += 1) {
    const count = counts[cell] ?? 0;
    if (count === 0) continue;
    const keys = cells.keys(cell);
    groups.push({ key: keys[0] ?? '', keys, amount: minor(amounts[cell] ?? 0), count, unpriced: unpriced[cell] ?? 0 });
  }
  return groups;
}

/**
 * What groups come to together. A deal is in one group, but where they are cut by the family of its products: its parts add up to its amount,
 * and it is counted once.
 */
function summed(
  log: PipelineLog,
  whole: Counting,
  by: readonly Cut[],
  at: Instant,
): Pick<FigureAnswer, 'groups' | 'total'> {
  const groups = grouped(log, whole, by, at);
  const disjoint = by.includes('family') ? grouped(log, whole, [], at) : groups;
  return { groups: by.length === 0 ? [] : groups, total: sumOfGroups(disjoint) };
}

/** Deals by the amounts of the versions that hold at an instant (ms). */
export function groupDeals(
  log: PipelineLog,
  rows: Rows,
  by: readonly Cut[],
  at: Instant,
): Pick<FigureAnswer, 'groups' | 'total'> {
  const amounts = new Float64Array(rows.deals.length);
  const unpriced = new Uint8Array(rows.deals.length);
  for (let row = 0; row < amounts.length; row += 1) {
    const own = log.amount[rows.versions[row] ?? FIRST_VERSION] ?? Number.NaN;
    if (Number.isNaN(own)) unpriced[row] = 1;
    else amounts[row] = own;
  }
  return summed(log, { rows, amounts, unpriced }, by, at);
}

/** What happened to deals, by amounts of its own. */
export function groupEvents(
  log: PipelineLog,
  { rows, parts }: { rows: Rows; parts: readonly { amount: number; isUnpriced: boolean }[] },
  by: readonly Dimension[],
): Pick<FigureAnswer, 'groups' | 'total'> {
  const amounts = Float64Array.from(parts, ({ amount }) => amount);
  const unpriced = Uint8Array.from(parts, ({ isUnpriced }) => Number(isUnpriced));
  return summed(log, { rows, amounts, unpriced }, by, instant(Infinity));
}
