import { addDays, type Day, dayNumber } from '@/lib/calendar/days';
import { partsOf } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { quotasIn } from '@/lib/deal/quota';
import { bookings, cumShare, linearity, sumOf } from '@/lib/figures/bookings';
import { pacing as pace, usualRemainder } from '@/lib/figures/pacing';

import type { Command } from '../command';
import { FILTER_OPTIONS, FILTER_USAGE } from '../options';
import { questionOf } from '../question';
import { unitOf } from '../unit';

export const pacing: Command = {
  name: 'pacing',
  usage: `[--on DAY] ${FILTER_USAGE}   won to date against quota and against the periods before; linearity`,
  options: { on: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const { at, today, period, pastPeriods, ownerIds, quota } = questionOf(context, options);
    const filter = ownerIds ? { ownerIds } : {};
    const lastMonth = (of: Period): Day => partsOf(context.facts.profile, 'month', of).at(-1)?.start ?? of.start;
    const elapsed = dayNumber(today) - dayNumber(period.start) + 1;
    const now = bookings(context.log, at, { ...filter, period });
    const past = pastPeriods.map((each) => {
      const own = bookings(context.log, at, { ...filter, period: each });
      const rest = dayNumber(addDays(each.start, elapsed));
      return {
        period: each.label,
        won: sumOf(own),
        share: sumOf(own) > 0 ? cumShare(own, each, elapsed) : undefined,
        after: sumOf(own.filter(({ day }) => day >= rest)),
        ...shown(linearity(own, each, lastMonth(each))),
      };
    });
    const won = sumOf(now);
    return {
      on: today,
      period,
      dayOfPeriod: elapsed,
      unit: unitOf(context),
      won,
      quota,
      quotaDoubts: quotasIn(context.facts, period).of(ownerIds).doubts,
      pacing:
        quota === undefined
          ? undefined
          : pace(
              won,
              quota,
              past.flatMap(({ share }) => share ?? []),
            ),
      bookedAndUsualRemainder: usualRemainder(
        won,
        past.map(({ after }) => after),
      ),
      past,
      ...shown(linearity(now, period, lastMonth(period))),
    };
  },
};

/** Without the weeks: they are what "bookings" prints. */
function shown(found: ReturnType<typeof linearity>): Record<string, number | undefined> {
  if (!found) return {};
  const { month3Share, finalWeekShare, gini } = found;
  return { month3Share, finalWeekShare, gini };
}
