import { accuracyView } from '@/lib/answers/accuracy';
import { changesView, movedView } from '@/lib/answers/changes';
import { dealsView } from '@/lib/answers/deals';
import { focusView } from '@/lib/answers/focus';
import { forecastView } from '@/lib/answers/forecast';
import { listView } from '@/lib/answers/list';
import { planView } from '@/lib/answers/plan';
import { processView } from '@/lib/answers/process';
import { processDeals } from '@/lib/answers/process-deals';
import type { NoConnection, Queries } from '@/lib/answers/queries';
import { recordView } from '@/lib/answers/record';
import type { RecordMiss } from '@/lib/answers/record';
import { stageBars } from '@/lib/answers/stages';
import { teamView } from '@/lib/answers/team';
import { clockOff } from '@/lib/deal/clock';
import type { ConnectionState } from '@/lib/deal/connection-state';
import type { Freshness } from '@/lib/deal/freshness';
import { UNKNOWN_CURRENCY } from '@/lib/deal/org';
import type { SeenView } from '@/lib/deal/page-only';
import type { ReminderView } from '@/lib/deal/reminders';
import { snapshotsOf } from '@/lib/forecast/past/snapshots-of';
import { allCalls } from '@/lib/storage/calls';
import type { PipelensDatabase } from '@/lib/storage/database';
import { type CachedFacts, createFactsCache, type FactsCache } from '@/lib/storage/facts';
import type { Connection } from '@/lib/storage/registry';
import { openReminders } from '@/lib/storage/reminders';
import { seenCount, seenView } from '@/lib/storage/seen';
import { allSnapshots, lockAll } from '@/lib/storage/snapshots';

import { orgScore } from './learnt';
import { replayed, replayedBefore } from './replayed';

/** A cache that can be asked, and what is known of its connection. */
export interface Source {
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
  source(): Promise<Source | Refusal>;
  now(): number;
  /** Why a record is not in the cache, when that was found out. */
  miss(key: string, recordId: string): RecordMiss | undefined;
  progress(key: string): Freshness['progress'];
}

const seenOf = async ({ host, session }: Refusal): Promise<SeenView | undefined> =>
  host === undefined || session === undefined ? undefined : seenView(host, [session]);

/** Answers every question about one cache. Top-level pages call it directly, framed ones through the background. */
export function createQueries(options: QueryOptions): Queries {
  const caches = new Map<string, FactsCache>();
  const learnt = new WeakMap<CachedFacts, Promise<void>>();
  const factsOf = async (db: PipelensDatabase): Promise<CachedFacts | undefined> => {
    let cache = caches.get(db.name);
    if (!cache) caches.set(db.name, (cache = createFactsCache(db)));
    const facts = await cache(options.now());
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
    (await openReminders(db)).map(({ id, recordId, recordName, text, dueAt, state }) => ({
      id,
      recordId,
      recordName,
      text,
      dueAt,
      isDue: state === 'due',
    }));
  const freshness = ({ connection }: Source, facts?: CachedFacts): Freshness => {
    const progress = options.progress(connection.key);
    const off = clockOff(connection.clockAhead, facts?.clockBehind);
    return {
      state: connection.state,
      rows: facts?.rows ?? {},
      ...(facts?.rejected ? { rejected: facts.rejected } : {}),
      ...(facts?.profile.missing ? { missing: facts.profile.missing } : {}),
      ...(facts?.profile.currency === UNKNOWN_CURRENCY ? { isCurrencyUnknown: true } : {}),
      ...(facts?.damage ? { damage: facts.damage } : {}),
      ...(off === undefined ? {} : { clockOff: off }),
      userName: connection.userName,
      orgName: connection.orgName,
      host: connection.pageHost,
      ...(connection.syncedAt === undefined ? {} : { at: connection.syncedAt }),
      ...(connection.detail === undefined ? {} : { detail: connection.detail }),
      ...(connection.until === undefined ? {} : { until: connection.until }),
      ...(progress ? { progress } : {}),
    };
  };
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
  /** A view of the connection, or the words that there is none. */
  async function last<View>(
    view: (facts: CachedFacts, reminders: ReminderView[]) => View,
  ): Promise<(View & { freshness: Freshness }) | NoConnection> {
    const source = await options.source();
    if (!('db' in source)) return nothing(source);
    const facts = await factsOf(source.db);
    if (!facts) return { noConnection: true, freshness: freshness(source) };
    return { ...view(facts, await remindersOf(source.db)), freshness: freshness(source, facts) };
  }

  return {
    async record({ recordId }) {
      const source = await options.source();
      if (!('db' in source)) {
        return {
          freshness: (await nothing(source)).freshness,
          miss: { kind: 'unread', detail: source.detail },
        };
      }
      const facts = await factsOf(source.db);
      const found = options.miss(source.connection.key, recordId);
      const stamp = freshness(source, facts);
      // What could not be read again is still what was read before.
      if (found && found.kind !== 'unread') return { freshness: stamp, miss: found };
      const view = facts && recordView(facts, recordId, await remindersOf(source.db));
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
      return { ...listView(facts, ids), freshness: stamp };
    },
    forecast: ({ scope }) => last((facts, reminders) => forecastView(facts, scope, reminders)),
    focus: ({ scope }) => last((facts) => focusView(facts, scope)),
    plan: (input) => last((facts) => planView(facts, input)),
    async accuracy({ isEarly }) {
      const source = await options.source();
      const facts = 'db' in source ? await factsOf(source.db) : undefined;
      if (!('db' in source) || !facts) return last((present) => accuracyView(present, [], [], []));
      const rows = isEarly ? await replayedBefore(source.db, facts) : await replayed(source.db, facts);
      const calls = await allCalls(source.db);
      await lockAll(source.db, snapshotsOf(facts, calls));
      const locked = await allSnapshots(source.db);
      return last((present) => accuracyView(present, rows, calls, locked));
    },
    team: ({ on, isEarly }) => last((facts) => teamView(facts, on, isEarly)),
    deals: (filter) =>
      last((facts) => (filter.process ? processDeals(facts, filter.process) : dealsView(facts, filter))),
    changes: (question) => last((facts) => changesView(facts, question)),
    moved: (question) => last((facts) => movedView(facts, question)),
    process: (question) => last((facts) => processView(facts, question)),
    async stages({ ownerIds, on }) {
      const source = await options.source();
      const facts = 'db' in source ? await factsOf(source.db) : undefined;
      if (!facts) return [];
      return stageBars(facts, { ownerIds, on });
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
