import type { Row, Value } from '@/lib/sample/org-tables';

import { datePart } from '../data/calendar';
import { converted, currencyOf } from '../data/currency';
import type { ObjectName } from '../data/objects';
import { computed, type FieldInfo } from '../data/schema';
import { shownValue } from '../data/shown';
import type { OrgView } from '../live-org';
import { OrgError } from '../rest/errors';
import { objectName, objectOf } from './soql-terms';

/** A function call as the parser gives it; parameters are paths or further calls. */
export interface Call {
  functionName: string;
  parameters?: (string | Call)[];
  alias?: string;
  rawValue?: string;
}
export interface ReadInfo {
  get: (row: Row) => Value;
  info: FieldInfo;
  /** Relationships on the way to the field, spelt as the schema spells them, with the row that each leads to. */
  parents: readonly Parent[];
}
interface Parent {
  name: string;
  of: (row: Row) => { type: ObjectName; row: Row } | undefined;
}
export type Reader = (what: string | Call) => ReadInfo;

/** Reads fields, fields across relationships and the scalar functions of SOQL off a row. */
export function createReader(org: OrgView, object: ObjectName, soql: string, hasCustomYears: boolean): Reader {
  const read: Reader = (what) => {
    if (typeof what === 'string') return path(org, object, what, soql);
    const { functionName: name, parameters: [inner = ''] = [] } = what;
    const from = read(inner);
    const as = (type: FieldInfo['type'], get: ReadInfo['get']): ReadInfo => ({
      get,
      info: computed(name, type),
      parents: [],
    });
    switch (name.toUpperCase()) {
      case 'CONVERTCURRENCY':
        return as('currency', (row) => converted(org, object, row, from.get(row), currencyOf(org)));
      case 'FORMAT':
        return as('string', (row) => shownValue(org, object, row, from.info, from.get(row)));
      case 'TOLABEL':
      case 'CONVERTTIMEZONE':
        return as(from.info.type, from.get);
      default:
        return as('int', (row) => datePart(org, name.toUpperCase(), from.get(row), hasCustomYears));
    }
  };
  return read;
}

/** A field, or a field across up to five relationships; null where any step is. */
function path(org: OrgView, object: ObjectName, text: string, soql: string): ReadInfo {
  const [head = '', ...rest] = text.split('.');
  if (rest.length > 0 && head.toLowerCase() === object.toLowerCase()) return path(org, object, rest.join('.'), soql);
  const infos = [...org.fields(object).values()];
  if (rest.length === 0) {
    const info = infos.find(({ name }) => name.toLowerCase() === head.toLowerCase());
    if (!info) throw noColumn(object, head, soql);
    const { name } = info;
    return { info, get: (row) => row[name] ?? null, parents: [] };
  }
  if (rest.length > 5)
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `Relationship path is too deep: ${text}. The most are five relationships.`,
    );
  const reference = infos.find(({ relationship }) => relationship?.toLowerCase() === head.toLowerCase());
  // What the user may not read at all has no relationship either.
  const isReadable =
    reference?.to !== undefined && (reference.to.length > 1 || objectOf(org, reference.to[0] ?? '') !== undefined);
  if (!reference?.to || reference.relationship === undefined || !isReadable)
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `Didn't understand relationship '${head}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.`,
    );
  const { name, to, relationship } = reference;
  const of = (row: Row): { type: ObjectName; row: Row } | undefined => {
    const id = String(row[name] ?? '');
    const type = org.typeOf(id);
    const found = type && to.includes(type) ? org.find(type, id) : undefined;
    return type && found ? { type, row: found } : undefined;
  };
  const parent: Parent = { name: relationship, of };
  if (to.length > 1) {
    const field = ['Id', 'Name', 'Type'].find((each) => each.toLowerCase() === rest.join('.').toLowerCase());
    if (field === undefined) throw noColumn('Name', rest.join('.'), soql);
    const get = (row: Row): Value => {
      const other = of(row);
      if (!other) return null;
      return field === 'Type' ? other.type : (other.row[field] ?? other.row['Subject'] ?? null);
    };
    return { info: computed(field, 'string'), get, parents: [parent] };
  }
  const next = path(org, objectName(org, to[0] ?? ''), rest.join('.'), soql);
  const behind = next.parents.map((each): Parent => ({
    name: each.name,
    of: (row) => {
      const other = of(row);
      return other && each.of(other.row);
    },
  }));
  return {
    info: next.info,
    get: (row) => {
      const other = of(row);
      return other ? next.get(other.row) : null;
    },
    parents: [parent, ...behind],
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
