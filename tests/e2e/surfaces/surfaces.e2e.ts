import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, world, type World } from '../world';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical findings of axe on a surface, as `rule: first element`. */
async function findings(surface: Page | Frame): Promise<string[]> {
  await surface.evaluate(axe);
  const { violations } = (await surface.evaluate(
    'axe.run(document, { rules: { region: { enabled: false } } })',
  )) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

/** First and last day of the calendar quarter that a day lies in. */
function quarter(day: string): [string, string] {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const first = Math.floor((month - 1) / 3) * 3;
  return [
    new Date(Date.UTC(year, first, 1)).toISOString().slice(0, 10),
    new Date(Date.UTC(year, first + 3, 0)).toISOString().slice(0, 10),
  ];
}

/** Sizes of the text that a person reads on a surface, in pixels. */
const sizes = (surface: Page | Frame): Promise<number[]> =>
  surface.evaluate(() =>
    [...new Set([...document.querySelectorAll('body, p, td, li')].map((each) => getComputedStyle(each).fontSize))]
      .map((size) => Number.parseFloat(size))
      .toSorted((a, b) => a - b),
  );

/** Each view's cells pass the same checks in both themes and at each width (`gallery.e2e.ts`): the built pages are gone through in one, and in the long form in both. */
const THEMES = process.env['LONG'] ? (['light', 'dark'] as const) : (['light'] as const);

describe.each(THEMES)('in the %s theme', (colorScheme) => {
  let it: World;
  beforeAll(async () => {
    it = await world({ size: '24' }, { colorScheme });
    await settled(it);
  });
  afterAll(() => it.close());

  test('no surface has a serious accessibility finding, and text has the sizes of the tokens', async () => {
    const [deal] = openDeals(it);
    if (!deal) throw new Error('No open deal.');
    await it.session.goInApp(recordPath(deal.Id));
    const panel = await panelOn(it, deal.Id);
    expect(await findings(panel)).toEqual([]);
    const popup = await it.session.extensionPage('popup.html', { width: 380, height: 560 });
    await popup.waitForSelector('[data-won]');
    // Chrome itself sets others on the pages of an extension.
    for (const surface of [panel, popup])
      expect([11, 12, 13, 16, 20]).toEqual(expect.arrayContaining(await sizes(surface)));
    expect(await findings(popup)).toEqual([]);
    const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
    await side.waitForSelector('tr[data-rep]');
    expect(await findings(side)).toEqual([]);
    await side.locator('.tabs button', { hasText: 'Changes' }).click();
    await side.waitForSelector('tr[data-movement]');
    expect(await findings(side)).toEqual([]);
    await side
      .locator('tr[data-movement] [data-define], .chart-note [data-metric]')
      .first()
      .click({ modifiers: ['Alt'] });
    await side.waitForSelector('dialog [data-unit]');
    expect(await findings(side)).toEqual([]);
    await side.keyboard.press('Escape');
    await side.locator('.tabs button', { hasText: 'Process' }).click();
    await side.waitForSelector('[data-process]');
    expect(await findings(side)).toEqual([]);
    // The side panel opens again where it was left.
    await side.locator('.tabs button', { hasText: 'Now' }).click();
    await side.waitForSelector('tr[data-rep]');
    expect(await findings(it.helper)).toEqual([]);
    const admin = await it.session.extensionPage('admin.html', { width: 700, height: 900 });
    await admin.locator('.copyable').waitFor();
    expect(await findings(admin)).toEqual([]);
    await admin.close();
  });

  // A theme is colours alone (`tests/unit/looks.test.ts`): widths, doors and keys are the same in the other.
  if (colorScheme === 'dark') return;

  test('nothing is wider than its surface', async () => {
    for (const [file, width, ready] of [
      ['popup.html', 380, '[data-won]'],
      ['sidepanel.html', 360, 'tr[data-rep]'],
      ['options.html', 320, '.facts'],
    ] as const) {
      const page = await it.session.extensionPage(file, { width, height: 700 });
      await page.locator(ready).first().waitFor();
      expect(
        await page.evaluate(() =>
          Math.max(
            ...[document.documentElement, ...document.querySelectorAll('main, .figure')].map(
              (each) => each.scrollWidth - each.clientWidth,
            ),
          ),
        ),
        `${file} at ${width}`,
      ).toBeLessThanOrEqual(0);
      await page.close();
    }
  });

  test('each figure of the team opens the deals that it is made of, and Back restores sort, scroll and focus', async () => {
    const side = await it.session.extensionPage('sidepanel.html', { width: 700, height: 500 });
    await side.waitForSelector('tr[data-rep]');
    await side.locator('[data-focus="sort-open"]').click();
    const door = side.locator('tbody tr[data-rep]').last().locator('[data-focus^="openPipeline-"]');
    await door.scrollIntoViewIfNeeded();
    const focus = await door.getAttribute('data-focus');
    const rep = String(focus).replace('openPipeline-', '');
    const scroll = await side.evaluate(() => document.querySelector('main')?.scrollTop);
    await door.click();
    await side.waitForSelector('[data-total]');
    const [start, end] = quarter(it.org.asOf);
    const expected = openDeals(it).filter(
      (row) => row['OwnerId'] === rep && String(row['CloseDate']) >= start && String(row['CloseDate']) <= end,
    );
    expect(Number(await side.locator('[data-total]').getAttribute('data-total'))).toBe(
      expected.reduce((sum, row) => sum + Number(row['Amount'] ?? 0), 0),
    );
    await side.locator('.rows button').first().click();
    await side.waitForSelector('article[data-record-id]');
    await side.keyboard.press('Escape');
    await side.waitForSelector('[data-total]');
    await side.keyboard.press('Alt+ArrowLeft');
    await side.waitForSelector('tr[data-rep]');
    await expect.poll(() => side.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe(focus);
    await expect.poll(() => side.evaluate(() => document.querySelector('main')?.scrollTop)).toBe(scroll);
    expect(await side.locator('th[aria-sort="descending"]').innerText()).toContain('Open');
    await side.close();
  });

  test('the chart is walked by keyboard, and Enter opens the deals of a bar', async () => {
    const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
    const chart = side.locator('[data-focus="chart"]');
    await chart.focus();
    await side.keyboard.press('ArrowDown');
    await side.keyboard.press('ArrowDown');
    const words = side.locator('section p[aria-live]').filter({ hasText: ':' });
    const announced = await words.innerText();
    await side.keyboard.press('Enter');
    await side.waitForSelector('[data-total]');
    const stage = announced.split(':')[0] ?? '?';
    expect(await side.locator('h1').innerText()).toContain(stage);
    await side.keyboard.press('Escape');
    await chart.focus();
    await side.keyboard.press('t');
    await expect.poll(() => side.locator('table.grid').first().locator('tr').count()).toBeGreaterThan(3);
    await side.close();
  });
});
