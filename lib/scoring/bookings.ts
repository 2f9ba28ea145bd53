/** A window that is over: what was forecast for it at its start, and what came. Same unit as the amounts. */
export interface FinishedWindow {
  forecast: number;
  actual: number;
}

export interface BookingsInput {
  /** Already won in the period. */
  won: number;
  /** Each open deal: chance to be won within the period, and amount. */
  open: readonly { chance: number; amount: number }[];
  /** Won in finished spans of the same length from deals that did not exist at the span's start, oldest first. */
  fresh: readonly number[];
  /** Oldest first; only windows that are over. */
  finished: readonly FinishedWindow[];
}

export interface Bookings {
  expected: number;
  p10: number;
  p50: number;
  p90: number;
  /** What `expected` consists of, before the level: their sum × `level` + won = expected. */
  open: number;
  fresh: number;
  /** What the finished windows say of the forecasts' level: 1 is right. */
  level: number;
  /** Relative standard deviation of what is still to come. */
  spread: number;
  /** Stable ids: the range is wider than its middle; recent results left the range twice in a row. */
  notes: readonly BookingsNote[];
}

type BookingsNote = 'tooWide' | 'levelMoved';

/** The level of past forecasts counts as if this many windows had been right. */
const LEVEL_PRIOR = 4;
/** Spread before any window is over: a shock of 0.25 log-odds (scoring.md §6.7) moves most sums by about a seventh. */
const PRIOR_SPREAD = 0.15;
const SPREAD_PRIOR = 3;
const FRESH_WINDOWS = 6;
/** Normal deviates of 80 % and of 90 % of the outcomes around the middle. */
const Z80 = 1.281_551_6;
const Z90 = 1.644_853_6;
const TOO_WIDE = 1;

/**
 * Bookings of a period as won + open + not yet created, in one range. What all deals share is learnt from the windows that are
 * over: their log ratios of actual to forecast give a level, held near 1, and the width. Where the last two windows both left
 * their 90 % range the level has moved: the forecast goes half way to what the last window says, and is widened.
 */
export function forecastBookings({ won, open, fresh, finished }: BookingsInput): Bookings {
  const fromOpen = open.reduce((sum, { chance, amount }) => sum + chance * amount, 0);
  const recent = fresh.slice(-FRESH_WINDOWS);
  const fromFresh = recent.reduce((sum, each) => sum + each, 0) / Math.max(1, recent.length);
  const ratios = finished
    .filter(({ forecast, actual }) => forecast > 0 && actual > 0)
    .map(({ forecast, actual }) => Math.log(actual / forecast));
  const sum = ratios.reduce((all, ratio) => all + ratio, 0);
  let shift = sum / (ratios.length + LEVEL_PRIOR);
  const squares = ratios.reduce((all, ratio) => all + (ratio - shift) ** 2, 0);
  const mean = fromOpen + fromFresh;
  const alone =
    mean > 0
      ? Math.sqrt(open.reduce((all, { chance, amount }) => all + chance * (1 - chance) * amount ** 2, 0)) / mean
      : 0;
  const prior = PRIOR_SPREAD ** 2 + alone ** 2;
  let spread = Math.sqrt((SPREAD_PRIOR * prior + squares) / (SPREAD_PRIOR + ratios.length));
  const notes: BookingsNote[] = [];
  const lastTwo = ratios.slice(-2);
  if (lastTwo.length === 2 && hasMoved(ratios)) {
    notes.push('levelMoved');
    const last = lastTwo[1] ?? 0;
    shift = (shift + last) / 2;
    spread = Math.hypot(spread, (last - shift) / 2);
  }
  const level = Math.exp(shift);
  const middle = mean * level;
  const at = (z: number): number => won + middle * Math.exp(z * spread);
  const [p10, p50, p90] = [at(-Z80), at(0), at(Z80)];
  if (p50 > 0 && (p90 - p10) / p50 > TOO_WIDE) notes.push('tooWide');
  return { expected: won + middle, p10, p50, p90, open: fromOpen, fresh: fromFresh, level, spread, notes };
}

/** The last two windows lay outside, on the same side, of the 90 % range that the windows before them gave. */
function hasMoved(ratios: readonly number[]): boolean {
  const before = ratios.slice(0, -2);
  const limit =
    Z90 *
    Math.sqrt(
      (SPREAD_PRIOR * PRIOR_SPREAD ** 2 + before.reduce((all, ratio) => all + ratio ** 2, 0)) /
        (SPREAD_PRIOR + before.length),
    );
  return [1, -1].some((side) => ratios.slice(-2).every((ratio) => side * ratio > limit));
}
