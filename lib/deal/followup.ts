import { addDays, day, dayAt, dayNumber, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { monthNamed, weekdayNamed } from '@/lib/calendar/words';
import { instantOf } from '@/lib/calendar/zoned-time';

const DEFAULT_HOUR = 9;
const HOUR_MS = 3_600_000;

/**
 * The instant that a person means by `tomorrow`, `mon 9`, `mon 9:30`, `+2w`, `+4h`, `1 dec`, `eom`, `eoq`, `2026-12-01 14:00`
 * or their Polish forms, in the given time zone, at nine where no hour is said. Undefined for what cannot be read and for
 * what lies in the past. `quarterEnd` is the last day of the fiscal quarter, for `eoq`.
 */
export function parseWhen(text: string, now: number, timeZone: string, quarterEnd?: Day): number | undefined {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const hours = /^\+(\d{1,3}) ?(?:h|g)$/.exec(words);
  if (hours) return Number(hours[1]) > 0 ? now + Number(hours[1]) * HOUR_MS : undefined;
  const today = dayAt(instant(now), timeZone);
  // First as a day alone: the last number of a date is no hour.
  const whole = dayOf(words, today, quarterEnd);
  const split = /^(.+?) (?:at |o )?(\d{1,2})(?::(\d{2}))? ?(am|pm)?$/.exec(words);
  const head = whole === undefined ? (split?.[1] ?? '') : words;
  const on = whole ?? dayOf(head, today, quarterEnd);
  const hour = whole === undefined ? hourOf(Number(split?.[2]), split?.[4]) : DEFAULT_HOUR;
  const minute = whole === undefined ? Number(split?.[3] ?? 0) : 0;
  if (on === undefined || hour === undefined || minute > 59) return undefined;
  const at = instantOf(on, hour, minute, timeZone);
  if (at > now) return at;
  // `mon` said on a Monday afternoon means the next one.
  return weekdayNamed(head) === undefined ? undefined : instantOf(addDays(on, 7), hour, minute, timeZone);
}

/** 0–23; undefined for an hour that no clock shows. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

/** The day that a person means by `fri`, `+2w`, `1 dec`, `eom`, `eoq` or `2026-12-01`; undefined for what is no day. */
export const parseDay = (text: string, today: Day, quarterEnd?: Day): Day | undefined =>
  dayOf(text.trim().toLowerCase().replace(/\s+/g, ' '), today, quarterEnd);

function dayOf(words: string, today: Day, quarterEnd: Day | undefined): Day | undefined {
  if (/^(today|dzi[sś](iaj)?)$/.test(words)) return today;
  if (/^(tomorrow|jutro)$/.test(words)) return addDays(today, 1);
  if (words === 'eom') return addDays(monthStart(today, 1), -1);
  if (words === 'eoq') return quarterEnd;
  const ahead = /^\+(\d{1,3}) ?(d|w|m|t)$/.exec(words);
  if (ahead?.[2] === 'm') return sameDayLater(today, Number(ahead[1]));
  if (ahead) return addDays(today, Number(ahead[1]) * (ahead[2] === 'd' ? 1 : 7));
  const weekday = /^(?:(next|nast\S*) )?(\S+)$/.exec(words);
  const index = weekdayNamed(weekday?.[2] ?? '');
  if (index !== undefined) {
    const todayIndex = (dayNumber(today) + 3) % 7; // 1970-01-01 was a Thursday.
    const step = (index - todayIndex + 7) % 7;
    return addDays(today, weekday?.[1] !== undefined && step === 0 ? 7 : step);
  }
  const dated = /^(\d{1,2})\.? (\S+)$/.exec(words);
  const month = monthNamed(dated?.[2] ?? '');
  if (dated && month !== undefined) {
    const year = Number(today.slice(0, 4));
    const make = (inYear: number) => day(`${inYear}-${two(month)}-${two(Number(dated[1]))}`);
    const thisYear = make(year);
    return thisYear !== undefined && thisYear >= today ? thisYear : make(year + 1);
  }
  return figuresOf(words) ?? day(words);
}

/** `31.12.2026`, where points put the day first, and `31/12/2026` or `12/31/2026` where only one reading is a day. */
function figuresOf(words: string): Day | undefined {
  const [, one = '', sign, other = '', year = ''] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(words) ?? [];
  if (sign === undefined) return undefined;
  const dayFirst = day(`${year}-${two(Number(other))}-${two(Number(one))}`);
  const monthFirst = sign === '.' ? undefined : day(`${year}-${two(Number(one))}-${two(Number(other))}`);
  return dayFirst === undefined || monthFirst === undefined || dayFirst === monthFirst
    ? (dayFirst ?? monthFirst)
    : undefined;
}

const two = (value: number): string => String(value).padStart(2, '0');

function monthStart(from: Day, ahead: number): Day {
  const index = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + ahead;
  const found = day(`${Math.floor(index / 12)}-${two((index % 12) + 1)}-01`);
  if (!found) throw new RangeError(`No month ${ahead} after ${from}`);
  return found;
}

/** The same day some months later, or that month's last day when it is shorter. */
function sameDayLater(from: Day, months: number): Day {
  const start = monthStart(from, months);
  const last = addDays(monthStart(from, months + 1), -1);
  const same = addDays(start, Number(from.slice(8)) - 1);
  return same < last ? same : last;
}
