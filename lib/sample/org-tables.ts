/** A field value as the CRM's REST API would give it: ISO strings for dates, no undefined. */
export type Value = string | number | boolean | null;
export type Row = { Id: string } & Record<string, Value>;

/**
 * A whole Salesforce-shaped org as plain tables, by sObject API name, with API field names. The sample generator and the
 * file loaders write it, the stand-in org serves it. Datetimes are `2026-09-22T10:11:12.000Z`, days `2026-09-22`.
 */
export interface OrgTables {
  orgId: string;
  /** The user a demo signs in as. */
  defaultUserId: string;
  /** "Today" of the data, `YYYY-MM-DD`. */
  asOf: string;
  tables: Record<SObjectName, Row[]>;
  /** What is derived rather than real in it, in plain sentences. */
  notes: string[];
  /** Rows of the files behind it that are not in it, each with its file, its line and what is wrong. */
  problems?: string[];
}

export const SOBJECT_NAMES = [
  'Organization',
  'User',
  'UserRole',
  'Account',
  'Contact',
  'Opportunity',
  'OpportunityContactRole',
  'OpportunityLineItem',
  'Product2',
  'OpportunitySplit',
  'OpportunitySplitType',
  'OpportunityHistory',
  'OpportunityFieldHistory',
  'OpportunityStage',
  'RecordType',
  'Campaign',
  'Territory2',
  'Task',
  'Event',
  'EventRelation',
  'EmailMessage',
  'ForecastingType',
  'ForecastingFilter',
  'ForecastingFilterCondition',
  'ForecastingQuota',
  'Period',
  'FiscalYearSettings',
  'CurrencyType',
  'DatedConversionRate',
  'ForecastingItem',
  'ForecastingFact',
] as const;
export type SObjectName = (typeof SOBJECT_NAMES)[number];
