import { type ObjectName, OBJECTS } from './objects';

export type FieldType =
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
  | 'multipicklist'
  | 'textarea'
  | 'base64'
  | 'reference';
export interface FieldInfo {
  name: string;
  /** Where the name does not tell it. */
  label?: string;
  type: FieldType;
  /** Most characters of a text. */
  length: number;
  /** Objects that a reference points to, and the name of the relationship. */
  to?: readonly string[];
  relationship?: string;
  createable: boolean;
  updateable: boolean;
  filterable: boolean;
  sortable: boolean;
  /** Whether it may be null. */
  nillable: boolean;
  /** Whether whoever creates a record has to give it. */
  required: boolean;
  /** Digits of a number, all of them and those behind the point; as usual for its type where absent. */
  precision?: number;
  scale?: number;
  /** A text area with fonts and lists in it. */
  isMarkedUp?: boolean;
}

const READ_ONLY = new Set([
  'Id',
  'IsClosed',
  'IsWon',
  'IsDeleted',
  'IsArchived',
  'IsChild',
  'ForecastCategory',
  'ExpectedRevenue',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'LastActivityDate',
  'LastStageChangeDate',
  'CompletedDateTime',
  'PushCount',
  'HasOpportunityLineItem',
  'HasOpenActivity',
  'HasOverdueTask',
  'Fiscal',
  'FiscalQuarter',
  'FiscalYear',
  'VersionNumber',
  'IsLatest',
  'FileExtension',
  'FileType',
  'ContentSize',
  'Checksum',
  'LatestPublishedVersionId',
  'ContentModifiedById',
]);
/** What a record is made with and keeps (object reference: OpportunityContactRole). */
const KEPT = new Set(['OpportunityId', 'ContentDocumentId', 'LinkedEntityId', 'VersionData', 'FirstPublishLocationId']);
const UNFILTERABLE = new Set([
  'Description',
  'HasOpenActivity',
  'HasOverdueTask',
  'OldValue',
  'NewValue',
  'VersionData',
]);
/** Fields that say what they are about, and no more: neither filter nor order takes them (object reference: Period). */
const UNORDERED = new Set([...UNFILTERABLE, 'FullyQualifiedLabel']);
const NEVER_NULL = new Set([
  'OwnerId',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
]);
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
  x: 'base64',
};

/** What a function, an alias or a polymorphic `Type` gives: no field of any object. */
export const computed = (name: string, type: FieldType): FieldInfo => ({
  name,
  type,
  length: 0,
  createable: false,
  updateable: false,
  filterable: true,
  sortable: true,
  nillable: true,
  required: false,
});

function fieldsOf(text: string): ReadonlyMap<string, FieldInfo> {
  const id: FieldInfo = { ...computed('Id', 'id'), length: 18, nillable: false };
  return new Map([['Id', id], ...text.split(' ').map((part) => [nameOf(part), fieldOf(part)] as const)]);
}

const nameOf = (part: string): string => /^\w+/.exec(part)?.[0] ?? part;

function fieldOf(part: string): FieldInfo {
  const name = nameOf(part);
  const [, target] = /^\w+>([\w|]+)/.exec(part) ?? [];
  const [, short = '', length] = /:([a-z])(\d*)/.exec(part) ?? [];
  const type = target === undefined ? (SHORT[short] ?? 'string') : 'reference';
  const isRequired = part.endsWith('!');
  const isWritable = !READ_ONLY.has(name);
  const isText = type === 'string' || type === 'textarea' || type === 'picklist';
  return {
    name,
    type,
    length: type === 'reference' ? 18 : isText ? Number(length || (type === 'textarea' ? 32_000 : 255)) : 0,
    ...(target === undefined ? {} : { to: target.split('|'), relationship: name.replace(/Id$/, '') }),
    createable: isWritable,
    updateable: isWritable && !KEPT.has(name),
    filterable: !UNORDERED.has(name),
    sortable: !UNORDERED.has(name),
    nillable: type !== 'boolean' && !isRequired && !NEVER_NULL.has(name),
    required: isRequired && isWritable,
  };
}

/** Every field of an object by its name, `Id` first. */
// Safe: the entries are those of the record they come from.
export const FIELDS = Object.fromEntries(
  Object.entries(OBJECTS).map(([name, { fields }]) => [name, fieldsOf(fields)]),
) as Record<ObjectName, ReadonlyMap<string, FieldInfo>>;
