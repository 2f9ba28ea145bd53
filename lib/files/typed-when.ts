import { addDays, day, dayAt, dayNumber, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { monthNamed, weekdayNamed } from '@/lib/calendar/words';
import { instantOf } from '@/lib/calendar/zoned-time';

import { dayWritten } from './dates';
import { plainText } from './scripts';

const DEFAULT_HOUR = 9;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** More months than so many after a plus may be meant as minutes. */
const MOST_MONTHS = 12;

const HOURS = /^(?:\+|in |za )(\d{1,3}) ?(?:(h|hours?|hrs?|g|godz\S*)|min\S*)$/;
/** An hour that a day is said before, and one that stands alone. */
const WITH_HOUR = /^(.+?) (?:at |o )?(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$/;
const HOUR = /^(?:at |o )?(\d{1,2})(?::(\d{2}) ?(am|pm)?| ?(am|pm))$/;

/** One day as it is typed; two readings where there are more than one, undefined where it is none. */
export type TypedDay = Day | [Day, Day] | undefined;

/**
 * The instant that a person means by `tomorrow`, `mon 9`, `mon 9:30`, `3pm`, `+2w`, `+4h`, `1 dec`, `eom`, `eoq`, `2026-12-01 14:00`
 * or their Polish forms, in the given time zone, at nine where no hour is said; both days of what can be read in two ways. Undefined for
 * what cannot be read and for what lies in the past. `quarterEnd` is the last day of the fiscal quarter, for `eoq`.
 */
export function parseWhen(
  text: string,
  now: number,
  timeZone: string,
  quarterEnd?: Day,
): number | [Day, Day] | undefined {
  const words = wordsOf(text).replace(/(\d)t(\d)/, '$1 $2');
  const ahead = HOURS.exec(words);
  if (ahead) return Number(ahead[1]) > 0 ? now + Number(ahead[1]) * (ahead[2] ? HOUR_MS : MINUTE_MS) : undefined;
  if (Number(/^\+ ?(\d+) ?m$/.exec(words)?.[1] ?? 0) > MOST_MONTHS) return undefined;
  const today = dayAt(instant(now), timeZone);
  const alone = HOUR.exec(words);
  const split = alone ? ['', 'today', ...alone.slice(1, 3), alone[3] ?? alone[4]] : WITH_HOUR.exec(words);
  const head = split?.[1] ?? '';
  const early = hourOf(Number(split?.[2]), split?.[4]);
  const isTimed = early !== undefined && dayOf(head, today, quarterEnd) !== undefined;
  const on = dayOf(isTimed ? head : words, today, quarterEnd);
  const [hour, minute] = isTimed ? [early, Number(split?.[3] ?? 0)] : [DEFAULT_HOUR, 0];
  if (on === undefined || minute > 59) return undefined;
  if (typeof on !== 'string') return on;
  const at = instantOf(on, hour, minute, timeZone);
  if (at > now) return at;
  // `3pm` said in the evening is tomorrow's, and `mon` on a Monday afternoon means the next one.
  const days = alone ? 1 : weekdayNamed(isTimed ? head : words) === undefined ? 0 : 7;
  return days === 0 ? undefined : instantOf(addDays(on, days), hour, minute, timeZone);
}

/** 0–23; undefined for an hour that no clock shows. */
function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

/** The day that a person means by `fri`, `+2w`, `1 dec`, `dec 1`, `31.12`, `eom`, `eoq`, or a date written in any usual way. */
export const parseDay = (text: string, today: Day, quarterEnd?: Day): TypedDay =>
  dayOf(wordsOf(text), today, quarterEnd);

const wordsOf = (text: string): string =>
  plainText(text)
    .toLowerCase()
    .replace(/[,\s]+/g, ' ')
    .trim();

function dayOf(words: string, today: Day, quarterEnd: Day | undefined): TypedDay {
  if (/^(today|dzi[sś](iaj)?)$/.test(words)) return today;
  if (/^(tomorrow|jutro)$/.test(words)) return addDays(today, 1);
  if (words === 'pojutrze') return addDays(today, 2);
  if (words === 'eom') return addDays(monthStart(today, 1), -1);
  if (words === 'eoq') return quarterEnd;
  const [, count, days, months] =
    /^(?:\+ ?|in |za )?(\d{1,3}) ?(?:(d|days?|dni|dzień)|(m|months?|mies\S*)|w|wks?|weeks?|t|tyg\S*)$/.exec(words) ??
    [];
  if (count !== undefined && months !== undefined) return sameDayLater(today, Number(count));
  if (count !== undefined) return addDays(today, Number(count) * (days === undefined ? 7 : 1));
  const weekday = /^(?:(next|nast\S*) |this )?(\S+)$/.exec(words);
  const index = weekdayNamed(weekday?.[2] ?? '');
  if (index !== undefined) {
    const todayIndex = (dayNumber(today) + 3) % 7; // 1970-01-01 was a Thursday.
    const step = (index - todayIndex + 7) % 7;
    return addDays(today, weekday?.[1] !== undefined && step === 0 ? 7 : step);
  }
  return withoutYear(words, today) ?? written(words);
}

/** `31 dec`, `31st of december`, `dec 31`, `31.12.`, where points put the day first, and `31/12`: the next such day. */
function withoutYear(words: string, today: Day): TypedDay {
  const next = (month: number, of: number): Day | undefined => {
    const year = Number(today.slice(0, 4));
    const made = (inYear: number): Day | undefined => day(`${inYear}-${two(month)}-${two(of)}`);
    const thisYear = made(year);
    return thisYear !== undefined && thisYear >= today ? thisYear : made(year + 1);
  };
  const dated = /^(\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?(\D\S+)$/.exec(words);
  const named = /^(\D\S+) (\d{1,2})(?:st|nd|rd|th)?$/.exec(words);
  const month = monthNamed(dated?.[2] ?? named?.[1] ?? '');
  if (month !== undefined) return next(month, Number(dated?.[1] ?? named?.[2]));
  const [, one = '', sign, other = ''] = /^(\d{1,2})([./])(\d{1,2})\.?$/.exec(words) ?? [];
  if (sign === undefined) return undefined;
  const dayFirst = next(Number(other), Number(one));
  const monthFirst = sign === '.' ? undefined : next(Number(one), Number(other));
  return dayFirst && monthFirst && dayFirst !== monthFirst ? [dayFirst, monthFirst] : (dayFirst ?? monthFirst);
}

function written(words: string): TypedDay {
  const found = dayWritten(words);
  // Safe: days of the calendar, in the form of one.
  return found as TypedDay;
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
