import type { SeenCount } from '@/lib/deal/page-only';

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
  | 'offline'; // the network itself failed

/** What was fetched, when and as whom: stands on every surface. */
export interface Freshness {
  state: ConnectionState;
  /** Instant of the last complete answer, ms; absent when nothing was ever read. */
  at?: number;
  /** The server's own words, when it gave any. */
  detail?: string;
  /** Rows held, by table. */
  rows: Partial<Record<string, number>>;
  /** Set while a sync runs: what has arrived of what is expected. */
  progress?: { table: string; done: number; total?: number };
  /** Rows that the CRM sent in a form that cannot be read, and the first with its reason. */
  rejected?: { count: number; first: string };
  /** Set where the API is refused for good: all that is known is what pages have shown. */
  pageOnly?: SeenCount;
  userName?: string;
  orgName?: string;
}
