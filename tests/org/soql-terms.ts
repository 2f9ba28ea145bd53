import type { FieldType } from '@jetstreamapp/soql-parser-js';

import { SOBJECT_NAMES, type Row, type SObjectName, type Value } from '@/lib/sample/org-tables';

import { OrgError } from './errors';
import type { OrgView } from './view';

/** What a query gives, before paging. */
export interface Selected {
  name: SObjectName;
  rows: readonly Row[];
  /** Shapes one row as the REST API gives it. */
  shape: (row: Row) => Record<string, unknown>;
  /** The row as cells of a CSV file, in the order of `columns`. */
  cells: (row: Row) => { value: Value; type: string }[];
  columns: string[];
  count?: number;
  isAggregate: boolean;
}

export function objectName(raw: string): SObjectName {
  const found = SOBJECT_NAMES.find((name) => name.toLowerCase() === raw.toLowerCase());
  if (!found)
    throw new OrgError(
      400,
      'INVALID_TYPE',
      `sObject type '${raw}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name.`,
    );
  return found;
}

export type CallField = Extract<FieldType, { type: 'FieldFunctionExpression' }>;
export const isCall = (field: FieldType | undefined): field is CallField => field?.type === 'FieldFunctionExpression';
export const isAggregateName = (name: string): boolean => /^(COUNT|COUNT_DISTINCT|SUM|AVG|MIN|MAX)$/i.test(name);

export const attributes = (org: OrgView, type: string, id: string): unknown => ({
  type,
  url: `/services/data/v${org.version}/sobjects/${type}/${id}`,
});

/** REST gives datetimes as `…+0000`, which is not quite ISO 8601. */
export const output = (info: { type: string }, value: Value): Value =>
  info.type === 'datetime' && typeof value === 'string' ? value.replace(/Z$/, '+0000') : value;
