import { parseQuery, type FieldType as QueryField } from '@jetstreamapp/soql-parser-js';

import { OBJECTS } from '../data/objects';
import type { FieldInfo } from '../data/schema';
import type { OrgView } from '../live-org';
import { isCall, type Selected } from './soql-terms';

/** A column as `columns=true` tells it; what lies behind a relationship is in `joinColumns`. */
interface Column {
  aggregate: boolean;
  apexType: string;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: Column[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
}

const APEX: Partial<Record<FieldInfo['type'], string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  double: 'Double',
  percent: 'Double',
  currency: 'Double',
  date: 'Date',
  datetime: 'Datetime',
};

/** `GET /query?q=…&columns=true`: no rows, but what the columns are. Undocumented; Salesforce's own command line lives on it. */
export function columnsOf(view: OrgView, soql: string, selected: Selected): unknown {
  const { fields = [], groupBy } = parseQuery(soql);
  const infos = [...view.fields(selected.name).values()];
  const find = (name: string): FieldInfo | undefined =>
    infos.find((info) => info.name.toLowerCase() === name.toLowerCase());
  let unnamed = 0;
  const columns: Column[] = [];
  for (const field of fields) {
    const made = columnOf(field);
    const same = columns.find(
      ({ columnName, joinColumns }) => joinColumns.length > 0 && columnName === made.columnName,
    );
    if (same) same.joinColumns.push(...made.joinColumns);
    else columns.push(made);
  }
  return {
    columnMetadata: columns,
    entityName: selected.name,
    groupBy: groupBy !== undefined,
    idSelected: columns.some(({ columnName }) => columnName === 'Id'),
    keyPrefix: OBJECTS[selected.name].prefix,
  };

  function columnOf(field: QueryField): Column {
    if (field.type === 'FieldRelationship') {
      const [head, ...rest] = [...field.relationships, field.field];
      const reference = infos.find(({ relationship }) => relationship?.toLowerCase() === head.toLowerCase());
      const joined = rest
        .toReversed()
        .reduce<Column[]>((inner, name) => [{ ...column(name, undefined), joinColumns: inner }], []);
      return {
        ...column(reference?.relationship ?? head, undefined),
        foreignKeyName: reference?.name ?? null,
        joinColumns: joined,
      };
    }
    if (field.type === 'FieldSubquery') {
      const { relationshipName, fields: inner = [] } = field.subquery;
      return { ...column(relationshipName, undefined), aggregate: true, joinColumns: inner.map(columnOf) };
    }
    if (isCall(field)) {
      const name = field.alias ?? `expr${unnamed++}`;
      const shown = (field.rawValue ?? field.functionName).replace(/^\w+/, (call) => call.toLowerCase());
      return { ...column(name, undefined), aggregate: true, displayName: shown };
    }
    const name = 'field' in field ? field.field : '';
    return column(find(name)?.name ?? name, find(name));
  }
}

const column = (name: string, info: FieldInfo | undefined): Column => ({
  aggregate: false,
  apexType: (info && APEX[info.type]) ?? 'String',
  booleanType: info?.type === 'boolean',
  columnName: name,
  custom: false,
  displayName: name,
  foreignKeyName: null,
  insertable: info?.createable ?? false,
  joinColumns: [],
  numberType: info !== undefined && ['int', 'double', 'percent', 'currency'].includes(info.type),
  textType: info === undefined || !['int', 'double', 'percent', 'currency', 'boolean'].includes(info.type),
  updatable: info?.updateable ?? false,
});
