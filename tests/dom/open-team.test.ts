import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';

const WINDOW = 7;
let tabs: string[];
let asked: number[];
beforeEach(() => {
  tabs = [];
  asked = [];
  vi.resetModules();
  vi.useFakeTimers();
  vi.spyOn(browser.windows, 'getCurrent').mockImplementation(() => Promise.resolve({ id: WINDOW }) as never);
  vi.spyOn(browser.tabs, 'create').mockImplementation(({ url }: { url?: string | undefined }) => {
    tabs.push(url ?? '');
    return Promise.resolve({}) as never;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Presses the button in a browser whose side panel ends so, and which then shows panels in these windows. */
async function press(open: (() => Promise<void>) | undefined, shownIn: () => number[]): Promise<void> {
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
  await Promise.resolve();
  const opening = openTeam();
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
  expect(tabs.map((url) => new URL(url).pathname)).toEqual(['/sidepanel.html']);
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
