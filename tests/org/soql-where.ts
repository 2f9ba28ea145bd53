import type { WhereClause } from '@jetstreamapp/soql-parser-js';

import { DAY_MS } from '@/lib/domain/days';
import type { Row, Value } from '@/lib/sample/org-tables';

import { OrgError } from './errors';
import type { LiveOrg } from './org';
import type { FieldInfo } from './schema';
import type { Read } from './soql';

type Test = (row: Row) => boolean;
type Token = { test: Test } | 'AND' | 'OR' | 'NOT' | '(' | ')';

/** Turns the parser's right-nested list with counted parentheses into one closure. */
export function compileWhere(
  org: LiveOrg,
  clause: WhereClause,
  read: (path: string) => { get: Read; info: FieldInfo },
): Test {
  const tokens: Token[] = [];
  for (let at: WhereClause | undefined = clause; at; at = 'right' in at ? at.right : undefined) {
    const { left } = at;
    if (left) {
      for (let count = left.openParen ?? 0; count > 0; count -= 1) tokens.push('(');
      if ('operator' in left && 'field' in left)
        tokens.push({ test: condition(org, left as unknown as Condition, read) });
      for (let count = (('closeParen' in left) && left.closeParen) || 0; count > 0; count -= 1) tokens.push(')');
    }
    if ('operator' in at && at.operator) tokens.push(at.operator as Token);
  }
  let at = 0;
  const either = (): Test => {
    const parts = [both()];
    while (tokens[at] === 'OR') {
      at += 1;
      parts.push(both());
    }
    return parts.length === 1 && parts[0] ? parts[0] : (row) => parts.some((test) => test(row));
  };
  const both = (): Test => {
    const parts = [one()];
    while (tokens[at] === 'AND') {
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
    throw new OrgError(400, 'MALFORMED_QUERY', `unexpected token: '${String(token)}'`);
  };
  return either();
}

interface Condition {
  field: string;
  operator: string;
  literalType?: string;
  value: string | string[];
  dateLiteralVariable?: number;
}

function condition(
  org: LiveOrg,
  { field, operator, literalType, value, dateLiteralVariable }: Condition,
  read: (path: string) => { get: Read; info: FieldInfo },
): Test {
  const { get, info } = read(field);
  if (!info.filterable)
    throw new OrgError(400, 'INVALID_FIELD', `field '${info.name}' can not be filtered in a query call`);
  const parse = (raw: string): Value => literal(org, raw, literalType ?? '', info, dateLiteralVariable);
  const op = operator.toUpperCase();
  if (Array.isArray(value)) {
    const set = new Set(value.map(parse));
    return op === 'NOT IN' ? (row) => !set.has(get(row)) : (row) => set.has(get(row));
  }
  const wanted = parse(value);
  const order =
    (test: (have: string | number | boolean, want: string | number | boolean) => boolean): Test =>
    (row) => {
      const have = get(row);
      return have !== null && wanted !== null && test(have, wanted);
    };
  switch (op) {
    case '=':
      return typeof wanted === 'string' && info.type !== 'id' && info.type !== 'reference'
        ? (row) => String(get(row) ?? '').toLowerCase() === wanted.toLowerCase() && get(row) !== null
        : (row) => get(row) === wanted;
    case '!=':
    case '<>':
      return (row) => get(row) !== wanted;
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
      throw new OrgError(400, 'MALFORMED_QUERY', `unexpected token: '${operator}'`);
  }
}

function literal(org: LiveOrg, raw: string, type: string, info: FieldInfo, days: number | undefined): Value {
  const isDate = info.type === 'date' || info.type === 'datetime';
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
      return raw.toUpperCase() === 'TRUE';
    case 'STRING':
      if (isDate) throw wrong();
      return raw.slice(1, -1).replace(/\\(.)/g, '$1');
    case 'DATETIME':
      return new Date(raw).toISOString();
    case 'DATE':
      return info.type === 'datetime' ? `${raw}T00:00:00.000Z` : raw;
    case 'DATE_LITERAL':
    case 'DATE_N_LITERAL': {
      const day = dateLiteral(org.asOf, raw, days);
      return info.type === 'datetime' ? `${day}T00:00:00.000Z` : day;
    }
    default:
      return Number(raw);
  }
}

/** First day of a date literal, by the org's own "today". */
function dateLiteral(today: string, raw: string, days: number | undefined): string {
  const [year = '', month = ''] = today.split('-');
  const back = (count: number): string =>
    new Date(Date.parse(`${today}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10);
  switch (raw.replace(/:.*/, '')) {
    case 'TODAY':
      return today;
    case 'YESTERDAY':
      return back(1);
    case 'LAST_N_DAYS':
      return back(days ?? 0);
    case 'THIS_YEAR':
    case 'THIS_FISCAL_YEAR':
      return `${year}-01-01`;
    case 'THIS_QUARTER':
    case 'THIS_FISCAL_QUARTER':
      return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    case 'LAST_FISCAL_YEAR':
    case 'LAST_YEAR':
      return `${Number(year) - 1}-01-01`;
    default:
      throw new OrgError(400, 'MALFORMED_QUERY', `date literal ${raw} is not emulated here`);
  }
}
