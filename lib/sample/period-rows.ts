import { dayFromNumber } from '@/lib/calendar/days';

import type { BirthSpan } from './births';
import { makeId } from './made-ids';
import type { Row } from './org-tables';

export interface FiscalYear {
  /** The year that it is named after. */
  name: number;
  span: BirthSpan;
  /** The parts tile the year. */
  quarters: BirthSpan[];
  months: BirthSpan[];
}

/** How a row of Period is called, in the org's words. */
export type Label = (
  type: 'Year' | 'Quarter' | 'Month' | 'Week',
  number: number,
  year: number,
  span: BirthSpan,
) => string;

const SHORT: Label = (type, number, year) =>
  type === 'Year'
    ? `FY${year % 100}`
    : `${type === 'Quarter' ? 'Q' : type === 'Month' ? 'M' : 'W'}${number} FY${year % 100}`;

/** Fiscal years of twelve calendar months from a start month (1–12), all that touch the span. */
export function monthYears(startMonth: number, isNamedByStart: boolean, { from, to }: BirthSpan): FiscalYear[] {
  const years: FiscalYear[] = [];
  const first = new Date(from * 86_400_000).getUTCFullYear() - 1;
  const start = (year: number, months: number): number => Date.UTC(year, startMonth - 1 + months, 1) / 86_400_000;
  for (let year = first; start(year, 0) <= to; year += 1) {
    if (start(year, 12) <= from) continue;
    const parts = (count: number): BirthSpan[] =>
      Array.from({ length: count }, (_, index) => ({
        from: start(year, (12 / count) * index),
        to: start(year, (12 / count) * (index + 1)) - 1,
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
  const settings = years.map(({ name, span }, index): Row => ({
    Id: makeId('022', index + 1),
    Name: String(name),
    IsStandardYear: isStandard,
    StartDate: dayFromNumber(span.from),
    EndDate: dayFromNumber(span.to),
  }));
  const add = (type: 'Year' | 'Quarter' | 'Month', pick: (year: FiscalYear) => readonly BirthSpan[]): void => {
    for (const [index, year] of years.entries())
      for (const [place, span] of pick(year).entries())
        periods.push({
          Id: makeId('026', periods.length + 1),
          Type: type,
          StartDate: dayFromNumber(span.from),
          EndDate: dayFromNumber(span.to),
          // A year has the number that it is named by.
          Number: type === 'Year' ? year.name : place + 1,
          FullyQualifiedLabel: label(type, place + 1, year.name, span),
          IsForecastPeriod: type === 'Quarter',
          FiscalYearSettingsId: settings[index]?.Id ?? null,
        });
  };
  add('Quarter', ({ quarters }) => quarters);
  add('Year', ({ span }) => [span]);
  add('Month', ({ months }) => months);
  return { periods, settings };
}

/** Years of 52 or 53 weeks that end on the Saturday nearest to the end of January, in quarters of 4, 5 and 4 weeks. */
export function weekYears({ from, to }: BirthSpan): FiscalYear[] {
  const years: FiscalYear[] = [];
  const first = new Date(from * 86_400_000).getUTCFullYear() - 1;
  for (let year = first; startOfWeeks(year) <= to; year += 1) {
    const [start, next] = [startOfWeeks(year), startOfWeeks(year + 1)];
    if (next <= from) continue;
    let at = start;
    const months = Array.from({ length: 12 }, (_, place): BirthSpan => {
      const end = place === 11 ? next : at + 7 * (place % 3 === 1 ? 5 : 4);
      const month = { from: at, to: end - 1 };
      at = end;
      return month;
    });
    const quarters = [0, 3, 6, 9].map((place) => ({
      from: months[place]?.from ?? start,
      to: months[place + 2]?.to ?? next,
    }));
    years.push({ name: year, span: { from: start, to: next - 1 }, quarters, months });
  }
  return years;
}

/** The Sunday after the Saturday nearest to 31 January. */
function startOfWeeks(year: number): number {
  const end = Date.UTC(year, 0, 31) / 86_400_000;
  const sinceSaturday = (end + 5) % 7;
  return (sinceSaturday <= 3 ? end - sinceSaturday : end + 7 - sinceSaturday) + 1;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** As Salesforce names standard periods: `FQ2 FY 2026`, `September FY 2016`. */
export const SALESFORCE_LABELS: Label = (type, number, year, { from }) =>
  type === 'Year'
    ? `FY ${year}`
    : type === 'Quarter'
      ? `FQ${number} FY ${year}`
      : `${MONTHS[new Date(from * 86_400_000).getUTCMonth()] ?? ''} FY ${year}`;
