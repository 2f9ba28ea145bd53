import { expect, test } from 'vitest';

import type { TabPlace } from '@/lib/background/browser-parts';
import { HIDDEN_MS, IDLE_MS } from '@/lib/background/pace';
import { createPresence, type PresenceParts } from '@/lib/background/presence';

import { fakeStorage } from './fake-browser';

const HIDDEN: TabPlace[] = [
  { url: 'https://a.lightning.force.com/', active: false, windowId: 1 },
  { url: 'https://b.lightning.force.com/', active: false, windowId: 2 },
];
const SHOWN: TabPlace[] = [...HIDDEN, { url: 'https://a.lightning.force.com/', active: true, windowId: 2 }];

function presenceOf(given: Partial<PresenceParts> = {}) {
  const clock = { now: 1_700_000_000_000 };
  const storage = fakeStorage();
  const parts = { storage, now: () => clock.now, ...given };
  return { presence: createPresence(parts), again: () => createPresence(parts), clock };
}

test.each([
  ['active', false],
  ['idle', true],
  ['locked', true],
])('a computer that is %s', async (state, expected) => {
  const asked: number[] = [];
  const { presence } = presenceOf({
    idle: {
      queryState(seconds) {
        asked.push(seconds);
        return Promise.resolve(state);
      },
    },
  });
  expect(await presence.isIdle()).toBe(expected);
  expect(await presence.isAway(SHOWN)).toBe(expected);
  expect(new Set(asked)).toEqual(new Set([IDLE_MS / 1000]));
});

test('a browser that cannot tell, or will not, is one with somebody there', async () => {
  expect(await presenceOf().presence.isIdle()).toBe(false);
  const idle = { queryState: () => Promise.reject(new Error('no such state')) };
  expect(await presenceOf({ idle }).presence.isIdle()).toBe(false);
  const storage = { get: () => Promise.reject(new Error('closed')), set: () => Promise.reject(new Error('closed')) };
  expect(await presenceOf({ storage }).presence.isAway(HIDDEN)).toBe(false);
});

test('pages that are out of sight count as left after long, also for a worker that starts anew', async () => {
  const { presence, again, clock } = presenceOf();
  expect(await presence.isAway(SHOWN)).toBe(false);
  clock.now += HIDDEN_MS - 1;
  expect(await again().isAway(HIDDEN)).toBe(false);
  clock.now += 1;
  expect(await again().isAway(HIDDEN)).toBe(true);
  clock.now += HIDDEN_MS;
  expect(await again().isAway(HIDDEN)).toBe(true);
  // In sight again, and away again: counted anew.
  expect(await again().isAway(SHOWN)).toBe(false);
  clock.now += HIDDEN_MS / 2;
  expect(await again().isAway(HIDDEN)).toBe(false);
});

test('pages that were never in sight, as after the browser restored them, count from when they were found', async () => {
  const { presence, clock } = presenceOf();
  expect(await presence.isAway(HIDDEN)).toBe(false);
  clock.now += HIDDEN_MS;
  expect(await presence.isAway(HIDDEN)).toBe(true);
});

test.each([
  ['in front', true, false],
  ['behind another tab', false, true],
])(
  'a page beside the one in front of a window that is split is in sight while that is %s',
  async (_where, active, isAway) => {
    const windows = {
      getAll: ({ populate }: { populate: boolean }) =>
        Promise.resolve([{ id: 1, state: 'normal', ...(populate ? { tabs: [{ active, splitViewId: 7 }] } : {}) }]),
    };
    const { presence, clock } = presenceOf({ windows });
    const beside = [{ url: 'https://a.lightning.force.com/', active: false, windowId: 1, splitViewId: 7 }];
    await presence.isAway(beside);
    clock.now += HIDDEN_MS;
    expect(await presence.isAway(beside)).toBe(isAway);
  },
);

test('a tab in front of a minimised window is out of sight, one in another window is not', async () => {
  const windows = {
    getAll: () =>
      Promise.resolve([
        { id: 1, state: 'normal' },
        { id: 2, state: 'minimized' },
      ]),
  };
  const { presence, clock } = presenceOf({ windows });
  await presence.isAway(SHOWN);
  clock.now += HIDDEN_MS;
  expect(await presence.isAway(SHOWN)).toBe(true);
  expect(await presence.isAway([...SHOWN, { active: true, windowId: 1 }])).toBe(false);
});

test('a clock that is set back or forward while pages are out of sight never makes them stay in sight for good', async () => {
  const { presence, clock } = presenceOf();
  await presence.isAway(SHOWN);
  clock.now -= 24 * 3_600_000;
  expect(await presence.isAway(HIDDEN)).toBe(false);
  clock.now += HIDDEN_MS;
  expect(await presence.isAway(HIDDEN)).toBe(true);
});
