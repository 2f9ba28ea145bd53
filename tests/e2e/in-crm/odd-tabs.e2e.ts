import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { panelOf, recordPath } from '@/tests/browser/session';
import { ask } from '@/tests/demo/ask';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, settled, world, type World } from '../world';

/** What a browser, and a page, may do to a tab besides opening and closing it. */
let it: World;
let id: string;
let other: string;
beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
  [id = '', other = ''] = openDeals(it).map(({ Id }) => Id);
});
afterAll(() => it.close());
beforeEach(async () => {
  const { page } = it.session;
  for (const each of it.session.context.pages()) if (each !== page && each !== it.helper) await each.close();
  await page.bringToFront();
  await page.goto(`https://${PAGE_HOST}${recordPath(id)}`);
  await shown(page, id);
});

/** The panel of a page once it shows this deal. */
async function shown(page: Page, deal: string): Promise<Frame> {
  const panel = await panelOf(page);
  await panel.waitForSelector(`article[data-record-id="${deal}"]`);
  return panel;
}
const goTo = (page: Page, deal: string): Promise<void> =>
  page.evaluate(
    (to) => (window as unknown as { pipelensOrg: { navigate(path: string): void } }).pipelensOrg.navigate(to),
    recordPath(deal),
  );
/** The tab of a page of the CRM, as the browser knows it. */
const tabOf = (): Promise<number> =>
  it.helper.evaluate(async () => {
    const [tab] = (await chrome.tabs.query({})).filter(({ url }) => url?.includes('/lightning/'));
    return tab?.id ?? -1;
  });

describe('a page of the CRM', () => {
  test('that is left for another site and come back to shows its deal, follows what changes, and goes on to the next', async () => {
    const { page } = it.session;
    await page.goto('about:blank');
    await page.goBack();
    expect(await shown(page, id)).toBeDefined();
    await goTo(page, other);
    expect(await shown(page, other)).toBeDefined();
  });

  test('that writes itself anew while the panel is open keeps the button, and the panel shows its deal', async () => {
    const { page } = it.session;
    await page.evaluate(() => document.querySelector('[data-pipelens]')?.remove());
    await expect.poll(() => page.locator('[data-pipelens]').count()).toBe(1);
    expect(await shown(page, id)).toBeDefined();
    await goTo(page, other);
    expect(await shown(page, other)).toBeDefined();
  });

  test('whose panel is loaded anew by itself shows its deal again', async () => {
    const { page } = it.session;
    const panel = await shown(page, id);
    await panel.evaluate(() => location.reload()).catch(() => undefined);
    await page.waitForTimeout(500);
    expect(await shown(page, id)).toBeDefined();
  });

  test('that races through a hundred addresses ends at the last one’s deal', async () => {
    const { page } = it.session;
    const ids = openDeals(it).map(({ Id }) => Id);
    await page.evaluate(
      (paths) => {
        for (const path of paths) history.pushState(null, '', path);
      },
      Array.from({ length: 100 }, (_, at) => recordPath(ids[at % ids.length] ?? '')),
    );
    await goTo(page, other);
    expect(await shown(page, other)).toBeDefined();
  });

  test('that forbids frames, styles and scripts that are not its own, from now on, has the panel all the same', async () => {
    const { page } = it.session;
    await page.reload();
    await page.evaluate(() => {
      const policy = document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      policy.content = "frame-src 'none'; style-src 'none'; script-src 'none'; require-trusted-types-for 'script'";
      document.head.append(policy);
    });
    expect(await shown(page, id)).toBeDefined();
  });

  test('that the browser has frozen and let go of goes on where it was', async () => {
    const { page } = it.session;
    const cdp = await it.session.context.newCDPSession(page);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await page.waitForTimeout(300);
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await goTo(page, other);
    expect(await shown(page, other)).toBeDefined();
  });

  test('that is offline for a while says so, shows what was read, and goes on by itself', async () => {
    const { page, context } = it.session;
    const panel = await shown(page, id);
    await context.setOffline(true);
    await it.helper.evaluate((host) => chrome.runtime.sendMessage({ type: 'sync/now', request: { host } }), PAGE_HOST);
    await expect
      .poll(async () => (await ask(it.helper, 'deals', { figure: 'listed' })).freshness.state)
      .toBe('offline');
    await panel.waitForSelector(`article[data-record-id="${id}"]`);
    await context.setOffline(false);
    await it.helper.evaluate((host) => chrome.runtime.sendMessage({ type: 'sync/now', request: { host } }), PAGE_HOST);
    await expect.poll(async () => (await ask(it.helper, 'deals', { figure: 'listed' })).freshness.state).toBe('live');
  });
});

describe('a tab', () => {
  test('that is duplicated has a panel of its own, on its own deal', async () => {
    const { page, context } = it.session;
    const tab = await tabOf();
    const [copy] = await Promise.all([
      context.waitForEvent('page'),
      it.helper.evaluate((of) => chrome.tabs.duplicate(of), tab),
    ]);
    expect(await shown(copy, id)).toBeDefined();
    await goTo(copy, other);
    expect(await shown(copy, other)).toBeDefined();
    expect(await shown(page, id)).toBeDefined();
  });

  test('that the browser has put aside to save memory has its panel, on its own deal, once it is looked at again', async () => {
    const { page, context } = it.session;
    const tab = await tabOf();
    const [copy] = await Promise.all([
      context.waitForEvent('page'),
      it.helper.evaluate((of) => chrome.tabs.duplicate(of), tab),
    ]);
    await shown(copy, id);
    await goTo(copy, other);
    await shown(copy, other);
    await page.bringToFront();
    const put = await it.helper.evaluate(async (of) => {
      const tabs = await chrome.tabs.query({ url: 'https://*/lightning/*' });
      const second = tabs.find((each) => each.id !== of);
      const aside = second?.id === undefined ? undefined : await chrome.tabs.discard(second.id);
      return { id: aside?.id, isAside: aside?.discarded };
    }, tab);
    expect(put.isAside).toBe(true);
    await Promise.all([
      context.waitForEvent('page').catch(() => undefined),
      it.helper.evaluate((of) => chrome.tabs.update(of ?? -1, { active: true }), put.id),
    ]);
    await expect
      .poll(async () => {
        const back = context.pages().find((each) => each !== page && each.url().includes(other));
        return back ? (await shown(back, other)).url() : undefined;
      })
      .toContain('panel.html');
    expect(await shown(page, id)).toBeDefined();
  });

  test.each(process.env['LONG'] ? [0.25, 0.5, 2, 5] : [0.25, 5])(
    'zoomed to %d has the panel within its window, and Escape closes it',
    async (zoom) => {
      const { page } = it.session;
      const tab = await tabOf();
      await it.helper.evaluate(([of, by]) => chrome.tabs.setZoom(of, by), [tab, zoom] as const);
      try {
        const panel = await shown(page, id);
        // The frame is zoomed some moments after its page.
        await expect
          .poll(async () => {
            const [size, inner] = await Promise.all([
              panel.evaluate(() => ({ width: innerWidth, height: innerHeight })),
              page.evaluate(() => ({ width: innerWidth, height: innerHeight })),
            ]);
            return size.width <= inner.width && size.height <= inner.height && size.height > inner.height * 0.35;
          })
          .toBe(true);
        expect(await panel.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
      } finally {
        await it.helper.evaluate((of) => chrome.tabs.setZoom(of, 1), tab);
      }
    },
  );
});

describe('a page of ours', () => {
  test.each([
    'panel.html',
    'sidepanel.html#%E0%A4%A',
    ...(process.env['LONG']
      ? ['sidepanel.html#nobody', 'options.html#nothing', 'sample.html#nothing', 'popup.html#nobody']
      : []),
  ])('opened by an address that nobody gives, %s, says something and fails in no raw words', async (path) => {
    const opened = await it.session.extensionPage(path);
    await expect.poll(async () => (await opened.locator('body').innerText()).trim().length).toBeGreaterThan(20);
    const text = await opened.locator('body').innerText();
    expect(text).not.toMatch(/URI malformed|undefined|TypeError|\[object/);
  });
});

test('two windows: each surface is about the tab in front of its own', async () => {
  const { context, page } = it.session;
  const [second] = await Promise.all([
    context.waitForEvent('page'),
    it.helper.evaluate((url) => chrome.windows.create({ url }), `https://${PAGE_HOST}${recordPath(other)}`),
  ]);
  await second.waitForLoadState();
  expect(await shown(second, other)).toBeDefined();
  expect(await shown(page, id)).toBeDefined();
  await second.close();
});
