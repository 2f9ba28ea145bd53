import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browser } from 'wxt/browser';

import { listenForTabs, wantTab } from '@/entrypoints/shared/wanted-tab';
import { useWhose } from '@/lib/store/whose';

const HERE = 7;
/** A panel that begins to load; `serve`: it can show tabs from now on. */
function panel() {
  const shown: string[] = [];
  const whenWanted = listenForTabs();
  return { shown, serve: () => whenWanted((tab) => Promise.resolve(void shown.push(tab))) };
}
beforeEach(async () => {
  vi.spyOn(browser.windows, 'getCurrent').mockImplementation(() => Promise.resolve({ id: HERE }) as never);
  await browser.storage.local.clear();
  useWhose.setState({ known: [] }, true);
  history.replaceState(null, '', '#');
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});
/** All that is under way. */
const settled = () => new Promise((next) => setTimeout(next, 20));

test('a tab that is wanted before the panel is there, while it loads and after is shown, each once', async () => {
  await wantTab('focus', HERE);
  const one = panel();
  await settled();
  one.serve();
  await settled();
  expect(one.shown).toEqual(['focus']);
  await wantTab('plan', HERE);
  await settled();
  expect(one.shown).toEqual(['focus', 'plan']);

  await browser.storage.local.clear();
  const slow = panel();
  await wantTab('people', HERE);
  await settled();
  expect(slow.shown).toEqual([]);
  slow.serve();
  await settled();
  expect(slow.shown).toEqual(['people']);
});

test('however long the panel takes to load, what was fresh when it began is shown', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await wantTab('focus', HERE);
  const late = panel();
  await settled();
  vi.setSystemTime(Date.now() + 60_000);
  late.serve();
  await settled();
  expect(late.shown).toEqual(['focus']);
});

test('what is wanted in another window, or was wanted long ago, is not shown', async () => {
  await wantTab('focus', HERE + 1);
  const one = panel();
  one.serve();
  await settled();
  await browser.storage.local.set({ wantedTab: { tab: 'plan', key: '', at: Date.now() - 60_000 } });
  const other = panel();
  other.serve();
  await settled();
  expect([one.shown, other.shown]).toEqual([[], []]);
  // Where the asking page knows no window, each panel turns.
  await wantTab('plan', undefined);
  await settled();
  expect([one.shown, other.shown]).toEqual([['plan'], ['plan']]);
});

test('a panel about another org than the one that the press was in turns to that one, and shows there what is wanted', async () => {
  const isAbout = (key: string): void => useWhose.setState({ whose: { key, host: `${key}.lightning.force.com` } });
  const turned: string[] = [];
  vi.spyOn(location, 'reload').mockImplementation(() => void turned.push(location.hash));
  isAbout('mine');
  await wantTab('focus', HERE);
  isAbout('theirs');
  const open = panel();
  open.serve();
  await settled();
  expect([open.shown, turned]).toEqual([[], ['#mine']]);
  // As it has loaded anew: shown, and not turned again where nobody can tell whose it is.
  useWhose.setState({ known: [] }, true);
  const again = panel();
  again.serve();
  await settled();
  expect([again.shown, turned]).toEqual([['focus'], ['#mine']]);
});
