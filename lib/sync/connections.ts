import type { CookieJar, CrmAdapter, CrmClient, Lore, Session } from '@/lib/crm/crm';
import { CrmError } from '@/lib/crm/crm';
import { keepKnown } from '@/lib/crm/settings-parts';
import { type ConnectionState, isPermanent } from '@/lib/deal/connection-state';
import { openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { getLore, getProfile, putLore, putProfile } from '@/lib/storage/profile';
import {
  changeConnection,
  connectionBySession,
  lastConnectionOn,
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
}

/** No cache to show and no session to read with. */
export interface NotOpened {
  state: ConnectionState;
  detail: string;
  /** SHA-256 of the token of the session that was refused. */
  session?: string;
}

export interface Connections {
  /** Opens what belongs to the session on this page now. Another user's cache is never opened for it. */
  /** `isRetry` asks the CRM again although it refused this session for good a while ago. */
  open(pageUrl: string, isRetry?: boolean): Promise<Opened | NotOpened>;
  /** Digests of the sessions that the browser holds for a page now, the likeliest first. */
  sessions(pageUrl: string): Promise<string[]>;
  /** Forgets the client so that the cookie is read again. */
  drop(key: string): void;
  /** Remembers how the last call to the CRM ended. */
  note(key: string, state: ConnectionState, detail?: string, until?: number): Promise<void>;
}

/** Sessions that a person signed in to through an app of the org's. */
export interface Tokens {
  find(pageUrl: string): Promise<Session | undefined>;
  /** The same sign-in with a new token; undefined where it has ended. */
  renew(session: Session): Promise<Session | undefined>;
}

/** Finds the session for a page, connects once per token, and keeps cache and state per org and user. */
export function createConnections(
  adapterOf: (host: string | undefined) => CrmAdapter,
  environment: { cookies: CookieJar; fetch: typeof fetch; now: () => number; tokens?: Tokens },
): Connections {
  const clients = new Map<string, { client: CrmClient; key: string }>();
  const refused = new Map<string, { error: CrmError; at: number }>();
  const pending = new Map<string, Promise<Opened | NotOpened>>();

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
  async function takeUp(session: Session, sessionDigest: string): Promise<Opened | undefined> {
    const connection = await connectionBySession(sessionDigest);
    if (connection?.state !== 'live') return undefined;
    const db = openDatabase(connection.orgId, connection.userId);
    const [lore, profile] = await Promise.all([getLore(db), getProfile(db)]);
    if (!lore || !profile || environment.now() - lore.at > WARM_MS) return undefined;
    const { client } = remembering(session, { db, lore });
    clients.set(sessionDigest, { client, key: connection.key });
    await changeConnection(connection.key, { usedAt: environment.now() });
    return { connection, db, client };
  }

  async function connect(session: Session, sessionDigest: string): Promise<Opened> {
    const { client, belongsTo } = remembering(session);
    const read = await client.bootstrap();
    const db = openDatabase(read.orgId, read.userId);
    const profile = keepKnown(read, await getProfile(db));
    const key = `${profile.orgId}-${profile.userId}`;
    await belongsTo(db);
    await putProfile(db, profile);
    const known = await connectionBySession(sessionDigest);
    const connection: Connection = {
      key,
      orgId: profile.orgId,
      userId: profile.userId,
      pageHost: session.pageHost,
      sessionDigest,
      userName: profile.userName,
      orgName: profile.orgName,
      state: 'live',
      usedAt: environment.now(),
      ...(client.clockAhead === undefined ? {} : { clockAhead: client.clockAhead }),
      ...(known?.key === key && known.syncedAt !== undefined ? { syncedAt: known.syncedAt } : {}),
    };
    await putConnection(connection);
    clients.set(sessionDigest, { client, key });
    refused.delete(sessionDigest);
    return { connection, db, client };
  }

  async function openOnce(pageUrl: string, isRetry: boolean): Promise<Opened | NotOpened> {
    const granted = await environment.tokens?.find(pageUrl);
    const sessions = granted ? [granted] : [];
    try {
      sessions.push(...(await adapterOf(new URL(pageUrl).host).findSessions(pageUrl, environment.cookies)));
    } catch (error) {
      // Nobody is signed in: the last cache used here may still be read.
      if (!granted) return withoutClient(error, await lastConnectionOn(new URL(pageUrl).host));
    }
    let failure: Opened | NotOpened | undefined;
    for (const session of sessions) {
      const sessionDigest = await digest(session.token);
      const held = clients.get(sessionDigest);
      const known = await connectionBySession(sessionDigest);
      if (held && known) {
        await changeConnection(known.key, { usedAt: environment.now() });
        return { connection: known, db: openDatabase(known.orgId, known.userId), client: held.client };
      }
      const before = refused.get(sessionDigest);
      try {
        if (before && !isRetry && environment.now() - before.at < REFUSED_MS) throw before.error;
        const warm = await takeUp(session, sessionDigest);
        if (warm) return warm;
        return await connect(session, sessionDigest).catch((error: unknown) => renewed(session, granted, error));
      } catch (error) {
        // With a session in the browser only its own user's cache may be shown.
        if (error instanceof CrmError && isPermanent(error.state) && error !== before?.error)
          refused.set(sessionDigest, { error, at: environment.now() });
        failure ??= await withoutClient(error, known, sessionDigest);
        // A dead one says nothing about the others; any other refusal is the org's, and would be the same again.
        if (!(error instanceof CrmError) || error.state !== 'expired') break;
      }
    }
    if (!failure) throw new RangeError(`No session for ${pageUrl}`);
    return failure;
  }

  /** An access token of an app lasts a few hours; the sign-in behind it longer. */
  async function renewed(session: Session, granted: Session | undefined, error: unknown): Promise<Opened> {
    const isOver = error instanceof CrmError && error.state === 'expired';
    const next = isOver && session === granted ? await environment.tokens?.renew(session) : undefined;
    if (!next) throw error;
    return connect(next, await digest(next.token));
  }

  /** The cache alone, with the state that says why. */
  async function withoutClient(
    error: unknown,
    known: Connection | undefined,
    session?: string,
  ): Promise<Opened | NotOpened> {
    if (!(error instanceof CrmError)) throw error;
    const { state, message: detail } = error;
    if (!known) return { state, detail, ...(session === undefined ? {} : { session }) };
    await changeConnection(known.key, { state, detail, until: undefined });
    return { connection: { ...known, state, detail }, db: openDatabase(known.orgId, known.userId) };
  }

  return {
    async sessions(pageUrl) {
      const found = await adapterOf(new URL(pageUrl).host)
        .findSessions(pageUrl, environment.cookies)
        .catch(() => []);
      return Promise.all(found.map(({ token }) => digest(token)));
    },
    open(pageUrl, isRetry = false) {
      // Several surfaces ask at once when a page opens: one of them connects.
      const host = new URL(pageUrl).host;
      const running = pending.get(host);
      if (running) return running;
      const started = openOnce(pageUrl, isRetry).finally(() => pending.delete(host));
      pending.set(host, started);
      return started;
    },
    drop(key) {
      for (const [token, held] of clients) if (held.key === key) clients.delete(token);
    },
    async note(key, state, detail, until) {
      await changeConnection(key, { state, ...(detail === undefined ? {} : { detail }), until });
    },
  };
}

async function digest(token: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
