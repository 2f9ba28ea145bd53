import { addDays, day, daysBetween } from '@/lib/calendar/days';
import { type FiscalSettings, partsOf, periodAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';

import { monthOf } from './dates';
import { plainDigits } from './scripts';

export interface PeriodName {
  /** A half is two quarters. */
  kind: 'year' | 'half' | 'quarter' | 'month';
  /** The year that is written. */
  year: number;
  /** 1–2 of a half, 1–4 of a quarter, 1–12 of a month. */
  index: number;
  /** It says that its year is the organisation's own: `FY26`, `GJ 2026`. */
  isFiscal: boolean;
}

const QUARTER = /^(?:f?q|quarter|qtr|kwartał|kwartal|quartal|trimestre|trimester|trim|t|四半期|季度?|분기)$/u;
const HALF = /^(?:h|hy|hj|half|halbjahr|semestre|semester|sem|półrocze)$/u;
const FISCAL = /^(?:fy|fq|fiscal|gj|geschäftsjahr|obrotowy|obrotowego|ejercicio|exercice|exercício)$/u;
/** Words that say no more than that a year is one, and signs between the parts. */
const FILLER = /^(?:of|the|de|du|del|do|r|rok|roku|year|jahr|année|año|ano|st|nd|rd|th|er|e|º|ª|[-–—/.,'’])$/u;
const ROMAN = ['i', 'ii', 'iii', 'iv'];
/** Before it, two digits may as well be a day of the month: `Oct 05`. */
const FIRST_SHORT_YEAR = 2020;

/**
 * What a text names as a quarter, a half, a month or a fiscal year: `Q4 2026`, `FY26 Q4`, `2026-Q4`, `4Q26`, `IV kw. 2026`, `H2 2026`,
 * `Oct 2026`, `10/2026`, `FY26`; undefined for what is none. German `4. KW` is a week: `kw` is a quarter behind a Roman number alone. A year by itself says
 * neither whose nor from when, and is none.
 */
export function periodName(text: string): PeriodName | undefined {
  const plain = plainDigits(text).normalize('NFC').toLowerCase();
  const words =
    plain
      .replaceAll('年度', ' fy ')
      .replaceAll(/[年第月년월]/g, ' ')
      .match(/\d+|\p{L}+|[^\s\d\p{L}]/gu) ?? [];
  const numbers: string[] = [];
  let [isQuarter, isHalf, isFiscal, roman, month] = [false, false, false, 0, 0];
  for (const word of words) {
    if (/^\d+$/.test(word)) numbers.push(word);
    else if (QUARTER.test(word) || (word === 'kw' && words.some((each) => ROMAN.includes(each)))) isQuarter = true;
    else if (HALF.test(word)) isHalf = true;
    else if (ROMAN.includes(word)) roman = ROMAN.indexOf(word) + 1;
    else if (!FISCAL.test(word) && !FILLER.test(word)) {
      if (month > 0 || word.length < 3 || monthOf(word) === 0) return undefined;
      month = monthOf(word);
    }
    isFiscal ||= FISCAL.test(word);
  }
  const [first = '', second = '', third] = numbers;
  const isPart = isQuarter || isHalf;
  if (third !== undefined || (isQuarter && isHalf) || (roman > 0 && !isPart) || (month > 0 && isPart)) return undefined;
  const part = isHalf ? 'half' : 'quarter';
  if (month > 0 || roman > 0)
    return second === '' ? named(month > 0 ? 'month' : part, first, month || roman, isFiscal) : undefined;
  if (isPart) {
    const [place, year] = first.length === 1 ? [first, second] : [second, first];
    return place.length === 1 ? named(part, year, Number(place), isFiscal) : undefined;
  }
  if (second === '') return isFiscal ? named('year', first, 1, true) : undefined;
  const [year, place] = first.length === 4 ? [first, second] : [second, first];
  return year.length === 4 && place.length < 3 ? named('month', year, Number(place), isFiscal) : undefined;
}

const WEEK =
  /^(?:(?:20)?\d{2}[ -./]?w(?:eek|k)?[ -.]?\d{1,2}(?:-[1-7])?|(?:w|wk|week|cw|kw|tydz|tydzień|woche|semaine|semana|第)[ -.]?\d{1,2}週?(?:[ ./-]*(?:20)?\d{2})?|\d{1,2}[ .]*(?:kw|week|tydzień|woche)(?:[ ./-]*(?:20)?\d{2})?|(?:week|semaine|woche|tydzień)[ :-]*(?:of|of the|du|vom|od)?[ :-]*\d.*)$/u;
/** Whether a text names a week, by its number or by a day of it: `2026-W05`, `Wk 5`, `KW 5/2026`, `4. KW`. */
export const isWeek = (text: string): boolean => WEEK.test(plainDigits(text).normalize('NFC').trim().toLowerCase());

function named(kind: PeriodName['kind'], digits = '', index: number, isFiscal: boolean): PeriodName | undefined {
  if (digits.length !== 2 && digits.length !== 4) return undefined;
  const year = digits.length === 2 ? 2000 + Number(digits) : Number(digits);
  if (digits.length === 2 && kind === 'month' && year < FIRST_SHORT_YEAR) return undefined;
  return index < 1 || index > { year: 1, half: 2, quarter: 4, month: 12 }[kind]
    ? undefined
    : { kind, year, index, isFiscal };
}

/** Days by which a year of whole weeks begins before or after the month that it is about. */
const DRIFT = 7;
const CALENDAR: FiscalSettings = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true };

/** The periods of the org that a name can mean, by their first days: more than one where its years are no calendar years. */
export function periodsNamed(name: PeriodName, settings: FiscalSettings): Pick<Period, 'start' | 'end'>[] {
  const found = [
    ...(name.kind === 'month' && !name.isFiscal ? [] : fiscalPeriod(name, settings)),
    ...(name.isFiscal ? [] : calendarPeriod(name, settings)),
  ];
  return found.filter(({ start }, index) => found.findIndex((each) => each.start === start) === index);
}

function fiscalPeriod({ kind, year, index }: PeriodName, settings: FiscalSettings): Period[] {
  const years = [-1, 0, 1].flatMap((step) => {
    const middle = day(`${year + step}-07-01`);
    return middle ? [periodAt(settings, 'year', middle)] : [];
  });
  const whole = years.find(({ label }) => yearsIn(label).includes(year));
  if (!whole) return [];
  if (kind === 'year') return [whole];
  const parts = partsOf(settings, kind === 'half' ? 'quarter' : kind, whole);
  if (kind === 'half') {
    const [first, last] = parts.length === 4 ? parts.slice(2 * index - 2) : [];
    return first && last ? [{ ...first, end: last.end }] : [];
  }
  if (kind === 'month')
    return parts.filter(({ start }) => Number(start.slice(5, 7)) === index && start.endsWith('-01'));
  return parts.filter(({ number }, place) => (parts.length === 4 ? place + 1 : number) === index);
}

/** Years that an org's own label names: only ever to tell which of its years somebody else means. */
const yearsIn = (label: string): number[] =>
  Array.from(label.matchAll(/(?<!\d)(?:20)?(\d{2})(?!\d)/g), ([, digits]) => 2000 + Number(digits));

function calendarPeriod({ kind, year, index }: PeriodName, settings: FiscalSettings): Period[] {
  const months = { year: 12, half: 6, quarter: 3, month: 1 }[kind];
  const first = day(`${year}-${String((index - 1) * months + 1).padStart(2, '0')}-01`);
  if (!first) return [];
  if (kind === 'half') {
    const last = calendarPeriod({ kind: 'quarter', year, index: 2 * index, isFiscal: false }, settings);
    return calendarPeriod({ kind: 'quarter', year, index: 2 * index - 1, isFiscal: false }, settings).map((half) => ({
      ...half,
      end: last[0]?.end ?? half.end,
    }));
  }
  const whole = periodAt(CALENDAR, kind, first);
  const own = periodAt(settings, kind, addDays(first, daysBetween(first, whole.end) >> 1));
  return [Math.abs(daysBetween(first, own.start)) <= (kind === 'month' ? 0 : DRIFT) ? own : whole];
}
