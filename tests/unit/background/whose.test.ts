import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { NoConnection } from '@/lib/answers/queries';
import type { RecordAnswer } from '@/lib/answers/record-view';
import { createBar } from '@/lib/background/bar';
import { createDoor } from '@/lib/background/door';
import { createJottingService } from '@/lib/background/jotting-service';
import { createPageRefresh } from '@/lib/background/page-refresh';
import { createReminderService } from '@/lib/background/reminder-service';
import { createRequestHandlers } from '@/lib/background/requests';
import { createRest } from '@/lib/background/rest';
import { createSyncer } from '@/lib/background/syncer';
import { createOutbox } from '@/lib/background/writing/outbox';
import type { Cookie } from '@/lib/crm/crm';
import type { Edit } from '@/lib/deal/edits/edit';
import type { Sender } from '@/lib/messaging';
import { readTable } from '@/lib/storage/column-reader';
import { openDatabase } from '@/lib/storage/database';
import { getProfile } from '@/lib/storage/profile';
import { allConnections, forgetConnections, putConnection, registry } from '@/lib/storage/registry';
import { allEdits } from '@/lib/storage/stored-edits';
import { openReminders } from '@/lib/storage/stored-reminders';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { connectionOf } from './connection';
import { fakeCookies, fakeNotifications, fakeStorage, fakeTabs } from './fake-browser';
import { gate } from './gate';
import { serve, type ServedOrg } from './served-org';

let it: ServedOrg;
beforeEach(async () => {
  // Node shares its locks among the threads of all test files, whose stores are their own but bear the same names.
  vi.stubGlobal('navigator', {});
  await forgetConnections();
  it = await serve();
});
afterEach(() => {
  vi.unstubAllGlobals();
  return it.close();
});

type Jar = (Cookie & { storeId?: string })[];

/** What the browser holds of a user of the org who is signed in, in one of its stores. */
const signedIn = (userId: string, storeId?: string): Jar => {
  const store = storeId === undefined ? {} : { storeId };
  const org = it.org.orgId.slice(0, 15);
  return [
    { name: 'sid', domain: PAGE_HOST, value: `${org}!PAGE`, ...store },
    { name: 'sid', domain: API_HOST, value: it.org.login(userId), ...store },
  ];
};
const users = (): [string, string] => {
  const [a, b] = it.org.rows('User');
  if (!a || !b) throw new Error('Two users.');
  return [a.Id, b.Id];
};

/** A background; `wait` stands between every question to the browser or the org and its answer. */
function background(jar: Jar, { wait = () => Promise.resolve(), withheld = [] as string[] } = {}) {
  const storage = fakeStorage();
  const rest = createRest(storage);
  const permissions = {
    contains: ({ origins }: { origins: string[] }) =>
      Promise.resolve(!origins.some((origin) => withheld.some((host) => origin.includes(host)))),
  };
  const bar = createBar({ rest, permissions });
  const environment = {
    now: () => Date.now(),
    publish: () => Promise.resolve(),
    async fetch(...given: Parameters<typeof fetch>) {
      await wait();
      return it.fetch(...given);
    },
    cookies: {
      async get(...given: Parameters<ReturnType<typeof fakeCookies>['get']>) {
        await wait();
        return fakeCookies(jar).get(...given);
      },
      async getAll(...given: Parameters<ReturnType<typeof fakeCookies>['getAll']>) {
        await wait();
        return fakeCookies(jar).getAll(...given);
      },
    },
  };
  const outbox = createOutbox(environment);
  const syncer = createSyncer({
    ...environment,
    bar,
    onLive: (opened) => outbox.resume(opened),
    tabs: fakeTabs(),
    tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
    onWatched: () => undefined,
  });
  const notifications = fakeNotifications();
  const reminders = createReminderService({
    ...environment,
    storage,
    notifications,
    open: () => Promise.resolve(),
    alerts: gate({ notifications, now: environment.now, timeZone: () => 'UTC' }),
    listUrl: ({ key }) => `/list#${key}`,
    timeZone: () => 'UTC',
    isForeign: (connection) => syncer.isForeign(connection),
    whereNow: (connection) => syncer.whereNow(connection),
    setAlarm: () => Promise.resolve(),
  });
  const { page, extension } = createRequestHandlers({
    now: environment.now,
    syncer,
    door: createDoor({ syncer, bar }),
    rest,
    reminders,
    outbox,
    pageRefresh: createPageRefresh({ run: () => Promise.resolve(undefined), sleep: () => Promise.resolve() }),
    jottings: createJottingService({ ...environment, timeZone: () => 'UTC' }),
    signIn: { start: () => Promise.resolve() },
  });
  return { page, extension, rest, withheld, isForeign: syncer.isForeign };
}

const tabOf = (more: object = {}): Pick<Sender, 'tab'> => ({ tab: { url: `https://${PAGE_HOST}/x`, ...more } });
const pageOf = (more: object = {}): Sender => ({ url: `https://${PAGE_HOST}/lightning/page/home`, ...tabOf(more) });
const frameOf = (whose?: Sender['whose'], more: object = {}): Sender => ({
  url: 'chrome-extension://x/panel.html',
  ...tabOf(more),
  ...(whose ? { whose } : {}),
});
const surfaceOf = (whose: Sender['whose'] = {}): Sender => ({ url: 'chrome-extension://x/popup.html', whose });

async function forecastOf({ extension }: ReturnType<typeof background>, sender: Sender) {
  // Safe: the reply of that very question.
  return (await extension.query({ name: 'forecast', input: {} }, sender)) as
    | NoConnection
    | { userId: string; freshness: NoConnection['freshness'] };
}
const ownerOf = (answer: Awaited<ReturnType<typeof forecastOf>>): string | undefined =>
  'userId' in answer ? answer.userId : undefined;

describe('whose a surface is', () => {
  test('is the user who is signed in where it opened, and their host is named', async () => {
    const [a] = users();
    const worker = background(signedIn(a));
    await worker.page['page/hello']({}, pageOf());
    const { whose, known } = await worker.extension['whose/here']({}, frameOf());
    expect(whose).toMatchObject({ host: PAGE_HOST, key: expect.stringContaining(a.slice(0, 15)) });
    expect(known).toHaveLength(1);
    const answer = await forecastOf(worker, surfaceOf(whose));
    expect(ownerOf(answer)).toBe(a);
    expect(answer.freshness.host).toBe(PAGE_HOST);
  });

  test('of two connections is never the one used last: nothing is shown until one is meant', async () => {
    const [a] = users();
    const worker = background(signedIn(a));
    await worker.page['page/hello']({}, pageOf());
    expect(ownerOf(await forecastOf(worker, surfaceOf()))).toBe(a);
    await putConnection(connectionOf('00D000000000001', Date.now() + 1000));
    const answer = await forecastOf(worker, surfaceOf());
    expect(ownerOf(answer)).toBeUndefined();
    expect(answer.freshness.state).toBe('choose');
    expect(ownerOf(await forecastOf(worker, surfaceOf({ host: PAGE_HOST })))).toBe(a);
    await expect(
      worker.extension['quota/set']({ userId: a, amount: 1, start: '2026-10-01' }, surfaceOf()),
    ).rejects.toThrow(/Nothing was saved/);
  });

  test('ends when another user signs in: neither’s data, in words, and the way to take up who is signed in now', async () => {
    const [a, b] = users();
    const jar = signedIn(a);
    const worker = background(jar);
    await worker.page['page/hello']({}, pageOf());
    const { whose } = await worker.extension['whose/here']({}, frameOf());
    jar.splice(0, 2, ...signedIn(b));
    const answer = await forecastOf(worker, surfaceOf(whose));
    expect(ownerOf(answer)).toBeUndefined();
    expect(answer.freshness.state).toBe('otherUser');
    expect((await worker.extension['whose/still']({}, frameOf(whose))).freshness?.state).toBe('otherUser');
    const other = await worker.extension['whose/here']({}, frameOf());
    expect(other.whose?.key).not.toBe(whose?.key);
  });

  test.each([
    [
      'a reminder',
      'reminder/add',
      { host: PAGE_HOST, recordId: '006000000000000AAA', recordName: 'X', text: 'call', when: '+1d' },
    ],
    ['a quota', 'quota/set', { userId: '005', amount: 100, start: '2026-10-01' }],
    ['a call', 'call/add', { ownerId: '005', amount: 100, start: '2026-10-01' }],
  ] as const)('%s that was typed as one user is not saved as another', async (_name, type, request) => {
    const [a, b] = users();
    const jar = signedIn(a);
    const worker = background(jar);
    await worker.page['page/hello']({}, pageOf());
    const { whose } = await worker.extension['whose/here']({}, frameOf());
    jar.splice(0, 2, ...signedIn(b));
    const save = worker.extension[type] as (given: unknown, sender: Sender) => Promise<unknown>;
    await expect(save(request, frameOf(whose))).rejects.toThrow(
      `Somebody else is signed in now (${PAGE_HOST}). Nothing was saved. What you typed is still there.`,
    );
    for (const { orgId, userId } of await allConnections()) {
      const db = openDatabase(orgId, userId);
      expect([...(await openReminders(db)), ...(await db.quotas.toArray()), ...(await db.calls.toArray())]).toEqual([]);
    }
  });

  test('goes on where its org has moved to another domain: what was written at the former one is sent, and a tab left there spoils nothing', async () => {
    const [a] = users();
    const jar = signedIn(a);
    const worker = background(jar);
    await worker.page['page/hello']({}, pageOf());
    const { whose } = await worker.extension['whose/here']({}, frameOf());
    const id = it.org.rows('Opportunity').find((row) => row['IsClosed'] === false)?.Id ?? '';
    const save = (nextStep: string, sender: Sender) =>
      worker.extension['edit/save'](
        {
          host: PAGE_HOST,
          recordId: id,
          recordName: 'Deal',
          // Safe: a next step is a text, or nothing.
          before: { nextStep: (it.org.find('Opportunity', id)?.['NextStep'] ?? null) as string | null },
          after: { nextStep },
        },
        sender,
      );
    // Signed out as the domain is changed.
    const [, held] = jar.splice(0, 2);
    expect(await save('Written before the move', surfaceOf(whose))).toMatchObject({ state: 'waiting' });
    const [pageHost, apiHost] = ['moved.lightning.force.com', 'moved.my.salesforce.com'];
    jar.push(
      { name: 'sid', domain: pageHost, value: `${it.org.orgId.slice(0, 15)}!PAGE` },
      { name: 'sid', domain: apiHost, value: it.org.login(a) },
    );
    expect(held?.domain).toBe(API_HOST);
    const moved: Sender = {
      url: `https://${pageHost}/lightning/page/home`,
      tab: { url: `https://${pageHost}/lightning/page/home` },
    };
    await worker.page['page/hello']({}, moved);
    expect(it.org.find('Opportunity', id)?.['NextStep']).toBe('Written before the move');
    // A page of ours that was opened before the move is about the same user of the same org.
    const answer = await forecastOf(worker, surfaceOf(whose));
    expect([ownerOf(answer), answer.freshness.state, answer.freshness.host]).toEqual([a, 'live', pageHost]);
    expect(await save('Written after it', surfaceOf(whose))).toMatchObject({ state: 'saved' });
    // A tab that still stands at the former domain is nobody's, and leaves the state of the moved one as it is.
    expect(ownerOf(await forecastOf(worker, frameOf(whose)))).toBeUndefined();
    expect(await allConnections()).toMatchObject([{ pageHost, state: 'live' }]);
  });

  test('after a sign-out the cache is readable of the one user there was, and of nobody where there were two', async () => {
    const [a, b] = users();
    const jar = signedIn(a);
    const worker = background(jar);
    await worker.page['page/hello']({}, pageOf());
    const { whose } = await worker.extension['whose/here']({}, frameOf());
    jar.length = 0;
    const alone = await forecastOf(worker, surfaceOf(whose));
    expect([ownerOf(alone), alone.freshness.state]).toEqual([a, 'noSession']);
    jar.push(...signedIn(b));
    await worker.page['page/hello']({}, pageOf());
    jar.length = 0;
    const answer = await forecastOf(worker, surfaceOf(whose));
    expect([ownerOf(answer), answer.freshness.state]).toEqual([undefined, 'noSession']);
  });

  test('is by the cookie store of its tab: two containers of one browser never meet', async () => {
    const [a, b] = users();
    const worker = background([...signedIn(a), ...signedIn(b, 'firefox-container-1')]);
    const inside = { cookieStoreId: 'firefox-container-1' };
    await worker.page['page/hello']({}, pageOf({ cookieStoreId: 'firefox-default' }));
    await worker.page['page/hello']({}, pageOf(inside));
    const plain = await worker.extension['whose/here']({}, frameOf());
    const contained = await worker.extension['whose/here']({}, frameOf(undefined, inside));
    expect(contained.whose).toMatchObject({ store: 'firefox-container-1' });
    expect(ownerOf(await forecastOf(worker, surfaceOf(plain.whose)))).toBe(a);
    expect(ownerOf(await forecastOf(worker, surfaceOf(contained.whose)))).toBe(b);
    // A frame is where its tab is, whatever it says.
    expect(ownerOf(await forecastOf(worker, frameOf(plain.whose, inside)))).toBeUndefined();
  });

  test.each([
    ['sessions', 'key'],
    ['connections', 'userId'],
  ] as const)('does not change with a damaged row of %s that names another user', async (store, field) => {
    const [a, b] = users();
    const jar = signedIn(a);
    const worker = background(jar);
    await worker.page['page/hello']({}, pageOf());
    jar.splice(0, 2, ...signedIn(b));
    await worker.page['page/hello']({}, pageOf());
    const { whose } = await worker.extension['whose/here']({}, frameOf());
    // What is put there past all of our code: the row of the one has the user of the other.
    const stored = registry.backendDB().transaction(store, 'readwrite').objectStore(store);
    const rows = await new Promise<Record<string, unknown>[]>((done) => {
      const request = stored.getAll();
      request.onsuccess = () => done(request.result as Record<string, unknown>[]);
    });
    const isOf = (row: Record<string, unknown>, user: string): boolean => String(row['key']).endsWith(user);
    const other = rows.find((row) => isOf(row, a))?.[field];
    expect(other).toBeDefined();
    for (const row of rows) if (isOf(row, b)) stored.put({ ...row, [field]: other });
    await new Promise((done) => (stored.transaction.oncomplete = done));
    const again = background(jar);
    for (const sender of [frameOf(), surfaceOf({ host: PAGE_HOST }), frameOf(whose)])
      expect([b, undefined]).toContain(ownerOf(await forecastOf(again, sender)));
    await again.page['page/hello']({}, pageOf());
    expect(ownerOf(await forecastOf(again, frameOf()))).toBe(b);
  });

  test('who is signed in to two containers at once stays where the surface is, whatever happens in the other', async () => {
    const [a, b] = users();
    const inside = { cookieStoreId: 'firefox-container-1' };
    const jar = [...signedIn(a), ...signedIn(a, inside.cookieStoreId)];
    const worker = background(jar);
    await worker.page['page/hello']({}, pageOf());
    await worker.page['page/hello']({}, pageOf(inside));
    const { whose } = await worker.extension['whose/here']({}, surfaceOf({ host: PAGE_HOST }));
    const contained = await worker.extension['whose/here']({}, frameOf(undefined, inside));
    expect(contained.whose).toMatchObject({ store: inside.cookieStoreId });
    expect(whose).not.toHaveProperty('store');
    jar.splice(2, 2, ...signedIn(b, inside.cookieStoreId));
    await worker.page['page/hello']({}, pageOf(inside));
    expect(ownerOf(await forecastOf(worker, surfaceOf(whose)))).toBe(a);
    expect(ownerOf(await forecastOf(worker, surfaceOf(contained.whose)))).toBeUndefined();
    // So is who is chosen from the list, and asked about without a place.
    const { known } = await worker.extension['whose/here']({}, surfaceOf({ host: PAGE_HOST }));
    const chosen = known.find(({ key }) => key === whose?.key);
    expect(ownerOf(await forecastOf(worker, surfaceOf(chosen)))).toBe(a);
    expect(ownerOf(await forecastOf(worker, surfaceOf(whose && { key: whose.key })))).toBe(a);
    // What a person is reminded of goes by all of their containers: they are there in one of them.
    const own = (await allConnections()).find(({ userId }) => userId === a);
    expect(own && (await worker.isForeign(own))).toBe(false);
    jar.splice(0, 2);
    expect(own && (await worker.isForeign(own))).toBe(true);
  });
});

describe('what is saved', () => {
  const inside = { cookieStoreId: 'firefox-container-1' };
  const editsOf = async (user: string): Promise<Edit[]> => {
    const own = (await allConnections()).find(({ userId }) => userId === user);
    return own ? (await allEdits(openDatabase(own.orgId, own.userId))).toSorted((a, b) => a.at - b.at) : [];
  };
  /** A change of the next step as whoever opens the form would ask for it. */
  async function save(worker: ReturnType<typeof background>, sender: Sender, recordId: string, text: string) {
    const row = it.org.find('Opportunity', recordId);
    return worker.extension['edit/save'](
      {
        host: PAGE_HOST,
        recordId,
        recordName: String(row?.['Name']),
        before: { nextStep: (row?.['NextStep'] ?? null) as string | null },
        after: { nextStep: text },
      },
      sender,
    );
  }
  const openDeals = (): string[] =>
    it.org.rows('Opportunity').flatMap(({ Id, IsClosed }) => (IsClosed === false ? [Id] : []));
  const savedBy = (recordId: string): unknown => it.org.find('Opportunity', recordId)?.['LastModifiedById'];

  test('at once by two users, each in a container of their own, is each one’s own in the CRM and in what is kept', async () => {
    const [a, b] = users();
    const worker = background([...signedIn(a), ...signedIn(b, inside.cookieStoreId)]);
    await worker.page['page/hello']({}, pageOf());
    await worker.page['page/hello']({}, pageOf(inside));
    const plain = frameOf((await worker.extension['whose/here']({}, frameOf())).whose);
    const contained = frameOf((await worker.extension['whose/here']({}, frameOf(undefined, inside))).whose, inside);
    const [first = '', second = '', third = '', fourth = ''] = openDeals();
    const edits = await Promise.all([
      save(worker, plain, first, 'As a'),
      save(worker, contained, second, 'As b'),
      save(worker, plain, third, 'As a'),
      save(worker, contained, fourth, 'As b'),
    ]);
    expect(edits.map(({ state }) => state)).toEqual(['saved', 'saved', 'saved', 'saved']);
    expect([first, second, third, fourth].map(savedBy)).toEqual([a, b, a, b]);
    const its = async (user: string) =>
      (await editsOf(user)).flatMap(({ recordId, after }) =>
        `${after['nextStep']}`.startsWith('As') ? [recordId] : [],
      );
    expect(await its(a)).toEqual([first, third]);
    expect(await its(b)).toEqual([second, fourth]);
  });

  test('as the session ends waits, is not sent by who signs in next, and goes once its user is back', async () => {
    const [a, b] = users();
    const jar = signedIn(a);
    const worker = background(jar);
    await worker.page['page/hello']({}, pageOf());
    const { whose } = await worker.extension['whose/here']({}, frameOf());
    const id = openDeals().at(-1) ?? '';
    const was = it.org.find('Opportunity', id)?.['NextStep'];
    // The cookie outlives the session: the org alone knows that it is over.
    it.org.sessions.delete(jar[1]?.value ?? '');
    expect(await save(worker, frameOf(whose), id, 'Of a')).toMatchObject({ state: 'waiting' });
    jar.splice(0, jar.length, ...signedIn(b));
    await worker.page['page/hello']({}, pageOf());
    expect(it.org.find('Opportunity', id)?.['NextStep']).toBe(was);
    const ofDeal = async (user: string) => (await editsOf(user)).filter(({ recordId }) => recordId === id);
    expect(await ofDeal(b)).toEqual([]);
    await expect(save(worker, frameOf(whose), id, 'Of a again')).rejects.toThrow('Nothing was saved');
    jar.splice(0, jar.length, ...signedIn(a));
    await worker.page['page/hello']({}, pageOf());
    expect(it.org.find('Opportunity', id)?.['NextStep']).toBe('Of a');
    expect(savedBy(id)).toBe(a);
    expect(await ofDeal(a)).toMatchObject([{ state: 'saved' }]);
  });
});

test('in a private window nothing is read, shown or kept, and that is said', async () => {
  const [a] = users();
  const worker = background(signedIn(a));
  await worker.page['page/hello']({}, pageOf());
  const before = it.asked.length;
  const hidden = { incognito: true };
  const own = (await worker.extension['whose/here']({}, frameOf())).whose;
  expect(await worker.page['page/hello']({}, pageOf(hidden))).toEqual({ enabled: false, isPageOnly: false });
  expect(
    await worker.page['badges/sheet']({ ids: ['006000000000000AAA'], hasLinkedRows: false }, pageOf(hidden)),
  ).toEqual({
    css: '',
  });
  const here = await worker.extension['whose/here']({}, frameOf(undefined, hidden));
  expect(here).toMatchObject({ freshness: { state: 'private' }, known: [] });
  const answer = await worker.extension.query(
    { name: 'record', input: { host: PAGE_HOST, recordId: '006000000000000AAA' } },
    frameOf(own, hidden),
  );
  // Safe: the reply of that very question.
  expect((answer as RecordAnswer).freshness.state).toBe('private');
  await expect(
    worker.extension['reminder/add'](
      { host: PAGE_HOST, recordId: '006000000000000AAA', recordName: 'X', text: 'call', when: '+1d' },
      frameOf(own, hidden),
    ),
  ).rejects.toThrow('Private window');
  expect(it.asked.length).toBe(before);
});

test('a host that the browser withholds is a state that names it; what was read stays, and access mends it', async () => {
  const [a] = users();
  const withheld: string[] = [];
  const worker = background(signedIn(a), { withheld });
  await worker.page['page/hello']({}, pageOf());
  withheld.push(API_HOST);
  const before = it.asked.length;
  const answer = await forecastOf(worker, surfaceOf({ host: PAGE_HOST }));
  expect([ownerOf(answer), answer.freshness.state, answer.freshness.detail]).toEqual([a, 'withheld', API_HOST]);
  expect(it.asked.length).toBe(before);
  withheld.length = 0;
  await worker.extension['sync/now']({}, surfaceOf({ host: PAGE_HOST }));
  expect((await forecastOf(worker, surfaceOf({ host: PAGE_HOST }))).freshness.state).toBe('live');
});

test('a store that cannot be written to is a state with its own words, ended by itself once it can be written to again', async () => {
  const [a] = users();
  const worker = background(signedIn(a));
  await worker.page['page/hello']({}, pageOf());
  const { whose } = await worker.extension['whose/here']({}, frameOf());
  const [connection] = await allConnections();
  if (!connection) throw new Error('No connection.');
  const db = openDatabase(connection.orgId, connection.userId);
  const full = vi
    .spyOn(db.checkpoints, 'put')
    .mockRejectedValue(new DOMException('Encountered full disk.', 'QuotaExceededError'));
  const [deal] = it.org.rows('Opportunity');
  if (!deal) throw new Error('No deal.');
  it.org.update('Opportunity', deal.Id, { Amount: 4711 }, a);
  await expect(worker.extension['sync/now']({}, frameOf(whose))).rejects.toThrow('full disk');
  const answer = await forecastOf(worker, frameOf(whose));
  expect([ownerOf(answer), answer.freshness.state, answer.freshness.detail]).toEqual([
    a,
    'unstored',
    'Encountered full disk.',
  ]);
  expect((await worker.extension['whose/still']({}, surfaceOf(whose))).fault).toEqual({
    state: 'unstored',
    detail: 'Encountered full disk.',
  });
  full.mockRestore();
  await worker.extension['sync/now']({}, frameOf(whose));
  expect((await forecastOf(worker, frameOf(whose))).freshness.state).toBe('live');
  expect((await readTable(db, 'opportunity')).byId(deal.Id)?.amount).toBe(4711);
});

describe('once everything was deleted', () => {
  test('nothing is read, shown or written until a page of the CRM is opened anew', async () => {
    const [a] = users();
    const worker = background(signedIn(a));
    await worker.page['page/hello']({}, pageOf());
    const { whose } = await worker.extension['whose/here']({}, frameOf());
    await worker.extension['data/rest']({}, surfaceOf());
    await forgetConnections();
    const before = it.asked.length;
    const open = [surfaceOf(whose), surfaceOf(), frameOf(whose)];
    for (const sender of open) {
      expect((await forecastOf(worker, sender)).freshness.state).toBe('deleted');
      expect(await worker.extension['sync/now']({}, sender)).toMatchObject({ state: 'deleted' });
    }
    await worker.extension['record/refresh']({ host: PAGE_HOST, recordId: '006000000000000AAA' }, frameOf(whose));
    await worker.extension['page/read']({ kind: 'record', isFound: true }, frameOf(whose));
    await expect(
      worker.extension['quota/set']({ userId: a, amount: 1, start: '2026-10-01' }, surfaceOf(whose)),
    ).rejects.toThrow('Everything was deleted');
    expect(it.asked.length).toBe(before);
    expect(await allConnections()).toEqual([]);
    await worker.page['page/hello']({}, pageOf());
    expect(ownerOf(await forecastOf(worker, surfaceOf()))).toBe(a);
  });
});

describe('whoever signs in or out, at whatever instant', () => {
  type Step = 'a' | 'b' | 'out';
  test('no answer holds another user’s data than of the one who is signed in as it is given', async () => {
    const [a, b] = users();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ after: fc.nat({ max: 12 }), to: fc.constantFrom<Step>('a', 'b', 'out') }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.constantFrom('a', 'b'),
        async (switches, first) => {
          const jars = { a: signedIn(a), b: signedIn(b), out: [] };
          const jar: Jar = [...jars[first as 'a' | 'b']];
          const plan = [...switches];
          let steps = 0;
          const move = (): void => {
            const [next] = plan;
            if (!next || (steps += 1) <= next.after) return;
            plan.shift();
            steps = 0;
            jar.splice(0, jar.length, ...jars[next.to]);
          };
          const signed = (): string | undefined =>
            jar.length === 0 ? undefined : jar[1]?.value === jars.a[1]?.value ? a : b;
          const worker = background(jar, {
            wait: () => {
              move();
              return Promise.resolve();
            },
          });
          await worker.page['page/hello']({}, pageOf()).catch(() => undefined);
          const { whose } = await worker.extension['whose/here']({}, frameOf());
          for (const sender of [frameOf(whose), surfaceOf(whose), frameOf(), surfaceOf({ host: PAGE_HOST })]) {
            const before = signed();
            const answer = await forecastOf(worker, sender);
            const owner = ownerOf(answer);
            const now = signed();
            // Signed out, the cache of the only user may be read; whoever is signed in sees their own alone.
            if (owner !== undefined && now !== undefined) expect(owner).toBe(now);
            if (owner !== undefined && now === undefined)
              expect(new Set((await allConnections()).map(({ userId }) => userId)).size).toBe(1);
            if (owner !== undefined && sender.whose?.key !== undefined)
              expect(sender.whose.key.endsWith(owner)).toBe(true);
            expect([a, b, undefined]).toContain(before);
          }
          for (const { orgId, userId } of await allConnections())
            expect((await getProfile(openDatabase(orgId, userId)))?.userId).toBe(userId);
          await forgetConnections();
        },
      ),
      { numRuns: process.env['LONG'] ? 200 : 16 },
    );
  });
});
