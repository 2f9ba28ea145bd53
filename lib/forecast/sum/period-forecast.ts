import type { Bet } from '@/lib/forecast/sum/bets';
import { type Distribution, meanOf, quantileOf, sumDistribution } from '@/lib/forecast/sum/distribution';
import { chanceOf } from '@/lib/forecast/sum/reach';
import { futuresOf, type Shared, UNSHARED } from '@/lib/forecast/sum/shared';

/** What comes less often than this is in no range. */
const LEAST_BEYOND = 0.01;

/** Wider than this, (p90 − p10) ÷ p50, a range is no use to anyone (G7.21). */
const TOO_WIDE = 1;

/** What a period's bookings are made of. Amounts in minor units, or any other, the same for all. */
export interface PeriodParts {
  won: number;
  /** Open deals, their chances at the shared level. */
  deals: readonly Bet[];
  /** What past periods brought, from such a point on, by deals that did not exist yet. */
  newBusiness: readonly number[];
  shared?: Shared;
  quota?: number | undefined;
}

export interface PeriodForecast {
  won: number;
  /** Expected from open deals, and from deals not yet created; undefined without a past period. */
  open: number;
  notYetCreated: number | undefined;
  /** What deals not yet created may bring, each as likely; and how many past periods that is known from. */
  futures: number[];
  periods: number;
  p10: number;
  p50: number;
  p90: number;
  mean: number;
  /** Chance of the quota; undefined without one. */
  pReachQuota?: number;
  /** The range is wider than its middle: too wide to be useful. */
  isTooWide: boolean;
  shared: Shared;
  distribution: Distribution;
}

/** A period's bookings as a distribution: won + open deals + deals not yet created, under one shared shock (G7.6). */
export function periodForecast({ won, deals, newBusiness, shared = UNSHARED, quota }: PeriodParts): PeriodForecast {
  const open = sumDistribution(deals, shared.sd);
  const futures = futuresOf(newBusiness, shared.level);
  const distribution = shifted(open, futures.length > 0 ? futures.map((extra) => won + extra) : [won]);
  const [p10, p50, p90] = [0.1, 0.5, 0.9].map((q) => quantileOf(distribution, q)) as [number, number, number];
  const [low, high] = p10 === p90 ? opened(distribution, p50) : [p10, p90];
  return {
    won,
    open: meanOf(open),
    notYetCreated: futures.length > 0 ? futures.reduce((sum, each) => sum + each, 0) / futures.length : undefined,
    futures,
    periods: newBusiness.length,
    p10: low,
    p50,
    p90: high,
    mean: meanOf(distribution),
    ...(quota === undefined ? {} : { pReachQuota: chanceOf(deals, targetsOf(won, futures, quota), shared.sd) }),
    isTooWide: p50 > 0 ? (p90 - p10) / p50 > TOO_WIDE : p90 > p10,
    shared,
    distribution,
  };
}

/**
 * Where nine of ten times one and the same comes, a range of no width would say that nothing else can: it runs on to the mean of what else comes, on
 * the likelier side, but for what is next to impossible.
 */
function opened({ values, probs }: Distribution, at: number): [number, number] {
  const beyond = (isBeyond: (value: number) => boolean): { mass: number; mean: number } => {
    let [mass, sum] = [0, 0];
    values.forEach((value, place) => {
      if (!isBeyond(value)) return;
      mass += probs[place] ?? 0;
      sum += (probs[place] ?? 0) * value;
    });
    return { mass, mean: mass > 0 ? sum / mass : at };
  };
  const [above, below] = [beyond((value) => value > at), beyond((value) => value < at)];
  if (Math.max(above.mass, below.mass) < LEAST_BEYOND) return [at, at];
  return above.mass >= below.mass ? [at, above.mean] : [below.mean, at];
}

/** What open deals have to bring, by each of the futures of new business. */
export const targetsOf = (won: number, futures: readonly number[], quota: number): number[] =>
  (futures.length > 0 ? futures : [0]).map((extra) => quota - won - extra);

/** A distribution moved by one of several amounts, each as likely. */
function shifted({ values, probs }: Distribution, by: readonly number[]): Distribution {
  const own = probs.map((p) => p / by.length);
  let parts = by.map((extra): Distribution => ({ values: values.map((value) => value + extra), probs: own }));
  // Each rises already: two by two they are laid together.
  while (parts.length > 1)
    parts = parts.flatMap((part, place) => {
      const next = parts[place + 1];
      return place % 2 === 1 ? [] : next ? [merged(part, next)] : [part];
    });
  return parts[0] ?? { values, probs };
}

/** Two rising distributions as one, where both were given their share. */
function merged(a: Distribution, b: Distribution): Distribution {
  const size = a.values.length + b.values.length;
  const [values, probs] = [new Float64Array(size), new Float64Array(size)];
  let [left, right] = [0, 0];
  for (let to = 0; to < size; to += 1) {
    const isLeft = right >= b.values.length || (left < a.values.length && a.values[left]! <= b.values[right]!);
    const from = isLeft ? a : b;
    const place = isLeft ? left++ : right++;
    values[to] = from.values[place]!;
    probs[to] = from.probs[place]!;
  }
  return { values, probs };
}
