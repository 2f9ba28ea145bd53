import type { Signal } from '@/lib/deal/signals/signal';
import { touch } from '@/lib/deal/touch';

/**
 * No open task and no event ahead: nobody has promised anything. An open task that is late is still a promise, and a last
 * activity that the CRM itself dates ahead is an event still to come.
 */
export const noNextActivity: Signal = {
  id: 'noNextActivity',
  assess({ opportunity, activities }, { today, now, profile: { timeZone }, activitiesMeasured }) {
    if (!activitiesMeasured) return undefined;
    if (opportunity.lastActivityDay !== undefined && opportunity.lastActivityDay > today && !hasEarlyTask()) {
      return undefined;
    }
    const hasNext = activities.some(
      (activity) =>
        (activity.kind === 'task' && !activity.isClosed) || touch(activity, { today, now, timeZone })?.isAhead === true,
    );
    return hasNext ? undefined : { points: 8, values: {} };

    /** The CRM goes by the due day of a task that is done, which explains a day ahead without any event. */
    function hasEarlyTask(): boolean {
      return activities.some(
        ({ kind, isClosed, day }) => kind === 'task' && isClosed && day === opportunity.lastActivityDay,
      );
    }
  },
};
