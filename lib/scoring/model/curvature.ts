import { derived } from '@/lib/calendar/derived';

import type { Binned } from './bins';
import type { Steps } from './steps';

/** What is asked of the rows: 1 or 0, how much each counts (1 where absent), and log-odds that it has beforehand (0 where absent). */
export interface Target {
  readonly y: ArrayLike<number>;
  readonly weight?: Float64Array;
  readonly offset?: Float64Array;
  /** Rows of one group have most features in common, which are then counted once for all of them; each row is its own where absent. */
  readonly group?: Uint32Array;
}

/** Rows with what is asked of them, and where the values of each feature begin; the last one says how many there are. */
interface Rows {
  binned: Binned;
  target: Target;
  starts: Uint32Array;
  size: number;
}

/** A loss with its gradient and Hessian (lower half, row by row); the latter is empty where only the slope was asked for. */
export interface Curvature {
  loss: number;
  gradient: Float64Array;
  hessian: Float64Array;
}

const SLICE = 8192;

/**
 * The log-likelihood's part of the loss, of its gradient and Hessian. What the rows of one group have in common is gone through once for
 * all of them; and two features at a time, so that what is written to at once is a small part of the Hessian.
 */
export function* curvatureOf(
  { binned, target, starts, size }: Rows,
  beta: Float64Array,
  { isSlopeOnly = false } = {},
): Steps<Curvature> {
  const { offset, weight: weights, y } = target;
  const ends = Float64Array.from(y);
  const { count, group, lasting, varying } = layoutOf(binned, target.group);
  const hessian = new Float64Array(isSlopeOnly ? 0 : size * size);
  const slope = new Float64Array(size);
  const shared = new Float64Array(count).fill(beta[0]!);
  for (const { feature, codes } of lasting) addValues(shared, beta.subarray(starts[feature]!), codes);
  const [slopes, bends] = [new Float64Array(count), new Float64Array(count)];
  const [rowSlopes, rowBends] = [new Float64Array(binned.size), new Float64Array(binned.size)];
  let loss = 0;
  for (let from = 0; from < binned.size; from += SLICE) {
    loss += through(from, Math.min(binned.size, from + SLICE));
    yield;
  }
  if (isSlopeOnly) {
    for (const { feature, codes } of lasting) addByCode(slope, starts[feature]!, codes, slopes);
    for (const { feature, codes } of varying) addByCode(slope, starts[feature]!, codes, rowSlopes);
    return { loss, gradient: slope, hessian };
  }
  const lines = new Uint32Array(count);
  for (const [place, { feature, codes }] of lasting.entries()) {
    alone(feature, codes, slopes, bends);
    linesOf(lines, { start: starts[feature]!, size }, codes);
    for (const other of lasting.slice(0, place))
      addTogether(hessian, { lines, start: starts[other.feature]! }, other.codes, bends);
    if (place % 8 === 7) yield;
  }
  const rowLines = new Uint32Array(binned.size);
  for (const [place, { feature, codes }] of varying.entries()) {
    const start = starts[feature]!;
    alone(feature, codes, rowSlopes, rowBends);
    linesOf(rowLines, { start, size }, codes);
    for (const other of varying.slice(0, place))
      addTogether(hessian, { lines: rowLines, start: starts[other.feature]! }, other.codes, rowBends);
    for (const other of lasting) {
      const own = { start: starts[other.feature]!, codes: other.codes, group };
      if (other.feature < feature) addAcross(hessian, rowLines, own, rowBends);
      else {
        // Places rise with the feature: what is written lies in the lower half.
        linesOf(lines, { start: own.start, size }, other.codes);
        addAbove(hessian, { lines, start, group }, codes, rowBends);
      }
    }
    yield;
  }
  return { loss, gradient: slope, hessian };

  /** The loss of some rows; what it is bent by is kept. */
  function through(from: number, to: number): number {
    const logits = new Float64Array(to - from);
    for (let row = from; row < to; row += 1) logits[row - from] = shared[group[row]!]! + (offset ? offset[row]! : 0);
    for (const { feature, codes } of varying)
      addValues(logits, beta.subarray(starts[feature]!), codes.subarray(from, to));
    let sum = 0;
    let [steep, bent] = [0, 0];
    for (let row = from; row < to; row += 1) {
      const logit = logits[row - from]!;
      const weight = weights ? weights[row]! : 1;
      const end = ends[row]!;
      // One exponential for both: it takes most of the time.
      const less = Math.exp(-Math.abs(logit));
      const p = (logit > 0 ? 1 : less) / (1 + less);
      sum += weight * (Math.max(logit, 0) - end * logit + Math.log1p(less));
      const g = weight * (p - end);
      const h = weight * p * (1 - p);
      rowSlopes[row] = g;
      rowBends[row] = h;
      slopes[group[row]!]! += g;
      bends[group[row]!]! += h;
      steep += g;
      bent += h;
    }
    slope[0]! += steep;
    if (!isSlopeOnly) hessian[0]! += bent;
    return sum;
  }

  /** What a feature has by itself, and with the base. */
  function alone(feature: number, codes: Uint8Array, g: Float64Array, h: Float64Array): void {
    const start = starts[feature]!;
    for (let index = 0; index < codes.length; index += 1) {
      const place = start + codes[index]!;
      slope[place]! += g[index]!;
      hessian[place * size]! += h[index]!;
    }
    for (let place = start; place < starts[feature + 1]!; place += 1)
      hessian[place * size + place] = hessian[place * size]!;
  }
}

function addByCode(sums: Float64Array, start: number, codes: Uint8Array, given: Float64Array): void {
  for (let index = 0; index < codes.length; index += 1) sums[start + codes[index]!]! += given[index]!;
}

function addValues(sums: Float64Array, values: Float64Array, codes: Uint8Array): void {
  for (let index = 0; index < sums.length; index += 1) sums[index]! += values[codes[index]!]!;
}

function linesOf(found: Uint32Array, { start, size }: { start: number; size: number }, codes: Uint8Array): void {
  for (let index = 0; index < found.length; index += 1) found[index] = (start + codes[index]!) * size;
}

/** Of two features with codes of the same rows; `lines` are where those of the later one begin. */
function addTogether(
  hessian: Float64Array,
  { lines, start }: { lines: Uint32Array; start: number },
  codes: Uint8Array,
  bends: Float64Array,
): void {
  for (let index = 0; index < lines.length; index += 1)
    hessian[lines[index]! + start + codes[index]!]! += bends[index]!;
}

/** Of a later feature by row with an earlier one by group. */
function addAcross(
  hessian: Float64Array,
  lines: Uint32Array,
  { start, codes, group }: { start: number; codes: Uint8Array; group: Uint32Array },
  bends: Float64Array,
): void {
  for (let row = 0; row < lines.length; row += 1) hessian[lines[row]! + start + codes[group[row]!]!]! += bends[row]!;
}

/** Of a later feature by group with an earlier one by row. */
function addAbove(
  hessian: Float64Array,
  { lines, start, group }: { lines: Uint32Array; start: number; group: Uint32Array },
  codes: Uint8Array,
  bends: Float64Array,
): void {
  for (let row = 0; row < group.length; row += 1) hessian[lines[group[row]!]! + start + codes[row]!]! += bends[row]!;
}

/** A feature with its codes, by group or by row. */
interface Coded {
  feature: number;
  codes: Uint8Array;
}

interface Layout {
  /** How many groups, and that of each row. */
  count: number;
  group: Uint32Array;
  /** Features of which all rows of a group have the same code, and the others. */
  lasting: readonly Coded[];
  varying: readonly Coded[];
}

const layoutOf = (binned: Binned, group: Uint32Array | undefined): Layout =>
  group ? derived(binned, layouts)(group) : eachAlone(binned);

const eachAlone = ({ size, codes }: Binned): Layout => ({
  count: size,
  group: Uint32Array.from({ length: size }, (_, row) => row),
  lasting: codes.map((own, feature) => ({ feature, codes: own })),
  varying: [],
});

/** One layout for all steps of a fit. */
function layouts({ size, codes }: Binned): (group: Uint32Array) => Layout {
  let made: Layout | undefined;
  return (group) => {
    if (made?.group === group) return made;
    let count = 0;
    for (const each of group) if (each >= count) count = each + 1;
    const first = new Int32Array(count).fill(-1);
    for (let row = 0; row < size; row += 1) if (first[group[row]!]! < 0) first[group[row]!] = row;
    const [lasting, varying]: [Coded[], Coded[]] = [[], []];
    codes.forEach((own, feature) => {
      const byGroup = new Uint8Array(count);
      for (let index = 0; index < count; index += 1) byGroup[index] = own[first[index]!] ?? 0;
      let row = 0;
      while (row < size && own[row] === byGroup[group[row]!]) row += 1;
      if (row === size) lasting.push({ feature, codes: byGroup });
      else varying.push({ feature, codes: own });
    });
    return (made = { count, group, lasting, varying });
  };
}
