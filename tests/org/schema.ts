import type { SObjectName } from '@/lib/sample/org-tables';

type FieldType =
  | 'id'
  | 'string'
  | 'boolean'
  | 'int'
  | 'double'
  | 'percent'
  | 'currency'
  | 'date'
  | 'datetime'
  | 'picklist'
  | 'textarea'
  | 'reference';
export interface FieldInfo {
  name: string;
  type: FieldType;
  /** Object that a reference points to, and the name of the relationship. */
  to?: string[];
  relationship?: string;
  updateable: boolean;
  filterable: boolean;
}

const READ_ONLY = new Set([
  'Id',
  'IsClosed',
  'IsWon',
  'IsDeleted',
  'ForecastCategory',
  'ExpectedRevenue',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'LastActivityDate',
  'LastStageChangeDate',
  'PushCount',
  'HasOpportunityLineItem',
  'HasOpenActivity',
  'HasOverdueTask',
  'Fiscal',
  'FiscalQuarter',
  'FiscalYear',
]);
const UNFILTERABLE = new Set(['Description', 'HasOpenActivity', 'HasOverdueTask', 'OldValue', 'NewValue']);
const SHORT: Record<string, FieldType> = {
  s: 'string',
  b: 'boolean',
  i: 'int',
  d: 'date',
  t: 'datetime',
  c: 'currency',
  p: 'percent',
  n: 'double',
  k: 'picklist',
  a: 'textarea',
};

/** `name:type`, or `name>Object` for references; `|` parts the targets of a polymorphic one. */
const OBJECTS: Record<SObjectName, string> = {
  Organization:
    'Name:s IsSandbox:b OrganizationType:k InstanceName:s NamespacePrefix:s TrialExpirationDate:t FiscalYearStartMonth:i UsesStartDateAsFiscalYearName:b DefaultLocaleSidKey:k TimeZoneSidKey:k DefaultCurrencyIsoCode:k',
  User: 'Name:s FirstName:s LastName:s Email:s Username:s IsActive:b UserRoleId>UserRole ManagerId>User UserType:k ForecastEnabled:b TimeZoneSidKey:k LocaleSidKey:k LanguageLocaleKey:k DefaultCurrencyIsoCode:k SystemModstamp:t',
  UserRole: 'Name:s DeveloperName:s ParentRoleId>UserRole ForecastUserId>User PortalType:k',
  Account: 'Name:s Industry:k OwnerId>User Type:k SystemModstamp:t',
  Contact: 'Name:s Title:s Email:s AccountId>Account SystemModstamp:t',
  Opportunity:
    'Name:s AccountId>Account OwnerId>User RecordTypeId>RecordType StageName:k Amount:c CloseDate:d Probability:p ForecastCategory:k ForecastCategoryName:k ExpectedRevenue:c IsClosed:b IsWon:b IsDeleted:b NextStep:s Type:k LeadSource:k Description:a CreatedDate:t CreatedById>User LastModifiedDate:t LastModifiedById>User SystemModstamp:t LastActivityDate:d LastStageChangeDate:t PushCount:i HasOpportunityLineItem:b HasOpenActivity:b HasOverdueTask:b FiscalYear:i FiscalQuarter:i Fiscal:s CurrencyIsoCode:k',
  OpportunityContactRole:
    'OpportunityId>Opportunity ContactId>Contact Role:k IsPrimary:b CreatedDate:t SystemModstamp:t IsDeleted:b',
  OpportunityHistory:
    'OpportunityId>Opportunity StageName:k Amount:c CloseDate:d Probability:p ForecastCategory:k ExpectedRevenue:c PrevAmount:c PrevCloseDate:d CreatedDate:t CreatedById>User SystemModstamp:t IsDeleted:b CurrencyIsoCode:k',
  OpportunityFieldHistory:
    'OpportunityId>Opportunity Field:k OldValue:s NewValue:s DataType:k CreatedDate:t CreatedById>User IsDeleted:b',
  OpportunityStage:
    'ApiName:s MasterLabel:s SortOrder:i IsActive:b IsClosed:b IsWon:b DefaultProbability:p ForecastCategory:k ForecastCategoryName:k Description:s',
  RecordType: 'Name:s DeveloperName:s IsActive:b SobjectType:k Stages:s',
  Task: 'WhatId>Opportunity|Account WhoId>Contact OwnerId>User Subject:s ActivityDate:d Status:k Priority:k IsClosed:b CompletedDateTime:t TaskSubtype:k Type:k IsArchived:b IsDeleted:b CreatedDate:t SystemModstamp:t',
  Event:
    'WhatId>Opportunity|Account WhoId>Contact OwnerId>User Subject:s ActivityDate:d StartDateTime:t EndDateTime:t IsAllDayEvent:b IsChild:b IsArchived:b IsDeleted:b CreatedDate:t SystemModstamp:t',
  ForecastingQuota:
    'QuotaOwnerId>User QuotaAmount:c StartDate:d PeriodId>Period ForecastingTypeId:s IsAmount:b CreatedDate:t SystemModstamp:t CurrencyIsoCode:k',
  Period:
    'Type:k StartDate:d EndDate:d Number:i FullyQualifiedLabel:s IsForecastPeriod:b FiscalYearSettingsId>FiscalYearSettings',
  FiscalYearSettings: 'Name:s IsStandardYear:b StartDate:d EndDate:d',
  CurrencyType: 'IsoCode:k ConversionRate:n DecimalPlaces:i IsActive:b IsCorporate:b',
  DatedConversionRate: 'IsoCode:k StartDate:d NextStartDate:d ConversionRate:n',
  ForecastingItem:
    'OwnerId>User PeriodId>Period ForecastingTypeId:s ForecastingItemCategory:k ForecastCategoryName:k ForecastAmount:c OwnerOnlyAmount:c AmountWithoutAdjustments:c HasAdjustment:b IsUpToDate:b CurrencyIsoCode:k SystemModstamp:t',
};

/** Every field of an object by its name, `Id` first. */
export const FIELDS: Record<SObjectName, ReadonlyMap<string, FieldInfo>> = mapObjects((text) => {
  const fields = new Map<string, FieldInfo>([['Id', { name: 'Id', type: 'id', updateable: false, filterable: true }]]);
  for (const part of text.split(' ')) {
    const [name = '', target] = part.split('>');
    const [plain = '', short = ''] = part.split(':');
    const updateable = !READ_ONLY.has(target ? name : plain);
    if (target)
      fields.set(name, {
        name,
        type: 'reference',
        to: target.split('|'),
        relationship: name.replace(/Id$/, ''),
        updateable,
        filterable: true,
      });
    else
      fields.set(plain, {
        name: plain,
        type: SHORT[short] ?? 'string',
        updateable,
        filterable: !UNFILTERABLE.has(plain),
      });
  }
  return fields;
});

function mapObjects<T>(make: (text: string) => T): Record<SObjectName, T> {
  // Safe: the entries are those of the record it came from.
  return Object.fromEntries(Object.entries(OBJECTS).map(([name, text]) => [name, make(text)])) as Record<
    SObjectName,
    T
  >;
}
