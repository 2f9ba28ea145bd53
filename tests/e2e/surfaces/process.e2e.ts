import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Row } from '@/lib/sample/org-tables';
import { twoYearsAgo } from '@/tests/dom/truth';

import { settled, world, type World } from '../world';

let it: World;
let side: Page;
let team: Set<string>;
const DAY = 86_400_000;
const textOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw', dateStyle: 'short' });
/** Days of the org's calendar since then. */
const daysSince = (at: number): number => (Date.parse(clock.format(Date.now())) - Date.parse(clock.format(at))) / DAY;

beforeAll(async () => {
  it = await world({ size: '70', 'as-of': textOf(Date.now()) });
  await settled(it);
  side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 900 });
  await side.waitForSelector('tr[data-rep]');
  team = new Set(
    await side.locator('tbody tr[data-rep]').evaluateAll((all) => all.map((each) => each.dataset['rep'] ?? '')),
  );
  await side.locator('.tabs button', { hasText: 'Process' }).click();
  await side.waitForSelector('[data-process]');
});
afterAll(() => it.close());

interface Step {
  at: number;
  stage: string;
  amount: number;
}

/** A deal's states out of the org's own history, the oldest first. */
const histories = (): { deal: Row; steps: Step[] }[] => {
  const byDeal = Map.groupBy(it.org.rows('OpportunityHistory'), (row) => String(row['OpportunityId']));
  return it.org
    .rows('Opportunity')
    .filter((deal) => team.has(String(deal['OwnerId'])))
    .map((deal) => ({
      deal,
      steps: (byDeal.get(deal.Id) ?? [])
        .map((row) => ({
          at: Date.parse(String(row['CreatedDate'])),
          stage: String(row['StageName']),
          amount: Number(row['Amount'] ?? 0),
        }))
        .sort((a, b) => a.at - b.at),
    }));
};
const isClosed = (stage: string): boolean => stage.startsWith('Closed');
/** First state of the last run of states in the same stage. */
const entry = (steps: readonly Step[]): Step => {
  let at = steps.length - 1;
  while (at > 0 && steps[at - 1]?.stage === steps[at]?.stage) at -= 1;
  const found = steps[at];
  if (!found) throw new Error('A deal without history.');
  return found;
};
const number = async (selector: string, name: string): Promise<number> =>
  Number(await side.locator(selector).first().getAttribute(name));

test('each cell of stage by age holds its deals and opens them; the worst one is outlined', async () => {
  // Beside the typical time as the page says it, which another test recounts.
  const typical = new Map(
    await side
      .locator('.matrix tr[data-ages]')
      .evaluateAll((all) =>
        all.map(
          (row) => [row.dataset['ages'], /\d+/.exec(row.querySelector('.typical')?.textContent ?? '')?.[0]] as const,
        ),
      ),
  );
  const expected: Record<string, { count: number; amount: number }> = {};
  for (const { steps } of histories()) {
    const { stage, at } = entry(steps);
    if (isClosed(stage)) continue;
    const [days, usual] = [daysSince(at), typical.get(stage)];
    const times = days / Number(usual);
    const age =
      usual === undefined ? 'unknown' : times > 2 ? 'long' : times >= 1 ? 'over' : times >= 0.5 ? 'usual' : 'short';
    const cell = (expected[`${stage}/${age}`] ??= { count: 0, amount: 0 });
    cell.count += 1;
    cell.amount += steps.at(-1)?.amount ?? 0;
  }
  const shown = await side
    .locator('.matrix td[data-count]')
    .evaluateAll((all) =>
      all.map((cell) => [
        `${cell.closest('tr')?.dataset['ages']}/${cell.dataset['age']}`,
        { count: Number(cell.dataset['count']), amount: Number(cell.dataset['amount']) },
      ]),
    );
  expect(Object.fromEntries(shown)).toEqual(expected);
  const weight = ([key, { amount }]: [string, { amount: number }]): number =>
    amount * (key.endsWith('/long') ? 2 : key.endsWith('/over') ? 1 : 0);
  const [worst] = Object.entries(expected).toSorted((a, b) => weight(b) - weight(a));
  const outlined = side.locator('.matrix td.worst');
  expect(await outlined.count()).toBe(1);
  expect(await outlined.getAttribute('data-age')).toBe(worst?.[0].split('/').at(-1));
  const door = outlined.locator('button');
  const focus = await door.getAttribute('data-focus');
  await door.focus();
  await side.keyboard.press('Enter');
  await side.waitForSelector('[data-total]');
  expect(await number('[data-total]', 'data-count')).toBe(worst?.[1].count);
  expect(await number('[data-total]', 'data-total')).toBeCloseTo(worst?.[1].amount ?? Number.NaN, 2);
  await side.locator('.rows button').first().click();
  await side.waitForSelector('article[data-record-id]');
  await side.keyboard.press('Escape');
  await side.waitForSelector('[data-total]');
  await side.keyboard.press('Alt+ArrowLeft');
  await side.waitForSelector('[data-process]');
  await expect.poll(() => side.evaluate(() => document.activeElement?.getAttribute('data-focus'))).toBe(focus);
});

test('a dated change is measured for whom it was made, against all others, with placebos, in words', async () => {
  const changed = textOf(Date.parse(it.org.asOf) - 250 * DAY);
  await side.locator('[data-focus="experiment-measure"]').selectOption('winRate');
  await side.locator('[data-focus="experiment-changed"]').fill(changed);
  const label = await side.locator('[data-focus="experiment-group"] option:checked').innerText();
  const type = label.replace('Type: ', '');
  const closed = histories().filter(
    ({ steps }) => isClosed(steps.at(-1)?.stage ?? '') && entry(steps).at >= twoYearsAgo(),
  );
  const mean = (isTreated: boolean, isAfter: boolean): number => {
    const own = closed.filter(
      ({ deal, steps }) =>
        (deal['Type'] === type) === isTreated && textOf(entry(steps).at + 3_600_000) >= changed === isAfter,
    );
    return own.filter(({ steps }) => steps.at(-1)?.stage === 'Closed Won').length / own.length;
  };
  const effect = mean(true, true) - mean(true, false) - (mean(false, true) - mean(false, false));
  await expect.poll(() => number('[data-effect]', 'data-effect')).toBeCloseTo(effect, 6);
  expect(await number('[data-effect]', 'data-low')).toBeLessThanOrEqual(effect);
  expect(await number('[data-effect]', 'data-high')).toBeGreaterThanOrEqual(effect);
  const text = await side.locator('.experiment').innerText();
  expect(text).toMatch(/points? \(95%: /);
  expect(text).toMatch(/its range (includes|does not include) zero/);
  expect(text).toMatch(/of [1-4] earlier dates? on which nothing was changed/);
  await side.locator('[data-focus="experiment-measure"]').selectOption('dwell');
  await side.locator('[data-focus="experiment-stage"]').waitFor();
  await side.locator('[data-focus="experiment-changed"]').fill(it.org.asOf);
  await expect
    .poll(() => side.locator('[data-experiment]').innerText())
    .toContain('each of the four groups needs five');
  // The choice is kept with the place, also after another tab was looked at.
  await side.locator('.tabs button', { hasText: 'Now' }).click();
  await side.waitForSelector('tr[data-rep]');
  await side.locator('.tabs button', { hasText: 'Process' }).click();
  await side.waitForSelector('[data-process]');
  expect(await side.locator('[data-focus="experiment-measure"]').inputValue()).toBe('dwell');
});

test('what was lost a budget year ago at an account with nothing open can be asked about again', async () => {
  const all = it.org.rows('Opportunity');
  // A deal without an account shares none with another.
  const busy = new Set<unknown>(
    all.flatMap((row) => (row['IsClosed'] === false && row['AccountId'] ? [row['AccountId']] : [])),
  );
  const expected = histories().filter(({ deal, steps }) => {
    const { stage, at } = entry(steps);
    const days = daysSince(at);
    return stage === 'Closed Lost' && days >= 330 && days <= 430 && !busy.has(deal['AccountId'] ?? null);
  });
  expect(expected.length).toBeGreaterThan(0);
  expect(await number('[data-recycle]', 'data-recycle')).toBe(expected.length);
  await side.locator('[data-focus="recycle-all"]').click();
  await side.waitForSelector('[data-total]');
  expect(await number('[data-total]', 'data-count')).toBe(expected.length);
  await side.keyboard.press('Escape');
  await side.waitForSelector('[data-recycle]');
  await side.locator('[data-focus^="recycle-006"]').first().click();
  await side.waitForSelector('article[data-record-id]');
  await side.keyboard.press('Escape');
  await side.waitForSelector('[data-recycle]');
});

test('nothing is wider than the panel from 360 to 700 px', async () => {
  for (const width of [360, 480, 600, 700]) {
    await side.setViewportSize({ width, height: 800 });
    await side.waitForTimeout(150);
    const over = await side.evaluate(() =>
      Math.max(
        ...[document.documentElement, ...document.querySelectorAll('main, .figure, .matrix, .cell, .dates')].map(
          (each) => each.scrollWidth - each.clientWidth,
        ),
      ),
    );
    const shots = process.env['SHOTS'];
    if (shots) await side.screenshot({ path: `${shots}/process-at-${width}.png`, fullPage: true });
    expect(over, `at ${width}`).toBeLessThanOrEqual(0);
  }
});
