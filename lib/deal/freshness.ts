import type { MissingPart } from '@/lib/deal/org';
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
  | 'failed' // an error that has no rule: the server's own words are shown
  | 'offline'; // the network itself failed

/** What was fetched, when and as whom: stands on every surface. */
export interface Freshness {
  state: ConnectionState;
  /** Instant of the last complete answer, ms; absent when nothing was ever read. */
  at?: number;
  /** The server's own words, when it gave any. */
  detail?: string;
  /** Set while Pipelens waits for the org to have calls to spare: when it asks again, ms. */
  until?: number;
  /** Rows held, by table. */
  rows: Partial<Record<string, number>>;
  /** Set while a sync runs: what has arrived of what is expected. */
  progress?: { table: string; done: number; total?: number };
  /** Rows that the CRM sent in a form that cannot be read, and the first with its reason. */
  rejected?: { count: number; first: string };
  /** What is stored and no longer what was written: tables that are read from the CRM anew, and rows that a person wrote and that are lost. */
  damage?: { tables: number; written: number };
  /** How far this computer's clock is behind the newest change that the CRM tells of, ms; absent where it is not. */
  clockBehind?: number;
  /** Set where the API is refused for good: all that is known is what pages have shown. */
  pageOnly?: SeenCount;
  /** Settings that the CRM did not tell for now: figures that rest on them stand on what is known or usual. */
  missing?: MissingPart[];
  /** The CRM does not tell which currency amounts are in: they are shown as plain numbers. */
  isCurrencyUnknown?: boolean;
  userName?: string;
  orgName?: string;
}
