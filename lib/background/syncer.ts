import type { RecordMiss } from '@/lib/answers/record-view';
import { adapterOf } from '@/lib/crm';
import { CrmError } from '@/lib/crm/crm';
import { paced } from '@/lib/deal/api-pace';
import { type ConnectionState, isPermanent } from '@/lib/deal/connection-state';
import type { Freshness } from '@/lib/deal/freshness';
import type { Harvest } from '@/lib/deal/page-only';
import { openDatabase } from '@/lib/storage/database';
import { allConnections, changeConnection, markLive } from '@/lib/storage/registry';
import { addSeen, beginPageOnly, endPageOnly } from '@/lib/storage/seen';
import { budgetOf } from '@/lib/sync/budget';
import type { CacheSource } from '@/lib/sync/cache-queries';
import { createConnections, type NotOpened, type Opened, type Tokens } from '@/lib/sync/connections';
import { refreshRecord } from '@/lib/sync/record-refresh';
import { syncOnce } from '@/lib/sync/sync';

import type { Environment, Tabs } from './browser-parts';
import { RECORD_EVERY_MS, SYNC_EVERY_MS } from './pace';
import { runEach, settleAll, throwAll } from './run-each';

/** Short enough to end before a worker is stopped; the alarm or the next message continues where it ended. */
const SLICE_MS = 20_000;

/** Never rarer than this: a share that is used up is found out, and said. */
const MOST_WAIT_MS = 600_000;

export interface Syncer {
  /** Opens what belongs to the page's session and brings it up to date; ends when that slice of the sync ends. */
  watch(pageUrl: string): Promise<{ isPageOnly: boolean }>;
  /** Keeps what a page shows, where the API is refused for good. */
  seen(pageUrl: string, harvest: Harvest): Promise<boolean>;
  /** What may be read for a page's host, or what was used last. Connects when there is a session. */
  source(host?: string): Promise<CacheSource | NotOpened>;
  /** `isRetry` asks again although the CRM refused for good a while ago. */
  sync(host?: string, isRetry?: boolean): Promise<void>;
  refresh(host: string, recordId: string): Promise<void>;
  /** Syncs what the open CRM tabs belong to, each whatever the others do. False when none is open. */
  syncOpenPages(patterns: readonly string[]): Promise<boolean>;
  miss(key: string, recordId: string): RecordMiss | undefined;
  progress(key: string): Freshness['progress'];
}

/** Keeps the caches of this browser current. All its state can be lost at any moment: what matters is in the store. */
export function createSyncer({
  tabs,
  tokens,
  onWatched,
  publish,
  now,
  fetch,
  cookies,
}: Environment & { tabs: Tabs; tokens: Tokens; onWatched(): void }): Syncer {
  const connections = createConnections(adapterOf, { cookies, fetch, now, tokens });
  const progress = new Map<string, Freshness['progress']>();
  const misses = new Map<string, RecordMiss>();
  const running = new Map<string, Promise<void>>();
  const readAt = new Map<string, number>();

  const urlOf = (host: string): string => `https://${host}/`;
  const isOpened = (result: Opened | NotOpened): result is Opened => 'db' in result;

  async function failed(key: string, error: unknown): Promise<ConnectionState> {
    if (!(error instanceof CrmError)) throw error;
    await connections.note(key, error.state, error.message);
    if (error.state === 'expired' || error.state === 'noSession') connections.drop(key);
    return error.state;
  }

  function syncOpened(opened: Opened): Promise<void> {
    const { key } = opened.connection;
    let run = running.get(key);
    if (!run) {
      run = syncSlice(opened).finally(() => running.delete(key));
      running.set(key, run);
    }
    return run;
  }

  async function syncSlice({ connection: { key }, db, client }: Opened): Promise<void> {
    if (!client) return;
    try {
      const result = await syncOnce({
        client,
        db,
        now,
        sliceMs: SLICE_MS,
        onProgress: (step) => {
          progress.set(key, step);
          void publish();
        },
      });
      // By each sync anew: a person who has set the clock right need not sign in again.
      if (client.clockAhead !== undefined) await changeConnection(key, { clockAhead: client.clockAhead });
      if (result.state === 'live') {
        await markLive(key, result.isDone ? now() : undefined);
      } else {
        await connections.note(key, result.state, result.detail, result.until);
        if (result.state === 'expired') connections.drop(key);
      }
    } catch (error) {
      await failed(key, error);
    } finally {
      progress.delete(key);
      await publish();
    }
  }

  /** A pull that is not yet whole goes on at once; after that the share of calls sets the pace. */
  async function syncInPace(opened: Opened): Promise<void> {
    const { orgId, pageHost, syncedAt, state } = opened.connection;
    const wait = paced(SYNC_EVERY_MS, await budgetOf(adapterOf(pageHost).orgKey(orgId), now()));
    const isEarly =
      state === 'live' && syncedAt !== undefined && Math.abs(now() - syncedAt) < Math.min(wait, MOST_WAIT_MS);
    if (!isEarly) await syncOpened(opened);
  }

  async function source(host?: string): Promise<CacheSource | NotOpened> {
    if (host !== undefined) return connections.open(urlOf(host));
    const [connection] = await allConnections();
    if (connection) return { connection, db: openDatabase(connection.orgId, connection.userId) };
    return { state: 'noSession', detail: 'Pipelens has not read from a CRM in this browser yet.' };
  }

  return {
    source,
    async watch(pageUrl) {
      onWatched();
      const opened = await connections.open(pageUrl, true);
      const { host } = new URL(pageUrl);
      if (isOpened(opened)) {
        await runEach([() => endPageOnly(host), publish, () => syncOpened(opened)]);
        return { isPageOnly: false };
      }
      const { state, detail, session } = opened;
      const isPageOnly = session !== undefined && isPermanent(state);
      if (isPageOnly) await beginPageOnly({ host, session, state, detail, now: now() });
      await publish();
      return { isPageOnly };
    },
    async seen(pageUrl, harvest) {
      // After Login-As the page is another user's: what it shows is not for the former one's eyes.
      const [session] = await connections.sessions(pageUrl);
      const isKept = session !== undefined && (await addSeen(new URL(pageUrl).host, session, harvest, now()));
      if (isKept) await publish();
      return isKept;
    },
    async sync(host, isRetry) {
      const target = host ?? (await allConnections())[0]?.pageHost;
      if (target === undefined) return;
      const opened = await connections.open(urlOf(target), isRetry);
      if (isOpened(opened)) await runEach([() => endPageOnly(target), () => syncOpened(opened)]);
    },
    async refresh(host, recordId) {
      const opened = await connections.open(urlOf(host), true);
      if (!isOpened(opened) || !opened.client) return publish();
      const { connection, client, db } = opened;
      const missKey = `${connection.key}/${recordId}`;
      // The panel asks on its own every so often; what is stretched well beyond that is waited for here.
      const orgKey = adapterOf(connection.pageHost).orgKey(connection.orgId);
      const extra = paced(RECORD_EVERY_MS, await budgetOf(orgKey, now())) - RECORD_EVERY_MS;
      const wait = extra < RECORD_EVERY_MS / 2 ? 0 : extra;
      if (connection.state === 'live' && now() - (readAt.get(missKey) ?? 0) < Math.min(wait, MOST_WAIT_MS)) return;
      readAt.set(missKey, now());
      try {
        const found = await refreshRecord({ client, db, id: recordId, now: now() });
        if (found) misses.delete(missKey);
        else misses.set(missKey, { kind: 'notFound' });
        if (connection.state !== 'live') await markLive(connection.key);
      } catch (error) {
        if (!(error instanceof CrmError)) {
          misses.set(missKey, { kind: 'unread', detail: error instanceof Error ? error.message : String(error) });
          throw error;
        }
        await failed(connection.key, error);
      } finally {
        await publish();
      }
    },
    async syncOpenPages(patterns) {
      const shown = await tabs.query({ url: [...patterns] });
      const pages = new Map(shown.flatMap(({ url }) => (url ? [[new URL(url).host, url] as const] : [])));
      const { errors } = await settleAll(
        [...pages.values()].map(async (url) => {
          const opened = await connections.open(url);
          if (isOpened(opened)) await syncInPace(opened);
        }),
      );
      throwAll(errors);
      return pages.size > 0;
    },
    miss: (key, recordId) => misses.get(`${key}/${recordId}`),
    progress: (key) => progress.get(key),
  };
}
