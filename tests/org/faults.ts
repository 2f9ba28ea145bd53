/** Ways in which an org or the network before it fails, each with the CRM's exact words. */
export const FAULTS = {
  expired: { status: 401, code: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
  apiBlocked: {
    status: 401,
    code: 'INVALID_SESSION_ID',
    message: 'This session is not valid for use with the REST API',
  },
  appNotAttached: { status: 401, code: 'INVALID_SESSION_ID', message: 'Connected app is not attached to Agent' },
  apiDisabled: {
    status: 403,
    code: 'API_DISABLED_FOR_ORG',
    message: 'API is disabled for this organization or user type',
  },
  limitDaily: { status: 403, code: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' },
  limitConcurrent: { status: 403, code: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentPerOrgLongTxn Limit exceeded.' },
  refused: { status: 403, code: 'INSUFFICIENT_ACCESS', message: 'You do not have access to this resource.' },
  badLocator: { status: 400, code: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' },
  serverError: {
    status: 500,
    code: 'UNKNOWN_EXCEPTION',
    message: 'An unexpected error occurred. Please include this ErrorId if you contact support: 1',
  },
  maintenance: { status: 503, html: '<html><body><h1>We are down for maintenance.</h1></body></html>' },
  loginPage: { status: 200, html: '<html><body><form id="login">Log in</form></body></html>' },
  truncated: { status: 200, raw: '{"totalSize":3,"done":tr' },
  reset: { status: 0 },
} as const;
type FaultKind = keyof typeof FAULTS;

export interface Fault {
  kind: FaultKind;
  /** Regular expression over method and path; every data request when absent. */
  match?: string;
  /** How many requests it hits; all when absent. */
  count?: number;
}

export interface Faults {
  set(...faults: Fault[]): void;
  /** The fault that this request meets, if any, counted down. */
  take(request: string): FaultKind | undefined;
  /** Milliseconds that every answer waits. */
  delayMs: number;
}

export function createFaults(): Faults {
  let list: Fault[] = [];
  return {
    delayMs: 0,
    set(...faults) {
      list = faults.map((fault) => ({ ...fault }));
    },
    take(request) {
      const hit = list.find(({ match, count }) => count !== 0 && new RegExp(match ?? '.').test(request));
      if (hit?.count !== undefined) hit.count -= 1;
      return hit?.kind;
    },
  };
}
