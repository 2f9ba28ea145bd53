import { addDays, day, type Day, dayNumber } from '@/lib/calendar/days';

/** How an org that names no periods of its own cuts its years. */
export interface MonthSettings {
  /** 1–12. */
  fiscalYearStartMonth: number;
  /** The fiscal year is named after the year it starts in, else after the year it ends in. */
  fiscalYearNamedByStart: boolean;
}

/** Days from the first to the last, both included, and what they are called. */
export interface Span {
  start: Day;
  end: Day;
  label: string;
}

/** The fiscal year of twelve calendar months that a day lies in. */
export function yearOfMonths(settings: MonthSettings, day: Day): Span {
  const { year } = monthsInto(settings, day);
  return {
    start: monthStart(year, settings.fiscalYearStartMonth - 1),
    end: addDays(monthStart(year, settings.fiscalYearStartMonth + 11), -1),
    label: yearLabel(settings, day),
  };
}

/** `FY26`: the fiscal year that a day lies in, by the name that the org's rule gives it. */
export function yearLabel(settings: MonthSettings, day: Day): string {
  const { fiscalYearNamedByStart, fiscalYearStartMonth } = settings;
  const { year } = monthsInto(settings, day);
  const name = fiscalYearNamedByStart || fiscalYearStartMonth === 1 ? year : year + 1;
  return `FY${String(name % 100).padStart(2, '0')}`;
}

/** The calendar year in which the fiscal year of a day starts: the same for all its days. */
export const startYearOf = (settings: MonthSettings, day: Day): number => monthsInto(settings, day).year;

export function quarterOfMonths(settings: MonthSettings, day: Day): Span {
  const { year, index } = monthsInto(settings, day);
  const quarter = Math.floor(index / 3);
  const firstMonth = settings.fiscalYearStartMonth - 1 + quarter * 3;
  return {
    start: monthStart(year, firstMonth),
    end: addDays(monthStart(year, firstMonth + 3), -1),
    label: `Q${quarter + 1} ${yearLabel(settings, day)}`,
  };
}

export function calendarMonth(day: Day): Span {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
  return { start: monthStart(year, month), end: addDays(monthStart(year, month + 1), -1), label: day.slice(0, 7) };
}

/** Monday to Sunday, named as ISO 8601 does: after the year of its Thursday. */
export function isoWeek(day: Day): Span {
  const start = addDays(day, -((((dayNumber(day) + 3) % 7) + 7) % 7));
  const thursday = addDays(start, 3);
  const week = Math.floor((dayNumber(thursday) - dayNumber(monthStart(Number(thursday.slice(0, 4)), 0))) / 7) + 1;
  return { start, end: addDays(start, 6), label: `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}` };
}

/** Calendar year in which the fiscal year starts, and months into it. */
function monthsInto({ fiscalYearStartMonth }: MonthSettings, day: Day): { year: number; index: number } {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return { year: month >= fiscalYearStartMonth ? year : year - 1, index: (month - fiscalYearStartMonth + 12) % 12 };
}

/** First day of the month `index` months after January of `year`. */
function monthStart(year: number, index: number): Day {
  const text = `${year + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const start = day(text);
  if (!start) throw new RangeError(`No such month: ${text}`);
  return start;
}
