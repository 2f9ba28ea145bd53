import { dayNumberAt } from '@/lib/calendar/days';
import type { FiscalSettings } from '@/lib/calendar/fiscal';
import { type Instant, later } from '@/lib/calendar/instant';
import { type NewDeals, newDealsOf } from '@/lib/forecast/chance/new-deals';
import { MEMORY_DAYS } from '@/lib/forecast/chance/stage-rate';
import { type Tempo, tempoOf } from '@/lib/forecast/chance/tempo';
import { type Flow, type Quarter, quartersUntil, weeksUntil } from '@/lib/forecast/chance/weeks';
import { totalOf } from '@/lib/forecast/sum/shared';
import type { PipelineLog } from '@/lib/log/event-log';
import { outcomesAt } from '@/lib/log/outcomes';

/** What an org shows of how its deals end, and come to be, over its quarters. */
export interface OrgTempo {
  /** The last ones and, last, the present one. */
  quarters: readonly Quarter[];
  today: number;
  won: Tempo;
  lost: Tempo;
  moved: Tempo;
  flow: Flow;
  fresh: NewDeals;
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
    moved: tempoOf(weeks, 'moved', since),
    flow: weeks.flow,
    fresh: newDealsOf(log, { at, quarters, today, outcomes, levels: won.levels }),
  };
}

/**
 * What deals not yet created brought to past quarters, each as if it were to happen now: by as many new deals of such amounts, won as fast and bringing as
 * much. `from` are the first days of those quarters. The figures spread by what is not known of these as well.
 */
export function asNow({ quarters, fresh, won }: OrgTempo, past: readonly { from: number; amount: number }[]): number[] {
  const last = quarters.length - 1;
  const { births, prices, yields } = fresh;
  const found = past.map(({ from, amount }) => {
    const place = quarters.findLastIndex(({ start }) => start <= from);
    if (place < 0) return amount;
    const moved = (logs: Float64Array): number => (logs[last] ?? 0) - (logs[place] ?? 0);
    return amount * Math.exp(moved(births.logs) + moved(prices.logs) + moved(yields.logs) + moved(won.levels));
  });
  return spread(found, births.doubt + prices.doubt + yields.doubt);
}

/** Figures that spread about their mean by a factor of doubt too, whose log has a variance; each stays above nought, or at it. */
function spread(figures: readonly number[], doubt: number): number[] {
  const mean = totalOf(figures) / figures.length;
  const square = figures.reduce((sum, each) => sum + (each / mean - 1) ** 2, 0) / figures.length;
  if (!(mean > 0 && square > 0) || figures.some((each) => each < 0)) return [...figures];
  const power = Math.sqrt(1 + doubt / Math.log(1 + square));
  const raw = figures.map((each) => (each / mean) ** power);
  const wide = totalOf(raw) / raw.length;
  return raw.map((each) => (mean * each) / wide);
}
