import {
  type Additive,
  additiveLogits,
  type Errors,
  errorsOf,
  fitAdditive,
  logitError,
  type Penalty,
  PENALTY,
  type Target,
} from './additive';
import { type Binned, type Binning, findBins, toBins } from './bins';
import { addTree, BOOST, type BoostLimits, creditTree, fitBoost, rankedCodes, type Ranks, type Tree } from './boost';
import { lossOf, sigmoid } from './measure';
import { findPairs, type Pair, withPairs } from './pairs';
import type { Steps } from './steps';
import { pick, rowsOf, type Table, where } from './table';

/** A fitted model: the additive part, and the trees on what it leaves over where they proved their worth. */
export interface Model {
  readonly pairs: readonly Pair[];
  readonly binnings: readonly Binning[];
  readonly additive: Pick<Additive, 'base' | 'shapes'>;
  readonly errors: Errors;
  readonly ranks: Ranks;
  readonly trees: readonly Tree[];
  /** What the choice between the two was made on. */
  readonly choice: Choice;
}

interface Choice {
  /** Held-out rows; 0 when there were too few to ask. */
  rows: number;
  additiveLoss: number;
  boostedLoss: number;
  /** Standard error of the mean difference. */
  error: number;
}

export interface FitOptions {
  /** Features that also count together: few, chosen by hand: pairs found by a search fail in time order (D-21). */
  pairs?: readonly (readonly [string, string])[];
  /** Most bins of a number; by the number of rows where absent. */
  bins?: number;
  penalty?: Penalty;
  boost?: BoostLimits;
  /** The deal of each row: rows of one deal are held out together. */
  groups?: ArrayLike<number>;
  /** Rows in order of time: the last quarter is held out to choose. Without it every fourth deal is. */
  order?: ArrayLike<number>;
}

const HELD_SHARE = 0.25;
const ROWS_FOR_CHOICES = 1000;
/** Another penalty, and trees, are kept for a gain of more than two standard errors and of a hundredth of the loss. */
const CLEAR_ERRORS = 2;
const CLEAR_SHARE = 0.01;
/** Times the usual penalty: more where there are many features for the rows, less where outcomes are rare and effects large. */
const [MORE, LESS] = [4, 0.3];

/**
 * Fits the additive model, and tries other penalties and trees on its residual where there are enough rows. They are kept only if
 * they lower the log loss of a hold-out inside these rows by more than two standard errors; all is then fitted again to all rows.
 */
export function* fitModel(plain: Table, target: Target, options: FitOptions = {}): Steps<Model> {
  const pairs = findPairs(plain, options.pairs ?? []);
  const table = withPairs(plain, pairs);
  const { penalty = PENALTY, boost = BOOST } = options;
  const most = options.bins ?? binsFor(table);
  const choice = { rows: 0, additiveLoss: Number.NaN, boostedLoss: Number.NaN, error: Number.NaN };
  let count = 0;
  let pull = 1;
  if (table.size >= ROWS_FOR_CHOICES && boost.trees > 0) {
    const isHeld = heldRows(table.size, options);
    const learnt = where(table.size, (row) => !isHeld[row]);
    const rows = where(table.size, (row) => isHeld[row] === 1);
    const y = pick(target.y, rows);
    const groups = options.groups ? pick(options.groups, rows) : undefined;
    const attempt = function* (by: number) {
      const part = yield* fitPart(table, target, learnt, times(penalty, by), most);
      const held = toBins(rowsOf(table, rows), part.binnings);
      return { part, held, offset: additiveLogits(part.additive, held) };
    };
    const usual = yield* attempt(1);
    const more = yield* attempt(MORE);
    const beside = (other: typeof usual, one = usual): Choice => compare(one.offset, other.offset, y, groups);
    const isMore = gainOf(beside(more)) > 0;
    const next = yield* attempt(isMore ? MORE * MORE : LESS);
    const isNext = gainOf(beside(next, isMore ? more : usual)) > 0;
    const [other, by] = isNext ? [next, isMore ? MORE * MORE : LESS] : [more, MORE];
    const isOther = isClear(beside(other));
    const best = isOther ? other : usual;
    if (isOther) pull = by;
    const { part, held, offset } = best;
    const { trees, heldLoss } = yield* fitBoost(
      part.binned,
      part.ranks,
      part.target,
      additiveLogits(part.additive, part.binned),
      boost,
      { binned: held, y, offset },
    );
    count = heldLoss.indexOf(Math.min(...heldLoss)) + 1;
    const logits = offset.slice();
    const ranked = rankedCodes(held, part.ranks);
    for (const tree of trees.slice(0, count)) addTree(tree, ranked, logits);
    Object.assign(choice, compare(offset, logits, y, groups));
    if (!isClear(choice)) count = 0;
  }
  const whole = yield* fitPart(table, target, undefined, times(penalty, pull), most);
  const { trees } =
    count === 0
      ? { trees: [] }
      : yield* fitBoost(whole.binned, whole.ranks, target, additiveLogits(whole.additive, whole.binned), {
          ...boost,
          trees: count,
        });
  return {
    pairs,
    binnings: whole.binnings,
    additive: { base: whole.additive.base, shapes: whole.additive.shapes },
    errors: errorsOf(whole.additive, whole.binned),
    ranks: whole.ranks,
    trees,
    choice,
  };
}

/** Codes of the table's own features, alone and as sides of pairs, to be used again where only added ones change. */
export function knownCodes({ binnings, pairs }: Model, table: Table): Map<Binning, Uint8Array> {
  const own = new Set(table.columns.map(({ name }) => name));
  const plain = [...binnings, ...pairs.flatMap(({ a, b }) => [a, b])].filter(({ name }) => own.has(name));
  const { codes } = toBins(table, plain);
  return new Map(plain.map((binning, feature) => [binning, codes[feature]!]));
}

/** Log-odds of each row. */
export function logitsOf(model: Model, table: Table, known?: ReadonlyMap<Binning, Uint8Array>): Float64Array {
  const binned = toBins(withPairs(table, model.pairs, known), model.binnings, known);
  const logits = additiveLogits(model.additive, binned);
  const ranked = model.trees.length > 0 ? rankedCodes(binned, model.ranks) : [];
  for (const tree of model.trees) addTree(tree, ranked, logits);
  return logits;
}

export const chancesOf = (model: Model, table: Table, known?: ReadonlyMap<Binning, Uint8Array>): Float64Array =>
  logitsOf(model, table, known).map(sigmoid);

/** Standard error of each row's log-odds. */
export function errorsFor({ pairs, binnings, errors }: Model, table: Table): Float64Array {
  const binned = toBins(withPairs(table, pairs), binnings);
  return Float64Array.from({ length: table.size }, (_, row) => logitError(errors, binned, row));
}

/** What makes up one row's log-odds: the base and what each feature adds; their sum is the log-odds. */
export interface Parts {
  base: number;
  byFeature: Float64Array;
  bins: Uint8Array;
  error: number;
}

export function partsOf({ pairs, binnings, additive, errors, ranks, trees }: Model, table: Table, row: number): Parts {
  const binned = toBins(withPairs(rowsOf(table, Uint32Array.of(row)), pairs), binnings);
  const byFeature = Float64Array.from(additive.shapes, (shape, feature) => shape[binned.codes[feature]![0]!]!);
  const ranked = rankedCodes(binned, ranks);
  let { base } = additive;
  for (const tree of trees) base += creditTree(tree, ranked, 0, byFeature);
  return {
    base,
    byFeature,
    bins: Uint8Array.from(binned.codes, (codes) => codes[0]!),
    error: logitError(errors, binned, 0),
  };
}

const FEWEST_BINS = 6;
/** So many numbers may have all the bins that the rows can fill; more share theirs. */
const NUMBERS = 20;

/** Finer bins where there are rows to fill them; 6 for an early model (G8.5). */
function binsFor({ size, columns }: Table): number {
  const most = size < 400 ? FEWEST_BINS : size < 5000 ? 16 : size < 20_000 ? 32 : 64;
  const numbers = columns.filter(({ kind }) => kind === 'number').length;
  return Math.max(FEWEST_BINS, Math.floor(most * Math.min(1, NUMBERS / numbers)));
}

const times = (penalty: Penalty, by: number): Penalty => ({
  ...penalty,
  ridge: penalty.ridge * by,
  smooth: penalty.smooth * by,
});

/** Whether the second of two is better by more than luck and by what is worth it. */
const isClear = (choice: Choice): boolean =>
  gainOf(choice) > CLEAR_ERRORS * choice.error && gainOf(choice) > CLEAR_SHARE * choice.additiveLoss;

const gainOf = ({ additiveLoss, boostedLoss }: Choice): number => additiveLoss - boostedLoss;

interface Part {
  binned: Binned;
  binnings: Binning[];
  target: Target;
  additive: Additive;
  ranks: Ranks;
}

function* fitPart(
  table: Table,
  target: Target,
  rows: Uint32Array | undefined,
  penalty: Penalty,
  most: number,
): Steps<Part> {
  const own = rows ? rowsOf(table, rows) : table;
  const asked = rows
    ? { y: pick(target.y, rows), ...(target.weight ? { weight: pick(target.weight, rows) } : {}) }
    : target;
  const binnings = own.columns.map((column) => findBins(column, most));
  const binned = toBins(own, binnings);
  const additive = yield* fitAdditive(binned, binnings, asked, penalty);
  return { binned, binnings, target: asked, additive, ranks: ranksOf(binnings, additive) };
}

function ranksOf(binnings: readonly Binning[], { shapes }: Additive): Ranks {
  return binnings.map(({ kind, count }, feature) => {
    const bins = Array.from({ length: count }, (_, bin) => bin);
    const shape = shapes[feature]!;
    const sorted = kind === 'number' ? bins : bins.toSorted((a, b) => shape[a]! - shape[b]! || a - b);
    const ranks = new Uint8Array(count);
    sorted.forEach((bin, rank) => (ranks[bin] = rank));
    return ranks;
  });
}

function heldRows(size: number, { groups, order }: FitOptions): Uint8Array {
  const isHeld = new Uint8Array(size);
  if (!order) {
    // Scattered by a multiplicative hash, so that no period of the rows' order falls in or out together.
    for (let row = 0; row < size; row += 1) {
      const hash = Math.imul((groups ? groups[row]! : row) + 1, 0x9e3779b1) >>> 0;
      isHeld[row] = hash < HELD_SHARE * 2 ** 32 ? 1 : 0;
    }
    return isHeld;
  }
  const sorted = Float64Array.from({ length: size }, (_, row) => order[row]!).sort();
  const border = sorted[Math.floor(size * (1 - HELD_SHARE))] ?? Infinity;
  for (let row = 0; row < size; row += 1) isHeld[row] = order[row]! >= border ? 1 : 0;
  if (groups) {
    // A deal must not teach the trees its own end: the earlier rows of a held-out deal are left out of both sides.
    const deals = new Set<number>();
    for (let row = 0; row < size; row += 1) if (isHeld[row] === 1) deals.add(groups[row]!);
    for (let row = 0; row < size; row += 1) if (isHeld[row] === 0 && deals.has(groups[row]!)) isHeld[row] = 2;
  }
  return isHeld;
}

/** Mean losses of both and the error of their difference, rows of one deal taken together. */
function compare(a: Float64Array, b: Float64Array, y: Float64Array, groups: Float64Array | undefined): Choice {
  const sums = new Map<number, number>();
  let [lossA, lossB] = [0, 0];
  for (let row = 0; row < y.length; row += 1) {
    const [own, other] = [lossOf(sigmoid(a[row]!), y[row]!), lossOf(sigmoid(b[row]!), y[row]!)];
    lossA += own;
    lossB += other;
    const group = groups ? groups[row]! : row;
    sums.set(group, (sums.get(group) ?? 0) + own - other);
  }
  const n = y.length;
  const mean = (lossA - lossB) / sums.size;
  let spread = 0;
  for (const sum of sums.values()) spread += (sum - mean) ** 2;
  return { rows: n, additiveLoss: lossA / n, boostedLoss: lossB / n, error: Math.sqrt(spread) / n };
}
