import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RuleName, RULES } from '@/lib/figures/rules';
import { en } from '@/lib/i18n/definitions/en';
import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '12' });
  await settled(it);
});
afterAll(() => it.close());

const shoot = async (page: Page, name: string): Promise<void> => {
  const shots = process.env['SHOTS'];
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};

/** Opens the definition of the first figure on a surface and follows its link: what the glossary then shows, and the rule it must. */
async function follow(surface: Page | Frame, page: Page): Promise<{ shown: string; rule: string }> {
  const figure = surface.locator('[data-metric]:visible').first();
  // Safe: the figure's own type says that it is one.
  const name = (await figure.getAttribute('data-metric')) as RuleName;
  await figure.focus();
  await page.keyboard.press('?');
  const link = surface.locator(`dialog[data-definition="${name}"]`).getByRole('link');
  await link.waitFor();
  await shoot(page, `definition-${name}`);
  const [glossary] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  const rule = glossary.locator(`[id="${RULES[name].id}"]`);
  await rule.waitFor();
  const shown = await rule.innerText();
  await expect.poll(() => rule.evaluate((each) => each.getBoundingClientRect().top)).toBeLessThan(400);
  await glossary.close();
  return { shown, rule: en[name].formula };
}

test('a definition in the panel in the CRM page opens its rule in the glossary', async () => {
  const id = openDeals(it)[0]?.Id ?? '';
  await it.session.goInApp(recordPath(id));
  const panel = await panelOn(it, id);
  await panel.waitForSelector('[data-metric]');
  const { shown, rule } = await follow(panel, it.session.page);
  expect(shown).toContain(rule);
});

test('and so does one in the popup', async () => {
  const popup = await it.session.extensionPage('popup.html', { width: 380, height: 560 });
  await popup.waitForSelector('[data-metric]');
  const { shown, rule } = await follow(popup, popup);
  expect(shown).toContain(rule);
  await popup.close();
});

test('the glossary shows every rule, and fits 360 pixels', async () => {
  const page = await it.session.extensionPage('glossary.html', { width: 360, height: 800 });
  await page.waitForSelector('article');
  expect(await page.locator('article').count()).toBe(Object.keys(RULES).length);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await shoot(page, 'glossary');
  await page.close();
});
