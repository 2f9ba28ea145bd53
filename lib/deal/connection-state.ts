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
  | 'offline' // the network itself failed
  | 'unstored' // this computer does not keep what was read: its disk is full, or the browser's store fails
  | 'withheld' // the browser does not let Pipelens onto the host
  | 'private' // a private window
  | 'otherUser' // who is signed in is not who the surface is about
  | 'choose' // several connections, and nothing says which is meant
  | 'deleted'; // everything was deleted, until the person opens the CRM anew

/** Refusals that only an administrator can end. */
const PERMANENT: ReadonlySet<ConnectionState> = new Set(['apiBlocked', 'apiDisabled', 'appNotAttached', 'refused']);

export const isPermanent = (state: ConnectionState): boolean => PERMANENT.has(state);

/** Where a session is looked for: a host, and the cookie store of the tab that shows it. */
export interface Whereabouts {
  host: string;
  /** A container of Firefox; absent is the browser's own store. */
  store?: string;
  /** A private window: nothing is read, shown or kept there. */
  isPrivate?: boolean;
}

/** Stands for the org that can be tried without a CRM: the name can be no host's (RFC 6761). */
export const SAMPLE_HOST = 'sample.invalid';
/** Its id, which no CRM gives. */
export const SAMPLE_ORG = 'sampleOrg000000';

/** Whose data a surface is about. Fixed when it opened, and carried by all that it asks, saves and links to. */
export interface Whose extends Whereabouts {
  /** Org and user. */
  key: string;
}

/** A connection as it is named where there are several. */
export interface KnownConnection extends Whose {
  orgName: string;
  userName: string;
}
