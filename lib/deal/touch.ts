import { dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Activity } from '@/lib/deal/opportunity';

/** When an activity touched the deal, or is going to. */
interface Touch {
  day: Day;
  isAhead: boolean;
}

/**
 * A task that is done counts on the day it was done, whenever it was due; an event on the day it starts; an open task lies ahead
 * until it is late. Undefined for what neither happened nor has a day to come.
 */
export function touch(
  { kind, isClosed, day, at }: Activity,
  { today, now, timeZone }: { today: Day; now: number; timeZone: string },
): Touch | undefined {
  const clockDay = at === undefined ? undefined : dayAt(instant(at), timeZone);
  if (kind === 'event') {
    const on = day ?? clockDay;
    if (on === undefined) return undefined;
    return { day: on, isAhead: on > today || (on === today && (at === undefined || at > now)) };
  }
  if (!isClosed) return day !== undefined && day >= today ? { day, isAhead: true } : undefined;
  const on = clockDay ?? day;
  // Done before it was due, and nobody says when: it has happened by today.
  return on === undefined ? undefined : { day: on < today ? on : today, isAhead: false };
}
