import { addDays, day, dayNumber, type Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import { instantOf } from '@/lib/calendar/zoned-time';

/** How an org cuts its years: by its own quarters where it names them (custom years, 4-4-5), else from the start month. */
export interface FiscalSettings {
  /** 1–12. */
  fiscalYearStartMonth: number;
  /** The fiscal year is named after the year it starts in, else after the year it ends in. */
  fiscalYearNamedByStart: boolean;
  /** Quarters as the org defines them, when it says so (`Period`); else computed from the start month. */
  quarters?: Period[];
  /** Weeks of the three months of a quarter that is no three calendar months, as retailers count them; 4-4-5 when absent. */
  weekPattern?: '4-4-5' | '4-5-4' | '5-4-4';
}
export const PERIOD_KINDS = ['year', 'quarter', 'month', 'week'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** The fiscal year, quarter, month or week that a day lies in. Periods of a kind tile the line: no gap, no overlap. */
export function periodAt(settings: FiscalSettings, kind: PeriodKind, at: Day): Period {
  switch (kind) {
    case 'year':
      return yearAt(settings, at);
    case 'quarter':
      return quarterAt(settings, at);
    case 'month':
      return monthAt(settings, at);
    case 'week':
      return weekAt(at);
  }
}

/**
 * The fiscal quarter that a day lies in: the org's own where it defines one (custom years, 4-4-5), else computed. A fiscal year is
 * named after the year it ends in unless the org says otherwise (Salesforce: Organization).
 */
export function quarterAt(settings: FiscalSettings, at: Day): Period {
  const own = settings.quarters?.find(({ start, end }) => start <= at && at <= end);
  if (own) return own;
  return clip(monthQuarter(settings, at), settings, at);
}

/** The quarter after (1) or before (−1) a period. */
export const neighbour = (
  settings: FiscalSettings,
  period: Period,
  step: 1 | -1,
  kind: PeriodKind = 'quarter',
): Period => periodAt(settings, kind, step === 1 ? addDays(period.end, 1) : addDays(period.start, -1));

/** The period of the same place in the year before: Q2 for Q2. The 53rd week answers to the 52nd. */
export function sameLastYear(settings: FiscalSettings, kind: PeriodKind, period: Period): Period {
  const year = yearAt(settings, period.start);
  const before = yearAt(settings, addDays(year.start, -1));
  if (kind === 'year') return before;
  if (kind === 'week') return weekAt(addDays(period.start, -52 * 7));
  const place = partsOf(settings, kind, year).findIndex(({ start }) => start === period.start);
  const parts = partsOf(settings, kind, before);
  return parts[Math.min(Math.max(place, 0), parts.length - 1)] ?? before;
}

/** The quarters or months that a period begins and holds, oldest first. */
export function partsOf(settings: FiscalSettings, kind: 'quarter' | 'month', within: Period): Period[] {
  const found: Period[] = [];
  for (let at = within.start; at <= within.end; at = addDays(found.at(-1)?.end ?? within.end, 1))
    found.push(periodAt(settings, kind, at));
  return found;
}

export const isWithin = (period: Pick<Period, 'start' | 'end'>, at: Day | undefined): boolean =>
  at !== undefined && period.start <= at && at <= period.end;

/** First instant of a period, and the first one after it (G1.11), in a time zone. Days with a clock change have 23 or 25 hours. */
export const instantsOf = (
  { start, end }: Pick<Period, 'start' | 'end'>,
  timeZone: string,
): { from: number; to: number } => ({
  from: instantOf(start, 0, 0, timeZone),
  to: instantOf(addDays(end, 1), 0, 0, timeZone),
});

function yearAt(settings: FiscalSettings, at: Day): Period {
  const own = ownYear(settings, at);
  if (own) return own;
  const { year } = monthsInto(settings, at);
  const start = monthStart(year, settings.fiscalYearStartMonth - 1);
  const end = addDays(monthStart(year, settings.fiscalYearStartMonth + 11), -1);
  return clip({ start, end, label: fiscalName(yearName(settings, year)) }, settings, at);
}

/** The org's own quarters around a day that carry the name of one year, `Q3 FY26`. */
function ownYear({ quarters = [] }: FiscalSettings, at: Day): Period | undefined {
  const own = quarters.find(({ start, end }) => start <= at && at <= end);
  if (!own) return undefined;
  const nameOf = ({ label }: Period): string | undefined => /^Q\d\s+(\S.*)$/.exec(label)?.[1];
  const name = nameOf(own);
  if (name === undefined) return undefined;
  const same = quarters.filter((each) => nameOf(each) === name);
  const [start, end] = [
    same.reduce((first, each) => (each.start < first ? each.start : first), own.start),
    same.reduce((last, each) => (each.end > last ? each.end : last), own.end),
  ];
  return { start, end, label: name };
}

function monthAt(settings: FiscalSettings, at: Day): Period {
  const own = settings.quarters?.find(({ start, end }) => start <= at && at <= end);
  if (own && !isWholeMonths(own)) return monthOfWeeks(settings, own, at);
  const [year, month] = [Number(at.slice(0, 4)), Number(at.slice(5, 7)) - 1];
  const whole = {
    start: monthStart(year, month),
    end: addDays(monthStart(year, month + 1), -1),
    label: at.slice(0, 7),
  };
  return own ? whole : clip(whole, settings, at);
}

/** Monday to Sunday, named as ISO 8601 does: after the year of its Thursday. */
function weekAt(at: Day): Period {
  const start = addDays(at, -((((dayNumber(at) + 3) % 7) + 7) % 7));
  const thursday = addDays(start, 3);
  const week = Math.floor((dayNumber(thursday) - dayNumber(monthStart(Number(thursday.slice(0, 4)), 0))) / 7) + 1;
  return { start, end: addDays(start, 6), label: `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}` };
}

function monthQuarter(settings: FiscalSettings, at: Day): Period {
  const { year, index } = monthsInto(settings, at);
  const quarter = Math.floor(index / 3);
  const firstMonth = settings.fiscalYearStartMonth - 1 + quarter * 3;
  return {
    start: monthStart(year, firstMonth),
    end: addDays(monthStart(year, firstMonth + 3), -1),
    label: `Q${quarter + 1} ${fiscalName(yearName(settings, year))}`,
  };
}

/** A month of an org's own quarter that is no three calendar months: whole weeks, the last month with what is over. */
function monthOfWeeks({ weekPattern = '4-4-5' }: FiscalSettings, quarter: Period, at: Day): Period {
  const [first = 4, second = 4] = weekPattern.split('-').map(Number);
  const starts = [0, first, first + second].map((weeks) => addDays(quarter.start, weeks * 7));
  const month = starts.findLastIndex((start) => start <= at);
  const next = starts[month + 1];
  return {
    start: starts[month] ?? quarter.start,
    end: next !== undefined && next <= quarter.end ? addDays(next, -1) : quarter.end,
    label: `M${month + 1} ${quarter.label}`,
  };
}

/** A computed period gives way to the org's own quarters around it, so that none overlap. */
function clip(period: Period, { quarters = [] }: FiscalSettings, at: Day): Period {
  let { start, end } = period;
  for (const own of quarters) {
    if (own.end < at && own.end >= start) start = addDays(own.end, 1);
    if (own.start > at && own.start <= end) end = addDays(own.start, -1);
  }
  return { ...period, start, end };
}

const isWholeMonths = ({ start, end }: Period): boolean => start.endsWith('-01') && addDays(end, 1).endsWith('-01');

/** Calendar year in which the fiscal year starts, and months into it. */
function monthsInto({ fiscalYearStartMonth }: FiscalSettings, at: Day): { year: number; index: number } {
  const [year, month] = [Number(at.slice(0, 4)), Number(at.slice(5, 7))];
  return { year: month >= fiscalYearStartMonth ? year : year - 1, index: (month - fiscalYearStartMonth + 12) % 12 };
}

const yearName = ({ fiscalYearNamedByStart, fiscalYearStartMonth }: FiscalSettings, startYear: number): number =>
  fiscalYearNamedByStart || fiscalYearStartMonth === 1 ? startYear : startYear + 1;
const fiscalName = (year: number): string => `FY${String(year % 100).padStart(2, '0')}`;

/** First day of the month `index` months after January of `year`. */
function monthStart(year: number, index: number): Day {
  const text = `${year + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const start = day(text);
  if (!start) throw new RangeError(`No such month: ${text}`);
  return start;
}
