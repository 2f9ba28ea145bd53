import type { OrgProfile, Tables } from '@/lib/deal/org';

import { PARSERS, parseRows } from './parse';
import { datedRatesOf, ratesOf } from './settings/exchange-rates';
import { forecastTypesOf } from './settings/forecast-types';
import { periodsOf } from './settings/periods';

type PlainRow = Record<string, string | number | boolean | null>;

/** The objects of an org as whole tables, rows as the API gives them. */
export interface PlainTables {
  Organization: readonly PlainRow[];
  User: readonly PlainRow[];
  UserRole: readonly PlainRow[];
  Opportunity: readonly PlainRow[];
  OpportunityHistory: readonly PlainRow[];
  OpportunityFieldHistory: readonly PlainRow[];
  OpportunityContactRole: readonly PlainRow[];
  OpportunityLineItem: readonly PlainRow[];
  Product2: readonly PlainRow[];
  OpportunitySplit: readonly PlainRow[];
  OpportunitySplitType: readonly PlainRow[];
  OpportunityStage: readonly PlainRow[];
  Task: readonly PlainRow[];
  Event: readonly PlainRow[];
  EventRelation: readonly PlainRow[];
  EmailMessage: readonly PlainRow[];
  ForecastingType: readonly PlainRow[];
  ForecastingFilter: readonly PlainRow[];
  ForecastingFilterCondition: readonly PlainRow[];
  ForecastingQuota: readonly PlainRow[];
  Period: readonly PlainRow[];
  CurrencyType: readonly PlainRow[];
  DatedConversionRate: readonly PlainRow[];
}

type ReadTables = Omit<Tables, 'forecastItem' | 'forecastDeal'>;
/** Rows of the model by table, and what could not be understood, in words. */
export interface TableRows {
  rows: { [Name in keyof ReadTables]: ReadTables[Name][] };
  problems: string[];
}

/** The rows of whole tables, as a pull would have read them. */
export function rowsOfTables(tables: PlainTables): TableRows {
  const problems: string[] = [];
  const read = <T>(
    object: keyof PlainTables,
    schema: Parameters<typeof parseRows<T>>[0],
    given: readonly unknown[] = tables[object],
  ): T[] => {
    const parsed = parseRows(schema, given);
    problems.push(...parsed.rejected.map(({ id, why }) => `${object} ${id ?? 'without an id'}: ${why}`));
    return parsed.rows;
  };
  const rows = {
    stage: read('OpportunityStage', PARSERS.stage),
    opportunity: read('Opportunity', PARSERS.opportunity),
    version: read('OpportunityHistory', PARSERS.version),
    fieldChange: read('OpportunityFieldHistory', PARSERS.fieldChange),
    activity: [...read('Task', PARSERS.task), ...read('Event', PARSERS.event)],
    contactRole: read('OpportunityContactRole', PARSERS.contactRole),
    attendee: read('EventRelation', PARSERS.attendee, attendeeRows(tables)),
    email: read('EmailMessage', PARSERS.email),
    lineItem: read('OpportunityLineItem', PARSERS.lineItem, lineRows(tables)),
    split: read('OpportunitySplit', PARSERS.split, splitRows(tables)),
    user: read('User', PARSERS.user),
    role: read('UserRole', PARSERS.role),
    quota: read('ForecastingQuota', PARSERS.quota, quotaRows(tables)),
  };
  return { rows, problems };
}

/** Attendees as the API is asked for them, each with what its event is about. */
function attendeeRows({ EventRelation, Event }: PlainTables): unknown[] {
  const events = new Map(Event.map((row) => [row['Id'], row]));
  return EventRelation.map((row) => ({ ...row, Event: events.get(row['EventId'] ?? null) ?? null }));
}

/** Line items as the API is asked for them, each with its product. */
function lineRows({ OpportunityLineItem, Product2 }: PlainTables): unknown[] {
  const products = new Map(Product2.map((row) => [row['Id'], row]));
  return OpportunityLineItem.map((row) => ({ ...row, Product2: products.get(row['Product2Id'] ?? null) ?? null }));
}

/** Splits as the API is asked for them, each with its kind. */
function splitRows({ OpportunitySplit, OpportunitySplitType }: PlainTables): unknown[] {
  const types = new Map(OpportunitySplitType.map((row) => [row['Id'], row]));
  return OpportunitySplit.map((row) => ({ ...row, SplitType: types.get(row['SplitTypeId'] ?? null) ?? null }));
}

/** Quotas as the API is asked for them: those in money, each with its period. */
function quotaRows({ ForecastingQuota, Period }: PlainTables): unknown[] {
  const periods = new Map(Period.map((row) => [row['Id'], row]));
  return ForecastingQuota.filter((row) => row['IsAmount'] !== false).map((row) => ({
    ...row,
    Period: periods.get(row['PeriodId'] ?? null) ?? null,
  }));
}

/** The settings that figures depend on, as the adapter reads them from the org. */
export function profileOf(tables: PlainTables, orgId: string, userId: string): OrgProfile {
  const [org] = tables.Organization;
  const user = tables.User.find(({ Id }) => Id === userId);
  const periods = periodsOf(tables.Period);
  const forecastTypes = forecastTypesOf(
    tables.ForecastingType,
    tables.ForecastingFilter,
    tables.ForecastingFilterCondition,
  );
  const { currency: corporate, rates } = ratesOf(tables.CurrencyType);
  const datedRates = datedRatesOf(tables.DatedConversionRate);
  return {
    orgId,
    userId,
    apiHost: '',
    pageHost: '',
    orgName: String(org?.['Name'] ?? ''),
    userName: String(user?.['Name'] ?? userId),
    timeZone: String(user?.['TimeZoneSidKey'] ?? org?.['TimeZoneSidKey'] ?? 'UTC'),
    ...(typeof org?.['TimeZoneSidKey'] === 'string' ? { orgTimeZone: org['TimeZoneSidKey'] } : {}),
    currency: String(corporate ?? org?.['DefaultCurrencyIsoCode'] ?? 'USD'),
    ...(tables.CurrencyType.length > 0 ? { rates } : {}),
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
