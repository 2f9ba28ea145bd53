import type * as v from 'valibot';

import type { TableName, Tables } from '@/lib/deal/org';

import { type ObjectName, PARENT_FIELDS, type WANTED } from './fields';
import { PARSERS } from './parse';

/** How one CRM object fills one table. */
export interface Source<Name extends TableName = TableName> {
  object: keyof typeof WANTED;
  /** Field that a delta goes by; absent: the object is small and always read whole. */
  stamp?: 'SystemModstamp' | 'CreatedDate';
  /** Read with queryAll: old closed activities and old field history are nowhere else, and deleted rows say so. */
  all?: true;
  /** Which rows are wanted at all; `needs` names the field it asks about, which may be hidden. */
  scope?: { soql: string; needs: string };
  /** Fields across a relationship, which has the name of its look-up without `Id`; left out where the look-up, that object or the field is hidden. */
  related?: readonly { lookup: string; parent: ObjectName; fields: readonly string[] }[];
  parse: v.GenericSchema<unknown, Tables[Name]>;
  /** An org that does not take the question for good is as one without the object: nothing else waits for it. */
  isExtra?: true;
  /** The org's own field of why a deal was lost is wanted too, where it has one. */
  withReason?: true;
  /** Field of the object that names the deal; absent for tables that are not about one deal. */
  dealField?: string;
}

/** Which objects fill which table. */
export const SOURCES: { [Name in TableName]: readonly Source<Name>[] } = {
  stage: [{ object: 'OpportunityStage', parse: PARSERS.stage }],
  user: [{ object: 'User', scope: { soql: "UserType = 'Standard'", needs: 'UserType' }, parse: PARSERS.user }],
  role: [{ object: 'UserRole', parse: PARSERS.role }],
  opportunity: [
    {
      object: 'Opportunity',
      stamp: 'SystemModstamp',
      all: true,
      related: [
        { lookup: 'AccountId', parent: 'Account', fields: PARENT_FIELDS.Account },
        { lookup: 'CampaignId', parent: 'Campaign', fields: PARENT_FIELDS.Campaign },
        { lookup: 'Territory2Id', parent: 'Territory2', fields: PARENT_FIELDS.Territory2 },
      ],
      withReason: true,
      parse: PARSERS.opportunity,
      dealField: 'Id',
    },
  ],
  version: [{ object: 'OpportunityHistory', stamp: 'CreatedDate', parse: PARSERS.version, dealField: 'OpportunityId' }],
  contactRole: [
    {
      object: 'OpportunityContactRole',
      stamp: 'SystemModstamp',
      all: true,
      related: [{ lookup: 'ContactId', parent: 'Contact', fields: PARENT_FIELDS.Contact }],
      parse: PARSERS.contactRole,
      dealField: 'OpportunityId',
    },
  ],
  activity: [
    {
      object: 'Task',
      stamp: 'SystemModstamp',
      all: true,
      scope: { soql: "What.Type = 'Opportunity'", needs: 'WhatId' },
      parse: PARSERS.task,
      dealField: 'WhatId',
    },
    {
      object: 'Event',
      stamp: 'SystemModstamp',
      all: true,
      scope: { soql: "What.Type = 'Opportunity' AND IsChild = false", needs: 'IsChild' },
      parse: PARSERS.event,
      dealField: 'WhatId',
    },
  ],
  fieldChange: [
    {
      object: 'OpportunityFieldHistory',
      stamp: 'CreatedDate',
      all: true,
      parse: PARSERS.fieldChange,
      dealField: 'OpportunityId',
    },
  ],
  forecastItem: [
    {
      object: 'ForecastingItem',
      scope: { soql: "ForecastingItemCategory != 'OmittedOnly'", needs: 'PeriodId' },
      related: [{ lookup: 'PeriodId', parent: 'Period', fields: ['StartDate', 'EndDate'] }],
      parse: PARSERS.forecastItem,
    },
  ],
  forecastDeal: [
    {
      object: 'ForecastingFact',
      scope: { soql: 'Period.StartDate = THIS_FISCAL_QUARTER', needs: 'PeriodId' },
      related: [{ lookup: 'PeriodId', parent: 'Period', fields: ['StartDate', 'EndDate'] }],
      parse: PARSERS.forecastDeal,
    },
  ],
  attendee: [
    {
      object: 'EventRelation',
      stamp: 'SystemModstamp',
      all: true,
      scope: { soql: "Event.What.Type = 'Opportunity' AND Relation.Type = 'Contact'", needs: 'RelationId' },
      related: [{ lookup: 'EventId', parent: 'Event', fields: PARENT_FIELDS.Event }],
      parse: PARSERS.attendee,
      dealField: 'Event.WhatId',
      isExtra: true,
    },
  ],
  email: [
    {
      object: 'EmailMessage',
      stamp: 'SystemModstamp',
      all: true,
      // What is only being written is no e-mail yet.
      scope: { soql: "RelatedTo.Type = 'Opportunity' AND Status != '5'", needs: 'Incoming' },
      parse: PARSERS.email,
      dealField: 'RelatedToId',
      isExtra: true,
    },
  ],
  lineItem: [
    {
      object: 'OpportunityLineItem',
      stamp: 'SystemModstamp',
      all: true,
      related: [{ lookup: 'Product2Id', parent: 'Product2', fields: PARENT_FIELDS.Product2 }],
      parse: PARSERS.lineItem,
      dealField: 'OpportunityId',
    },
  ],
  split: [
    {
      object: 'OpportunitySplit',
      stamp: 'SystemModstamp',
      all: true,
      related: [{ lookup: 'SplitTypeId', parent: 'OpportunitySplitType', fields: PARENT_FIELDS.OpportunitySplitType }],
      parse: PARSERS.split,
      dealField: 'OpportunityId',
    },
  ],
  quota: [
    {
      object: 'ForecastingQuota',
      scope: { soql: 'IsAmount = true', needs: 'IsAmount' },
      related: [{ lookup: 'PeriodId', parent: 'Period', fields: ['EndDate'] }],
      parse: PARSERS.quota,
    },
  ],
};
