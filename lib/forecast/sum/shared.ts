import type { Bet } from '@/lib/forecast/sum/bets';
import { PRIOR_SD } from '@/lib/forecast/sum/shock';

/** What the deals of a period share, in log-odds: where the shock lies on average, and how far it spreads. */
export interface Shared {
  level: number;
  sd: number;
  /** The last two windows both came out on one side of all that was likely: the past is no longer a guide to the level. */
  hasMoved: boolean;
}

/** Before any window is over. */
export const UNSHARED: Shared = { level: 0, sd: PRIOR_SD, hasMoved: false };

/** A window that is over: what was still to come in it as it was seen then, and what came. Minor units. */
export interface FinishedWindow {
  deals: readonly Bet[];
  /** What earlier windows had brought by deals that did not exist at such a point. */
  newBusiness: readonly number[];
  actual: number;
}

/** The level counts as if so many windows had been forecast rightly, the spread as if so many had spread like the prior. */
const LEVEL_PRIOR = 4;
const SPREAD_PRIOR = 3;
const [LEAST_SD, MOST_SD] = [0.05, 1.5];
/** A shift beyond twenty times the odds says no more than one of twenty times. */
const FARTHEST = 3;
/** Normal deviate of 90 % around the middle. */
const Z90 = 1.644_853_6;

/** A window's miss in log-odds, with the variance that it would have by chance alone. */
interface Miss {
  value: number;
  noise: number;
}

/**
 * Level and spread of the shared shock, from finished windows, oldest first. Each is one look at it: the shift of all log-odds under
 * which it would have been expected as it came, new business growing like small odds, by e^shift. By chance alone such a shift has the
 * variance of independent deals and of so few futures, over the square of what a shift moves. Looks that say little weigh little. The
 * spread is taken about 0, and grows by the doubt about the level: neither is sure to last. Where the level has moved, the forecast
 * goes half way to what the last window says, and is widened by as much.
 */
export function learnShared(windows: readonly FinishedWindow[]): Shared {
  const misses = windows.map(missesOf);
  const levels = misses.flatMap(({ all }) => all ?? []);
  if (levels.length === 0) return UNSHARED;
  const { sum, weight } = weighed(levels, ({ value }) => value);
  const level = sum / (weight + LEVEL_PRIOR);
  const variance = spreadOf(misses) * (1 + 1 / (weight + LEVEL_PRIOR));
  const last = levels.at(-1);
  if (!last || !hasMoved(misses))
    return { level, sd: Math.min(MOST_SD, Math.sqrt(Math.max(LEAST_SD ** 2, variance))), hasMoved: false };
  const far = (last.value - level) / 2;
  return { level: level + far, sd: Math.min(MOST_SD, Math.sqrt(variance + far * far)), hasMoved: true };
}

/** The miss as a shift of everything that was to come, and as one of the open deals alone; absent where there was nothing to shift. */
function missesOf({ deals, newBusiness, actual }: FinishedWindow): { all?: Miss; open?: Miss } {
  const { mean, variance } = momentsOf(newBusiness);
  const fresh = Math.max(0, mean);
  const [at0, noise] = [movedBy(deals, 0), noiseOf(deals) + variance];
  const look = (wanted: number, growing: number): Miss | undefined => {
    const slope = at0.slope + growing;
    return slope > 0 ? { value: shiftTo(deals, growing, wanted), noise: noise / slope ** 2 } : undefined;
  };
  const [all, open] = [look(actual, fresh), look(actual - mean, 0)];
  return { ...(all ? { all } : {}), ...(open ? { open } : {}) };
}

/** What deals bring on average under a shift, and how that changes with it. */
function movedBy(deals: readonly Bet[], shift: number): { mean: number; slope: number } {
  let [mean, slope] = [0, 0];
  for (const { amount, p } of deals) {
    const own = Number.isFinite(amount) ? amount : 0;
    const q = levelled(p, shift);
    mean += own * q;
    slope += own * q * (1 - q);
  }
  return { mean, slope };
}

const noiseOf = (deals: readonly Bet[]): number =>
  deals.reduce((sum, { amount, p }) => sum + (Number.isFinite(amount) ? amount * amount * p * (1 - p) : 0), 0);

/** The shift under which deals and new business bring what is wanted, at most {@link FARTHEST}: Newton, kept in a bracket. */
export function shiftTo(deals: readonly Bet[], growing: number, wanted: number): number {
  let [low, high, shift] = [-FARTHEST, FARTHEST, 0];
  for (let round = 0; round < 40 && high - low > 1e-9; round += 1) {
    const { mean, slope } = movedBy(deals, shift);
    const over = mean + growing * Math.exp(shift) - wanted;
    if (over > 0) high = shift;
    else low = shift;
    const next = shift - over / (slope + growing * Math.exp(shift));
    const step = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(step - shift) < 1e-9) break;
    shift = step;
  }
  return shift;
}

/** A look weighs by how precise it is compared with the usual spread. */
function weighed(looks: readonly Miss[], of: (look: Miss) => number): { sum: number; weight: number } {
  let [sum, weight] = [0, 0];
  for (const look of looks) {
    const own = PRIOR_SD ** 2 / (PRIOR_SD ** 2 + look.noise);
    sum += own * of(look);
    weight += own;
  }
  return { sum, weight };
}

function spreadOf(misses: readonly { open?: Miss }[]): number {
  const { sum, weight } = weighed(
    misses.flatMap(({ open }) => open ?? []),
    ({ value, noise }) => value * value - noise,
  );
  return Math.max(LEAST_SD ** 2, (SPREAD_PRIOR * PRIOR_SD ** 2 + sum) / (SPREAD_PRIOR + weight));
}

/** The last two windows lay outside, on the same side, of the 90 % that those before them gave. */
function hasMoved(misses: readonly { all?: Miss; open?: Miss }[]): boolean {
  const before = spreadOf(misses.slice(0, -2));
  const lastTwo = misses.slice(-2).map(({ all }) => (all ? all.value / Math.sqrt(before + all.noise) : 0));
  return lastTwo.length === 2 && [1, -1].some((side) => lastTwo.every((z) => side * z > Z90));
}

/** A chance at a level: certain ones stay. */
export const levelled = (p: number, level: number): number =>
  level === 0 || !(p > 0 && p < 1) ? p : 1 / (1 + ((1 - p) / p) * Math.exp(-level));

/** Middles of 32nds of Student's t with 7 degrees of freedom, the eight quarters of an org; the lower half is the same below 0. */
const UPPER = [
  0.041, 0.122, 0.205, 0.289, 0.375, 0.465, 0.559, 0.659, 0.766, 0.884, 1.015, 1.167, 1.351, 1.588, 1.938, 2.686,
];
const PARTS = [...UPPER.map((z) => -z).toReversed(), ...UPPER];
/** Fewer figures have no shape. */
const LEAST_SHAPED = 3;

/**
 * What deals not yet created may bring, each as likely: spread about the mean of the past figures, at the level, by what so few leave in
 * doubt, √((n + 1) ÷ (n − 1)). The next one may well lie outside all that were seen, and rather far above than below: from three figures on
 * they are parts, each as likely, of a distribution with long tails in logarithms, beside as many noughts as there were. A past with losses keeps its own
 * figures, none below its worst.
 */
export function futuresOf(newBusiness: readonly number[], level: number): number[] {
  const factor = Math.exp(level);
  const some = newBusiness.filter((each) => each !== 0);
  const least = Math.min(0, ...newBusiness);
  const { mean, spread } = nextOf(some);
  if (some.length < LEAST_SHAPED || least < 0 || spread === 0) {
    const all = nextOf(newBusiness);
    return newBusiness.map((each) => factor * Math.max(least, all.mean + all.wide * (each - all.mean)));
  }
  const sd = Math.sqrt(Math.log(1 + (spread / mean) ** 2));
  const raw = PARTS.map((z) => Math.exp(sd * z));
  const noughts = Math.round((raw.length * (newBusiness.length - some.length)) / some.length);
  const all = [...Array.from({ length: noughts }, () => 0), ...raw];
  const usual = totalOf(raw) / all.length;
  const wanted = totalOf(newBusiness) / newBusiness.length;
  return all.map((each) => (factor * wanted * each) / usual);
}

/** Mean of some figures, and how far the next one spreads about it: by `wide` more than they do themselves. */
function nextOf(values: readonly number[]): { mean: number; spread: number; wide: number } {
  const n = values.length;
  const mean = totalOf(values) / n;
  const wide = n > 1 ? Math.sqrt((n + 1) / (n - 1)) : 1;
  return { mean, wide, spread: wide * Math.sqrt(totalOf(values.map((each) => (each - mean) ** 2)) / n) };
}

export function totalOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < values.length; place += 1) sum += values[place]!;
  return sum;
}

/** Mean, and the variance of the next figure about it; none is known of the variance of a single one. */
function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const n = values.length;
  if (n === 0) return { mean: 0, variance: 0 };
  const mean = totalOf(values) / n;
  if (n === 1) return { mean, variance: mean * mean };
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { mean, variance: (squares / (n - 1)) * (1 + 1 / n) };
}
