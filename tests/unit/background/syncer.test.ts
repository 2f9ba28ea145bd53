import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Presence } from '@/lib/background/presence';
import { createSchedule } from '@/lib/background/schedule';
import { createSyncer, type Syncer } from '@/lib/background/syncer';
import { createOutbox } from '@/lib/background/writing/outbox';
import type { Edit, EditValues } from '@/lib/deal/edits/edit';
import { readTable } from '@/lib/storage/column-reader';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { allConnections, changeCallLog, forgetConnections } from '@/lib/storage/registry';
import { allEdits } from '@/lib/storage/stored-edits';
import { budgetOf } from '@/lib/sync/budget';
import { createQueries } from '@/lib/sync/cache-queries';
import type { Opened } from '@/lib/sync/connections';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import type { Fault } from '@/tests/org/rest/faults';

import { fakeAlarms, fakeCookies, fakeTabs } from './fake-browser';
import { serve, type ServedOrg } from './served-org';

const OTHER_PAGE = 'https://other.lightning.force.com/lightning/page/home';

let it: ServedOrg;
beforeEach(async () => {
  await forgetConnections();
  it = await serve();
});
afterEach(() => {
  vi.unstubAllGlobals();
  return it.close();
});

/** Pauses between two tries of a call are short; how long a call may take is as ever. */
function hurry(): void {
  const later = globalThis.setTimeout;
  // Node’s own client of HTTP gives its timers what they work on.
  vi.stubGlobal('setTimeout', (run: () => void, ms = 0, ...given: []) =>
    later(run, ms < 5000 ? ms / 50 : ms, ...given),
  );
}

function syncerOf({
  tabs = [] as string[],
  broken = [] as string[],
  fails = false,
  onLive = undefined as ((opened: Opened) => Promise<unknown>) | undefined,
  onPaced = undefined as ((opened: Opened) => Promise<boolean>) | undefined,
  presence = { isIdle: () => Promise.resolve(false), isAway: () => Promise.resolve(false) } as Presence,
} = {}) {
  const clock = { now: Date.now() };
  const heard = { published: 0, watched: 0 };
  const syncer = createSyncer({
    tabs: fakeTabs(tabs),
    cookies: fakeCookies(it.cookies, new Set(broken)),
    fetch: it.fetch,
    tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
    now: () => clock.now,
    publish() {
      heard.published += 1;
      return fails ? Promise.reject(new Error('no storage')) : Promise.resolve();
    },
    onWatched: () => void (heard.watched += 1),
    ...(onLive ? { onLive } : {}),
    ...(onPaced ? { onPaced } : {}),
    presence,
  });
  return { syncer, clock, heard };
}
const HERE = { host: PAGE_HOST };
async function opened(syncer: Syncer): Promise<Opened> {
  const found = await syncer.open(HERE, true);
  if (!('db' in found)) throw new Error(found.detail);
  return found;
}
async function deals(): Promise<number> {
  const { syncer } = syncerOf();
  const source = await syncer.open(HERE);
  return 'db' in source ? (await readTable(source.db, 'opportunity')).rows().length : 0;
}

test('a page of the CRM is watched, read and said to be current', async () => {
  const { syncer, heard } = syncerOf();
  expect(await syncer.watch(HERE)).toEqual({ isPageOnly: false });
  expect(heard.watched).toBe(1);
  expect(heard.published).toBeGreaterThan(1);
  expect(await deals()).toBe(it.org.rows('Opportunity').length);
  const [connection] = await allConnections();
  expect(connection).toMatchObject({ state: 'live', pageHost: PAGE_HOST });
  expect(connection?.syncedAt).toBeDefined();
});

test('a pull of two minutes ends through alarms alone, each with a worker that knows nothing of the one before, and no page is read three times', async () => {
  await deleteAll();
  const clock = { now: Date.now() };
  const began = clock.now;
  const times = new Map<string, number>();
  const slow: typeof fetch = (input, init) => {
    clock.now += 8000;
    const call = JSON.stringify([input, init?.body]);
    times.set(call, (times.get(call) ?? 0) + 1);
    return it.fetch(input, init);
  };
  const alarms = fakeAlarms();
  let rung = 0;
  const syncedAt = async () => (await allConnections())[0]?.syncedAt;
  for (; (await syncedAt()) === undefined && rung < 30; rung += 1) {
    const syncer = createSyncer({
      tabs: fakeTabs([it.pageUrl]),
      cookies: fakeCookies(it.cookies),
      fetch: slow,
      tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
      now: () => clock.now,
      publish: () => Promise.resolve(),
      onWatched: () => undefined,
    });
    const jobs = {
      sync: () => syncer.syncOpenPages(['*']),
      remind: () => Promise.resolve(),
      learn: () => Promise.resolve(),
    };
    const schedule = createSchedule(alarms, jobs);
    if (rung === 0) await schedule.watch();
    expect([...alarms.set.keys()]).toContain('sync');
    await schedule.ring('sync');
    clock.now += 30_000;
  }
  expect(rung).toBeGreaterThan(3);
  expect(clock.now - began).toBeGreaterThan(60_000);
  const [connection] = await allConnections();
  const db = openDatabase(connection?.orgId ?? '', connection?.userId ?? '');
  const ids = (await readTable(db, 'opportunity')).rows().map(({ id }) => id);
  expect(ids.toSorted()).toEqual(
    it.org
      .rows('Opportunity')
      .map(({ Id }) => Id)
      .toSorted(),
  );
  const pages = [...times].filter(([call]) => call.includes('/query'));
  expect(pages.length).toBeGreaterThan(5);
  expect(pages.filter(([, count]) => count > 2)).toEqual([]);
});

test('screens that cannot be told do not keep a page from being read', async () => {
  const { syncer } = syncerOf({ fails: true });
  await expect(syncer.watch(HERE)).rejects.toThrow('no storage');
  expect(await deals()).toBe(it.org.rows('Opportunity').length);
});

describe('what the open tabs belong to is synced', () => {
  test('also after a host that broke', async () => {
    const { syncer } = syncerOf({ tabs: [OTHER_PAGE, it.pageUrl], broken: ['other.lightning.force.com'] });
    await expect(syncer.syncOpenPages(['*'])).rejects.toThrow('no cookies of other.lightning.force.com');
    expect(await deals()).toBe(it.org.rows('Opportunity').length);
  });

  test('not again within seconds, and again later', async () => {
    const { syncer, clock } = syncerOf({ tabs: [it.pageUrl] });
    await syncer.syncOpenPages(['*']);
    it.asked.length = 0;
    clock.now += 10_000;
    await syncer.syncOpenPages(['*']);
    expect(it.asked).toEqual([]);
    clock.now += 60_000;
    await syncer.syncOpenPages(['*']);
    expect(it.asked.length).toBeGreaterThan(0);
  });

  test('and nothing where none is open', async () => {
    expect(await syncerOf().syncer.syncOpenPages(['*'])).toBe(false);
    expect(it.asked).toEqual([]);
  });
});

describe('a change that waits', () => {
  /** A syncer that sends what waits, one deal that waits for the line, and calls of the CRM's that are used up to a share. */
  async function waiting() {
    await deleteAll();
    await forgetConnections();
    const outbox = createOutbox({ now: () => browser.clock.now, publish: () => Promise.resolve() });
    const browser = syncerOf({
      tabs: [it.pageUrl],
      onLive: (one) => outbox.resume(one),
      onPaced: (one) => outbox.resume(one),
    });
    await browser.syncer.watch(HERE);
    const { client: _none, ...without } = await opened(browser.syncer);
    const orgKey = without.connection.orgId.slice(0, 15);
    const [row] = it.org.rows('Opportunity').filter(({ IsClosed }) => IsClosed === false);
    const recordId = row?.Id ?? '';
    const nextStep = row?.['NextStep'];
    const before = { nextStep: typeof nextStep === 'string' ? nextStep : null, amount: Number(row?.['Amount']) };
    const change = (after: EditValues, by: Opened): Promise<Edit> =>
      outbox.add(by, { recordId, recordName: 'D', before, after });
    const edit = await change({ nextStep: 'Sent' }, without);
    const use = async (used: number): Promise<void> => {
      const hour = Math.floor(browser.clock.now / 3_600_000);
      await changeCallLog(orgKey, (log) => ({ ...log, hours: [[hour, used]] }));
    };
    const ring = async (): Promise<unknown> => {
      browser.clock.now += 30_000;
      await browser.syncer.syncOpenPages(['*']);
      return it.org.find('Opportunity', recordId)?.['NextStep'];
    };
    it.asked.length = 0;
    const { allowed } = await budgetOf(orgKey, browser.clock.now);
    return { edit, use, ring, change, allowed, db: without.db, syncer: browser.syncer };
  }

  test('goes by the next alarm although news are asked for rarely: the share of calls is stretched', async () => {
    const { edit, use, ring, allowed } = await waiting();
    expect(edit.state).toBe('waiting');
    await use(Math.floor(allowed * 0.9));
    expect(await ring()).toBe('Sent');
    // No news were asked for.
    expect(it.asked.filter((path) => path.includes('/query'))).toEqual([]);
  });

  test('costs no call while the share is used up, says until when, and goes by the next alarm once it allows', async () => {
    const { use, ring, allowed, db, change, syncer } = await waiting();
    await use(allowed);
    it.asked.length = 0;
    for (let alarm = 0; alarm < 4; alarm += 1) expect(await ring()).not.toBe('Sent');
    expect(it.asked).toEqual([]);
    // What is asked for meanwhile is told as well when that is.
    const other = await change({ amount: 7 }, await opened(syncer));
    expect(other).toMatchObject({ state: 'waiting', words: expect.stringMatching(/looks again at .*\d/) as string });
    await use(0);
    expect(await ring()).toBe('Sent');
    expect((await allEdits(db)).map(({ state }) => state)).toEqual(['saved', 'saved']);
  });

  test('goes where the org leaves calls to others, and where one table is refused', async () => {
    for (const faults of [[], [{ kind: 'malformedQuery', match: 'OpportunityHistory' }]] as Fault[][]) {
      const { ring } = await waiting();
      it.org.faults.set(...faults);
      if (faults.length === 0) it.org.usage = Math.floor(it.org.policy.dailyCalls * 0.85);
      expect(await ring()).toBe('Sent');
    }
  });

  test('and that the CRM keeps waiting is tried ever more rarely while the share is stretched', async () => {
    const { use, ring, allowed } = await waiting();
    it.org.faults.set({ kind: 'readOnlyMode', match: 'PATCH' });
    await use(Math.floor(allowed * 0.9));
    it.asked.length = 0;
    for (let alarm = 0; alarm < 60; alarm += 1) await ring();
    const tried = it.asked.filter((path) => path.includes('/sobjects/Opportunity/')).length;
    expect(tried).toBeGreaterThan(5);
    expect(tried).toBeLessThan(60);
  });
});

describe('while nobody is there', () => {
  const someone = { idle: false, away: false };
  const presence: Presence = {
    isIdle: () => Promise.resolve(someone.idle),
    isAway: () => Promise.resolve(someone.idle || someone.away),
  };
  beforeEach(() => Object.assign(someone, { idle: false, away: false }));

  test.each(['idle', 'away'] as const)(
    'nothing is asked of the CRM by an alarm (%s), and all of it afterwards',
    async (how) => {
      const { syncer, clock } = syncerOf({ tabs: [it.pageUrl], presence });
      await syncer.watch(HERE);
      it.asked.length = 0;
      someone[how] = true;
      clock.now += 3_600_000;
      // Its alarm stays: the page is still open.
      expect(await syncer.syncOpenPages(['*'])).toBe(true);
      expect(it.asked).toEqual([]);
      someone[how] = false;
      await syncer.syncOpenPages(['*']);
      expect(it.asked.length).toBeGreaterThan(0);
    },
  );

  test('the record on screen is not read again, nor a page that loads itself', async () => {
    const { syncer, clock, heard } = syncerOf({ presence });
    await syncer.watch(HERE);
    const source = await opened(syncer);
    const id = it.org.rows('Opportunity')[0]?.Id ?? '';
    it.asked.length = 0;
    someone.idle = true;
    for (let minute = 0; minute < 60; minute += 1) {
      clock.now += 60_000;
      await syncer.refresh(source, id);
    }
    const { watched } = heard;
    await syncer.watch(HERE);
    expect(it.asked).toEqual([]);
    expect(heard.watched).toBe(watched + 1);
    someone.idle = false;
    await syncer.refresh(source, id);
    expect(it.asked.length).toBeGreaterThan(0);
  });
});

test('a page is watched before the CRM has answered: a worker that is stopped while it connects is followed by one that goes on', () => {
  const { syncer, heard } = syncerOf();
  void syncer.watch(HERE).catch(() => undefined);
  expect(heard.watched).toBe(1);
});

test('a reason why nothing can be read that has become another is told to the screens, the same one is not', async () => {
  hurry();
  const { syncer, heard, clock } = syncerOf({ tabs: [it.pageUrl] });
  const look = async (): Promise<number> => {
    const before = heard.published;
    await syncer.syncOpenPages([]);
    return heard.published - before;
  };
  it.org.faults.set({ kind: 'reset' });
  await syncer.watch(HERE);
  expect(await look()).toBe(0);
  it.org.faults.set({ kind: 'maintenance' });
  expect(await look()).toBe(1);
  expect(await syncer.open(HERE)).toMatchObject({ state: 'unavailable' });
  expect(await look()).toBe(0);
  // A screen that asked for itself has shown what it was answered.
  clock.now += 16 * 60_000;
  it.org.faults.set({ kind: 'reset' });
  expect(await syncer.open(HERE)).toMatchObject({ state: 'offline' });
  it.org.faults.set({ kind: 'maintenance' });
  expect(await look()).toBe(1);
  // One was answered the former reason, another one the present: the first still shows the former.
  clock.now += 16 * 60_000;
  it.org.faults.set({ kind: 'reset' });
  await syncer.open(HERE);
  it.org.faults.set({ kind: 'maintenance' });
  await syncer.open(HERE);
  expect(await look()).toBe(1);
  expect(await look()).toBe(0);
}, 60_000);

test('calls that the browser itself fails after answers of maintenance are told as maintenance, by the next worker too, for as long as a browser may', async () => {
  hurry();
  const { syncer, clock } = syncerOf();
  it.org.faults.set({ kind: 'maintenance' });
  expect(await syncer.open(HERE)).toMatchObject({ state: 'unavailable' });
  it.org.faults.set({ kind: 'reset' });
  expect(await syncer.open(HERE)).toMatchObject({ state: 'unavailable' });
  const next = syncerOf();
  next.clock.now = clock.now + 14 * 60_000;
  expect(await next.syncer.open(HERE)).toMatchObject({ state: 'unavailable' });
  next.clock.now = clock.now + 16 * 60_000;
  expect(await next.syncer.open(HERE)).toMatchObject({ state: 'offline' });
}, 60_000);

test('a session that ends is a state of the connection, not an error; the cache stays readable', async () => {
  const { syncer, clock } = syncerOf();
  await syncer.watch(HERE);
  it.org.sessions.clear();
  clock.now += 60_000;
  await syncer.sync(await opened(syncer));
  expect((await allConnections())[0]?.state).toBe('expired');
  expect(await deals()).toBe(it.org.rows('Opportunity').length);
});

test('a record that the CRM does not have is known to be missing, until it is found', async () => {
  const { syncer } = syncerOf();
  await syncer.watch(HERE);
  const [connection] = await allConnections();
  await syncer.refresh(await opened(syncer), '006000000000000AAA');
  expect(syncer.miss(connection?.key ?? '', '006000000000000AAA')).toEqual({ kind: 'notFound' });
  const id = it.org.rows('Opportunity')[0]?.Id ?? '';
  await syncer.refresh(await opened(syncer), id);
  expect(syncer.miss(connection?.key ?? '', id)).toBeUndefined();
});

test('without a sign-in anywhere the answer is words, not an error', async () => {
  it.cookies.length = 0;
  const { syncer } = syncerOf();
  expect(await syncer.open(HERE)).toMatchObject({ state: 'noSession' });
  expect(await syncer.watch(HERE)).toEqual({ isPageOnly: false });
  expect(it.asked.filter((path) => path.includes(API_HOST))).toEqual([]);
});

describe('a clock that is a day off', () => {
  const offNow = async ({ syncer, clock }: ReturnType<typeof syncerOf>) => {
    const source = await opened(syncer);
    const { freshness } = await createQueries({
      source: () => Promise.resolve(source),
      now: () => clock.now,
      miss: () => undefined,
      progress: () => undefined,
    }).deals({ figure: 'listed' });
    return freshness.clockOff;
  };
  test.each([1, -1])(
    'is noticed by the time of the CRM’s answers (%i day), and forgotten once it is right',
    async (days) => {
      const { syncer, clock, heard } = syncerOf();
      const own = { syncer, clock, heard };
      clock.now += days * 86_400_000;
      await syncer.watch(HERE);
      const off = await offNow(own);
      expect(Math.abs((off ?? 0) - days * 86_400_000)).toBeLessThan(60_000);
      clock.now = Date.now();
      await syncer.sync(await opened(syncer));
      expect(await offNow(own)).toBeUndefined();
    },
  );

  test('that is a minute off is none', async () => {
    const { syncer, clock, heard } = syncerOf();
    const own = { syncer, clock, heard };
    clock.now += 60_000;
    await syncer.watch(HERE);
    expect(await offNow(own)).toBeUndefined();
  });
});
