import { Dexie, type EntityTable, type Table } from 'dexie';

import type { PageCount } from '@/lib/deal/adapter-health';
import type { ApiUsage, CallNote } from '@/lib/deal/api-calls';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { HostCalls } from '@/lib/deal/kept/kept-here';
import type { SeenDeal } from '@/lib/deal/page-only';

import { refuseNewer } from './newest';
import { openAgain } from './open-again';
import { wholeRows, writeAgain } from './whole';

/** One org and user ever connected to in this browser. Holds no token: only a digest that recognises the session again. */
export interface Connection {
  /** `<orgId>-<userId>`: also the name of its database. */
  key: string;
  orgId: string;
  userId: string;
  pageHost: string;
  /** The cookie store that its session was found in; absent is the browser's own. */
  store?: string;
  /** SHA-256 of the session token, hex: says whose session this is without asking the CRM. */
  sessionDigest: string;
  userName: string;
  orgName: string;
  state: ConnectionState;
  /** The CRM's own words for that state. */
  detail?: string;
  /** Set while a sync waits for the org to have calls to spare: when it asks again, ms. */
  until?: number;
  /** Instant of the last complete sync, ms. */
  syncedAt?: number;
  /** How far this computer's clock was ahead of the CRM's at the last answer, ms; negative where it was behind. */
  clockAhead?: number;
  /** Instant it was last opened, ms. Nothing is chosen by it. */
  usedAt: number;
}

/** Whose a session is. One user may have several at a time, and one host several users. */
interface StoredSession {
  /** SHA-256 of the token, hex. */
  digest: string;
  key: string;
  host: string;
  /** Cookie store, empty for the browser's own. */
  store: string;
  at: number;
}

/** So many of a connection's sessions are known again. */
const MOST_SESSIONS = 8;

/** The calls that this browser made to one org's API. */
export interface CallLog {
  /** The org's id in the one form that its calls are counted by. */
  orgId: string;
  /** Calls by the hour they were made in (hours since 1970), the last 24 of them. */
  hours: [hour: number, calls: number][];
  /** What the org itself last said of all its calls. */
  usage?: ApiUsage;
  /** The newest first; at most 40. */
  recent: CallNote[];
  /** Those that failed, the newest first; at most 20. */
  failed: CallNote[];
}

/** A host whose API is refused to one session for good. */
interface PageOnlyHost {
  host: string;
  /** SHA-256 of the session token: what was seen belongs to that session alone. */
  session: string;
  state: ConnectionState;
  detail: string;
  total?: number;
  usedAt: number;
}

export interface StoredSeen extends SeenDeal {
  host: string;
}

interface Setting {
  key: 'apiShare';
  value: number;
}

/** The app for sign-in that an org's administrator registered: no secret, it is named in the browser's address bar. */
interface App {
  host: string;
  clientId: string;
}

class Registry extends Dexie {
  declare connections: EntityTable<Connection, 'key'>;
  declare calls: EntityTable<CallLog, 'orgId'>;
  declare settings: EntityTable<Setting, 'key'>;
  declare pages: EntityTable<PageCount, 'kind'>;
  declare apps: EntityTable<App, 'host'>;
  declare pageOnly: EntityTable<PageOnlyHost, 'host'>;
  declare seen: Table<StoredSeen, [string, string]>;
  declare sessions: EntityTable<StoredSession, 'digest'>;
  declare hosts: EntityTable<HostCalls, 'host'>;

  constructor() {
    super('pipelens');
    // Whose a session is decides whose deals are shown: a damaged row is as good as none, and the CRM is asked again.
    this.use(wholeRows('pipelens', () => undefined));
    // A shipped version is frozen: append the next one with its upgrade.
    this.version(1).stores({ connections: 'key, pageHost, sessionDigest, usedAt' });
    this.version(2).stores({
      calls: 'orgId',
      settings: 'key',
      pages: 'kind',
      apps: 'host',
      pageOnly: 'host, usedAt',
      seen: '[host+id], host',
    });
    this.version(3)
      .stores({ sessions: 'digest, key, [host+store]' })
      .upgrade(async (stored) => {
        const known = await stored.table<Connection>('connections').toArray();
        await stored.table<StoredSession>('sessions').bulkPut(known.map(sessionOf));
      });
    this.version(4).stores({ hosts: 'host' });
    // Rows are stored with a checksum from now on.
    this.version(5).upgrade(async (stored) => {
      for (const name of TABLES_OF_5) await writeAgain(stored.table(name));
    });
    refuseNewer(this);
    openAgain(this);
  }
}

const TABLES_OF_5 = [
  'connections',
  'calls',
  'settings',
  'pages',
  'apps',
  'pageOnly',
  'seen',
  'sessions',
  'hosts',
] as const;

export const registry = new Registry();

const sessionOf = ({ key, pageHost, store = '', sessionDigest, usedAt }: Connection): StoredSession => ({
  digest: sessionDigest,
  key,
  host: pageHost,
  store,
  at: usedAt,
});

/** Remembers the connection, and that its session is this user's. */
export const putConnection = (connection: Connection): Promise<void> =>
  registry.transaction('rw', registry.connections, registry.sessions, async () => {
    await registry.connections.put(connection);
    await registry.sessions.put(sessionOf(connection));
    const all = await registry.sessions.where({ key: connection.key }).sortBy('at');
    await registry.sessions.bulkDelete(all.slice(0, -MOST_SESSIONS).map(({ digest }) => digest));
  });

/** What is undefined is taken away. */
export const changeConnection = (
  key: string,
  change: Partial<Omit<Connection, 'key' | 'detail' | 'until'>> & {
    detail?: string | undefined;
    until?: number | undefined;
  },
): Promise<number> =>
  registry.connections.where({ key }).modify((connection) => {
    Object.assign(connection, change);
    if (change.detail === undefined && 'detail' in change) delete connection.detail;
    if (change.until === undefined && 'until' in change) delete connection.until;
  });

/** The CRM answered: whatever it refused before is over. */
export const markLive = (key: string, syncedAt?: number): Promise<number> =>
  registry.connections.where({ key }).modify((connection) => {
    connection.state = 'live';
    delete connection.detail;
    delete connection.until;
    if (syncedAt !== undefined) connection.syncedAt = syncedAt;
  });

/** Newest first. */
export const allConnections = (): Promise<Connection[]> => registry.connections.orderBy('usedAt').reverse().toArray();

export const connectionOf = (key: string): Promise<Connection | undefined> => registry.connections.get(key);

/** Forgets one connection, and whose its sessions were. */
export const dropConnection = (key: string): Promise<void> =>
  registry.transaction('rw', registry.connections, registry.sessions, async () => {
    await registry.connections.delete(key);
    await registry.sessions.where({ key }).delete();
  });

/** The connection that a session belongs to: the same user's, or none. Never another user's of the same org. */
export async function connectionBySession(digest: string): Promise<Connection | undefined> {
  const session = await registry.sessions.get(digest);
  return session && registry.connections.get(session.key);
}

/** Where its user was signed in on its host, in one container of the browser or several: the last one first. */
export async function homesOf({ key, pageHost, store }: Connection): Promise<{ host: string; store?: string }[]> {
  const sessions = await registry.sessions.where({ key }).toArray();
  const stores = sessions.flatMap((each) => (each.host === pageHost ? [each.store] : []));
  return [...new Set([store ?? '', ...stores])].map((each) => ({
    host: pageHost,
    ...(each === '' ? {} : { store: each }),
  }));
}

/** The one user ever seen on a host, in one cookie store: what may be read there when nobody is signed in. None where there were two. */
export async function onlyConnectionOn(host: string, store = ''): Promise<Connection | undefined> {
  const keys = new Set((await registry.sessions.where({ host, store }).toArray()).map(({ key }) => key));
  const [key] = keys;
  const only = keys.size === 1 && key !== undefined ? await registry.connections.get(key) : undefined;
  // An org whose domain was renamed is at the new one.
  return only?.pageHost === host ? only : undefined;
}

/** Share of the org's daily API calls that this browser may use. */
export const DEFAULT_SHARE = 0.05;
let mostShare = 1;
/** From now on no more than this is allowed, whatever was chosen: the organisation says so. */
export const limitShare = (most: number): void => {
  mostShare = most;
};
export const apiShare = async (): Promise<number> =>
  Math.min(mostShare, (await registry.settings.get('apiShare'))?.value ?? DEFAULT_SHARE);
export const setApiShare = (value: number): Promise<string> => registry.settings.put({ key: 'apiShare', value });

export const countPage = (kind: PageCount['kind'], isFound: boolean): Promise<unknown> =>
  registry.transaction('rw', registry.pages, async () => {
    const { found, missed } = (await registry.pages.get(kind)) ?? { found: 0, missed: 0 };
    return registry.pages.put({ kind, found: found + (isFound ? 1 : 0), missed: missed + (isFound ? 0 : 1) });
  });
export const pageCounts = (): Promise<PageCount[]> => registry.pages.toArray();

export const appOf = async (host: string): Promise<string | undefined> => (await registry.apps.get(host))?.clientId;
export const setApp = (host: string, clientId: string): Promise<string> => registry.apps.put({ host, clientId });
export const pageOnlyHosts = async (): Promise<string[]> => (await registry.pageOnly.toArray()).map(({ host }) => host);

export const callLog = async (orgId: string): Promise<CallLog> =>
  (await registry.calls.get(orgId)) ?? { orgId, hours: [], recent: [], failed: [] };
export const changeCallLog = (orgId: string, change: (log: CallLog) => CallLog): Promise<CallLog> =>
  registry.transaction('rw', registry.calls, async () => {
    const changed = change(await callLog(orgId));
    await registry.calls.put(changed);
    return changed;
  });

/** Counts a call to a host, whatever it was for. */
export const countCall = (host: string, at: number): Promise<unknown> =>
  registry.transaction('rw', registry.hosts, async () => {
    const calls = (await registry.hosts.get(host))?.calls ?? 0;
    return registry.hosts.put({ host, calls: calls + 1, at });
  });
/** The most called first. */
export const hostCalls = async (): Promise<HostCalls[]> =>
  (await registry.hosts.toArray()).toSorted((a, b) => b.calls - a.calls || a.host.localeCompare(b.host));

/** As `letGo` of the databases. */
export const letGoOfRegistry = (): void => registry.close({ disableAutoOpen: false });

export const forgetConnections = (): Promise<void> => registry.delete({ disableAutoOpen: false });
