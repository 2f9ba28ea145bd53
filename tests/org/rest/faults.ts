import { seeded } from '@/lib/sample/seeded';

/** An error as the CRM words it. */
interface Refusal {
  status: number;
  code: string;
  message: string;
  fields?: readonly string[];
}
/** An answer that is not the API's at all, or none. */
type Disturbance =
  | { status: number; html: string }
  | { status: number; raw: string; type?: string }
  /** The connection is closed without an answer. */
  | { kind: 'reset' }
  /** The answer comes late. */
  | { kind: 'slow'; ms: number }
  /** The answer leads to another host; browsers drop the Authorization header on the way there. */
  | { kind: 'redirect' }
  /** The answer is right but does not tell the API usage, as the UI API's. */
  | { kind: 'noUsage' }
  /** The head of the answer is right, and the connection breaks off in the middle of its body. */
  | { kind: 'brokenOff' };

const ADMIN_TEXT = 'Every deal above 100,000 needs a signed business case.';

/** Ways in which an org or the network before it fails, each with the CRM's own words where it has any. */
export const FAULTS = {
  expired: refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
  apiBlocked: refusal(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
  appNotAttached: refusal(401, 'INVALID_SESSION_ID', 'Connected app is not attached to Agent'),
  apiDisabled: refusal(403, 'API_DISABLED_FOR_ORG', 'API is disabled for this organization or user type'),
  apiCurrentlyDisabled: refusal(403, 'API_CURRENTLY_DISABLED', 'API is currently disabled'),
  limitDaily: refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
  limitConcurrent: refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.'),
  refused: refusal(403, 'INSUFFICIENT_ACCESS', 'You do not have access to this resource.'),
  featureOff: refusal(403, 'FUNCTIONALITY_NOT_ENABLED', 'The requested functionality is not enabled.'),
  malformedQuery: refusal(
    400,
    'MALFORMED_QUERY',
    "\nSELECT Id FORM X\n ^\nERROR at Row:1:Column:11\nunexpected token: 'FORM'",
  ),
  invalidField: refusal(
    400,
    'INVALID_FIELD',
    "\nSELECT Id, Foo FROM Opportunity\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Opportunity'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  ),
  invalidType: refusal(
    400,
    'INVALID_TYPE',
    "sObject type 'Foo' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name.",
  ),
  filterOperator: refusal(400, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: 006'),
  queryTimeout: refusal(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'),
  tooComplicated: refusal(400, 'QUERY_TOO_COMPLICATED', 'Query is too complicated'),
  badLocator: refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator'),
  jsonParser: refusal(400, 'JSON_PARSER_ERROR', 'Unexpected character in the request body'),
  validationRule: refusal(400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', ADMIN_TEXT, []),
  requiredField: refusal(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [CloseDate]', ['CloseDate']),
  badPicklist: refusal(
    400,
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    'Stage: bad value for restricted picklist field: Foo',
    ['StageName'],
  ),
  tooLong: refusal(400, 'STRING_TOO_LONG', 'Next Step: data value too large (max length=255)', ['NextStep']),
  outOfRange: refusal(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Probability: value outside of valid range', ['Probability']),
  integrity: refusal(400, 'FIELD_INTEGRITY_EXCEPTION', 'Account ID: id value of incorrect type', ['AccountId']),
  flow: refusal(400, 'CANNOT_EXECUTE_FLOW_TRIGGER', 'We can’t save this record because a flow failed.'),
  trigger: refusal(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'A trigger caused an unexpected exception.'),
  readOnlyField: refusal(
    400,
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    'Unable to create/update fields: X. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
    ['X'],
  ),
  readOnlyRecord: refusal(400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'),
  crossAccess: refusal(
    400,
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    'insufficient access rights on cross-reference id',
  ),
  duplicates: refusal(400, 'DUPLICATES_DETECTED', 'Use one of these records?'),
  rowLock: refusal(400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record'),
  recordLocked: refusal(400, 'ENTITY_IS_LOCKED', 'the entity is locked for editing'),
  replicationDate: refusal(400, 'INVALID_REPLICATION_DATE', 'startDate is too far in the past'),
  idLimit: refusal(400, 'EXCEEDED_ID_LIMIT', 'exceeded maximum number of ids in the answer'),
  notFound: refusal(404, 'NOT_FOUND', 'The requested resource does not exist'),
  deleted: refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted'),
  crossReference: refusal(404, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'),
  methodNotAllowed: refusal(405, 'METHOD_NOT_ALLOWED', 'HTTP method is not allowed. Allowed are HEAD,GET'),
  conflict: { status: 409, raw: '' },
  versionGone: { status: 410, raw: '' },
  precondition: { status: 412, raw: '' },
  uriTooLong: { status: 414, raw: '' },
  mediaType: { status: 415, raw: '' },
  headersTooLarge: { status: 431, raw: '' },
  serverError: refusal(
    500,
    'UNKNOWN_EXCEPTION',
    'An unexpected error occurred. Please include this ErrorId if you contact support: 1730955361-49792 (-1117026034)',
  ),
  serverBusy: refusal(503, 'SERVER_UNAVAILABLE', 'The server is not available.'),
  readOnlyMode: refusal(
    503,
    'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
    "Updates can't be made during maintenance. Try again when maintenance is complete.",
  ),
  maintenance: { status: 503, html: '<html><body><h1>We are down for maintenance.</h1></body></html>' },
  loginPage: { status: 200, html: '<html><body><form id="login">Log in</form></body></html>' },
  truncated: { status: 200, raw: '{"totalSize":3,"done":tr' },
  wrongShape: { status: 200, raw: '{"hello":"world"}' },
  emptyAnswer: { status: 200, raw: '' },
  redirect: { kind: 'redirect' },
  reset: { kind: 'reset' },
  slow: { kind: 'slow', ms: 120 },
  noUsage: { kind: 'noUsage' },
  brokenOff: { kind: 'brokenOff' },
} as const satisfies Record<string, Refusal | Disturbance>;
export type FaultKind = keyof typeof FAULTS;

export interface Fault {
  kind: FaultKind;
  /** Regular expression over method and path; every data request when absent. */
  match?: string;
  /** `part`: a single part of a composite answer, while the rest is answered; `call`: the request as a whole. Both when absent. */
  on?: 'call' | 'part';
  /** The server's own words in place of the usual ones. */
  message?: string;
  /** How many matching requests are answered before the first is hit. */
  after?: number;
  /** How many requests it hits; all when absent. */
  count?: number;
  /** Share of the matching requests that it hits, drawn from a seeded source; all when absent. */
  probability?: number;
}

export interface Faults {
  /** Replaces the faults; `seed` restarts the source of chance. Throws RangeError on a fault that there is not. */
  set(...faults: Fault[]): void;
  seed(seed: number): void;
  /** The fault that this request, or this part of a composite one, meets, if any, counted down. A part can only be refused. */
  take(request: string, on: 'call' | 'part'): { kind: FaultKind; message: string | undefined } | undefined;
  /** Milliseconds that every answer waits. */
  delayMs: number;
}

export function createFaults(): Faults {
  let list: (Fault & { pattern: RegExp })[] = [];
  let random = seeded(1);
  return {
    delayMs: 0,
    set(...faults) {
      list = faults.map((fault) => {
        if (!Object.hasOwn(FAULTS, fault.kind))
          throw new RangeError(`There is no fault "${fault.kind}". There are: ${Object.keys(FAULTS).join(', ')}.`);
        return { ...fault, pattern: new RegExp(fault.match ?? '.') };
      });
    },
    seed(seed) {
      random = seeded(seed);
    },
    take(request, on) {
      const hit = list.find((fault) => {
        const { kind, pattern, count, probability = 1 } = fault;
        if (count === 0 || (fault.on ?? on) !== on || !pattern.test(request)) return false;
        if (on === 'part' && !('code' in FAULTS[kind])) return false;
        if (fault.after !== undefined && fault.after > 0) {
          fault.after -= 1;
          return false;
        }
        return probability >= 1 || random.next() < probability;
      });
      if (hit?.count !== undefined) hit.count -= 1;
      return hit && { kind: hit.kind, message: hit.message };
    },
  };
}

function refusal(status: number, code: string, message: string, fields?: readonly string[]): Refusal {
  return { status, code, message, ...(fields ? { fields } : {}) };
}
