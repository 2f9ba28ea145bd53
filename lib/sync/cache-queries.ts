import { listView } from '@/lib/answers/list';
import { type Kept, type NoConnection, type Queries, SCREENS, type ScreenName } from '@/lib/answers/queries';
import { type RecordMiss, type RecordView, recordView } from '@/lib/answers/record-view';
import { stageBars } from '@/lib/answers/stage-sums';
import type { Waiting } from '@/lib/answers/waiting';
import { clockOff } from '@/lib/deal/clock';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { Freshness } from '@/lib/deal/freshness';
import { orgZone, UNKNOWN_CURRENCY } from '@/lib/deal/org';
import type { SeenView } from '@/lib/deal/page-only';
import { type ReminderView, reminderView } from '@/lib/deal/reminders';
import type { Own } from '@/lib/forecast/buyers';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Lens, through } from '@/lib/forecast/lens';
import { snapshotsOf } from '@/lib/forecast/past/snapshots-of';
import type { PipelensDatabase } from '@/lib/storage/database';
import { type CachedFacts, createFactsCache, type FactsCache } from '@/lib/storage/facts-cache';
import { getSharedPlaybook, givenPlaybooks } from '@/lib/storage/kept/given-playbooks';
import type { Connection } from '@/lib/storage/registry';
import { seenCount, seenView } from '@/lib/storage/seen';
import { allSnapshots, lockAll } from '@/lib/storage/snapshots';
import { allCalls } from '@/lib/storage/stored-calls';
import { allEdits } from '@/lib/storage/stored-edits';
import { allJottings } from '@/lib/storage/stored-jottings';
import { openReminders } from '@/lib/storage/stored-reminders';

import { orgScore } from './learnt';
import { replayed, replayedBefore } from './replayed';

/** A cache that can be asked, and what is known of its connection. */
export interface CacheSource {
  connection: Connection;
  db: PipelensDatabase;
}

/** Why nothing may be shown. `session` is that which the API is refused to: pages may have shown something of it. */
export interface Refusal {
  state: ConnectionState;
  detail: string;
  host?: string;
  session?: string;
}

export interface QueryOptions {
  /** The one cache that these questions are about, or why there is none. */
  source(): Promise<CacheSource | Refusal>;
  now(): number;
  /** Why a record is not in the cache, when that was found out. */
  miss(key: string, recordId: string): RecordMiss | undefined;
  progress(key: string): Freshness['progress'];
  /**
   * So long after the last answer what was read for it is let go of, ms: a large org is held while somebody asks about it, not while a
   * record is on screen of which nothing has changed. Without it it is held as long as the questions are.
   */
  releaseMs?: number;
}

/** What a stamp says of what was read. */
type Stamped = Pick<CachedFacts, 'rows' | 'profile' | 'rejected' | 'clockBehind' | 'damage'>;

/** An answer about a record, and all that it was made of. */
interface KeptRecord {
  of: string;
  view: RecordView | undefined;
  stamped: Stamped | undefined;
}

/** Records whose last answer is kept: each tab shows one. */
const MOST_RECORDS = 8;

const seenOf = async ({ host, session }: Refusal): Promise<SeenView | undefined> =>
  host === undefined || session === undefined ? undefined : seenView(host, [session]);

/** Through what a surface looks: whatever it asks carries it. */
const lensOf = (asked: unknown): Lens | undefined =>
  // Safe: what a surface adds under that name is its lens.
  typeof asked === 'object' && asked !== null && 'lens' in asked ? (asked.lens as Lens) : undefined;

/** The zone of this computer's clock, anew each time: people travel. */
const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Answers every question about one cache. Top-level pages call it directly, framed ones through the background. */
export function createQueries(options: QueryOptions): Queries {
  const caches = new Map<string, FactsCache>();
  const releases = new Map<FactsCache, ReturnType<typeof setTimeout>>();
  const records = new WeakMap<IDBDatabase, Map<string, KeptRecord>>();
  const learnt = new WeakMap<CachedFacts, Promise<void>>();
  const cacheOf = (db: PipelensDatabase): FactsCache => {
    const known = caches.get(db.name) ?? createFactsCache(db);
    caches.set(db.name, known);
    return known;
  };
  const factsOf = async (db: PipelensDatabase): Promise<CachedFacts | undefined> => {
    const cache = cacheOf(db);
    clearTimeout(releases.get(cache));
    const facts = await cache(options.now());
    if (options.releaseMs !== undefined)
      releases.set(
        cache,
        setTimeout(() => cache.release(), options.releaseMs),
      );
    if (!facts) return undefined;
    let isReady = learnt.get(facts);
    if (!isReady) {
      isReady = orgScore(db, facts).then((score) => {
        if (score) facts.score = score;
      });
      learnt.set(facts, isReady);
    }
    await isReady;
    return facts;
  };
  const remindersOf = async (db: PipelensDatabase): Promise<ReminderView[]> =>
    (await openReminders(db)).map((each) => reminderView(each, { now: options.now(), timeZone: ownZone() }));
  const ownOf = async (db: PipelensDatabase): Promise<Own> => ({
    reminders: await remindersOf(db),
    // First: what is given under a name is nobody's to write.
    jottings: [...(await givenPlaybooks(db)), ...(await allJottings(db))],
    shared: await getSharedPlaybook(db),
  });
  const freshness = ({ connection }: CacheSource, facts?: Stamped): Freshness => {
    const progress = options.progress(connection.key);
    const off = clockOff(connection.clockAhead, facts?.clockBehind);
    // Most orgs have no splits: that they cannot be read is a lack only where a forecast is made of them.
    const hasSplits = facts?.profile.forecastTypes?.some(({ by }) => by === 'split') === true;
    const hidden = (facts?.profile.hiddenTables ?? []).filter((table) => table !== 'split' || hasSplits);
    return {
      state: connection.state,
      rows: facts?.rows ?? {},
      ...(facts?.rejected ? { rejected: facts.rejected } : {}),
      ...(facts?.profile.missing ? { missing: facts.profile.missing } : {}),
      ...(facts?.profile.currency === UNKNOWN_CURRENCY ? { isCurrencyUnknown: true } : {}),
      ...(facts?.profile.hiddenFields.includes('amount') ? { hidesAmounts: true } : {}),
      ...(facts?.profile.unknownZone === undefined ? {} : { unknownZone: facts.profile.unknownZone }),
      ...(hidden.length > 0 ? { hidden } : {}),
      ...(facts?.damage ? { damage: facts.damage } : {}),
      ...(off === undefined ? {} : { clockOff: off }),
      ...(facts ? { timeZone: orgZone(facts.profile) } : {}),
      userName: connection.userName,
      orgName: connection.orgName,
      host: connection.pageHost,
      ...(connection.syncedAt === undefined ? {} : { at: connection.syncedAt }),
      ...(connection.detail === undefined ? {} : { detail: connection.detail }),
      ...(connection.until === undefined ? {} : { until: connection.until }),
      ...(progress ? { progress } : {}),
    };
  };
  /** What is said of a record: as long as nothing has changed of what it is said from, without reading that again. */
  async function recordOf(db: PipelensDatabase, recordId: string): Promise<Omit<KeptRecord, 'of'>> {
    const own = await ownOf(db);
    const edits = await allEdits(db);
    const standing = await cacheOf(db).standing(options.now());
    if (!standing) return { view: undefined, stamped: undefined };
    const known = records.get(standing.of) ?? new Map<string, KeptRecord>();
    records.set(standing.of, known);
    const of = JSON.stringify([standing.key, own, edits]);
    const before = known.get(recordId);
    if (before?.of === of) return before;
    const facts = await factsOf(db);
    const view = facts && recordView(facts, recordId, own, edits);
    const { rows = {}, profile, rejected, clockBehind, damage } = facts ?? {};
    const stamped = profile && {
      rows,
      profile,
      ...(rejected ? { rejected } : {}),
      ...(clockBehind === undefined ? {} : { clockBehind }),
      ...(damage ? { damage } : {}),
    };
    known.delete(recordId);
    const [oldest] = known.size >= MOST_RECORDS ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    // A copy: words of the columns are parts of texts that are thousands of times as long.
    known.set(recordId, structuredClone({ of, view, stamped }));
    return { view, stamped };
  }
  /** Nothing but what pages have shown, if even that. */
  const nothing = async (refusal: Refusal): Promise<NoConnection> => {
    const seen = await seenOf(refusal);
    const { state, detail, host } = refusal;
    return {
      noConnection: true,
      freshness: {
        ...(seen
          ? { state: seen.state, detail: seen.detail, rows: {}, pageOnly: seenCount(seen) }
          : { state, detail, rows: {} }),
        ...(host === undefined ? {} : { host }),
      },
    };
  };
  const kept = (db: PipelensDatabase, facts: CachedFacts, own: Own, isNarrowed: boolean): Kept => ({
    ...own,
    calls: () => allCalls(db),
    async past(isEarly, { report }) {
      // Past quarters are said again, and weeks are locked, for the team as a whole.
      if (isNarrowed) return { replayed: [], calls: await allCalls(db), snapshots: [] };
      const rows = isEarly ? await replayedBefore(db, facts) : await replayed(db, facts, report);
      const calls = await allCalls(db);
      await lockAll(db, snapshotsOf(facts, calls));
      return { replayed: rows, calls, snapshots: await allSnapshots(db) };
    },
  });
  type Screen = (facts: OrgFacts, asked: unknown, kept: Kept, waiting: Waiting) => object | Promise<object>;
  /** A screen of the connection, or the words that there is none. */
  async function screen(name: ScreenName, asked: unknown, waiting: Waiting = {}): Promise<object> {
    const source = await options.source();
    if (!('db' in source)) return nothing(source);
    const facts = await factsOf(source.db);
    if (!facts) return { noConnection: true, freshness: freshness(source) } satisfies NoConnection;
    // Safe: what is asked by a name is what the function of that name takes.
    const answer = SCREENS[name] as Screen;
    const seen = through(facts, lensOf(asked));
    const own = kept(source.db, facts, await ownOf(source.db), seen.team !== undefined);
    // What nobody waits for any more is in nobody's way.
    waiting.signal?.throwIfAborted();
    const view = await answer(seen, asked, own, waiting);
    return { ...view, freshness: freshness(source, facts) };
  }
  // Safe: a function for each name, each answering with what the function of that name in the registry does.
  const screens = Object.fromEntries(
    Object.keys(SCREENS).map((name) => [
      name,
      (asked: unknown, waiting?: Waiting) => screen(name as ScreenName, asked, waiting),
    ]),
  ) as Pick<Queries, ScreenName>;

  return {
    ...screens,
    async record({ recordId }) {
      const source = await options.source();
      if (!('db' in source)) {
        return {
          freshness: (await nothing(source)).freshness,
          miss: { kind: 'unread', detail: source.detail },
        };
      }
      const { view, stamped } = await recordOf(source.db, recordId);
      const found = options.miss(source.connection.key, recordId);
      const stamp = freshness(source, stamped);
      // What could not be read again is still what was read before.
      if (found && found.kind !== 'unread') return { freshness: stamp, miss: found };
      if (view) return { freshness: stamp, view };
      return { freshness: stamp, miss: found ?? { kind: stamp.state === 'live' ? 'loading' : 'unread' } };
    },
    async list({ ids }) {
      const source = await options.source();
      const facts = 'db' in source ? await factsOf(source.db) : undefined;
      const stamp = 'db' in source ? freshness(source, facts) : (await nothing(source)).freshness;
      if (!facts) {
        return {
          freshness: stamp,
          rows: [],
          unseen: ids.length,
          total: { amount: 0, count: 0, unpriced: 0 },
          states: { onTrack: 0, watch: 0, atRisk: 0, stalled: 0, done: 0, new: 0 },
          currency: UNKNOWN_CURRENCY,
        };
      }
      return { ...listView(facts, ids, 'db' in source ? await ownOf(source.db) : undefined), freshness: stamp };
    },
    async stages({ ownerIds, on, ...asked }) {
      const source = await options.source();
      const facts = 'db' in source ? await factsOf(source.db) : undefined;
      if (!facts) return [];
      return stageBars(through(facts, lensOf(asked)), { ownerIds, on });
    },
    async seen() {
      const source = await options.source();
      return 'db' in source ? undefined : seenOf(source);
    },
    async reminders() {
      const source = await options.source();
      return 'db' in source ? remindersOf(source.db) : [];
    },
  };
}
