import { addDays } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { PACE_PERIODS, usualEffort } from '@/lib/figures/pacing';
import { closings } from '@/lib/figures/rates';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf } from '@/lib/forecast/outlook';
import { closingOf } from '@/lib/log/stays';

/**
 * How many deals some people bring to an end, won or lost, in as many last days of a quarter as are left now: the
 * median of the last four quarters. Undefined where none of them lies within the log.
 */
export function effortOf(facts: OrgFacts, ownerIds: ReadonlySet<string>): number | undefined {
  const { log, now } = facts;
  const { past, daysLeft, first } = engineOf(facts);
  const counts = past.slice(-PACE_PERIODS).flatMap(({ start, end }) => {
    const from = addDays(end, -daysLeft + 1);
    const days = { start: from < start ? start : from, end };
    if (daysLeft === 0 || endOfDay(addDays(days.start, -1), log.timeZone) < first) return [];
    const closed = closings(log, now, { days });
    return [closed.filter((each) => ownerIds.has(log.words.owner[closingOf(log, each).owner] ?? '')).length];
  });
  return usualEffort.compute(counts);
}
