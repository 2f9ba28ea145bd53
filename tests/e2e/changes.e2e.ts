import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { MOVEMENTS, type MovementName } from '@/lib/figures/flow';
import { en } from '@/lib/i18n/definitions/en';

import { settled, world, type World } from './world';

let it: World;
let side: Page;
beforeAll(async () => {
  it = await world({ size: '24', 'as-of': new Date().toISOString().slice(0, 10) });
  await settled(it);
  side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
  await side.waitForSelector('tr[data-rep]');
});
afterAll(() => it.close());

const DAY = 86_400_000;
const textOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The org's clock is Warsaw's; the end of its day, by trying both offsets that Warsaw has. */
function endOf(date: string): number {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Warsaw',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const candidates = [1, 2].map((hours) => Date.parse(`${date}T23:59:59.999Z`) - hours * 3_600_000);
  const found = candidates.find((at) => local.format(at) === `${date} 23:59:59`);
  if (found === undefined) throw new Error(`No end of ${date}.`);
  return found;
}

interface Row {
  stage: string;
  amount: number;
  close: string;
  owner: string;
  category: string;
}

/** A deal at an instant out of the org's own tables, in the plainest way. */
function stateAt(id: string, at: number): Row | undefined {
  const record = it.org.rows('Opportunity').find((row) => row.Id === id);
  const history = it.org
    .rows('OpportunityHistory')
    .filter((row) => row['OpportunityId'] === id)
    .sort((a, b) => (String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1));
  const last = history.filter((row) => Date.parse(String(row['CreatedDate'])) <= at).at(-1);
  if (!record || !last) return undefined;
  const changes = it.org
    .rows('OpportunityFieldHistory')
    .filter(
      (row) => row['OpportunityId'] === id && row['Field'] === 'Owner' && String(row['NewValue']).startsWith('005'),
    )
    .sort((a, b) => (String(a['CreatedDate']) < String(b['CreatedDate']) ? -1 : 1));
  const later = changes.find((row) => Date.parse(String(row['CreatedDate'])) > at);
  return {
    stage: String(last['StageName']),
    amount: Number(last['Amount'] ?? 0),
    close: String(last['CloseDate'] ?? ''),
    owner: String(later ? later['OldValue'] : record['OwnerId']),
    category: String(last['ForecastCategory']),
  };
}

const quarterOf = (date: string): [string, string] => {
  const [year, first] = [Number(date.slice(0, 4)), Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3];
  return [textOf(Date.UTC(year, first, 1)), textOf(Date.UTC(year, first + 3, 0))];
};
const isWon = (row: Row | undefined): boolean => row?.stage === 'Closed Won';
const isLost = (row: Row | undefined): boolean => row?.stage === 'Closed Lost';
const isIn = (row: Row, [from, to]: [string, string]): boolean => row.close >= from && row.close <= to;
const isOpen = (row: Row | undefined, period: [string, string]): boolean =>
  row !== undefined && !isWon(row) && !isLost(row) && row.category !== 'Omitted' && isIn(row, period);

/** Sums of the movements, cents, from the tables alone: amounts before and after, by the one reason that applies. */
function expected(from: string, to: string): Record<string, number> {
  const period = quarterOf(to);
  const sums: Record<string, number> = {};
  const add = (name: string, amount: number): void => void (sums[name] = (sums[name] ?? 0) + Math.round(amount * 100));
  for (const { Id } of it.org.rows('Opportunity')) {
    const [before, after] = [stateAt(Id, endOf(from)), stateAt(Id, endOf(to))];
    const was = isOpen(before, period);
    const is = isOpen(after, period);
    if (was) add('start', before?.amount ?? 0);
    if (is) add('end', after?.amount ?? 0);
    if (!after) continue;
    const wonNow = isWon(after) && isIn(after, period) && !(isWon(before) && before && isIn(before, period));
    const join = (): void => {
      if (!before) add('new', after.amount);
      else if (isWon(before) || isLost(before)) add('reopened', after.amount);
      else if (before.close > period[1]) add('pulledIn', after.amount);
      else if (before.close < period[0]) add('pushedIn', after.amount);
      else add('unomitted', after.amount);
    };
    if (was && before) {
      const change = after.amount - before.amount;
      if (change > 0) add('increased', change);
      if (change < 0) add('decreased', -change);
      if (is) continue;
      if (isLost(after)) add('lost', after.amount);
      else if (after.close > period[1]) add('pushedOut', after.amount);
      else if (after.close < period[0]) add('pulledOut', after.amount);
      else if (isWon(after)) add('won', after.amount);
      else add('omitted', after.amount);
    } else if (is) join();
    else if (wonNow) {
      join();
      add('won', after.amount);
    } else if (!before && isLost(after) && isIn(after, period)) {
      add('new', after.amount);
      add('lost', after.amount);
    }
  }
  return sums;
}

const tab = (name: string): Promise<void> => side.locator('.tabs button', { hasText: name }).click();

async function shown(): Promise<Record<string, number>> {
  const rows = await side
    .locator('tr[data-movement]')
    .evaluateAll((all) =>
      all.map((row) => [(row as HTMLElement).dataset['movement'], (row as HTMLElement).dataset['amount']]),
    );
  return Object.fromEntries(rows.map(([name, amount]) => [name, Math.round(Number(amount) * 100)]));
}

async function setDates(from: string, to: string): Promise<void> {
  // One right after the other: the second must not bring the first one's old value back.
  await side.locator('[data-focus="from"]').fill(from);
  await side.locator('[data-focus="to"]').fill(to);
}

test('between any two days each movement is what the org’s own tables give, and nothing is unexplained', async () => {
  await tab('Changes');
  await side.waitForSelector('tr[data-movement]');
  const today = it.org.asOf;
  for (const [back, span] of [
    [0, 7],
    [30, 31],
    [100, 45],
    [250, 80],
  ] as const) {
    const to = textOf(Date.parse(today) - (back + 1) * DAY);
    const from = textOf(Date.parse(to) - span * DAY);
    await setDates(from, to);
    const own = expected(from, to);
    await expect
      .poll(shown, { message: `${from} to ${to}` })
      .toEqual(Object.fromEntries(MOVEMENTS.map((name: MovementName) => [name, own[name] ?? 0])));
    expect(await side.locator('[data-unexplained]').getAttribute('data-unexplained')).toBe('0');
    const text = await side.locator('[data-unexplained]').innerText();
    const figures = [...text.matchAll(/€([\d,]+\.\d\d)/g)].map(([, figure = '']) =>
      Math.round(Number(figure.replaceAll(',', '')) * 100),
    );
    const [start = 0, joined = 0, left = 0, end = 0, unexplained] = figures;
    expect([start, end, unexplained]).toEqual([own['start'] ?? 0, own['end'] ?? 0, 0]);
    expect(start + joined - left).toBe(end);
  }
});

test('a bar opens its deals by keyboard; they add up to the bar, and Back returns to the chart', async () => {
  await side.locator('[data-focus="preset-quarter"]').click();
  await side.waitForTimeout(300);
  const chart = side.locator('[data-focus="waterfall"]');
  await chart.focus();
  await side.keyboard.press('ArrowDown');
  await side.keyboard.press('ArrowDown');
  const words = await side.locator('section p[aria-live]').innerText();
  await side.keyboard.press('Enter');
  await side.waitForSelector('[data-total]');
  const name = words.split(':')[0] ?? '?';
  expect(await side.locator('h1').innerText()).toBe(name);
  const total = Number(await side.locator('[data-total]').getAttribute('data-total'));
  expect(words.replace(/\D/g, '')).toBe(String(Math.round(total)));
  const rows = await side.locator('.deal-list .figures').allInnerTexts();
  expect(rows.reduce((sum, text) => sum + Number(text.replace(/[^\d]/g, '') || 0), 0)).toBe(Math.round(total));
  await side.locator('.deal-list button').first().click();
  await side.waitForSelector('article[data-record-id]');
  await side.keyboard.press('Escape');
  await side.waitForSelector('[data-total]');
  await side.keyboard.press('Alt+ArrowLeft');
  await side.waitForSelector('tr[data-movement]');
  await expect.poll(() => side.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe('waterfall');
});

test('a figure opens its definition; Escape closes it and nothing else', async () => {
  const mark = side.locator('tr[data-movement="pushedOut"] .define');
  await mark.click();
  const dialog = side.locator('dialog[data-definition="pushedOut"]');
  // The words are read when they are first asked for.
  await expect.poll(() => dialog.innerText()).toContain(en.pushedOut.formula);
  await side.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await side.locator('tr[data-movement]').count()).toBe(MOVEMENTS.length);
  expect(await side.evaluate(() => document.activeElement?.classList.contains('define'))).toBe(true);
});

test('the slider shows the team as it was, says so, and its figures open their deals of that day', async () => {
  await tab('Now');
  await side.waitForSelector('tr[data-rep]');
  const nowOpen = await side.locator('tfoot tr').getAttribute('data-open');
  const on = textOf(Date.parse(it.org.asOf) - 120 * DAY);
  await side.locator('.slider input[type="date"]').fill(on);
  await side.waitForSelector(`.slider[data-on="${on}"]`);
  const period = quarterOf(on);
  const deals = it.org.rows('Opportunity').map(({ Id }) => stateAt(Id, endOf(on)));
  const open = deals.filter((row) => isOpen(row, period));
  const won = deals.filter((row) => row !== undefined && isWon(row) && isIn(row, period));
  const sum = (rows: (Row | undefined)[]): number => rows.reduce((all, row) => all + (row?.amount ?? 0), 0);
  const total = side.locator('tfoot tr');
  expect(Number(await total.getAttribute('data-open'))).toBeCloseTo(sum(open), 2);
  expect(Number(await total.getAttribute('data-won'))).toBeCloseTo(sum(won), 2);
  expect(await side.locator('.as-of').innerText()).toContain('Figures of the end of');
  await total.locator('[data-focus^="open-"]').click();
  await side.waitForSelector('[data-total]');
  expect(Number(await side.locator('[data-total]').getAttribute('data-total'))).toBeCloseTo(sum(open), 2);
  await side.keyboard.press('Escape');
  await side.waitForSelector('.as-of');
  await side.locator('.slider .button').click();
  await side.locator('.as-of').waitFor({ state: 'detached' });
  expect(await total.getAttribute('data-open')).toBe(nowOpen);
});

test('nothing is wider than the panel, from 360 to 700 px, in words or in the past', async () => {
  for (const name of ['Changes', 'Now']) {
    await tab(name);
    await side.waitForSelector(name === 'Now' ? 'tr[data-rep]' : 'tr[data-movement]');
    if (name === 'Now') await side.locator('.slider input[type="date"]').fill('2026-02-10');
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
