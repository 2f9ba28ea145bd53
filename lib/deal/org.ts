import type { Day } from '@/lib/calendar/days';
import type { OrgPeriod } from '@/lib/calendar/period';
import type { OwnField } from '@/lib/deal/edits/edit';
import type {
  Activity,
  Attendee,
  ContactRole,
  Email,
  FieldChange,
  ForecastCategory,
  LineItem,
  Opportunity,
  Split,
  Version,
} from '@/lib/deal/opportunity';
export interface User {
  id: string;
  name: string;
  roleId?: string;
  managerId?: string;
  isActive: boolean;
  /** What files that a person gives may name people by; absent where the CRM does not show it. */
  email?: string;
  login?: string;
}

export interface Role {
  id: string;
  name: string;
  parentId?: string;
}

/** The org's stages: org-wide, inactive ones included because old records and history still carry them. */
export interface Stage {
  name: string;
  label: string;
  order: number;
  isActive: boolean;
  isClosed: boolean;
  isWon: boolean;
  probability: number;
  category: ForecastCategory;
  /** What the org calls that category; absent when the user may not read it. */
  categoryName?: string;
}

export interface Quota {
  id: string;
  userId: string;
  amount: number;
  currency?: string;
  /** First day of the month or quarter that it covers. */
  start: Day;
  /** Its last day, where the CRM tells. */
  end?: Day;
  /** Which of the CRM's forecasts it belongs to: those of several are alternatives, never addends. Absent for what a person gave. */
  forecastTypeId?: string;
  /** A quota of a territory; whoever owns several territories has one for each. */
  territoryId?: string;
  /** A quota for one family of products; those of several families add up. */
  productFamily?: string;
}

/** One of the CRM's own forecasts. An org may have several side by side. */
export interface ForecastType {
  id: string;
  /** In the org's own words. */
  label: string;
  isActive: boolean;
  /** It counts money; one that counts pieces has no quota in money. */
  isAmount: boolean;
  /** What its deals are counted by: `opportunity` close date, or the dates of products, schedules or splits. */
  by: 'opportunity' | 'split' | 'product' | 'schedule' | 'other';
  /** The kind of split that it adds up, where it adds up one. */
  splitTypeId?: string;
  /** It counts only deals that meet all of these. Absent: whatever the deal. */
  only?: DealCondition[];
  /** Which tree its quotas follow. */
  tree?: 'role' | 'territory' | 'other';
}

/** What a forecast asks of the deals that it counts. Without a `field` nobody here can tell which they are. */
export interface DealCondition {
  field?:
    | 'type'
    | 'source'
    | 'recordType'
    | 'campaign'
    | 'territory'
    | 'stage'
    | 'amount'
    | 'closeDate'
    | 'probability';
  /** The condition in the CRM's own words: field, operation and value. */
  words: string;
  /** The field is one of these, by id or by name; any value in place of them where `isNot`. */
  values: string[];
  isNot?: true;
  /** The field is compared with the value instead; an amount in corporate currency. */
  compares?: 'less' | 'lessOrEqual' | 'greater' | 'greaterOrEqual';
}

/** One figure of the CRM's own forecast. */
export interface ForecastItem {
  id: string;
  ownerId: string;
  /** First and last day of the period that it is about: a month or a quarter, as the org forecasts. */
  start: Day;
  end: Day;
  category: 'pipeline' | 'bestCase' | 'mostLikely' | 'commit' | 'closed';
  /** The way it is rolled up; absent for what is closed, which is the same in both. */
  method?: 'single' | 'cumulative';
  /** Of the owner's own deals. */
  ownerOnly: number;
  /** With the subordinates' and all adjustments. */
  amount: number;
  /** The same without what the manager above adjusted, without what the owner adjusted too, and without any adjustment; absent where the CRM does not tell. */
  unmanaged?: number;
  unowned?: number;
  unadjusted?: number;
  /** The item of the manager that it is part of; absent at the top. */
  parentId?: string;
  /** The CRM says that it is still working it out. */
  isBehind?: boolean;
  currency?: string;
  /** Which of the CRM's forecasts it is of: those of several are alternatives, never addends. */
  forecastTypeId?: string;
  /** A figure of a territory's forecast. */
  territoryId?: string;
}

/** One deal, or a part of it, in one of the CRM's own forecasts of the present quarter. */
export interface ForecastPart {
  id: string;
  opportunityId: string;
  /** In whose forecast it counts. */
  ownerId: string;
  start: Day;
  end: Day;
  category?: ForecastCategory;
  /** What the org calls it. An org may have given categories names of its own, which its stages tell. */
  categoryName?: string;
  /** What it counts with; absent where the CRM does not tell. */
  value?: number;
  /** Only a part of the deal: the split or the product of that id. */
  partId?: string;
  forecastTypeId?: string;
  /** Instant, ms, of when the CRM last worked it out. */
  at?: number;
}

/** A part of the settings that the CRM did not tell for a passing reason: it is asked again, and figures that rest on it say so. */
export interface MissingPart {
  part: SettingsPart;
  /** The CRM's own words. */
  detail: string;
}
export type SettingsPart =
  | 'org'
  | 'user'
  | 'currency'
  | 'rates'
  | 'datedRates'
  | 'periods'
  | 'forecastTypes'
  | 'stages';

/** ISO 4217's own code for "no currency": amounts are shown as plain numbers, with words, because none is ever guessed. */
export const UNKNOWN_CURRENCY = 'XXX';

/** What one connection is: an org, a user in it, and the settings that every figure depends on. */
export interface OrgProfile {
  orgId: string;
  userId: string;
  /** Host that the API is called on. */
  apiHost: string;
  /** Host of the pages that the user works on, for links back to records. */
  pageHost: string;
  orgName: string;
  userName: string;
  /** The person's own zone (IANA name): what day is today, and what is overdue, are said by it. */
  timeZone: string;
  /** The org's zone, where it is another than the person's: periods end in it, and days of the past are days of it. */
  orgTimeZone?: string;
  /** A zone that the CRM names and this browser does not know: another one stands in for it. */
  unknownZone?: string;
  /** Corporate currency, ISO 4217; {@link UNKNOWN_CURRENCY} where the CRM does not tell. */
  currency: string;
  /** Units per one corporate unit, by ISO code; absent in single-currency orgs. */
  rates?: Record<string, number>;
  /** Rates by close date, where the org keeps dated ones: each from `start` to the day before `end`. */
  datedRates?: DatedRate[];
  /** 1–12. */
  fiscalYearStartMonth: number;
  /** The fiscal year is named after the year it starts in, else after the year it ends in. */
  fiscalYearNamedByStart: boolean;
  /** Stages of each record type's sales process, in order; absent in orgs without record types, or where it cannot be read. */
  stagesByRecordType?: Record<string, string[]>;
  /** Names of record types in the org's words, by id; absent as above. */
  recordTypes?: Record<string, string>;
  /** The org's own years, quarters, months and weeks, oldest first within a type; absent where it does not tell. */
  periods?: OrgPeriod[];
  /** The CRM's own forecasts, inactive ones included because old quotas still name them. */
  forecastTypes?: ForecastType[];
  /** Where the CRM keeps why a deal was lost, which is read of every deal; absent where it has no such field. */
  lossField?: { field: OwnField; label: string };
  /** What could not be learnt for now; absent when all is known. */
  missing?: MissingPart[];
  /** Opportunity fields that Pipelens wants and this user's permissions or the org's edition hide. */
  hiddenFields: (keyof Opportunity)[];
  /** Objects that could not be read, by table name: `quota`, `role`… Their figures say so instead of showing zero. */
  hiddenTables: TableName[];
  apiVersion: string;
  /** `api-usage` of the org from the last answer. */
  apiUsage?: { used: number; limit: number };
}

/** The zone that fiscal periods end in, and that an instant of the past gets its day from: the org's. */
export const orgZone = ({ orgTimeZone, timeZone }: Pick<OrgProfile, 'timeZone' | 'orgTimeZone'>): string =>
  orgTimeZone ?? timeZone;

/** A rate for deals that close from `start` up to, without, `end`. */
export interface DatedRate {
  currency: string;
  start: Day;
  end: Day;
  rate: number;
}

/** Everything kept of the CRM, one row type per table. */
export interface Tables {
  opportunity: Opportunity;
  version: Version;
  fieldChange: FieldChange;
  activity: Activity;
  contactRole: ContactRole;
  attendee: Attendee;
  email: Email;
  lineItem: LineItem;
  split: Split;
  user: User;
  role: Role;
  stage: Stage & { id: string };
  quota: Quota;
  forecastItem: ForecastItem;
  forecastDeal: ForecastPart;
}
export type TableName = keyof Tables;
/** Tables of many rows a deal, each row of one deal. */
export const CHILD_TABLES = [
  'version',
  'contactRole',
  'activity',
  'fieldChange',
  'attendee',
  'email',
  'lineItem',
  'split',
] as const satisfies readonly TableName[];
export type ChildTable = (typeof CHILD_TABLES)[number];
/** In the order in which they are pulled: what a deal needs first comes first. */
export const TABLE_NAMES = [
  'stage',
  'user',
  'role',
  'opportunity',
  ...CHILD_TABLES,
  'quota',
  'forecastItem',
  'forecastDeal',
] as const satisfies readonly TableName[];

/** All that is known of one deal, the input of its verdict. Child rows are sorted by time, oldest first. */
export interface Deal {
  opportunity: Opportunity;
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
  activities: readonly Activity[];
  contactRoles: readonly ContactRole[];
  /** Who is invited to its events; absent where the CRM does not tell. */
  attendees?: readonly Attendee[];
  /** Which way its e-mails went; absent where the CRM does not tell. */
  emails?: readonly Email[];
}
