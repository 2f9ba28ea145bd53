import {
  calendarMonth,
  isoWeek,
  type MonthSettings,
  quarterOfMonths,
  type Span,
  yearLabel,
  yearOfMonths,
} from '@/lib/calendar/by-months';
import { addDays, type Day, daysBetween } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import {
  disjoint,
  middleOf,
  type OwnRow,
  rowAt,
  type OwnRows,
  type Stretch,
  yearsOfQuarters,
} from '@/lib/calendar/own-periods';
import type { OrgPeriod, Period } from '@/lib/calendar/period';

/**
 * How an org cuts its years: by its own periods wherever it has them (custom years, 4-4-5, years of 53 weeks), else from the start
 * month. Nothing is ever read from a label.
 */
export interface FiscalSettings extends MonthSettings {
  /** The org's own years, quarters, months and weeks, in any order. */
  periods?: OrgPeriod[];
  /** Weeks of the three months of a quarter that is no three calendar months, as retailers count them; 4-4-5 when absent. */
  weekPattern?: '4-4-5' | '4-5-4' | '5-4-4';
}
export const PERIOD_KINDS = ['year', 'quarter', 'month', 'week'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** The fiscal year, quarter, month or week that a day lies in. Periods of a kind tile the line: no gap, no overlap. */
export function periodAt(settings: FiscalSettings, kind: PeriodKind, day: Day): Period {
  const own = ownOf(settings);
  const { row, gap } = rowAt(own[kind], day);
  if (row) return named(settings, kind, row);
  const hasOwn = own[kind].length > 0;
  const found = computed(settings, own, kind, day);
  const { start, end } = within(found, gap);
  return { ...found, start, end, ...(hasOwn ? { doubt: 'gap' } : {}) };
}

/** Whether a month, a quarter or a year begins on a day, by the org's own rows or as they tile the line: what a quota can be for. */
export const beginsPeriod = (settings: FiscalSettings, day: Day): boolean =>
  (['month', 'quarter', 'year'] as const).some((kind) => periodAt(settings, kind, day).start === day) ||
  (settings.periods ?? []).some(({ type, start }) => type !== 'week' && start === day);

/** Whether one of them ends on a day. */
export const endsPeriod = (settings: FiscalSettings, day: Day): boolean =>
  (['month', 'quarter', 'year'] as const).some((kind) => periodAt(settings, kind, day).end === day) ||
  (settings.periods ?? []).some(({ type, end }) => type !== 'week' && end === day);

/** The days that a period of the org's own has among those it lists: fewer than it says where another one keeps its first days. */
export function tileOf(settings: FiscalSettings, listed: Pick<Period, 'start' | 'end'>): Pick<Period, 'start' | 'end'> {
  const own = ownOf(settings);
  for (const kind of PERIOD_KINDS) {
    const { row } = rowAt(own[kind], listed.end);
    if (row && (row.listedFrom ?? row.start) === listed.start && row.end === listed.end) return row;
  }
  return listed;
}

/** The fiscal quarter that a day lies in. */
export const quarterAt = (settings: FiscalSettings, day: Day): Period => periodAt(settings, 'quarter', day);

/** The period after (1) or before (−1) a period. */
export const neighbour = (
  settings: FiscalSettings,
  period: Period,
  step: 1 | -1,
  kind: PeriodKind = 'quarter',
): Period => periodAt(settings, kind, step === 1 ? addDays(period.end, 1) : addDays(period.start, -1));

/** The parts of a kind that a period begins and holds, oldest first. */
export function partsOf(settings: FiscalSettings, kind: Exclude<PeriodKind, 'year'>, whole: Period): Period[] {
  const found: Period[] = [];
  for (let day = whole.start; day <= whole.end; day = addDays(found.at(-1)?.end ?? whole.end, 1))
    found.push(periodAt(settings, kind, day));
  return found;
}

export const isWithin = (period: Pick<Period, 'start' | 'end'>, day: Day | undefined): boolean =>
  day !== undefined && period.start <= day && day <= period.end;

type Own = Record<PeriodKind, OwnRows> & { stated: { year: OwnRows } };
/** Sorted once for each settings: a pure function of them. */
const ownOf = (settings: FiscalSettings): Own => derived(settings, sortedOwn);

function sortedOwn(settings: FiscalSettings): Own {
  const { periods = [] } = settings;
  const of = (kind: PeriodKind): OwnRows =>
    disjoint(periods.filter(({ type }) => type === kind).map(({ type: _type, ...row }) => row));
  const stated = of('year');
  const quarter = of('quarter');
  // Years that the org does not list are made of its quarters, on the days that no listed year has.
  const made = yearsOfQuarters(quarter, settings).flatMap((year): OwnRow[] => {
    const { row, gap } = rowAt(stated, middleOf(year));
    return row ? [] : [{ ...year, ...within(year, gap) }];
  });
  return {
    year: disjoint([...stated, ...made]),
    quarter,
    month: of('month'),
    week: of('week'),
    stated: { year: stated },
  };
}

/** A period that the org does not list, by months, whole weeks or the calendar; inside of what it does list. */
function computed(settings: FiscalSettings, own: Own, kind: PeriodKind, day: Day): Span {
  switch (kind) {
    case 'year':
      return yearOfMonths(settings, day);
    case 'quarter': {
      const { row } = rowAt(own.stated.year, day);
      const part = row && quarterOfYear(named(settings, 'year', row), day);
      return part ?? inside(quarterOfMonths(settings, day), own.stated.year, day);
    }
    case 'month': {
      const { row } = rowAt(own.quarter, day);
      if (row && !isWholeMonths(row)) return monthOfWeeks(settings, named(settings, 'quarter', row), day);
      if (own.quarter.length > 0 || own.stated.year.length === 0) return inside(calendarMonth(day), own.quarter, day);
      const quarter = periodAt(settings, 'quarter', day);
      const isWeeks =
        isOfWeeks(quarter) && !isWholeMonths(quarter) && daysBetween(quarter.start, quarter.end) >= QUARTER_DAYS - 1;
      return isWeeks
        ? monthOfWeeks(settings, quarter, day)
        : { ...calendarMonth(day), ...within(calendarMonth(day), quarter) };
    }
    case 'week':
      return isoWeek(day);
  }
}

/** A row as it is shown: in the org's own words, else in those of the settings. */
function named(settings: FiscalSettings, kind: PeriodKind, row: OwnRow): Period {
  const { start, end, label, number, doubt } = row;
  return {
    start,
    end,
    label: label ?? ownLabel(settings, kind, row),
    ...(number === undefined ? {} : { number }),
    ...(doubt === undefined ? {} : { doubt }),
  };
}

const LETTERS = { quarter: 'Q', month: 'M', week: 'W' } as const;

function ownLabel(settings: FiscalSettings, kind: PeriodKind, row: OwnRow): string {
  const year = yearLabel(settings, middleOf(row));
  if (kind === 'year') return year;
  return row.number === undefined ? row.start : `${LETTERS[kind]}${row.number} ${year}`;
}

/** A month of an org's own quarter that is no three calendar months: whole weeks, the last month with what is over. */
function monthOfWeeks({ weekPattern = '4-4-5' }: FiscalSettings, quarter: Period, day: Day): Span {
  const [first = 4, second = 4] = weekPattern.split('-').map(Number);
  const starts = [0, first, first + second].map((weeks) => addDays(quarter.start, weeks * 7));
  const month = starts.findLastIndex((start) => start <= day);
  const next = starts[month + 1];
  return {
    start: starts[month] ?? quarter.start,
    end: next !== undefined && next <= quarter.end ? addDays(next, -1) : quarter.end,
    label: `M${month + 1} ${quarter.label}`,
  };
}

/** Whole weeks of a quarter of a year that is no twelve calendar months; the last one has what is over. */
const QUARTER_DAYS = 91;

/**
 * A quarter of a year that the org lists without its quarters: three calendar months from its first day, or 13 weeks where it is no
 * twelve months. Undefined of a year that is neither.
 */
function quarterOfYear(year: Period, day: Day): Span | undefined {
  const { start, end } = year;
  const months = { fiscalYearStartMonth: Number(start.slice(5, 7)), fiscalYearNamedByStart: true };
  const whole = yearOfMonths(months, start);
  if (whole.start === start && whole.end === end) {
    const quarter = quarterOfMonths(months, day);
    return { ...quarter, label: `${quarter.label.split(' ')[0]} ${year.label}` };
  }
  if (!isOfWeeks(year) || daysBetween(start, end) < 4 * QUARTER_DAYS - 1) return undefined;
  const index = Math.min(3, Math.floor(daysBetween(start, day) / QUARTER_DAYS));
  const from = addDays(start, index * QUARTER_DAYS);
  return {
    start: from,
    end: index === 3 ? end : addDays(from, QUARTER_DAYS - 1),
    label: `Q${index + 1} ${year.label}`,
  };
}

const isOfWeeks = ({ start, end }: Stretch): boolean => (daysBetween(start, end) + 1) % 7 === 0;

/** Cut to the row of others around a day, or to the days between two of them. */
function inside(span: Span, others: OwnRows, day: Day): Span {
  const { row, gap } = rowAt(others, day);
  return { ...span, ...within(span, row ?? gap) };
}

const within = (span: Stretch, by: Stretch): Stretch => ({
  start: span.start < by.start ? by.start : span.start,
  end: span.end > by.end ? by.end : span.end,
});

const isWholeMonths = ({ start, end }: Stretch): boolean => start.endsWith('-01') && addDays(end, 1).endsWith('-01');
