import type { FieldType } from '@jetstreamapp/soql-parser-js';

import type { Row, Value } from '@/lib/sample/org-tables';

import { OBJECTS, type ObjectName } from '../data/objects';
import type { OrgView } from '../live-org';
import { OrgError } from '../rest/errors';

/** What a query gives, before paging. */
export interface Selected {
  name: ObjectName;
  rows: readonly Row[];
  /** Shapes one row as the REST API gives it. */
  shape: (row: Row) => Record<string, unknown>;
  /** The row as cells of a CSV file, in the order of `columns`. */
  cells: (row: Row) => { value: Value; type: string }[];
  columns: string[];
  count?: number;
  isAggregate: boolean;
}

// Safe: OBJECTS is keyed by the names of all objects.
const NAMES = new Map((Object.keys(OBJECTS) as ObjectName[]).map((name) => [name.toLowerCase(), name]));

/** An object by its name in any case, if there is such a one in this org. */
export function objectOf(org: Pick<OrgView, 'has'>, raw: string): ObjectName | undefined {
  const name = NAMES.get(raw.toLowerCase());
  return name !== undefined && org.has(name) ? name : undefined;
}

/** The same for a query or a body: what there is not is an INVALID_TYPE, with the place of it in the query. */
export function objectName(org: Pick<OrgView, 'has'>, raw: string, soql?: string): ObjectName {
  const found = objectOf(org, raw);
  if (found) return found;
  const at = soql === undefined ? -1 : soql.search(new RegExp(`\\b${raw}\\b`));
  const place =
    soql === undefined ? '' : `\n${soql}\n${' '.repeat(Math.max(0, at))}^\nERROR at Row:1:Column:${at + 1}\n`;
  throw new OrgError(
    400,
    'INVALID_TYPE',
    `${place}sObject type '${raw}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
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
  info.type === 'base64'
    ? // Salesforce gives the address of the bytes there: nobody here asks for it in a row.
      null
    : info.type === 'datetime' && typeof value === 'string'
      ? value.replace(/Z$/, '+0000')
      : value;
