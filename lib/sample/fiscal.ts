import { dayFromNumber } from '@/lib/calendar/days';

import type { Span } from './births';
import { makeId } from './ids';
import type { Row } from './org-tables';

export interface FiscalYear {
  /** The year that it is named after. */
  name: number;
  span: Span;
  /** The parts tile the year. */
  quarters: Span[];
  months: Span[];
}

/** How a row of Period is called, in the org's words. */
export type Label = (type: 'Year' | 'Quarter' | 'Month' | 'Week', number: number, year: number, span: Span) => string;

const SHORT: Label = (type, number, year) =>
  type === 'Year'
    ? `FY${year % 100}`
    : `${type === 'Quarter' ? 'Q' : type === 'Month' ? 'M' : 'W'}${number} FY${year % 100}`;

/** Fiscal years of twelve calendar months from a start month (1–12), all that touch the span. */
export function monthYears(startMonth: number, isNamedByStart: boolean, { from, to }: Span): FiscalYear[] {
  const years: FiscalYear[] = [];
  const first = new Date(from * 86_400_000).getUTCFullYear() - 1;
  const start = (year: number, months: number): number => Date.UTC(year, startMonth - 1 + months, 1) / 86_400_000;
  for (let year = first; start(year, 0) <= to; year += 1) {
    if (start(year, 12) <= from) continue;
    const parts = (count: number): Span[] =>
      Array.from({ length: count }, (_, at) => ({
        from: start(year, (12 / count) * at),
        to: start(year, (12 / count) * (at + 1)) - 1,
      }));
    years.push({
      name: isNamedByStart || startMonth === 1 ? year : year + 1,
      span: { from: start(year, 0), to: start(year, 12) - 1 },
      quarters: parts(4),
      months: parts(12),
    });
  }
  return years;
}

/** The rows of Period and FiscalYearSettings that these years make; forecasts go by quarters. */
export function fiscalRows(
  years: readonly FiscalYear[],
  { label = SHORT, isStandard = true }: { label?: Label; isStandard?: boolean } = {},
): { periods: Row[]; settings: Row[] } {
  const periods: Row[] = [];
  const settings = years.map(({ name, span }, at): Row => ({
    Id: makeId('022', at + 1),
    Name: String(name),
    IsStandardYear: isStandard,
    StartDate: dayFromNumber(span.from),
    EndDate: dayFromNumber(span.to),
  }));
  const add = (type: 'Year' | 'Quarter' | 'Month', pick: (year: FiscalYear) => readonly Span[]): void => {
    for (const [at, year] of years.entries())
      for (const [place, span] of pick(year).entries())
        periods.push({
          Id: makeId('026', periods.length + 1),
          Type: type,
          StartDate: dayFromNumber(span.from),
          EndDate: dayFromNumber(span.to),
          Number: place + 1,
          FullyQualifiedLabel: label(type, place + 1, year.name, span),
          IsForecastPeriod: type === 'Quarter',
          FiscalYearSettingsId: settings[at]?.Id ?? null,
        });
  };
  add('Quarter', ({ quarters }) => quarters);
  add('Year', ({ span }) => [span]);
  add('Month', ({ months }) => months);
  return { periods, settings };
}
