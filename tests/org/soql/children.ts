import type { ObjectName } from '../data/objects';
import { FIELDS } from '../data/schema';

export interface Child {
  /** Name of the relationship, as a subquery asks for it. */
  name: string;
  child: ObjectName;
  /** The field of the child that points to its parent. */
  field: string;
}

/** Relationships whose names are no plural of the child's (object reference). */
const NAMED: Record<string, string> = {
  'Opportunity.OpportunityFieldHistory.OpportunityId': 'Histories',
  'Opportunity.OpportunityHistory.OpportunityId': 'OpportunityHistories',
  'Account.Opportunity.AccountId': 'Opportunities',
  'FiscalYearSettings.Period.FiscalYearSettingsId': 'Periods',
};
/** Fields that look up a person: users have no list of what they made. */
const NAMELESS =
  /^(CreatedById|LastModifiedById|OwnerId|ForecastUserId|QuotaOwnerId|ProfileId|PeriodId|ForecastingTypeId|RecordTypeId)$/;

/** What points to an object, and can be asked for below it. */
export function childrenOf(parent: ObjectName): Child[] {
  // Safe: FIELDS is keyed by the names of all objects.
  return (Object.keys(FIELDS) as ObjectName[]).flatMap((child) =>
    [...FIELDS[child].values()].flatMap(({ name: field, to = [] }) =>
      to.includes(parent) && !NAMELESS.test(field)
        ? [{ name: NAMED[`${parent}.${child}.${field}`] ?? `${child}s`, child, field }]
        : [],
    ),
  );
}
