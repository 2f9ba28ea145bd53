import { normalStream, randomStream } from '@/lib/domain/random';

/** One deal as the forecast sees it: its amount in minor units and its chance to be won in the period. */
export interface Bet {
  amount: number;
  p: number;
}

/** A distribution over amounts in minor units: rising values with their probabilities, which add up to 1. */
export interface Distribution {
  values: Float64Array;
  probs: Float64Array;
}

/** Up to so many deals every sum is kept as it is: 2^12 of them. */
const EXACT_DEALS = 12;
/** Sums are otherwise counted in buckets, unless the amounts' own greatest common divisor is coarser; fewer for very many deals. */
const buckets = (deals: number): number => (deals <= 1000 ? 8192 : Math.max(1024, Math.round(8_192_000 / deals)));
/** From so many deals on, sums are drawn instead of convolved. */
const DRAW_FROM = 1000;
const DRAWS = 10_000;

/**
 * Nodes of the shared shock, in standard deviations, with their weights: Gauss–Hermite quadrature for a standard normal variable
 * (Abramowitz and Stegun, table 25.10, n = 9, scaled).
 */
const NODES: readonly [z: number, weight: number][] = hermite([
  [0, 0.7202352156061],
  [0.7235510187528, 0.4326515590026],
  [1.468553289217, 0.08847452739438],
  [2.266580584532, 0.004943624275537],
  [3.190993201782, 0.00003960697726326],
]);
function hermite(half: readonly [number, number][]): [number, number][] {
  const all = half.flatMap(([x, w]): [number, number][] =>
    x === 0
      ? [[0, w]]
      : [
          [-x * Math.SQRT2, w],
          [x * Math.SQRT2, w],
        ],
  );
  const total = all.reduce((sum, [, w]) => sum + w, 0);
  return all.map(([z, w]) => [z, w / total]);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** No number is nought; what differs from never or always by less than a double can carry through is never or always. */
const clean = (p: number): number => (!(p > 1e-12) ? 0 : p > 1 - 1e-12 ? 1 : p);

/** The log-odds around which a shared shock leaves a deal's own chance as it is. */
function centreOf(p: number, sd: number): number {
  let centre = Math.log(p / (1 - p));
  for (let step = 0; step < 30; step += 1) {
    let [mean, slope] = [0, 0];
    for (const [z, weight] of NODES) {
      const at = sigmoid(centre + sd * z);
      mean += weight * at;
      slope += weight * at * (1 - at);
    }
    const move = (mean - p) / Math.max(slope, 1e-12);
    centre -= Math.max(-2, Math.min(2, move));
    if (Math.abs(move) < 1e-13) break;
  }
  return centre;
}

/**
 * Chances of a deal under each value of a shock that all deals share: log-odds move by sd × z, around a centre that keeps the
 * deal's own chance. Given the shock deals are independent, so sums under it are exact.
 */
export function shockedChances(p: number, sd: number): Float64Array {
  const own = clean(p);
  if (sd <= 0 || own === 0 || own === 1) return Float64Array.from(NODES, () => own);
  const centre = centreOf(own, sd);
  return Float64Array.from(NODES, ([z]) => sigmoid(centre + sd * z));
}

export const NODE_WEIGHTS: readonly number[] = NODES.map(([, weight]) => weight);

/** Deals that can change a sum; a chance that is no number, or an amount that is none, changes nothing. */
export const live = (bets: readonly Bet[]): Bet[] =>
  bets.filter(({ amount, p }) => Number.isFinite(amount) && amount !== 0 && clean(p) > 0);

/** The sums of a set of bets: a grid of whole steps of `unit` from `low` on, one row a node of the shock. */
export interface Grid {
  unit: number;
  low: number;
  size: number;
  rows: Float64Array[];
  steps: Int32Array;
  chances: Float64Array[];
}

/**
 * Convolves bets on a grid, apart for each node of the shock. Exact where the amounts' greatest common divisor is a step of the grid;
 * else each amount is rounded to a step, less than a step off.
 */
export function gridOf(bets: readonly Bet[], sd: number): Grid {
  const total = bets.reduce((sum, { amount }) => sum + Math.abs(amount), 0);
  const common = bets.reduce((gcd, { amount }) => greatestCommon(gcd, Math.abs(Math.round(amount))), 0);
  const unit = Math.max(common, total / buckets(bets.length), 1e-9);
  // What one amount is rounded off by is carried to the next, so that all together they stay what they are.
  let carry = 0;
  const steps = Int32Array.from(bets, ({ amount }) => {
    const wanted = amount / unit + carry;
    const step = Math.round(wanted);
    carry = wanted - step;
    return step;
  });
  const below = steps.reduce((sum, step) => sum + Math.min(0, step), 0);
  const above = steps.reduce((sum, step) => sum + Math.max(0, step), 0);
  const size = above - below + 1;
  const chances = bets.map(({ p }) => shockedChances(p, sd));
  const nodes = sd > 0 ? NODES.length : 1;
  const rows = Array.from({ length: nodes }, (_, node) => {
    const row = new Float64Array(size);
    row[-below] = 1;
    let [first, last] = [-below, -below];
    steps.forEach((step, bet) => {
      const p = chances[bet]?.[node] ?? 0;
      if (step >= 0) {
        for (let at = last + step; at >= first; at -= 1)
          row[at] = (row[at] ?? 0) * (1 - p) + (at - step >= first ? (row[at - step] ?? 0) * p : 0);
        last += step;
      } else {
        for (let at = first + step; at <= last; at += 1)
          row[at] = (row[at] ?? 0) * (1 - p) + (at - step <= last ? (row[at - step] ?? 0) * p : 0);
        first += step;
      }
    });
    return row;
  });
  return { unit, low: below * unit, size, rows, steps, chances };
}

/** The first step of a grid at which a target is reached. A rounding error of a thousandth of a step is none. */
const stepOf = ({ unit, low }: Pick<Grid, 'unit' | 'low'>, target: number): number =>
  Math.ceil((target - low) / unit - 1e-3);

/** P(sum at or above a step), for any step: sums from the end of a row on. */
function tails(row: Float64Array): (step: number) => number {
  const sums = new Float64Array(row.length + 1);
  for (let at = row.length - 1; at >= 0; at -= 1) sums[at] = (sums[at + 1] ?? 0) + (row[at] ?? 0);
  return (step) => (step <= 0 ? 1 : Math.min(1, Math.max(0, sums[Math.min(step, row.length)] ?? 0)));
}

/**
 * P(sum of the won bets ≥ target): now, and for each bet if it is won and if it is lost; the mean over several targets where there
 * are several. For each bet p·won + (1 − p)·lost = now: what a deal's outcome tells of the shock is in its two numbers.
 */
export function reach(
  bets: readonly Bet[],
  targets: readonly number[],
  sd = 0,
): { now: number; effects: { won: number; lost: number }[] } {
  const used = bets.map((bet) => ({ amount: Number.isFinite(bet.amount) ? bet.amount : 0, p: clean(bet.p) }));
  const grid = gridOf(used, sd);
  const weights = weightsOf(grid);
  const goals = targets.map((target) => stepOf(grid, target));
  const mean = (tail: (step: number) => number, shift: number): number =>
    goals.reduce((sum, goal) => sum + tail(goal - shift), 0) / goals.length;
  const now = weights.reduce((sum, weight, node) => sum + weight * mean(tails(rowOf(grid, node)), 0), 0);
  const effects = used.map((_, index) => {
    const step = grid.steps[index] ?? 0;
    let [won, lost, wonWeight, lostWeight] = [0, 0, 0, 0];
    weights.forEach((weight, node) => {
      const p = grid.chances[index]?.[node] ?? 0;
      const tail = tails(without(rowOf(grid, node), step, p));
      // The rest of a row with a negative step begins where that amount is lost: `step` lower.
      const shift = Math.min(0, step);
      const [ifWon, ifLost] = [mean(tail, step - shift), mean(tail, -shift)];
      // A deal that cannot be won, or lost, says of that case what it would be if it could.
      const [toWon, toLost] = [p > 0 ? weight * p : weight * 1e-12, p < 1 ? weight * (1 - p) : weight * 1e-12];
      won += toWon * ifWon;
      lost += toLost * ifLost;
      wonWeight += toWon;
      lostWeight += toLost;
    });
    return { won: won / wonWeight, lost: lost / lostWeight };
  });
  return { now, effects };
}

const rowOf = (grid: Grid, node: number): Float64Array => grid.rows[node] ?? new Float64Array();
const weightsOf = (grid: Grid): readonly number[] => (grid.rows.length === 1 ? [1] : NODE_WEIGHTS);

/** P(sum ≥ target) alone; the mean over several targets. */
export function chanceOf(bets: readonly Bet[], targets: readonly number[], sd = 0): number {
  const grid = gridOf(live(bets), sd);
  return weightsOf(grid).reduce((sum, weight, node) => {
    const tail = tails(rowOf(grid, node));
    return sum + (weight * targets.reduce((all, target) => all + tail(stepOf(grid, target)), 0)) / targets.length;
  }, 0);
}

/**
 * Takes one bet out of a row of sums. The recursion runs from the side on which errors shrink: from the sums without the bet for
 * p ≤ ½, from those with it else.
 */
function without(row: Float64Array, step: number, p: number): Float64Array {
  if (step === 0) return row;
  // A negative amount is the mirror image.
  if (step < 0) return without(row.toReversed(), -step, p).toReversed();
  const size = row.length - step;
  const rest = new Float64Array(size);
  if (p <= 0.5) {
    for (let at = 0; at < size; at += 1)
      rest[at] = ((row[at] ?? 0) - (at >= step ? p * (rest[at - step] ?? 0) : 0)) / (1 - p);
  } else {
    for (let at = size - 1; at >= 0; at -= 1)
      rest[at] = ((row[at + step] ?? 0) - (at + step < size ? (1 - p) * (rest[at + step] ?? 0) : 0)) / p;
  }
  return rest;
}

/** The distribution of the sum of the won bets. Few bets: every sum; many: a grid; very many: draws with a seed. */
export function sumDistribution(bets: readonly Bet[], sd = 0, seed = 1): Distribution {
  const used = live(bets);
  if (used.length <= EXACT_DEALS) return exactSums(used, sd);
  if (used.length >= DRAW_FROM) return drawnSums(used, sd, seed);
  const grid = gridOf(used, sd);
  const weights = grid.rows.length === 1 ? [1] : NODE_WEIGHTS;
  const probs = new Float64Array(grid.size);
  weights.forEach((weight, node) => grid.rows[node]?.forEach((p, at) => (probs[at] = (probs[at] ?? 0) + weight * p)));
  return { values: Float64Array.from(probs, (_, at) => grid.low + at * grid.unit), probs };
}

function exactSums(bets: readonly Bet[], sd: number): Distribution {
  const chances = bets.map(({ p }) => shockedChances(p, sd));
  const weights = sd > 0 ? NODE_WEIGHTS : [1];
  const sums = new Map<number, number>();
  weights.forEach((weight, node) => {
    let own = new Map([[0, 1]]);
    bets.forEach(({ amount }, bet) => {
      const p = chances[bet]?.[node] ?? 0;
      const next = new Map<number, number>();
      for (const [sum, q] of own) {
        next.set(sum, (next.get(sum) ?? 0) + q * (1 - p));
        next.set(sum + amount, (next.get(sum + amount) ?? 0) + q * p);
      }
      own = next;
    });
    for (const [sum, q] of own) sums.set(sum, (sums.get(sum) ?? 0) + weight * q);
  });
  const sorted = [...sums].toSorted((a, b) => a[0] - b[0]);
  return { values: Float64Array.from(sorted, ([sum]) => sum), probs: Float64Array.from(sorted, ([, q]) => q) };
}

/** 10,000 draws: per draw one shock for all, then a coin a deal. */
function drawnSums(bets: readonly Bet[], sd: number, seed: number): Distribution {
  const next = randomStream(seed);
  const normal = normalStream(next);
  const centres = Float64Array.from(bets, ({ p }) => centreOf(Math.min(1 - 1e-9, clean(p)), sd));
  const values = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const shock = sd * normal();
    let sum = 0;
    for (let bet = 0; bet < bets.length; bet += 1)
      if (next() < sigmoid((centres[bet] ?? 0) + shock)) sum += bets[bet]?.amount ?? 0;
    values[draw] = sum;
  }
  values.sort();
  return { values, probs: new Float64Array(DRAWS).fill(1 / DRAWS) };
}

/** Smallest value whose probability of not being exceeded reaches `at`. */
export function quantileOf({ values, probs }: Distribution, at: number): number {
  let sum = 0;
  for (let place = 0; place < values.length; place += 1) {
    sum += probs[place] ?? 0;
    if (sum >= at - 1e-12) return values[place] ?? 0;
  }
  return values.at(-1) ?? 0;
}

export const chanceToReach = ({ values, probs }: Distribution, target: number): number => {
  let sum = 0;
  for (let place = values.length - 1; place >= 0 && (values[place] ?? 0) >= target; place -= 1)
    sum += probs[place] ?? 0;
  return Math.min(1, sum);
};

export const meanOf = ({ values, probs }: Distribution): number =>
  values.reduce((sum, value, at) => sum + value * (probs[at] ?? 0), 0);

function greatestCommon(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
