import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';

const HERE = 7;
const MINE = 'acme.lightning.force.com';
const OTHER = 'acme--test.sandbox.lightning.force.com';
interface Tab {
  id: number;
  host: string;
  windowId?: number;
  incognito?: boolean;
  cookieStoreId?: string;
  lastAccessed?: number;
  active?: boolean;
}
let went: unknown[];

/** Presses the button with these tabs of the CRM open; answers with the tab that came to the front, or what was opened. */
async function press(tabs: readonly Tab[]): Promise<unknown> {
  const all = tabs.map(({ host, windowId = HERE, ...tab }) => ({ ...tab, windowId, url: `https://${host}/lightning` }));
  vi.spyOn(browser.tabs, 'query').mockImplementation(
    ({ active, currentWindow }) =>
      Promise.resolve(
        all.filter((tab) => (!active || tab.active) && (!currentWindow || tab.windowId === HERE)),
      ) as never,
  );
  const { openCrm } = await import('@/entrypoints/shared/open-crm');
  await openCrm();
  return went[0];
}

beforeEach(() => {
  went = [];
  vi.resetModules();
  const done = (what: unknown) => Promise.resolve(void went.push(what)) as never;
  vi.spyOn(browser.windows, 'getCurrent').mockImplementation(() => Promise.resolve({ id: HERE }) as never);
  vi.spyOn(browser.windows, 'getAll').mockImplementation(
    () => Promise.resolve([{ id: HERE, incognito: false, tabs: [] }]) as never,
  );
  vi.spyOn(browser.windows, 'update').mockImplementation(() => Promise.resolve({}) as never);
  vi.spyOn(browser.tabs, 'getCurrent').mockImplementation(() => Promise.resolve(undefined) as never);
  vi.spyOn(browser.tabs, 'update').mockImplementation(((id: number) => done(id)) as never);
  vi.spyOn(browser.tabs, 'create').mockImplementation(
    ({ url, cookieStoreId }: { url?: string | undefined; cookieStoreId?: string }) =>
      done({ url, ...(cookieStoreId === undefined ? {} : { cookieStoreId }) }),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What the surface is about. */
async function about(host: string, store?: string): Promise<void> {
  const { useWhose: fresh } = await import('@/lib/store/whose');
  fresh.setState({ whose: { key: 'one', host, ...(store === undefined ? {} : { store }) } });
}

test('whoever is signed out of one org is led to that org’s tab, and to no other org’s', async () => {
  await about(OTHER);
  expect(
    await press([
      { id: 1, host: MINE, lastAccessed: 90, active: true },
      { id: 2, host: OTHER, windowId: 8 },
    ]),
  ).toBe(2);
});

test('where no tab shows that org, its own address opens', async () => {
  await about(OTHER);
  expect(await press([{ id: 1, host: MINE, active: true }])).toEqual({ url: `https://${OTHER}/` });
});

test('a tab of another container or of a private window is none', async () => {
  await about(MINE, 'container-1');
  expect(
    await press([
      { id: 1, host: MINE, cookieStoreId: 'firefox-default', active: true },
      { id: 2, host: MINE, cookieStoreId: 'container-1', incognito: true },
    ]),
  ).toEqual({ url: `https://${MINE}/`, cookieStoreId: 'container-1' });
  expect(await press([{ id: 3, host: MINE, cookieStoreId: 'container-1' }])).toBeDefined();
});

test('before anything is known, the org in front is meant, else the tab used last, of this window first', async () => {
  expect(
    await press([
      { id: 1, host: MINE, windowId: 8, lastAccessed: 99 },
      { id: 2, host: OTHER, active: true },
    ]),
  ).toBe(2);
  went = [];
  vi.resetModules();
  expect(
    await press([
      { id: 1, host: MINE, windowId: 8, lastAccessed: 10 },
      { id: 2, host: OTHER, windowId: 9, lastAccessed: 90 },
      { id: 3, host: OTHER, windowId: 9, lastAccessed: 99, incognito: true },
    ]),
  ).toBe(2);
  went = [];
  vi.resetModules();
  expect(await press([])).toEqual({ url: 'https://login.salesforce.com/' });
});
