import { dayNumberAt } from '@/lib/calendar/days';
import type { FiscalSettings } from '@/lib/calendar/fiscal';
import { type Instant, later } from '@/lib/calendar/instant';
import { MEMORY_DAYS } from '@/lib/forecast/chance/stage-rate';
import { birthsOf, pricesOf, type Tempo, tempoOf } from '@/lib/forecast/chance/tempo';
import { type Quarter, quartersUntil, weeksUntil } from '@/lib/forecast/chance/weeks';
import { yieldsOf } from '@/lib/forecast/chance/yields';
import type { PipelineLog } from '@/lib/log/event-log';
import { outcomesAt } from '@/lib/log/outcomes';

/** What an org shows of how its deals end, and come to be, over its quarters. */
export interface OrgTempo {
  /** The last ones and, last, the present one. */
  quarters: readonly Quarter[];
  today: number;
  won: Tempo;
  lost: Tempo;
  /** Log of the rate of new deals by quarter, and of the amounts that they come with. */
  births: Float64Array;
  prices: Float64Array;
  /** Log of what they bring soon after beside what such amounts usually do. */
  yields: Float64Array;
}

/** As of an instant; nothing later is read. */
export function orgTempo(log: PipelineLog, { at, fiscal }: { at: Instant; fiscal: FiscalSettings }): OrgTempo {
  const today = dayNumberAt(later(at, 1), log.timeZone) - 1;
  const quarters = quartersUntil(fiscal, today);
  const outcomes = outcomesAt(log, at);
  const weeks = weeksUntil(log, { at, quarters, outcomes });
  const since = quarters.findIndex(({ start }) => start >= today - MEMORY_DAYS);
  const won = tempoOf(weeks, 'won', since);
  return {
    quarters,
    today,
    won,
    lost: tempoOf(weeks, 'lost', since),
    births: birthsOf(log, { quarters, today }),
    prices: pricesOf(log, { quarters, today }),
    yields: yieldsOf(log, { quarters, today, outcomes, levels: won.levels }),
  };
}

/**
 * What deals not yet created brought to past quarters, each as if it were to happen now: by as many new deals of such amounts, won as fast. `from` are the
 * first days of those quarters.
 */
export function asNow(
  { quarters, births, prices, won, yields }: OrgTempo,
  past: readonly { from: number; amount: number }[],
): number[] {
  const last = quarters.length - 1;
  return past.map(({ from, amount }) => {
    const place = quarters.findLastIndex(({ start }) => start <= from);
    if (place < 0) return amount;
    const moved = (values: Float64Array): number => (values[last] ?? 0) - (values[place] ?? 0);
    return amount * Math.exp(moved(births) + moved(prices) + moved(won.levels) + (process.env['NOY'] ? 0 : moved(yields)));
  });
}
