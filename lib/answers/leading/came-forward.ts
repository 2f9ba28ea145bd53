import { addDays, dayNumber, daysBetween } from '@/lib/calendar/days';
import { neighbour } from '@/lib/calendar/fiscal';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { asOf } from '@/lib/figures/ask';
import { PACE_PERIODS } from '@/lib/figures/pacing';
import { openPipeline } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf } from '@/lib/forecast/outlook';
import { NO_DAY, versionAt, WON } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';
import { wilson } from '@/lib/process/wilson';

import { ownersOf } from './course';

/** How many such deals there were, and how many came forward, with Wilson's 95 % interval. Shares 0–1. */
export interface CameForward {
  n: number;
  won: number;
  share?: number;
  low?: number;
  high?: number;
}

/**
 * Deals that were open at this point of each of the last four quarters with their close date in the quarter after; `won` is the version in
 * which one was won in the earlier quarter all the same. A deal may be there for more than one quarter.
 */
export function aheadBefore(facts: OrgFacts): { deal: DealIndex; won?: VersionIndex }[] {
  const { log, profile, today } = facts;
  const { period, past } = engineOf(facts);
  const { filter } = ownersOf(facts);
  const elapsed = daysBetween(period.start, today);
  return past.slice(-PACE_PERIODS).flatMap((each) => {
    const day = addDays(each.start, elapsed);
    const at = endOfDay(day < each.end ? day : each.end, log.timeZone);
    const { deals } = asOf(log, at).rows(openPipeline, {
      filter: { ...filter, period: neighbour(profile, each, 1) },
    });
    return Array.from(deals, (deal) => {
      const ended = versionAt(log, deal, endOfDay(each.end, log.timeZone));
      const closed = ended < 0 ? NO_DAY : (log.closeDay[ended] ?? NO_DAY);
      const isWon = ended >= 0 && log.status[ended] === WON && closed <= dayNumber(each.end);
      return { deal, ...(isWon ? { won: ended } : {}) };
    });
  });
}

export function cameForward(facts: OrgFacts): CameForward {
  const all = aheadBefore(facts);
  const [n, won] = [all.length, all.filter((each) => each.won !== undefined).length];
  return { n, won, ...(n === 0 ? {} : { share: won / n, ...wilson(won, n) }) };
}
