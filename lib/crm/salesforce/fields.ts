import type { Opportunity } from '@/lib/deal/opportunity';

/** What Pipelens wants of each object. Only what describe shows is selected: one hidden field would fail the whole query. */
export const WANTED = {
  Opportunity: [
    'Id',
    'Name',
    'OwnerId',
    'RecordTypeId',
    'StageName',
    'Amount',
    'CurrencyIsoCode',
    'CloseDate',
    'Probability',
    'ForecastCategory',
    'IsClosed',
    'IsWon',
    'NextStep',
    'CreatedDate',
    'SystemModstamp',
    'LastActivityDate',
    'LastStageChangeDate',
    'PushCount',
    'HasOpportunityLineItem',
    'AccountId',
    'Type',
    'LeadSource',
    'CampaignId',
    'Territory2Id',
    'IsDeleted',
  ],
  OpportunityHistory: [
    'Id',
    'OpportunityId',
    'StageName',
    'Amount',
    'CurrencyIsoCode',
    'CloseDate',
    'Probability',
    'ForecastCategory',
    'CreatedDate',
    'CreatedById',
  ],
  OpportunityFieldHistory: [
    'Id',
    'OpportunityId',
    'Field',
    'OldValue',
    'NewValue',
    'DataType',
    'CreatedDate',
    'CreatedById',
    'IsDeleted',
  ],
  Task: [
    'Id',
    'WhatId',
    'WhoId',
    'OwnerId',
    'Subject',
    'ActivityDate',
    'IsClosed',
    'CompletedDateTime',
    'TaskSubtype',
    'IsRecurrence',
    'CreatedDate',
    'CreatedById',
    'SystemModstamp',
    'IsDeleted',
  ],
  Event: [
    'Id',
    'WhatId',
    'WhoId',
    'OwnerId',
    'Subject',
    'ActivityDate',
    'StartDateTime',
    'IsAllDayEvent',
    'IsChild',
    'IsRecurrence',
    'GroupEventType',
    'CreatedDate',
    'CreatedById',
    'SystemModstamp',
    'IsDeleted',
  ],
  OpportunityContactRole: [
    'Id',
    'OpportunityId',
    'ContactId',
    'Role',
    'IsPrimary',
    'CreatedDate',
    'SystemModstamp',
    'IsDeleted',
  ],
  EventRelation: ['Id', 'EventId', 'RelationId', 'Status', 'SystemModstamp', 'IsDeleted'],
  EmailMessage: [
    'Id',
    'RelatedToId',
    'ActivityId',
    'Incoming',
    'MessageDate',
    'Subject',
    'Status',
    'SystemModstamp',
    'IsDeleted',
  ],
  OpportunityLineItem: ['Id', 'OpportunityId', 'Product2Id', 'TotalPrice', 'SystemModstamp', 'IsDeleted'],
  OpportunitySplit: [
    'Id',
    'OpportunityId',
    'SplitOwnerId',
    'SplitTypeId',
    'SplitPercentage',
    'SplitAmount',
    'SystemModstamp',
    'IsDeleted',
  ],
  User: ['Id', 'Name', 'UserRoleId', 'ManagerId', 'IsActive', 'Email', 'Username', 'UserType', 'SystemModstamp'],
  UserRole: ['Id', 'Name', 'ParentRoleId', 'PortalType'],
  OpportunityStage: [
    'Id',
    'ApiName',
    'MasterLabel',
    'SortOrder',
    'IsActive',
    'IsClosed',
    'IsWon',
    'DefaultProbability',
    'ForecastCategory',
    'ForecastCategoryName',
  ],
  ForecastingItem: [
    'Id',
    'OwnerId',
    'PeriodId',
    'ForecastingItemCategory',
    'ForecastAmount',
    'OwnerOnlyAmount',
    'AmountWithoutManagerAdjustment',
    'AmountWithoutOwnerAdjustment',
    'AmountWithoutAdjustments',
    'ParentForecastingItemId',
    'IsUpToDate',
    'CurrencyIsoCode',
    'ForecastingTypeId',
    'Territory2Id',
  ],
  ForecastingFact: [
    'Id',
    'OpportunityId',
    'OwnerId',
    'PeriodId',
    'ForecastCategoryName',
    'TargetValue',
    'ForecastedObjectId',
    'ForecastingTypeId',
    'SystemModstamp',
  ],
  ForecastingQuota: [
    'Id',
    'QuotaOwnerId',
    'QuotaAmount',
    'StartDate',
    'PeriodId',
    'IsAmount',
    'CurrencyIsoCode',
    'ForecastingTypeId',
    'Territory2Id',
    'ProductFamily',
  ],
} as const satisfies Record<string, readonly string[]>;

/** What the org's settings are read from: as with rows, only what describe shows is asked for. */
export const SETTING_FIELDS = {
  Organization: [
    'Id',
    'Name',
    'FiscalYearStartMonth',
    'UsesStartDateAsFiscalYearName',
    'TimeZoneSidKey',
    'DefaultCurrencyIsoCode',
  ],
  User: ['Id', 'Name', 'TimeZoneSidKey'],
  CurrencyType: ['Id', 'IsoCode', 'ConversionRate', 'IsCorporate'],
  DatedConversionRate: ['Id', 'IsoCode', 'StartDate', 'NextStartDate', 'ConversionRate'],
  Period: ['Id', 'Type', 'Number', 'StartDate', 'EndDate', 'FullyQualifiedLabel', 'FiscalYearSettingsId'],
  ForecastingType: [
    'Id',
    'DeveloperName',
    'MasterLabel',
    'IsActive',
    'IsAmount',
    'DateType',
    'RoleType',
    'OpportunitySplitTypeId',
  ],
  ForecastingFilter: ['Id', 'ForecastingTypeId'],
  ForecastingFilterCondition: ['Id', 'ForecastingFilterId', 'FieldName', 'Operation', 'Value'],
  RecordType: ['Id', 'Name', 'SobjectType', 'IsActive'],
} as const satisfies Record<string, readonly string[]>;

/** What of a row's parents is wanted: they have permissions of their own, so that they are described as well. */
export const PARENT_FIELDS = {
  Account: ['Name'],
  Campaign: ['Name'],
  Territory2: ['Name'],
  Contact: ['Name', 'Title'],
  Product2: ['Family'],
  Event: ['WhatId'],
  OpportunitySplitType: ['MasterLabel', 'IsTotalValidated', 'SplitField'],
} as const satisfies Record<string, readonly string[]>;

/** What else is asked for where somebody writes a task or a role, at that moment alone. */
export const WRITING_FIELDS = {
  Task: ['Description', 'Status', 'LastModifiedDate', 'CreatedById'],
  TaskStatus: ['ApiName', 'IsClosed', 'IsDefault', 'SortOrder'],
  OpportunityContactRole: ['LastModifiedDate', 'CreatedById'],
  Contact: ['Id', 'Name', 'Title', 'AccountId'],
} as const satisfies Record<string, readonly string[]>;

/** What is asked for of the file in which a team shares its playbook, and what is written where somebody publishes one. */
export const FILE_FIELDS = {
  ContentVersion: [
    'Id',
    'ContentDocumentId',
    'Title',
    'VersionNumber',
    'ContentSize',
    'VersionData',
    'IsLatest',
    'CreatedDate',
    'CreatedById',
  ],
  ContentDocumentLink: ['ContentDocumentId', 'LinkedEntityId', 'ShareType'],
} as const satisfies Record<string, readonly string[]>;

/** What orgs call the field for it: Salesforce has none of its own. */
export const REASON_NAMES = {
  won: /\b(win|won|clos\w*)(_|\s)*reason|win_?loss(_|\s)*reason|reason(_|\s)*(won|closed)/i,
  lost: /\b(loss|lost|clos\w*)(_|\s)*reason|win_?loss(_|\s)*reason|reason(_|\s)*(lost|loss|closed)/i,
};

/** Under what name the model of a deal has a field. */
export const MODEL_FIELDS: Record<(typeof WANTED.Opportunity)[number], keyof Opportunity | undefined> = {
  Id: 'id',
  Name: 'name',
  OwnerId: 'ownerId',
  RecordTypeId: 'recordTypeId',
  StageName: 'stage',
  Amount: 'amount',
  CurrencyIsoCode: 'currency',
  CloseDate: 'closeDate',
  Probability: 'probability',
  ForecastCategory: 'category',
  IsClosed: 'isClosed',
  IsWon: 'isWon',
  NextStep: 'nextStep',
  CreatedDate: 'createdAt',
  SystemModstamp: 'modifiedAt',
  LastActivityDate: 'lastActivityDay',
  LastStageChangeDate: 'stageChangedAt',
  PushCount: 'pushCountSf',
  HasOpportunityLineItem: 'hasProducts',
  AccountId: 'accountId',
  Type: 'type',
  LeadSource: 'source',
  CampaignId: 'campaignId',
  Territory2Id: 'territoryId',
  IsDeleted: undefined,
};

/** Look-ups, which field history calls by the record that they lead to, `Owner` and not `OwnerId`; and what the ids of it begin with. */
const LOOKUPS = {
  Owner: { field: 'ownerId', prefix: /^00[5G]/ },
  Account: { field: 'accountId', prefix: /^001/ },
  RecordType: { field: 'recordTypeId', prefix: /^012/ },
  Campaign: { field: 'campaignId', prefix: /^701/ },
  Territory2: { field: 'territoryId', prefix: /^0MI/ },
} as const satisfies Record<string, { field: keyof Opportunity; prefix: RegExp }>;
const HISTORY_FIELDS: ReadonlyMap<string, string | undefined> = new Map<string, string | undefined>([
  ...Object.entries(MODEL_FIELDS),
  ...Object.entries(LOOKUPS).map(([name, { field }]) => [name, field] as const),
]);

/** The model's name of a field as field history has it; the same name for a field that the model lacks. */
export const historyField = (name: string): string => HISTORY_FIELDS.get(name) ?? name;
const LOOKUP_PREFIXES: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(LOOKUPS).map(([name, { prefix }]) => [name, prefix]),
);
/** How the ids of a look-up of field history begin; undefined for what is no look-up. */
export const lookupPrefix = (name: string): RegExp | undefined => LOOKUP_PREFIXES.get(name);

export type ObjectName = keyof typeof WANTED | keyof typeof SETTING_FIELDS | keyof typeof PARENT_FIELDS;

/** Absent in most orgs for want of a feature, so their absence is no permission that is missing. */
export const OPTIONAL = new Set([
  'RecordTypeId',
  'CurrencyIsoCode',
  'PushCount',
  'LastStageChangeDate',
  'HasOpportunityLineItem',
  'Territory2Id',
]);
