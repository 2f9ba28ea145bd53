import type { FieldType, Query } from '@jetstreamapp/soql-parser-js';

import type { Row, Value } from '@/lib/sample/org-tables';

import { converted, corporate } from '../data/currency';
import { computed } from '../data/schema';
import type { OrgView } from '../live-org';
import { OrgError } from '../rest/errors';
import type { Call, Reader } from './soql-read';
import { isAggregateName, isCall, objectName, type Selected } from './soql-terms';
import { compileWhere } from './soql-where';

/** GROUP BY and the aggregate functions. Amounts of several currencies are summed in the corporate one. */
export function aggregate(
  org: OrgView,
  query: Query,
  fields: FieldType[],
  rows: readonly Row[],
  read: Reader,
): Pick<Selected, 'rows' | 'shape' | 'columns' | 'cells'> {
  const keys = [query.groupBy ?? []].flat().map((by) => {
    const what = 'field' in by && typeof by.field === 'string' ? by.field : (by as { fn: Call }).fn;
    const { get, info } = read(what);
    if (typeof what === 'string' && (!info.filterable || info.type === 'datetime'))
      throw new OrgError(400, 'MALFORMED_QUERY', `field '${info.name}' can not be grouped in a query call`);
    return { text: textOf(what), get };
  });
  if (keys.length === 0 && query.limit !== undefined)
    throw new OrgError(
      400,
      'MALFORMED_QUERY',
      'You must use GROUP BY if your query has LIMIT and an aggregate function.',
    );
  const groups = new Map<string, Row[]>();
  if (keys.length === 0) groups.set('', [...rows]);
  for (const row of keys.length > 0 ? rows : []) {
    const key = JSON.stringify(keys.map(({ get }) => get(row)));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  let unnamed = 0;
  const columns = fields.map((field) => {
    const what = isCall(field) ? (field as unknown as Call) : 'field' in field ? String(field.field) : '';
    const isGrouped = keys.some(({ text }) => text === textOf(what));
    if (!isGrouped && !(typeof what !== 'string' && isAggregateName(what.functionName)))
      throw new OrgError(400, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${textOf(what)}`);
    const alias = 'alias' in field ? field.alias : undefined;
    return { name: alias ?? (typeof what === 'string' ? what : `expr${unnamed++}`), of: valueOf(what) };
  });
  const made = [...groups.values()].map((group, at): Row => {
    const cells: Record<string, Value> = {};
    for (const { name, of } of columns) cells[name] = of(group);
    return { ...cells, Id: `group${at}` };
  });
  const groupOf = new Map(made.map((row, at) => [row, [...groups.values()][at] ?? []]));
  const overGroups: Reader = (what) => {
    const of = valueOf(what);
    return {
      get: (row) => of(groupOf.get(row) ?? []),
      info: computed(textOf(what), 'double'),
      parents: [],
    };
  };
  const having = query.having ? compileWhere(org, query.having as never, overGroups) : () => true;
  const orders = [query.orderBy ?? []].flat().map((order) => ({
    get: overGroups('fn' in order ? (order.fn as unknown as Call) : order.field).get,
    sign: order.order === 'DESC' ? -1 : 1,
  }));
  const kept = made.filter(having).toSorted((a, b) => {
    for (const { get, sign } of orders) {
      const [x, y] = [get(a), get(b)];
      if (x !== y) return (x === null || (y !== null && x < y) ? -1 : 1) * sign;
    }
    return 0;
  });
  const value = (row: Row, name: string): Value => row[name] ?? null;
  return {
    rows: kept.slice(0, query.limit),
    columns: columns.map(({ name }) => name),
    cells: (row) => columns.map(({ name }) => ({ value: value(row, name), type: 'string' })),
    shape: (row) => ({
      attributes: { type: 'AggregateResult' },
      ...Object.fromEntries(columns.map(({ name }) => [name, value(row, name)])),
    }),
  };

  function valueOf(what: string | Call): (group: readonly Row[]) => Value {
    if (typeof what === 'string' || !isAggregateName(what.functionName)) {
      const { get } = read(what);
      return ([first]) => (first ? get(first) : null);
    }
    const [parameter] = what.parameters ?? [];
    if (parameter === undefined) return (group) => group.length;
    const { get, info } = read(parameter);
    const operator = what.functionName.toUpperCase();
    const isNumber = ['int', 'double', 'currency', 'percent'].includes(info.type);
    if ((operator === 'SUM' || operator === 'AVG') && !isNumber)
      throw new OrgError(400, 'MALFORMED_QUERY', `field ${info.name} does not support aggregate operator ${operator}`);
    const isMoney = info.type === 'currency' && org.rows('CurrencyType').length > 0;
    const object = objectName(org, query.sObject ?? '');
    const one = (row: Row): Value => (isMoney ? converted(org, object, row, get(row), corporate(org)) : get(row));
    return (group) => {
      const values = group.map(one).filter((each) => each !== null);
      const sum = (): number => values.reduce<number>((total, each) => total + Number(each), 0);
      switch (what.functionName.toUpperCase()) {
        case 'COUNT':
          return values.length;
        case 'COUNT_DISTINCT':
          return new Set(values).size;
        case 'SUM':
          return values.length === 0 ? null : sum();
        case 'AVG':
          return values.length === 0 ? null : sum() / values.length;
        case 'MIN':
          return values.reduce<Value>((least, each) => (least === null || each < least ? each : least), null);
        default:
          return values.reduce<Value>((most, each) => (most === null || each > most ? each : most), null);
      }
    };
  }
}

const textOf = (what: string | Call): string =>
  (typeof what === 'string' ? what : (what.rawValue ?? what.functionName)).toLowerCase();
