import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';

const WINDOW = 7;
/** The window that the page is in. */
let here: { id: number; type: 'normal' | 'popup' };
/** Tells that a tab was put into another window. */
let attach: () => void;
let tabs: { url: string; windowId?: number | undefined }[];
let asked: number[];
beforeEach(() => {
  tabs = [];
  asked = [];
  here = { id: WINDOW, type: 'normal' };
  vi.resetModules();
  vi.useFakeTimers();
  vi.spyOn(browser.windows, 'getCurrent').mockImplementation(() => Promise.resolve(here) as never);
  vi.spyOn(browser.windows, 'getAll').mockImplementation(
    () => Promise.resolve([WINDOW, WINDOW + 1].map((id) => ({ id, incognito: false, tabs: [] }))) as never,
  );
  vi.spyOn(browser.windows, 'update').mockImplementation(() => Promise.resolve({}) as never);
  vi.spyOn(browser.tabs.onAttached, 'addListener').mockImplementation((listener: unknown) => {
    attach = listener as typeof attach;
  });
  vi.spyOn(browser.tabs, 'create').mockImplementation(({ url = '', windowId }) => {
    tabs.push({ url, windowId });
    return Promise.resolve({}) as never;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Presses the button in a browser whose side panel ends so, and which then shows panels in these windows. */
async function press(
  open: (() => Promise<void>) | undefined,
  shownIn: () => number[],
  { tab, before }: { tab?: string; before?: () => void } = {},
): Promise<void> {
  vi.stubGlobal('chrome', {
    ...(open && {
      sidePanel: {
        open: ({ windowId }: { windowId: number }) => {
          asked.push(windowId);
          return open();
        },
      },
    }),
  });
  vi.spyOn(browser.runtime, 'getContexts').mockImplementation(
    () => Promise.resolve(shownIn().map((windowId) => ({ windowId }))) as never,
  );
  const { openTeam } = await import('@/entrypoints/shared/open-team');
  await vi.advanceTimersByTimeAsync(1);
  before?.();
  await vi.advanceTimersByTimeAsync(1);
  const opening = openTeam(tab);
  await vi.advanceTimersByTimeAsync(5000);
  await opening;
}

test('where the side panel opens, no tab does', async () => {
  let isOpen = false;
  await press(
    async () => void setTimeout(() => (isOpen = true), 300),
    () => (isOpen ? [WINDOW] : []),
  );
  expect(asked).toEqual([WINDOW]);
  expect(tabs).toEqual([]);
});

test('a browser that takes the order and shows nothing gets a tab', async () => {
  await press(
    () => Promise.resolve(),
    () => [],
  );
  expect(tabs.map(({ url }) => new URL(url).pathname)).toEqual(['/sidepanel.html']);
});

test('a side panel of another window is none', async () => {
  await press(
    () => Promise.resolve(),
    () => [WINDOW + 1],
  );
  expect(tabs).toHaveLength(1);
});

test('a browser that refuses gets a tab', async () => {
  await press(
    () => Promise.reject(new Error('No active side panel')),
    () => [],
  );
  expect(tabs).toHaveLength(1);
});

test('a browser without one gets a tab', async () => {
  await press(undefined, () => []);
  expect(tabs).toHaveLength(1);
});

test('a page whose tab was dragged to another window opens the side panel of that one', async () => {
  await press(
    () => Promise.resolve(),
    () => [WINDOW + 1],
    {
      before() {
        here = { id: WINDOW + 1, type: 'normal' };
        attach();
      },
    },
  );
  expect(asked).toEqual([WINDOW + 1]);
  expect(tabs).toEqual([]);
});

test('a window of an app, which has no side panel and takes the order, gets what is wanted in a tab of another one', async () => {
  here = { id: 20, type: 'popup' };
  await press(
    () => Promise.resolve(),
    () => [],
    { tab: 'focus' },
  );
  expect(asked).toEqual([]);
  expect(tabs.map(({ windowId }) => windowId)).toEqual([WINDOW]);
  // A panel of any other window goes on as it is.
  expect((await browser.storage.local.get('wantedTab'))['wantedTab']).toMatchObject({ tab: 'focus', windowId: WINDOW });
});
