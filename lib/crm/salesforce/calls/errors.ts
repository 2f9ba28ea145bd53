import * as v from 'valibot';

import { wordTable } from '@/lib/calendar/word-table';
import { CrmError } from '@/lib/crm/crm';
import { beginning } from '@/lib/deal/beginning';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { RefusalKind } from '@/lib/deal/edits/edit';

import { fieldNamed } from '../writing/field-names';

interface Rule {
  status?: number;
  code?: string;
  message?: RegExp;
  state: ConnectionState;
}

/** While Salesforce moves or maintains an org, it is read as ever and takes no change. */
const READ_ONLY = 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE';

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
  { code: READ_ONLY, state: 'unavailable' },
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
const WHY = wordTable<RefusalKind>({
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'rule',
  FIELD_FILTER_VALIDATION_EXCEPTION: 'rule',
  REQUIRED_FIELD_MISSING: 'required',
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'value',
  STRING_TOO_LONG: 'value',
  NUMBER_OUTSIDE_VALID_RANGE: 'value',
  FIELD_INTEGRITY_EXCEPTION: 'value',
  JSON_PARSER_ERROR: 'value',
  MALFORMED_ID: 'value',
  DUPLICATE_VALUE: 'value',
  INVALID_EMAIL_ADDRESS: 'value',
  INVALID_TYPE_ON_FIELD_IN_RECORD: 'value',
  DUPLICATES_DETECTED: 'duplicate',
  ENTITY_IS_LOCKED: 'locked',
  UNABLE_TO_LOCK_ROW: 'busy',
  [READ_ONLY]: 'busy',
  INSUFFICIENT_ACCESS: 'access',
  INSUFFICIENT_ACCESS_OR_READONLY: 'access',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'access',
  INVALID_FIELD_FOR_INSERT_UPDATE: 'readOnly',
  INVALID_FIELD: 'noField',
  CANNOT_EXECUTE_FLOW_TRIGGER: 'automation',
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'automation',
  APEX_ERROR: 'automation',
  NOT_FOUND: 'gone',
  ENTITY_IS_DELETED: 'gone',
  INVALID_CROSS_REFERENCE_KEY: 'gone',
});

/** What a key of another record leads nowhere for is named: then it is not the deal that is gone. */
const whyOf = (code: string, fields: readonly string[]): RefusalKind | undefined =>
  code === 'INVALID_CROSS_REFERENCE_KEY' && fields.length > 0 ? 'value' : WHY[code];

/** The error of an answer whose status is no success. `body` is what JSON it had, or its text. */
export function errorOf(status: number, body: unknown, what: string): CrmError {
  const { message, code, fields, isBlocked = false, matches = [] } = wordsOf(body);
  const rule = RULES.find(
    (each) =>
      (each.status ?? status) === status && (each.code ?? code) === code && (each.message?.test(message) ?? true),
  );
  const words = message.trim() || `HTTP ${status}`;
  const other = status >= 500 ? 'unavailable' : code === '' ? 'malformed' : 'failed';
  return new CrmError(rule?.state ?? other, `Salesforce refused ${what}: ${words}`, {
    status,
    fact: { id: 'refused', values: { what, words } },
    lasts: lastsOf(status, code),
    ...(code ? { code } : {}),
    ...(message.trim() ? { said: message.trim() } : {}),
    fields: fields.map(fieldNamed),
    why: isBlocked ? 'twin' : whyOf(code, fields),
    matches,
  });
}

/** Of the server's own words no more is shown; of those that an administrator or a program of the org's wrote, no more than this. */
const MOST_WORDS = 300;
const MOST_SAID = 1000;

/** What a duplicate rule found; what of it cannot be read is left out. */
const duplicates = v.fallback(
  v.looseObject({
    allowSave: v.optional(v.boolean(), true),
    matchResults: v.optional(
      v.array(
        v.looseObject({
          entityType: v.optional(v.string(), ''),
          matchRecords: v.optional(
            v.array(v.looseObject({ record: v.optional(v.looseObject({ Id: v.optional(v.string(), '') })) })),
            [],
          ),
        }),
      ),
      [],
    ),
  }),
  { allowSave: true, matchResults: [] },
);

const said = v.looseObject({
  message: v.optional(v.string()),
  errorCode: v.optional(v.string()),
  // As the sign-in service and its like word it (RFC 6749, 5.2).
  error: v.optional(v.string()),
  error_description: v.optional(v.string()),
  fields: v.optional(v.fallback(v.array(v.string()), []), []),
  // Salesforce's own spelling, in all versions that were seen.
  duplicateResut: v.optional(duplicates),
  duplicateResult: v.optional(duplicates),
});

/** What the server says of a failure, in whichever of its forms: a list of errors, one alone, a SOAP fault, or a line of text. */
function wordsOf(
  body: unknown,
): { message: string; code: string; fields: string[] } & { isBlocked?: boolean; matches?: CrmError['matches'] } {
  if (typeof body === 'string') {
    const fault = /<faultstring>([^<]*)</.exec(body)?.[1];
    const code = /<faultcode>(?:\w+:)?(\w+)</.exec(body)?.[1] ?? '';
    // What is marked up otherwise is a page, not words.
    return {
      message: beginning(fault ?? (body.includes('<') ? '' : body), MOST_WORDS),
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
  const found = told.flatMap((each) => each.duplicateResut ?? each.duplicateResult ?? []);
  const message = [...new Set(all)].join(' · ');
  return {
    message: message.length > MOST_SAID ? `${beginning(message, MOST_SAID)}…` : message,
    code: first?.errorCode ?? first?.error ?? '',
    fields: [...new Set(told.flatMap(({ fields }) => fields))],
    isBlocked: found.some(({ allowSave }) => !allowSave),
    matches: found.flatMap(({ matchResults }) =>
      matchResults.flatMap(({ entityType: object, matchRecords }) =>
        matchRecords.flatMap(({ record }) => (record?.Id ? [{ object, id: record.Id }] : [])),
      ),
    ),
  };
}
