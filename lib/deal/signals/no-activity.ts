import { dayAt, daysBetween, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Signal } from '@/lib/deal/signals/signal';
import { touch } from '@/lib/deal/touch';

/**
 * Nothing logged for longer than is let pass. An activity still to come is a sign of life, so a deal with a meeting ahead is not silent; where
 * the org logs no activities at all, silence is not measured. The CRM's own last activity also counts what could not be read,
 * archived rows for one.
 */
export const noActivity: Signal = {
  id: 'noActivity',
  assess({ opportunity, activities }, { today, now, profile: { timeZone }, activitiesMeasured, limits }) {
    if (!activitiesMeasured) return undefined;
    let last: Day | undefined = opportunity.lastActivityDay;
    if (last !== undefined && last > today) return undefined;
    for (const activity of activities) {
      const found = touch(activity, { today, now, timeZone });
      if (found?.isAhead) return undefined;
      if (found && (last === undefined || found.day > last)) last = found.day;
    }
    const days = daysBetween(last ?? dayAt(instant(opportunity.createdAt), timeZone), today);
    if (days <= limits.noActivity) return undefined;
    return {
      points: days > 45 ? 20 : days > 30 ? 15 : 10,
      values: { days, ...(last === undefined ? {} : { lastDay: last }) },
    };
  },
};
