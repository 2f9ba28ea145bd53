import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createSyncer } from '@/lib/background/syncer';
import { readTable } from '@/lib/storage/column-reader';
import { letGo } from '@/lib/storage/database';
import { letGoOfRegistry } from '@/lib/storage/registry';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeTabs } from '../background/fake-browser';
import { serve, type ServedOrg } from '../background/served-org';

const HERE = { host: PAGE_HOST };
const TABLES = ['opportunity', 'version', 'activity', 'contactRole', 'fieldChange'] as const;

/** The writes of all stores, and the first that finds no room: it and every one after it fail, as on a full disk. */
const disk = { writes: 0, room: Number.POSITIVE_INFINITY };
const { put, add } = IDBObjectStore.prototype;
const limited = (write: typeof put): typeof put =>
  function limitedWrite(this: IDBObjectStore, ...given) {
    disk.writes += 1;
    if (disk.writes > disk.room) throw new DOMException('Encountered full disk.', 'QuotaExceededError');
    return write.apply(this, given);
  };

let it: ServedOrg;
beforeEach(async () => {
  await afresh();
  it = await serve();
  Object.assign(IDBObjectStore.prototype, { put: limited(put), add: limited(add) });
});
afterEach(async () => {
  Object.assign(IDBObjectStore.prototype, { put, add });
  Object.assign(disk, { writes: 0, room: Number.POSITIVE_INFINITY });
  await it.close();
});

const syncerOf = () =>
  createSyncer({
    tabs: fakeTabs([it.pageUrl]),
    cookies: fakeCookies(it.cookies, new Set()),
    fetch: it.fetch,
    tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
    now: Date.now,
    publish: () => Promise.resolve(),
    onWatched: () => undefined,
  });

/** A browser that has never read anything. */
async function afresh(): Promise<void> {
  letGo();
  letGoOfRegistry();
  for (const { name } of await indexedDB.databases()) if (name !== undefined) await Dexie.delete(name);
}

async function held(): Promise<string[][]> {
  const opened = await syncerOf().open(HERE);
  if (!('db' in opened)) throw new Error(opened.detail);
  return Promise.all(
    TABLES.map(async (table) =>
      (await readTable(opened.db, table))
        .rows()
        .map((row) => JSON.stringify(row))
        .toSorted(),
    ),
  );
}

test('whichever write of a first pull finds the disk full, it is said, and with room again all is read and nothing twice', async () => {
  await syncerOf().watch(HERE);
  const { writes } = disk;
  const whole = await held();
  expect(whole.every((rows) => rows.length > 0)).toBe(true);
  const places = process.env['LONG'] ? writes : 6;
  for (let place = 0; place < places; place += 1) {
    await afresh();
    Object.assign(disk, { writes: 0, room: Math.floor((place * writes) / places) });
    const syncer = syncerOf();
    const ended = await syncer.watch(HERE).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(`${place}: ${String(ended)}`).toContain('full disk');
    disk.room = Number.POSITIVE_INFINITY;
    await syncer.watch(HERE);
    expect(await held()).toEqual(whole);
  }
}, 120_000);
