import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Bet } from '@/lib/forecast/sum/bets';
import { periodForecast } from '@/lib/forecast/sum/period-forecast';
import { type FinishedWindow, learnShared, levelled, type Shared } from '@/lib/forecast/sum/shared';
import { OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL, type DealIndex } from '@/lib/log/positions';

/** A past period as it would have been forecast on its first day, and what came; minor units of the corporate currency. */
export interface ReplayedPeriod {
  /** First instant and length. */
  at: number;
  days: number;
  p10: number;
  p50: number;
  p90: number;
  actual: number;
  isInside: boolean;
}

/** With its deals at their own chances and the new business that it was given: what the periods after it learn from. */
export interface Replayed extends ReplayedPeriod {
  window: FinishedWindow;
}

export interface ReplayInput {
  log: PipelineLog;
  at: number;
  days: number;
  /** Chance to be won within the period of each deal that was open, by its position. */
  chances: ReadonlyMap<DealIndex, number>;
  /** Periods replayed before, oldest first: only those that were over by `at` are learnt from. */
  before: readonly Replayed[];
}

/** How many finished spans the new business is averaged over. */
const FRESH_SPANS = 6;

/** Forecasts one past period from what was known on its first day, and compares. Unpriced deals count for nothing on both sides. */
export function replayPeriod({ log, at, days, chances, before }: ReplayInput): Replayed {
  const span = days * DAY_MS;
  const own = [...chances].map(([deal, p]): Bet => ({ p, amount: priceAt(log, deal, at) }));
  const first = log.createdAt.reduce((least, each) => Math.min(least, each), at);
  const fresh: number[] = [];
  for (let back = FRESH_SPANS; back >= 1; back -= 1) {
    const start = at - back * span;
    if (start >= first) fresh.push(wonIn(log, start, start + span, start));
  }
  const shared = sharedAt(before, at);
  const deals = own.map(({ p, amount }) => ({ amount, p: levelled(p, shared.level) }));
  const { p10, p50, p90 } = periodForecast({ won: 0, deals, newBusiness: fresh, shared });
  const actual = wonIn(log, at, at + span);
  const window = { deals: own, newBusiness: fresh, actual };
  return { at, days, p10, p50, p90, actual, isInside: actual >= p10 && actual <= p90, window };
}

/** Level and spread from the periods that were over by an instant. */
export const sharedAt = (periods: readonly Replayed[], at: number): Shared =>
  learnShared(periods.filter((period) => period.at + period.days * DAY_MS <= at).map(({ window }) => window));

/** Amount won in a span, of deals created from an instant on. A deal that is won twice counts where it was won last. */
function wonIn(log: PipelineLog, start: number, end: number, createdFrom = -Infinity): number {
  let sum = 0;
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    if (log.createdAt[deal]! < createdFrom) continue;
    const version = versionAt(log, deal, instant(end - 1));
    if (version < 0 || log.status[version] !== WON) continue;
    let since = version;
    while (since > log.starts[deal]! && log.status[since - 1] === WON) since--;
    if (log.from[since]! >= start) sum += log.amount[version]! || 0;
  }
  return sum;
}

function priceAt(log: PipelineLog, deal: DealIndex, at: number): number {
  const version = versionAt(log, deal, instant(at));
  return version >= 0 && log.status[version] === OPEN ? log.amount[version]! || 0 : 0;
}
