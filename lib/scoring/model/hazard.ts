import type { Binning } from './bins';
import { HORIZONS } from './horizons';
import { fitModel, type FitOptions, knownCodes, logitsOf, type Model } from './model';
import { sigmoid } from './quality';
import type { Steps } from './steps';
import { learnTiming, type Timed, TIMED, timedRows, type Timing } from './timing';
import { categoryColumn, pick, rowsOf, type TrainingTable } from './training-table';

/**
 * Landmark rows: what a deal was at an instant, and what became of it. All weigh the same: one over the number of a deal's rows
 * would make deals that ended soon count for more, and chances come out too high (measured on generated orgs: ECE .08 for .04).
 */
export interface LandmarkRows {
  table: TrainingTable;
  /** Deal of each row. */
  deal: ArrayLike<number>;
  /** Days; only the order and the differences count. */
  at: ArrayLike<number>;
  /** When the deal ended, on the same clock; Infinity while it is open. */
  endedAt: ArrayLike<number>;
  isWon: ArrayLike<number>;
}

/** Won and lost as competing causes: the chance to be won in a bin, and to be lost in it when it was not won. */
export interface Hazard {
  readonly won: Model;
  readonly lost: Model;
  /** On which days each of them comes more often than usual. */
  readonly timing: { readonly won: Timing; readonly lost: Timing };
  /** How many of the bins were observed. */
  readonly bins: number;
  readonly rows: number;
  /**
   * Looks at one deal are no new deals, they share its one end: errors are larger by the root of this. Horizon bins of one look are not
   * counted: each is about deals that were still open only.
   */
  readonly rowsPerDeal: number;
}

export interface HazardOptions extends FitOptions {
  /** The instant up to which ends are known: a row enters only with bins that are over by then (G8.12). */
  until: number;
}

const BIN = 'horizon';
/** Rows that a bin needs to be kept apart. */
const BIN_ROWS = 50;

/** Fits both causes to the rows; undefined when not even the first bin was observed for enough of them. */
export function* fitHazard(rows: LandmarkRows, { until, ...options }: HazardOptions): Steps<Hazard | undefined> {
  const places: number[] = [];
  const bins: number[] = [];
  const outcome: number[] = [];
  let observed = 0;
  for (const [bin, end] of HORIZONS.entries()) {
    const start = HORIZONS[bin - 1] ?? 0;
    const first = places.length;
    for (let row = 0; row < rows.table.size; row += 1) {
      const lasted = rows.endedAt[row]! - rows.at[row]!;
      // Also a bin in which the deal did end waits for its last day: else only the quick ends of it would be seen.
      if (rows.at[row]! + end > until || lasted < start) continue;
      places.push(row);
      bins.push(bin);
      outcome.push(lasted >= end ? 0 : rows.isWon[row]! > 0 ? 1 : 2);
    }
    if (places.length - first < BIN_ROWS) {
      for (const list of [places, bins, outcome]) list.length = first;
      break;
    }
    observed = bin + 1;
  }
  if (observed === 0) return undefined;
  const timingOf = (isWon: boolean): Timing =>
    learnTiming({ ...rows, isEnd: (row) => rows.isWon[row]! > 0 === isWon, until, bins: observed });
  const timing = { won: timingOf(true), lost: timingOf(false) };
  yield;
  const all = Uint32Array.from(places);
  const table = withBin(rowsOf(withoutTimed(rows.table), all), bins);
  const fit = { ...options, pairs: [...(options.pairs ?? []), ...crossed(table)] };
  const timed = { won: timedRows(timing.won, rows.table), lost: timedRows(timing.lost, rows.table) };
  const added = (by: Timed | undefined, chosen: ArrayLike<number>): { offset?: Float64Array } =>
    by ? { offset: Float64Array.from(chosen, (index) => by.addedIn(bins[index]!, places[index]!).both) } : {};
  const won = yield* fitModel(
    table,
    { y: outcome.map((each) => (each === 1 ? 1 : 0)), group: all, ...added(timed.won, [...places.keys()]) },
    fit,
  );
  const left = Uint32Array.from(outcome.keys()).filter((row) => outcome[row] !== 1);
  const lost = yield* fitModel(
    rowsOf(table, left),
    {
      y: Uint8Array.from(left, (row) => (outcome[row] === 2 ? 1 : 0)),
      group: left.map((row) => all[row]!),
      ...added(timed.lost, left),
    },
    fit,
  );
  const deals = new Set(pick(rows.deal, all)).size;
  return { won, lost, timing, bins: observed, rows: rows.table.size, rowsPerDeal: new Set(places).size / deals };
}

/** By bin, then deal: to have ended so by the bin's end. Within a bin what it brings comes evenly, or as its days are weighed. */
export type Curve = readonly Float64Array[] & { readonly passed?: Timed['passed'] };

/** Chances of some deals by the end of each horizon bin. */
export interface Curves {
  won: Curve;
  lost: Curve;
  /** To be won at all (G8.3). */
  ever: Float64Array;
}

export function curvesOf({ won, lost, timing, bins }: Hazard, table: TrainingTable): Curves {
  const { size } = table;
  const timed = { won: timedRows(timing.won, table), lost: timedRows(timing.lost, table) };
  const [knownWon, knownLost] = [knownCodes(won, table), knownCodes(lost, table)];
  let open = new Float64Array(size).fill(1);
  let sumWon = new Float64Array(size);
  let sumLost = new Float64Array(size);
  const ever = new Float64Array(size);
  const found = { won: [] as Float64Array[], lost: [] as Float64Array[] };
  let w: Float64Array = new Float64Array(size);
  let l: Float64Array = new Float64Array(size);
  for (const [bin, end] of HORIZONS.entries()) {
    const length = end - (HORIZONS[bin - 1] ?? 0);
    const known = Math.min(bin, bins - 1);
    const knownLength = HORIZONS[known]! - (HORIZONS[known - 1] ?? 0);
    if (bin < bins) {
      const own = withOneBin(table, bin);
      w = chancesIn(won, own, knownWon, bin, timed.won);
      const given = chancesIn(lost, own, knownLost, bin, timed.lost);
      l = given.map((p, row) => p * (1 - w[row]!));
    }
    const [nextOpen, nextWon, nextLost] = [open.slice(), sumWon.slice(), sumLost.slice()];
    for (let row = 0; row < size; row += 1) {
      const ends = Math.min(1 - 1e-9, w[row]! + l[row]!);
      // Beyond what was observed, deals go on ending at the rate of the last bin.
      const share = bin < bins ? ends : 1 - (1 - ends) ** (length / knownLength);
      const ofWon = ends > 0 ? w[row]! / (w[row]! + l[row]!) : 0;
      nextWon[row]! += open[row]! * share * ofWon;
      nextLost[row]! += open[row]! * share * (1 - ofWon);
      nextOpen[row] = open[row]! * (1 - share);
      ever[row] = nextWon[row]! + nextOpen[row]! * ofWon;
    }
    [open, sumWon, sumLost] = [nextOpen, nextWon, nextLost];
    found.won.push(sumWon);
    found.lost.push(sumLost);
  }
  return {
    won: Object.assign(found.won, passedOf(timed.won)),
    lost: Object.assign(found.lost, passedOf(timed.lost)),
    ever,
  };
}

const passedOf = (timed: Timed | undefined): Pick<Curve, 'passed'> => (timed ? { passed: timed.passed } : {});

function chancesIn(
  model: Model,
  own: TrainingTable,
  known: ReadonlyMap<Binning, Uint8Array>,
  bin: number,
  timed: Timed | undefined,
): Float64Array {
  const logits = logitsOf(model, own, known);
  return logits.map((logit, row) => sigmoid(timed ? logit + timed.addedIn(bin, row).both : logit));
}

/** The curve at a day after the landmark. */
export function atDay(curve: Curve, row: number, days: number): number {
  if (!(days > 0)) return 0;
  for (const [bin, end] of HORIZONS.entries()) {
    const start = HORIZONS[bin - 1] ?? 0;
    if (days > end) continue;
    const before = curve[bin - 1]?.[row] ?? 0;
    const passed = curve.passed?.(bin, row, days) ?? (days - start) / (end - start);
    return before + ((curve[bin]?.[row] ?? 0) - before) * passed;
  }
  return curve.at(-1)?.[row] ?? 0;
}

/** All rows in one horizon bin. */
const withOneBin = ({ size, columns }: TrainingTable, bin: number): TrainingTable => ({
  size,
  columns: [...columns, { name: BIN, kind: 'category', values: new Float64Array(size).fill(1), words: ['', `${bin}`] }],
});

export const withBin = ({ size, columns }: TrainingTable, bins: readonly number[]): TrainingTable => ({
  size,
  columns: [
    ...columns,
    categoryColumn(
      BIN,
      bins.map((bin) => `${bin}`),
    ),
  ],
});

const withoutTimed = ({ size, columns }: TrainingTable): TrainingTable => ({
  size,
  columns: columns.filter(({ name }) => !TIMED.includes(name)),
});

/** What may act otherwise soon than late: the stage and the age. */
const crossed = ({ columns }: TrainingTable): [string, string][] =>
  columns.filter(({ name }) => name === 'stage' || name === 'age').map(({ name }) => [BIN, name]);
