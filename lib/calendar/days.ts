import type { Instant } from '@/lib/calendar/instant';
import { offsetAt } from '@/lib/calendar/offset';

/** A calendar day, `YYYY-MM-DD`, without a time zone (product rule: zones end at the adapter). */
export type Day = string & { readonly __day: never };

/** A duration of one day in milliseconds; only for instants, never to step calendar days. */
export const DAY_MS = 86_400_000;

/** Parses a calendar day; undefined for anything that is not a real `YYYY-MM-DD` date (`2026-02-30` is not). */
export function day(raw: unknown): Day | undefined {
  if (typeof raw !== 'string' || !isRealDay(raw)) return undefined;
  // Safe: just proved to be a real calendar day.
  return raw as Day;
}

/** A close date outside this century is a slip of the keyboard or a default of an import. */
export const isPlausible = (value: Day): boolean => value >= '2000-01-01' && value <= '2100-01-01';

/** Days since 1970-01-01, for arithmetic and packed columns. */
export const dayNumber = (value: Day): number =>
  daysOfDate(numberAt(value, 0, 4), numberAt(value, 5, 2), numberAt(value, 8, 2));

/** Inverse of {@link dayNumber}. */
export const dayFromNumber = (value: number): Day =>
  value >= FIRST && value < LAST
    ? written(Math.floor(value))
    : (new Date(value * DAY_MS).toISOString().slice(0, 10) as Day);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);

export const addDays = (value: Day, days: number): Day => dayFromNumber(dayNumber(value) + days);

/** Days by the clock on the wall from one instant to another: a day with a clock change is one, however many hours it has. */
export const wallDays = (from: Instant, to: Instant, timeZone: string): number =>
  (to + offsetAt(to, timeZone) - from - offsetAt(from, timeZone)) / DAY_MS;

/** The calendar day of an instant in a time zone (IANA name), in days since 1970-01-01. */
export const dayNumberAt = (at: Instant, timeZone: string): number =>
  Math.floor((at + offsetAt(at, timeZone)) / DAY_MS);

/** Days of the calendar from one instant to another: the same whatever the hour of either. */
export const calendarDays = (from: Instant, to: Instant, timeZone: string): number =>
  dayNumberAt(to, timeZone) - dayNumberAt(from, timeZone);

/** The calendar day of an instant in a time zone (IANA name). */
export const dayAt = (at: Instant, timeZone = 'UTC'): Day => dayFromNumber(dayNumberAt(at, timeZone));

/**
 * Days are read and written by plain arithmetic, by tens of thousands in a page of rows: a Date for each would cost more than all that is
 * done with them. Years are counted from March, so that the day that a leap year has more is its last one
 * (Howard Hinnant, chrono-compatible low-level date algorithms: days_from_civil, civil_from_days).
 */
function daysOfDate(year: number, month: number, dayOfMonth: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const ofEra = marchYear - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

function written(days: number): Day {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const dayOfMonth = ofYear - Math.floor((153 * march + 2) / 5) + 1;
  // Safe: three numbers of a real date, padded to the form of a day.
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${TWO[month]}-${TWO[dayOfMonth]}` as Day;
}

/** The years 0 to 9999: what four digits can say. */
const FIRST = daysOfDate(0, 1, 1);
const LAST = daysOfDate(10_000, 1, 1);
const TWO = Array.from({ length: 32 }, (_, value) => String(value).padStart(2, '0'));

/** The number that so many digits from a place on make; NaN where one is no digit. */
function numberAt(text: string, from: number, length: number): number {
  let value = 0;
  for (let place = from; place < from + length; place += 1) {
    const digit = text.charCodeAt(place) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function isRealDay(raw: string): boolean {
  if (raw.length !== 10 || raw[4] !== '-' || raw[7] !== '-') return false;
  const [year, month, dayOfMonth] = [numberAt(raw, 0, 4), numberAt(raw, 5, 2), numberAt(raw, 8, 2)];
  // A day that its month does not have is written as another one.
  return (
    month >= 1 &&
    month <= 12 &&
    dayOfMonth >= 1 &&
    dayOfMonth <= 31 &&
    written(daysOfDate(year, month, dayOfMonth)) === raw
  );
}
