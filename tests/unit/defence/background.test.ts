import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

import background from '@/entrypoints/background/index';
import type { ExtensionMessages } from '@/lib/messaging/protocol';
import { forgetConnections } from '@/lib/storage/registry';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies } from '../background/fake-browser';
import { serve, type ServedOrg } from '../background/served-org';
import { addressOf } from './address-of';

/* The background as it is wired, and who may ask it what. */

const OWN = 'chrome-extension://test-extension-id';
const REDIRECT = 'https://extension.example/salesforce';
interface Sender {
  id?: string;
  url?: string;
  origin?: string;
  tab?: { id: number };
}

let it: ServedOrg;
/** A script in a page of the CRM, and a page of ours. */
let script: Sender;
const ours: Sender = { id: 'test-extension-id', url: `${OWN}/panel.html`, origin: OWN, tab: { id: 1 } };
const session = new Map<string, unknown>();

beforeEach(async () => {
  fakeBrowser.reset();
  session.clear();
  await forgetConnections();
  it = await serve();
  script = { id: 'test-extension-id', url: it.pageUrl, origin: `https://${PAGE_HOST}`, tab: { id: 1 } };
  const jar = fakeCookies(it.cookies);
  const nothing = { addListener: () => undefined };
  // Safe: parts of a browser that the fake one lacks, as the background uses them.
  Object.assign(fakeBrowser.cookies, jar, { onChanged: nothing });
  Object.assign(fakeBrowser.permissions, {
    contains: () => Promise.resolve(true),
    onAdded: nothing,
    onRemoved: nothing,
  });
  Object.assign(fakeBrowser.identity, {
    getRedirectURL: () => REDIRECT,
    async launchWebAuthFlow({ url }: { url: string }) {
      const page = await it.fetch(`${url}&allowed=1`, { headers: { Cookie: `sid=${it.cookies.at(-1)?.value ?? ''}` } });
      return page.headers.get('location') ?? undefined;
    },
  });
  for (const part of [fakeBrowser.commands, fakeBrowser.notifications] as object[])
    for (const name of ['onCommand', 'onClicked']) Object.assign(part, { [name]: nothing });
  Object.assign(fakeBrowser.permissions, { onAdded: nothing });
  Object.assign(fakeBrowser.idle, {
    setDetectionInterval: () => undefined,
    queryState: () => Promise.resolve('active'),
    onStateChanged: nothing,
  });
  vi.stubGlobal('fetch', outward());
  await Promise.resolve(background.main());
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await it.close();
});

/** Calls for the CRM go to the stand-in. */
function outward(): typeof fetch {
  const real = globalThis.fetch;
  return (input, init) => (addressOf(input).startsWith('http://127.0.0.1') ? real(input, init) : it.fetch(input, init));
}

/** What the background answers; `silence` where no listener of its takes the message. */
async function ask(message: unknown, sender: Sender): Promise<unknown> {
  const { promise, resolve } = withResolvers();
  // Safe: a test says what it sends and as whom.
  const trigger = fakeBrowser.runtime.onMessage.trigger as (...given: unknown[]) => Promise<unknown[]>;
  const taken = await trigger(message, sender, resolve);
  return taken.includes(true) ? promise : 'silence';
}
function withResolvers(): { promise: Promise<unknown>; resolve: (value: unknown) => void } {
  let resolve: (value: unknown) => void = () => undefined;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
const REFUSED = { error: { name: 'TypeError', message: expect.stringMatching(/not for this sender|malformed/) } };

const FOR_US: { [Type in keyof ExtensionMessages]: ExtensionMessages[Type]['request'] } = {
  'whose/here': {},
  'whose/still': {},
  'data/rest': {},
  query: { name: 'team', input: {} },
  'sync/now': {},
  'sign-in/start': { host: PAGE_HOST, clientId: 'app' },
  'page/read': { kind: 'record', isFound: true },
  'record/refresh': { host: PAGE_HOST, recordId: '006000000000001AAA' },
  'reminder/add': { host: PAGE_HOST, recordId: '006000000000001AAA', recordName: 'A', text: 'B', when: 'tomorrow' },
  'reminder/snooze': { id: 'r', when: 'tomorrow' },
  'reminder/done': { id: 'r' },
  'page/look': { host: PAGE_HOST },
  'page/renew': { host: PAGE_HOST },
  'edit/form': { host: PAGE_HOST, recordId: '006000000000001AAA' },
  'deal/mapped': { host: PAGE_HOST, recordId: '006000000000001AAA', fields: ['Name'] },
  'deals/reasons': { host: PAGE_HOST, recordIds: [] },
  'edit/row-form': { host: PAGE_HOST, recordId: '006000000000001AAA', kind: 'task' },
  'playbook/look': { host: PAGE_HOST },
  'edit/save': {
    host: PAGE_HOST,
    recordId: '006000000000001AAA',
    recordName: 'A',
    before: { nextStep: null },
    after: { nextStep: 'B' },
  },
  'edit/decide': { id: 'e', how: 'undo' },
  'edit/forms': { host: PAGE_HOST, deals: [] },
  'edit/batch': { host: PAGE_HOST, changes: [] },
  'edit/decide-all': { batch: 'b', how: 'undo' },
  'edit/need': { stage: 'Prospecting', field: 'amount', isAsked: false },
  'call/add': { ownerId: 'u', amount: 1, start: '2026-10-01' },
  'jotting/put': { kind: 'note', of: '006000000000001AAA', value: { text: 'A' } },
  'advice/answer': { rule: 'pushed', recordId: '006000000000001AAA', answer: 'done' },
  'advice/mute': { rule: 'pushed', isMuted: true },
  'record/look': { recordId: '006000000000001AAA', rules: [], standing: [] },
  'quota/set': { userId: 'u', amount: 1, start: '2026-10-01' },
};

describe('who may ask what', () => {
  test('what is for our own pages alone is refused to every script in a page', async () => {
    for (const [type, request] of Object.entries(FOR_US))
      expect(await ask({ type, request }, script), type).toEqual(REFUSED);
    expect(it.asked).toEqual([]);
  });

  test('a page whose address only looks like ours is none of ours', async () => {
    for (const url of [`${OWN}.evil.example/panel.html`, `https://evil.example/${OWN}/panel.html`, `${OWN}`])
      expect(
        await ask({ type: 'query', request: FOR_US.query }, { ...script, url, origin: new URL(url).origin }),
        url,
      ).toEqual(REFUSED);
  });

  test('another extension is not even answered', async () => {
    expect(await ask({ type: 'query', request: FOR_US.query }, { ...ours, id: 'another' })).toBe('silence');
    expect(await ask({ type: 'page/hello', request: {} }, { ...script, id: 'another' })).toBe('silence');
  });

  test('names that every object has are no messages', async () => {
    for (const type of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(await ask({ type, request: {} }, script), type).toEqual(REFUSED);
      expect(await ask({ type, request: {} }, ours), type).toEqual(REFUSED);
    }
    for (const message of [undefined, null, 1, 'query', [], { type: 7 }])
      expect(await ask(message, ours)).toBe('silence');
  });
});

describe('what a script in a page asks has the shape that it must have', () => {
  const deal = { id: '006000000000001', name: 'A', cells: [] };
  test.each([
    ['a field too many', 'page/hello', { host: 'other.lightning.force.com' }],
    ['no list', 'badges/sheet', { hasLinkedRows: false }],
    ['an id that is a path', 'badges/sheet', { hasLinkedRows: false, ids: ['../../006000000000001'] }],
    ['an id with markup', 'badges/sheet', { hasLinkedRows: false, ids: ['"]{}<script>'] }],
    ['more rows than a page has', 'badges/sheet', { hasLinkedRows: false, ids: Array(2001).fill('006000000000001') }],
    ['a text of ten megabytes', 'page/seen', { deals: [{ ...deal, name: 'x'.repeat(10_000_000) }] }],
    ['a prototype of its own', 'page/seen', JSON.parse('{"deals":[],"__proto__":{"total":1}}')],
    ['a total below none', 'page/seen', { deals: [deal], total: -1 }],
  ])('%s is refused', async (_what, type, request) => {
    expect(await ask({ type, request }, script)).toEqual(REFUSED);
    expect(it.asked).toEqual([]);
  });
});

describe('whose page it is, the browser says and not the message', () => {
  test('a sheet holds badges of the sender’s own org alone', async () => {
    await ask({ type: 'page/hello', request: {} }, script);
    const ids = it.org.rows('Opportunity').map(({ Id }) => Id);
    const request = { ids, hasLinkedRows: false };
    const own = (await ask({ type: 'badges/sheet', request }, script)) as { reply: { css: string } };
    expect(own.reply.css).toContain(ids[0]);
    const url = 'https://other.lightning.force.com/lightning/o/Opportunity/list';
    const other = await ask({ type: 'badges/sheet', request }, { ...script, url, origin: new URL(url).origin });
    expect(other).toEqual({ reply: { css: '' } });
  });

  test('what a page shows is kept only where it shows deals', async () => {
    it.org.faults.set({ kind: 'apiDisabled' });
    await ask({ type: 'page/hello', request: {} }, script);
    const seen = (id: string) => ({ type: 'page/seen', request: { deals: [{ id, name: 'A', cells: [] }] } });
    expect(await ask(seen('001B000000UnQ2w'), script)).toEqual({ reply: { ok: false } });
    expect(await ask(seen('0065g00000ABCde'), script)).toEqual({ reply: { ok: true } });
  });
});

describe('the token', () => {
  test('is in no answer to anybody, in no storage but that of the session, and in no message to screens', async () => {
    it.org.apps.set('app', { redirectUris: [REDIRECT], isInstalled: true, rotates: true });
    const answers: unknown[] = [];
    answers.push(await ask({ type: 'page/hello', request: {} }, script));
    answers.push(await ask({ type: 'sign-in/start', request: FOR_US['sign-in/start'] }, ours));
    const ids = it.org.rows('Opportunity').map(({ Id }) => Id);
    answers.push(await ask({ type: 'badges/sheet', request: { ids, hasLinkedRows: true } }, script));
    for (const sender of [script, ours])
      for (const [type, request] of Object.entries(FOR_US)) answers.push(await ask({ type, request }, sender));
    const databases = await stored();
    const tokens = [...it.org.sessions.keys()].map((token) => token.split('!')[1] ?? token);
    expect(tokens.length).toBeGreaterThan(1);
    const everywhere = JSON.stringify([answers, await fakeBrowser.storage.local.get(null), databases]);
    for (const token of tokens) expect(everywhere).not.toContain(token);
    // The sign-in is kept, in memory.
    expect(JSON.stringify(await fakeBrowser.storage.session.get(null))).toContain(tokens.at(-1));
  });
});

/** Every row of every database. */
async function stored(): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const db = await answered(indexedDB.open(name));
    for (const store of db.objectStoreNames)
      all.push(await answered(db.transaction(store).objectStore(store).getAll()));
    db.close();
  }
  return all;
}
const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
  });
