import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, world, type World } from '../world';

/** That each figure of each view has its definition is tested on the views; here, that keys and mouse of a browser open and close it. */
let it: World;
beforeAll(async () => {
  it = await world({ size: '60' });
  await settled(it);
});
afterAll(() => it.close());

/** Opens one definition by `?`, one by Alt-click and one by Enter on a heading; Escape closes each, and its figure has the focus again. Answers how many. */
async function openEach(surface: Page | Frame, page: Page, isMarked = true): Promise<number> {
  const figures = surface.locator('[data-metric]:visible');
  const ways = [
    [figures.first(), () => page.keyboard.press('?')],
    [figures.nth(1), () => figures.nth(1).click({ modifiers: ['Alt'] })],
    ...(isMarked
      ? [[surface.locator('[data-define]:visible').first(), () => page.keyboard.press('Enter')] as const]
      : []),
  ] as const;
  for (const [mark, open] of ways) {
    await mark.focus();
    const id = (await mark.getAttribute('data-metric')) ?? (await mark.getAttribute('data-define'));
    const dialog = surface.locator(`dialog[data-definition="${id}"]`);
    // Right after other tabs were closed the browser may lose a click on the one behind them: a person clicks again.
    await expect
      .poll(async () => {
        if ((await dialog.count()) > 0) return true;
        await mark.focus();
        await open();
        return (await dialog.count()) > 0;
      })
      .toBe(true);
    await dialog.locator('[data-unit]').waitFor();
    expect(await dialog.getByRole('link').getAttribute('href')).toMatch(/^\/glossary\.html#./);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect
      .poll(() => mark.evaluate((each) => each === document.activeElement), { message: `${id} has the focus again` })
      .toBe(true);
  }
  return ways.length;
}

test('in the popup', async () => {
  const popup = await it.session.extensionPage('popup.html', { width: 380, height: 560 });
  await popup.waitForSelector('[data-outlook]');
  expect(await openEach(popup, popup, false)).toBe(2);
  await popup.close();
});

test.each(process.env['LONG'] ? [700, 420] : [420])(
  'in the side panel at %i px, where Escape leaves the list behind open',
  async (width) => {
    const side = await it.session.extensionPage('sidepanel.html', { width, height: 900 });
    await side.locator('.tabs').getByRole('button', { name: 'Now', exact: true }).click();
    await side.waitForSelector('tr[data-rep]');
    expect(await openEach(side, side, false)).toBe(2);
    await side.locator('.tabs').getByRole('button', { name: 'Changes', exact: true }).click();
    await side.waitForSelector('tr[data-movement]');
    expect(await openEach(side, side)).toBe(3);
    await side.locator('.tabs').getByRole('button', { name: 'Now', exact: true }).click();
    await side.waitForSelector('tr[data-rep]');
    // Cards leave some columns out.
    await side.locator('tfoot .door:visible').first().click();
    await side.waitForSelector('[data-total]');
    expect(await openEach(side, side, false)).toBe(2);
    expect(await side.locator('[data-total]').count()).toBe(1);
    await side.keyboard.press('Escape');
    await side.waitForSelector('tr[data-rep]');
    await side.close();
  },
);

test('in the panel of the CRM page', async () => {
  const [deal] = openDeals(it);
  if (!deal) throw new Error('No open deal.');
  await it.session.goInApp(recordPath(deal.Id));
  expect(await openEach(await panelOn(it, deal.Id), it.session.page, false)).toBe(2);
});
