import type { Query, WhereClause } from '@jetstreamapp/soql-parser-js';

import { day } from '@/lib/calendar/days';
import type { Row, Value } from '@/lib/sample/org-tables';

import { midnight, spanOf } from '../data/calendar';
import { converted, corporate } from '../data/currency';
import { id18, isId } from '../data/id';
import { computed, type FieldInfo } from '../data/schema';
import type { OrgView } from '../live-org';
import { OrgError } from '../rest/errors';
import type { Call, Reader } from './soql-read';

type Test = (row: Row) => boolean;
/** What the select of a semi-join holds. */
type SubSelect = (query: Query) => ReadonlySet<Value>;
type Token = { test: Test } | 'AND' | 'OR' | 'NOT' | '(' | ')';

/** Turns the parser's right-nested list with counted parentheses into one closure. */
export function compileWhere(org: OrgView, clause: WhereClause, read: Reader, inner?: SubSelect): Test {
  const tokens: Token[] = [];
  for (let at: WhereClause | undefined = clause; at; at = 'right' in at ? at.right : undefined) {
    const { left } = at;
    if (left) {
      for (let count = left.openParen ?? 0; count > 0; count -= 1) tokens.push('(');
      if ('operator' in left && ('field' in left || 'fn' in left))
        tokens.push({ test: condition(org, left as unknown as Condition, read, inner) });
      for (let count = (('closeParen' in left) && left.closeParen) || 0; count > 0; count -= 1) tokens.push(')');
    }
    if ('operator' in at && at.operator) tokens.push(at.operator as Token);
  }
  let at = 0;
  // SOQL takes AND beside OR only with parentheses.
  const mixed = new Set<number>();
  const either = (): Test => {
    const from = at;
    const parts = [both(from)];
    while (tokens[at] === 'OR') {
      at += 1;
      parts.push(both(from));
    }
    if (parts.length > 1 && mixed.has(from)) throw unexpected('OR');
    return parts.length === 1 && parts[0] ? parts[0] : (row) => parts.some((test) => test(row));
  };
  const both = (level: number): Test => {
    const parts = [one()];
    while (tokens[at] === 'AND') {
      mixed.add(level);
      at += 1;
      parts.push(one());
    }
    return parts.length === 1 && parts[0] ? parts[0] : (row) => parts.every((test) => test(row));
  };
  const one = (): Test => {
    const token = tokens[at];
    at += 1;
    if (token === 'NOT') {
      const inner = one();
      return (row) => !inner(row);
    }
    if (token === '(') {
      const inner = either();
      at += 1;
      return inner;
    }
    if (typeof token === 'object') return token.test;
    throw unexpected(String(token));
  };
  const test = either();
  if (clauseHasSubSelect(clause) && tokens.includes('OR'))
    throw new OrgError(400, 'MALFORMED_QUERY', "Semi join sub-selects are not allowed with the 'OR' operator");
  return test;
}

function clauseHasSubSelect(clause: WhereClause): boolean {
  for (let at: WhereClause | undefined = clause; at; at = 'right' in at ? at.right : undefined)
    if (at.left && 'valueQuery' in at.left) return true;
  return false;
}

const unexpected = (token: string): OrgError => new OrgError(400, 'MALFORMED_QUERY', `unexpected token: '${token}'`);

interface Condition {
  field?: string;
  fn?: Call;
  operator: string;
  literalType?: string;
  value: string | string[];
  dateLiteralVariable?: number;
  valueQuery?: Query;
}

function condition(org: OrgView, clause: Condition, read: Reader, inner?: SubSelect): Test {
  const { operator, literalType = '', value, dateLiteralVariable, valueQuery } = clause;
  const { get, info } = read(clause.fn ?? clause.field ?? '');
  if (!info.filterable)
    throw new OrgError(400, 'INVALID_FIELD', `field '${info.name}' can not be filtered in a query call`);
  const op = operator.toUpperCase();
  if (valueQuery) {
    if (!inner || (info.type !== 'id' && info.type !== 'reference'))
      throw new OrgError(
        400,
        'MALFORMED_QUERY',
        `The left operand of a semi join must be an id or a reference, not ${info.name}`,
      );
    const ids = inner(valueQuery);
    // An anti-join with a null among its ids is true of nothing; Salesforce leaves nulls out.
    return op === 'NOT IN' ? (row) => !ids.has(get(row)) : (row) => get(row) !== null && ids.has(get(row));
  }
  if (typeof value === 'string' && /^DATE_(N_)?LITERAL$/.test(literalType))
    return within(org, op, get, info, spanOf(org, value, dateLiteralVariable));
  if (literalType === 'INTEGER_WITH_CURRENCY_PREFIX' || literalType === 'DECIMAL_WITH_CURRENCY_PREFIX')
    return money(org, op, get, String(value));
  const parse = (raw: string): Value => literal(raw, literalType, info);
  if (Array.isArray(value)) {
    const set = new Set(value.map(parse));
    if (op === 'INCLUDES' || op === 'EXCLUDES') {
      const has = (row: Row): boolean => {
        const held = new Set(String(get(row) ?? '').split(';'));
        return [...set].some((each) =>
          String(each)
            .split(';')
            .every((part) => held.has(part)),
        );
      };
      return op === 'INCLUDES' ? has : (row) => !has(row);
    }
    const folded = new Set([...set].map((each) => fold(each, info)));
    const isIn: Test = (row) => folded.has(fold(get(row), info));
    return op === 'NOT IN' ? (row) => !isIn(row) : isIn;
  }
  return compare(op, get, parse(value), info);
}

/** Texts are compared without their case, ids with it. */
const fold = (value: Value, { type }: FieldInfo): Value =>
  typeof value === 'string' && type !== 'id' && type !== 'reference' ? value.toLowerCase() : value;

function compare(op: string, get: (row: Row) => Value, wanted: Value, info: FieldInfo): Test {
  const same = fold(wanted, info);
  const isOrdered = op.startsWith('<') || op.startsWith('>');
  if ((op === 'LIKE' && !TEXTS.has(info.type)) || (isOrdered && op !== '<>' && info.type === 'boolean'))
    throw new OrgError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${info.type} field`);
  const order =
    (test: (have: string | number | boolean, want: string | number | boolean) => boolean): Test =>
    (row) => {
      const have = get(row);
      return have !== null && same !== null && test(fold(have, info) ?? have, same);
    };
  switch (op) {
    case '=':
      return (row) => fold(get(row), info) === same;
    case '!=':
    case '<>':
      return (row) => fold(get(row), info) !== same;
    case '<':
      return order((have, want) => have < want);
    case '<=':
      return order((have, want) => have <= want);
    case '>':
      return order((have, want) => have > want);
    case '>=':
      return order((have, want) => have >= want);
    case 'LIKE': {
      const escaped = String(wanted)
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('%', '.*')
        .replaceAll('_', '.');
      const pattern = new RegExp(`^${escaped}$`, 'i');
      return (row) => pattern.test(String(get(row) ?? ''));
    }
    default:
      throw unexpected(op);
  }
}

/** A date literal is a span of days, of the user's own days where the field is an instant. */
function within(
  org: OrgView,
  op: string,
  get: (row: Row) => Value,
  info: FieldInfo,
  span: { start: string; end: string },
): Test {
  const [start, end] =
    info.type === 'datetime' ? [midnight(org, span.start), midnight(org, span.end)] : [span.start, span.end];
  const tests: Record<string, (have: string) => boolean> = {
    '=': (have) => start <= have && have < end,
    '!=': (have) => have < start || have >= end,
    '<': (have) => have < start,
    '<=': (have) => have < end,
    '>': (have) => have >= end,
    '>=': (have) => have >= start,
  };
  const test = tests[op];
  if (!test) throw unexpected(op);
  return (row) => {
    const have = get(row);
    return typeof have === 'string' && test(have);
  };
}

/** `Amount > USD5000` compares in that currency. */
function money(org: OrgView, op: string, get: (row: Row) => Value, raw: string): Test {
  const currency = raw.slice(0, 3);
  const inCorporate = (iso: string, amount: Value): Value =>
    converted(org, 'Account', { Id: '', CurrencyIsoCode: iso }, amount, corporate(org));
  const wanted = inCorporate(currency, Number(raw.slice(3)));
  const info = computed('Amount', 'currency');
  return (row) =>
    compare(op, () => inCorporate(String(row['CurrencyIsoCode'] ?? corporate(org)), get(row)), wanted, info)(row);
}

const TEXTS: ReadonlySet<string> = new Set(['id', 'reference', 'string', 'textarea', 'picklist']);
const NUMBERS: ReadonlySet<string> = new Set(['int', 'double', 'currency', 'percent']);

function literal(raw: string, type: string, info: FieldInfo): Value {
  const wrong = (): OrgError =>
    new OrgError(
      400,
      'INVALID_QUERY_FILTER_OPERATOR',
      `value of filter criterion for field '${info.name}' must be of type ${info.type}`,
    );
  switch (type) {
    case 'NULL':
      return null;
    case 'BOOLEAN':
      if (info.type !== 'boolean') throw wrong();
      return raw.toUpperCase() === 'TRUE';
    case 'STRING': {
      if (!TEXTS.has(info.type)) throw wrong();
      const text = raw.slice(1, -1).replace(/\\(.)/g, '$1');
      if (info.type !== 'id' && info.type !== 'reference') return text;
      if (!isId(text)) throw new OrgError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
      return id18(text);
    }
    case 'DATETIME':
      if (info.type !== 'datetime') throw wrong();
      return new Date(raw).toISOString();
    case 'DATE':
      if (day(raw) === undefined) throw new OrgError(400, 'MALFORMED_QUERY', `Invalid date: ${raw}`);
      if (info.type !== 'date') throw wrong();
      return raw;
    default:
      if (!NUMBERS.has(info.type)) throw wrong();
      return Number(raw);
  }
}
