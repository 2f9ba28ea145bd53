import type { RecordMiss } from '@/lib/answers/record-view';
import { isRecent } from '@/lib/calendar/recent';
import { adapterOf } from '@/lib/crm';
import { CrmError } from '@/lib/crm/crm';
import type { ApiUsage } from '@/lib/deal/api-calls';
import { paced } from '@/lib/deal/api-pace';
import { type ConnectionState, isPermanent, type Whereabouts } from '@/lib/deal/connection-state';
import type { Freshness } from '@/lib/deal/freshness';
import { storeFailure } from '@/lib/deal/kept/store-failure';
import type { Harvest } from '@/lib/deal/page-only';
import { t } from '@/lib/i18n';
import { letGo, openedAs } from '@/lib/storage/database';
import {
  changeConnection,
  type Connection,
  connectionBySession,
  letGoOfRegistry,
  markLive,
  homesOf,
} from '@/lib/storage/registry';
import { addSeen, beginPageOnly, endPageOnly } from '@/lib/storage/seen';
import { restoreWritten } from '@/lib/storage/written';
import { budgetOf } from '@/lib/sync/budget';
import { createConnections, type NotOpened, type Opened, type Tokens } from '@/lib/sync/connections';
import { refreshRecord } from '@/lib/sync/record-refresh';
import { syncOnce } from '@/lib/sync/sync';

import { type Environment, placeOfTab, type BrowserTabs } from './browser-parts';
import { RECORD_EVERY_MS, SYNC_EVERY_MS } from './pace';
import type { Presence } from './presence';
import { runEach, settleAll, throwAll } from './run-each';
import { crmWords } from './writing/no-client';

/** Short enough to end before a worker is stopped; the alarm or the next message continues where it ended. */
const SLICE_MS = 20_000;

/** Never rarer than this: a share that is used up is found out, and said. */
const MOST_WAIT_MS = 600_000;

/** Never rarer than this a change that the CRM keeps waiting is tried. */
const MOST_VAIN_MS = 240_000;

export interface Syncer {
  /** Opens what belongs to the page's session and brings it up to date; ends when that slice of the sync ends. */
  watch(page: Whereabouts): Promise<{ isPageOnly: boolean }>;
  /** Keeps what a page shows, where the API is refused for good. */
  seen(page: Whereabouts, harvest: Harvest): Promise<boolean>;
  /** What belongs to who is signed in there now. Connects when there is a session. `isRetry`: although the CRM refused for good a while ago. */
  open(place: Whereabouts, isRetry?: boolean): Promise<Opened | NotOpened>;
  /** See {@link Opened.basis}: whether it is still so. */
  isStill(place: Whereabouts, opened: Pick<Opened, 'basis'>): Promise<boolean>;
  /** Whether somebody else is signed in where this connection was. */
  isForeign(connection: Connection): Promise<boolean>;
  /** Where its user is signed in: the container that connected last is not the only one there may be. */
  whereNow(connection: Connection): Promise<Whereabouts>;
  /** Answers once no sync writes any more. */
  settled(): Promise<void>;
  /** Brings up to date what was opened. */
  sync(opened: Opened): Promise<void>;
  refresh(opened: Opened, recordId: string): Promise<void>;
  /** Syncs what the open CRM tabs belong to, each whatever the others do; nothing while nobody is there. False when none is open. */
  syncOpenPages(patterns: readonly string[]): Promise<boolean>;
  miss(key: string, recordId: string): RecordMiss | undefined;
  progress(key: string): Freshness['progress'];
}

/** Where nobody can tell, somebody is there. */
const SOMEBODY: Presence = { isIdle: () => Promise.resolve(false), isAway: () => Promise.resolve(false) };

const hasCalls = (usage: ApiUsage | undefined): boolean => usage !== undefined && usage.used < usage.limit;

/** What is told in words of our own is told in the user's language. */
function wordsOf({ name, message }: Error): string {
  const own = (['BlockedError', 'VersionError'] as const).find((each) => each === name);
  return own ? t(`failure.why.${own}`) : message;
}

/** Keeps the caches of this browser current. All its state can be lost at any moment: what matters is in the store. */
export function createSyncer({
  tabs,
  tokens,
  onWatched,
  onLive,
  onPaced,
  publish,
  now,
  fetch,
  cookies,
  bar,
  presence = SOMEBODY,
}: Environment & {
  tabs: BrowserTabs;
  tokens: Tokens;
  bar?: (place: Whereabouts) => Promise<CrmError | undefined>;
  onWatched(): void;
  /** After the CRM has answered: what waits for it can go on. */
  onLive?(opened: Opened): Promise<unknown>;
  /**
   * The CRM is not asked for news yet, or its calls are left to others: what a person wants done need not wait for that. True where
   * something waits still.
   */
  onPaced?(opened: Opened): Promise<boolean>;
  presence?: Presence;
}): Syncer {
  const connections = createConnections(adapterOf, {
    cookies,
    fetch,
    now,
    tokens,
    wordsOf: crmWords,
    ...(bar ? { bar } : {}),
  });
  const progress = new Map<string, Freshness['progress']>();
  const misses = new Map<string, RecordMiss>();
  const inVain = new Map<string, { tries: number; at: number }>();
  const running = new Map<string, Promise<void>>();
  /** What the database of each connection was opened as when it was last seen to be whole. */
  const whole = new Map<string, IDBDatabase>();
  const faults = new Map<string, { state: 'unstored'; detail: string }>();
  const readAt = new Map<string, number>();
  /** The reasons why nothing can be read there that screens may show, by place: all that were given since screens last asked anew. */
  const shown = new Map<string, Set<NotOpened['state']>>();

  /** Whose the sessions are that the browser holds for a place. */
  async function ownersAt(place: Whereabouts): Promise<(string | undefined)[]> {
    const digests = await connections.sessions(place);
    return Promise.all(digests.map(async (digest) => (await connectionBySession(digest))?.key));
  }

  const isOpened = (result: Opened | NotOpened): result is Opened => 'db' in result;

  /** What is no answer of the CRM is this computer's store: it is said, and tried again from a fresh start. */
  function unstored(key: string, error: unknown): void {
    const why = storeFailure(error) ?? error;
    const words = why instanceof Error ? wordsOf(why) : String(why);
    // Dexie says the same twice, on two lines.
    faults.set(key, { state: 'unstored', detail: words.split('\n')[0] ?? words });
    letGo();
    letGoOfRegistry();
    // What comes back may have lost what a person wrote.
    whole.delete(key);
  }

  /** What a person wrote and the database has lost is put back, each time it was opened: a deleted one comes back empty. */
  async function restoreOnce({ connection: { key }, db }: Opened): Promise<void> {
    try {
      const opened = await openedAs(db);
      if (whole.get(key) === opened) return;
      whole.set(key, opened);
      if ((await restoreWritten(db)) > 0) await publish();
    } catch (error) {
      whole.delete(key);
      unstored(key, error);
    }
  }

  async function failed(key: string, error: unknown): Promise<ConnectionState> {
    if (!(error instanceof CrmError)) {
      unstored(key, error);
      throw error;
    }
    await connections.note(key, error.state, crmWords(error), error.until);
    if (error.state === 'expired' || error.state === 'noSession') connections.drop(key);
    return error.state;
  }

  const nameOf = ({ host, store }: Whereabouts): string => JSON.stringify([host, store]);

  /** Whoever asked shows it; others, who asked before, may still show another reason. */
  function answered(place: Whereabouts, { state }: NotOpened): void {
    shown.set(nameOf(place), (shown.get(nameOf(place)) ?? new Set()).add(state));
  }

  /** Has all screens ask anew where one may show another reason why nothing can be read there. */
  async function tell(place: Whereabouts, { state }: NotOpened): Promise<void> {
    const reasons = shown.get(nameOf(place));
    if (reasons?.size === 1 && reasons.has(state)) return;
    shown.set(nameOf(place), new Set([state]));
    await publish();
  }

  /** What waits goes on as soon as the share allows; what the CRM itself keeps waiting is tried ever more rarely. */
  async function goOn(opened: Opened): Promise<void> {
    const { key, orgId, pageHost } = opened.connection;
    const { used, allowed } = await budgetOf(adapterOf(pageHost).orgKey(orgId), now());
    const { tries, at } = inVain.get(key) ?? { tries: 0, at: -Infinity };
    if (used < allowed && isRecent(at, now(), Math.min(SYNC_EVERY_MS * tries, MOST_VAIN_MS))) return;
    const isVain = used < allowed && (await onPaced?.(opened)) === true;
    if (isVain) inVain.set(key, { tries: tries + 1, at: now() });
    else inVain.delete(key);
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

  async function syncSlice(opened: Opened): Promise<void> {
    const {
      connection: { key },
      db,
      client,
    } = opened;
    if (!client) return;
    try {
      const result = await syncOnce({
        client,
        db,
        now,
        sliceMs: SLICE_MS,
        wordsOf: crmWords,
        onProgress: (step) => {
          progress.set(key, step);
          void publish();
        },
      });
      faults.delete(key);
      // By each sync anew: a person who has set the clock right need not sign in again.
      if (client.clockAhead !== undefined) await changeConnection(key, { clockAhead: client.clockAhead });
      if (result.state === 'live') {
        await markLive(key, result.isDone ? now() : undefined);
        await onLive?.(opened);
      } else {
        await connections.note(key, result.state, result.detail, result.until);
        if (result.state === 'expired') connections.drop(key);
        if (result.isPart) await onLive?.(opened);
        if (result.state === 'limitDaily' && hasCalls(client.apiUsage)) await goOn(opened);
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
      state === 'live' && syncedAt !== undefined && isRecent(syncedAt, now(), Math.min(wait, MOST_WAIT_MS));
    await (isEarly ? goOn(opened) : syncOpened(opened));
  }

  return {
    async open(place, isRetry) {
      const opened = await connections.open(place, isRetry);
      if (isOpened(opened)) await restoreOnce(opened);
      else answered(place, opened);
      const fault = isOpened(opened) ? faults.get(opened.connection.key) : undefined;
      return isOpened(opened) && fault ? { ...opened, connection: { ...opened.connection, ...fault } } : opened;
    },
    isStill: async (place, { basis }) => (await connections.basis(place)) === basis,
    async isForeign(connection) {
      const owners = (await Promise.all((await homesOf(connection)).map(ownersAt))).flat();
      return owners.length > 0 && !owners.includes(connection.key);
    },
    async whereNow(connection) {
      const places = await homesOf(connection);
      for (const place of places) if ((await ownersAt(place)).includes(connection.key)) return place;
      return places[0] ?? { host: connection.pageHost };
    },
    async settled() {
      await Promise.allSettled(running.values());
    },
    async watch(page) {
      // Before anything is waited for: a worker that is stopped meanwhile is followed by one that goes on.
      onWatched();
      // A page that loads itself: the next reading finds it once somebody is back.
      if (await presence.isIdle()) return { isPageOnly: false };
      const opened = await connections.open(page, true);
      const { host } = page;
      if (isOpened(opened)) {
        await runEach([() => endPageOnly(host), publish, () => syncOpened(opened)]);
        return { isPageOnly: false };
      }
      const { state, detail, session } = opened;
      shown.set(nameOf(page), new Set([state]));
      const isPageOnly = session !== undefined && isPermanent(state);
      if (isPageOnly) await beginPageOnly({ host, session, state, detail, now: now() });
      await publish();
      return { isPageOnly };
    },
    async seen(page, harvest) {
      // After Login-As the page is another user's: what it shows is not for the former one's eyes.
      const [session] = await connections.sessions(page);
      const isKept = session !== undefined && (await addSeen(page.host, session, harvest, now()));
      if (isKept) await publish();
      return isKept;
    },
    sync: (opened) => runEach([() => endPageOnly(opened.connection.pageHost), () => syncOpened(opened)]),
    async refresh({ connection, client, db }, recordId) {
      if (!client) return publish();
      if (await presence.isIdle()) return undefined;
      const missKey = `${connection.key}/${recordId}`;
      // The panel asks on its own every so often; what is stretched well beyond that is waited for here.
      const orgKey = adapterOf(connection.pageHost).orgKey(connection.orgId);
      const extra = paced(RECORD_EVERY_MS, await budgetOf(orgKey, now())) - RECORD_EVERY_MS;
      const wait = extra < RECORD_EVERY_MS / 2 ? 0 : extra;
      if (connection.state === 'live' && isRecent(readAt.get(missKey) ?? 0, now(), Math.min(wait, MOST_WAIT_MS)))
        return;
      readAt.set(missKey, now());
      try {
        const found = await refreshRecord({ client, db, id: recordId, now: now() });
        if (found) misses.delete(missKey);
        else misses.set(missKey, { kind: 'notFound' });
        if (connection.state !== 'live') await markLive(connection.key);
        faults.delete(connection.key);
      } catch (error) {
        if (!(error instanceof CrmError)) {
          unstored(connection.key, error);
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
      if (shown.length > 0 && (await presence.isAway(shown))) return true;
      const places = shown.flatMap((tab) => placeOfTab(tab) ?? []).filter(({ isPrivate }) => isPrivate !== true);
      const pages = new Map(places.map((place) => [JSON.stringify([place.host, place.store]), place]));
      const { errors } = await settleAll(
        [...pages.values()].map(async (place) => {
          const opened = await connections.open(place);
          if (isOpened(opened)) await syncInPace(opened);
          // News of what can be read are told by the reading; of what cannot, by nobody else.
          else await tell(place, opened);
        }),
      );
      throwAll(errors);
      return pages.size > 0;
    },
    miss: (key, recordId) => misses.get(`${key}/${recordId}`),
    progress: (key) => progress.get(key),
  };
}
