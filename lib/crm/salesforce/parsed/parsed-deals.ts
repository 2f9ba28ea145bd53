import * as v from 'valibot';

import type { FieldChange, LineItem, Opportunity, Split, Version } from '@/lib/deal/opportunity';

import { historyField, lookupPrefix } from '../fields';
import { recordId } from '../record-ids';
import {
  bounded,
  calendarDay,
  category,
  flag,
  id,
  name,
  number,
  optional,
  optionalId,
  zeroToHundred,
  present,
  related,
  stamp,
  shortText,
} from './parsed-values';

/** What a deal and each of its versions say of where it stands. */
const STATE = {
  StageName: shortText,
  Amount: number,
  CurrencyIsoCode: shortText,
  CloseDate: calendarDay,
  Probability: zeroToHundred,
  ForecastCategory: category,
};

export const opportunity = v.pipe(
  v.looseObject({
    Id: id,
    Name: name,
    AccountId: optionalId,
    Account: related,
    Type: shortText,
    LeadSource: shortText,
    CampaignId: optionalId,
    Campaign: related,
    Territory2Id: optionalId,
    Territory2: related,
    OwnerId: optionalId,
    RecordTypeId: optionalId,
    ...STATE,
    IsClosed: flag,
    IsWon: flag,
    NextStep: shortText,
    CreatedDate: stamp,
    SystemModstamp: stamp,
    LastActivityDate: calendarDay,
    LastStageChangeDate: optional(stamp),
    PushCount: number,
    HasOpportunityLineItem: v.optional(v.nullable(v.boolean())),
    LossReason: shortText,
  }),
  v.transform((raw): Opportunity =>
    present({
      id: raw.Id,
      name: raw.Name ?? raw.Id,
      accountId: raw.AccountId,
      accountName: raw.Account?.Name,
      type: raw.Type,
      source: raw.LeadSource,
      campaignId: raw.CampaignId,
      campaignName: raw.Campaign?.Name,
      territoryId: raw.Territory2Id,
      territoryName: raw.Territory2?.Name,
      ownerId: raw.OwnerId,
      recordTypeId: raw.RecordTypeId,
      stage: raw.StageName ?? '',
      amount: raw.Amount,
      currency: raw.CurrencyIsoCode,
      closeDate: raw.CloseDate,
      probability: raw.Probability,
      category: raw.ForecastCategory,
      isClosed: raw.IsClosed,
      isWon: raw.IsWon,
      nextStep: raw.NextStep,
      createdAt: raw.CreatedDate,
      modifiedAt: raw.SystemModstamp,
      lastActivityDay: raw.LastActivityDate,
      stageChangedAt: raw.LastStageChangeDate,
      pushCountSf: raw.PushCount,
      hasProducts: raw.HasOpportunityLineItem ?? undefined,
      lossReason: raw.LossReason,
    }),
  ),
);
export const version = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    ...STATE,
    CreatedDate: stamp,
    CreatedById: optionalId,
  }),
  v.transform((raw): Version =>
    present({
      id: raw.Id,
      opportunityId: raw.OpportunityId,
      from: raw.CreatedDate,
      stage: raw.StageName ?? '',
      amount: raw.Amount,
      currency: raw.CurrencyIsoCode,
      closeDate: raw.CloseDate,
      probability: raw.Probability,
      category: raw.ForecastCategory,
      by: raw.CreatedById,
    }),
  ),
);
const plain = v.optional(
  v.pipe(
    v.nullable(v.union([v.string(), v.number(), v.boolean()])),
    v.transform((raw) => (raw === null ? undefined : String(raw))),
  ),
);
export const fieldChange = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    Field: v.string(),
    OldValue: plain,
    NewValue: plain,
    CreatedDate: stamp,
    CreatedById: optionalId,
  }),
  v.transform((raw): FieldChange =>
    present({
      id: raw.Id,
      opportunityId: raw.OpportunityId,
      field: historyField(raw.Field),
      from: lookupPrefix(raw.Field) ? (recordId(raw.OldValue) ?? raw.OldValue) : raw.OldValue,
      to: lookupPrefix(raw.Field) ? (recordId(raw.NewValue) ?? raw.NewValue) : raw.NewValue,
      at: raw.CreatedDate,
      by: raw.CreatedById,
    }),
  ),
);
export const lineItem = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    Product2: optional(v.looseObject({ Family: shortText })),
    TotalPrice: number,
  }),
  v.transform((raw): LineItem =>
    present({
      id: raw.Id,
      opportunityId: raw.OpportunityId,
      family: raw.Product2?.Family,
      total: raw.TotalPrice,
    }),
  ),
);
/** The field of the deal that a kind of split divides: as a name alone, or behind that of its object. */
const DEAL_AMOUNT = /^(Opportunity\.)?Amount$/;
const MOST_SPLIT = 1000;
export const split = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    SplitOwnerId: id,
    SplitTypeId: optionalId,
    SplitType: optional(
      v.looseObject({
        MasterLabel: name,
        IsTotalValidated: v.optional(v.nullable(v.boolean())),
        SplitField: shortText,
      }),
    ),
    SplitPercentage: bounded(MOST_SPLIT, 0),
    SplitAmount: number,
  }),
  v.transform((raw): Split => {
    const { MasterLabel, IsTotalValidated, SplitField } = raw.SplitType ?? {};
    // Without a kind it is of the default one. Of a kind that may not be read nobody knows that its parts make up the amount.
    const isRevenue = raw.SplitTypeId === undefined || IsTotalValidated === true;
    return present({
      id: raw.Id,
      opportunityId: raw.OpportunityId,
      userId: raw.SplitOwnerId,
      typeId: raw.SplitTypeId,
      type: MasterLabel,
      kind: isRevenue ? ('revenue' as const) : ('overlay' as const),
      isOfOther: SplitField !== undefined && !DEAL_AMOUNT.test(SplitField) ? true : undefined,
      percent: raw.SplitPercentage,
      amount: raw.SplitAmount,
    });
  }),
);
