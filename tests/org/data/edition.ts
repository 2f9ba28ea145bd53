import type { ObjectName } from './objects';

/** What the org's edition and its settings bring along. What it lacks does not exist: neither query nor describe knows it. */
export interface Edition {
  /** Several currencies: CurrencyType, CurrencyIsoCode on every object that has amounts, DefaultCurrencyIsoCode of users. */
  multiCurrency: boolean;
  /** Advanced currency management: rates by date. */
  datedRates: boolean;
  /** Forecasts and quotas. */
  forecasts: boolean;
  /** Field history of opportunities. */
  fieldHistory: boolean;
  /** Tasks and events. */
  activities: boolean;
  /** Record types of opportunities. */
  recordTypes: boolean;
  /** E-mails as records of their own beside the tasks that they are logged as. */
  enhancedEmail: boolean;
  /** Files of people and of libraries. */
  files: boolean;
  /** Sales territories. */
  territories: boolean;
  /** Team selling and opportunity splits. */
  splits: boolean;
}

const OBJECT_NEEDS: Partial<Record<ObjectName, keyof Edition>> = {
  CurrencyType: 'multiCurrency',
  DatedConversionRate: 'datedRates',
  ForecastingType: 'forecasts',
  ForecastingFilter: 'forecasts',
  ForecastingFilterCondition: 'forecasts',
  ForecastingQuota: 'forecasts',
  ForecastingItem: 'forecasts',
  ForecastingFact: 'forecasts',
  OpportunityFieldHistory: 'fieldHistory',
  Task: 'activities',
  TaskStatus: 'activities',
  Event: 'activities',
  EventRelation: 'activities',
  EmailMessage: 'enhancedEmail',
  Territory2: 'territories',
  ContentDocument: 'files',
  ContentVersion: 'files',
  ContentDocumentLink: 'files',
  OpportunitySplit: 'splits',
  OpportunitySplitType: 'splits',
};
const FIELD_NEEDS: Record<string, keyof Edition> = {
  CurrencyIsoCode: 'multiCurrency',
  DefaultCurrencyIsoCode: 'multiCurrency',
  'Opportunity.RecordTypeId': 'recordTypes',
  'Opportunity.Territory2Id': 'territories',
  'Opportunity.HasOpenActivity': 'activities',
  'Opportunity.HasOverdueTask': 'activities',
  'Opportunity.LastActivityDate': 'activities',
};

export const hasObject = (edition: Edition, name: ObjectName): boolean => {
  const need = OBJECT_NEEDS[name];
  return need === undefined || (edition[need] && (need !== 'datedRates' || edition.multiCurrency));
};

export const hasField = (edition: Edition, object: ObjectName, field: string): boolean => {
  const need = FIELD_NEEDS[`${object}.${field}`] ?? FIELD_NEEDS[field];
  return need === undefined || edition[need];
};
