import { DAY_MS } from '@/lib/calendar/days';
import type { Visit } from '@/lib/figures/stage-visits';

/** A visit of so many days that ended, or goes on, at instant 0. */
export function visitOf(days: number, isOver: boolean): Visit {
  const enteredAt = -days * DAY_MS;
  return { deal: 0, stage: 1, enteredAt, ...(isOver ? { exit: { at: 0, to: 'stage', stage: 2 } } : {}) };
}
