import { DAY_MS, type Day } from '@/lib/calendar/days';
import { instantOf } from '@/lib/calendar/zoned-time';
import type { Value } from '@/lib/sample/org-tables';

import type { OrgView } from '../live-org';
import { OrgError } from '../rest/errors';

/** What a date literal covers: days from `start` up to, without, `end`. */
export interface Span {
  start: string;
  end: string;
}

const iso = (at: number): string => new Date(at).toISOString().slice(0, 10);
const shift = (day: string, days: number): string => iso(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
const month = (year: number, index: number): string => iso(Date.UTC(year, index, 1));

/** A date literal by the org's own "today": LAST_N_DAYS:n ends today, inclusive; NEXT_N_DAYS:n begins tomorrow. */
export function spanOf(org: OrgView, raw: string, n = 0): Span {
  const today = org.asOf;
  const [year = 0, monthNumber = 1] = today.split('-').map(Number);
  const fiscal = Number(org.rows('Organization')[0]?.['FiscalYearStartMonth'] ?? 1) - 1;
  const fiscalYear = monthNumber - 1 >= fiscal ? year : year - 1;
  const fiscalQuarter = Math.floor(((monthNumber - 1 - fiscal + 12) % 12) / 3);
  const months = (of: number, from: number, count: number): Span => ({
    start: month(of, from),
    end: month(of, from + count),
  });
  const [, which = '', unit = ''] = /^(THIS|LAST|NEXT)_(?:N_)?(.+?)S?$/.exec(raw.replace(/:.*/, '')) ?? [];
  const step = which === 'LAST' ? -1 : which === 'NEXT' ? 1 : 0;
  const isMany = /_N_/.test(raw);
  const [, ago] = /^N_(.+)S_AGO/.exec(raw) ?? [];
  if (ago === 'DAY') return { start: shift(today, -n), end: shift(today, 1 - n) };
  if (raw === 'TODAY') return { start: today, end: shift(today, 1) };
  if (raw === 'YESTERDAY') return { start: shift(today, -1), end: today };
  if (raw === 'TOMORROW') return { start: shift(today, 1), end: shift(today, 2) };
  if (isMany && unit === 'DAY')
    return step < 0
      ? { start: shift(today, -n), end: shift(today, 1) }
      : { start: shift(today, 1), end: shift(today, n + 1) };
  if (/^(LAST|NEXT)_90_DAYS$/.test(raw)) return spanOf(org, raw.replace('_90_', '_N_'), 90);
  const many = (from: Span, size: (count: number) => Span): Span =>
    step < 0 ? { start: size(-n).start, end: from.start } : { start: from.end, end: size(n).end };
  const spans: Record<string, (at: number) => Span> = {
    MONTH: (at) => months(year, monthNumber - 1 + at, 1),
    QUARTER: (at) => months(year, Math.floor((monthNumber - 1) / 3) * 3 + at * 3, 3),
    YEAR: (at) => months(year + at, 0, 12),
    FISCAL_QUARTER: (at) => months(fiscalYear, fiscal + (fiscalQuarter + at) * 3, 3),
    FISCAL_YEAR: (at) => months(fiscalYear + at, fiscal, 12),
    WEEK: (at) => {
      const sunday = shift(today, at * 7 - new Date(`${today}T00:00:00Z`).getUTCDay());
      return { start: sunday, end: shift(sunday, 7) };
    },
  };
  const past = ago === undefined ? undefined : spans[ago];
  if (past) return past(-n);
  const span = spans[unit];
  if (!span) throw new OrgError(400, 'MALFORMED_QUERY', `unexpected token: '${raw}'`);
  return isMany ? many(span(0), span) : span(step);
}

/** Midnight of a day in the user's time zone, as an instant. */
export function midnight(org: OrgView, day: string): string {
  const zone = String((org.userId && org.find('User', org.userId)?.['TimeZoneSidKey']) || 'UTC');
  return new Date(instantOf(day as Day, 0, 0, zone)).toISOString();
}

/** CALENDAR_… and FISCAL_… of a day. Custom fiscal years have no functions. */
export function datePart(org: OrgView, name: string, value: Value, hasCustomYears: boolean): Value {
  if (typeof value !== 'string') return null;
  const [year = 0, monthNumber = 1, dayNumber = 1] = value.slice(0, 10).split('-').map(Number);
  if (name.startsWith('FISCAL_') && hasCustomYears)
    throw new OrgError(400, 'MALFORMED_QUERY', 'fiscal date functions not supported with custom fiscal years');
  const settings = org.rows('Organization')[0];
  const start = Number(settings?.['FiscalYearStartMonth'] ?? 1);
  const into = (monthNumber - start + 12) % 12;
  const startYear = monthNumber >= start ? year : year - 1;
  switch (name) {
    case 'CALENDAR_YEAR':
      return year;
    case 'CALENDAR_QUARTER':
      return Math.ceil(monthNumber / 3);
    case 'CALENDAR_MONTH':
      return monthNumber;
    case 'DAY_IN_MONTH':
      return dayNumber;
    case 'DAY_ONLY':
      return value.slice(0, 10);
    case 'FISCAL_YEAR':
      return start === 1 || settings?.['UsesStartDateAsFiscalYearName'] === true ? startYear : startYear + 1;
    case 'FISCAL_QUARTER':
      return Math.floor(into / 3) + 1;
    case 'FISCAL_MONTH':
      return into + 1;
    default:
      throw new OrgError(400, 'MALFORMED_QUERY', `unexpected token: '${name}'`);
  }
}
