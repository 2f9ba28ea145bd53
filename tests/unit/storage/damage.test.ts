import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { COLD_FIELDS } from '@/lib/columns/schema';
import { connect } from '@/lib/crm/salesforce/client';
import { TABLE_NAMES, type TableName } from '@/lib/deal/org';
import { generateOrg } from '@/lib/sample/generate';
import { checksum } from '@/lib/storage/checksum';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import { addCall, allCalls } from '@/lib/storage/stored-calls';
import { storeReminder, openReminders } from '@/lib/storage/stored-reminders';
import { commitRows, compact, readCheckpoint } from '@/lib/storage/writer';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, createOrg, type LiveOrg, PAGE_HOST } from '@/tests/org/org';
import { type RunningOrg, startServer } from '@/tests/org/server';

let org: LiveOrg;
let server: RunningOrg;
let token: string;
let db: PipelensDatabase;
const now = Date.parse('2026-11-24T12:00:00Z');

beforeAll(async () => {
  const tables = generateOrg({ size: 40, asOf: '2026-11-24' as Day });
  org = createOrg(tables);
  server = await startServer(org);
  token = org.login(tables.defaultUserId);
  db = new PipelensDatabase('damage');
  const client = salesforce();
  await putProfile(db, await client.bootstrap());
  await sync();
});
afterAll(() => server.close());

const salesforce = () =>
  connect(
    { orgId: org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token },
    {
      fetch: (input, init) => fetch(`${server.url}${(input as string).replace(`https://${API_HOST}`, '')}`, init),
      sleep: () => Promise.resolve(),
    },
  );
const sync = () => syncOnce({ client: salesforce(), db, now: () => now });
/** What a surface that is opened afterwards says. */
const opened = async () => {
  db.close();
  db = new PipelensDatabase(db.name);
  const facts = await createFactsCache(db)(now);
  if (!facts) throw new Error('No facts.');
  return facts;
};

/** The browser's own store: what is put there has passed none of our code. */
async function raw(store: string, change: (objects: IDBObjectStore) => Promise<void> | void): Promise<void> {
  db.close();
  const open = await new Promise<IDBDatabase>((done, fail) => {
    const request = indexedDB.open(db.name);
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('The store does not open.'));
  });
  const transaction = open.transaction(store, 'readwrite');
  await change(transaction.objectStore(store));
  await new Promise((done) => (transaction.oncomplete = done));
  open.close();
  db = new PipelensDatabase(db.name);
}
type Stored = Record<string, unknown>;
const all = (objects: IDBObjectStore): Promise<Stored[]> =>
  new Promise((done) => {
    const request = objects.getAll();
    request.onsuccess = () => done(request.result as Stored[]);
  });
/** Changes each stored row that is meant. */
const garble = (store: string, isMeant: (row: Stored) => boolean, to: (row: Stored) => Stored | undefined) =>
  raw(store, async (objects) => {
    const rows = (await all(objects)).filter(isMeant);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const changed = to(row);
      if (changed) objects.put(changed);
      else
        objects.delete(
          objects.keyPath === 'key'
            ? (row['key'] as string)
            : ([row['table'], row['generation'], row['seq']] as IDBValidKey),
        );
    }
  });
const idsOf = async (table: TableName) =>
  (await readTable(db, table))
    .rows()
    .map(({ id }) => id)
    .toSorted();

const GARBAGE: [string, (row: Stored) => Stored | undefined][] = [
  ['missing', () => undefined],
  ['empty', (row) => ({ ...row, packed: undefined })],
  ['text', (row) => ({ ...row, packed: 'garbage' })],
  ['cut short', (row) => ({ ...row, packed: cut(row['packed'] as Stored) })],
];
/** Every column has lost its second half. */
function cut(packed: Stored): Stored {
  const part = (value: unknown): unknown =>
    typeof value === 'string' || ArrayBuffer.isView(value)
      ? // Safe: columns are arrays of numbers.
        (value as Uint8Array).slice(0, Math.floor((value as Uint8Array).length / 2))
      : Array.isArray(value)
        ? value.map(part)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, part(each)]))
          : value;
  return part(packed) as Stored;
}

describe('a stored page that is no longer what was written', () => {
  for (const store of ['hot', 'cold'] as const)
    for (const table of TABLE_NAMES.filter((name) => store === 'hot' || COLD_FIELDS[name] !== undefined))
      test(`${table}, ${store}: it is said, never live as if all were there, and read from the CRM anew`, async () => {
        const before = await idsOf(table);
        const isMeant = (row: Stored) => row['table'] === table;
        let isThere = true;
        await raw(store, async (objects) => {
          isThere = (await all(objects)).some(isMeant);
        });
        // A table without rows has nothing there to damage.
        if (!isThere) return;
        for (const [kind, to] of table === 'opportunity' ? GARBAGE : GARBAGE.slice(-1)) {
          await garble(store, isMeant, to);
          expect((await opened()).damage, kind).toEqual({ tables: 1, written: 0 });
          // It stays said until the CRM has given all of it again.
          expect((await opened()).damage, kind).toEqual({ tables: 1, written: 0 });
          expect(await sync(), kind).toMatchObject({ state: 'live', isDone: true });
          expect((await opened()).damage, kind).toBeUndefined();
          expect(await idsOf(table), kind).toEqual(before);
        }
      });

  for (const [kind, from, store] of [
    ['of another database', 'damage-other', 'cold'],
    ['of another store', 'damage-own', 'hot'],
  ] as const)
    test(`a page ${kind} in its place, whole as it is: it is said, and read anew`, async () => {
      const former = db;
      const isDeals = ({ table }: Stored) => table === 'opportunity';
      const filled = async (name: string) => {
        db = new PipelensDatabase(name);
        await putProfile(db, await salesforce().bootstrap());
        await sync();
      };
      await filled(from);
      let page: Stored | undefined;
      await raw(store, async (objects) => void (page = (await all(objects)).find(isDeals)));
      if (from !== 'damage-own') await filled('damage-own');
      await garble('cold', isDeals, () => page);
      expect((await opened()).damage).toEqual({ tables: 1, written: 0 });
      await sync();
      expect((await opened()).damage).toBeUndefined();
      db.close();
      db = former;
    });

  test('one of several: the others stay in sight meanwhile', async () => {
    const deals = (await readTable(db, 'opportunity')).rows();
    await commitRows(db, 'opportunity', deals.slice(0, 3));
    await commitRows(db, 'opportunity', deals.slice(3, 5));
    await garble(
      'hot',
      ({ table, seq }) => table === 'opportunity' && (seq as number) === 1_000_001,
      () => undefined,
    );
    const facts = await opened();
    expect(facts.damage).toEqual({ tables: 1, written: 0 });
    expect(facts.rows.opportunity).toBe(deals.length);
  });

  test('folding deltas in does not make what is left pass for all', async () => {
    const deals = (await readTable(db, 'opportunity')).rows();
    for (let at = 0; at < 12; at += 1) await commitRows(db, 'opportunity', deals.slice(0, 20));
    await garble(
      'hot',
      ({ table, seq }) => table === 'opportunity' && seq === 0,
      () => undefined,
    );
    expect(await compact(db, 'opportunity')).toBe(false);
    expect((await opened()).damage).toEqual({ tables: 1, written: 0 });
    await sync();
    expect((await opened()).damage).toBeUndefined();
    expect(await idsOf('opportunity')).toHaveLength(deals.length);
  });
});

describe('what stands beside the pages', () => {
  for (const table of TABLE_NAMES)
    test(`the checkpoint of ${table}: garbage is as good as none`, async () => {
      const before = await idsOf(table);
      for (const change of table === 'opportunity'
        ? [{ cursor: null }, { live: 'x' }, { generation: -1 }]
        : [{ cursor: null }]) {
        await garble(
          'checkpoints',
          (row) => row['table'] === table,
          (row) => ({ ...row, ...change }),
        );
        const facts = await opened();
        if (before.length > 0) expect(facts.damage).toEqual({ tables: 1, written: 0 });
        await sync();
        expect((await opened()).damage).toBeUndefined();
        expect(await idsOf(table)).toEqual(before);
        expect(await readCheckpoint(db, table)).toMatchObject({ doneAt: now });
      }
    });

  test('a score, a profile, a revision, notes of the adapter: each is made or read again', async () => {
    await db.meta.put({ key: 'score', value: { version: 1 } });
    for (const kept of await db.meta.toArray()) {
      const { key } = kept;
      for (const value of [null, 'garbage']) {
        await garble(
          'meta',
          (row) => row['key'] === key,
          (row) => ({ ...row, value }),
        );
        db.close();
        db = new PipelensDatabase(db.name);
        expect(await db.meta.get(key)).toBeUndefined();
        await putProfile(db, await salesforce().bootstrap());
        await sync();
        expect((await opened()).rows.opportunity).toBeGreaterThan(0);
        // What only some of them write anew is there to be garbled once more.
        await db.meta.put(kept);
      }
    }
  });
});

test('what a person wrote and is damaged is left out and counted; the rest is there', async () => {
  const reminder = (id: string) => ({
    id,
    recordId: 'r',
    recordName: 'Deal',
    text: 'Call',
    orgKey: 'o-u',
    host: PAGE_HOST,
    snoozes: 0,
    createdAt: 1,
    dueAt: 2,
    state: 'waiting' as const,
  });
  await storeReminder(db, reminder('a'));
  await storeReminder(db, reminder('b'));
  await addCall(db, { ownerId: 'u', byId: 'u', amount: 5, start: '2026-10-01', at: 9 });
  await garble(
    'reminders',
    (row) => row['id'] === 'a',
    (row) => ({ ...row, dueAt: 'never' }),
  );
  await garble(
    'calls',
    () => true,
    (row) => ({ ...row, amount: null }),
  );
  expect((await openReminders(db)).map(({ id }) => id)).toEqual(['b']);
  expect(await allCalls(db)).toEqual([]);
  const facts = await createFactsCache(db)(now);
  expect(facts?.damage).toEqual({ tables: 0, written: 2 });
});

describe('the checksum', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.uint8Array({ maxLength: 50 }),
    fc.float64Array({ maxLength: 10 }),
    fc.uint32Array({ maxLength: 20 }),
  );
  test('is that of a copy as the store makes one, and of the same fields in another order', () => {
    fc.assert(fc.property(value, (each) => checksum(structuredClone(each)) === checksum(each)));
    expect(checksum({ a: 1, b: undefined, c: 'x' })).toBe(checksum({ c: 'x', a: 1 }));
  });
  test('is another where one byte, letter, number or field differs', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, at, by) => {
          const other = bytes.slice();
          other[at % other.length] = (other[at % other.length] ?? 0) ^ by;
          return checksum(other) !== checksum(bytes) && checksum(bytes.slice(1)) !== checksum(bytes);
        },
      ),
    );
    const texts = [
      '',
      'a',
      'b',
      'ab',
      'ba',
      'aa',
      '1',
      1,
      0,
      -0,
      null,
      undefined,
      true,
      false,
      [],
      {},
      [1],
      ['1'],
      { a: 1 },
      { b: 1 },
    ];
    expect(new Set(texts.map((each) => checksum(each))).size).toBe(texts.length);
  });
});
