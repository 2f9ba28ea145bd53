import { dayAt } from '@/lib/domain/days';
import type { Signal } from '@/lib/domain/signals/signal';

/** No open task and no event ahead: nobody has promised anything. An open task that is late is still a promise. */
export const noNextActivity: Signal = {
  id: 'noNextActivity',
  assess({ activities }, { today, now, profile, activitiesMeasured }) {
    if (!activitiesMeasured) return undefined;
    const hasNext = activities.some(({ kind, isClosed, day, at }) => {
      if (kind === 'task') return !isClosed;
      const on = day ?? (at === undefined ? undefined : dayAt(at, profile.timeZone));
      return at === undefined ? on !== undefined && on >= today : at > now;
    });
    return hasNext ? undefined : { points: 8, values: {} };
  },
};
