import { addDays, DAY_MS, type Day, dayNumber } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import { offsetAt } from '@/lib/calendar/offset';
import type { Period } from '@/lib/calendar/period';

/**
 * The instant of a wall-clock time in a zone (IANA name). A time that a clock change skips moves on by what it skips; of a time
 * that comes twice the first is meant.
 */
export function instantOf(on: Day, hour: number, minute: number, timeZone: string): Instant {
  const wall = dayNumber(on) * DAY_MS + (hour * 60 + minute) * 60_000;
  // No zone changes its clocks twice within two days: these are all the offsets that can apply.
  const [before, after] = [offsetAt(instant(wall - DAY_MS), timeZone), offsetAt(instant(wall + DAY_MS), timeZone)];
  const isRight = (offset: number): boolean => offsetAt(instant(wall - offset), timeZone) === offset;
  return instant(wall - (isRight(before) || !isRight(after) ? before : after));
}

/** The first instant of a day in a zone. */
export const startOfDay = (on: Day, timeZone: string): Instant => instantOf(on, 0, 0, timeZone);

/** The last instant of a day in a zone: a millisecond before the next day begins. Days with a clock change have 23 or 25 hours. */
export const endOfDay = (on: Day, timeZone: string): Instant => instant(startOfDay(addDays(on, 1), timeZone) - 1);

/** The last instant of a period (G1.11): that of its last day in the org's zone. There is no other end of a period. */
export const periodEnd = ({ end }: Pick<Period, 'end'>, timeZone: string): Instant => endOfDay(end, timeZone);

/** First instant of a period, and the first one after it, in a zone. */
export const instantsOf = (
  { start, end }: Pick<Period, 'start' | 'end'>,
  timeZone: string,
): { from: Instant; to: Instant } => ({
  from: startOfDay(start, timeZone),
  to: startOfDay(addDays(end, 1), timeZone),
});

/** Which clock a question is asked by: the instant that is now, the day that is today, and the zone that periods end in. */
export interface Clock {
  now: Instant;
  today: Day;
  timeZone: string;
}

/** The instant that a day stands for: its end in the zone, or now when it is today, or is not over there. */
export const asOfDay = (on: Day, { now, today, timeZone }: Clock): Instant =>
  instant(on >= today ? now : Math.min(now, endOfDay(on, timeZone)));
