import { isRecent } from '@/lib/calendar/recent';
import type { CookieJar, CrmAdapter, CrmClient, Lore, Session } from '@/lib/crm/crm';
import { CrmError } from '@/lib/crm/crm';
import { keepKnown } from '@/lib/crm/settings-parts';
import { type ConnectionState, isPermanent, SAMPLE_HOST, type Whereabouts } from '@/lib/deal/connection-state';
import { openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { getLore, getProfile, putLore, putProfile } from '@/lib/storage/profile';
import {
  allConnections,
  changeConnection,
  connectionBySession,
  connectionOf,
  onlyConnectionOn,
  putConnection,
  type Connection,
} from '@/lib/storage/registry';

import { createLedger } from './budget';

/** So long a refusal that only an administrator can end is not tried again unasked. */
const REFUSED_MS = 300_000;

/** So long a session that worked is taken up by a new worker as it was left, without asking who it is and what it may see. */
const WARM_MS = 24 * 3_600_000;

/** One org and user, as far as it could be opened: with a client when a session works, without when only the cache is readable. */
export interface Opened {
  connection: Connection;
  db: PipelensDatabase;
  client?: CrmClient;
  /** The sessions that the browser held for the place when this was opened: see {@link Connections.basis}. */
  basis: string;
}

/** No cache to show and no session to read with. */
export interface NotOpened {
  state: ConnectionState;
  detail: string;
  /** SHA-256 of the token of the session that was refused. */
  session?: string;
  basis: string;
}

type Unfounded = Omit<Opened, 'basis'> | Omit<NotOpened, 'basis'>;

export interface Connections {
  /**
   * Opens what belongs to the session in this place now. Another user's cache is never opened for it. `isRetry` asks the CRM again
   * although it refused this session for good a while ago.
   */
  open(place: Whereabouts, isRetry?: boolean): Promise<Opened | NotOpened>;
  /** Digests of the sessions that the browser holds for a place now, the likeliest first. */
  sessions(place: Whereabouts): Promise<string[]>;
  /** The same as one word: while it is the same, so is who is signed in. */
  basis(place: Whereabouts): Promise<string>;
  /** Forgets the client so that the cookie is read again. */
  drop(key: string): void;
  /** Remembers how the last call to the CRM ended. */
  note(key: string, state: ConnectionState, detail?: string, until?: number): Promise<void>;
}

/** Sessions that a person signed in to through an app of the org's. */
export interface Tokens {
  find(place: Whereabouts): Promise<Session | undefined>;
  /** The same sign-in with a new token; undefined where it has ended. Rejects where that is not known. */
  renew(session: Session): Promise<Session | undefined>;
}

/** False once the browser has deleted it under us: the org is asked for its settings anew. One that cannot be read says so later. */
const isFilled = (db: PipelensDatabase): Promise<boolean> =>
  getProfile(db).then(
    (profile) => profile !== undefined,
    () => true,
  );

/** Finds the session for a page, connects once per token, and keeps cache and state per org and user. */
export function createConnections(
  adapterOf: (host: string | undefined) => CrmAdapter,
  environment: {
    cookies: CookieJar;
    fetch: typeof fetch;
    now: () => number;
    tokens?: Tokens;
    /** Why a place may not be opened at all: it is private, withheld by the browser, or everything was deleted. */
    bar?: (place: Whereabouts) => Promise<CrmError | undefined>;
    /** An error for a screen; else its message stands. */
    wordsOf?: (error: CrmError) => string;
  },
): Connections {
  /** `at`: since when what the client knows of the org is known, ms. */
  const clients = new Map<string, { client: CrmClient; key: string; at: number }>();
  const refused = new Map<string, { error: CrmError; at: number }>();
  const pending = new Map<string, Promise<Unfounded>>();

  /** The sessions of a place; none where nobody is signed in. */
  async function sessionsOf(
    place: Whereabouts,
  ): Promise<{ found: Session[]; granted: Session | undefined; missing?: unknown }> {
    const granted = await environment.tokens?.find(place);
    const own = granted ? [granted] : [];
    try {
      const others = await adapterOf(place.host).findSessions(urlOf(place), environment.cookies, place.store);
      return { found: [...own, ...others], granted };
    } catch (error) {
      return { found: own, granted, ...(granted ? {} : { missing: error }) };
    }
  }

  /** A client that remembers in the store of its org and user: in `db` from the start, or once it is known whose it is. */
  function remembering(session: Session, held?: { db: PipelensDatabase; lore: Lore }) {
    let { db, lore } = held ?? {};
    const adapter = adapterOf(session.pageHost);
    const client = adapter.connect(session, {
      fetch: environment.fetch,
      now: environment.now,
      ledger: createLedger(adapter.orgKey(session.orgId), environment.now),
      memory: {
        read: () => Promise.resolve(lore),
        async write(next) {
          lore = next;
          if (db) await putLore(db, next);
        },
      },
    });
    return {
      client,
      async belongsTo(owner: PipelensDatabase) {
        db = owner;
        if (lore) await putLore(owner, lore);
      },
    };
  }

  /** The session as an earlier worker left it, where it worked and not long ago. A call that fails makes it start again. */
  async function takeUp(session: Session, sessionDigest: string): Promise<Unfounded | undefined> {
    const connection = await connectionBySession(sessionDigest);
    if (connection?.state !== 'live') return undefined;
    const db = openDatabase(connection.orgId, connection.userId);
    const [lore, profile] = await Promise.all([getLore(db), getProfile(db)]);
    if (!lore || !profile || !isRecent(lore.at, environment.now(), WARM_MS)) return undefined;
    const { client } = remembering(session, { db, lore });
    clients.set(sessionDigest, { client, key: connection.key, at: lore.at });
    await changeConnection(connection.key, { usedAt: environment.now() });
    return { connection, db, client };
  }

  async function connect(session: Session, sessionDigest: string, store?: string): Promise<Unfounded> {
    const { client, belongsTo } = remembering(session);
    const read = await client.bootstrap();
    const db = openDatabase(read.orgId, read.userId);
    const profile = keepKnown(read, await getProfile(db));
    const key = `${profile.orgId}-${profile.userId}`;
    await belongsTo(db);
    await putProfile(db, profile);
    const known = await connectionOf(key);
    const connection: Connection = {
      key,
      orgId: profile.orgId,
      userId: profile.userId,
      pageHost: session.pageHost,
      ...(store === undefined ? {} : { store }),
      sessionDigest,
      userName: profile.userName,
      orgName: profile.orgName,
      state: 'live',
      usedAt: environment.now(),
      ...(client.clockAhead === undefined ? {} : { clockAhead: client.clockAhead }),
      ...(known?.syncedAt === undefined ? {} : { syncedAt: known.syncedAt }),
    };
    await putConnection(connection);
    clients.set(sessionDigest, { client, key, at: environment.now() });
    refused.delete(sessionDigest);
    return { connection, db, client };
  }

  async function openOnce(
    { host, store }: Whereabouts,
    { found, granted, missing }: Awaited<ReturnType<typeof sessionsOf>>,
    isRetry: boolean,
  ): Promise<Unfounded> {
    // Nobody is signed in: the cache may be read of the one user who ever was.
    if (missing !== undefined) return withoutClient(missing, await onlyConnectionOn(host, store));
    let failure: Unfounded | undefined;
    for (const session of found) {
      const sessionDigest = await digest(session.token);
      const held = clients.get(sessionDigest);
      const known = await connectionBySession(sessionDigest);
      // A worker may live for days: what the org's settings were is not what they are. A clock that was set back makes nothing last longer.
      if (held && known && isRecent(held.at, environment.now(), WARM_MS)) {
        const db = openDatabase(known.orgId, known.userId);
        if (await isFilled(db)) {
          await changeConnection(known.key, { usedAt: environment.now() });
          return { connection: known, db, client: held.client };
        }
      }
      const before = refused.get(sessionDigest);
      try {
        if (before && !isRetry && isRecent(before.at, environment.now(), REFUSED_MS)) throw before.error;
        const warm = await takeUp(session, sessionDigest);
        if (warm) return warm;
        return await connect(session, sessionDigest, store).catch((error: unknown) => renewed(session, granted, error));
      } catch (error) {
        // With a session in the browser only its own user's cache may be shown.
        if (error instanceof CrmError && isPermanent(error.state) && error !== before?.error)
          refused.set(sessionDigest, { error, at: environment.now() });
        failure ??= await withoutClient(error, known, sessionDigest);
        // A dead one says nothing about the others; any other refusal is the org's, and would be the same again.
        if (!(error instanceof CrmError) || error.state !== 'expired') break;
      }
    }
    if (!failure) throw new RangeError(`No session for ${host}`);
    return failure;
  }

  /** An access token of an app lasts a few hours; the sign-in behind it longer. */
  async function renewed(session: Session, granted: Session | undefined, error: unknown): Promise<Unfounded> {
    const isOver = error instanceof CrmError && error.state === 'expired';
    const next = isOver && session === granted ? await environment.tokens?.renew(session) : undefined;
    if (!next) throw error;
    return connect(next, await digest(next.token));
  }

  /** The cache alone, with the state that says why. */
  async function withoutClient(error: unknown, known: Connection | undefined, session?: string): Promise<Unfounded> {
    if (!(error instanceof CrmError)) throw error;
    const { state, until } = error;
    const detail = environment.wordsOf?.(error) ?? error.message;
    if (!known) return { state, detail, ...(session === undefined ? {} : { session }) };
    await changeConnection(known.key, { state, detail, until });
    return { connection: { ...known, state, detail }, db: openDatabase(known.orgId, known.userId) };
  }

  /** It has no session and no client: what was made of it is all there is. */
  async function openSample(): Promise<Opened | NotOpened> {
    const connection = (await allConnections()).find(({ pageHost }) => pageHost === SAMPLE_HOST);
    if (!connection) {
      const gone = new CrmError('noSession', 'The sample was removed.', { fact: { id: 'sampleGone' } });
      return { state: gone.state, detail: environment.wordsOf?.(gone) ?? gone.message, basis: SAMPLE_HOST };
    }
    return { connection, db: openDatabase(connection.orgId, connection.userId), basis: SAMPLE_HOST };
  }

  const digestsOf = async (place: Whereabouts): Promise<string[]> => Promise.all(tokensOf(await sessionsOf(place)));

  return {
    sessions: digestsOf,
    async basis(place) {
      if (place.host === SAMPLE_HOST) return SAMPLE_HOST;
      return (await environment.bar?.(place))?.state ?? (await digestsOf(place)).join();
    },
    async open(place, isRetry = false) {
      if (place.host === SAMPLE_HOST) return openSample();
      const barred = await environment.bar?.(place);
      if (barred) {
        const isReadable = barred.state === 'withheld';
        const known = isReadable ? await onlyConnectionOn(place.host, place.store) : undefined;
        return { ...(await withoutClient(barred, known)), basis: barred.state };
      }
      const sessions = await sessionsOf(place);
      const basis = (await Promise.all(tokensOf(sessions))).join();
      // Several surfaces ask at once when a page opens: one of them connects. A session that came meanwhile is another matter.
      const name = JSON.stringify([place.host, place.store, basis]);
      let running = pending.get(name);
      if (!running) {
        running = openOnce(place, sessions, isRetry).finally(() => pending.delete(name));
        pending.set(name, running);
      }
      const found = await running;
      return 'connection' in found
        ? { ...found, connection: inStore(found.connection, place.store), basis }
        : { ...found, basis };
    },
    drop(key) {
      for (const [token, held] of clients) if (held.key === key) clients.delete(token);
    },
    async note(key, state, detail, until) {
      await changeConnection(key, { state, ...(detail === undefined ? {} : { detail }), until });
    },
  };
}

/** Who is signed in to several containers has one connection, which names the last of them: what was opened is in that of whoever asked. */
function inStore({ store: _last, ...connection }: Connection, store: string | undefined): Connection {
  return store === undefined ? connection : { ...connection, store };
}

const urlOf = ({ host }: Whereabouts): string => `https://${host}/`;
const tokensOf = ({ found }: { found: readonly Session[] }): Promise<string>[] =>
  found.map(({ token }) => digest(token));

async function digest(token: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
