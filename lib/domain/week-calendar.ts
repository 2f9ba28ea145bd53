import { addDays, day, dayNumber, type Day } from '@/lib/domain/days';
import type { Period } from '@/lib/domain/org';

/**
 * A fiscal year of 52 or 53 whole weeks, as retailers and manufacturers keep it: quarters of 13 weeks in months of 4, 4 and 5. It
 * ends on a weekday near the end of a month (US National Retail Federation: the Saturday nearest to 31 January, pattern 4-5-4).
 */
export interface WeekCalendar {
  pattern: '4-4-5' | '4-5-4' | '5-4-4';
  /** Month in or near which the year ends, 1–12. */
  endMonth: number;
  /** Last day of the fiscal week, 0 Sunday to 6 Saturday. */
  endWeekday: number;
  /** The last such weekday in the month, or the one nearest to the month's end. */
  end: 'last' | 'nearest';
  /** Quarter that gets the 53rd week, in its last month; the fourth when absent. */
  longQuarter?: 1 | 2 | 3 | 4;
}

/** The year that a day lies in; `name` is the calendar year in which its last month ends. */
export function weekYearAt(calendar: WeekCalendar, at: Day): { start: Day; end: Day; name: number } {
  const year = Number(at.slice(0, 4));
  // An end near the turn of the year may lie in the next one.
  for (let name = year - 1; name <= year + 1; name += 1) {
    const end = yearEnd(calendar, name);
    if (at <= end) return { start: addDays(yearEnd(calendar, name - 1), 1), end, name };
  }
  throw new RangeError(`No fiscal year holds ${at}.`);
}

/** The 12 months of a year, each with its quarter (1–4). */
export function weekMonths(
  calendar: WeekCalendar,
  { start, end }: Pick<Period, 'start' | 'end'>,
): { start: Day; end: Day; quarter: number }[] {
  const weeks = calendar.pattern.split('-').map(Number);
  const isLong = dayNumber(end) - dayNumber(start) + 1 > 52 * 7;
  let from = start;
  return Array.from({ length: 12 }, (_, month) => {
    const quarter = Math.floor(month / 3) + 1;
    const extra = isLong && month % 3 === 2 && quarter === (calendar.longQuarter ?? 4) ? 1 : 0;
    const until = addDays(from, ((weeks[month % 3] ?? 4) + extra) * 7 - 1);
    const found = { start: from, end: until, quarter };
    from = addDays(until, 1);
    return found;
  });
}

function yearEnd({ endMonth, endWeekday, end }: WeekCalendar, year: number): Day {
  const next = endMonth === 12 ? day(`${year + 1}-01-01`) : day(`${year}-${String(endMonth + 1).padStart(2, '0')}-01`);
  if (!next) throw new RangeError(`A fiscal year ends in month 1 to 12, not ${endMonth} of ${year}.`);
  const monthEnd = dayNumber(next) - 1;
  // 1970-01-01 was a Thursday.
  const back = (((monthEnd + 4 - endWeekday) % 7) + 7) % 7;
  const forward = end === 'nearest' && back > 3 ? 7 : 0;
  return addDays(next, -1 - back + forward);
}
