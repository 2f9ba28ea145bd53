import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createSyncer } from '@/lib/background/syncer';
import { databaseName, deleteAll } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { forgetConnections } from '@/lib/storage/registry';
import { openReminders, storeReminder } from '@/lib/storage/stored-reminders';
import { copyWrittenTo } from '@/lib/storage/written';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeTabs } from './fake-browser';
import { serve, type ServedOrg } from './served-org';

/* A database that the browser deletes under a worker that lives on, as when somebody clears the data of the extension's site. */

const HERE = { host: PAGE_HOST };
let it: ServedOrg;
beforeEach(async () => {
  await forgetConnections();
  it = await serve();
  const values = new Map<string, unknown>();
  copyWrittenTo({
    get: (key) =>
      Promise.resolve(structuredClone(key === null ? Object.fromEntries(values) : { [key]: values.get(key) })),
    set(given) {
      for (const [key, value] of Object.entries(given)) values.set(key, value);
      return Promise.resolve();
    },
    remove: (key) => Promise.resolve(void values.delete(key)),
  });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});

const lose = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(request.error ?? new Error('Not deleted.')));
  });

test('follow-ups are back with the next question, the deals with the next sync, and no figure is of the database that is gone', async () => {
  const syncer = createSyncer({
    tabs: fakeTabs([it.pageUrl]),
    cookies: fakeCookies(it.cookies, new Set()),
    fetch: it.fetch,
    tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
    now: Date.now,
    publish: () => Promise.resolve(),
    onWatched: () => undefined,
  });
  const opened = async () => {
    const found = await syncer.open(HERE);
    if (!('db' in found)) throw new Error(found.detail);
    return found;
  };
  await syncer.watch(HERE);
  const { db, connection } = await opened();
  await storeReminder(db, {
    id: 'r1',
    orgKey: connection.key,
    host: PAGE_HOST,
    recordId: '006',
    recordName: 'Acme',
    text: 'call',
    dueAt: 1,
    state: 'waiting',
    createdAt: 0,
    snoozes: 0,
  });
  const facts = createFactsCache(db);
  const before = (await facts(Date.now()))?.rows['opportunity'];
  expect(before).toBeGreaterThan(0);

  await lose(databaseName(connection.orgId, connection.userId));
  expect((await openReminders((await opened()).db)).map(({ id }) => id)).toEqual(['r1']);
  expect((await facts(Date.now()))?.rows['opportunity'] ?? 0).toBe(0);
  await syncer.watch(HERE);
  expect((await facts(Date.now()))?.rows['opportunity']).toBe(before);
  expect((await openReminders(db)).map(({ id }) => id)).toEqual(['r1']);
});
