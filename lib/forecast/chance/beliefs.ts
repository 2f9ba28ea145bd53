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
  /** By place: what is to be expected of the true value, and its variance. */
  mean: Float64Array;
  variance: Float64Array;
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
  const [mean, square] = [new Float64Array(places), new Float64Array(places)];
  each.forEach(({ covariance, lower, white }, at) => {
    const weight = weights[at] ?? 0;
    if (weight < 1e-6) return;
    for (let place = 0; place < places; place += 1) {
      const shared = forward(
        lower,
        Float64Array.from(seen, (other) => covariance[place * places + other] ?? 0),
      );
      let [own, left] = [0, covariance[place * places + place] ?? 0];
      for (let row = 0; row < seen.length; row += 1) {
        own += (shared[row] ?? 0) * (white[row] ?? 0);
        left -= (shared[row] ?? 0) ** 2;
      }
      mean[place] = (mean[place] ?? 0) + weight * own;
      square[place] = (square[place] ?? 0) + weight * (Math.max(0, left) + own * own);
    }
  });
  return { mean, variance: square.map((value, place) => Math.max(0, value - (mean[place] ?? 0) ** 2)), weights };
}

/** Lower triangle of the looks' covariance, row by row. */
function cholesky(seen: readonly number[], looks: readonly Look[], covariance: Float64Array): Float64Array {
  const n = seen.length;
  const lower = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1)
    for (let column = 0; column <= row; column += 1) {
      const place = seen[row] ?? 0;
      let left = covariance[place * looks.length + (seen[column] ?? 0)] ?? 0;
      if (row === column) left += (looks[place]?.noise ?? 0) + 1e-9;
      for (let k = 0; k < column; k += 1) left -= (lower[row * n + k] ?? 0) * (lower[column * n + k] ?? 0);
      lower[row * n + column] =
        row === column ? Math.sqrt(Math.max(1e-12, left)) : left / (lower[column * n + column] ?? 1);
    }
  return lower;
}

function forward(lower: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const found = new Float64Array(n);
  for (let row = 0; row < n; row += 1) {
    let left = right[row] ?? 0;
    for (let k = 0; k < row; k += 1) left -= (lower[row * n + k] ?? 0) * (found[k] ?? 0);
    found[row] = left / (lower[row * n + row] ?? 1);
  }
  return found;
}
