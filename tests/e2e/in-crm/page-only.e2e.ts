import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';
import { ask } from '@/tests/demo/ask';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { openDeals, world, type World } from '../world';

const LIST = '/lightning/o/Opportunity/list?filterName=AllOpportunities';
let it: World;
beforeAll(async () => {
  it = await world({ size: '24' }, {}, LIST, (org) => {
    org.policy.isApiControlled = true;
  });
});
afterAll(() => it.close());

test('a list: the rows that were shown, how many of all that is, and no totals', async () => {
  const panel = await it.session.panel();
  const badge = panel.locator('.page-only .badge');
  await badge.filter({ hasText: /^page only · \d+ (of 200 )?deals seen$/ }).waitFor();
  const shown = await it.session.page.evaluate(() => document.querySelectorAll('tr[data-row-key-value]').length);
  const names = panel.locator('.page-only .deal-name');
  await expect.poll(() => names.count()).toBeGreaterThanOrEqual(Math.min(10, shown));
  const known = new Set(it.org.rows('Opportunity').map((row) => row['Name']));
  expect((await names.allTextContents()).filter((name) => !known.has(name))).toEqual([]);
  expect(await panel.locator('.list-total').count()).toBe(0);
  // Refused for good: the API is not asked again for every question of the panel.
  expect(it.org.requests.filter((each) => each.includes('/services/')).length).toBeLessThan(12);
});

test('a record: the fields that its page shows, in the page’s own words', async () => {
  const deal = openDeals(it).find((row) => row['NextStep'] !== null);
  if (!deal) throw new Error('No deal with a next step.');
  await it.session.goInApp(recordPath(deal.Id));
  const panel = await it.session.panel();
  await panel
    .getByRole('heading', { name: String(deal['Name']) })
    .first()
    .waitFor();
  // The page draws its Details after its highlights, and the panel follows.
  await expect
    .poll(() => panel.locator('.seen-fields dd').allTextContents())
    .toEqual(expect.arrayContaining([deal['StageName'], deal['NextStep']]));
  await panel.getByText('page only ·').first().waitFor();
});

test('while a slow page still shows the former record, nothing of it is kept under the new one’s id', async () => {
  const [first, second] = openDeals(it);
  const seen = async (id = '') => {
    const found = await ask(it.helper, 'seen', { host: PAGE_HOST });
    return found?.deals.find((deal) => deal.id === id);
  };
  await it.session.goInApp(recordPath(first?.Id ?? ''));
  await expect.poll(async () => (await seen(first?.Id))?.cells.length).toBeGreaterThan(3);
  const slow = (ms: number | undefined) =>
    it.session.page.evaluate((delay) => void Object.assign(window, { __navDelay: delay }), ms);
  await slow(2000);
  await it.session.goInApp(recordPath(second?.Id ?? ''));
  const names = new Set<string | undefined>();
  await expect
    .poll(
      async () => {
        const found = await seen(second?.Id);
        names.add(found?.name);
        return found?.cells.length;
      },
      { interval: 100 },
    )
    .toBeGreaterThan(8);
  names.delete(undefined);
  expect([...names]).toEqual([second?.['Name']]);
  await slow(undefined);
});

test('the text for an administrator names the org and its own words, and can be copied', async () => {
  const panel = await it.session.panel();
  await panel.getByText('What an administrator can do').click();
  const text = await panel.locator('.copyable').inputValue();
  expect(text).toContain(PAGE_HOST);
  expect(text).toContain('This session is not valid for use with the REST API');
  expect(text).toContain('External Client App');
  await panel.getByRole('button', { name: 'Copy' }).click();
  await panel.getByText('Copied').waitFor();
});

test('the side panel says the same', async () => {
  const side = await it.session.extensionPage('sidepanel.html');
  await side
    .locator('.page-only .badge')
    .filter({ hasText: /page only · \d+/ })
    .waitFor();
  await expect.poll(() => side.locator('.page-only .deal-name').count()).toBeGreaterThan(10);
  expect(await side.locator('.strip').count()).toBe(0);
  await side.close();
  await it.session.page.bringToFront();
});

test('the popup says the same', async () => {
  const popup = await it.session.extensionPage('popup.html');
  await popup
    .getByText(/page only · \d+/)
    .first()
    .waitFor();
  await expect.poll(() => popup.locator('.page-only .deal-name').count()).toBeGreaterThan(10);
  await popup.close();
  await it.session.page.bringToFront();
});

test('after Login-As nothing is left of what the former user’s pages showed', async () => {
  const other = it.org.rows('User').find(({ Id }) => Id !== it.user.Id);
  await it.session.context.addCookies([
    {
      name: 'sid',
      value: it.org.login(String(other?.Id)),
      domain: API_HOST,
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'None',
    },
  ]);
  await it.session.page.goto(`https://${PAGE_HOST}/lightning/page/home`);
  const popup = await it.session.extensionPage('popup.html');
  await popup.getByText('page only · 0').first().waitFor();
  expect(await popup.locator('.page-only .deal-name').count()).toBe(0);
  await popup.close();
});

test('once an administrator allows it, everything is read', async () => {
  it.org.policy.isApiControlled = false;
  await it.session.page.bringToFront();
  await it.session.page.goto(`https://${PAGE_HOST}${LIST}`);
  const panel = await it.session.panel();
  await panel.locator('.list-total').waitFor();
  expect(await panel.locator('.page-only').count()).toBe(0);
});
