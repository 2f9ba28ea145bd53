import { afterEach, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, world, type World } from '../world';

/** The extension is updated, or goes, under an open tab. */
let it: World;
let id: string;
async function opened(isDeveloper: boolean) {
  it = await world({ size: '12' }, { isDeveloper });
  await settled(it);
  id = openDeals(it)[0]?.Id ?? '';
  await it.session.goInApp(recordPath(id));
  const panel = await panelOn(it, id);
  await panel.getByText('Follow-ups').click();
  await panel.getByLabel('What', { exact: true }).fill('Half a sent');
  const worker = await it.session.worker();
  // The answer goes with the worker.
  void worker.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
}
afterEach(() => it.close());

const hosts = () => it.session.page.locator('[data-pipelens]').count();
/** How far to the left of the edge something of ours is on top, at the height of the button. */
const reach = () =>
  it.session.page.evaluate(() => {
    const isOurs = (x: number): boolean => document.elementFromPoint(x, 380)?.matches('[data-pipelens]') ?? false;
    return Array.from({ length: 50 }, (_, at) => 1439 - at * 10).filter(isOurs).length * 10;
  });

test('the new copy of the script takes over in tabs that were open, and what was being typed is still there', async () => {
  await opened(true);
  await it.session.page.waitForTimeout(5000);
  expect(await hosts()).toBe(1);
  const panel = await panelOn(it, id);
  expect(await panel.getByLabel('What', { exact: true }).inputValue()).toBe('Half a sent');

  // Switched off and on again, of which the browser tells the extension nothing.
  const { context, extensionId, page } = it.session;
  const extensions = await context.newPage();
  await extensions.goto('chrome://extensions/');
  for (const isOn of [false, true])
    await extensions.evaluate(
      ([of, to]) => new Promise<void>((done) => chrome.management.setEnabled(of, to, () => done())),
      [extensionId, isOn] as const,
    );
  await extensions.close();
  await page.bringToFront();
  await expect.poll(() => panel.isDetached()).toBe(true);
  const again = await panelOn(it, id);
  expect(await again.getByLabel('What', { exact: true }).inputValue()).toBe('Half a sent');
  expect(await hosts()).toBe(1);
});

test('a copy whose extension is gone says so in place of a panel that looks alive, and does nothing else', async () => {
  await opened(false);
  await expect.poll(() => it.session.page.frames().some((frame) => frame.url().endsWith('/panel.html'))).toBe(false);
  // The button is as wide as its words.
  await expect.poll(reach).toBeGreaterThan(150);
  await it.session.page.mouse.click(1400, 380);
  await it.session.page.waitForTimeout(500);
  expect(await reach()).toBeGreaterThan(150);
  expect(await hosts()).toBe(1);
  expect(it.session.page.frames().some((frame) => frame.url().startsWith('chrome-extension:'))).toBe(false);
});
