import type { Instant } from '@/lib/calendar/instant';
import { offsetAt } from '@/lib/calendar/offset';

/** A calendar day, `YYYY-MM-DD`, without a time zone (product rule: zones end at the adapter). */
export type Day = string & { readonly __day: never };

/** A duration of one day in milliseconds; only for instants, never to step calendar days. */
export const DAY_MS = 86_400_000;

/** Parses a calendar day; undefined for anything that is not a real `YYYY-MM-DD` date (`2026-02-30` is not). */
export function day(raw: unknown): Day | undefined {
  if (typeof raw !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(raw)) return undefined;
  const at = Date.parse(`${raw}T00:00:00Z`);
  // Safe: the pattern and the round trip prove that it is a real calendar day.
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(raw) ? (raw as Day) : undefined;
}

/** A close date outside this century is a slip of the keyboard or a default of an import. */
export const isPlausible = (value: Day): boolean => value >= '2000-01-01' && value <= '2100-01-01';

/** Days since 1970-01-01, for arithmetic and packed columns. */
export const dayNumber = (value: Day): number => Math.round(Date.parse(`${value}T00:00:00Z`) / DAY_MS);

/** Inverse of {@link dayNumber}. */
export const dayFromNumber = (value: number): Day => new Date(value * DAY_MS).toISOString().slice(0, 10) as Day;

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);

export const addDays = (value: Day, days: number): Day => dayFromNumber(dayNumber(value) + days);

/** Days by the clock on the wall from one instant to another: a day with a clock change is one, however many hours it has. */
export const wallDays = (from: Instant, to: Instant, timeZone: string): number =>
  (to + offsetAt(to, timeZone) - from - offsetAt(from, timeZone)) / DAY_MS;

/** The calendar day of an instant in a time zone (IANA name), in days since 1970-01-01. */
export const dayNumberAt = (at: Instant, timeZone: string): number =>
  Math.floor((at + offsetAt(at, timeZone)) / DAY_MS);

/** The calendar day of an instant in a time zone (IANA name). */
export const dayAt = (at: Instant, timeZone = 'UTC'): Day => dayFromNumber(dayNumberAt(at, timeZone));
