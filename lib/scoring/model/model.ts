import {
  type Additive,
  additiveLogits,
  type Errors,
  errorsOf,
  fitAdditive,
  fitShapes,
  logitError,
  type Penalty,
} from './additive';
import { type Binning, findBins, toBins } from './bins';
import type { Target } from './curvature';
import { findPairs, type Pair, withPairs } from './pairs';
import { sigmoid } from './quality';
import type { Steps } from './steps';
import { rowsOf, type TrainingTable } from './training-table';

/** A fitted model: bins of each feature and chosen pair, with what they add to the log-odds. */
export interface Model {
  readonly pairs: readonly Pair[];
  readonly binnings: readonly Binning[];
  readonly additive: Pick<Additive, 'base' | 'shapes'>;
  /** Absent where it was fitted for its chances alone. */
  readonly errors?: Errors;
}

export interface FitOptions {
  /** Features that also count together: few, chosen by hand: pairs found by a search fail in time order (D-21). */
  pairs?: readonly (readonly [string, string])[];
  /** Most bins of a number; by the number of rows where absent. */
  bins?: number;
  penalty?: Penalty;
  /** For chances alone, without how sure they are: that takes a third of the time. */
  hasErrors?: boolean;
}

export function* fitModel(
  plain: TrainingTable,
  target: Target,
  { pairs: wanted = [], bins, penalty, hasErrors = true }: FitOptions = {},
): Steps<Model> {
  const pairs = findPairs(plain, wanted);
  const table = withPairs(plain, pairs);
  const most = bins ?? binsFor(table);
  const binnings = table.columns.map((column) => findBins(column, most));
  const binned = toBins(table, binnings);
  if (!hasErrors) return { pairs, binnings, additive: yield* fitShapes(binned, binnings, target, penalty) };
  const additive = yield* fitAdditive(binned, binnings, target, penalty);
  const { base, shapes } = additive;
  return { pairs, binnings, additive: { base, shapes }, errors: errorsOf(additive, binned) };
}

/** Codes of the table's own features, alone and as sides of pairs, to be used again where only added ones change. */
export function knownCodes({ binnings, pairs }: Model, table: TrainingTable): Map<Binning, Uint8Array> {
  const own = new Set(table.columns.map(({ name }) => name));
  const plain = [...binnings, ...pairs.flatMap(({ a, b }) => [a, b])].filter(({ name }) => own.has(name));
  const { codes } = toBins(table, plain);
  return new Map(plain.map((binning, feature) => [binning, codes[feature]!]));
}

/** Log-odds of each row. */
export function logitsOf(model: Model, table: TrainingTable, known?: ReadonlyMap<Binning, Uint8Array>): Float64Array {
  const binned = toBins(withPairs(table, model.pairs, known), model.binnings, known);
  return additiveLogits(model.additive, binned);
}

export const chancesOf = (model: Model, table: TrainingTable, known?: ReadonlyMap<Binning, Uint8Array>): Float64Array =>
  logitsOf(model, table, known).map(sigmoid);

function errorsIn({ errors }: Model): Errors {
  if (!errors) throw new Error('This model was fitted without its errors.');
  return errors;
}

/** Standard error of each row's log-odds. */
export function errorsFor(model: Model, table: TrainingTable): Float64Array {
  const { pairs, binnings } = model;
  const errors = errorsIn(model);
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

export function partsOfModel(model: Model, table: TrainingTable, row: number): Parts {
  const { pairs, binnings, additive } = model;
  const binned = toBins(withPairs(rowsOf(table, Uint32Array.of(row)), pairs), binnings);
  return {
    base: additive.base,
    byFeature: Float64Array.from(additive.shapes, (shape, feature) => shape[binned.codes[feature]![0]!]!),
    bins: Uint8Array.from(binned.codes, (codes) => codes[0]!),
    error: logitError(errorsIn(model), binned, 0),
  };
}

const FEWEST_BINS = 6;
/** So many numbers may have all the bins that the rows can fill; more share theirs. */
const NUMBERS = 20;

/** Finer bins where there are rows to fill them; 6 for an early model (G8.5). */
export function binsFor({ size, columns }: TrainingTable): number {
  const most = size < 400 ? FEWEST_BINS : size < 5000 ? 16 : size < 20_000 ? 32 : 64;
  const numbers = columns.filter(({ kind }) => kind === 'number').length;
  return Math.max(FEWEST_BINS, Math.floor(most * Math.min(1, NUMBERS / numbers)));
}
