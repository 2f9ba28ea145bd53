import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { lostWritten } from '@/lib/storage/lost-written';
import { addQuotas, setTypedQuota } from '@/lib/storage/profile';
import { addCall, allCalls } from '@/lib/storage/stored-calls';
import { changeJotting } from '@/lib/storage/stored-jottings';
import { storeReminder, changeReminder, openReminders } from '@/lib/storage/stored-reminders';
import { copyWrittenTo, restoreWritten, takeUpFile, writtenFile } from '@/lib/storage/written';

const ORG = '00D000000000001AAA';
const USER = '005000000000001AAA';
const NAME = `pipelens-${ORG}-${USER}`;

/** The browser's own storage: a copy of what is set, whatever becomes of the databases. */
function area() {
  const values = new Map<string, unknown>();
  copyWrittenTo({
    get: (key) =>
      Promise.resolve(structuredClone(key === null ? Object.fromEntries(values) : { [key]: values.get(key) })),
    set(given) {
      for (const [key, value] of Object.entries(given)) values.set(key, structuredClone(value));
      return Promise.resolve();
    },
    remove(key) {
      values.delete(key);
      return Promise.resolve();
    },
  });
  return values;
}
const reminder = (id: string) =>
  ({
    id,
    orgKey: `${ORG}-${USER}`,
    host: 'a.lightning.force.com',
    recordId: '006',
    recordName: 'Acme',
    text: 'call',
    dueAt: 1,
    state: 'waiting',
    createdAt: 0,
    snoozes: 0,
  }) as const;

async function write() {
  const db = openDatabase(ORG, USER);
  await storeReminder(db, reminder('r1'));
  await storeReminder(db, reminder('r2'));
  await changeReminder(db, 'r2', () => ({ state: 'done' }));
  await setTypedQuota(db, { userId: 'u1', amount: 100, start: '2026-10-01' });
  await addQuotas(db, [{ id: 'file-u2', userId: 'u2', amount: 200, start: '2026-10-01' as Day }]);
  await addCall(db, { ownerId: 'u1', byId: 'u1', amount: 5, start: '2026-10-01', at: 7 });
}
async function held() {
  const db = openDatabase(ORG, USER);
  return {
    reminders: await db.reminders.toArray(),
    open: (await openReminders(db)).map(({ id }) => id),
    quotas: await db.quotas.toArray(),
    calls: await allCalls(db),
  };
}
afterEach(() => deleteAll());

test('what a person wrote comes back though the browser has dropped the database', async () => {
  area();
  await write();
  const before = await held();
  expect([before.open, before.quotas.length, before.calls.length]).toEqual([['r1'], 2, 1]);
  await deleteAll();
  expect((await held()).reminders).toEqual([]);
  expect(await restoreWritten(openDatabase(ORG, USER))).toBe(5);
  expect(await held()).toEqual(before);
  expect(await restoreWritten(openDatabase(ORG, USER))).toBe(0);
});

test('a row that no longer is what was written is put back as it was, and no longer called damaged', async () => {
  area();
  await write();
  const before = await held();
  const db = openDatabase(ORG, USER);
  await new Promise<void>((done) => {
    const raw = db.backendDB().transaction('reminders', 'readwrite');
    raw.objectStore('reminders').put({ id: 'r1', text: 'garbage' });
    raw.oncomplete = () => done();
  });
  expect((await held()).open).toEqual([]);
  expect(db.damaged.get('reminders')?.size).toBe(1);
  expect(await restoreWritten(db)).toBe(1);
  expect(await held()).toEqual(before);
  expect(db.damaged.get('reminders')?.size).toBe(0);
});

test('a copy with one row that is garbage, and a table that is missing, gives back all the rest', async () => {
  const values = area();
  await write();
  const before = await held();
  const stored = structuredClone(values.get(`written:${NAME}`)) as Record<string, unknown[]>;
  await deleteAll();
  values.set(`written:${NAME}`, {
    reminders: [...(stored['reminders'] ?? []), { id: 7 }, null],
    quotas: stored['quotas'],
    calls: 'gone',
  });
  expect(await restoreWritten(openDatabase(ORG, USER))).toBe(4);
  expect(await held()).toEqual({ ...before, calls: [] });
});

test('what neither the database nor the copy has any more is counted, once, and as long as it is not taken up again', async () => {
  const values = area();
  await write();
  const file = await writtenFile([NAME]);
  const stored = structuredClone(values.get(`written:${NAME}`)) as Record<string, unknown[]>;
  await deleteAll();
  values.set(`written:${NAME}`, { ...stored, reminders: [{ id: 7 }, stored['reminders']?.[1]], calls: 'gone' });
  const db = openDatabase(ORG, USER);
  await restoreWritten(db);
  expect(await lostWritten(db, Date.now())).toBe(2);
  await restoreWritten(db);
  expect(await lostWritten(db, Date.now())).toBe(2);
  expect(await lostWritten(db, Date.now() + 31 * 86_400_000)).toBe(0);
  expect(await takeUpFile(file)).toBe(2);
  expect(await lostWritten(db, Date.now())).toBe(0);
});

test('a row that is damaged where it is stored and in its copy is counted once', async () => {
  const values = area();
  await write();
  const db = openDatabase(ORG, USER);
  const stored = structuredClone(values.get(`written:${NAME}`)) as Record<string, unknown[]>;
  values.set(`written:${NAME}`, { ...stored, reminders: [{ id: 'r1' }, stored['reminders']?.[1]] });
  await new Promise<void>((done) => {
    const raw = db.backendDB().transaction('reminders', 'readwrite');
    raw.objectStore('reminders').put({ id: 'r1', text: 'garbage' });
    raw.oncomplete = () => done();
  });
  await restoreWritten(db);
  expect(db.damaged.get('reminders')?.size).toBe(1);
  expect(await lostWritten(db, Date.now())).toBe(0);
});

test('nothing that a person took away or finished counts as lost', async () => {
  area();
  await write();
  const db = openDatabase(ORG, USER);
  await setTypedQuota(db, { userId: 'u1', amount: 0, start: '2026-10-01' });
  await restoreWritten(db);
  await deleteAll();
  await restoreWritten(openDatabase(ORG, USER));
  expect(await lostWritten(openDatabase(ORG, USER), Date.now())).toBe(0);
});

test('a row that is stored is saved though its copy cannot be, and what a copy cannot lose is not taken away', async () => {
  area();
  await write();
  const before = await held();
  copyWrittenTo({
    get: () => Promise.resolve({}),
    set: () => Promise.reject(new Error('No room.')),
    remove: () => Promise.resolve(),
  });
  const db = openDatabase(ORG, USER);
  await storeReminder(db, reminder('r3'));
  expect((await held()).open).toEqual(['r1', 'r3']);
  await expect(setTypedQuota(db, { userId: 'u1', amount: 0, start: '2026-10-01' })).rejects.toThrow('No room.');
  expect((await held()).quotas).toEqual(before.quotas);
});

test('what was taken away stays away', async () => {
  area();
  await write();
  await setTypedQuota(openDatabase(ORG, USER), { userId: 'u1', amount: 0, start: '2026-10-01' });
  await deleteAll();
  await restoreWritten(openDatabase(ORG, USER));
  expect((await held()).quotas.map(({ id }) => id)).toEqual(['file-u2']);
});

test('saved to a file it is taken up again on an empty computer, and twice is as once', async () => {
  area();
  await write();
  const before = await held();
  const file = await writtenFile([NAME]);
  await deleteAll();
  area();
  expect(await takeUpFile(file)).toBe(5);
  expect(await takeUpFile(file)).toBe(0);
  expect(await held()).toEqual(before);
});

test.each([
  ['no JSON', 'hello'],
  ['another file', '{"a":1}'],
  [
    'a row without what makes it one',
    `{"pipelens":1,"written":{"${NAME}":{"reminders":[{"id":"x"}],"quotas":[],"calls":[]}}}`,
  ],
  ['another database', '{"pipelens":1,"written":{"other":{"reminders":[],"quotas":[],"calls":[]}}}'],
])('%s is refused with words, and changes nothing', async (_name, file) => {
  area();
  await expect(takeUpFile(file)).rejects.toThrow(RangeError);
  expect((await held()).reminders).toEqual([]);
});

test('two rows written at once are both in the copy, however long each copy takes; and one taken away does not come back', async () => {
  const values = area();
  // The first copy takes longer than what is written meanwhile.
  let delay = 30;
  copyWrittenTo({
    get: (key) => Promise.resolve(key === null ? Object.fromEntries(values) : { [key]: values.get(key) }),
    async set(given) {
      await new Promise((next) => setTimeout(next, (delay = Math.max(0, delay - 10))));
      for (const [key, value] of Object.entries(given)) values.set(key, structuredClone(value));
    },
    remove: (key) => Promise.resolve(void values.delete(key)),
  });
  const db = openDatabase(ORG, USER);
  const note = (of: string, text: string | undefined) =>
    changeJotting(db, 'note', of, () => (text === undefined ? undefined : { text }), 1);
  const copied = (name: string) => (values.get(`written:${NAME}`) as Record<string, { id: string }[]>)[name];
  await Promise.all([storeReminder(db, reminder('r1')), storeReminder(db, reminder('r2'))]);
  expect(copied('reminders')?.map(({ id }) => id)).toEqual(['r1', 'r2']);
  delay = 40;
  await note('006A', 'one');
  // Another row is written just as it is taken away.
  await Promise.all([note('006A', undefined), storeReminder(db, reminder('r3'))]);
  expect(copied('jottings')).toEqual([]);
  expect(copied('reminders')).toHaveLength(3);
});

test('a row that the database has lost stays in the copy, whatever is written before it is put back', async () => {
  area();
  await write();
  const db = openDatabase(ORG, USER);
  await db.reminders.clear();
  await changeJotting(db, 'note', '006A', () => ({ text: 'since' }), 1);
  expect(await restoreWritten(db)).toBe(2);
  expect((await db.reminders.toArray()).map(({ id }) => id)).toEqual(['r1', 'r2']);
});
