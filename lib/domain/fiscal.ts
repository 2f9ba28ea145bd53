import { addDays, day, type Day } from '@/lib/domain/days';
import type { OrgProfile, Period } from '@/lib/domain/org';

type FiscalSettings = Pick<OrgProfile, 'fiscalYearStartMonth' | 'fiscalYearNamedByStart' | 'quarters'>;

/**
 * The fiscal quarter that a day lies in: the org's own where it defines one (custom years, 4-4-5), else computed from the
 * start month. A fiscal year is named after the year it ends in unless the org says otherwise (Salesforce: Organization).
 */
export function quarterAt(settings: FiscalSettings, at: Day): Period {
  const own = settings.quarters?.find(({ start, end }) => start <= at && at <= end);
  if (own) return own;
  const year = Number(at.slice(0, 4));
  const month = Number(at.slice(5, 7));
  const monthsIn = (month - settings.fiscalYearStartMonth + 12) % 12;
  const quarter = Math.floor(monthsIn / 3);
  const startYear = month >= settings.fiscalYearStartMonth ? year : year - 1;
  const firstMonth = settings.fiscalYearStartMonth - 1 + quarter * 3;
  const name = settings.fiscalYearNamedByStart || settings.fiscalYearStartMonth === 1 ? startYear : startYear + 1;
  return {
    start: monthStart(startYear, firstMonth),
    end: addDays(monthStart(startYear, firstMonth + 3), -1),
    label: `Q${quarter + 1} FY${String(name % 100).padStart(2, '0')}`,
  };
}

/** The quarter after (1) or before (−1) a period. */
export const neighbour = (settings: FiscalSettings, period: Period, step: 1 | -1): Period =>
  quarterAt(settings, step === 1 ? addDays(period.end, 1) : addDays(period.start, -1));

export const isWithin = (period: Period, at: Day | undefined): boolean =>
  at !== undefined && period.start <= at && at <= period.end;

/** First day of the month `index` months after January of `year`. */
function monthStart(year: number, index: number): Day {
  const text = `${year + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const start = day(text);
  if (!start) throw new RangeError(`No such month: ${text}`);
  return start;
}
