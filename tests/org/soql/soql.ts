import { type FieldType, parseQuery, type Query } from '@jetstreamapp/soql-parser-js';

import type { Row, Value } from '@/lib/sample/org-tables';

import type { ObjectName } from '../data/objects';
import type { OrgView } from '../live-org';
import { OrgError } from '../rest/errors';
import { aggregate } from './aggregate';
import { childrenOf } from './children';
import { refuseUnboundLinks } from './restricted';
import { type Call, createReader, type Reader, type ReadInfo } from './soql-read';
import { attributes, isAggregateName, isCall, objectName, output, type Selected } from './soql-terms';
import { compileWhere } from './soql-where';

interface Policy {
  hasCustomFiscalYears: boolean;
}

/** Runs a SOQL query as one user. Throws the CRM's own errors for what it does not understand. */
export function select(
  org: OrgView,
  soql: string,
  all = false,
  policy: Policy = { hasCustomFiscalYears: false },
): Selected {
  const query = parsed(soql);
  // As children of a record they are bound by it.
  refuseUnboundLinks(objectName(org, query.sObject ?? '', soql), query.where);
  return run(org, query, soql, { all, policy });
}

function run(org: OrgView, query: Query, soql: string, { all, policy }: { all: boolean; policy: Policy }): Selected {
  const name = objectName(org, query.sObject ?? '', soql);
  const read = createReader(org, name, soql, policy.hasCustomFiscalYears);
  const inner = (sub: Query): ReadonlySet<Value> => semiJoin(org, run(org, sub, soql, { all, policy }), sub, soql);
  const where = query.where ? compileWhere(org, query.where, read, inner) : () => true;
  const source = all
    ? [...org.rows(name), ...org.deleted(name)]
    : org.rows(name).filter((row) => !isArchived(org, name, row));
  let rows = source.filter((row) => where(row) && (query.usingScope !== 'mine' || row['OwnerId'] === org.userId));
  const fields = withStandard(org, name, query);

  const isCount =
    fields.length === 1 &&
    isCall(fields[0]) &&
    fields[0].functionName.toUpperCase() === 'COUNT' &&
    (fields[0].parameters ?? []).length === 0;
  const plain: Selected = { name, rows, shape: () => ({}), cells: () => [], columns: [], isAggregate: false };
  if (isCount) return { ...plain, rows: [], count: rows.length };
  if (query.groupBy !== undefined || fields.some((field) => isCall(field) && isAggregateName(field.functionName)))
    return { ...plain, ...aggregate(org, query, fields, rows, read), isAggregate: true };

  rows = sorted(query, rows, read);
  if ((query.offset ?? 0) > 2000)
    throw new OrgError(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  rows = rows.slice(query.offset ?? 0, query.limit === undefined ? undefined : (query.offset ?? 0) + query.limit);
  const cells = fields.map((field) => cell(org, name, field, read, (sub) => run(org, sub, soql, { all, policy })));
  const names = cells.map(({ parents, name: last }) => [...parents.map((parent) => parent.name), last].join('.'));
  const twice = names.find((each, at) => names.indexOf(each) !== at);
  if (twice !== undefined) throw new OrgError(400, 'INVALID_FIELD', `duplicate field selected: ${twice}`);
  return {
    ...plain,
    rows,
    columns: names,
    cells: (row) => cells.map(({ get, info }) => ({ value: get(row), type: info.type })),
    shape: (row) => shape(org, name, row, cells),
  };
}

/** A client asks the same again and again, and reading a long list of fields takes longer than answering it. */
const known = new Map<string, Query>();

function parsed(soql: string): Query {
  try {
    const query = known.get(soql) ?? parseQuery(soql);
    if (known.size > 500) known.clear();
    known.set(soql, query);
    return query;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const misspelt = /\bFROM\b/i.test(soql)
      ? undefined
      : /^\s*SELECT\s+[\w.]+(?:\s*,\s*[\w.]+)*\s+(\w+)/i.exec(soql)?.[1];
    const token = misspelt ?? /found --> '(.*?)' <--/s.exec(message)?.[1] ?? '<EOF>';
    const at = Math.max(0, soql.indexOf(token));
    throw new OrgError(
      400,
      'MALFORMED_QUERY',
      `\n${soql}\n${' '.repeat(at)}^\nERROR at Row:1:Column:${at + 1}\nunexpected token: '${token}'`,
    );
  }
}

/** Old closed activities and field history of more than 18 months come through queryAll only. */
function isArchived(org: OrgView, name: ObjectName, row: Row): boolean {
  if (name === 'Task' || name === 'Event') {
    if (name === 'Task' && row['IsClosed'] !== true) return false;
    return String(row['ActivityDate'] ?? row['CreatedDate'] ?? '').slice(0, 10) < before(org, 365);
  }
  return name === 'OpportunityFieldHistory' && String(row['CreatedDate']).slice(0, 10) < before(org, 548);
}

const cutoffs = new Map<string, string>();
function before(org: OrgView, days: number): string {
  const key = `${org.asOf}-${days}`;
  let day = cutoffs.get(key);
  if (day === undefined) {
    day = new Date(Date.parse(`${org.asOf}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
    cutoffs.set(key, day);
  }
  return day;
}

function withStandard(org: OrgView, name: ObjectName, query: Query): FieldType[] {
  return (query.fields ?? []).flatMap((field) => {
    if (!isCall(field) || field.functionName !== 'FIELDS') return [field];
    if (field.parameters?.[0] !== 'STANDARD' && (query.limit === undefined || query.limit > 200))
      throw new OrgError(400, 'MALFORMED_QUERY', 'The SOQL FIELDS function must have a LIMIT of at most 200');
    return [...org.fields(name).keys()].map((each): FieldType => ({ type: 'Field', field: each }));
  });
}

function sorted(query: Query, rows: Row[], read: Reader): Row[] {
  const orders = [query.orderBy ?? []].flat().map((order) => {
    const { get, info } = read('fn' in order ? (order.fn as unknown as Call) : order.field);
    if (!info.sortable)
      throw new OrgError(400, 'MALFORMED_QUERY', `field '${info.name}' can not be sorted in a query call`);
    return {
      get,
      down: order.order === 'DESC',
      nullsLast: order.nulls ? order.nulls === 'LAST' : order.order === 'DESC',
    };
  });
  if (query.for === 'UPDATE' && orders.length > 0)
    throw new OrgError(400, 'MALFORMED_QUERY', 'ORDER BY is not allowed in queries with locks');
  if (orders.length === 0) return rows;
  return rows.toSorted((a, b) => {
    for (const { get, down, nullsLast } of orders) {
      const [x, y] = [get(a), get(b)];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === nullsLast ? 1 : -1;
      return (x < y ? -1 : 1) * (down ? -1 : 1);
    }
    return 0;
  });
}

interface Cell extends ReadInfo {
  /** Name of the value in its record; of what is behind a relationship, in the record that it leads to. */
  name: string;
  /** What goes out in place of the value. */
  make?: (row: Row) => unknown;
}

function cell(org: OrgView, name: ObjectName, field: FieldType, read: Reader, sub: (query: Query) => Selected): Cell {
  if (field.type === 'Field') {
    const found = read(field.field);
    return { name: field.alias ?? found.info.name, ...found };
  }
  if (field.type === 'FieldRelationship') {
    const found = read([...field.relationships, field.field].join('.'));
    return { name: found.info.name, ...found };
  }
  if (isCall(field)) return { name: field.alias ?? 'expr0', ...read(field as unknown as Call) };
  if (field.type === 'FieldSubquery') return childCell(org, name, field.subquery, read, sub);
  if (field.type === 'FieldTypeof') {
    const lookup = read(`${field.field}Id`);
    return {
      name: field.field,
      ...lookup,
      make: (row) => {
        const id = String(lookup.get(row) ?? '');
        const type = org.typeOf(id);
        const target = type && org.find(type, id);
        if (!type || !target) return null;
        const branch =
          field.conditions.find((each) => each.objectType === type) ??
          field.conditions.find((each) => each.type === 'ELSE');
        return {
          attributes: attributes(org, type, id),
          ...Object.fromEntries((branch?.fieldList ?? []).map((each) => [each, target[each] ?? null])),
        };
      },
    };
  }
  throw new OrgError(400, 'MALFORMED_QUERY', `unexpected token: '${JSON.stringify(field)}'`);
}

type Subquery = Extract<FieldType, { type: 'FieldSubquery' }>['subquery'];

/** `(SELECT … FROM Tasks)`: its order and its limit are those of each parent's own children. */
function childCell(
  org: OrgView,
  name: ObjectName,
  query: Subquery,
  read: Reader,
  sub: (query: Query) => Selected,
): Cell {
  const { relationshipName, limit, ...rest } = query;
  const relation = childrenOf(name).find((each) => each.name.toLowerCase() === relationshipName.toLowerCase());
  if (!relation || !org.has(relation.child))
    throw new OrgError(
      400,
      'INVALID_TYPE',
      `Didn't understand relationship '${relationshipName}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  const selected = sub({ ...rest, sObject: relation.child });
  const children = new Map<Value, Row[]>();
  for (const row of selected.rows) {
    const key = row[relation.field] ?? null;
    const held = children.get(key);
    if (held) held.push(row);
    else children.set(key, [row]);
  }
  return {
    name: relation.name,
    ...read('Id'),
    // No children are null, not an empty list.
    make: (row) => {
      const records = (children.get(row.Id) ?? []).slice(0, limit);
      return records.length === 0
        ? null
        : { totalSize: records.length, done: true, records: records.map(selected.shape) };
    },
  };
}

/** What `IN (SELECT …)` holds: ids of one field that points to records. */
function semiJoin(org: OrgView, selected: Selected, query: Query, soql: string): ReadonlySet<Value> {
  const [field, ...more] = query.fields ?? [];
  if (!field || more.length > 0)
    throw new OrgError(400, 'MALFORMED_QUERY', 'Semi join sub-selects must select a single field');
  const [type] = selected.cells({ Id: '' }).map((each) => each.type);
  if (type !== 'id' && type !== 'reference')
    throw new OrgError(
      400,
      'MALFORMED_QUERY',
      `\n${soql}\nCannot use a field of type ${String(type)} in the semi join sub-select of ${selected.name}: it must be an id or a reference`,
    );
  return new Set(selected.rows.flatMap((row) => selected.cells(row).map(({ value }) => value)));
}

function shape(org: OrgView, object: ObjectName, row: Row, cells: readonly Cell[]): Record<string, unknown> {
  const out: Record<string, unknown> = { attributes: attributes(org, object, row.Id) };
  for (const each of cells) {
    if (each.make) out[each.name] = each.make(row);
    else place(org, out, row, each);
  }
  return out;
}

/** Puts a value into the record that its relationships lead to. A parent that is not there is null as a whole. */
function place(org: OrgView, out: Record<string, unknown>, row: Row, { parents, name, info, get }: Cell): void {
  let target = out;
  for (const parent of parents) {
    const there = parent.of(row);
    if (!there) {
      target[parent.name] = null;
      return;
    }
    // Safe: only this function writes under the names of relationships.
    const held = target[parent.name] as Record<string, unknown> | undefined;
    const next = held ?? { attributes: attributes(org, there.type, there.row.Id) };
    target[parent.name] = next;
    target = next;
  }
  target[name] = output(info, get(row));
}
