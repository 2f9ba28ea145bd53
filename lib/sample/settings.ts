import { addDays, type Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';

import { makeId } from './ids';
import type { Row } from './org-tables';
import { STAGES } from './stages';

const FISCAL = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true };

export const orgRows = (name = 'Pipelens sample org'): Row[] => [
  {
    Id: makeId('00D', 1),
    Name: name,
    IsSandbox: false,
    OrganizationType: 'Developer Edition',
    InstanceName: 'EU42',
    NamespacePrefix: null,
    TrialExpirationDate: null,
    FiscalYearStartMonth: FISCAL.fiscalYearStartMonth,
    UsesStartDateAsFiscalYearName: FISCAL.fiscalYearNamedByStart,
    DefaultLocaleSidKey: 'en_GB',
    TimeZoneSidKey: 'Europe/Warsaw',
    DefaultCurrencyIsoCode: 'EUR',
  },
];

export const stageRows = (): Row[] =>
  STAGES.map((stage, index) => ({
    Id: makeId('01J', index + 1),
    ApiName: stage.name,
    MasterLabel: stage.name,
    SortOrder: index + 1,
    IsActive: true,
    IsClosed: stage.isClosed,
    IsWon: stage.isWon,
    DefaultProbability: stage.probability,
    ForecastCategory: stage.category,
    ForecastCategoryName: stage.categoryName,
    Description: null,
  }));

/** Calendar quarters, eight back and four ahead. */
export function periodRows(asOf: Day): Row[] {
  let period = quarterAt(FISCAL, addDays(asOf, -8 * 91));
  return Array.from({ length: 13 }, (_, index) => {
    const { start, end } = period;
    const quarter = Math.ceil(Number(start.slice(5, 7)) / 3);
    period = quarterAt(FISCAL, addDays(end, 1));
    return {
      Id: makeId('026', index + 1),
      Type: 'Quarter',
      StartDate: start,
      EndDate: end,
      Number: quarter,
      FullyQualifiedLabel: `Q${quarter} FY${start.slice(2, 4)}`,
      IsForecastPeriod: true,
    };
  });
}
