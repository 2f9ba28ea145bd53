import { addDays, dayNumber, type Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { endOfDay, periodEnd } from '@/lib/calendar/zoned-time';
import { asOf } from '@/lib/figures/ask';
import { bookings, sumOf } from '@/lib/figures/bookings';
import { openDeals } from '@/lib/figures/states';
import type { ChanceMethod, ChanceSource } from '@/lib/forecast/chance/chances';
import { asNow, type OrgTempo } from '@/lib/forecast/chance/org-tempo';
import type { Bet } from '@/lib/forecast/sum/bets';
import { type PeriodForecast, periodForecast } from '@/lib/forecast/sum/period-forecast';
import { type Shared, UNSHARED } from '@/lib/forecast/sum/shared';
import type { PipelineLog } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION, type VersionIndex } from '@/lib/log/positions';

export interface ForecastQuestion {
  at: Instant;
  period: { start: Day; end: Day };
  owners?: ReadonlySet<string> | undefined;
  chances: ChanceSource;
  /** What past periods brought, from as many days before their end on, by deals that did not exist yet. Minor units. */
  newBusiness: readonly number[];
  /** The shock that all deals share, as finished windows showed it; the chances are at its level (`atLevel`). */
  shared?: Shared;
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
  deal: DealIndex;
  version: VersionIndex;
  /** As the CRM has it, 0 where it has none; `amount` is what the deal is expected to bring if it is won. */
  written: number;
  n: number;
  low?: number;
  high?: number;
}

/** All amounts in minor units. */
export interface Forecast extends PeriodForecast {
  method: ChanceMethod;
  n: number;
  deals: ForecastDeal[];
}

/** Open deals of a scope with their chances; omitted deals are in no forecast; unpriced ones bring what such deals brought, or nothing. */
export function forecastDeals(
  log: PipelineLog,
  { at, owners, chances }: Pick<ForecastQuestion, 'at' | 'owners' | 'chances'>,
): ForecastDeal[] {
  const filter = owners ? { ownerIds: owners } : {};
  const { deals, versions } = asOf(log, at).rows(openDeals, { filter });
  return Array.from(deals, (deal, row) => {
    const version = versions[row] ?? FIRST_VERSION;
    const amount = log.amount[version] ?? Number.NaN;
    const written = Number.isNaN(amount) ? 0 : amount;
    const { won, n, low, high } = chances.of(deal, version);
    return {
      deal,
      version,
      written,
      ...(chances.brings?.(log, version) ?? { amount: written }),
      p: won,
      n,
      ...(low === undefined ? {} : { low }),
      ...(high === undefined ? {} : { high }),
    };
  });
}

/** The period's bookings as a distribution: won + open deals + deals not yet created (G7.1 to G7.3). */
export function forecast(log: PipelineLog, question: ForecastQuestion): Forecast {
  const { at, period, owners, chances } = question;
  const won = sumOf(bookings(log, at, { period, ...(owners ? { ownerIds: owners } : {}) }));
  return forecastOf({ won, deals: forecastDeals(log, { at, owners, chances }) }, question);
}

/** The same of deals and bookings that were picked already: many scopes of one day share one walk through the log. */
export function forecastOf(
  { won, deals }: ForecastParts,
  { chances, newBusiness, quota, shared = UNSHARED }: Omit<ForecastQuestion, 'at' | 'owners' | 'period'>,
): Forecast {
  return {
    ...periodForecast({ won, deals, newBusiness, quota, shared }),
    method: chances.method,
    n: chances.n,
    deals,
  };
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
    tempo,
  }: {
    at: Instant;
    daysLeft: number;
    /** Each is then taken as if it were to happen now. */
    tempo?: OrgTempo;
    periods: readonly { start: Day; end: Day }[];
    owners?: ReadonlySet<string> | undefined;
  },
): number[] {
  const first = log.createdAt.reduce((least, created) => Math.min(least, created), Infinity);
  const found = periods.flatMap((period) => {
    const end = periodEnd(period, log.timeZone);
    const mark = endOfDay(addDays(period.end, -daysLeft), log.timeZone);
    if (end > at || mark < first) return [];
    const late = bookings(log, end, { period, ...(owners ? { ownerIds: owners } : {}) });
    const amount = sumOf(late.filter(({ deal }) => (log.createdAt[deal] ?? 0) > mark));
    return [{ from: dayNumber(period.start), amount }];
  });
  return tempo ? asNow(tempo, found) : found.map(({ amount }) => amount);
}
