import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';

import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { OF_BROWSER } from '@/tests/browser/other-hosts';
import { recordPath, type Session, signIn } from '@/tests/browser/session';
import { synced } from '@/tests/demo/ask';
import { openProxy, type Proxy } from '@/tests/firefox/proxy';
import { lightningPages, openOrg, type OpenedOrg } from '@/tests/org/open';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { openDeals } from '../world';

/** A page of the CRM with somebody's script in it, and a page elsewhere, in a browser all of whose calls are recorded. */
const BUILT = join(import.meta.dirname, '../../../.output/chrome-mv3');
/** Typed into the panel, and into nothing else. */
const SECRET = 'quokkas at dawn';

let opened: OpenedOrg;
let elsewhere: Elsewhere;
let proxy: Proxy;
let session: Session;
let id: string;
let panel: Frame;

beforeAll(async () => {
  opened = await openOrg({ size: '12' }, lightningPages);
  proxy = await openProxy(opened.server.tlsPort);
  elsewhere = await openElsewhere();
  session = await signIn(opened.org, opened.token, '/lightning/page/home', {
    orgPort: opened.server.tlsPort,
    proxyPort: proxy.port,
  });
  const helper = await session.extensionPage('options.html');
  await synced(helper, opened.org.rows('Opportunity').length);
  await helper.close();
  id = openDeals(opened)[0]?.Id ?? '';
  await session.page.addInitScript(spy);
  await session.page.goto(`https://${PAGE_HOST}${recordPath(id)}`);
});
afterAll(async () => {
  await session?.close();
  proxy?.close();
  elsewhere?.close();
  await opened?.server.close();
});

interface Spied {
  keys: string[];
  roots: ShadowRoot[];
  frames: HTMLIFrameElement[];
  messages: unknown[];
}

/** Runs in the page before anything else there, as a script does that a package or an advertisement brought. */
function spy(): void {
  const spied: Spied = { keys: [], roots: [], frames: [], messages: [] };
  Object.assign(window, { spied });
  for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'paste'])
    window.addEventListener(
      type,
      (event) =>
        event.isTrusted && spied.keys.push(`${type} ${(event as KeyboardEvent).key ?? (event as InputEvent).data}`),
      true,
    );
  window.addEventListener('message', ({ data }) => spied.messages.push(data), true);
  // What is made, put in and asked for passes by here.
  const { attachShadow, append, appendChild } = Element.prototype;
  Element.prototype.attachShadow = function open(init) {
    const root = attachShadow.call(this, { ...init, mode: 'open' });
    spied.roots.push(root);
    return root;
  };
  const noting = (node: unknown): void => void (node instanceof HTMLIFrameElement && spied.frames.push(node));
  Element.prototype.append = function noted(...nodes) {
    nodes.forEach(noting);
    append.apply(this, nodes);
  };
  Element.prototype.appendChild = function noted<T extends Node>(node: T): T {
    noting(node);
    return appendChild.call(this, node) as T;
  };
  // What every object has from now on, and names that hide others.
  for (const name of ['enabled', 'hiddenOn', 'css', 'whose', 'recordId'])
    Object.defineProperty(Object.prototype, name, { value: 'forged', writable: true, configurable: true });
  window.addEventListener('DOMContentLoaded', () => {
    const forged = document.createElement('div');
    forged.hidden = true;
    forged.innerHTML =
      '<form id="browser" name="browser"><input id="runtime" name="runtime"><input name="storage"></form><form id="chrome" name="chrome"><input id="id" name="runtime"></form><img name="getComputedStyle"><a id="MessageChannel"></a>';
    document.documentElement.append(forged);
  });
}

const middle = { x: 1440 - 16, y: 380 };

test('forged events open nothing: neither a made click, nor one on what lies at the button’s place', async () => {
  // The button's host stands beside the page's body.
  await expect
    .poll(() =>
      session.page.evaluate(
        ({ x, y }) => document.elementFromPoint(x, y)?.parentElement === document.documentElement,
        middle,
      ),
    )
    .toBe(true);
  const opened = await session.page.evaluate(({ x, y }) => {
    const host = document.elementFromPoint(x, y);
    const forged = { bubbles: true, composed: true, clientX: x, clientY: y };
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
      host?.dispatchEvent(new MouseEvent(type, forged));
    if (host instanceof HTMLElement) host.click();
    for (const message of ['pipelens/port', 'panel/toggle', 'focus']) window.postMessage({ type: message }, '*');
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'L', altKey: true, shiftKey: true, bubbles: true }));
    const { spied } = window as unknown as { spied: Spied };
    return [host?.shadowRoot, spied.roots.some((root) => root.host === host)];
  }, middle);
  expect(opened).toEqual([null, false]);
  expect(session.page.frames().filter((frame) => frame.url().endsWith('/panel.html'))).toEqual([]);
});

test('the page knows nothing of the panel: no text, no key, no frame, no message', async () => {
  panel = await session.panel();
  await panel.waitForSelector(`article[data-record-id="${id}"]`);
  await panel.getByText('Follow-ups').click();
  await panel.getByLabel('What', { exact: true }).pressSequentially(SECRET);
  await panel.getByLabel('When', { exact: true }).fill('tomorrow 9');
  await panel.getByRole('button', { name: 'Set reminder' }).click();
  await panel.locator('.reminders').getByText(SECRET).waitFor();

  const known = await session.page.evaluate((secret) => {
    const { spied } = window as unknown as { spied: Spied };
    const selection = getSelection();
    const found: string[] = [];
    selection?.removeAllRanges();
    for (const backwards of [false, true])
      if (
        (window as unknown as { find: (...given: unknown[]) => boolean }).find(
          secret,
          false,
          backwards,
          true,
          false,
          true,
          true,
        )
      )
        found.push('found');
    selection?.selectAllChildren(document.documentElement);
    found.push(
      ...[selection?.toString(), document.documentElement.innerHTML, document.body.innerText]
        .filter((text) => text?.includes(secret))
        .map(() => 'read'),
    );
    const into: string[] = [];
    for (let at = 0; at < window.length; at += 1)
      try {
        into.push(String(window[at]?.document.body.innerText));
      } catch {
        // Another origin.
      }
    return {
      found,
      into: into.filter((text) => text.includes(secret)),
      keys: spied.keys.length,
      frames: spied.frames.map(({ src }) => src).filter((src) => src.includes('extension')),
      messages: JSON.stringify(spied.messages),
      runtime: typeof (window.chrome as { runtime?: { sendMessage?: unknown } } | undefined)?.runtime?.sendMessage,
    };
  }, SECRET);
  expect(known).toMatchObject({ found: [], into: [], keys: 0, frames: [], runtime: 'undefined' });
  expect(known.messages).not.toContain(SECRET);
  expect(known.messages).not.toContain('extension');
});

test('a port that the page forges is not the panel’s: it stays on its record', async () => {
  await session.page.evaluate(() => {
    for (let at = 0; at < window.length; at += 1) {
      const { port1, port2 } = new MessageChannel();
      window[at]?.postMessage({ type: 'pipelens/port' }, '*', [port2]);
      port1.postMessage({ type: 'at', seq: 99, host: 'evil.lightning.force.com', place: { kind: 'other' } });
    }
  });
  expect(await panel.locator(`article[data-record-id="${id}"]`).count()).toBe(1);
});

/** Five ways to lay something over a frame or to make it unseen, each with the way back. */
const COVERS: Record<string, string> = {
  'a sheet that lets presses through': 'sheet',
  'an almost transparent page': 'opacity:0.01',
  'a filtered page': 'filter:brightness(0.99)',
  'a shrunken page': 'transform:scale(0.98)',
  'a blended page': 'mix-blend-mode:multiply',
};

/** What the browser says of a cover is one flag, of whichever kind it is: two of them, and each in the long form. */
const TRIED = Object.entries(COVERS).slice(0, process.env['LONG'] ? undefined : 2);

test(`under ${TRIED.length} kinds of cover nothing in the panel acts, and it says so; in the open it acts again`, async () => {
  const { page } = session;
  const words = panel.getByText('Something on the page lies over Pipelens');
  const followUp = panel.locator('.reminders li').filter({ hasText: SECRET });
  const done = followUp.getByRole('button', { name: 'Done' });
  /** Sets another follow-up, as often as one likes. How often it says that it was not. */
  const setAnother = async (): Promise<number> => {
    await panel.getByLabel('What', { exact: true }).fill('Again');
    await panel.getByLabel('When').fill('tomorrow');
    await panel.getByRole('button', { name: 'Set reminder' }).click();
    return words.count();
  };
  for (const [name, css] of TRIED) {
    await page.evaluate(cover, css);
    await expect.poll(setAnother, { message: name, interval: 50 }).toBeGreaterThan(0);
    await done.click();
    await panel.getByText('“Done ·').waitFor();
    expect(await followUp.count(), name).toBe(1);
    await page.evaluate(cover, '');
    await panel.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(setAnother, { message: `${name}, gone`, interval: 50 }).toBe(0);
  }
  await done.click();
  await followUp.waitFor({ state: 'detached' });
});

/** Runs in the page. */
function cover(style: string): void {
  document.querySelector('#sheet')?.remove();
  document.documentElement.setAttribute('style', style === 'sheet' ? '' : style);
  if (style !== 'sheet') return;
  const sheet = document.createElement('div');
  sheet.id = 'sheet';
  sheet.style.cssText = 'position:fixed;inset:0;z-index:2147483647;background:#fff;pointer-events:none';
  document.documentElement.append(sheet);
}

/** Every file of the build, and what a page can try with it. */
const files = (): string[] =>
  readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(BUILT, join(entry.parentPath, entry.name)));

/** Runs in a page: which of these addresses it can fetch, or load as a picture, a script or a style. */
async function reach(urls: string[]): Promise<string[]> {
  const loads = (tag: 'img' | 'script' | 'link', url: string): Promise<boolean> =>
    new Promise((done) => {
      const element = document.createElement(tag);
      element.addEventListener('load', () => done(true));
      element.addEventListener('error', () => done(false));
      if (element instanceof HTMLLinkElement) Object.assign(element, { rel: 'stylesheet', href: url });
      else element.src = url;
      document.head.append(element);
    });
  const reached = async (url: string): Promise<boolean> => {
    const ways = await Promise.all([
      fetch(url).then(
        () => true,
        () => false,
      ),
      ...(['img', 'script', 'link'] as const).map((tag) => loads(tag, url)),
    ]);
    return ways.includes(true);
  };
  const all = await Promise.all(urls.map(reached));
  return urls.filter((_, at) => all[at]);
}

test('of all that was sent by now, with every page of the extension opened, nothing went anywhere but to the CRM', async () => {
  for (const file of files().filter((name) => name.endsWith('.html')))
    await (await session.extensionPage(file)).close();
  const asked = [...proxy.asked].filter((host) => !OF_BROWSER.test(host.replace(/:443$/, '')));
  expect(asked.toSorted()).toEqual([API_HOST, PAGE_HOST].map((host) => `${host}:443`).toSorted());
});

test('no page learns that the extension is there: none of its files answers at its known address', async () => {
  const urls = files().map((file) => `chrome-extension://${session.extensionId}/${file}`);
  expect(urls.length).toBeGreaterThan(30);
  const page = await session.context.newPage();
  await page.goto(elsewhere.url);
  expect(await page.evaluate(reach, urls)).toEqual([]);
  expect(await page.evaluate(reach, [`${elsewhere.url}/a.css`])).toEqual([`${elsewhere.url}/a.css`]);
  // The CRM's own policy lets it load nothing of others: here it has none, as an org may set it.
  const plain = `https://${PAGE_HOST}/plain`;
  await page.route(plain, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(plain);
  expect(await page.evaluate(reach, urls)).toEqual([]);
  await page.close();
});

/** The panel's address as our script in the page knows it: another one in each session. */
async function dynamicAddress(): Promise<string> {
  const cdp = await session.context.newCDPSession(session.page);
  const found = new Promise<number>((done) => {
    cdp.on('Runtime.executionContextCreated', ({ context: { id: at, origin } }) => {
      if (origin === `chrome-extension://${session.extensionId}`) done(at);
    });
  });
  await cdp.send('Runtime.enable');
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `chrome.runtime.getURL('panel.html')`,
    contextId: await found,
  });
  await cdp.detach();
  return String(result.value);
}

test('no page but the CRM’s holds the panel in a frame, at neither of its addresses', async () => {
  const dynamic = await dynamicAddress();
  expect(new URL(dynamic).host).not.toBe(session.extensionId);
  const urls = [
    dynamic,
    ...['panel', 'options'].map((name) => `chrome-extension://${session.extensionId}/${name}.html`),
  ];
  const page = await session.context.newPage();
  await page.goto(elsewhere.url);
  await page.evaluate((all) => {
    for (const src of all) document.body.append(Object.assign(document.createElement('iframe'), { src }));
  }, urls);
  for (let at = 1; at <= urls.length; at += 1)
    await expect.poll(() => page.frames()[at]?.url(), { message: `frame ${at}` }).toMatch(/^chrome-error:/);
  await page.close();
});

interface Elsewhere {
  url: string;
  /** What cookie each path was asked for with. */
  cookies: Map<string, string | undefined>;
  close(): void;
}

/** A site that is none of the CRM's. */
async function openElsewhere(): Promise<Elsewhere> {
  const cookies = new Map<string, string | undefined>();
  const server = createServer(({ url = '', headers }, response) => {
    cookies.set(url, headers.cookie);
    const isStyle = url.endsWith('.css');
    response.setHeader('content-type', isStyle ? 'text/css' : 'text/html');
    response.end(isStyle ? 'a{}' : '<!doctype html><body></body>');
  });
  await new Promise<void>((done) => server.listen(0, done));
  return {
    // Safe: a server that listens on a port has an address with that port.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cookies,
    close: () => server.close(),
  };
}

test('this browser partitions storage and blocks third-party cookies: else the panel is not tested as people have it', async () => {
  // With the driver's own flags a frame of the extension cannot open its database.
  expect(await panel.evaluate(() => indexedDB.databases().then((all) => all.length))).toBeGreaterThan(0);
  const third = elsewhere.url.replace('127.0.0.1', 'localhost');
  await session.context.addCookies([
    { name: 'third', value: 'party', domain: 'localhost', path: '/', secure: true, sameSite: 'None' },
  ]);
  const page = await session.context.newPage();
  for (const [top, path] of [
    [elsewhere.url, '/framed-by-another'],
    [third, '/framed-by-its-own'],
  ] as const) {
    await page.goto(top);
    await page.evaluate((src) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src }));
    }, third + path);
    await expect.poll(() => elsewhere.cookies.has(path)).toBe(true);
  }
  await page.close();
  expect(elsewhere.cookies.get('/framed-by-its-own')).toBe('third=party');
  expect(elsewhere.cookies.get('/framed-by-another')).toBeUndefined();
});
