import { dayAt, daysBetween, type Day } from '@/lib/domain/days';
import type { Signal } from '@/lib/domain/signals/signal';

const QUIET_DAYS = 14;

/**
 * Nothing logged for two weeks. An activity still to come is a sign of life, so a deal with a meeting ahead is not silent; and
 * where the org logs no activities at all, silence is not measured.
 */
export const noActivity: Signal = {
  id: 'noActivity',
  assess({ opportunity, activities }, { today, now, profile, activitiesMeasured }) {
    if (!activitiesMeasured) return undefined;
    const created = dayAt(opportunity.createdAt, profile.timeZone);
    let last: Day | undefined;
    for (const { kind, isClosed, day, at } of activities) {
      const on = day ?? (at === undefined ? undefined : dayAt(at, profile.timeZone));
      if (on === undefined) continue;
      const isAhead = kind === 'event' ? (at ?? Infinity) > now && on >= today : !isClosed && on >= today;
      if (isAhead) return undefined;
      if (isClosed && on <= today && (last === undefined || on > last)) last = on;
    }
    const days = daysBetween(last ?? created, today);
    if (days <= QUIET_DAYS) return undefined;
    return {
      points: days > 45 ? 20 : days > 30 ? 15 : 10,
      values: { days, ...(last === undefined ? {} : { lastDay: last }) },
    };
  },
};
