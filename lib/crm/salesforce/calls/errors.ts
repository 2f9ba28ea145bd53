import { CrmError } from '@/lib/crm/crm';
import type { ConnectionState } from '@/lib/deal/connection-state';
import { EDIT_FIELDS } from '@/lib/deal/edits/edit';

import { historyField } from '../fields';

interface Rule {
  status?: number;
  code?: string;
  message?: RegExp;
  state: ConnectionState;
}

/** What an error answer means, first match wins (Salesforce REST: status codes and error responses). A 401 is not always an expiry. */
const RULES: Rule[] = [
  { status: 401, message: /not valid for use with the REST API/i, state: 'apiBlocked' },
  { status: 401, message: /not attached to Agent/i, state: 'appNotAttached' },
  { status: 401, state: 'expired' },
  { code: 'REQUEST_LIMIT_EXCEEDED', message: /ConcurrentPerOrg/i, state: 'limitConcurrent' },
  { code: 'REQUEST_LIMIT_EXCEEDED', state: 'limitDaily' },
  { code: 'API_DISABLED_FOR_ORG', state: 'apiDisabled' },
  { code: 'API_CURRENTLY_DISABLED', state: 'apiDisabled' },
  { status: 403, state: 'refused' },
  { status: 503, state: 'unavailable' },
  { status: 500, state: 'unavailable' },
];

/** Codes that say for good what is not there, and what this user may not see. Whatever has no rule may pass. */
const LASTING: [code: RegExp, lasts: CrmError['lasts']][] = [
  [/^(NOT_FOUND|INVALID_TYPE|INVALID_FIELD|FUNCTIONALITY_NOT_ENABLED|ENTITY_IS_DELETED)$/, 'absent'],
  [/^(INSUFFICIENT_ACCESS\w*|NO_ACCESS|INVALID_PERMISSION)$/, 'forbidden'],
];
const lastsOf = (status: number, code: string): CrmError['lasts'] =>
  LASTING.find(([pattern]) => pattern.test(code))?.[1] ?? (status === 404 && code === '' ? 'absent' : 'later');

interface ErrorBody {
  message: string;
  errorCode: string;
  fields?: unknown;
}

/** The error of an answer whose status is no success. `body` is what JSON it had, if any. */
export function errorOf(status: number, body: unknown, what: string): CrmError {
  const [first] = Array.isArray(body) ? body : [body];
  const { message = '', errorCode: code = '', fields } = isErrorBody(first) ? first : {};
  const named = Array.isArray(fields) ? fields.map((name) => historyField(String(name))) : [];
  const rule = RULES.find(
    (each) =>
      (each.status ?? status) === status && (each.code ?? code) === code && (each.message?.test(message) ?? true),
  );
  const words = message.trim() || `HTTP ${status}`;
  return new CrmError(rule?.state ?? (code === '' ? 'malformed' : 'failed'), `Salesforce refused ${what}: ${words}`, {
    status,
    lasts: lastsOf(status, code),
    ...(code ? { code } : {}),
    ...(message.trim() ? { said: message.trim() } : {}),
    fields: EDIT_FIELDS.filter((field) => named.includes(field)),
  });
}

const isErrorBody = (value: unknown): value is ErrorBody =>
  typeof value === 'object' && value !== null && typeof (value as Partial<ErrorBody>).message === 'string';
