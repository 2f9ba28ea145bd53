/** Why the CRM's API does not answer as hoped: one state, one message, one thing to do. */
export type ConnectionState =
  | 'live'
  | 'noSession' // no `sid` cookie to be found: not signed in, another container, or a proxy that hides it
  | 'expired' // 401 Session expired or invalid
  | 'apiBlocked' // 401 This session is not valid for use with the REST API
  | 'appNotAttached' // 401 Connected app is not attached to Agent
  | 'apiDisabled' // 403 API_DISABLED_FOR_ORG
  | 'limitDaily' // 403 REQUEST_LIMIT_EXCEEDED, TotalRequests
  | 'limitConcurrent' // 403 REQUEST_LIMIT_EXCEEDED, ConcurrentPerOrgLongTxn
  | 'budget' // Pipelens' own share of the day's calls is used
  | 'refused' // any other 403: the server's own words are shown
  | 'unavailable' // HTML, redirect, 5xx: maintenance, wrong host, single sign-on page
  | 'malformed' // an answer that is not what the API promises
  | 'failed' // an error that has no rule: the server's own words are shown
  | 'offline'; // the network itself failed

/** Refusals that only an administrator can end. */
const PERMANENT: ReadonlySet<ConnectionState> = new Set(['apiBlocked', 'apiDisabled', 'appNotAttached', 'refused']);

export const isPermanent = (state: ConnectionState): boolean => PERMANENT.has(state);
