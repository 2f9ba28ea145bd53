import type { Binned, Binning } from './bins';
import { type Curvature, curvatureOf, type Target } from './curvature';
import { logitOf } from './quality';
import { moveBy, type Seen, seenBetween } from './quasi-newton';
import { cholesky, forward } from './solve';
import type { Steps } from './steps';

export interface Penalty {
  /** Pull of each bin's value to nothing, as if by so many squared log-odds. */
  ridge: number;
  /** Pull of neighbouring bins of a number to each other. */
  smooth: number;
  /** Pull of the base to the prior chance, in deals. */
  baseDeals: number;
  /** The chance that is believed before any deal was seen. */
  baseChance: number;
}

/** Ridge and smoothing as inner time-ordered hold-outs chose them (D-20); the base: 20 deals at 30 %, near the win rates that vendors quote. */
export const PENALTY: Penalty = { ridge: 10, smooth: 30, baseDeals: 20, baseChance: 0.3 };

/** A penalised additive logistic: log-odds = base + one value for the bin of each feature, 0 on average over the training rows. */
export interface Additive {
  readonly base: number;
  /** By feature, then bin. */
  readonly shapes: readonly Float64Array[];
  /** Cholesky factor of the Hessian at the fit: the covariance's inverse (Laplace). Base first, then the shapes in order. */
  readonly factor: Float64Array;
  readonly starts: Uint32Array;
}

const MOST_STEPS = 40;
const CLOSE = 1e-9;
/** A Hessian, with what the slopes have shown since, leads on as long as each step gains at most this share of the one before: a slope costs a tenth of it. */
const LEADS = 0.5;
/** From so many rows on the first steps are made on one in eight, until they gain little. */
const FEW = 8192;
const SHARE = 8;
const ROUGH = 1e-3;
const SHAPE_LIMIT = 3;

/** Fits by quasi-Newton steps, halved while they do not improve; yields between slices of rows. Same rows, same bits. */
export function* fitAdditive(
  binned: Binned,
  binnings: readonly Binning[],
  target: Target,
  penalty: Penalty = PENALTY,
): Steps<Additive> {
  const system = systemOf(binned, binnings, target, penalty);
  const beta = yield* valuesOf(system);
  return { ...centred(beta, system), factor: yield* factorAt(system, beta), starts: system.starts };
}

/** The same values without how sure they are, which takes one more Hessian. */
export function* fitShapes(
  binned: Binned,
  binnings: readonly Binning[],
  target: Target,
  penalty: Penalty = PENALTY,
): Steps<Pick<Additive, 'base' | 'shapes'>> {
  const system = systemOf(binned, binnings, target, penalty);
  return centred(yield* valuesOf(system), system);
}

function systemOf(binned: Binned, binnings: readonly Binning[], target: Target, penalty: Penalty): System {
  const starts = startsOf(binnings);
  return { binned, binnings, target, penalty, starts, size: starts.at(-1) ?? 1 };
}

/**
 * Where chances are far from a half, the first steps say little but where to look: they are made on some of the rows, whose Hessian then leads
 * on for all of them.
 */
function* valuesOf(system: System): Steps<Float64Array> {
  const { binned, target, penalty, size } = system;
  const plain = new Float64Array(size);
  plain[0] = baseOf(target, binned.size, penalty);
  const some = binned.size < FEW ? undefined : someOf(system);
  if (!some) return (yield* descend(system, plain, CLOSE)).beta;
  const { beta, factor } = yield* descend(some, plain, ROUGH);
  return (yield* descend(system, beta, CLOSE, factor)).beta;
}

/** One group of rows in {@link SHARE}, each of which counts for as many. */
function someOf(system: System): System {
  const { binned, target } = system;
  const { y, weight, offset, group } = target;
  const chosen: number[] = [];
  for (let row = 0; row < binned.size; row += 1) if ((group ? group[row]! : row) % SHARE === 0) chosen.push(row);
  return {
    ...system,
    binned: { size: chosen.length, codes: binned.codes.map((codes) => Uint8Array.from(chosen, (row) => codes[row]!)) },
    target: {
      y: chosen.map((row) => y[row]!),
      weight: Float64Array.from(chosen, (row) => SHARE * (weight ? weight[row]! : 1)),
      ...(offset ? { offset: Float64Array.from(chosen, (row) => offset[row]!) } : {}),
      ...(group ? { group: Uint32Array.from(chosen, (row) => group[row]! / SHARE) } : {}),
    },
  };
}

/** Steps from some values on, led by a Hessian's factor (of about the same rows, where it is `given`) and by all that the slopes show; with the factor that led last. */
function* descend(
  system: System,
  from: Float64Array,
  close: number,
  given?: Float64Array,
): Steps<{ beta: Float64Array; factor: Float64Array }> {
  let beta = from;
  let here = yield* gradient(system, beta, { isSlopeOnly: true });
  let factor = given ?? (yield* factorAt(system, beta));
  let seen: Seen[] = [];
  let before = Infinity;
  for (let round = 0; round < MOST_STEPS; round += 1) {
    const move = moveBy(factor, seen, here.gradient);
    let next = here;
    let moved = beta;
    for (let share = 1; share > 1e-4; share /= 2) {
      moved = beta.map((value, index) => value - share * move[index]!);
      next = yield* gradient(system, moved, { isSlopeOnly: true });
      if (next.loss <= here.loss) break;
    }
    if (next.loss > here.loss) break;
    const gain = here.loss - next.loss;
    seen.push(...seenBetween({ point: beta, slope: here.gradient }, { point: moved, slope: next.gradient }));
    [beta, here] = [moved, next];
    if (gain < close * (1 + Math.abs(here.loss) * 1e-3)) break;
    if (gain > LEADS * before) {
      factor = yield* factorAt(system, beta);
      seen = [];
    }
    before = gain;
  }
  return { beta, factor };
}

function* factorAt(system: System, beta: Float64Array): Steps<Float64Array> {
  const { hessian } = yield* gradient(system, beta);
  const factor = cholesky(hessian, system.size);
  if (!factor) throw new Error(`The normal equations of ${system.size} values are not positive definite.`);
  return factor;
}

export interface System {
  binned: Binned;
  binnings: readonly Binning[];
  target: Target;
  penalty: Penalty;
  starts: Uint32Array;
  size: number;
}

/** Penalised loss with its gradient and Hessian (lower half) at some values; the latter is empty where only the slope is asked for. */
export function* gradient(system: System, beta: Float64Array, { isSlopeOnly = false } = {}): Steps<Curvature> {
  const { binnings, penalty, starts, size } = system;
  const found = yield* curvatureOf(system, beta, { isSlopeOnly });
  const { gradient: slope, hessian } = found;
  let { loss } = found;
  const pull = basePull(penalty);
  const gap = beta[0]! - logitOf(penalty.baseChance);
  loss += (pull * gap * gap) / 2;
  slope[0]! += pull * gap;
  if (!isSlopeOnly) hessian[0]! += pull;
  binnings.forEach((binning, feature) => {
    const start = starts[feature]!;
    for (let bin = 0; bin < binning.count; bin += 1) {
      const place = start + bin;
      loss += (penalty.ridge * beta[place]! ** 2) / 2;
      slope[place]! += penalty.ridge * beta[place]!;
      if (!isSlopeOnly) hessian[place * size + place]! += penalty.ridge;
    }
    for (const [low, high] of neighbours(binning)) {
      const [a, b] = [start + low, start + high];
      const rise = beta[b]! - beta[a]!;
      loss += (penalty.smooth * rise * rise) / 2;
      slope[a]! -= penalty.smooth * rise;
      slope[b]! += penalty.smooth * rise;
      if (isSlopeOnly) continue;
      hessian[a * size + a]! += penalty.smooth;
      hessian[b * size + b]! += penalty.smooth;
      hessian[b * size + a]! -= penalty.smooth;
    }
  });
  return { loss, gradient: slope, hessian };
}

/** Pairs of bins of a number that are held together; a frequent value stands apart, and those beside it are held to each other. */
function neighbours({ kind, count, isApart }: Binning): [number, number][] {
  if (kind === 'category') return [];
  const run = Array.from({ length: count }, (_, bin) => bin).filter((bin) => !isApart[bin]);
  return run.slice(1).map((bin, index) => [run[index] ?? bin, bin]);
}

export function startsOf(binnings: readonly Binning[]): Uint32Array {
  const starts = new Uint32Array(binnings.length + 1);
  starts[0] = 1;
  binnings.forEach(({ count }, feature) => (starts[feature + 1] = starts[feature]! + count));
  return starts;
}

const basePull = ({ baseDeals, baseChance }: Penalty): number => baseDeals * baseChance * (1 - baseChance);

function baseOf({ y, weight }: Target, size: number, { baseDeals, baseChance }: Penalty): number {
  let [won, all] = [baseDeals * baseChance, baseDeals];
  for (let row = 0; row < size; row += 1) {
    const own = weight ? weight[row]! : 1;
    won += own * y[row]!;
    all += own;
  }
  return logitOf(won / all);
}

/** Moves each shape's mean over the rows into the base, after holding its values within ±3: reasons are measured against the mean. */
function centred(beta: Float64Array, { binned, binnings, target, starts }: System): Pick<Additive, 'base' | 'shapes'> {
  let base = beta[0]!;
  const shapes = binnings.map((_, feature) => {
    const shape = beta
      .slice(starts[feature]!, starts[feature + 1]!)
      .map((value) => Math.min(SHAPE_LIMIT, Math.max(-SHAPE_LIMIT, value)));
    let [sum, all] = [0, 0];
    const codes = binned.codes[feature]!;
    for (let row = 0; row < binned.size; row += 1) {
      const weight = target.weight ? target.weight[row]! : 1;
      sum += weight * shape[codes[row]!]!;
      all += weight;
    }
    const mean = all > 0 ? sum / all : 0;
    base += mean;
    return shape.map((value) => value - mean);
  });
  return { base, shapes };
}

/** Log-odds of each row. */
export function additiveLogits(
  { base, shapes }: Pick<Additive, 'base' | 'shapes'>,
  { size, codes }: Binned,
): Float64Array {
  const logits = new Float64Array(size).fill(base);
  shapes.forEach((shape, feature) => {
    const own = codes[feature]!;
    for (let row = 0; row < size; row += 1) logits[row]! += shape[own[row]!]!;
  });
  return logits;
}

/** How sure the values are, small enough to store: see {@link errorsOf}. */
export interface Errors {
  /** Of the base, then of each bin of each feature. */
  readonly variances: Float32Array;
  readonly starts: Uint32Array;
  /** Exact variance over the sum of variances, on average over rows of the fit: what the parts share. */
  readonly shared: number;
}

const SAMPLE = 200;

/**
 * Errors from the Laplace covariance. The whole covariance of 700 values takes 4 MB; its diagonal and the one number by which
 * a row's parts hold together take 3 KB, and give a row's error within a few per cent (tests/unit/scoring/additive.test.ts).
 */
export function errorsOf({ factor, starts }: Additive, binned: Binned): Errors {
  const size = starts.at(-1) ?? 1;
  const variances = new Float32Array(size);
  for (let place = 0; place < size; place += 1) variances[place] = squaredNorm(forward(factor, unitAt(size, [place])));
  let [exact, apart] = [0, 0];
  const step = Math.max(1, Math.floor(binned.size / SAMPLE));
  for (let row = 0; row < binned.size; row += step) {
    exact += exactError({ factor, starts }, binned, row) ** 2;
    for (const place of placesOf(starts, binned, row)) apart += variances[place]!;
  }
  return { variances, starts, shared: apart > 0 ? exact / apart : 1 };
}

/** Standard error of a row's log-odds, from the stored errors. */
export function logitError({ variances, starts, shared }: Errors, binned: Binned, row: number): number {
  return Math.sqrt(shared * placesOf(starts, binned, row).reduce((sum, place) => sum + variances[place]!, 0));
}

/** The same from the whole covariance. */
export const exactError = (
  { factor, starts }: Pick<Additive, 'factor' | 'starts'>,
  binned: Binned,
  row: number,
): number => Math.sqrt(squaredNorm(forward(factor, unitAt(starts.at(-1) ?? 1, placesOf(starts, binned, row)))));

const placesOf = (starts: Uint32Array, { codes }: Binned, row: number): number[] => [
  0,
  ...codes.map((own, feature) => starts[feature]! + own[row]!),
];

function unitAt(size: number, places: readonly number[]): Float64Array {
  const unit = new Float64Array(size);
  for (const place of places) unit[place] = 1;
  return unit;
}

const squaredNorm = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
