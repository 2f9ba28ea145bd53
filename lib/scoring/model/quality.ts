/** Measures of chances against what came (1 or 0), all of equal weight: Brier score (G8.7), log loss (G8.8), calibration error (G8.9). */
const EDGE = 1e-12;
const clip = (p: number): number => Math.min(1 - EDGE, Math.max(EDGE, p));

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
export const logitOf = (p: number): number => Math.log(clip(p) / (1 - clip(p)));

export const lossOf = (p: number, y: number): number => -Math.log(y > 0 ? clip(p) : clip(1 - p));

export function logLoss(p: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < p.length; row += 1) sum += lossOf(p[row]!, y[row]!);
  return sum / p.length;
}

export function brier(p: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < p.length; row += 1) sum += (p[row]! - y[row]!) ** 2;
  return sum / p.length;
}

/** Chance that a won row ranks above a lost one, ties half; NaN when there is only one kind. */
export function auc(p: ArrayLike<number>, y: ArrayLike<number>): number {
  const order = orderBy(p);
  let [won, rankSum] = [0, 0];
  for (let index = 0; index < order.length;) {
    let end = index;
    let wonHere = 0;
    while (end < order.length && p[order[end]!] === p[order[index]!]) wonHere += y[order[end++]!]!;
    rankSum += wonHere * ((index + 1 + end) / 2);
    won += wonHere;
    index = end;
  }
  return (rankSum - (won * (won + 1)) / 2) / (won * (order.length - won));
}

/** One bin of the reliability diagram: so many rows were given `chance` on average, and `share` of them came true. */
interface ReliabilityBin {
  n: number;
  chance: number;
  share: number;
}

/** Bins of equal numbers of rows by rising chance. */
function reliability(p: ArrayLike<number>, y: ArrayLike<number>, bins = 15): ReliabilityBin[] {
  const order = orderBy(p);
  return Array.from({ length: bins }, (_, bin) => {
    const own = order.subarray(Math.floor((bin * order.length) / bins), Math.floor(((bin + 1) * order.length) / bins));
    let [chance, share] = [0, 0];
    for (const row of own) {
      chance += p[row]!;
      share += y[row]!;
    }
    return { n: own.length, chance: chance / own.length, share: share / own.length };
  }).filter(({ n }) => n > 0);
}

export function ece(p: ArrayLike<number>, y: ArrayLike<number>, bins = 15): number {
  return reliability(p, y, bins).reduce((sum, bin) => sum + (bin.n / p.length) * Math.abs(bin.chance - bin.share), 0);
}

/** `a + b · logit` fitted by maximum likelihood with a weak pull of `b` to 1 and `a` to 0; `b` is the calibration slope. */
export function platt(
  p: ArrayLike<number>,
  y: ArrayLike<number>,
  pull = 1e-6,
): { intercept: number; slope: number; slopeError: number } {
  let [a, b] = [0, 1];
  let variance = Number.NaN;
  for (let step = 0; step < 50; step += 1) {
    let [ga, gb, haa, hab, hbb] = [pull * a, pull * (b - 1), pull, 0, pull];
    for (let row = 0; row < p.length; row += 1) {
      const x = logitOf(p[row]!);
      const q = sigmoid(a + b * x);
      const [g, h] = [q - y[row]!, q * (1 - q)];
      ga += g;
      gb += g * x;
      haa += h;
      hab += h * x;
      hbb += h * x * x;
    }
    const det = haa * hbb - hab * hab;
    if (!(det > 0)) break;
    variance = haa / det;
    const [da, db] = [(hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det];
    const scale = Math.min(1, 2 / Math.max(Math.abs(da), Math.abs(db), 1e-9));
    a -= scale * da;
    b -= scale * db;
    if (Math.abs(da) + Math.abs(db) < 1e-9) break;
  }
  return { intercept: a, slope: b, slopeError: Math.sqrt(variance) };
}

export interface Quality {
  n: number;
  baseRate: number;
  auc: number;
  logLoss: number;
  brier: number;
  ece: number;
  slope: number;
}

export function measureQuality(p: ArrayLike<number>, y: ArrayLike<number>): Quality {
  let won = 0;
  for (let row = 0; row < y.length; row += 1) won += y[row]!;
  return {
    n: y.length,
    baseRate: won / y.length,
    auc: auc(p, y),
    logLoss: logLoss(p, y),
    brier: brier(p, y),
    ece: ece(p, y),
    slope: platt(p, y).slope,
  };
}

function orderBy(values: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, row) => row).sort((a, b) => values[a]! - values[b]! || a - b);
}
