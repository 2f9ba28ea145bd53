import { afterAll, beforeAll, expect, test } from 'vitest';

import { badgeWords } from '@/tests/browser/badges';
import { listPath, recordPath } from '@/tests/browser/session';
import { ask } from '@/tests/demo/ask';
import { PAGE_HOST } from '@/tests/org/org';

import { settled, world, type World } from '../world';

const WORDS: Record<string, string> = {
  onTrack: 'On track',
  watch: 'Watch',
  atRisk: 'At risk',
  stalled: 'Stalled',
  done: 'Closed',
  new: 'New',
};
let it: World;
/** What the panel itself says of every deal: the badge must say the same of the same record. */
let states: Map<string, string>;

beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
  const { rows } = await ask(it.helper, 'deals', { figure: 'listed' });
  states = new Map(rows.map(({ id, state }) => [id, WORDS[state ?? ''] ?? '']));
});
afterAll(() => it.close());

const rowsReady = (): Promise<unknown> =>
  it.session.page.waitForFunction(
    () =>
      document.evaluate(
        'count(//div[contains(@class,"active")]//tr[starts-with(@data-row-key-value,"006")])',
        document,
        null,
        1,
        null,
      ).numberValue > 0,
  );

/** Waits until every row on the page has its badge, then compares each with its record. */
async function expectBadges(): Promise<number> {
  let words: Record<string, string> = {};
  await expect
    .poll(
      async () => {
        words = await badgeWords(it.session.page);
        return Object.keys(words).length > 0 && Object.values(words).every(Boolean);
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  for (const [id, word] of Object.entries(words)) expect(word, id).toBe(states.get(id));
  return Object.keys(words).length;
}

test('each row of a list has the badge of its own record, also after scrolling loads more, sorting and coming back', async () => {
  const { page, goInApp } = it.session;
  await goInApp(listPath('AllOpportunities'));
  await rowsReady();
  const first = await expectBadges();
  await page.mouse.move(500, 600);
  for (let turn = 0; turn < 6; turn += 1) {
    await page.mouse.wheel(0, 1500);
    await page.waitForTimeout(250);
  }
  expect(await expectBadges()).toBeGreaterThan(first);
  await page.getByText('Opportunity Name').first().click();
  await page.waitForTimeout(800);
  await expectBadges();
  await goInApp(recordPath(String(it.org.rows('Opportunity')[0]?.Id)));
  await page.waitForTimeout(400);
  await page.goBack();
  await rowsReady();
  await expectBadges();
});

test('rows that are recycled for other records while scrolling carry the right badge at every step', async () => {
  const { page, goInApp } = it.session;
  await goInApp(`${listPath('AllOpportunities')}&recycle=1`);
  await rowsReady();
  await page.mouse.move(500, 600);
  for (let turn = 0; turn < 12; turn += 1) {
    await page.mouse.wheel(0, 700);
    await page.waitForTimeout(60);
    // At any moment: a row that already has a badge has that of the record it shows.
    for (const [id, word] of Object.entries(await badgeWords(page))) if (word) expect(word, id).toBe(states.get(id));
  }
  await expectBadges();
});

test('badges neither move nor cover the CRM’s own cells', async () => {
  const { page, goInApp } = it.session;
  await goInApp(listPath('AllOpenOpportunities'));
  await rowsReady();
  await expectBadges();
  const boxes = (): Promise<string> =>
    page.evaluate(() => {
      const cells = document.evaluate(
        '//div[contains(@class,"active")]//tr[starts-with(@data-row-key-value,"006")]/*',
        document,
        null,
        XPathResult.ORDERED_NODE_SNAPSHOT_TYPE,
        null,
      );
      const found: string[] = [];
      for (let at = 0; at < cells.snapshotLength; at += 1) {
        const { x, y, width, height } = (cells.snapshotItem(at) as HTMLElement).getBoundingClientRect();
        found.push([x, y, width, height].join());
      }
      return found.join(';');
    });
  const withBadges = await boxes();
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  expect(await boxes()).toBe(withBadges);
});

test('rows of an Aura list, told by the link in them, have the badge of their own record', async () => {
  await it.session.page.goto(`https://${PAGE_HOST}${listPath('AllOpportunities')}&list=aura`);
  const read = (): Promise<[string, string][]> =>
    it.session.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.uiVirtualDataTable tr a[data-recordid^="006"]')].map((link) => [
        link.dataset['recordid'] ?? '',
        getComputedStyle(link.closest('tr') ?? link)
          .getPropertyValue('--pipelens-word')
          .replace(/"|Pipelens: /g, '')
          .trim(),
      ]),
    );
  await expect
    .poll(async () => ((found) => found.length > 0 && found.every(([, word]) => word !== ''))(await read()), {
      timeout: 60_000,
    })
    .toBe(true);
  for (const [id, word] of await read()) expect(word, id).toBe(states.get(id));
});
