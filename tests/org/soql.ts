import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';

import { SOBJECT_NAMES, type Row, type SObjectName, type Value } from '@/lib/sample/org-tables';

import { OrgError } from './errors';
import type { LiveOrg } from './org';
import type { FieldInfo } from './schema';
import { compileWhere } from './soql-where';

export interface Selected {
  name: SObjectName;
  rows: Row[];
  /** Shapes one row as the REST API gives it. */
  shape: (row: Row) => Record<string, unknown>;
  count?: number;
}
export type Read = (row: Row) => Value;

/** Runs a SOQL query over the live tables. Throws the CRM's own errors for what it does not understand. */
export function select(org: LiveOrg, soql: string, all = false): Selected {
  let query: Query;
  try {
    query = parseQuery(soql);
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new OrgError(400, 'MALFORMED_QUERY', `\n${soql}\n^\nERROR at Row:1:Column:1\n${message}`);
  }
  const name = objectName(query.sObject ?? '');
  const read = (path: string): { get: Read; info: FieldInfo } => reader(org, name, path, soql);
  const where = query.where ? compileWhere(org, query.where, read) : () => true;
  const withDeleted = all && name === 'Opportunity' ? [...org.rows(name), ...org.deleted()] : org.rows(name);
  let rows = withDeleted.filter(where);

  const orders = [query.orderBy ?? []].flat().map((order) => {
    if (!('field' in order)) throw new OrgError(400, 'MALFORMED_QUERY', 'ORDER BY takes fields here.');
    const nullsLast = order.nulls ? order.nulls === 'LAST' : order.order === 'DESC';
    return { ...read(order.field), down: order.order === 'DESC', nullsLast };
  });
  if (orders.length > 0) {
    rows = rows.toSorted((a, b) => {
      for (const { get, down, nullsLast } of orders) {
        const [x, y] = [get(a), get(b)];
        if (x === y) continue;
        if (x === null || y === null) return (x === null) === nullsLast ? 1 : -1;
        return (x < y ? -1 : 1) * (down ? -1 : 1);
      }
      return 0;
    });
  }
  const fields = query.fields ?? [];
  const isCount =
    fields.length === 1 &&
    fields[0]?.type === 'FieldFunctionExpression' &&
    fields[0].functionName === 'COUNT' &&
    fields[0].parameters?.length === 0;
  if (isCount) return { name, rows: [], shape: () => ({}), count: rows.length };
  if (query.limit !== undefined) rows = rows.slice(0, query.limit);
  const paths = fields.map((field) => {
    if (field.type === 'Field') return [field.field];
    if (field.type === 'FieldRelationship') return [...field.relationships, field.field];
    throw new OrgError(
      400,
      'MALFORMED_QUERY',
      `${'rawValue' in field ? String(field.rawValue) : field.type} is not emulated here.`,
    );
  });
  const readers = paths.map((path) => ({ path, ...read(path.join('.')) }));
  return { name, rows, shape: (row) => shape(org, name, row, readers) };
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

/** A field, or a field across one or two relationships; null where any step is. */
function reader(org: LiveOrg, object: SObjectName, path: string, soql: string): { get: Read; info: FieldInfo } {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    const info = [...org.fields(object).values()].find(({ name }) => name.toLowerCase() === head.toLowerCase());
    if (!info) throw noColumn(object, head, soql);
    const { name } = info;
    return { info, get: (row) => row[name] ?? null };
  }
  const reference = [...org.fields(object).values()].find(
    ({ relationship }) => relationship?.toLowerCase() === head.toLowerCase(),
  );
  if (!reference?.to)
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `Didn't understand relationship '${head}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.`,
    );
  const { name } = reference;
  if (rest[0] === 'Type' && reference.to.length > 1) {
    const info: FieldInfo = { name: 'Type', type: 'string', updateable: false, filterable: true };
    return { info, get: (row) => org.typeOf(String(row[name] ?? '')) ?? null };
  }
  const target = objectName(reference.to[0] ?? '');
  const next = reader(org, target, rest.join('.'), soql);
  return {
    info: next.info,
    get: (row) => {
      const other = org.find(target, String(row[name] ?? ''));
      return other ? next.get(other) : null;
    },
  };
}

function noColumn(object: string, field: string, soql: string): OrgError {
  const column = soql.indexOf(field);
  return new OrgError(
    400,
    'INVALID_FIELD',
    `\n${soql}\n${' '.repeat(Math.max(0, column))}^\nERROR at Row:1:Column:${column + 1}\nNo such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

function shape(
  org: LiveOrg,
  object: SObjectName,
  row: Row,
  readers: { path: string[]; get: Read; info: FieldInfo }[],
): Record<string, unknown> {
  const out: Record<string, unknown> = { attributes: attributes(org, object, row.Id) };
  for (const { path, get, info } of readers) {
    const value = output(info, get(row));
    const [head = '', second] = path;
    if (second === undefined) {
      out[info.name] = value;
      continue;
    }
    const reference = [...org.fields(object).values()].find(({ relationship }) => relationship === head);
    const id = reference ? row[reference.name] : null;
    const target = typeof id === 'string' ? org.typeOf(id) : undefined;
    // A parent that is not there is null as a whole, never an empty object.
    if (typeof id !== 'string' || !target || !org.find(target, id)) out[head] = null;
    else
      out[head] = {
        ...(out[head] as object | undefined),
        attributes: attributes(org, target, id),
        [path.at(-1) ?? '']: value,
      };
  }
  return out;
}

export const attributes = (org: LiveOrg, type: string, id: string): unknown => ({
  type,
  url: `/services/data/v${org.version}/sobjects/${type}/${id}`,
});

/** REST gives datetimes as `…+0000`, which is not quite ISO 8601. */
export const output = (info: FieldInfo, value: Value): Value =>
  info.type === 'datetime' && typeof value === 'string' ? value.replace(/Z$/, '+0000') : value;
