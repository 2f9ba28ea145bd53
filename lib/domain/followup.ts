import { addDays, day, dayAt, dayNumber, type Day } from '@/lib/domain/days';

const DEFAULT_HOUR = 9;
const HOUR_MS = 3_600_000;

/** Monday is 0. English and Polish, by the first letters that tell them apart. */
const WEEKDAYS = [
  /^(mon|pon)/,
  /^(tue|wt)/,
  /^(wed|śr|sr)/,
  /^(thu|czw)/,
  /^(fri|pi[aą]?t?$|pt|piątek)/,
  /^(sat|sob)/,
  /^(sun|nie|nd)/,
];
const MONTHS = [
  /^(jan|sty)/,
  /^(feb|lut)/,
  /^mar/,
  /^(apr|kwi)/,
  /^(may|maj)/,
  /^(jun|cze)/,
  /^(jul|lip)/,
  /^(aug|sie)/,
  /^(sep|wrz)/,
  /^(oct|paź|paz)/,
  /^(nov|lis)/,
  /^(dec|gru)/,
];

/**
 * The instant that a person means by `tomorrow`, `mon 9`, `mon 9:30`, `+2w`, `+4h`, `1 dec`, `eom`, `eoq`, `2026-12-01 14:00`
 * or their Polish forms, in the given time zone, at nine where no hour is said. Undefined for what cannot be read and for
 * what lies in the past. `quarterEnd` is the last day of the fiscal quarter, for `eoq`.
 */
export function parseWhen(text: string, now: number, timeZone: string, quarterEnd?: Day): number | undefined {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const hours = /^\+(\d{1,3}) ?(?:h|g)$/.exec(words);
  if (hours) return now + Number(hours[1]) * HOUR_MS;
  const parts = /^(.*?)(?:(?:^| )(?:at |o )?(\d{1,2})(?::(\d{2}))?)?$/.exec(words);
  for (const [head, hour, minute] of [
    [words, undefined, undefined],
    [parts?.[1]?.trim() ?? '', parts?.[2], parts?.[3]],
  ] as const) {
    const on = dayOf(head, dayAt(now, timeZone), quarterEnd);
    if (on === undefined) continue;
    const [h, m] = [Number(hour ?? DEFAULT_HOUR), Number(minute ?? 0)];
    if (h > 23 || m > 59) return undefined;
    const at = instantOf(on, h, m, timeZone);
    if (at > now) return at;
    // `mon` said on a Monday afternoon means the next one.
    return WEEKDAYS.some((name) => name.test(head)) ? instantOf(addDays(on, 7), h, m, timeZone) : undefined;
  }
  return undefined;
}

function dayOf(words: string, today: Day, quarterEnd: Day | undefined): Day | undefined {
  if (/^(today|dzi[sś](iaj)?)$/.test(words)) return today;
  if (/^(tomorrow|jutro)$/.test(words)) return addDays(today, 1);
  if (words === 'eom') return addDays(monthStart(today, 1), -1);
  if (words === 'eoq') return quarterEnd;
  const ahead = /^\+(\d{1,3}) ?(d|w|m|t)$/.exec(words);
  if (ahead?.[2] === 'm') return sameDayLater(today, Number(ahead[1]));
  if (ahead) return addDays(today, Number(ahead[1]) * (ahead[2] === 'd' ? 1 : 7));
  const weekday = /^(?:(next|nast\w*) )?(\p{L}+)$/u.exec(words);
  const index = WEEKDAYS.findIndex((name) => name.test(weekday?.[2] ?? ''));
  if (index >= 0) {
    const todayIndex = (dayNumber(today) + 3) % 7; // 1970-01-01 was a Thursday.
    const step = (index - todayIndex + 7) % 7;
    return addDays(today, weekday?.[1] && step < 7 ? step + (step === 0 ? 7 : 0) : step);
  }
  const dated = /^(\d{1,2})\.? (\p{L}+)$/u.exec(words);
  const month = MONTHS.findIndex((name) => name.test(dated?.[2] ?? ''));
  if (dated?.[1] && month >= 0) {
    const year = Number(today.slice(0, 4));
    const make = (inYear: number) => day(`${inYear}-${two(month + 1)}-${two(Number(dated[1]))}`);
    const thisYear = make(year);
    return thisYear !== undefined && thisYear >= today ? thisYear : make(year + 1);
  }
  return day(words);
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

/** The instant of a wall-clock time in a zone; a time that a clock change skips moves on by the hour it skips. */
function instantOf(on: Day, hour: number, minute: number, timeZone: string): number {
  const wall = Date.parse(`${on}T${two(hour)}:${two(minute)}:00Z`);
  let at = wall;
  // Twice: the first guess may fall on the other side of a clock change.
  for (let round = 0; round < 2; round += 1) at = wall - offsetAt(at, timeZone);
  return at;
}

/** Local time − UTC at an instant, ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const value = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}
