import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { openDeals, panelOn, settled, world, type World } from '../world';

let it: World;
beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
});
afterAll(() => it.close());

const firstDeal = () => {
  const deal = openDeals(it).find((row) => row['Amount'] !== null && row['HasOpportunityLineItem'] === false);
  if (!deal) throw new Error('The org has no such deal.');
  return deal;
};

test('a change made through the API shows in the open panel within 60 s', async () => {
  const deal = firstDeal();
  await it.session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  const answer = await fetch(`${it.server.url}/services/data/v67.0/sobjects/Opportunity/${deal.Id}`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${it.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ Amount: 123_456, NextStep: 'Written from outside' }),
  });
  expect(answer.status).toBe(204);
  await panel.getByText('€123,456').first().waitFor();
});

test('an id that does not exist gets its own words, and nothing of another record', async () => {
  await it.session.goInApp(recordPath('006000000000ZZZAAA'));
  const panel = await it.session.panel();
  await panel.getByText('This opportunity cannot be read').waitFor();
  expect(await panel.locator('article[data-record-id]').count()).toBe(0);
});

test('a field that describe hides is called hidden, not empty', async () => {
  // A second world, since describes are remembered for the life of a connection.
  const other = await world({ size: '12' });
  try {
    other.org.hidden.add('Opportunity.Amount').add('Opportunity.NextStep');
    other.org.login(String(other.user.Id));
    const token = [...other.org.sessions.keys()].at(-1) ?? '';
    await other.session.context.addCookies([
      { name: 'sid', value: token, domain: API_HOST, path: '/', httpOnly: true, secure: true, sameSite: 'None' },
    ]);
    const deal = openDeals(other)[0];
    if (!deal) throw new Error('No open deal.');
    await other.session.page.goto(`https://${PAGE_HOST}${recordPath(deal.Id)}`);
    const panel = await panelOn(other, deal.Id);
    await panel.getByText('hidden by your CRM permissions').first().waitFor();
    expect(await panel.locator('[data-signal="noNextStep"]').count()).toBe(0);
  } finally {
    await other.close();
  }
});

test.each([
  ['expired', 'Your Salesforce session has ended'],
  ['apiBlocked', 'API access is restricted in this org'],
  ['apiDisabled', 'The API is switched off for you'],
  ['limitDaily', 'The org has used up its API calls'],
  ['maintenance', 'Salesforce is not available'],
  ['truncated', 'Unexpected response from Salesforce'],
  ['reset', 'Offline'],
] as const)('%s is a state of its own, and what was read stays readable', async (kind, words) => {
  const deal = firstDeal();
  it.org.faults.set({ kind, match: '/services/' });
  try {
    await it.session.goInApp('/lightning/page/home');
    await it.session.page.waitForTimeout(300);
    await it.session.goInApp(recordPath(deal.Id));
    const panel = await panelOn(it, deal.Id);
    await it.helper.evaluate((request) => chrome.runtime.sendMessage({ type: 'record/refresh', request }), {
      host: PAGE_HOST,
      recordId: deal.Id,
    });
    await panel.getByText(words).first().waitFor();
    await expect.poll(() => panel.locator('.score').count()).toBe(1);
  } finally {
    it.org.faults.set();
    await it.helper.evaluate((request) => chrome.runtime.sendMessage({ type: 'sync/now', request }), {
      host: PAGE_HOST,
    });
  }
});

test('without any cookie the popup says that nobody is signed in, and shows the cache as of when', async () => {
  await it.session.context.clearCookies();
  await it.helper.evaluate((request) => chrome.runtime.sendMessage({ type: 'sync/now', request }), {});
  const popup = await it.session.extensionPage('popup.html', { width: 380, height: 560 });
  await popup.getByText('Signed out of Salesforce').first().waitFor();
  await expect.poll(() => popup.locator('[data-won]').count()).toBe(1);
});
