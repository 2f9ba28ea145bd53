import { daysBetween } from '@/lib/calendar/days';
import type { Signal } from '@/lib/deal/signals/signal';

/** Open, and its close date has passed (G4.5), by more days than are let pass. */
export const overdueSignal: Signal = {
  id: 'overdue',
  assess({ opportunity: { closeDate } }, { today, limits }) {
    if (closeDate === undefined || closeDate >= today) return undefined;
    const days = daysBetween(closeDate, today);
    if (days <= limits.overdue) return undefined;
    return { points: days > 30 ? 30 : 22, values: { days, closeDate } };
  },
};
