import { once } from '@/lib/calendar/derived';

import { plainText } from './scripts';

/**
 * How a column writes its days: `DMY` and `MDY` by their order, `epoch` as a count of seconds to nanoseconds since 1970, `excel` as a
 * spreadsheet's count of days, `days` as a count of days from anything.
 */
export const DATE_FORMATS = ['ISO', 'DMY', 'MDY', 'epoch', 'excel', 'days'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets, which take 1900 for a leap year. */
const EXCEL_ORIGIN = Date.UTC(1899, 11, 30);

/** With signs between all three, or between none: `2026-11` is no day. */
const ISO =
  /^(\d{4})(?:(?:[-/.]\s?|[年년]\s?)(\d{1,2})(?:[-/.]\s?|[月월]\s?)(\d{1,2})(?:[日일]|\.)?|(\d{2})(\d{2}))(?:[T\s]+(.*))?$/i;
const PARTS = /^(\d{1,2})[-/.\s]\s?(\d{1,2})[-/.\s]\s?(\d{4}|\d{2})\.?(?:\s*r\.)?(?:[T,\s]+(.*))?$/i;
const DAY_FIRST =
  /^(?:\p{L}+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|º)?\.?[-/.\s]*(?:de\s+)?(\p{L}{3,12})\.?[-/,.\s]*(?:de\s+)?(\d{4}|\d{2})(?:\s*r\.)?(?:[T,\s]+(.*))?$/iu;
const MONTH_FIRST =
  /^(?:\p{L}+\.?,?\s+)?(\p{L}{3,12})\.?[-/.\s]*(\d{1,2})(?:st|nd|rd|th)?[-/,.\s]+(\d{4})(?:[T,\s]+(.*))?$/iu;
const TIME =
  /^(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.]?(\d{2})(?:[.,](\d+))?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[-+]\d{2}(?::?\d{2})?)?$/i;
const NUMBER = /^\d+(?:[.,]\d+)?$/;

/** The format of a column; `either` where days and months could be either way round, and the first such text; what contradicts what. */
export interface FoundFormat {
  format: DateFormat;
  either?: string;
  contradiction?: [dayFirst: string, monthFirst: string];
  /** A value whose year of two digits may come first or last, as of all others: `24/01/15`. */
  eitherEnd?: string;
}

/** One moment of a file: its calendar day as written, and where there is a time, that in ms of the day, and in ms what the zone is ahead of UTC. */
export interface ReadDate {
  /** `2026-10-01`. */
  day: string;
  time?: number;
  zone?: number;
}

/**
 * One rule: a part above 12 tells what is the day, for the whole column; points put the day first; where neither tells and the two
 * readings differ, it is `either`.
 */
export function formatOf(values: Iterable<string>): FoundFormat {
  let [dayFirst, monthFirst, separator, either] = ['', '', '', ''];
  let [numbers, largest] = [0, 0];
  const ends = yearEnds();
  for (const value of values) {
    const raw = plainText(value).trim();
    if (NUMBER.test(raw) && !isPlainDay(raw)) {
      numbers += 1;
      largest = Math.max(largest, Number(raw.replace(',', '.')));
    }
    const [, first = '', second = '', third = ''] = ISO.test(raw) ? [] : (PARTS.exec(raw) ?? []);
    if (first === '') continue;
    ends.note(raw, first, second, third);
    separator ||= raw[first.length] ?? '';
    if (Number(first) > 12) dayFirst ||= raw;
    else if (Number(second) > 12) monthFirst ||= raw;
    else if (first !== second) either ||= raw;
  }
  if (dayFirst !== '' && monthFirst !== '') return { format: 'DMY', contradiction: [dayFirst, monthFirst] };
  const eitherEnd = separator === '.' ? undefined : ends.either();
  if (dayFirst !== '') return { format: 'DMY', ...(eitherEnd === undefined ? {} : { eitherEnd }) };
  if (monthFirst !== '') return { format: 'MDY' };
  if (separator !== '') return separator === '.' || either === '' ? { format: 'DMY' } : { format: 'MDY', either };
  if (numbers > 0) return { format: largest < 100_000 ? 'excel' : 'epoch' };
  return { format: 'ISO' };
}

/**
 * Years of two digits: where every value could begin with its year, and the first parts are fewer than the last ones, as years are
 * fewer than days, nothing tells that the year comes last.
 */
function yearEnds() {
  const [firsts, lasts] = [new Set<string>(), new Set<string>()];
  let [one, isLast] = ['', false];
  return {
    note(raw: string, first: string, second: string, third: string): void {
      one ||= raw;
      firsts.add(first);
      lasts.add(third);
      isLast ||=
        first.length < 2 || third.length > 2 || made(yearOf(first), Number(second), Number(third), '') === undefined;
    },
    either: (): string | undefined => (!isLast && firsts.size < lasts.size ? one : undefined),
  };
}

/** The day of a text whose year of two digits comes first. */
export const yearFirstDay = (text: string): string | undefined => readDate(`20${text.trim()}`, 'ISO')?.day;

/** `20170131`: eight digits that are a day between 1900 and 2100. */
const isPlainDay = (raw: string): boolean => /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(raw);

/** A day, with its time where there is one, as people and programs write it; undefined for what is none, or a mere count. */
export function readDate(value: string, format: DateFormat): ReadDate | undefined {
  const raw = plainText(value).trim();
  if (NUMBER.test(raw) && !isPlainDay(raw)) return undefined;
  const iso = ISO.exec(raw);
  if (iso) return made(Number(iso[1]), Number(iso[2] ?? iso[4]), Number(iso[3] ?? iso[5]), iso[6]);
  const parts = PARTS.exec(raw);
  if (parts) {
    const [first, second] = [Number(parts[1]), Number(parts[2])];
    const [day, month] = format === 'MDY' ? [second, first] : [first, second];
    return made(yearOf(parts[3] ?? ''), month, day, parts[4]);
  }
  const dayFirst = DAY_FIRST.exec(raw);
  if (dayFirst) return made(yearOf(dayFirst[3] ?? ''), monthOf(dayFirst[2]), Number(dayFirst[1]), dayFirst[4]);
  const monthFirst = MONTH_FIRST.exec(raw);
  if (monthFirst)
    return made(yearOf(monthFirst[3] ?? ''), monthOf(monthFirst[1]), Number(monthFirst[2]), monthFirst[4]);
  return undefined;
}

/**
 * An instant, ms; NaN for what is no date. Without a zone a time is UTC, without a time a day begins at midnight UTC. Years of two
 * digits from 70 on are of the last century.
 */
export function writtenInstant(value: string, format: DateFormat): number {
  const raw = plainText(value).trim();
  const count = NUMBER.test(raw) ? Number(raw.replace(',', '.')) : Number.NaN;
  if (format === 'days') return count * DAY_MS;
  if (format === 'excel') return EXCEL_ORIGIN + count * DAY_MS;
  if (format === 'epoch' || (!Number.isNaN(count) && !isPlainDay(raw))) return epochOf(count);
  const found = readDate(raw, format);
  return found ? Date.parse(`${found.day}T00:00:00Z`) + (found.time ?? 0) - (found.zone ?? 0) : Number.NaN;
}

/** By its size: seconds, or thousandths, millionths, thousand-millionths of one. Below 1973 as seconds it is no instant of a sale. */
function epochOf(value: number): number {
  if (value < 1e8) return Number.NaN;
  return value < 1e11 ? value * 1000 : value < 1e14 ? value : value < 1e17 ? value / 1000 : value / 1e6;
}

/** Days from the day 0 of most spreadsheets to that of files that count from 1904. */
const TO_1904 = 1462;
const SERIAL = /^\d{5}(?:[.,]0+)?$/;

/** The day that a spreadsheet's count of days means, and the one that it means in files that count from 1904; undefined for what is no count. */
export function serialDays(text: string): [day: string, from1904: string] | undefined {
  const raw = plainText(text).trim();
  if (!SERIAL.test(raw)) return undefined;
  const dayOf = (count: number): string => new Date(EXCEL_ORIGIN + count * DAY_MS).toISOString().slice(0, 10);
  const count = Number.parseInt(raw, 10);
  return [dayOf(count), dayOf(count + TO_1904)];
}

const yearOf = (raw: string): number => (raw.length > 2 ? Number(raw) : Number(raw) + (Number(raw) < 70 ? 2000 : 1900));

const LANGUAGES = ['en', 'de', 'fr', 'pl', 'es', 'it', 'nl', 'pt'];

/** Names of months, long and short, as they stand alone and in dates, in the languages above; 0 for a name of two months. */
function monthNames(): Map<string, number> {
  const found = new Map<string, number>();
  for (const language of LANGUAGES)
    for (const month of ['long', 'short'] as const)
      for (const day of [undefined, 'numeric'] as const) {
        const format = new Intl.DateTimeFormat(language, { month, day, timeZone: 'UTC' });
        for (let index = 0; index < 12; index += 1) {
          const name = nameKeyOf(
            format.formatToParts(Date.UTC(2026, index, 15)).find(({ type }) => type === 'month')?.value ?? '',
          );
          const before = found.get(name);
          found.set(name, before === undefined || before === index + 1 ? index + 1 : 0);
        }
      }
  return found;
}

const nameKeyOf = (name: string): string => name.normalize('NFC').toLowerCase().replace(/\.$/, '');
const months = once(monthNames);

/** 1–12; 0 where it is no month's name. English ones may be cut anywhere after three letters: `Sept`. */
export function monthOf(name = ''): number {
  const key = nameKeyOf(name);
  const found = months().get(key);
  if (found !== undefined) return found;
  const long = ENGLISH.findIndex((each) => each.startsWith(key));
  return long + 1;
}

const ENGLISH = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

function made(year: number, month: number, day: number, time: string | undefined): ReadDate | undefined {
  // The 31st of February would be one of March, and the year 26 by Date.UTC one of the last century.
  const start = new Date(0);
  start.setUTCFullYear(year, month - 1, day);
  if (month < 1 || Number.isNaN(start.getTime()) || start.getUTCMonth() !== month - 1 || start.getUTCDate() !== day)
    return undefined;
  const on = start.toISOString().slice(0, 10);
  if (time === undefined || time.trim() === '') return { day: on };
  const found = TIME.exec(time.trim());
  if (!found) return undefined;
  const [, hour = '0', minute = '0', second = '0', part = '', half = '', zone] = found;
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
  if (hours > 24 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const ms = Number(`0.${part || 0}`) * 1000;
  return {
    day: on,
    time: hours * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000 + ms,
    ...(zone === undefined ? {} : { zone: zoneOf(zone) }),
  };
}

/** Offset of a zone, ms; `+0530`, `+05:30` and `+05` alike. */
function zoneOf(zone: string): number {
  const [, sign = '', hours = '0', minutes = '0'] = /^([-+])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes || 0)) * 60_000;
}

/** One day in whatever way it is written, by itself; two readings where there are more than one, undefined where it is none. */
export function dayWritten(text: string): string | [string, string] | undefined {
  const raw = plainText(text).trim();
  // Points put the day first.
  if (!PARTS.test(raw) || /^\d{1,2}\./.test(raw)) return readDate(raw, 'DMY')?.day;
  const ways = [readDate(raw, 'DMY')?.day, readDate(raw, 'MDY')?.day, yearFirstDay(raw)];
  const [one, two] = new Set(ways.filter((each) => each !== undefined));
  return one !== undefined && two !== undefined ? [one, two] : one;
}
