import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { en } from '@/lib/i18n/definitions/en';

import { settled, world, type World } from '../world';

let it: World;
let side: Page;
beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
  side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
  await side.waitForSelector('tr[data-rep]');
});
afterAll(() => it.close());

const tab = (name: string): Promise<void> => side.locator('.tabs button', { hasText: name }).click();

test('a bar opens its deals by keyboard; they add up to the bar, and Back returns to the chart', async () => {
  await tab('Changes');
  await side.waitForSelector('tr[data-movement]');
  const preset = side.locator('[data-focus="preset-quarter"]');
  if ((await preset.getAttribute('aria-pressed')) === 'false') {
    const summary = (): Promise<string | null> => side.locator('table.changes').getAttribute('aria-label');
    const before = await summary();
    await preset.click();
    await expect.poll(summary).not.toBe(before);
  }
  const chart = side.locator('[data-focus="waterfall"]');
  await chart.focus();
  await side.keyboard.press('ArrowDown');
  await side.keyboard.press('ArrowDown');
  const words = await side.locator('section p[aria-live]').filter({ hasText: ':' }).innerText();
  await side.keyboard.press('Enter');
  await side.waitForSelector('[data-total]');
  const name = words.split(':')[0] ?? '?';
  expect(await side.locator('h1').innerText()).toBe(name);
  const total = Number(await side.locator('[data-total]').getAttribute('data-total'));
  expect(words.replace(/\D/g, '')).toBe(String(Math.round(total)));
  const rows = await side.locator('.rows .deal-amount').allInnerTexts();
  expect(rows.reduce((sum, text) => sum + Number(text.replace(/[^\d]/g, '') || 0), 0)).toBe(Math.round(total));
  await side.locator('.rows button').first().click();
  await side.waitForSelector('article[data-record-id]');
  await side.keyboard.press('Escape');
  await side.waitForSelector('[data-total]');
  await side.keyboard.press('Alt+ArrowLeft');
  await side.waitForSelector('tr[data-movement]');
  await expect.poll(() => side.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('waterfall');
});

test('a figure opens its definition; Escape closes it and nothing else', async () => {
  // Only what moved has a row.
  const mark = side.locator('tr[data-movement] [data-define]').first();
  const rule = (await mark.getAttribute('data-define')) ?? '';
  await mark.click();
  const dialog = side.locator(`dialog[data-definition="${rule}"]`);
  // The words are read when they are first asked for.
  await expect
    .poll(() => dialog.innerText())
    .toContain(Object.entries(en).find(([name]) => name === rule)?.[1].formula);
  await side.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await side.locator('tr[data-movement]').count()).toBeGreaterThan(0);
  expect(await side.evaluate(() => document.activeElement?.getAttribute('data-define'))).toBe(rule);
});

test('nothing is wider than the panel, from 360 to 700 px, in words or in the past', async () => {
  for (const name of ['Changes', 'Now']) {
    await tab(name);
    await side.waitForSelector(name === 'Now' ? 'tr[data-rep]' : 'tr[data-movement]');
    if (name === 'Now') {
      await side.locator('.time summary').click();
      await side.locator('.slider input[type="date"]').fill('2026-02-10');
      await side.waitForSelector('.slider[data-on="2026-02-10"]');
    }
    for (const width of [360, 480, 600, 700]) {
      await side.setViewportSize({ width, height: 800 });
      await side.waitForTimeout(150);
      const over = await side.evaluate(() =>
        Math.max(
          ...[document.documentElement, ...document.querySelectorAll('main, .figure, .dates, .slider, .identity')].map(
            (each) => each.scrollWidth - each.clientWidth,
          ),
        ),
      );
      expect(over, `${name} at ${width}`).toBeLessThanOrEqual(0);
    }
  }
});
