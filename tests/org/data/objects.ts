import type { SObjectName } from '@/lib/sample/org-tables';

/** Objects of the org: those that data comes in, and those that the org fills by itself. */
export type ObjectName =
  | SObjectName
  | 'ForecastingType'
  | 'Profile'
  | 'TaskStatus'
  | 'ContentDocument'
  | 'ContentVersion'
  | 'ContentDocumentLink';

interface ObjectInfo {
  /** First three characters of its ids; none where Salesforce's describe gives none. */
  prefix: string;
  label: string;
  plural: string;
  /**
   * `name:type`, or `name>Object` for references; `|` parts the targets of a polymorphic one. A number after the type is the
   * most characters; `!` marks what a record cannot be without. Lengths and the rest: the object and field reference.
   */
  fields: string;
}

const SYSTEM = 'CreatedDate:t CreatedById>User LastModifiedDate:t LastModifiedById>User SystemModstamp:t';

export const OBJECTS: Record<ObjectName, ObjectInfo> = {
  Organization: {
    prefix: '00D',
    label: 'Organization',
    plural: 'Organizations',
    fields:
      'Name:s80! IsSandbox:b OrganizationType:k InstanceName:s5 NamespacePrefix:s15 TrialExpirationDate:t FiscalYearStartMonth:i UsesStartDateAsFiscalYearName:b DefaultLocaleSidKey:k LanguageLocaleKey:k TimeZoneSidKey:k DefaultCurrencyIsoCode:k3 SystemModstamp:t',
  },
  User: {
    prefix: '005',
    label: 'User',
    plural: 'Users',
    fields:
      'Name:s121 FirstName:s40 LastName:s80! Alias:s8! Email:s128! Username:s80! IsActive:b ProfileId>Profile! UserRoleId>UserRole ManagerId>User UserType:k ForecastEnabled:b TimeZoneSidKey:k! LocaleSidKey:k! LanguageLocaleKey:k! DefaultCurrencyIsoCode:k3 CurrencyIsoCode:k3 CreatedDate:t LastModifiedDate:t SystemModstamp:t',
  },
  Profile: {
    prefix: '00e',
    label: 'Profile',
    plural: 'Profile',
    fields: 'Name:s255! UserType:k Description:s255 CreatedDate:t LastModifiedDate:t SystemModstamp:t',
  },
  UserRole: {
    prefix: '00E',
    label: 'Role',
    plural: 'Roles',
    fields:
      'Name:s80! DeveloperName:s80 ParentRoleId>UserRole ForecastUserId>User PortalType:k LastModifiedDate:t SystemModstamp:t',
  },
  Account: {
    prefix: '001',
    label: 'Account',
    plural: 'Accounts',
    fields: `Name:s255! Industry:k OwnerId>User Type:k CurrencyIsoCode:k3 ${SYSTEM} IsDeleted:b`,
  },
  Contact: {
    prefix: '003',
    label: 'Contact',
    plural: 'Contacts',
    fields: `FirstName:s40 LastName:s80 Name:s121 Title:s128 Email:s80 AccountId>Account OwnerId>User CurrencyIsoCode:k3 ${SYSTEM} IsDeleted:b`,
  },
  Opportunity: {
    prefix: '006',
    label: 'Opportunity',
    plural: 'Opportunities',
    fields:
      'Name:s120! AccountId>Account OwnerId>User RecordTypeId>RecordType CampaignId>Campaign Territory2Id>Territory2 StageName:k255! Amount:c CloseDate:d! Probability:p ForecastCategory:k40 ForecastCategoryName:k255 ExpectedRevenue:c IsClosed:b IsWon:b IsDeleted:b NextStep:s255 Type:k255 LeadSource:k255 Description:a32000 CreatedDate:t CreatedById>User LastModifiedDate:t LastModifiedById>User SystemModstamp:t LastActivityDate:d LastStageChangeDate:t PushCount:i HasOpportunityLineItem:b HasOpenActivity:b HasOverdueTask:b FiscalYear:i FiscalQuarter:i Fiscal:s6 CurrencyIsoCode:k3',
  },
  OpportunityContactRole: {
    prefix: '00K',
    label: 'Opportunity Contact Role',
    plural: 'Opportunity Contact Roles',
    fields: `OpportunityId>Opportunity! ContactId>Contact! Role:k255 IsPrimary:b CurrencyIsoCode:k3 ${SYSTEM} IsDeleted:b`,
  },
  OpportunityLineItem: {
    prefix: '00k',
    label: 'Opportunity Product',
    plural: 'Opportunity Products',
    fields: `OpportunityId>Opportunity! Product2Id>Product2 Quantity:n UnitPrice:c TotalPrice:c CurrencyIsoCode:k3 ${SYSTEM} IsDeleted:b`,
  },
  Product2: {
    prefix: '01t',
    label: 'Product',
    plural: 'Products',
    fields: `Name:s255! Family:k255 IsActive:b CurrencyIsoCode:k3 ${SYSTEM} IsDeleted:b`,
  },
  OpportunitySplit: {
    prefix: '1Qk',
    label: 'Opportunity Split',
    plural: 'Opportunity Splits',
    fields: `OpportunityId>Opportunity! SplitOwnerId>User! SplitTypeId>OpportunitySplitType SplitPercentage:p SplitAmount:c SplitNote:s255 ${SYSTEM} IsDeleted:b`,
  },
  OpportunitySplitType: {
    prefix: '1Ql',
    label: 'Opportunity Split Type',
    plural: 'Opportunity Split Types',
    fields: `DeveloperName:s80! MasterLabel:s80! Description:s80 IsActive:b IsTotalValidated:b SplitEntity:k40 SplitField:k255 SplitDataStatus:k40 ${SYSTEM} IsDeleted:b`,
  },
  OpportunityHistory: {
    prefix: '008',
    label: 'Opportunity: Stage History',
    plural: 'Opportunity: Stage History',
    fields:
      'OpportunityId>Opportunity StageName:k255 Amount:c CloseDate:d Probability:p ForecastCategory:k40 ExpectedRevenue:c PrevAmount:c PrevCloseDate:d CreatedDate:t CreatedById>User SystemModstamp:t IsDeleted:b CurrencyIsoCode:k3',
  },
  OpportunityFieldHistory: {
    prefix: '017',
    label: 'Opportunity Field History',
    plural: 'Opportunity Field History',
    fields:
      'OpportunityId>Opportunity Field:k255 OldValue:s255 NewValue:s255 DataType:k40 CreatedDate:t CreatedById>User IsDeleted:b',
  },
  OpportunityStage: {
    prefix: '01J',
    label: 'Opportunity Stage',
    plural: 'Opportunity Stage',
    fields:
      'ApiName:s255 MasterLabel:s255 SortOrder:i IsActive:b IsClosed:b IsWon:b DefaultProbability:p ForecastCategory:k40 ForecastCategoryName:k255 Description:s255 SystemModstamp:t',
  },
  Campaign: {
    prefix: '701',
    label: 'Campaign',
    plural: 'Campaigns',
    fields: `Name:s80! IsActive:b Type:k40 Status:k40 OwnerId>User CurrencyIsoCode:k3 ${SYSTEM} IsDeleted:b`,
  },
  Territory2: {
    prefix: '0MI',
    label: 'Territory',
    plural: 'Territories',
    fields: 'Name:s80! DeveloperName:s80! ParentTerritory2Id>Territory2 SystemModstamp:t',
  },
  RecordType: {
    prefix: '012',
    label: 'Record Type',
    plural: 'Record Types',
    fields: 'Name:s80! DeveloperName:s80! IsActive:b SobjectType:k40 SystemModstamp:t',
  },
  Task: {
    prefix: '00T',
    label: 'Task',
    plural: 'Tasks',
    fields: `WhatId>Opportunity|Account WhoId>Contact OwnerId>User Subject:s255 ActivityDate:d Status:k255 Priority:k255 IsClosed:b CompletedDateTime:t TaskSubtype:k40 Type:k255 Description:a32000 IsArchived:b IsDeleted:b IsRecurrence:b RecurrenceActivityId>Task CurrencyIsoCode:k3 ${SYSTEM}`,
  },
  TaskStatus: {
    prefix: '01T',
    label: 'Task Status Value',
    plural: 'Task Status Values',
    fields: 'ApiName:s255 MasterLabel:s255 SortOrder:i IsClosed:b IsDefault:b SystemModstamp:t',
  },
  Event: {
    prefix: '00U',
    label: 'Event',
    plural: 'Events',
    fields: `WhatId>Opportunity|Account WhoId>Contact OwnerId>User Subject:s255 ActivityDate:d StartDateTime:t EndDateTime:t IsAllDayEvent:b IsChild:b GroupEventType:k40 IsRecurrence:b IsRecurrence2:b RecurrenceActivityId>Event Description:a32000 IsArchived:b IsDeleted:b CurrencyIsoCode:k3 ${SYSTEM}`,
  },
  EventRelation: {
    prefix: '0RE',
    label: 'Event Relation',
    plural: 'Event Relations',
    fields: `EventId>Event! RelationId>Contact|User|Lead! Status:k40 IsInvitee:b IsOrganizer:b Response:s255 RespondedDate:t ${SYSTEM} IsDeleted:b`,
  },
  EmailMessage: {
    prefix: '02s',
    label: 'Email Message',
    plural: 'Email Messages',
    fields: `RelatedToId>Opportunity|Account ActivityId>Task Incoming:b Status:k40 Subject:s3000 FromAddress:s1000 ToAddress:s4000 MessageDate:t IsClientManaged:b ${SYSTEM} IsDeleted:b`,
  },
  ContentDocument: {
    prefix: '069',
    label: 'Content Document',
    plural: 'Content Documents',
    fields: `Title:s255 FileExtension:s40 FileType:s20 ContentSize:i LatestPublishedVersionId>ContentVersion OwnerId>User ${SYSTEM} IsDeleted:b`,
  },
  ContentVersion: {
    prefix: '068',
    label: 'Content Version',
    plural: 'Content Versions',
    fields: `ContentDocumentId>ContentDocument Title:s255 PathOnClient:s500! VersionData:x! VersionNumber:s20 IsLatest:b FileExtension:s40 FileType:s20 ContentSize:i Checksum:s50 ReasonForChange:s1000 FirstPublishLocationId:s18 ContentModifiedDate:t ContentModifiedById>User OwnerId>User ${SYSTEM} IsDeleted:b`,
  },
  ContentDocumentLink: {
    prefix: '06A',
    label: 'Content Document Link',
    plural: 'Content Document Links',
    fields:
      'ContentDocumentId>ContentDocument! LinkedEntityId>User|Organization|Opportunity|Account! ShareType:k40 Visibility:k40 SystemModstamp:t IsDeleted:b',
  },
  ForecastingType: {
    prefix: '0Db',
    label: 'Forecasting Type',
    plural: 'Forecasting Types',
    fields: `DeveloperName:s80! MasterLabel:s80! IsActive:b RoleType:k40 DateType:k255 IsAmount:b IsQuantity:b CanDisplayQuotas:b HasProductFamily:b HasAdjustments:b HasOwnerAdjustments:b OpportunitySplitTypeId:s18 ${SYSTEM} IsDeleted:b`,
  },
  ForecastingFilter: {
    prefix: '0j6',
    label: 'Forecasting Filter',
    plural: 'Forecasting Filters',
    fields: `DeveloperName:s80! MasterLabel:s80! FilterLogic:s255 ForecastingTypeId>ForecastingType! ${SYSTEM} IsDeleted:b`,
  },
  ForecastingFilterCondition: {
    prefix: '0j7',
    label: 'Forecasting Filter Condition',
    plural: 'Forecasting Filter Conditions',
    fields: `DeveloperName:s80! MasterLabel:s80! ForecastingFilterId>ForecastingFilter! FieldName:s255! Operation:k255! Value:s255 SortOrder:i ${SYSTEM} IsDeleted:b`,
  },
  ForecastingQuota: {
    prefix: '0J9',
    label: 'Forecasting Quota',
    plural: 'Forecasting Quotas',
    fields: `QuotaOwnerId>User! QuotaAmount:c QuotaQuantity:n StartDate:d! PeriodId>Period ForecastingTypeId>ForecastingType IsAmount:b IsQuantity:b ProductFamily:k255 CurrencyIsoCode:k3 ${SYSTEM} IsDeleted:b`,
  },
  ForecastingItem: {
    prefix: '0J8',
    label: 'Forecasting Item',
    plural: 'Forecasting Items',
    fields:
      'OwnerId>User PeriodId>Period ForecastingTypeId>ForecastingType ForecastingItemCategory:k40 ForecastCategoryName:k255 ForecastAmount:c OwnerOnlyAmount:c AmountWithoutManagerAdjustment:c AmountWithoutOwnerAdjustment:c AmountWithoutAdjustments:c ParentForecastingItemId>ForecastingItem HasAdjustment:b IsUpToDate:b CurrencyIsoCode:k3 SystemModstamp:t',
  },
  ForecastingFact: {
    prefix: '0J7',
    label: 'Forecasting Fact',
    plural: 'Forecasting Facts',
    fields:
      'ForecastingItemId>ForecastingItem OpportunityId>Opportunity OwnerId>User PeriodId>Period ForecastingTypeId>ForecastingType ForecastCategoryName:k255 ForecastedObjectId:s18 TargetValue:n SystemModstamp:t',
  },
  Period: {
    prefix: '026',
    label: 'Period',
    plural: 'Period',
    fields:
      'Type:k40 StartDate:d! EndDate:d! Number:i PeriodLabel:k255 QuarterLabel:k255 FullyQualifiedLabel:s80 IsForecastPeriod:b FiscalYearSettingsId>FiscalYearSettings SystemModstamp:t',
  },
  FiscalYearSettings: {
    prefix: '022',
    label: 'Fiscal Year Settings',
    plural: 'Fiscal Year Settings',
    fields:
      'Name:s80! Description:s255 IsStandardYear:b YearType:k40 StartDate:d EndDate:d PeriodId>Period PeriodLabelScheme:k40 PeriodPrefix:k255 QuarterLabelScheme:k40 QuarterPrefix:k255 WeekLabelScheme:k40 WeekStartDay:i SystemModstamp:t',
  },
  CurrencyType: {
    prefix: '01L',
    label: 'Currency Type',
    plural: 'Currency Types',
    fields: 'IsoCode:k3! ConversionRate:n! DecimalPlaces:i! IsActive:b IsCorporate:b SystemModstamp:t',
  },
  DatedConversionRate: {
    prefix: '04w',
    label: 'Dated Conversion Rate',
    plural: 'Dated Conversion Rates',
    fields: 'IsoCode:k3! StartDate:d! NextStartDate:d ConversionRate:n! SystemModstamp:t',
  },
};
