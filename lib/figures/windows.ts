import { addDays, type Day } from '@/lib/calendar/days';
import { startOfDay } from '@/lib/calendar/zoned-time';

/** A year, so that no season weighs twice. */
const RATE_DAYS = 365;

export interface RateDays {
  /** Close dates behind win rates, cycle and deal sizes; also the days on which the visits behind conversion and time in stage began. */
  closed: { start: Day; end: Day };
  /** Creations behind the cohort's win rate: the year before that one, old enough for most deals to have ended. */
  cohort: { start: Day; end: Day };
}

/** The days that every rate looks at, both ends included; the last one is `today`. */
export function rateDays(today: Day): RateDays {
  const start = addDays(today, 1 - RATE_DAYS);
  return { closed: { start, end: today }, cohort: { start: addDays(start, -RATE_DAYS), end: addDays(start, -1) } };
}

/** The instant at which those days begin, ms. */
export const rateStart = (today: Day, timeZone: string): number => startOfDay(rateDays(today).closed.start, timeZone);
