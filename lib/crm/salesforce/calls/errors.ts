import * as v from 'valibot';

import { CrmError } from '@/lib/crm/crm';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { RefusalKind } from '@/lib/deal/edits/edit';

import { fieldNamed } from '../writing/field-names';

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
  // A SOAP fault of a session that is over has the status 500.
  { code: 'INVALID_SESSION_ID', state: 'expired' },
  { status: 429, state: 'limitConcurrent' },
  { code: 'REQUEST_LIMIT_EXCEEDED', message: /ConcurrentPerOrg/i, state: 'limitConcurrent' },
  { code: 'REQUEST_LIMIT_EXCEEDED', state: 'limitDaily' },
  { code: 'API_DISABLED_FOR_ORG', state: 'apiDisabled' },
  { code: 'API_CURRENTLY_DISABLED', state: 'apiDisabled' },
  { status: 403, state: 'refused' },
  // Words of a proxy or a gateway in between, and of Salesforce itself.
  { status: 408, state: 'unavailable' },
];

/** Codes that say for good what is not there, and what this user may not see. Whatever has no rule may pass. */
const LASTING: [code: RegExp, lasts: CrmError['lasts']][] = [
  [
    /^(NOT_FOUND|INVALID_TYPE|INVALID_FIELD|FUNCTIONALITY_NOT_ENABLED|ENTITY_IS_DELETED|UNSUPPORTED_API_VERSION)$/,
    'absent',
  ],
  [/^(INSUFFICIENT_ACCESS\w*|NO_ACCESS|INVALID_PERMISSION)$/, 'forbidden'],
];
const lastsOf = (status: number, code: string): CrmError['lasts'] =>
  LASTING.find(([pattern]) => pattern.test(code))?.[1] ?? (status === 404 && code === '' ? 'absent' : 'later');

/** What a no to a change is about. */
const WHY: Record<string, RefusalKind> = {
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'rule',
  REQUIRED_FIELD_MISSING: 'required',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'value',
  STRING_TOO_LONG: 'value',
  NUMBER_OUTSIDE_VALID_RANGE: 'value',
  FIELD_INTEGRITY_EXCEPTION: 'value',
  JSON_PARSER_ERROR: 'value',
  MALFORMED_ID: 'value',
  DUPLICATES_DETECTED: 'duplicate',
  ENTITY_IS_LOCKED: 'locked',
  UNABLE_TO_LOCK_ROW: 'busy',
  INSUFFICIENT_ACCESS: 'access',
  INSUFFICIENT_ACCESS_OR_READONLY: 'access',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'access',
  INVALID_FIELD_FOR_INSERT_UPDATE: 'readOnly',
  INVALID_FIELD: 'noField',
  CANNOT_EXECUTE_FLOW_TRIGGER: 'automation',
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'automation',
  NOT_FOUND: 'gone',
  ENTITY_IS_DELETED: 'gone',
  INVALID_CROSS_REFERENCE_KEY: 'gone',
};

/** The error of an answer whose status is no success. `body` is what JSON it had, or its text. */
export function errorOf(status: number, body: unknown, what: string): CrmError {
  const { message, code, fields, isBlocked = false } = wordsOf(body);
  const rule = RULES.find(
    (each) =>
      (each.status ?? status) === status && (each.code ?? code) === code && (each.message?.test(message) ?? true),
  );
  const words = message.trim() || `HTTP ${status}`;
  const other = status >= 500 ? 'unavailable' : code === '' ? 'malformed' : 'failed';
  return new CrmError(rule?.state ?? other, `Salesforce refused ${what}: ${words}`, {
    status,
    lasts: lastsOf(status, code),
    ...(code ? { code } : {}),
    ...(message.trim() ? { said: message.trim() } : {}),
    fields: fields.map(fieldNamed),
    why: isBlocked ? 'twin' : WHY[code],
  });
}

/** Of the server's own words no more is shown. */
const MOST_WORDS = 300;

const said = v.looseObject({
  message: v.optional(v.string()),
  errorCode: v.optional(v.string()),
  // As the sign-in service and its like word it (RFC 6749, 5.2).
  error: v.optional(v.string()),
  error_description: v.optional(v.string()),
  fields: v.optional(v.fallback(v.array(v.string()), []), []),
  // Salesforce's own spelling, in all versions that were seen.
  duplicateResut: v.optional(
    v.fallback(v.looseObject({ allowSave: v.optional(v.boolean(), true) }), { allowSave: true }),
  ),
});

/** What the server says of a failure, in whichever of its forms: a list of errors, one alone, a SOAP fault, or a line of text. */
function wordsOf(body: unknown): { message: string; code: string; fields: string[]; isBlocked?: boolean } {
  if (typeof body === 'string') {
    const fault = /<faultstring>([^<]*)</.exec(body)?.[1];
    const code = /<faultcode>(?:\w+:)?(\w+)</.exec(body)?.[1] ?? '';
    // What is marked up otherwise is a page, not words.
    return {
      message: (fault ?? (body.includes('<') ? '' : body)).slice(0, MOST_WORDS),
      code: fault === undefined ? '' : code,
      fields: [],
    };
  }
  const told = (Array.isArray(body) ? body : [body]).flatMap((each) => {
    const one = v.safeParse(said, each);
    return one.success ? [one.output] : [];
  });
  // All rules that refuse a row are told at once (jsforce, issue 861): who mends one would only meet the next.
  const all = told.map(({ message, error_description, error }) => message ?? error_description ?? error ?? '');
  const [first] = told;
  return {
    message: [...new Set(all)].join(' · '),
    code: first?.errorCode ?? first?.error ?? '',
    fields: [...new Set(told.flatMap(({ fields }) => fields))],
    isBlocked: told.some(({ duplicateResut }) => duplicateResut?.allowSave === false),
  };
}
