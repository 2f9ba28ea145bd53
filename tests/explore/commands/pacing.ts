import { addDays, type Day, dayNumber } from '@/lib/calendar/days';
import { partsOf } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { quotasIn } from '@/lib/deal/quota';
import { bookings, cumShare, finalWeekShare, linearityGini, month3Share, sumOf } from '@/lib/figures/bookings';
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
        share: cumShare.compute({ given: own, period: each, elapsed }),
        after: sumOf(own.filter(({ day }) => day >= rest)),
        ...linearity({ given: own, period: each, lastMonthStart: lastMonth(each) }),
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
          : pace.compute({ won, quota, shares: past.flatMap(({ share }) => share ?? []) }),
      bookedAndUsualRemainder: usualRemainder.compute({ won, remainders: past.map(({ after }) => after) }),
      past,
      ...linearity({ given: now, period, lastMonthStart: lastMonth(period) }),
    };
  },
};

/** How evenly a period's bookings lie; nothing where it has none. */
function linearity(booked: Parameters<(typeof month3Share)['compute']>[0] & { period: Period }) {
  const shares = [month3Share, finalWeekShare, linearityGini].flatMap(({ id, compute }) => {
    const value = compute(booked);
    return value === undefined ? [] : [[id, value] as const];
  });
  return Object.fromEntries(shares);
}
