import { addDays, type Day, dayNumber } from '@/lib/calendar/days';
import type { OrgPeriod, Period } from '@/lib/calendar/period';

/** A fiscal year of whole weeks (4-4-5 and its kin): it ends on the last such weekday of a month, or on the one nearest to its end. */
export interface WeekYear {
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

/** The four quarters of a fiscal year of weeks as an org lists them: 13 weeks each, and in a year of 53 weeks the last one has 14. */
export function weekYearQuarters(settings: WeekYear, year: number): (OrgPeriod & { label: string })[] {
  const start = addDays(weekYearEnd(settings, year - 1), 1);
  const end = weekYearEnd(settings, year);
  return [0, 1, 2, 3].map((quarter) => ({
    type: 'quarter',
    start: addDays(start, quarter * 91),
    end: quarter === 3 ? end : addDays(start, quarter * 91 + 90),
    number: quarter + 1,
    yearId: `year ${year}`,
    label: `Q${quarter + 1} FY${String(year % 100).padStart(2, '0')}`,
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

/** 1970-01-01 was a Thursday. */
const weekdayOf = (at: Day): number => (((dayNumber(at) + 4) % 7) + 7) % 7;
