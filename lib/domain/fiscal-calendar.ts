import { addDays, type Day, dayNumber } from '@/lib/domain/days';
import { quarterAt } from '@/lib/domain/fiscal';
import type { OrgProfile, Period } from '@/lib/domain/org';

type FiscalSettings = Pick<OrgProfile, 'fiscalYearStartMonth' | 'fiscalYearNamedByStart' | 'quarters'>;

/** Weeks of the three months of a quarter, as retailers count them. */
export type WeekPattern = '4-4-5' | '4-5-4' | '5-4-4';

/** A fiscal year of whole weeks: it ends on the last such weekday of a month, or on the one nearest to its end. */
export interface WeekYear {
  pattern: WeekPattern;
  /** 1–12. */
  endMonth: number;
  /** 0 Sunday … 6 Saturday. */
  weekday: number;
  rule: 'last' | 'nearest';
}

/** The day that a fiscal year of weeks ends on, by the calendar year that its end month lies in. */
export function weekYearEnd({ endMonth, weekday, rule }: WeekYear, year: number): Day {
  const next = endMonth === 12 ? `${year + 1}-01-01` : `${year}-${String(endMonth + 1).padStart(2, '0')}-01`;
  // Safe: the first of a month is a day.
  const monthEnd = addDays(next as Day, -1);
  const back = (weekdayOf(monthEnd) - weekday + 7) % 7;
  return addDays(monthEnd, rule === 'nearest' && back > 3 ? 7 - back : -back);
}

/**
 * The four quarters of a fiscal year of weeks: 13 weeks each, and in a year of 53 weeks the last one has 14. They go into
 * `OrgProfile.quarters`, where every figure takes its periods from.
 */
export function weekYearQuarters(settings: WeekYear, year: number): Period[] {
  const start = addDays(weekYearEnd(settings, year - 1), 1);
  const end = weekYearEnd(settings, year);
  return [0, 1, 2, 3].map((quarter) => ({
    start: addDays(start, quarter * 91),
    end: quarter === 3 ? end : addDays(start, quarter * 91 + 90),
    label: `Q${quarter + 1} FY${String(year % 100).padStart(2, '0')}`,
  }));
}

/** The months of a quarter: calendar months where it begins on a first, else weeks by the pattern; the last takes what is left. */
export function monthsOf(quarter: Period, pattern: WeekPattern = '4-4-5'): Period[] {
  const label = (month: number): string => `M${month + 1} ${quarter.label}`;
  if (quarter.start.endsWith('-01')) {
    const starts = [quarter.start, nextMonth(quarter.start), nextMonth(nextMonth(quarter.start))];
    return starts.map((start, month) => ({
      start,
      end: month === 2 ? quarter.end : addDays(starts[month + 1] ?? quarter.end, -1),
      label: label(month),
    }));
  }
  const [first = 4, second = 4] = pattern.split('-').map(Number);
  const edges = [quarter.start, addDays(quarter.start, first * 7), addDays(quarter.start, (first + second) * 7)];
  return edges.map((start, month) => ({
    start,
    end: month === 2 ? quarter.end : addDays(edges[month + 1] ?? quarter.end, -1),
    label: label(month),
  }));
}

/** The weeks of a period from its first day on; the last may be shorter. */
export function weeksOf(period: Period): Period[] {
  const weeks: Period[] = [];
  for (let start = period.start; start <= period.end; start = addDays(start, 7)) {
    const end = addDays(start, 6);
    weeks.push({ start, end: end < period.end ? end : period.end, label: `W${weeks.length + 1}` });
  }
  return weeks;
}

/** The fiscal year that a day lies in: the four quarters up to the one labelled Q4, or four of them from the start month. */
export function yearAt(settings: FiscalSettings, at: Day): Period {
  let first = quarterAt(settings, at);
  for (let steps = 0; steps < 4 && !isFirstQuarter(settings, first); steps += 1)
    first = quarterAt(settings, addDays(first.start, -1));
  let last = first;
  for (let next = quarterAt(settings, addDays(last.end, 1)); !isFirstQuarter(settings, next);) {
    last = next;
    next = quarterAt(settings, addDays(last.end, 1));
    if (dayNumber(last.end) - dayNumber(first.start) > 400) break;
  }
  return { start: first.start, end: last.end, label: first.label.replace(/^Q\d\s*/, '') };
}

/** The periods before one, the oldest first. */
export function periodsBefore(settings: FiscalSettings, period: Period, count: number): Period[] {
  const found: Period[] = [];
  for (let at = period; found.length < count;) {
    at = quarterAt(settings, addDays(at.start, -1));
    found.unshift(at);
  }
  return found;
}

const isFirstQuarter = (settings: FiscalSettings, quarter: Period): boolean =>
  /^Q\d/.test(quarter.label)
    ? quarter.label.startsWith('Q1')
    : Number(quarter.start.slice(5, 7)) === settings.fiscalYearStartMonth;

/** 1970-01-01 was a Thursday. */
const weekdayOf = (at: Day): number => (((dayNumber(at) + 4) % 7) + 7) % 7;
function nextMonth(at: Day): Day {
  const [year, month] = [Number(at.slice(0, 4)), Number(at.slice(5, 7))];
  // Safe: the first of a month is a day.
  return (month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`) as Day;
}
