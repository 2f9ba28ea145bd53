import { expect, test } from 'vitest';

import { openTab, type TabParts } from '@/lib/background/open-tab';

interface Window {
  id: number;
  incognito?: boolean;
  /** When each of its tabs was looked at last. */
  usedAt: number[];
}

/** A browser with these windows that hold tabs; `done` is what was asked of it. */
function browserWith(open: readonly Window[], isShy = false): TabParts & { done: unknown[] } {
  const done: unknown[] = [];
  return {
    done,
    tabs: { create: (tab) => Promise.resolve(void done.push(tab)) },
    windows: {
      getAll: () =>
        Promise.resolve(
          open.map(({ id, incognito = false, usedAt }) => ({
            id,
            incognito,
            tabs: usedAt.map((lastAccessed) => ({ lastAccessed })),
          })),
        ),
      create(window) {
        done.push({ newWindow: window });
        return Promise.resolve({ id: 99 });
      },
      update(id) {
        done.push({ front: id });
        return isShy ? Promise.reject(new Error('No such window')) : Promise.resolve({});
      },
    },
  };
}
const url = 'https://acme.example/deal';

test('a page opens in the window used last that is not private, and that one comes to the front', async () => {
  const one = browserWith([
    { id: 1, usedAt: [50, 10] },
    { id: 2, usedAt: [20, 70] },
    { id: 3, usedAt: [90], incognito: true },
  ]);
  expect(await openTab(one, { url, cookieStoreId: 'container-2' })).toBe(2);
  expect(one.done).toEqual([{ url, cookieStoreId: 'container-2', windowId: 2 }, { front: 2 }]);
});

test('a page that asks has it in its own window, unless that is private or holds no tabs', async () => {
  const open = [
    { id: 1, usedAt: [50] },
    { id: 2, usedAt: [70] },
    { id: 3, usedAt: [90], incognito: true },
  ];
  expect(await openTab(browserWith(open), { url }, 1)).toBe(1);
  expect(await openTab(browserWith(open), { url }, 3)).toBe(2);
  // A window of an app, which the browser leaves out of those.
  expect(await openTab(browserWith(open), { url }, 8)).toBe(2);
});

test('where no window is left but private ones, or none at all, a new one opens', async () => {
  for (const open of [[], [{ id: 3, usedAt: [90], incognito: true }]]) {
    const one = browserWith(open);
    expect(await openTab(one, { url })).toBe(99);
    expect(one.done).toEqual([{ newWindow: { url } }]);
  }
});

test('a window that does not come to the front has the page all the same', async () => {
  const one = browserWith([{ id: 1, usedAt: [] }], true);
  expect(await openTab(one, { url })).toBe(1);
  expect(one.done[0]).toEqual({ url, windowId: 1 });
});
