import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createSyncer } from '@/lib/background/syncer';
import { readTable } from '@/lib/storage/column-reader';
import { openDatabase, PipelensDatabase, deleteAll } from '@/lib/storage/database';
import { allConnections, forgetConnections } from '@/lib/storage/registry';
import { addSeen, beginPageOnly, seenView } from '@/lib/storage/seen';
import { commitPage, type PageToCommit, readCheckpoint } from '@/lib/storage/writer';
import { syncOnce } from '@/lib/sync/sync';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeTabs } from '../background/fake-browser';
import { serve, type ServedOrg } from '../background/served-org';

let number = 0;
let db: PipelensDatabase;
beforeEach(() => {
  db = new PipelensDatabase(`defence-${(number += 1)}`);
});
afterEach(() => vi.unstubAllGlobals());
const now = Date.parse('2026-11-24T12:00:00Z');

const page = (ids: string[], over: Partial<PageToCommit<'role'>> = {}): PageToCommit<'role'> => ({
  rows: ids.map((id) => ({ id, name: id })),
  deletedIds: [],
  cursor: { ids },
  mode: 'full',
  isDone: true,
  isHidden: false,
  read: [],
  rejected: [],
  ...over,
});
const idsOf = async (): Promise<string[]> => (await readTable(db, 'role')).rows().map(({ id }) => id);

describe('a page and its checkpoint', () => {
  test('are written together: where the checkpoint cannot be written, no row of the page is there', async () => {
    await commitPage(db, 'role', page(['a']), { expects: undefined, now });
    const before = await readCheckpoint(db, 'role');
    // A cursor that no store can hold.
    const broken = page(['b'], { mode: 'delta', cursor: { no: () => undefined } });
    await expect(commitPage(db, 'role', broken, { expects: before, now })).rejects.toThrow('clone');
    expect(await db.hot.count()).toBe(1);
    expect(await readCheckpoint(db, 'role')).toEqual(before);
    expect(await idsOf()).toEqual(['a']);
  });

  test('are not written by a sync that another has overtaken', async () => {
    await commitPage(db, 'role', page(['a']), { expects: undefined, now });
    expect(await commitPage(db, 'role', page(['old']), { expects: undefined, now })).toBe(false);
    expect(await idsOf()).toEqual(['a']);
  });
});

/** Locks as a browser grants them. */
function fakeLocks() {
  const held = new Set<string>();
  return {
    async request(name: string, _options: unknown, run: (lock: object | null) => Promise<unknown>) {
      if (held.has(name)) return run(null);
      held.add(name);
      try {
        return await run({ name });
      } finally {
        held.delete(name);
      }
    },
  };
}

describe('with an org', () => {
  let it: ServedOrg;
  beforeEach(async () => {
    await forgetConnections();
    it = await serve();
  });
  afterEach(() => it.close());
  const syncerOf = (clock = { now: Date.now() }) =>
    createSyncer({
      tabs: fakeTabs([it.pageUrl]),
      cookies: fakeCookies(it.cookies),
      fetch: it.fetch,
      tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
      now: () => clock.now,
      publish: () => Promise.resolve(),
      onWatched: () => undefined,
    });

  test('one sync of a database runs at a time, in whatever context: another reads nothing and says so', async () => {
    vi.stubGlobal('navigator', { locks: fakeLocks() });
    const { adapterOf } = await import('@/lib/crm');
    const [session] = await adapterOf(PAGE_HOST).findSessions(it.pageUrl, fakeCookies(it.cookies));
    if (!session) throw new Error('no session');
    const client = () => adapterOf(PAGE_HOST).connect(session, { fetch: it.fetch, now: Date.now });
    const first = syncOnce({ client: client(), db, now: Date.now });
    const second = await syncOnce({ client: client(), db, now: Date.now });
    expect(second).toEqual({ state: 'live', isDone: false });
    expect(await readCheckpoint(db, 'opportunity')).toBeUndefined();
    expect((await first).isDone).toBe(true);
  });

  test('a session that an administrator has shut out is not asked about again and again', async () => {
    const clock = { now: Date.now() };
    const syncer = syncerOf(clock);
    it.org.faults.set({ kind: 'apiDisabled' });
    await syncer.syncOpenPages(['*']);
    const once = it.asked.length;
    expect(once).toBeGreaterThan(0);
    for (let turn = 0; turn < 5; turn += 1) {
      clock.now += 30_000;
      await syncer.syncOpenPages(['*']);
    }
    expect(it.asked).toHaveLength(once);
    // A quarter of an hour later it may have been let in again.
    clock.now += 900_000;
    await syncer.syncOpenPages(['*']);
    expect(it.asked.length).toBeGreaterThan(once);
  });

  test('with the API out of order, who has never read here is shown nothing of who has', async () => {
    await syncerOf().watch({ host: PAGE_HOST });
    const [former] = await allConnections();
    const other = it.org.rows('User').find(({ Id }) => Id !== former?.userId)?.Id ?? '';
    const api = it.cookies[1];
    if (api) api.value = it.org.login(other);
    it.org.faults.set({ kind: 'maintenance' });
    const source = await syncerOf().open({ host: PAGE_HOST });
    expect('db' in source).toBe(false);
  });

  test('the next user of the same browser is read anew, into a database of their own', async () => {
    await syncerOf().watch({ host: PAGE_HOST });
    const [former] = await allConnections();
    const other = it.org.rows('User').find(({ Id }) => Id !== former?.userId)?.Id ?? '';
    const api = it.cookies[1];
    if (api) api.value = it.org.login(other);
    const source = await syncerOf().open({ host: PAGE_HOST });
    if (!('db' in source)) throw new Error(source.detail);
    expect(source.connection.userId).toBe(other);
    expect(source.db.name).toBe(`pipelens-${former?.orgId}-${other}`);
    expect((await readTable(source.db, 'opportunity')).size).toBe(0);
  });
});

describe('what pages show, where the API is closed for good', () => {
  beforeEach(() => forgetConnections());
  const deal = { id: '0065g00000ABCdeAAH', name: 'A', cells: [] };
  const begin = (session: string) => beginPageOnly({ host: 'h', session, state: 'apiDisabled', detail: 'no', now });

  test('is kept for the session that saw it, and for no other', async () => {
    await begin('one');
    expect(await addSeen('h', 'one', { deals: [deal] }, now)).toBe(true);
    expect(await addSeen('h', 'two', { deals: [{ ...deal, name: 'B' }] }, now)).toBe(false);
    expect(await addSeen('elsewhere', 'one', { deals: [deal] }, now)).toBe(false);
    expect((await seenView('h', ['one']))?.deals.map(({ name }) => name)).toEqual(['A']);
  });

  test('is gone once another session is there', async () => {
    await begin('one');
    await addSeen('h', 'one', { deals: [deal] }, now);
    await begin('two');
    expect((await seenView('h', ['two']))?.deals).toEqual([]);
    expect(await seenView('h', ['one'])).toBeUndefined();
  });
});

describe('deleting', () => {
  test('leaves neither a row nor the database', async () => {
    const own = openDatabase('00D1', '0051');
    await own.meta.put({ key: 'CANARY', value: 'CANARY' });
    await deleteAll();
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(own.name);
  });

  test('empties the tables before the file goes: another page that holds it open keeps no row', async () => {
    const own = openDatabase('00D1', '0052');
    await own.meta.put({ key: 'CANARY', value: 'CANARY' });
    const heldOpen = {
      databases: () => Promise.reject(new Error('held open')),
      deleteDatabase: vi.fn<IDBFactory['deleteDatabase']>(),
    };
    await expect(deleteAll(heldOpen)).rejects.toThrow('held open');
    expect(await own.meta.count()).toBe(0);
  });
});

test('a database that a newer version wrote is left as it is, and says so', async () => {
  await db.meta.put({ key: 'k', value: 1 });
  const version = db.verno;
  db.close();
  await new Promise<void>((done, failed) => {
    const request = indexedDB.open(db.name, (version + 1) * 10);
    request.onupgradeneeded = () => void request.result.createObjectStore('later');
    request.onsuccess = () => {
      request.result.close();
      done();
    };
    request.onerror = () => failed(request.error ?? new Error('refused'));
  });
  const older = new PipelensDatabase(db.name);
  await expect(older.meta.toArray()).rejects.toThrow('a newer version of Pipelens');
  older.close();
  const [stored] = (await indexedDB.databases()).filter(({ name }) => name === db.name);
  expect(stored?.version).toBe((version + 1) * 10);
});
