import type { TableName, Tables } from '@/lib/deal/org';

/**
 * How a field is packed. `dict`: few distinct strings, coded. `text`: free strings. `day`: calendar day as days since 1970.
 * `number`: 64-bit float. `bool`. Every field may be absent in a row; absent stays absent.
 */
export type ColumnKind = 'dict' | 'text' | 'day' | 'number' | 'bool';

type KindOf<Value> = Value extends boolean ? 'bool' : Value extends number ? 'number' : 'dict' | 'text' | 'day';
/** Exactly the fields of a row type: one too many or too few does not compile. */
export type Schema<Row> = { readonly [Field in keyof Row]-?: KindOf<Exclude<Row[Field], undefined>> };

/** Columns of every table. What only a person reads is `text`, what is grouped or looked up is `dict`. */
export const SCHEMAS: { readonly [Name in TableName]: Schema<Tables[Name]> } = {
  opportunity: {
    id: 'text',
    name: 'text',
    accountId: 'dict',
    accountName: 'text',
    type: 'dict',
    source: 'dict',
    ownerId: 'dict',
    recordTypeId: 'dict',
    campaignId: 'dict',
    campaignName: 'dict',
    territoryId: 'dict',
    territoryName: 'dict',
    stage: 'dict',
    amount: 'number',
    currency: 'dict',
    closeDate: 'day',
    probability: 'number',
    category: 'dict',
    isClosed: 'bool',
    isWon: 'bool',
    nextStep: 'text',
    createdAt: 'number',
    modifiedAt: 'number',
    lastActivityDay: 'day',
    stageChangedAt: 'number',
    pushCountSf: 'number',
    hasProducts: 'bool',
    lossReason: 'dict',
    goneAt: 'number',
  },
  version: {
    id: 'text',
    opportunityId: 'dict',
    from: 'number',
    stage: 'dict',
    amount: 'number',
    currency: 'dict',
    closeDate: 'day',
    probability: 'number',
    category: 'dict',
    by: 'dict',
  },
  fieldChange: { id: 'text', opportunityId: 'dict', field: 'dict', from: 'text', to: 'text', at: 'number', by: 'dict' },
  activity: {
    id: 'text',
    opportunityId: 'dict',
    kind: 'dict',
    subject: 'dict',
    day: 'day',
    at: 'number',
    isClosed: 'bool',
    ownerId: 'dict',
    contactId: 'dict',
    createdAt: 'number',
  },
  contactRole: {
    id: 'text',
    opportunityId: 'dict',
    contactId: 'dict',
    name: 'text',
    title: 'dict',
    role: 'dict',
    isPrimary: 'bool',
    createdAt: 'number',
  },
  lineItem: { id: 'text', opportunityId: 'dict', family: 'dict', total: 'number' },
  split: {
    id: 'text',
    opportunityId: 'dict',
    userId: 'dict',
    typeId: 'dict',
    type: 'dict',
    kind: 'dict',
    isOfOther: 'bool',
    percent: 'number',
    amount: 'number',
  },
  user: { id: 'text', name: 'text', roleId: 'dict', managerId: 'dict', isActive: 'bool' },
  role: { id: 'text', name: 'text', parentId: 'dict' },
  stage: {
    id: 'text',
    name: 'text',
    label: 'text',
    order: 'number',
    isActive: 'bool',
    isClosed: 'bool',
    isWon: 'bool',
    probability: 'number',
    category: 'dict',
    categoryName: 'dict',
  },
  quota: {
    id: 'text',
    userId: 'dict',
    amount: 'number',
    currency: 'dict',
    start: 'day',
    end: 'day',
    forecastTypeId: 'dict',
    territoryId: 'dict',
    productFamily: 'dict',
  },
  forecastItem: {
    id: 'text',
    ownerId: 'dict',
    start: 'day',
    end: 'day',
    category: 'dict',
    method: 'dict',
    ownerOnly: 'number',
    amount: 'number',
    unmanaged: 'number',
    unowned: 'number',
    unadjusted: 'number',
    parentId: 'dict',
    isBehind: 'bool',
    currency: 'dict',
    forecastTypeId: 'dict',
    territoryId: 'dict',
  },
  forecastDeal: {
    id: 'text',
    opportunityId: 'text',
    ownerId: 'dict',
    start: 'day',
    end: 'day',
    category: 'dict',
    categoryName: 'dict',
    value: 'number',
    partId: 'text',
    forecastTypeId: 'dict',
    at: 'number',
  },
};

/** Free text of an opportunity lies apart ("cold"), so that a sum reads only numbers, days and codes. */
export const COLD_FIELDS: Partial<Record<TableName, readonly string[]>> = {
  opportunity: ['id', 'name', 'accountName', 'nextStep'],
};

/** Tables of many rows a deal: stored in fewer bytes, at the price of spreading them out when they are read. */
export const SQUEEZED: ReadonlySet<TableName> = new Set([
  'version',
  'fieldChange',
  'activity',
  'contactRole',
  'lineItem',
  'split',
]);
