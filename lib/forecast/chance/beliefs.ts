/** One look at something that is not seen directly, with the variance that chance alone gives it; Infinity where nothing was seen. */
export interface Look {
  value: number;
  noise: number;
}

/** One way in which the true values may hang together: how likely it is beforehand, and their covariance, row by row of places. */
export interface Belief {
  weight: number;
  covariance: Float64Array;
}

export function belief(places: number, weight: number, of: (a: number, b: number) => number): Belief {
  const covariance = new Float64Array(places * places);
  for (let a = 0; a < places; a += 1) for (let b = 0; b < places; b += 1) covariance[a * places + b] = of(a, b);
  return { weight, covariance };
}

export interface Found {
  /** By place: what is to be expected of the true value. */
  mean: Float64Array;
  /** Variance of the true values' sum, each by a factor: worked out when asked for, since it takes a pass over all looks for each belief. */
  varianceOf(factors: ArrayLike<number>): number;
  /** By belief: how likely it is once the looks are known; adds up to 1. */
  weights: Float64Array;
}

/**
 * What the looks say, each belief counting by how well it explains them (Bayes): an effect that they do not show stays out by itself, for
 * a belief without it explains them better. Values are normal about 0; exact but for rounding.
 */
export function believed(looks: readonly Look[], beliefs: readonly Belief[]): Found {
  const places = looks.length;
  const seen = [...looks.keys()].filter((place) => Number.isFinite(looks[place]?.noise));
  const values = Float64Array.from(seen, (place) => looks[place]?.value ?? 0);
  const each = beliefs.map(({ weight, covariance }) => {
    const lower = cholesky(seen, looks, covariance);
    const white = forward(lower, values);
    let log = Math.log(weight);
    for (let row = 0; row < seen.length; row += 1)
      log -= (white[row] ?? 0) ** 2 / 2 + Math.log(lower[row * seen.length + row] ?? 1);
    return { covariance, lower, white, log };
  });
  const most = each.reduce((max, { log }) => Math.max(max, log), -Infinity);
  const raw = each.map(({ log }) => Math.exp(log - most));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = Float64Array.from(raw, (weight) => weight / total);
  const means = each.map(({ covariance, lower, white }, index) =>
    (weights[index] ?? 0) < LEAST ? undefined : meanOf(places, seen, covariance, backward(lower, white)),
  );
  const mean = new Float64Array(places);
  means.forEach((own, index) => own?.forEach((value, place) => (mean[place]! += (weights[index] ?? 0) * value)));
  return {
    mean,
    weights,
    varianceOf(factors) {
      let square = 0;
      each.forEach(({ covariance, lower }, index) => {
        const own = means[index];
        if (!own) return;
        const row = new Float64Array(places);
        for (let place = 0; place < places; place += 1) row[place] = weighed(factors, covariance, place * places);
        const toSeen = new Float64Array(seen.length);
        for (let other = 0; other < seen.length; other += 1) toSeen[other] = row[seen[other]!]!;
        let left = weighed(factors, row);
        for (const value of forward(lower, toSeen)) left -= value * value;
        square += (weights[index] ?? 0) * (Math.max(0, left) + weighed(factors, own) ** 2);
      });
      return Math.max(0, square - weighed(factors, mean) ** 2);
    },
  };
}

/** The sum of values from a place on, each by its factor. A closure over a plain array took most of a forecast's time. */
function weighed(factors: ArrayLike<number>, values: Float64Array, from = 0): number {
  let sum = 0;
  for (let place = 0; place < factors.length; place += 1) sum += factors[place]! * values[from + place]!;
  return sum;
}

/** A belief less likely than this has no part in what is found. */
const LEAST = 1e-6;

/** What a belief expects at each place: its covariance with the looks, each by what it tells beyond the others. */
function meanOf(places: number, seen: readonly number[], covariance: Float64Array, told: Float64Array): Float64Array {
  const mean = new Float64Array(places);
  for (let place = 0; place < places; place += 1)
    for (let row = 0; row < seen.length; row += 1)
      mean[place]! += covariance[place * places + seen[row]!]! * told[row]!;
  return mean;
}

/** Lower triangle of the looks' covariance, row by row. */
function cholesky(seen: readonly number[], looks: readonly Look[], covariance: Float64Array): Float64Array {
  const n = seen.length;
  const lower = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) {
    const place = seen[row]!;
    for (let column = 0; column < row; column += 1) {
      let left = covariance[place * looks.length + seen[column]!]!;
      for (let k = 0; k < column; k += 1) left -= lower[row * n + k]! * lower[column * n + k]!;
      lower[row * n + column] = left / lower[column * n + column]!;
    }
    let own = covariance[place * looks.length + place]! + (looks[place]?.noise ?? 0) + 1e-9;
    for (let k = 0; k < row; k += 1) own -= lower[row * n + k]! ** 2;
    lower[row * n + row] = Math.sqrt(Math.max(1e-12, own));
  }
  return lower;
}

function forward(lower: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const found = new Float64Array(n);
  for (let row = 0; row < n; row += 1) {
    let left = right[row]!;
    for (let k = 0; k < row; k += 1) left -= lower[row * n + k]! * found[k]!;
    found[row] = left / lower[row * n + row]!;
  }
  return found;
}

/** The same with the upper triangle, from the last row up. */
function backward(lower: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const found = new Float64Array(n);
  for (let row = n - 1; row >= 0; row -= 1) {
    let left = right[row]!;
    for (let k = row + 1; k < n; k += 1) left -= lower[k * n + row]! * found[k]!;
    found[row] = left / lower[row * n + row]!;
  }
  return found;
}
