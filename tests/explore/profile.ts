import { day } from '@/lib/calendar/days';
import { forecastTypesOf } from '@/lib/crm/salesforce/settings/forecast-types';
import { periodsOf } from '@/lib/crm/salesforce/settings/periods';
import type { OrgProfile } from '@/lib/deal/org';
import type { OrgTables } from '@/lib/sample/org-tables';

/** The settings that figures depend on, read from the tables as the adapter reads them from the org. */
export function profileOf(tables: OrgTables['tables'], orgId: string, userId: string): OrgProfile {
  const [org] = tables.Organization;
  const user = tables.User.find(({ Id }) => Id === userId);
  const currencies = tables.CurrencyType;
  const corporate = currencies.find((row) => row['IsCorporate'] === true);
  const periods = periodsOf(tables.Period);
  const forecastTypes = forecastTypesOf(tables.ForecastingType);
  const datedRates = tables.DatedConversionRate.flatMap((row) => {
    const [start, end] = [day(row['StartDate']), day(row['NextStartDate'])];
    return start && end ? [{ currency: String(row['IsoCode']), start, end, rate: Number(row['ConversionRate']) }] : [];
  });
  return {
    orgId,
    userId,
    apiHost: '',
    pageHost: '',
    orgName: String(org?.['Name'] ?? ''),
    userName: String(user?.['Name'] ?? userId),
    timeZone: String(user?.['TimeZoneSidKey'] ?? org?.['TimeZoneSidKey'] ?? 'UTC'),
    ...(typeof org?.['TimeZoneSidKey'] === 'string' ? { orgTimeZone: org['TimeZoneSidKey'] } : {}),
    currency: String(corporate?.['IsoCode'] ?? org?.['DefaultCurrencyIsoCode'] ?? 'USD'),
    ...(currencies.length > 0
      ? { rates: Object.fromEntries(currencies.map((row) => [String(row['IsoCode']), Number(row['ConversionRate'])])) }
      : {}),
    ...(datedRates.length > 0 ? { datedRates } : {}),
    fiscalYearStartMonth: Number(org?.['FiscalYearStartMonth'] ?? 1),
    fiscalYearNamedByStart: org?.['UsesStartDateAsFiscalYearName'] === true,
    ...(periods.length > 0 ? { periods } : {}),
    ...(forecastTypes.length > 0 ? { forecastTypes } : {}),
    hiddenFields: [],
    hiddenTables: [],
    apiVersion: '',
  };
}
