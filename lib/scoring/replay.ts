import { DAY_MS } from '@/lib/domain/days';
import { OPEN, type PipelineLog, versionAt, WON } from '@/lib/domain/log';

import { type Bookings, type FinishedWindow, forecastBookings } from './bookings';

/** A past period as it would have been forecast on its first day, and what came; minor units of the corporate currency. */
export interface ReplayedPeriod {
  /** First instant and length. */
  at: number;
  days: number;
  forecast: Bookings;
  actual: number;
  isInside: boolean;
}

export interface ReplayInput {
  log: PipelineLog;
  at: number;
  days: number;
  /** Chance to be won within the period of each deal that was open, by its position. */
  chances: ReadonlyMap<number, number>;
  /** Periods replayed before, oldest first: only those that were over by `at` are learnt from. */
  before: readonly ReplayedPeriod[];
}

/** How many finished spans the new business is averaged over. */
const FRESH_SPANS = 6;

/** Forecasts one past period from what was known on its first day, and compares. Unpriced deals count for nothing on both sides. */
export function replayPeriod({ log, at, days, chances, before }: ReplayInput): ReplayedPeriod {
  const span = days * DAY_MS;
  const open = [...chances].map(([deal, chance]) => ({ chance, amount: priceAt(log, deal, at) }));
  const first = log.createdAt.reduce((least, each) => Math.min(least, each), at);
  const fresh: number[] = [];
  for (let back = FRESH_SPANS; back >= 1; back -= 1) {
    const start = at - back * span;
    if (start >= first) fresh.push(wonIn(log, start, start + span, start));
  }
  const finished = before
    .filter((period) => period.at + period.days * DAY_MS <= at)
    .map((period): FinishedWindow => ({
      forecast: period.forecast.open + period.forecast.fresh,
      actual: period.actual,
    }));
  const forecast = forecastBookings({ won: 0, open, fresh, finished });
  const actual = wonIn(log, at, at + span);
  return { at, days, forecast, actual, isInside: actual >= forecast.p10 && actual <= forecast.p90 };
}

/** Share of past periods that ended inside their 80 % range (`intervalCoverage`, glossary §7); NaN without any. */
export const hitRate = (periods: readonly ReplayedPeriod[]): number =>
  periods.filter(({ isInside }) => isInside).length / periods.length;

/** Amount won in a span, of deals created from an instant on. A deal that is won twice counts where it was won last. */
function wonIn(log: PipelineLog, start: number, end: number, createdFrom = -Infinity): number {
  let sum = 0;
  for (let deal = 0; deal < log.size; deal += 1) {
    if (log.createdAt[deal]! < createdFrom) continue;
    const version = versionAt(log, deal, end - 1);
    if (version < 0 || log.status[version] !== WON) continue;
    let since = version;
    while (since > log.starts[deal]! && log.status[since - 1] === WON) since -= 1;
    if (log.from[since]! >= start) sum += log.amount[version]! || 0;
  }
  return sum;
}

function priceAt(log: PipelineLog, deal: number, at: number): number {
  const version = versionAt(log, deal, at);
  return version >= 0 && log.status[version] === OPEN ? log.amount[version]! || 0 : 0;
}
