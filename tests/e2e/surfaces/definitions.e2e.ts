import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RuleName, RULES } from '@/lib/figures/rules';
import { en } from '@/lib/i18n/definitions/en';
import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, scored, settled, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '2000' });
  await settled(it);
  await scored(it);
});
afterAll(() => it.close());

/**
 * What holds digits and is no figure of the engine: names, dates and headings, what a person types into, words about figures
 * (`note`), and the record panel's facts of the CRM and of the rules, which say their own evidence.
 */
const NO_FIGURES = [
  'time, h1, h2, thead, th[scope="row"], option, textarea, nav, .stamp-box, .note, .doubts, .as-of, .message',
  '.deal-name, .plan .link, td:first-child > button, [data-name], .hidden-text, .dates, .slider',
  'article.record > .verdict, .todos, .changes li, .people, .reminders, .problems, .section > header, .money-line > .quiet',
  // The popup's list of things to do, what a form says, the states of the list panel, which filter, the usual dates, and how much of a list is folded.
  '.todo-link, .filters, .presets, .changes + .link, .people + .link, form > p',
].join(', ');

/** Texts with a digit, or a share or an amount, that are not inside a figure. */
const bare = (surface: Page | Frame): Promise<string[]> =>
  surface.evaluate((exempt) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !/\d/.test(node.nodeValue ?? '') || parent.closest(`script, style, [data-metric], ${exempt}`))
        continue;
      found.push(`${parent.tagName.toLowerCase()}.${parent.className}: ${node.nodeValue}`);
    }
    return found;
  }, NO_FIGURES);

/** Opens the definition of the first figure of each metric, by key or by Alt-click, and of each heading's mark. */
async function openAll(surface: Page | Frame, page: Page, what: string): Promise<string[]> {
  expect(await bare(surface), `${what}: figures without a definition`).toEqual([]);
  const ids = await surface.evaluate(() => [
    ...new Set(
      [...document.querySelectorAll<HTMLElement>('[data-metric], [data-define]')]
        .filter((each) => each.checkVisibility())
        .map(({ dataset }) => dataset['metric'] ?? dataset['define'] ?? ''),
    ),
  ]);
  for (const [at, id] of ids.entries()) {
    const mark = surface.locator(`[data-metric="${id}"]:visible, [data-define="${id}"]:visible`).first();
    await mark.focus();
    const isFigure = (await mark.getAttribute('data-metric')) !== null;
    if (!isFigure) await page.keyboard.press('Enter');
    else if (at % 2 === 0) await page.keyboard.press('?');
    else await mark.click({ modifiers: ['Alt'] });
    const dialog = surface.locator(`dialog[data-definition="${id}"]`);
    await dialog.locator('[data-unit]').waitFor({ timeout: 5000 });
    // Safe: the next line refuses any other.
    const name = id as RuleName;
    if (!Object.hasOwn(RULES, name)) throw new Error(`${what}: no rule "${id}" in the glossary.`);
    const text = await dialog.innerText();
    for (const part of [en[name].means, en[name].formula, en[name].example, RULES[name].id])
      expect(text, `${what}: ${id}`).toContain(part);
    expect(await dialog.getByRole('link').getAttribute('href'), `${what}: ${id}`).toBe(
      `/glossary.html#${RULES[name].id}`,
    );
    expect(text, `${what}: ${id}`).toContain('As of the end of');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect
      .poll(() => mark.evaluate((each) => each === document.activeElement), {
        message: `${what}: ${id} has the focus again`,
      })
      .toBe(true);
  }
  return ids;
}

const shoot = async (page: Page, name: string): Promise<void> => {
  const shots = process.env['SHOTS'];
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};
const tab = (page: Page, name: string): Promise<void> =>
  page.locator('.tabs').getByRole('button', { name, exact: true }).click();

test('each figure of the popup opens its definition', async () => {
  const popup = await it.session.extensionPage('popup.html', { width: 380, height: 560 });
  await popup.waitForSelector('[data-outlook]');
  expect(await openAll(popup, popup, 'popup')).toEqual(
    expect.arrayContaining(['closedWon', 'quota', 'gapToQuota', 'pReachQuota', 'p10', 'p50', 'p90', 'pacing']),
  );
  await shoot(popup, 'popup');
  await popup.close();
});

test.each([700, 420])('each figure of the team, now and on a past day, at %i px', async (width) => {
  const side = await it.session.extensionPage('sidepanel.html', { width, height: 900 });
  await tab(side, 'Now');
  await side.waitForSelector('tr[data-rep]');
  const names = ['closedWon', 'gapToQuota', 'openPipeline', 'coverage', 'pReachQuota', 'pacing', 'overdue'];
  expect(await openAll(side, side, 'Now')).toEqual(expect.arrayContaining([...names, 'p10', 'p90', 'needsAttention']));
  await shoot(side, `now-${width}`);
  await side.locator('[data-focus="chart"]').focus();
  await side.keyboard.press('t');
  await openAll(side, side, 'the stages as a table');
  await side.locator('.slider input[type="date"]').fill('2026-06-10');
  await side.waitForSelector('.as-of');
  await openAll(side, side, 'a past day');
  await side.locator('.slider .button').click();
  await side.locator('.as-of').waitFor({ state: 'detached' });
  await side.locator('tfoot [data-focus^="openPipeline-"]').click();
  await side.waitForSelector('[data-total]');
  expect(await openAll(side, side, 'deals')).toEqual(expect.arrayContaining(['openPipeline', 'amount']));
  await side.locator('.deal-list button').first().click();
  await side.waitForSelector('article[data-record-id] [data-chance]');
  await openAll(side, side, 'a deal');
  await side.keyboard.press('Escape');
  await side.waitForSelector('[data-total]');
  await side.keyboard.press('Escape');
  await side.waitForSelector('tr[data-rep]');
  await side.close();
});

test('each figure of the focus list', async () => {
  const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
  await tab(side, 'Focus');
  await side.waitForSelector('[data-bucket]', { timeout: 60_000 });
  expect(await openAll(side, side, 'Focus')).toEqual(expect.arrayContaining(['bucket', 'amount']));
  await side.close();
});

test('each movement, the identity, and the deals of a movement with their trend', async () => {
  const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
  await tab(side, 'Changes');
  await side.waitForSelector('tr[data-movement]');
  expect(await openAll(side, side, 'Changes')).toEqual(
    expect.arrayContaining(['openPipeline', 'flowIdentity', 'bookingsIdentity', 'pushedOut', 'won']),
  );
  await shoot(side, 'changes');
  await side.locator('[data-focus="movement-increased"]').click();
  await side.waitForSelector('[data-trend]');
  expect(await openAll(side, side, 'a movement')).toEqual(expect.arrayContaining(['increased', 'trend']));
  await shoot(side, 'moved');
  await side.keyboard.press('Escape');
  await side.waitForSelector('tr[data-movement]');
  await side.close();
});

test('each figure of the plan, with its plan B', async () => {
  const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
  await tab(side, 'Plan');
  await side.waitForSelector('[data-plan-id]');
  await side.locator('[data-plan-id] summary').first().click();
  await side.waitForSelector('[data-substitute]');
  expect(await openAll(side, side, 'Plan')).toEqual(
    expect.arrayContaining(['gapToQuota', 'planChance', 'planCumulative', 'dealChance', 'quarterEffect', 'amount']),
  );
  await shoot(side, 'plan');
  await side.close();
});

test('each figure of calls and model, of the record of past quarters', async () => {
  const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
  await tab(side, 'Forecast');
  await side.waitForSelector('tr[data-days]', { timeout: 60_000 });
  await side.locator('details.past summary').first().click();
  expect(await openAll(side, side, 'Forecast')).toEqual(
    expect.arrayContaining(['call', 'p50', 'wape', 'naiveWape', 'bias', 'intervalCoverage', 'wonAndCommit', 'p10']),
  );
  await shoot(side, 'forecast');
  await side.close();
});

test.each([700, 420])('each figure of the process at %i px', async (width) => {
  const side = await it.session.extensionPage('sidepanel.html', { width, height: 900 });
  await tab(side, 'Process');
  await side.waitForSelector('[data-process]');
  expect(await openAll(side, side, 'Process')).toEqual(
    expect.arrayContaining(
      `agePipeline winRateCount winRateAmount winRateCohort cycleDays velocity slipRate leakage zombies
      stageEntered stageConversion stageDwell stageDwellP80 recycle experimentEffect placebos`.split(/\s+/),
    ),
  );
  await shoot(side, `process-${width}`);
  await side.close();
});

test('each figure of the record panel and of the list panel in the CRM page', async () => {
  // A deal younger than a week has no chance of its own.
  const old = Date.parse(it.org.asOf) - 30 * 86_400_000;
  const deal = openDeals(it).find((row) => Date.parse(String(row['CreatedDate'])) < old && row['Amount'] !== null);
  if (!deal) throw new Error('No open deal.');
  await it.session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  await panel.waitForSelector('[data-now]');
  expect(await openAll(panel, it.session.page, 'record')).toEqual(
    expect.arrayContaining(['learntChance', 'everChance', 'quarterEffect', 'bucket', 'daysInStage', 'amount']),
  );
  await it.session.goInApp('/lightning/o/Opportunity/list?filterName=AllOpportunities');
  await panel.waitForSelector('article.list .deal-list button');
  expect(await openAll(panel, it.session.page, 'list')).toContain('listed');
});
