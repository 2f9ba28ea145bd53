import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, turnOptions, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  // So many that the model surely proves itself, on whatever day this runs.
  it = await world({ size: '3000' });
  await settled(it);
}, 180_000);
afterAll(() => it?.close());

const DAY_MS = 86_400_000;
/** Open deals that are old enough to be judged. */
const judged = () =>
  openDeals(it).filter(
    (row) => Date.parse(String(row['CreatedDate'])) < Date.parse(`${it.org.asOf}T00:00:00Z`) - 30 * DAY_MS,
  );
async function shot(page: Pick<Page, 'screenshot'>, name: string): Promise<void> {
  const folder = process.env['SHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/learnt-${name}.png` });
}

test('before a score is learnt a record says a band by stage rates, and in the same line why there is no more', async () => {
  const [deal] = judged();
  await it.session.goInApp(recordPath(deal!.Id));
  const panel = await panelOn(it, deal!.Id);
  const line = panel.locator('[data-step="band"]');
  expect(await line.getAttribute('data-band')).toMatch(/low|middle|high/);
  expect(await line.innerText()).toContain('No model trained yet');
  expect(await panel.locator('.verdict .tag').innerText()).toBe('rules');
  expect(await panel.locator('.verdict').innerText()).not.toMatch(/%/);
  await shot(it.session.page, 'band');
});

test('once it was learnt in the background and has proved itself, the record says the chance, and what speaks for and against adds up to it', async () => {
  const { helper } = it;
  // What the hourly alarm does, now: nobody has opened a page of ours that learns.
  await helper.evaluate(() => chrome.alarms.create('learn', { when: Date.now() }));
  const open = await it.session.panel();
  await open.waitForSelector('.verdict[data-method="learnt"]', { timeout: 240_000 });
  for (const deal of judged().slice(0, 5)) {
    await it.session.goInApp(recordPath(deal.Id));
    const panel = await panelOn(it, deal.Id);
    await panel.waitForSelector('.verdict[data-method="learnt"]');
    const chance = Number(await panel.locator('[data-step="full"]').getAttribute('data-chance'));
    const list = panel.locator('.reasons[data-base]');
    const base = Number(await list.getAttribute('data-base'));
    const parts = await list
      .locator('[data-log-odds]')
      .evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-log-odds'))));
    const sum = parts.reduce((all, part) => all + part, base);
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(chance, 9);
    // The whole numbers that are shown add up as well.
    const shown = await list.locator('.points').allTextContents();
    const numbers = shown.map((text) => Number(/[−+]?\d+/.exec(text)?.[0].replace('−', '-')));
    const told = numbers.slice(0, -1).reduce((all, each) => all + each, 0);
    if (!shown.some((text) => /under|over/.test(text))) expect(told).toBe(numbers.at(-1));
    expect(await panel.locator('.verdict .score').innerText()).toContain('%');
    await shot(it.session.page, deal.Id);
  }
});

test('lists and boards say the same chance, the worst first, and badges carry the same states', async () => {
  await it.session.goInApp('/lightning/o/Opportunity/list?filterName=AllOpportunities');
  const panel = await it.session.panel();
  await panel.waitForSelector('article.list .rows button');
  await expect.poll(() => panel.locator('.rows .state').filter({ hasText: '%' }).count()).toBeGreaterThan(5);
  await shot(it.session.page, 'list');
});

test('the focus list holds every open deal of the team in one bucket, and opens it; by keyboard back to where it was', async () => {
  const side = await it.session.extensionPage('sidepanel.html', { width: 420, height: 900 });
  await side.locator('.tabs').getByRole('button', { name: 'Focus', exact: true }).click();
  await side.waitForSelector('[data-bucket]');
  const counts = await side
    .locator('[data-bucket]')
    .evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-count'))));
  const totals = await side
    .locator('[data-bucket]')
    .evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-total'))));
  const owned = openDeals(it);
  expect(counts.reduce((all, each) => all + each, 0)).toBe(owned.length);
  const cents = owned.reduce((all, row) => all + Math.round(Number(row['Amount'] ?? 0) * 100), 0);
  expect(Math.round(totals.reduce((all, each) => all + each, 0) * 100)).toBe(cents);
  const names = await side.locator('[data-bucket] .deal-name').allInnerTexts();
  expect(names.length).toBeGreaterThan(20);
  await shot(side, 'focus');
  const first = side.locator('[data-bucket] .rows button').first();
  await first.focus();
  const id = await first.getAttribute('data-focus');
  await side.keyboard.press('Enter');
  await side.waitForSelector(`article[data-record-id="${id}"]`);
  await side.keyboard.press('Escape');
  await side.waitForSelector('[data-bucket]');
  await expect.poll(() => side.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe(id);
  await side.locator('[data-focus="lens-scope"]').click();
  await side.getByRole('option', { name: 'Only mine' }).click();
  await side.getByRole('button', { name: 'Whose deals: Only mine' }).waitFor();
  await side.emulateMedia({ colorScheme: 'dark' });
  await shot(side, 'focus-dark');
  await side.setViewportSize({ width: 360, height: 900 });
  await side.emulateMedia({ colorScheme: null });
  await shot(side, 'focus-narrow');
  await side.close();
});

test('options draw what was told against what came, and the arrow keys walk the points', async () => {
  const { helper } = it;
  await turnOptions(helper, 'scoring');
  await helper.reload();
  await helper.bringToFront();
  await helper.getByText('Full model.').waitFor();
  await shot(helper, 'options');
  await helper.waitForSelector('.reliability svg');
  const points = Number(await helper.locator('.reliability').getAttribute('data-points'));
  expect(points).toBeGreaterThan(4);
  await helper.locator('.reliability button').focus();
  await helper.keyboard.press('ArrowRight');
  await expect
    .poll(() => helper.locator('.reliability [aria-live]').innerText())
    .toMatch(/deals?: \d+% predicted, \d+% won/);
  await helper.locator('.reliability').scrollIntoViewIfNeeded();
  await shot(helper, 'chart');
  await helper.emulateMedia({ colorScheme: 'dark' });
  await shot(helper, 'chart-dark');
  await helper.emulateMedia({ colorScheme: null });
});
