import * as v from 'valibot';

import { wordTable } from '@/lib/calendar/word-table';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import type { ForecastItem, ForecastPart } from '@/lib/deal/org';

import { quotaDay } from './parsed-people';
import { id, number, optional, optionalId, present, stamp, shortText } from './parsed-values';

/** Salesforce's item categories: two families, of which an org has one, and what is closed in both. */
const ITEM_CATEGORIES = wordTable<Pick<ForecastItem, 'category' | 'method'>>({
  PipelineOnly: { category: 'pipeline', method: 'single' },
  BestCaseOnly: { category: 'bestCase', method: 'single' },
  MostLikelyOnly: { category: 'mostLikely', method: 'single' },
  CommitOnly: { category: 'commit', method: 'single' },
  ClosedOnly: { category: 'closed' },
  OpenPipeline: { category: 'pipeline', method: 'cumulative' },
  BestCaseForecast: { category: 'bestCase', method: 'cumulative' },
  MostLikelyForecast: { category: 'mostLikely', method: 'cumulative' },
  CommitForecast: { category: 'commit', method: 'cumulative' },
});
const itemCategory = v.pipe(
  v.string(),
  v.transform((raw) => ITEM_CATEGORIES[raw]),
  v.custom<Pick<ForecastItem, 'category' | 'method'>>((found) => found !== undefined, 'is no known item category'),
);
export const forecastItem = v.pipe(
  v.looseObject({
    Id: id,
    OwnerId: id,
    Period: v.looseObject({ StartDate: quotaDay, EndDate: quotaDay }),
    ForecastingItemCategory: itemCategory,
    ForecastAmount: number,
    OwnerOnlyAmount: number,
    AmountWithoutManagerAdjustment: number,
    AmountWithoutOwnerAdjustment: number,
    AmountWithoutAdjustments: number,
    ParentForecastingItemId: optionalId,
    IsUpToDate: v.optional(v.nullable(v.boolean())),
    CurrencyIsoCode: shortText,
    ForecastingTypeId: optionalId,
    Territory2Id: optionalId,
  }),
  v.transform((raw): ForecastItem =>
    present({
      id: raw.Id,
      ownerId: raw.OwnerId,
      start: raw.Period.StartDate,
      end: raw.Period.EndDate,
      ...raw.ForecastingItemCategory,
      ownerOnly: raw.OwnerOnlyAmount ?? 0,
      amount: raw.ForecastAmount ?? 0,
      unmanaged: raw.AmountWithoutManagerAdjustment,
      unowned: raw.AmountWithoutOwnerAdjustment,
      unadjusted: raw.AmountWithoutAdjustments,
      parentId: raw.ParentForecastingItemId,
      isBehind: raw.IsUpToDate === false ? true : undefined,
      currency: raw.CurrencyIsoCode,
      forecastTypeId: raw.ForecastingTypeId,
      territoryId: raw.Territory2Id,
    }),
  ),
);

/** Of the names that an org may give its categories, those that they are born with. */
const CATEGORY_NAMES = wordTable<ForecastCategory>({
  Omitted: 'omitted',
  Pipeline: 'pipeline',
  'Best Case': 'bestCase',
  'Most Likely': 'mostLikely',
  Commit: 'commit',
  Closed: 'closed',
});
export const forecastDeal = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    OwnerId: id,
    Period: v.looseObject({ StartDate: quotaDay, EndDate: quotaDay }),
    ForecastCategoryName: shortText,
    TargetValue: number,
    ForecastedObjectId: optionalId,
    ForecastingTypeId: optionalId,
    SystemModstamp: optional(stamp),
  }),
  v.transform((raw): ForecastPart =>
    present({
      id: raw.Id,
      opportunityId: raw.OpportunityId,
      ownerId: raw.OwnerId,
      start: raw.Period.StartDate,
      end: raw.Period.EndDate,
      category: CATEGORY_NAMES[raw.ForecastCategoryName ?? ''],
      categoryName: raw.ForecastCategoryName,
      value: raw.TargetValue,
      partId: raw.ForecastedObjectId,
      forecastTypeId: raw.ForecastingTypeId,
      at: raw.SystemModstamp,
    }),
  ),
);
