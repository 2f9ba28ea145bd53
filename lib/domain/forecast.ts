import type { Bet } from '@/lib/domain/bets';
import { bookings, sumOf } from '@/lib/domain/bookings';
import type { ChanceMethod, ChanceSource } from '@/lib/domain/chances';
import { endOfDay } from '@/lib/domain/chances';
import { DAY_MS, dayNumber, type Day } from '@/lib/domain/days';
import { type Distribution, meanOf, quantileOf, sumDistribution } from '@/lib/domain/distribution';
import { CATEGORIES, OPEN, type PipelineLog, versionAt } from '@/lib/domain/log';
import { compile } from '@/lib/domain/pipeline';
import { chanceOf, type DealEffect, reach } from '@/lib/domain/reach';

/** Standard deviation of the shock in log-odds that all deals of a period share, before finished periods speak (scoring.md §6.7). */
const PRIOR_SHOCK = 0.25;
/** Wider than this, (p90 − p10) ÷ p50, a range is no use to anyone (scoring.md §6.7). */
const TOO_WIDE = 1;
const OMITTED = CATEGORIES.indexOf('omitted');

export interface ForecastQuestion {
  at: number;
  period: { start: Day; end: Day };
  owners?: ReadonlySet<string> | undefined;
  chances: ChanceSource;
  /** What past periods brought, from as many days before their end on, by deals that did not exist yet. Minor units. */
  newBusiness: readonly number[];
  shockSd?: number;
  /** Minor units. */
  quota?: number | undefined;
}

/** A forecast's own deals and bookings, where they are known already. */
export interface ForecastParts {
  won: number;
  deals: ForecastDeal[];
}

/** An open deal in the forecast. */
export interface ForecastDeal extends Bet {
  /** Positions in the log. */
  deal: number;
  version: number;
  n: number;
  low?: number;
  high?: number;
}

/** All amounts in minor units. */
export interface Forecast {
  won: number;
  /** Expected from open deals, and from deals not yet created; undefined where there is no past period to tell. */
  open: number;
  notYetCreated: number | undefined;
  p10: number;
  p50: number;
  p90: number;
  mean: number;
  /** Chance of the quota; undefined without one. */
  pReachQuota?: number;
  /** The range is wider than its middle: too wide to be useful. */
  isTooWide: boolean;
  /** Stage-weighted pipeline in the period (glossary §2, `weightedPipeline`), for comparison. */
  weighted: number;
  method: ChanceMethod;
  n: number;
  shockSd: number;
  deals: ForecastDeal[];
  distribution: Distribution;
}

/** Open deals of a scope with their chances; omitted deals are in no forecast, unpriced ones bring nothing. */
export function forecastDeals(
  log: PipelineLog,
  { at, owners, chances }: Pick<ForecastQuestion, 'at' | 'owners' | 'chances'>,
): ForecastDeal[] {
  const filter = compile(log, owners ? { ownerIds: owners } : {});
  const found: ForecastDeal[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0 || log.status[version] !== OPEN || log.category[version] === OMITTED || !filter.isOwner(version))
      continue;
    const amount = log.amount[version] ?? Number.NaN;
    const { won, n, low, high } = chances.of(deal, version);
    found.push({
      deal,
      version,
      amount: Number.isNaN(amount) ? 0 : amount,
      p: won,
      n,
      ...(low === undefined ? {} : { low }),
      ...(high === undefined ? {} : { high }),
    });
  }
  return found;
}

/** The period's bookings as a distribution: won + open deals + deals not yet created (scoring.md §6.7). */
export function forecast(log: PipelineLog, question: ForecastQuestion): Forecast {
  const { at, period, owners, chances } = question;
  const won = sumOf(bookings(log, at, { period, ...(owners ? { ownerIds: owners } : {}) }));
  return forecastOf(log, { won, deals: forecastDeals(log, { at, owners, chances }) }, question);
}

/** The same of deals and bookings that were picked already: many scopes of one day share one walk through the log. */
export function forecastOf(
  log: PipelineLog,
  { won, deals }: ForecastParts,
  { period, chances, newBusiness, quota, shockSd = PRIOR_SHOCK }: Omit<ForecastQuestion, 'at' | 'owners'>,
): Forecast {
  const open = sumDistribution(deals, shockSd);
  const distribution = shifted(open, newBusiness.length > 0 ? newBusiness.map((extra) => won + extra) : [won]);
  const [p10, p50, p90] = [0.1, 0.5, 0.9].map((q) => quantileOf(distribution, q)) as [number, number, number];
  const end = dayNumber(period.end);
  return {
    won,
    open: meanOf(open),
    notYetCreated:
      newBusiness.length > 0 ? sumOf(newBusiness.map((amount) => ({ amount }))) / newBusiness.length : undefined,
    p10,
    p50,
    p90,
    mean: meanOf(distribution),
    ...(quota === undefined ? {} : { pReachQuota: chanceOf(deals, targetsOf(won, newBusiness, quota), shockSd) }),
    isTooWide: p50 > 0 ? (p90 - p10) / p50 > TOO_WIDE : p90 > p10,
    weighted:
      won +
      deals.reduce(
        (sum, { version, amount, p }) => sum + ((log.closeDay[version] ?? Infinity) <= end ? amount * p : 0),
        0,
      ),
    method: chances.method,
    n: chances.n,
    shockSd,
    deals,
    distribution,
  };
}

/** What each open deal does to the chance of the quota: now, if it is won, if it is lost. Effects are in the order of the deals. */
export function dealEffects(
  { won, deals, shockSd }: Pick<Forecast, 'won' | 'deals' | 'shockSd'>,
  newBusiness: readonly number[],
  quota: number,
): { now: number; effects: DealEffect[] } {
  return reach(deals, targetsOf(won, newBusiness, quota), shockSd);
}

/** What open deals have to bring, by each of the futures of new business. */
export const targetsOf = (won: number, newBusiness: readonly number[], quota: number): number[] =>
  (newBusiness.length > 0 ? newBusiness : [0]).map((extra) => quota - won - extra);

/** A distribution moved by one of several amounts, each as likely. */
function shifted({ values, probs }: Distribution, by: readonly number[]): Distribution {
  const [only] = by;
  if (by.length === 1 && only !== undefined) return { values: values.map((value) => value + only), probs };
  const all = by.flatMap((extra) =>
    Array.from(values, (value, at): [number, number] => [value + extra, (probs[at] ?? 0) / by.length]),
  );
  all.sort((a, b) => a[0] - b[0]);
  return { values: Float64Array.from(all, ([value]) => value), probs: Float64Array.from(all, ([, p]) => p) };
}

/**
 * What deals that did not exist yet brought to past periods, from as many days before their end on as there are left now. Minor units,
 * one figure a period; periods that are not over by `at` are left out, and so are those that begin before the log does.
 */
export function newBusiness(
  log: PipelineLog,
  {
    at,
    daysLeft,
    periods,
    owners,
  }: {
    at: number;
    daysLeft: number;
    periods: readonly { start: Day; end: Day }[];
    owners?: ReadonlySet<string> | undefined;
  },
): number[] {
  const first = log.createdAt.reduce((least, created) => Math.min(least, created), Infinity);
  return periods.flatMap((period) => {
    const end = endOfDay(period.end);
    const mark = end - daysLeft * DAY_MS;
    if (end > at || mark < first) return [];
    const late = bookings(log, end, { period, ...(owners ? { ownerIds: owners } : {}) });
    return [sumOf(late.filter(({ deal }) => (log.createdAt[deal] ?? 0) > mark))];
  });
}

/**
 * Standard deviation of the shared shock, from finished windows: what their wins differ from the expected by beyond chance, by the
 * method of moments, (W − E)² ≈ V + σ²V² with V = Σ p(1 − p). Three windows' worth of prior keep a short history sober.
 */
export function learnShock(windows: readonly { won: number; chances: readonly number[] }[]): number {
  const prior = 3;
  let sum = prior * PRIOR_SHOCK ** 2;
  let count = prior;
  for (const { won, chances } of windows) {
    const [expected, variance] = chances.reduce(([e, v], p) => [e + p, v + p * (1 - p)], [0, 0]);
    if (variance < 1) continue;
    sum += ((won - expected) ** 2 - variance) / variance ** 2;
    count += 1;
  }
  return Math.min(1.5, Math.sqrt(Math.max(0.0025, sum / count)));
}
