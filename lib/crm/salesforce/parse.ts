import * as v from 'valibot';

import { day, type Day } from '@/lib/calendar/days';
import type { RejectedRow } from '@/lib/crm/crm';
import { MOST_MONEY } from '@/lib/deal/money';
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
import type { Stage } from '@/lib/deal/org';
import type { ForecastPart, ForecastItem, Quota, Role, User } from '@/lib/deal/org';

import { historyField, lookupPrefix } from './fields';
import { recordId } from './record-ids';

/** What a raw row becomes: null is absent, ids have 18 characters, instants are milliseconds. Anything else rejects the row. */
const id = v.pipe(v.unknown(), v.transform(recordId), v.string('is no record id'));
const optional = <S extends v.GenericSchema>(schema: S) =>
  v.optional(
    v.pipe(
      v.nullable(schema),
      v.transform((value) => value ?? undefined),
    ),
  );
/** Salesforce's own fields hold 255 characters at most, but for long texts, which are not read. What is longer is cut. */
const MOST_TEXT = 1000;
const text = optional(
  v.pipe(
    v.string(),
    v.transform((raw) =>
      raw.length > MOST_TEXT ? `${raw.slice(0, MOST_TEXT).replace(/[\uD800-\uDBFF]$/, '')}…` : raw,
    ),
  ),
);
const possible = (most: number, least = -most) =>
  v.check<number, ({ input }: { input: number }) => string>(
    (value) => value >= least && value <= most,
    ({ input }) => `${input} is no possible value (${least} to ${most})`,
  );
const bounded = (most: number, least = -most) => optional(v.pipe(v.number(), possible(most, least)));
const number = bounded(MOST_MONEY);
const percent = bounded(100, 0);
const flag = v.optional(
  v.pipe(
    v.nullable(v.boolean()),
    v.transform((value) => value === true),
  ),
  false,
);
const calendarDay = v.optional(
  v.pipe(
    v.nullable(v.string()),
    v.transform((value) => (value === null ? undefined : day(value))),
  ),
);
const stamp = v.pipe(
  v.string(),
  v.transform((raw) => Date.parse(raw.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))),
  v.finite('is no instant'),
);
const optionalId = v.optional(
  v.pipe(
    v.nullable(v.unknown()),
    v.transform((raw) => (raw === null ? undefined : recordId(raw))),
  ),
);
/** A name that can be seen: one of blanks and invisible letters alone is none. */
const name = v.pipe(
  text,
  v.transform((raw) => (raw !== undefined && /[^\s\p{Cf}\p{Cc}]/u.test(raw) ? raw : undefined)),
);
const related = optional(v.looseObject({ Name: name, Title: text }));

const CATEGORIES: Record<string, ForecastCategory> = {
  Omitted: 'omitted',
  Pipeline: 'pipeline',
  BestCase: 'bestCase',
  MostLikely: 'mostLikely',
  Forecast: 'commit',
  Closed: 'closed',
};
const category = v.optional(
  v.pipe(
    v.nullable(v.string()),
    v.transform((raw) => (raw === null ? undefined : CATEGORIES[raw])),
  ),
);

/** Leaves out what is undefined: absent is absent. */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
function present<T extends object>(value: T): Present<T> {
  const kept: Record<string, unknown> = {};
  for (const key in value) if (value[key] !== undefined) kept[key] = value[key];
  // Safe: removing undefined members is exactly what the type says.
  return kept as Present<T>;
}

const opportunity = v.pipe(
  v.looseObject({
    Id: id,
    Name: name,
    AccountId: optionalId,
    Account: related,
    Type: text,
    LeadSource: text,
    CampaignId: optionalId,
    Campaign: related,
    Territory2Id: optionalId,
    Territory2: related,
    OwnerId: optionalId,
    RecordTypeId: optionalId,
    StageName: text,
    Amount: number,
    CurrencyIsoCode: text,
    CloseDate: calendarDay,
    Probability: percent,
    ForecastCategory: category,
    IsClosed: flag,
    IsWon: flag,
    NextStep: text,
    CreatedDate: stamp,
    SystemModstamp: stamp,
    LastActivityDate: calendarDay,
    LastStageChangeDate: optional(stamp),
    PushCount: number,
    HasOpportunityLineItem: v.optional(v.nullable(v.boolean())),
    LossReason: text,
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
const version = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    StageName: text,
    Amount: number,
    CurrencyIsoCode: text,
    CloseDate: calendarDay,
    Probability: percent,
    ForecastCategory: category,
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
const fieldChange = v.pipe(
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
const task = v.pipe(
  v.looseObject({
    Id: id,
    WhatId: id,
    WhoId: optionalId,
    OwnerId: optionalId,
    Subject: text,
    ActivityDate: calendarDay,
    IsClosed: flag,
    CompletedDateTime: optional(stamp),
    TaskSubtype: text,
    CreatedDate: optional(stamp),
  }),
  v.transform((raw): Activity =>
    present({
      id: raw.Id,
      opportunityId: raw.WhatId,
      kind: 'task' as const,
      subject: raw.Subject ?? '',
      day: raw.ActivityDate,
      at: raw.CompletedDateTime,
      isClosed: raw.IsClosed,
      ownerId: raw.OwnerId,
      contactId: raw.WhoId,
      isEmail: raw.TaskSubtype === 'Email' ? (true as const) : undefined,
      createdAt: raw.CreatedDate,
    }),
  ),
);
const event = v.pipe(
  v.looseObject({
    Id: id,
    WhatId: id,
    WhoId: optionalId,
    OwnerId: optionalId,
    Subject: text,
    ActivityDate: calendarDay,
    StartDateTime: optional(stamp),
    CreatedDate: optional(stamp),
  }),
  v.transform((raw): Activity =>
    present({
      id: raw.Id,
      opportunityId: raw.WhatId,
      kind: 'event' as const,
      subject: raw.Subject ?? '',
      day: raw.ActivityDate,
      at: raw.StartDateTime,
      isClosed: true,
      ownerId: raw.OwnerId,
      contactId: raw.WhoId,
      createdAt: raw.CreatedDate,
    }),
  ),
);
const contactRole = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    ContactId: id,
    Contact: related,
    Role: text,
    IsPrimary: flag,
    CreatedDate: optional(stamp),
  }),
  v.transform((raw): ContactRole =>
    present({
      id: raw.Id,
      opportunityId: raw.OpportunityId,
      contactId: raw.ContactId,
      name: raw.Contact?.Name,
      title: raw.Contact?.Title,
      role: raw.Role,
      isPrimary: raw.IsPrimary,
      createdAt: raw.CreatedDate,
    }),
  ),
);
const ANSWERS: ReadonlyMap<string, NonNullable<Attendee['answer']>> = new Map([
  ['Accepted', 'accepted'],
  ['Declined', 'declined'],
]);
const attendee = v.pipe(
  v.looseObject({
    Id: id,
    EventId: id,
    RelationId: id,
    Status: text,
    Event: v.looseObject({ WhatId: id }),
  }),
  v.transform((raw): Attendee =>
    present({
      id: raw.Id,
      opportunityId: raw.Event.WhatId,
      activityId: raw.EventId,
      contactId: raw.RelationId,
      answer: ANSWERS.get(raw.Status ?? ''),
    }),
  ),
);
const email = v.pipe(
  v.looseObject({
    Id: id,
    RelatedToId: id,
    ActivityId: optionalId,
    Incoming: flag,
    MessageDate: optional(stamp),
    Subject: text,
  }),
  v.transform((raw): Email =>
    present({
      id: raw.Id,
      opportunityId: raw.RelatedToId,
      activityId: raw.ActivityId,
      isIncoming: raw.Incoming,
      at: raw.MessageDate,
      subject: raw.Subject,
    }),
  ),
);
const lineItem = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    Product2: optional(v.looseObject({ Family: text })),
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
const split = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    SplitOwnerId: id,
    SplitTypeId: optionalId,
    SplitType: optional(
      v.looseObject({ MasterLabel: name, IsTotalValidated: v.optional(v.nullable(v.boolean())), SplitField: text }),
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
const user = v.pipe(
  v.looseObject({
    Id: id,
    Name: name,
    UserRoleId: optionalId,
    ManagerId: optionalId,
    IsActive: flag,
    Email: name,
    Username: name,
  }),
  v.transform((raw): User =>
    present({
      id: raw.Id,
      name: raw.Name ?? raw.Id,
      roleId: raw.UserRoleId,
      managerId: raw.ManagerId,
      isActive: raw.IsActive,
      email: raw.Email,
      login: raw.Username,
    }),
  ),
);
const role = v.pipe(
  v.looseObject({ Id: id, Name: name, ParentRoleId: optionalId }),
  v.transform((raw): Role => present({ id: raw.Id, name: raw.Name ?? raw.Id, parentId: raw.ParentRoleId })),
);
const stage = v.pipe(
  v.looseObject({
    Id: id,
    ApiName: v.string(),
    MasterLabel: name,
    SortOrder: number,
    IsActive: flag,
    IsClosed: flag,
    IsWon: flag,
    DefaultProbability: percent,
    ForecastCategory: category,
    ForecastCategoryName: name,
  }),
  v.transform((raw): Stage & { id: string } => ({
    id: raw.Id,
    ...(raw.ForecastCategoryName === undefined ? {} : { categoryName: raw.ForecastCategoryName }),
    name: raw.ApiName,
    label: raw.MasterLabel ?? raw.ApiName,
    order: raw.SortOrder ?? 0,
    isActive: raw.IsActive,
    isClosed: raw.IsClosed,
    isWon: raw.IsWon,
    probability: raw.DefaultProbability ?? 0,
    category: raw.ForecastCategory ?? 'pipeline',
  })),
);
const quotaDay = v.custom<Day>((raw) => day(raw) !== undefined, 'is no day');
const quota = v.pipe(
  v.looseObject({
    Id: id,
    QuotaOwnerId: id,
    QuotaAmount: v.pipe(v.number(), possible(MOST_MONEY)),
    CurrencyIsoCode: text,
    StartDate: quotaDay,
    Period: optional(v.looseObject({ EndDate: calendarDay })),
    ForecastingTypeId: optionalId,
    Territory2Id: optionalId,
    ProductFamily: text,
  }),
  v.transform((raw): Quota =>
    present({
      id: raw.Id,
      userId: raw.QuotaOwnerId,
      amount: raw.QuotaAmount,
      currency: raw.CurrencyIsoCode,
      start: raw.StartDate,
      end: raw.Period?.EndDate,
      forecastTypeId: raw.ForecastingTypeId,
      territoryId: raw.Territory2Id,
      productFamily: raw.ProductFamily,
    }),
  ),
);

/** Salesforce's item categories: two families, of which an org has one, and what is closed in both. */
const ITEM_CATEGORIES: Record<string, Pick<ForecastItem, 'category' | 'method'>> = {
  PipelineOnly: { category: 'pipeline', method: 'single' },
  BestCaseOnly: { category: 'bestCase', method: 'single' },
  MostLikelyOnly: { category: 'mostLikely', method: 'single' },
  CommitOnly: { category: 'commit', method: 'single' },
  ClosedOnly: { category: 'closed' },
  OpenPipeline: { category: 'pipeline', method: 'cumulative' },
  BestCaseForecast: { category: 'bestCase', method: 'cumulative' },
  MostLikelyForecast: { category: 'mostLikely', method: 'cumulative' },
  CommitForecast: { category: 'commit', method: 'cumulative' },
};
const itemCategory = v.pipe(
  v.string(),
  v.transform((raw) => ITEM_CATEGORIES[raw]),
  v.custom<Pick<ForecastItem, 'category' | 'method'>>((found) => found !== undefined, 'is no known item category'),
);
const forecastItem = v.pipe(
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
    CurrencyIsoCode: text,
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
const CATEGORY_NAMES: Record<string, ForecastCategory> = {
  Omitted: 'omitted',
  Pipeline: 'pipeline',
  'Best Case': 'bestCase',
  'Most Likely': 'mostLikely',
  Commit: 'commit',
  Closed: 'closed',
};
const forecastDeal = v.pipe(
  v.looseObject({
    Id: id,
    OpportunityId: id,
    OwnerId: id,
    Period: v.looseObject({ StartDate: quotaDay, EndDate: quotaDay }),
    ForecastCategoryName: text,
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

export const PARSERS = {
  opportunity,
  version,
  fieldChange,
  task,
  event,
  contactRole,
  attendee,
  email,
  lineItem,
  split,
  user,
  role,
  stage,
  quota,
  forecastItem,
  forecastDeal,
} as const;

/**
 * A look-up's change is two rows of the field history, one with names and one with ids, told apart by their type; of a row without a
 * type by its values. Names change and are not unique: the ids are what lasts.
 */
function isNameRow(raw: unknown): boolean {
  const { Field: field, DataType: type, OldValue: from, NewValue: to } = (raw ?? {}) as Record<string, unknown>;
  const prefix = typeof field === 'string' ? lookupPrefix(field) : undefined;
  if (!prefix) return false;
  if (typeof type === 'string' && type !== '') return type !== 'EntityId';
  // A name of 15 letters has the form of an id.
  return [from, to].some((value) => typeof value === 'string' && value !== '' && !prefix.test(recordId(value) ?? ''));
}

/** A row without its numbers that no deal can have: a deal of which one cannot be read is a deal all the same. */
const withoutImpossible = (raw: unknown, issues: readonly v.BaseIssue<unknown>[]): unknown => {
  const impossible = issues.flatMap((issue) => (issue.type === 'check' ? (v.getDotPath(issue) ?? []) : []));
  return Object.fromEntries(Object.entries(raw ?? {}).filter(([field]) => !impossible.includes(field)));
};

/** Parses rows one by one: what cannot be understood is named and quoted, and the rest is kept, of a row with an impossible number too. */
export function parseRows<T>(
  schema: v.GenericSchema<unknown, T>,
  rows: readonly unknown[],
): { rows: T[]; rejected: RejectedRow[] } {
  const found: T[] = [];
  const rejected: RejectedRow[] = [];
  for (const raw of rows) {
    if (isNameRow(raw)) continue;
    const parsed = v.safeParse(schema, raw);
    if (parsed.success) found.push(parsed.output);
    else {
      const [issue] = parsed.issues;
      const { Id: id } = (raw ?? {}) as { Id?: unknown };
      const why = `${v.getDotPath(issue) ?? 'row'}: ${issue.message}`;
      const rest = v.safeParse(schema, withoutImpossible(raw, parsed.issues));
      if (rest.success) found.push(rest.output);
      rejected.push({
        ...(typeof id === 'string' ? { id: recordId(id) ?? id } : {}),
        why,
        ...(rest.success ? { isKept: true } : {}),
      });
    }
  }
  return { rows: found, rejected };
}
