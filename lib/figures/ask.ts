import { dayNumber, type Day } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import type { StateQuestion } from '@/lib/figures/figure';
import { countedDeals, type Rows, versionsAt } from '@/lib/log/counted-deals';
import { axisOf, type Dimension } from '@/lib/log/dimension';
import { askedOf, type Doubts, doubtDeal, noDoubts } from '@/lib/log/doubts';
import { NO_DAY, type PipelineLog } from '@/lib/log/event-log';
import { logFilter, type PipelineFilter } from '@/lib/log/filter';
import { heldRows } from '@/lib/log/held-rows';
import { keptTotals } from '@/lib/log/kept-totals';

/** What a figure is asked with, at an instant that is already chosen. */
export interface FigureQuestion {
  /** The day that the instant lies in, where the figure looks at one: what is overdue. */
  today: Day;
  /** Conditions that every counted deal meets; its period is that of figures that look at one. */
  filter?: PipelineFilter;
  /** What the answer is cut by, the last one running fastest. */
  by?: Dimension | readonly Dimension[];
  /** Whether a deal, by its position in the log, meets what the figure `needs` beyond the log; absent where nobody knows. */
  meets?: (deal: number) => boolean;
}

/** Sums of a figure: amounts in minor units; `unpriced` deals are counted, not priced. */
export interface Sums {
  amount: number;
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

/** The log as it was at an instant (ms; `Infinity`: as it is now), for any number of figures. */
export interface AsOf {
  readonly at: number;
  /** The deals behind a figure, without sums. `today` is only asked of figures that look at it. */
  rows(figure: StateQuestion, question: Pick<FigureQuestion, 'filter' | 'meets'> & { today?: Day }): Rows;
  ask(figure: StateQuestion, question: FigureQuestion): FigureAnswer;
}

export function asOf(log: PipelineLog, at: number): AsOf {
  let found: Int32Array | undefined;
  const versions = (): Int32Array => (found ??= versionsAt(log, at));
  // A day that the slider passes is asked once or twice: laying it side by side would take longer than that.
  let left = 2;
  let held: ReturnType<typeof heldRows> | undefined;
  const counted: ReturnType<typeof heldRows> = (...asked) => {
    if (left > 0) {
      left -= 1;
      return countedDeals(log, versions(), ...asked);
    }
    return (held ??= heldRows(log, versions()))(...asked);
  };
  const rowsOf: AsOf['rows'] = (figure, { today, filter = {}, meets }) => {
    const day = today === undefined ? NO_DAY : dayNumber(today);
    const rows = counted(figure.counts, logFilter(log, filter), day);
    return figure.needs === undefined ? rows : only(rows, meets ?? (() => false));
  };
  return {
    at,
    rows: rowsOf,
    ask(figure, question) {
      const known = totalsOf(log, at, figure, question);
      if (known)
        return {
          ...known,
          isKnown: true,
          get rows() {
            return rowsOf(figure, question);
          },
        };
      const { filter = {}, by = [], meets } = question;
      const isKnown = figure.needs === undefined || meets !== undefined;
      const rows = rowsOf(figure, question);
      const dimensions = typeof by === 'string' ? [by] : by;
      const doubts = noDoubts(log, at);
      const asked = askedOf(filter, dimensions);
      for (let row = 0; row < rows.deals.length; row += 1)
        doubtDeal(doubts, log, rows.deals[row] ?? 0, rows.versions[row] ?? 0, asked, at);
      const groups = groupsOf(log, rows, dimensions);
      const total = sumOf(groups);
      return { groups: dimensions.length === 0 ? [] : groups, total, doubts, rows, isKnown };
    },
  };
}

/** Past instants that a log is asked of before its totals are kept: to lay them up takes longer than a few answers. */
const ASKED_BEFORE = 3;
const noneAsked = (): { before: number } => ({ before: 0 });

/** The answer of a past instant about all deals, by stage at most, from totals that are kept: the deals behind it are looked up when asked for. */
function totalsOf(
  log: PipelineLog,
  at: number,
  { counts, needs }: StateQuestion,
  { filter = {}, by = [] }: FigureQuestion,
): Pick<FigureAnswer, 'groups' | 'total' | 'doubts'> | undefined {
  const dimensions = typeof by === 'string' ? [by] : by;
  const isOfAll = Object.values(filter).every((each) => each === undefined);
  const isByStage = dimensions.length === 0 || (dimensions.length === 1 && dimensions[0] === 'stage');
  // The present is held anyway.
  if (at === Infinity || needs !== undefined || counts.closes === 'beforeToday' || !isOfAll || !isByStage)
    return undefined;
  const asked = derived(log, noneAsked);
  asked.before += 1;
  const totals = asked.before > ASKED_BEFORE ? derived(log, keptTotals) : undefined;
  if (!totals) return undefined;
  const { amount, count, unpriced, ...doubts } = totals(at, counts);
  const groups = log.words.stage.flatMap((key, code): Group[] => {
    const own = { amount: amount[code] ?? 0, count: count[code] ?? 0, unpriced: unpriced[code] ?? 0 };
    return own.count > 0 ? [{ key, keys: [key], ...own }] : [];
  });
  return {
    groups: dimensions.length === 0 ? [] : groups,
    total: sumOf(groups),
    doubts: { ...noDoubts(log, at), ...doubts },
  };
}

/** Disjoint: each deal is in one group. */
const sumOf = (groups: readonly Sums[]): Sums =>
  groups.reduce<Sums>(
    (sum, group) => ({
      amount: sum.amount + group.amount,
      count: sum.count + group.count,
      unpriced: sum.unpriced + group.unpriced,
    }),
    { amount: 0, count: 0, unpriced: 0 },
  );

/** One figure at one instant: groups, total, doubts and the deals behind it. The figure of today is that of the last instant. */
export const ask = (
  log: PipelineLog,
  figure: StateQuestion,
  { at, ...question }: FigureQuestion & { at: number },
): FigureAnswer => asOf(log, at).ask(figure, question);

const only = ({ deals, versions }: Rows, meets: (deal: number) => boolean): Rows => ({
  deals: deals.filter(meets),
  versions: versions.filter((_, row) => meets(deals[row] ?? 0)),
});

/** A group for each combination of words that holds a deal; without a dimension one group of all. Sums are exact: whole minor units. */
function groupsOf(log: PipelineLog, rows: Rows, by: readonly Dimension[]): Group[] {
  const axes = by.map((dimension) => axisOf(log, dimension, rows));
  const size = axes.reduce((product, { words }) => product * words.length, 1);
  if (size > MAX_CELLS) throw new RangeError(`A split into ${size} cells is too fine; at most ${MAX_CELLS} are held.`);
  // An axis at a time, so that each loop reads arrays of one kind.
  const cells = new Uint32Array(rows.deals.length);
  for (const { codes, words } of axes)
    for (let row = 0; row < cells.length; row += 1) cells[row] = (cells[row] ?? 0) * words.length + (codes[row] ?? 0);
  const amounts = new Float64Array(size);
  const counts = new Uint32Array(size);
  const unpriced = new Uint32Array(size);
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row] ?? 0;
    const own = log.amount[rows.versions[row] ?? 0] ?? Number.NaN;
    counts[cell] = (counts[cell] ?? 0) + 1;
    if (Number.isNaN(own)) unpriced[cell] = (unpriced[cell] ?? 0) + 1;
    else amounts[cell] = (amounts[cell] ?? 0) + own;
  }
  const groups: Group[] = [];
  // How many cells one step along each axis is.
  const steps = axes.map((_, axis) => axes.slice(axis + 1).reduce((product, { words }) => product * words.length, 1));
  for (let cell = 0; cell < size; cell += 1) {
    const count = counts[cell] ?? 0;
    if (count === 0) continue;
    const keys = axes.map(({ words }, axis) => words[Math.floor(cell / (steps[axis] ?? 1)) % words.length] ?? '');
    groups.push({ key: keys[0] ?? '', keys, amount: amounts[cell] ?? 0, count, unpriced: unpriced[cell] ?? 0 });
  }
  return groups;
}
