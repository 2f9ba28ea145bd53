import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, expect, test } from 'vitest';

import { openedAs, PipelensDatabase } from '@/lib/storage/database';
import { openAgain } from '@/lib/storage/open-again';

const NAME = 'pipelens-00D000000000001AAA-005000000000001AAA';
const open: { close(): void }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await new Promise((done) => indexedDB.deleteDatabase(NAME).addEventListener('success', done));
});

/** A connection of version 1 with a row in it, which does not let go however it is asked: one of a tab that hangs. */
const obstinate = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 10);
    request.addEventListener('upgradeneeded', () => {
      for (const [store, keyPath] of Object.entries({ checkpoints: 'table', meta: 'key', quotas: 'id' }))
        request.result.createObjectStore(store, { keyPath });
      for (const store of ['hot', 'cold'])
        request.result.createObjectStore(store, { keyPath: ['table', 'generation', 'seq'] });
      const reminders = request.result.createObjectStore('reminders', { keyPath: 'id' });
      for (const index of ['state', 'dueAt', 'recordId']) reminders.createIndex(index, index);
      reminders.put({ id: 'r1', state: 'waiting', dueAt: 1, recordId: '006' });
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('Not opened.')));
  });

test('an upgrade that an older copy stands in the way of is said, ends, and goes through with all that was there once that is gone', async () => {
  const old = await obstinate();
  open.push(old);
  const db = new PipelensDatabase(NAME);
  open.push(db);
  await expect(db.reminders.toArray()).rejects.toThrow(/An older copy of Pipelens holds what is stored here/);
  // Not only the first to ask: whoever asks again is told again.
  await expect(db.reminders.toArray()).rejects.toThrow(/An older copy of Pipelens holds what is stored here/);
  old.close();
  await expect.poll(() => db.reminders.toArray().catch(() => [])).toMatchObject([{ id: 'r1' }]);
  expect(await db.edits.toArray()).toEqual([]);
}, 20_000);

test('a database that cannot be opened for a while, as on a full disk, is opened by the first question after it', async () => {
  const { open: really } = IDBFactory.prototype;
  const db = new PipelensDatabase(NAME);
  open.push(db);
  IDBFactory.prototype.open = () => {
    throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
  };
  try {
    for (let tried = 0; tried < 3; tried += 1) {
      await expect(db.reminders.toArray()).rejects.toThrow(/backing store/);
      await new Promise((next) => setTimeout(next, 5));
    }
  } finally {
    IDBFactory.prototype.open = really;
  }
  expect(await db.reminders.toArray()).toEqual([]);
  // What was closed on purpose, as when it is deleted, stays so.
  db.close({ disableAutoOpen: true });
  await new Promise((next) => setTimeout(next, 5));
  await expect(db.reminders.toArray()).rejects.toThrow(/closed/i);
});

test('whoever asks what a database was opened as is told the same of one that is held, and it is opened once that is gone', async () => {
  const old = await obstinate();
  open.push(old);
  const db = new PipelensDatabase(NAME);
  open.push(db);
  for (let tried = 0; tried < 2; tried += 1) {
    await expect(db.reminders.toArray()).rejects.toThrow(/An older copy of Pipelens holds what is stored here/);
    await expect(openedAs(db)).rejects.toThrow(/An older copy of Pipelens holds what is stored here/);
  }
  old.close();
  await expect
    .poll(() =>
      openedAs(db).then(
        (opened) => opened === db.backendDB(),
        () => false,
      ),
    )
    .toBe(true);
}, 20_000);

test('a database of which the browser tells nothing, as where a page hangs with it open, is not waited for without end', async () => {
  const { open: really } = IDBFactory.prototype;
  const db = new Dexie(NAME);
  db.version(1).stores({ reminders: 'id' });
  openAgain(db, 100);
  open.push(db);
  // Safe: a request of which nothing is heard.
  IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  try {
    await expect(db.table('reminders').toArray()).rejects.toThrow(/An older copy of Pipelens holds/);
  } finally {
    IDBFactory.prototype.open = really;
  }
  await expect
    .poll(() =>
      db
        .table('reminders')
        .toArray()
        .catch(() => undefined),
    )
    .toEqual([]);
});

test('the waiting for one opening ends that one: another that fails of itself meanwhile says why', async () => {
  const { open: really } = IDBFactory.prototype;
  const db = new Dexie(NAME);
  db.version(1).stores({ reminders: 'id' });
  openAgain(db, 100);
  open.push(db);
  // Each opening is refused after a while.
  // Safe: a request of which an error is heard.
  IDBFactory.prototype.open = () => {
    const request = new EventTarget() as EventTarget & { onerror?: (event: object) => void };
    const error = new DOMException('There is no room.', 'QuotaExceededError');
    const event = { target: { error }, preventDefault: () => undefined, stopPropagation: () => undefined };
    setTimeout(() => request.onerror?.(event), 70);
    return request as unknown as IDBOpenDBRequest;
  };
  const said: string[] = [];
  try {
    for (let asked = 0; asked < 6; asked += 1) {
      await db
        .table('reminders')
        .toArray()
        .catch((error: unknown) => said.push(String(error)));
      await new Promise((next) => setTimeout(next, 5));
    }
  } finally {
    IDBFactory.prototype.open = really;
  }
  expect(said.filter((words) => words.includes('no room')).length).toBe(6);
});
