import { addDays, day, type Day } from '@/lib/calendar/days';
import { makeId } from '@/lib/sample/made-ids';
import type { OrgTables, Row, Value } from '@/lib/sample/org-tables';

import { OBJECTS, type ObjectName } from './objects';

export type Tables = Map<ObjectName, Row[]>;

/** As in a new org; those that are done are the last. */
const STATUSES = ['Not Started', 'In Progress', 'Waiting on someone else', 'Deferred', 'Completed'];
const PROFILES = ['System Administrator', 'Standard User'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** The tables of an org, with the rows and fields that Salesforce has by itself wherever the data does not bring them. */
export function settledTables(source: OrgTables, multiCurrency: boolean): Tables {
  // Safe: OBJECTS is keyed by the names of all objects.
  const names = Object.keys(OBJECTS) as ObjectName[];
  const given: Partial<Record<ObjectName, Row[]>> = source.tables;
  const tables: Tables = new Map(names.map((name) => [name, given[name] ?? []]));
  const rows = (name: ObjectName): Row[] => tables.get(name) ?? [];
  for (const row of rows('Organization')) row.Id = source.orgId;
  settleUsers(rows('User'), rows('Profile'));
  settleStatuses(rows('TaskStatus'));
  // No row is without the instant of its last change.
  for (const name of ['Task', 'Event', 'OpportunityContactRole', 'Contact', 'Account'] as const)
    for (const row of rows(name)) fill(row, { LastModifiedDate: row['SystemModstamp'] ?? row['CreatedDate'] ?? null });
  settlePeriods(rows);
  settleForecasts(rows);
  if (multiCurrency) settleCurrencies(rows);
  return tables;
}

function settleStatuses(statuses: Row[]): void {
  if (statuses.length > 0) return;
  for (const [at, name] of STATUSES.entries())
    statuses.push({
      Id: makeId('01T', at + 1),
      ApiName: name,
      MasterLabel: name,
      SortOrder: at + 1,
      IsClosed: name === 'Completed',
      IsDefault: at === 0,
      SystemModstamp: '2020-01-01T00:00:00.000Z',
    });
}

type RowsOf = (name: ObjectName) => Row[];

const fill = (row: Row, defaults: Record<string, Value>): void => {
  for (const [field, value] of Object.entries(defaults)) row[field] ??= value;
};

function settleUsers(users: readonly Row[], profiles: Row[]): void {
  if (profiles.length === 0)
    for (const [at, Name] of PROFILES.entries())
      profiles.push({ Id: makeId('00e', at + 1), Name, UserType: 'Standard', Description: null });
  for (const [at, user] of users.entries()) {
    const first = String(user['FirstName'] ?? '').charAt(0);
    fill(user, {
      Alias: `${first}${String(user['LastName'] ?? user['Name'] ?? '')}`.replace(/\s/g, '').slice(0, 5).toLowerCase(),
      ProfileId: profiles[at === 0 ? 0 : Math.min(1, profiles.length - 1)]?.Id ?? null,
    });
  }
}

/**
 * Years, and months beside the quarters that are given, each under the fiscal year it belongs to. Where the data tells the
 * years itself, nothing is added. `Number` counts from the start of the year, and each year has the number that it is named by.
 */
function settlePeriods(rows: RowsOf): void {
  const [periods, years] = [rows('Period'), rows('FiscalYearSettings')];
  const quarters = periods.filter((row) => row['Type'] === 'Quarter');
  const [organization] = rows('Organization');
  if (years.length === 0 && quarters.length > 0) {
    const start = Number(organization?.['FiscalYearStartMonth'] ?? 1);
    const byStart = organization?.['UsesStartDateAsFiscalYearName'] === true;
    const first = quarters.reduce(
      (least, row) => (String(row['StartDate']) < least ? String(row['StartDate']) : least),
      '9',
    );
    const last = quarters.reduce((most, row) => (String(row['EndDate']) > most ? String(row['EndDate']) : most), '');
    const firstYear = Number(first.slice(0, 4)) - (Number(first.slice(5, 7)) < start ? 1 : 0);
    for (let year = firstYear; monthStart(year, start) <= last; year += 1)
      addYear(rows, year, start, byStart || start === 1 ? year : year + 1);
  }
  for (const period of periods) {
    const year = years.find(
      (row) =>
        String(row['StartDate']) <= String(period['StartDate']) && String(period['EndDate']) <= String(row['EndDate']),
    );
    fill(period, {
      FiscalYearSettingsId: year?.Id ?? null,
      PeriodLabel: null,
      QuarterLabel: null,
      IsForecastPeriod: period['Type'] === 'Quarter',
      SystemModstamp: '2020-01-01T00:00:00.000Z',
    });
  }
  for (const year of years)
    fill(year, {
      YearType: year['IsStandardYear'] === false ? 'Custom' : 'Standard',
      PeriodId: periods.find((row) => row['Type'] === 'Year' && row['FiscalYearSettingsId'] === year.Id)?.Id ?? null,
      PeriodLabelScheme: 'NumberByYear',
      QuarterLabelScheme: 'NumberByYear',
      WeekLabelScheme: 'NumberByYear',
      QuarterPrefix: 'Q',
      PeriodPrefix: 'P',
      WeekStartDay: 1,
      Description: null,
      SystemModstamp: '2020-01-01T00:00:00.000Z',
    });
}

function addYear(rows: RowsOf, year: number, startMonth: number, name: number): void {
  const [periods, years] = [rows('Period'), rows('FiscalYearSettings')];
  const start = monthStart(year, startMonth);
  const end = addDays(monthStart(year, startMonth + 12), -1);
  const settings: Row = {
    Id: makeId('022', years.length + 1),
    Name: String(name),
    IsStandardYear: true,
    StartDate: start,
    EndDate: end,
  };
  years.push(settings);
  const add = (Type: string, from: Day, to: Day, Number: number, FullyQualifiedLabel: string): void => {
    periods.push({
      Id: makeId('026', 900_000 + periods.length),
      Type,
      StartDate: from,
      EndDate: to,
      Number,
      FullyQualifiedLabel,
      IsForecastPeriod: false,
      FiscalYearSettingsId: settings.Id,
    });
  };
  if (!periods.some((row) => row['Type'] === 'Year' && row['StartDate'] === start))
    add('Year', start, end, name, `FY ${name}`);
  for (let month = 0; month < 12; month += 1) {
    const from = monthStart(year, startMonth + month);
    if (periods.some((row) => row['Type'] === 'Month' && row['StartDate'] === from)) continue;
    const label = `${MONTHS[(startMonth - 1 + month) % 12] ?? ''} FY ${name}`;
    add('Month', from, addDays(monthStart(year, startMonth + month + 1), -1), month + 1, label);
  }
}

/** First day of a month; months beyond 12 are those of the next year. */
function monthStart(year: number, month: number): Day {
  const start = day(new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10));
  if (!start) throw new Error(`There is no month ${month} of ${year}.`);
  return start;
}

/** Each quota belongs to a forecast type and to a period; an org with quotas has at least the type "Opportunity Revenue". */
function settleForecasts(rows: RowsOf): void {
  const [types, quotas, periods] = [rows('ForecastingType'), rows('ForecastingQuota'), rows('Period')];
  if (types.length === 0)
    types.push({
      Id: makeId('0Db', 1),
      DeveloperName: 'OpportunityRevenue',
      MasterLabel: 'Opportunity Revenue',
      IsAmount: true,
      IsQuantity: false,
    });
  for (const type of types)
    fill(type, {
      IsActive: true,
      RoleType: 'R',
      DateType: 'OpportunityCloseDate',
      IsAmount: true,
      IsQuantity: type['IsAmount'] === false,
      CanDisplayQuotas: true,
      HasProductFamily: false,
      HasAdjustments: true,
      HasOwnerAdjustments: true,
      OpportunitySplitTypeId: null,
      IsDeleted: false,
    });
  const periodAt = new Map(
    periods.filter((row) => row['IsForecastPeriod'] === true).map((row) => [row['StartDate'], row.Id]),
  );
  for (const quota of quotas)
    fill(quota, {
      ForecastingTypeId: revenueType(types)?.Id ?? null,
      PeriodId: periodAt.get(quota['StartDate'] ?? null) ?? null,
      IsAmount: true,
      IsQuantity: quota['IsAmount'] === false,
      QuotaQuantity: null,
      ProductFamily: null,
      IsDeleted: false,
    });
}

/** The type that quotas and forecasts are of where nothing says so: the first active one that sums amounts. */
export const revenueType = (types: readonly Row[]): Row | undefined =>
  types.find((row) => row['IsActive'] === true && row['IsAmount'] === true) ?? types[0];

/** With several currencies every record has one: its own, its deal's or the corporate one. */
function settleCurrencies(rows: RowsOf): void {
  const corporate = rows('CurrencyType').find((row) => row['IsCorporate'] === true)?.['IsoCode'] ?? 'USD';
  const ofDeal = new Map<Value, Value>();
  for (const deal of rows('Opportunity')) {
    fill(deal, { CurrencyIsoCode: corporate });
    ofDeal.set(deal.Id, deal['CurrencyIsoCode'] ?? corporate);
  }
  for (const name of ['OpportunityHistory', 'OpportunityContactRole'] as const)
    for (const row of rows(name)) fill(row, { CurrencyIsoCode: ofDeal.get(row['OpportunityId'] ?? null) ?? corporate });
  for (const name of ['Account', 'Contact', 'Task', 'Event', 'ForecastingQuota'] as const)
    for (const row of rows(name)) fill(row, { CurrencyIsoCode: corporate });
  for (const row of rows('User')) {
    fill(row, { DefaultCurrencyIsoCode: corporate });
    fill(row, { CurrencyIsoCode: row['DefaultCurrencyIsoCode'] ?? corporate });
  }
}
