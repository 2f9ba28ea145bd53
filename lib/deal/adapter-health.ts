import type { CallNote } from '@/lib/deal/api-calls';
import type { ConnectionState } from '@/lib/deal/connection-state';

/** How often pages of one kind could be read, and could not. */
export interface PageCount {
  kind: 'record' | 'list';
  found: number;
  missed: number;
}

/** Calls of the last 24 hours and how many there may be, by the share that the user allows. */
export interface Budget {
  used: number;
  allowed: number;
  share: number;
  /** The org's own count and pool, where it reports them. */
  org?: { used: number; limit: number };
}

/** One org as one user, as the adapter sees it. */
export interface ConnectionHealth {
  key: string;
  pageHost: string;
  orgName: string;
  userName: string;
  state: ConnectionState;
  syncedAt?: number;
  apiVersion?: string;
  /** Fields and tables that this user may not see. */
  hidden: string[];
  budget: Budget;
  /** Calls since the day began on this computer’s clock; the hour in which it did counts whole. */
  callsToday: number;
  recent: CallNote[];
  failed: CallNote[];
}

export interface AdapterHealth {
  connections: ConnectionHealth[];
  /** Hosts whose API is refused, without any connection, and every host that has one. */
  hosts: { host: string; clientId?: string }[];
  pages: PageCount[];
}

/** Of the calls that went well, the report names the last ones. */
const REPORTED = 15;

/** The same as text to send to whoever helps: no host, no name, no id, no value of any record. */
export function healthReport(
  { connections, pages }: AdapterHealth,
  version: string,
  agent: string,
  now: number,
): string {
  const ago = (at: number): string => `${Math.round((now - at) / 1000)} s ago`;
  const line = ({ at, what, status, code, ms }: CallNote): string =>
    `  ${what} → ${status}${code === undefined ? '' : ` ${code}`} in ${ms} ms, ${ago(at)}`;
  return [
    `Pipelens ${version}`,
    agent,
    ...pages.map(({ kind, found, missed }) => `Pages ${kind}: read ${found}, not read ${missed}`),
    ...connections.flatMap(({ state, syncedAt, apiVersion, hidden, budget, recent, failed }, index) => [
      '',
      `Connection ${index + 1}: ${state}, last read ${syncedAt === undefined ? 'never' : ago(syncedAt)}`,
      `API ${apiVersion ?? 'unknown'}, calls in 24 h ${budget.used} of ${budget.allowed} allowed${budget.org ? `, org ${budget.org.used} of ${budget.org.limit}` : ''}`,
      `Hidden from this user: ${hidden.length > 0 ? hidden.join(', ') : 'nothing'}`,
      'Last calls:',
      ...recent.slice(0, REPORTED).map(line),
      ...(failed.length > 0 ? ['Last failures:', ...failed.slice(0, 10).map(line)] : []),
    ]),
  ].join('\n');
}
