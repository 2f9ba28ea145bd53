import { addDays, type Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { startOfDay } from '@/lib/calendar/zoned-time';

/** Two years: enough deals in a small org, no season that weighs twice, and still the same process. */
const RATE_DAYS = 730;
/** A cohort is judged once most of its deals have ended. */
const MATURE_DAYS = 180;

export interface RateDays {
  /** Close dates behind win rates, cycle and deal sizes; also the days on which the visits behind conversion and time in stage began. */
  closed: { start: Day; end: Day };
  /** Creations behind the cohort's win rate. */
  cohort: { start: Day; end: Day };
}

/** The days that every rate looks at, both ends included; the last one is `today`. */
export function rateDays(today: Day): RateDays {
  const start = addDays(today, -RATE_DAYS);
  return { closed: { start, end: today }, cohort: { start, end: addDays(today, -MATURE_DAYS - 1) } };
}

/** The instant at which those days begin, ms. */
export const rateStart = (today: Day, timeZone: string): Instant => startOfDay(rateDays(today).closed.start, timeZone);
