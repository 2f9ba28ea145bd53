/**
 * What all deals of a period share (G7.6): a good or a bad quarter moves every chance by one normal amount of log-odds. Without it the
 * deals look independent and the range comes out far too narrow. Given the shock they are independent, so that
 * everything is exact but for one integral over it, taken by the trapezoid rule on fixed points: for these functions its error
 * is below 1e-12 (Trefethen and Weideman, "The Exponentially Convergent Trapezoidal Rule", 2014).
 */
export interface Shock {
  /** Weights of the points, summing to 1. */
  readonly weights: readonly number[];
  /** The chance at each point, so that their weighted mean is `p` itself. */
  at(p: number): Float64Array;
}

const STEP = 0.5;
const REACH = 13;
const POINTS = Array.from({ length: 2 * REACH + 1 }, (_, index) => (index - REACH) * STEP);
const DENSITY = POINTS.map((z) => Math.exp((-z * z) / 2));
const TOTAL = DENSITY.reduce((sum, each) => sum + each, 0);
const WEIGHTS = DENSITY.map((each) => each / TOTAL);

/** Standard deviation while there are no finished windows to learn it from. */
export const PRIOR_SD = 0.25;

/** Standard deviation in log-odds; 0, less or no number is independence. */
export function shock(sd: number): Shock {
  if (!(sd > 0)) return { weights: [1], at: (p) => Float64Array.of(unit(p)) };
  return {
    weights: WEIGHTS,
    at(given) {
      const p = unit(given);
      if (p === 0 || p === 1) return new Float64Array(POINTS.length).fill(p);
      const found = new Float64Array(POINTS.length);
      // Spreading log-odds pulls the mean towards a half: move the centre until the mean is right. Newton, kept in a bracket.
      let centre = Math.log(p / (1 - p)) * Math.sqrt(1 + 0.35 * sd * sd);
      let [low, high] = [-Infinity, Infinity];
      for (let round = 0; round < 60; round += 1) {
        let [mean, slope] = [0, 0];
        for (let k = 0; k < POINTS.length; k += 1) {
          const own = 1 / (1 + Math.exp(-centre - sd * (POINTS[k] ?? 0)));
          found[k] = own;
          mean += (WEIGHTS[k] ?? 0) * own;
          slope += (WEIGHTS[k] ?? 0) * own * (1 - own);
        }
        if (Math.abs(mean - p) <= 1e-14) break;
        if (mean > p) high = centre;
        else low = centre;
        const next = centre - (mean - p) / slope;
        const isSafe = slope > 0 && next > low && next < high;
        if (!isSafe && !(Number.isFinite(low) && Number.isFinite(high))) centre += mean > p ? -1 : 1;
        else if (next === centre) break;
        else centre = isSafe ? next : (low + high) / 2;
      }
      return found;
    },
  };
}

/** A deal whose outcome is known: its chance before, and whether it was won. */
export interface Known {
  p: number;
  isWon: boolean;
  amount: number;
}

/** The shock once the outcome of some deals is known: its points are weighed by how well they explain it (Bayes). */
export function shockGiven(sd: number, known: readonly Known[]): Shock {
  const plain = shock(sd);
  const weights = known.reduce<readonly number[]>((before, { p, isWon }) => {
    const odds = plain.at(p);
    const after = before.map((weight, k) => weight * (isWon ? (odds[k] ?? 0) : 1 - (odds[k] ?? 0)));
    const mass = after.reduce((sum, each) => sum + each, 0);
    // What cannot happen says nothing about the shock.
    return mass > 0 ? after.map((each) => each / mass) : before;
  }, plain.weights);
  return { ...plain, weights };
}

/** What is no number is no chance; what differs from never or always by less than arithmetic carries is never or always. */
const unit = (p: number): number => (p > 1e-12 ? (p < 1 - 1e-12 ? p : 1) : 0);
