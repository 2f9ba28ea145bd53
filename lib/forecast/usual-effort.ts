import { addDays } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { metric } from '@/lib/figures/figure';
import { median } from '@/lib/figures/quantile';
import { closings } from '@/lib/figures/rates';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf } from '@/lib/forecast/outlook';

const QUARTERS = 4;

export const usualEffort = metric({
  id: 'usualEffort',
  rule: 'G7.32',
  compute(counts: readonly number[]) {
    const usual = median(counts);
    return usual === undefined ? undefined : Math.max(1, Math.round(usual));
  },
  vectors: [
    { input: [8, 12, 10, 40], output: 11 },
    { input: [0, 0], output: 1 },
    { input: [], output: undefined },
  ],
});

/**
 * How many deals some owners bring to an end, won or lost, in as many last days of a quarter as are left now: the
 * median of the last four quarters. Undefined where none of them lies within the log.
 */
export function effortOf(facts: OrgFacts, ownerIds: ReadonlySet<string>): number | undefined {
  const { log, now } = facts;
  const { past, daysLeft, first } = engineOf(facts);
  const counts = past.slice(-QUARTERS).flatMap(({ start, end }) => {
    const from = addDays(end, -daysLeft + 1);
    const days = { start: from < start ? start : from, end };
    if (daysLeft === 0 || endOfDay(addDays(days.start, -1), log.timeZone) < first) return [];
    return [closings(log, now, { ownerIds, days }).length];
  });
  return usualEffort.compute(counts);
}
