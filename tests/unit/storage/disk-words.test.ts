import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createJottingService } from '@/lib/background/jotting-service';
import { storeFailure } from '@/lib/deal/kept/store-failure';
import { answering, replyOf } from '@/lib/messaging/reply';
import { deleteAll, openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { setTypedQuota } from '@/lib/storage/profile';
import { forgetConnections, putConnection } from '@/lib/storage/registry';
import { addCall } from '@/lib/storage/stored-calls';
import { storeEdit } from '@/lib/storage/stored-edits';
import { storeReminder } from '@/lib/storage/stored-reminders';
import { commitPage } from '@/lib/storage/writer';
import { failureOf } from '@/lib/store/failures';

import { connectionOf } from '../background/connection';

/* What Chromium 156 says of a disk that is full, as seen on a small disk filled to the last byte. */

const NO_SPACE =
  'Connection is closing because of: IO error: .../x.indexeddb.leveldb/000003.log: FILE_ERROR_NO_SPACE (ChromeMethodBFE: 3::WritableFileAppend::8)';
const ABORTED = 'The transaction was aborted, so the request cannot be fulfilled.';

type Put = typeof IDBObjectStore.prototype.put;
const { put, add } = IDBObjectStore.prototype;
const { open } = IDBFactory.prototype;
const ignored = (_given: unknown): void => undefined;
const because = (transaction: IDBTransaction, reason: DOMException | null): void =>
  void Object.defineProperty(transaction, 'error', { get: () => reason, set: ignored });

/** On LevelDB: the request knows of nothing, its transaction of the reason. */
const onLevelDb: Put = function onLevelDb(this: IDBObjectStore, ...given) {
  const request = put.apply(this, given);
  const { transaction } = this;
  queueMicrotask(() => {
    because(transaction, new DOMException(NO_SPACE, 'UnknownError'));
    transaction.abort();
  });
  return request;
};
/** On SQLite: every request succeeds, then the commit fails. */
const onSqlite: Put = function onSqlite(this: IDBObjectStore, ...given) {
  const request = put.apply(this, given);
  const { transaction } = this;
  request.addEventListener('success', () => {
    because(transaction, new DOMException('Encountered disk full while committing transaction.', 'QuotaExceededError'));
    transaction.abort();
  });
  return request;
};
/** Once the browser has ended the connection: the request fails, and its transaction neither ends nor says why. */
const onClosed: Put = function onClosed() {
  const request = new EventTarget();
  Object.assign(request, { error: new DOMException(ABORTED, 'AbortError'), readyState: 'done' });
  setTimeout(() => {
    const event = new Event('error');
    request.dispatchEvent(event);
    (request as { onerror?: (told: Event) => void }).onerror?.(event);
  });
  // Safe: what Dexie uses of a request.
  return request as IDBRequest<IDBValidKey>;
};

const ORG = '00D000000000001AAA';
const USER = '005000000000001AAA';
let db: PipelensDatabase;
beforeEach(async () => {
  db = openDatabase(ORG, USER);
  await db.open();
  await putConnection(connectionOf('before'));
});
afterEach(async () => {
  Object.assign(IDBObjectStore.prototype, { put, add });
  IDBFactory.prototype.open = open;
  await deleteAll();
  await forgetConnections();
});

const jottings = createJottingService({ now: () => 1, publish: () => Promise.resolve(), timeZone: () => 'UTC' });
const page = { deletedIds: [], cursor: {}, mode: 'full', isHidden: false, read: [], rejected: [], rows: [] } as const;
/** Each way in which something is written. */
const WRITES: Record<string, () => Promise<unknown>> = {
  note: () => jottings.put(db, { kind: 'note', of: '006A', value: { text: 'They fear the move.' } }),
  reminder: () =>
    storeReminder(db, {
      id: 'r',
      orgKey: 'o',
      host: 'h',
      recordId: '006A',
      recordName: 'A',
      text: 'call',
      dueAt: 1,
      state: 'waiting',
      createdAt: 1,
      snoozes: 0,
    }),
  call: () => addCall(db, { ownerId: USER, byId: USER, start: '2026-10-01', amount: 5, at: 1 } as never),
  quota: () => setTypedQuota(db, { userId: USER, amount: 5, start: '2026-10-01' } as never),
  edit: () =>
    storeEdit(db, {
      id: 'e',
      recordId: '006A',
      recordName: 'A',
      before: {},
      after: {},
      state: 'waiting',
      at: 1,
    } as never),
  'page of the CRM': () => commitPage(db, 'opportunity', { ...page, isDone: true }, { expects: undefined, now: 1 }),
  connection: () => putConnection(connectionOf('org')),
};

/** What a screen shows of it, through the boundary between the background and a page. */
const shown = async (write: () => Promise<unknown>) => {
  const answer = JSON.parse(JSON.stringify(await answering(write))) as Parameters<typeof replyOf>[0];
  try {
    return { kind: 'done', words: String(replyOf(answer)) };
  } catch (error) {
    const { kind, words } = failureOf('action', error);
    return { kind, words };
  }
};

describe.each(Object.entries(WRITES))('a full disk under a %s', (_, write) => {
  test('is said as such where only the transaction knows it', async () => {
    Object.assign(IDBObjectStore.prototype, { put: onLevelDb, add: onLevelDb });
    expect(await shown(write)).toEqual({ kind: 'full', words: NO_SPACE });
  });
  test('is said as such where only the commit fails', async () => {
    Object.assign(IDBObjectStore.prototype, { put: onSqlite, add: onSqlite });
    const { kind, words } = await shown(write);
    expect(kind).toBe('full');
    expect(words).toContain('disk full');
  });
  test('is said as what it mostly is where the browser gives no reason', async () => {
    Object.assign(IDBObjectStore.prototype, { put: onClosed, add: onClosed });
    expect(await shown(write)).toEqual({ kind: 'unstored', words: ABORTED });
  });
  test('is said the same way where the database cannot even be opened', async () => {
    db.close({ disableAutoOpen: false });
    await forgetConnections();
    IDBFactory.prototype.open = () => {
      throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
    };
    const { kind, words } = await shown(write);
    expect(kind).toBe('unstored');
    expect(words).toContain('opening backing store');
  });
});

test('what is not of the store keeps its own words, and what is told with a way on does too', () => {
  for (const error of [
    new DOMException('signal is aborted without reason', 'AbortError'),
    new TypeError('Failed to fetch'),
    new Error('The CRM refused it.'),
  ])
    expect(storeFailure(error)).toBeUndefined();
  const inner = Object.assign(new Error('An older copy of Pipelens holds what is stored here.'), {
    name: 'BlockedError',
  });
  const told = storeFailure(
    Object.assign(new Error(`BlockedError ${inner.message}`), { name: 'DatabaseClosedError', inner }),
  );
  expect(told).toMatchObject({ name: 'BlockedError', message: inner.message });
});
