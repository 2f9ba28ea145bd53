import { day } from '@/lib/calendar/days';
import type { Value } from '@/lib/sample/org-tables';

import { OrgError } from '../rest/errors';
import { id18, isId } from './id';
import type { ObjectName } from './objects';
import type { FieldInfo } from './schema';

/** What a write needs to know of the org. */
export interface WriteContext {
  typeOf(id: string): ObjectName | undefined;
  exists(object: ObjectName, id: string): boolean;
  /** Values of a picklist that takes no others; undefined where it takes any. */
  restricted(object: ObjectName, field: string): readonly string[] | undefined;
  /** Decimals of the row's money. */
  decimals: number;
}

type Scalar = string | number | boolean;

/** Label of a field as the errors say it: `NextStep` is "Next Step", `AccountId` "Account ID". */
const fieldLabel = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/ Id$/, ' ID')
    .replace(/^Stage Name$/, 'Stage');

/** What a field keeps of a value that was sent for it, or the CRM's own refusal; create and update alike. */
export function takenValue(context: WriteContext, object: ObjectName, info: FieldInfo, sent: unknown): Value {
  const { name, type } = info;
  if (sent === null || sent === undefined) return null;
  if (Array.isArray(sent)) throw unreadable(type, 'START_ARRAY', '[');
  if (typeof sent !== 'string' && typeof sent !== 'number' && typeof sent !== 'boolean')
    throw unreadable(type, 'START_OBJECT', '{');
  // Blanks around a text are dropped, so that a text of blanks is none.
  if (typeof sent === 'string' && sent.trim() === '' && type !== 'boolean') return null;
  switch (type) {
    case 'boolean':
      if (sent === true || sent === 'true') return true;
      if (sent === false || sent === 'false') return false;
      throw unreadable(type, tokenOf(sent), sent);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return numberOf(context, info, sent);
    case 'date':
    case 'datetime':
      return timeOf(type, sent);
    case 'base64':
      if (typeof sent !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(sent)) throw unreadable(type, tokenOf(sent), sent);
      return sent;
    case 'reference':
      return reference(context, info, String(sent));
    case 'id':
    case 'string':
    case 'textarea':
    case 'picklist':
    case 'multipicklist': {
      const text = String(sent).trim();
      // A line ends with two characters.
      if ((type === 'textarea' ? text.replaceAll(/\r?\n/g, '\r\n') : text).length > info.length)
        throw new OrgError(
          400,
          'STRING_TOO_LONG',
          `${fieldLabel(name)}: data value too large: ${text} (max length=${info.length})`,
          [name],
        );
      const allowed = context.restricted(object, name);
      const parts = type === 'multipicklist' ? text.split(';') : [text];
      if (allowed && !parts.every((part) => allowed.includes(part)))
        throw new OrgError(
          400,
          'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
          `${fieldLabel(name)}: bad value for restricted picklist field: ${text}`,
          [name],
        );
      // Several values are kept in the order of the list.
      if (type === 'multipicklist' && allowed) return allowed.filter((each) => parts.includes(each)).join(';');
      // A text of several lines is kept with the other kind of end.
      return type === 'textarea' ? text.replaceAll(/\r?\n/g, '\r\n') : text;
    }
  }
}

/** Numbers may be sent as text, as the field's own command line does. */
function numberOf({ decimals }: WriteContext, { name, type, precision = 18, scale }: FieldInfo, sent: Scalar): number {
  const isPlain =
    typeof sent === 'number' || (typeof sent === 'string' && /^\s*[-+]?\d*\.?\d+(e[-+]?\d+)?\s*$/i.test(sent));
  const value = Number(sent);
  if (!isPlain || !Number.isFinite(value) || (type === 'int' && !Number.isInteger(value)))
    throw unreadable(type === 'percent' || type === 'currency' ? 'double' : type, tokenOf(sent), sent);
  const most = 10 ** (precision - (scale ?? 2));
  if (Math.abs(value) >= most || (name === 'Probability' && (value < 0 || value > 100)))
    throw new OrgError(
      400,
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${fieldLabel(name)}: value outside of valid range on numeric field: ${value}`,
      [name],
    );
  if (type === 'currency') return Number(value.toFixed(decimals));
  // Digits too many behind the point are cut off without a word, those before it refused (describe: scale).
  return scale === undefined ? value : Math.trunc(Number(`${value}e${scale}`)) / 10 ** scale;
}

function timeOf(type: 'date' | 'datetime', sent: Scalar): string {
  const text = String(sent);
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[-+]\d{2}:?\d{2})?)?$/.test(text) ? Date.parse(text) : Number.NaN;
  const isInRange = text >= '1700-01-01' && text < '4001';
  if (typeof sent !== 'string' || Number.isNaN(at) || day(text.slice(0, 10)) === undefined || !isInRange)
    throw unreadable(type, tokenOf(sent), sent);
  return type === 'date' ? text.slice(0, 10) : new Date(Math.floor(at / 1000) * 1000).toISOString();
}

function reference(context: WriteContext, { name, to = [] }: FieldInfo, sent: string): string {
  if (!isId(sent))
    throw new OrgError(400, 'MALFORMED_ID', `${fieldLabel(name)}: id value of incorrect type: ${sent}`, [name]);
  const id = id18(sent);
  const type = context.typeOf(id);
  if (type === undefined || !to.includes(type))
    throw new OrgError(400, 'FIELD_INTEGRITY_EXCEPTION', `${fieldLabel(name)}: id value of incorrect type: ${sent}`, [
      name,
    ]);
  if (!context.exists(type, id))
    throw new OrgError(
      400,
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      `insufficient access rights on cross-reference id: ${sent}`,
    );
  return id;
}

const tokenOf = (sent: Scalar): string =>
  typeof sent === 'string'
    ? 'VALUE_STRING'
    : typeof sent === 'number'
      ? Number.isInteger(sent)
        ? 'VALUE_NUMBER_INT'
        : 'VALUE_NUMBER_FLOAT'
      : sent === true
        ? 'VALUE_TRUE'
        : 'VALUE_FALSE';

const unreadable = (type: string, token: string, sent: Scalar): OrgError =>
  new OrgError(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${type} from ${token} value ${String(sent)} or request may be missing a required field`,
  );
