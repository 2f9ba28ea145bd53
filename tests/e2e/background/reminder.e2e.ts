import { afterAll, beforeAll, expect, test } from 'vitest';

import { launch } from '@/tests/browser/launch';
import { plantCookies, recordPath } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';

import { announceAlways, openDeals, panelOn, settled, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '12' });
  await settled(it);
  await announceAlways(it.helper);
});
afterAll(() => it.close());

const add = (text: string, when: string | number) => {
  const [deal] = openDeals(it);
  if (!deal) throw new Error('No open deal.');
  return it.helper.evaluate((request) => chrome.runtime.sendMessage({ type: 'reminder/add', request }), {
    host: PAGE_HOST,
    recordId: deal.Id,
    recordName: String(deal['Name']),
    text,
    when,
  });
};
const notifications = (page: World['helper']): Promise<string[]> =>
  page.evaluate(() => new Promise<string[]>((done) => chrome.notifications.getAll((all) => done(Object.keys(all)))));

test('a typed time is understood, words that are none are named, and the reminder stands in the panel', async () => {
  const [deal] = openDeals(it);
  if (!deal) throw new Error('No open deal.');
  await it.session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  await panel.getByText('Follow-ups').click();
  await panel.getByLabel('When').fill('when pigs fly');
  await panel.getByRole('button', { name: 'Set reminder' }).click();
  await panel.getByText('“when pigs fly” is not a time ahead').waitFor();
  await panel.getByLabel('When').fill('tomorrow');
  await panel.getByRole('button', { name: 'Set reminder' }).click();
  await panel.locator('.reminders li').first().waitFor();
  expect(await panel.locator('.reminders li').count()).toBe(1);
});

test('a reminder fires with a notification when it is due, and once only', async () => {
  await add('Ring the plant', Date.now() + 1500);
  await expect.poll(() => notifications(it.helper)).toHaveLength(1);
  await it.helper.waitForTimeout(1500);
  expect(await notifications(it.helper)).toHaveLength(1);
});

test('a click on the notification brings the record’s page to the front', async () => {
  await it.session.goInApp('/lightning/page/home');
  const [id = ''] = await notifications(it.helper);
  const worker = await it.session.worker();
  // Only the desktop can click: the browser's own event is raised as it would raise it.
  await worker.evaluate((clicked) => {
    (chrome.notifications.onClicked as unknown as { dispatch(id: string): void }).dispatch(clicked);
  }, id);
  const [deal] = openDeals(it);
  await expect
    .poll(() => it.session.context.pages().some((page) => page.url().endsWith(recordPath(deal?.Id ?? '?'))), {
      timeout: 60_000,
    })
    .toBe(true);
});

test('what was missed while the browser was closed comes once, as one list', async () => {
  for (const text of ['First', 'Second', 'Third']) await add(text, Date.now() + 3000);
  // The browser is closed before they are due, and opened well after.
  await it.session.close({ keepsProfile: true });
  await new Promise((done) => setTimeout(done, 4000));
  const again = await launch({ orgPort: it.server.tlsPort, profile: it.session.profile });
  try {
    await plantCookies(again, it.org, it.token);
    const page = await again.context.newPage();
    await page.goto(`chrome-extension://${again.extensionId}/options.html`);
    await expect.poll(() => notifications(page)).toEqual([expect.stringMatching(/^digest:/)]);
    await page.waitForTimeout(2000);
    expect(await notifications(page)).toHaveLength(1);
  } finally {
    await again.close();
  }
});
