import { isMissingValue } from './map-numbers';

/**
 * How a column writes its days: `DMY` and `MDY` by their order, `epoch` as a count of seconds to nanoseconds since 1970, `excel` as a
 * spreadsheet's count of days, `days` as a count of days from anything.
 */
export const DATE_FORMATS = ['ISO', 'DMY', 'MDY', 'epoch', 'excel', 'days'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const DAY_MS = 86_400_000;
/** Day 0 of spreadsheets, which take 1900 for a leap year. */
const EXCEL_ORIGIN = Date.UTC(1899, 11, 30);
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const ISO = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T\s]+(.*))?$/i;
const PARTS = /^(\d{1,2})[-/.\s](\d{1,2})[-/.\s](\d{4}|\d{2})(?:[T,\s]+(.*))?$/i;
const DAY_FIRST = /^(?:[a-z]+,?\s+)?(\d{1,2})[-/.\s]*([a-z]{3,9})\.?[-/,.\s]*(\d{4}|\d{2})(?:[T,\s]+(.*))?$/i;
const MONTH_FIRST =
  /^(?:[a-z]+,?\s+)?([a-z]{3,9})\.?[-/.\s]*(\d{1,2})(?:st|nd|rd|th)?[-/,.\s]+(\d{4})(?:[T,\s]+(.*))?$/i;
const TIME =
  /^(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.]?(\d{2})(?:[.,](\d+))?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[-+]\d{2}(?::?\d{2})?)?$/i;
const NUMBER = /^\d+(?:[.,]\d+)?$/;

/** The format of a column, and what it was taken from where days and months could be either; `first` and `other` contradict each other. */
export interface Found {
  format: DateFormat;
  isGuess?: boolean;
  contradiction?: [first: string, other: string];
}

/**
 * One rule: a part above 12 tells what is the day, for the whole column; where no value tells, the month comes first after slashes and
 * dashes, and the day before points.
 */
export function formatOf(values: Iterable<string>): Found {
  let [dayFirst, monthFirst, separator] = ['', '', ''];
  let [numbers, largest] = [0, 0];
  for (const value of values) {
    const raw = value.trim();
    if (isMissingValue(raw)) continue;
    if (NUMBER.test(raw) && !isPlainDay(raw)) {
      numbers += 1;
      largest = Math.max(largest, Number(raw.replace(',', '.')));
    }
    const [, first = '', second = ''] = ISO.test(raw) ? [] : (PARTS.exec(raw) ?? []);
    if (first === '') continue;
    separator ||= raw[first.length] ?? '';
    if (Number(first) > 12) dayFirst ||= raw;
    if (Number(second) > 12) monthFirst ||= raw;
  }
  if (dayFirst !== '' && monthFirst !== '') return { format: 'DMY', contradiction: [dayFirst, monthFirst] };
  if (dayFirst !== '') return { format: 'DMY' };
  if (monthFirst !== '') return { format: 'MDY' };
  if (separator !== '') return { format: separator === '.' ? 'DMY' : 'MDY', isGuess: separator !== '.' };
  if (numbers > 0) return { format: largest < 100_000 ? 'excel' : 'epoch' };
  return { format: 'ISO' };
}

/** `20170131`: eight digits that are a day between 1900 and 2100. */
const isPlainDay = (raw: string): boolean => /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(raw);

/**
 * An instant, ms; NaN for what is no date. Without a zone a time is UTC, without a time a day begins at midnight UTC. Years of two
 * digits from 70 on are of the last century.
 */
export function instantOf(value: string, format: DateFormat): number {
  const raw = value.trim();
  if (isMissingValue(raw)) return Number.NaN;
  if (format === 'days') return NUMBER.test(raw) ? Number(raw.replace(',', '.')) * DAY_MS : Number.NaN;
  if (format === 'excel') return NUMBER.test(raw) ? EXCEL_ORIGIN + Number(raw.replace(',', '.')) * DAY_MS : Number.NaN;
  if (format === 'epoch' || (NUMBER.test(raw) && !isPlainDay(raw))) return NUMBER.test(raw) ? epochOf(raw) : Number.NaN;
  const iso = ISO.exec(raw);
  if (iso) return at(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4]);
  const parts = PARTS.exec(raw);
  if (parts) {
    const [first, second] = [Number(parts[1]), Number(parts[2])];
    const [day, month] = format === 'MDY' ? [second, first] : [first, second];
    return at(yearOf(parts[3] ?? ''), month, day, parts[4]);
  }
  const dayFirst = DAY_FIRST.exec(raw);
  if (dayFirst) return at(yearOf(dayFirst[3] ?? ''), monthOf(dayFirst[2]), Number(dayFirst[1]), dayFirst[4]);
  const monthFirst = MONTH_FIRST.exec(raw);
  if (monthFirst) return at(yearOf(monthFirst[3] ?? ''), monthOf(monthFirst[1]), Number(monthFirst[2]), monthFirst[4]);
  return Number.NaN;
}

/** By its size: seconds, or thousandths, millionths, thousand-millionths of one. Below 1973 as seconds it is no instant of a sale. */
function epochOf(raw: string): number {
  const value = Number(raw.replace(',', '.'));
  if (value < 1e8) return Number.NaN;
  return value < 1e11 ? value * 1000 : value < 1e14 ? value : value < 1e17 ? value / 1000 : value / 1e6;
}

const yearOf = (raw: string): number => (raw.length > 2 ? Number(raw) : Number(raw) + (Number(raw) < 70 ? 2000 : 1900));
const monthOf = (name = ''): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

function at(year: number, month: number, day: number, time: string | undefined): number {
  const start = Date.UTC(year, month - 1, day);
  const made = new Date(start);
  // Date.UTC turns the 31st of February into March.
  if (month < 1 || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return Number.NaN;
  if (time === undefined || time.trim() === '') return start;
  const found = TIME.exec(time.trim());
  if (!found) return Number.NaN;
  const [, hour = '0', minute = '0', second = '0', part = '', half = '', zone = ''] = found;
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
  if (hours > 24 || Number(minute) > 59 || Number(second) > 60) return Number.NaN;
  const ms = Number(`0.${part || 0}`) * 1000;
  return start + hours * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000 + ms - zoneOf(zone);
}

/** Offset of a zone, ms; `+0530`, `+05:30` and `+05` alike. */
function zoneOf(zone: string): number {
  const [, sign = '', hours = '0', minutes = '0'] = /^([-+])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes || 0)) * 60_000;
}
