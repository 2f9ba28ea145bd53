import { addDays, dayAt, type Day, dayNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { offsetAt } from '@/lib/calendar/offset';
import { instantOf, startOfDay } from '@/lib/calendar/zoned-time';
import { isQuiet } from '@/lib/deal/kept/policy';

import type { AlertSettings } from './alert-settings';

const MINUTE_MS = 60_000;
/** Whoever works on one day of the week has one within so many. */
const MOST_DAYS = 8;

/** What the clock of a zone shows at an instant, such as `08:30`. */
function clockTime(at: number, timeZone: string): string {
  const minutes = Math.floor((at + offsetAt(instant(at), timeZone)) / MINUTE_MS);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

const isWorkday = (on: Day, { workdays }: AlertSettings): boolean => workdays.includes((dayNumber(on) + 4) % 7);

/** Whether something may be announced at an instant: on a day of work, outside quiet hours. */
export const mayRing = (at: number, settings: AlertSettings, timeZone: string): boolean =>
  isWorkday(dayAt(instant(at), timeZone), settings) &&
  !(settings.quiet && isQuiet(settings.quiet, clockTime(at, timeZone)));

/** When what is due at an instant may be announced; undefined for who works on no day. */
export function ringsAt(at: number, settings: AlertSettings, timeZone: string): number | undefined {
  const last = addDays(dayAt(instant(at), timeZone), MOST_DAYS);
  for (let then = at; ;) {
    if (mayRing(then, settings, timeZone)) return then;
    const on = dayAt(instant(then), timeZone);
    if (on > last) return undefined;
    // Minute by minute, as the clock shows them: an hour that is set forward or back is what the clock shows too.
    then = isWorkday(on, settings)
      ? (Math.floor(then / MINUTE_MS) + 1) * MINUTE_MS
      : startOfDay(addDays(on, 1), timeZone);
  }
}

/** When the daily list comes, by the clock: at its hour, or at the end of the quiet hours that it lies in. */
const digestTime = ({ digestAt, quiet }: AlertSettings): string =>
  quiet && isQuiet(quiet, digestAt) ? quiet.to : digestAt;

/** Whether the list of the day may be shown by now. */
export const isDigestTime = (at: number, settings: AlertSettings, timeZone: string): boolean =>
  mayRing(at, settings, timeZone) && clockTime(at, timeZone) >= digestTime(settings);

/** Whether the list of that very day is still to come. */
export const isDigestAhead = (at: number, settings: AlertSettings, timeZone: string): boolean =>
  isWorkday(dayAt(instant(at), timeZone), settings) && clockTime(at, timeZone) < digestTime(settings);

/** When the next list comes of a day that has had none; undefined for who works on no day. */
export function nextDigest(
  at: number,
  hadOne: (on: Day) => boolean,
  settings: AlertSettings,
  timeZone: string,
): number | undefined {
  const today = dayAt(instant(at), timeZone);
  const [hour = 0, minute = 0] = digestTime(settings).split(':').map(Number);
  for (let days = 0; days <= MOST_DAYS; days += 1) {
    const on = addDays(today, days);
    if (hadOne(on) || !isWorkday(on, settings)) continue;
    // Its hour may lie before now and what is left of the day begin with quiet hours, or be one that the clock leaps over.
    let then = ringsAt(Math.max(at, instantOf(on, hour, minute, timeZone)), settings, timeZone);
    while (then !== undefined && dayAt(instant(then), timeZone) === on) {
      if (isDigestTime(then, settings, timeZone)) return then;
      then = ringsAt((Math.floor(then / MINUTE_MS) + 1) * MINUTE_MS, settings, timeZone);
    }
  }
  return undefined;
}
