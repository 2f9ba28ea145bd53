import type { Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, panelOn, settled, world, type World } from '../world';

/**
 * What each of four roles comes for, answered by clicks alone and by keys alone: the page of the CRM stays where it is all the while, and
 * whoever looks sees the same sum.
 */
let it: World;
let moves = 0;
beforeAll(async () => {
  it = await world({ size: '60' });
  await settled(it);
  // Its date has passed: there is something to do about it.
  const deal = openDeals(it).find((row) => String(row['CloseDate']) < it.org.asOf);
  if (!deal) throw new Error('No open deal.');
  await it.session.goInApp(recordPath(deal.Id));
  await panelOn(it, deal.Id);
  it.session.page.on('framenavigated', (frame) => (moves += Number(frame === it.session.page.mainFrame())));
});
afterAll(() => it.close());
let stood: string;
beforeEach(() => {
  stood = it.session.page.url();
  moves = 0;
});
/** The tab of the CRM shows what it showed, and went nowhere. */
const stays = (): void => {
  expect(it.session.page.url()).toBe(stood);
  expect(moves).toBe(0);
};

type Surface = Page | Frame;

/** How a person gets at something: by a click, or by keys alone. */
interface Hand {
  press(surface: Surface, what: Locator): Promise<void>;
  turn(side: Page, tab: string): Promise<void>;
}
const pageOf = (surface: Surface): Page => ('page' in surface ? surface.page() : surface);
const hasFocus = (what: Locator): Promise<boolean> => what.evaluate((each) => each === document.activeElement);

const byMouse: Hand = {
  press: (_, what) => what.click(),
  turn: (side, tab) => tabNamed(side, tab).click(),
};

const byKeys: Hand = {
  async press(surface, what) {
    await what.waitFor();
    await reach(surface, what);
    await pageOf(surface).keyboard.press('Enter');
  },
  async turn(side, tab) {
    const wanted = tabNamed(side, tab);
    await reach(side, side.locator('.tabs :focus'), true);
    // From the first of them on: it opens where it was left.
    for (let steps = 0; steps < 10; steps += 1) await side.keyboard.press('ArrowLeft');
    for (let steps = 0; steps < 10 && !(await hasFocus(wanted)); steps += 1) await side.keyboard.press('ArrowRight');
    await side.keyboard.press('Enter');
  },
};

const tabNamed = (side: Page, name: string): Locator =>
  side.locator('.tabs').getByRole('button', { name, exact: true });

/** Tab until the focus is there. */
async function reach(surface: Surface, what: Locator, isAny = false): Promise<void> {
  for (let stop = 0; stop < 300; stop += 1) {
    if (isAny ? (await what.count()) > 0 : await hasFocus(what)) return;
    await pageOf(surface).keyboard.press('Tab');
  }
  throw new Error('No Tab reaches it.');
}

/** The side panel as somebody opens it for a question: it opens where it was left. */
async function team(tab: string, hand: Hand = byMouse): Promise<Page> {
  const side = await it.session.extensionPage('sidepanel.html', { width: 700, height: 900 });
  await tabNamed(side, tab).waitFor();
  await hand.turn(side, tab);
  return side;
}
const figure = async (within: Locator, term: string): Promise<string> =>
  (
    await within
      .locator('dt', { hasText: new RegExp(`^${term}$`) })
      .locator('xpath=following-sibling::dd[1]')
      .first()
      .innerText()
  ).trim();

/** By keys in the long form: the order of Tab through each view is walked in the gallery. */
const HANDS: readonly (readonly [string, Hand])[] = [
  ['clicks', byMouse],
  ...(process.env['LONG'] ? ([['keys', byKeys]] as const) : []),
];

describe.each(HANDS)('by %s alone', (_, hand) => {
  test('a rep learns how the deal is, why, and what to do next, and is reminded of it', async () => {
    await it.session.page.bringToFront();
    const panel = await it.session.panel();
    const remind = panel.getByRole('button', { name: /^Remind: / }).first();
    await remind.waitFor();
    expect(await panel.locator('article').innerText()).toMatch(/Health\s+\d+ of 100/);
    const text = (await remind.getAttribute('aria-label'))?.replace('Remind: ', '');
    const set = panel.locator('.reminders li').filter({ hasText: text ?? '?' });
    const before = await set.count();
    await hand.press(panel, remind);
    // The words are there; the day is typed.
    await panel.getByLabel('When').waitFor();
    if (hand === byKeys) await reach(panel, panel.getByLabel('When'));
    await panel.getByLabel('When').fill('tomorrow');
    await hand.press(panel, panel.getByRole('button', { name: 'Set reminder' }));
    await expect.poll(() => set.count()).toBe(before + 1);
    stays();
  });

  test('a manager goes from a rep’s figure to the deal that it is made of, and back to where it stood', async () => {
    const side = await team('Now', hand);
    await side.waitForSelector('tr[data-rep]');
    const door = side.locator('tr[data-rep]').first().locator('td').last().getByRole('button');
    await hand.press(side, door);
    await side.waitForSelector('[data-total]');
    await hand.press(side, side.locator('.rows button').first());
    await side.waitForSelector('article[data-record-id]');
    expect(await side.locator('article').innerText()).toMatch(/Health\s+\d+ of 100/);
    await side.keyboard.press('Escape');
    await side.waitForSelector('[data-total]');
    await side.keyboard.press('Escape');
    await side.waitForSelector('tr[data-rep]');
    await expect.poll(() => hasFocus(door)).toBe(true);
    await side.close();
    stays();
  });

  test('sales operations see where deals stop, and which', async () => {
    const side = await team('Process', hand);
    const stages = side.getByRole('region', { name: 'How far deals get' });
    await stages.waitFor();
    const lost = stages.getByRole('button', { name: /lost$/ }).first();
    await hand.press(side, lost);
    await side.waitForSelector('[data-total]');
    expect(await side.locator('.rows li').count()).toBeGreaterThan(0);
    await side.keyboard.press('Escape');
    await stages.waitFor();
    await expect.poll(() => hasFocus(lost)).toBe(true);
    await side.close();
    stays();
  });

  test('a leader reads whether it is enough, and what the number rests on', async () => {
    const side = await team('Questions', hand);
    const enough = side.getByRole('region', { name: 'Is it enough?' });
    await enough.waitFor();
    expect(await enough.innerText()).toMatch(/missing to quota/);
    await hand.press(side, side.getByRole('region', { name: 'How much is open?' }).locator('[data-bar] .door').first());
    await side.waitForSelector('[data-total]');
    await side.keyboard.press('Escape');
    await enough.waitFor();
    await side.close();
    stays();
  });
});

test('whoever asks for what is won is told the same sum, and it is the CRM’s', async () => {
  const popup = await it.session.extensionPage('popup.html', { width: 380, height: 560 });
  await popup.waitForSelector('[data-won]');
  const won = Number(await popup.locator('[data-won]').getAttribute('data-won'));
  const said = (await popup.locator('[data-won] button').first().innerText()).trim();
  await popup.close();
  const [year, month] = [Number(it.org.asOf.slice(0, 4)), Number(it.org.asOf.slice(5, 7))];
  const first = Math.floor((month - 1) / 3) * 3 + 1;
  const inQuarter = (day: string): boolean =>
    Number(day.slice(0, 4)) === year && Number(day.slice(5, 7)) >= first && Number(day.slice(5, 7)) < first + 3;
  const rows = it.org.rows('Opportunity').filter((row) => row['IsWon'] === true && inQuarter(String(row['CloseDate'])));
  expect(won).toBe(rows.reduce((sum, row) => sum + Number(row['Amount'] ?? 0), 0));

  const side = await team('Now');
  await side.waitForSelector('tr[data-rep]');
  expect(await figure(side.locator('main'), 'Won')).toBe(said);
  for (const tab of ['Forecast', 'Plan']) {
    await byMouse.turn(side, tab);
    await expect.poll(() => side.locator('main').innerText(), { message: tab }).toContain(said);
  }
  await side.close();
  stays();
});
