import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { USUAL_PLAYBOOK } from '@/lib/deal/playbook/usual-playbook';
import { plantCookies, recordPath } from '@/tests/browser/session';
import { setUpSales } from '@/tests/org/data/sales-rules';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, panelOn, settled, turnOptions, world, type World } from '../world';

/** What a rep does of an ordinary week, by the controls that are there, in a browser. */
let it: World;
const DAY = 86_400_000;
const REASONS = ['price', 'rival', null];
/** The lost deals that may be asked about again, by why they were lost. */
const lost = new Map<string | null, number>();
beforeAll(async () => {
  it = await world({ size: '60' }, {}, '/lightning/page/home', (org) => {
    setUpSales(org);
    const busy = new Set(openDeals({ org }).map((row) => row['AccountId']));
    const closed = org.rows('Opportunity').filter((row) => row['StageName'] === 'Closed Lost');
    for (const [place, row] of closed.entries()) {
      const reason = REASONS[place % REASONS.length] ?? null;
      row['Loss_Reason__c'] = reason;
      const ends = org
        .rows('OpportunityHistory')
        .filter((each) => each['OpportunityId'] === row.Id && each['StageName'] === 'Closed Lost')
        .map((each) => Date.parse(String(each['CreatedDate'])));
      const days = (Date.now() - Math.min(...ends)) / DAY;
      if (days >= 330 && days < 431 && !busy.has(row['AccountId'])) lost.set(reason, (lost.get(reason) ?? 0) + 1);
    }
  });
  await settled(it);
  // As a person who has announced at all hours of every day, with the list at the day's end: it comes once a day.
  await it.helper.evaluate(() =>
    chrome.storage.local.set({
      alerts: { perDay: 20, quiet: null, workdays: [0, 1, 2, 3, 4, 5, 6], digestAt: '23:59' },
    }),
  );
}, 180_000);
afterAll(() => it.close());

const shown = (page: Page): Promise<string[]> =>
  page.evaluate(() => new Promise<string[]>((done) => chrome.notifications.getAll((all) => done(Object.keys(all)))));
const clear = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const all = await new Promise<string[]>((done) => chrome.notifications.getAll((each) => done(Object.keys(each))));
    for (const id of all) await chrome.notifications.clear(id);
  });
const remind = (text: string, when: number) => {
  const [deal] = openDeals(it);
  return it.helper.evaluate((request) => chrome.runtime.sendMessage({ type: 'reminder/add', request }), {
    host: PAGE_HOST,
    recordId: deal?.Id,
    recordName: String(deal?.['Name']),
    text,
    when,
  });
};

test('a follow-up is a file for a calendar, becomes a task, and is over once the task is done in the CRM', async () => {
  const [deal] = openDeals(it);
  if (!deal) throw new Error('No open deal.');
  await it.session.goInApp(recordPath(deal.Id));
  const panel = await panelOn(it, deal.Id);
  await panel.locator('summary', { hasText: 'Follow-ups' }).first().click();
  await panel.getByLabel('What', { exact: true }).fill('Ask for the security answers');
  await panel.getByLabel('When').fill('tomorrow 9:30');
  await panel.getByRole('button', { name: 'Set reminder' }).click();
  await panel.locator('.reminders li').first().waitFor();
  const href = await panel.locator('.reminders a[download]').first().getAttribute('href');
  const calendar = decodeURIComponent(String(href));
  expect(calendar).toMatch(/BEGIN:VCALENDAR[\s\S]*SUMMARY:.*Ask for the security answers[\s\S]*END:VCALENDAR/);
  await panel
    .locator('.reminders')
    .getByRole('button', { name: /^Make it a task/ })
    .first()
    .click();
  const task = () => it.org.rows('Task').find((row) => row['Subject'] === 'Ask for the security answers');
  await expect.poll(task, { timeout: 30_000 }).toMatchObject({ WhatId: deal.Id, IsClosed: false });
  it.org.update('Task', task()?.Id ?? '', { Status: 'Completed' }, String([...it.org.sessions.values()][0]));
  await it.helper.evaluate(
    (host) => chrome.runtime.sendMessage({ type: 'sync/now', request: { host } }) as Promise<unknown>,
    PAGE_HOST,
  );
  await expect.poll(() => panel.locator('.reminders li').count(), { timeout: 60_000 }).toBe(0);
});

test('no more than so many a day are shown, none in quiet hours, and what was held back comes in the daily list', async () => {
  const options = await it.session.extensionPage('options.html');
  await turnOptions(options, 'rules');
  const clock = (at: number): string => new Date(at).toTimeString().slice(0, 5);
  const save = async (): Promise<void> => {
    await options.getByRole('button', { name: 'Save', exact: true }).click();
    await options.getByText('Saved.', { exact: true }).waitFor();
  };
  await clear(it.helper);
  // On a day of work after half past eight the list of the day, with nothing on it, may have been before the settings were.
  await it.helper.evaluate(() => chrome.storage.local.remove('alertLedger'));
  // The list of a day comes once: its time is set before anything is held back.
  await options.getByLabel('Daily list at').fill(clock(Date.now() + 120_000));
  await options.getByLabel('Quiet hours').check();
  await options.getByLabel('from', { exact: true }).fill(clock(Date.now() - 3_600_000));
  await options.getByLabel('to', { exact: true }).fill(clock(Date.now() + 3_600_000));
  await save();
  await remind('Whisper', Date.now() + 1500);
  await options.waitForTimeout(4000);
  expect(await shown(it.helper)).toEqual([]);

  await options.getByLabel('Quiet hours').uncheck();
  // One of them is kept for the list.
  await options.getByLabel('Notifications a day at most').fill('2');
  await save();
  for (const text of ['First', 'Second', 'Third']) await remind(text, Date.now() + 1500);
  await expect.poll(() => shown(it.helper), { timeout: 30_000 }).toHaveLength(1);
  await options.waitForTimeout(4000);
  expect(await shown(it.helper)).toHaveLength(1);

  await clear(it.helper);
  await expect.poll(() => shown(it.helper), { timeout: 150_000, interval: 1000 }).toHaveLength(1);
  await options.close();
}, 300_000);

test('lost deals that may be asked about again are grouped by why they were lost', async () => {
  const side = await it.session.extensionPage('sidepanel.html', { width: 480, height: 1400 });
  await side.locator('.tabs').getByText('Process', { exact: true }).first().click();
  await side.getByRole('button', { name: 'Group by why they were lost' }).click();
  const groups = side.locator('[data-reason]');
  await groups.first().waitFor({ timeout: 60_000 });
  const told = await groups.allInnerTexts();
  expect(told).toHaveLength(lost.size);
  for (const [place, words] of [/Price/, /Competitor/, /No reason/].entries()) {
    const count = lost.get(REASONS[place] ?? null);
    if (count === undefined) continue;
    const group = told.find((text) => words.test(text));
    expect(group, told.join('; ')).toMatch(new RegExp(`\\b${count} deal`));
  }
  await side.close();
});

test('a playbook is published as a file in the CRM, and a colleague works by it', async () => {
  const [deal] = openDeals(it);
  if (!deal) throw new Error('No open deal.');
  await it.session.goInApp(recordPath(deal.Id));
  let panel = await panelOn(it, deal.Id);
  await panel.locator('details.playbook > summary').click();
  await panel.locator('summary', { hasText: 'The playbook as a file' }).click();
  const own = { ...USUAL_PLAYBOOK, name: 'How the north sells', version: '2031-1' };
  await panel.locator('details.playbook input[type="file"]').setInputFiles({
    name: 'north.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(own)),
  });
  await panel.getByRole('button', { name: 'Take it up' }).click();
  await panel.getByRole('button', { name: 'Publish to Salesforce…' }).click();
  await panel.getByRole('button', { name: 'Publish for everyone in Salesforce' }).click();
  await expect
    .poll(() => it.org.rows('ContentVersion').some((row) => JSON.stringify(row).includes('Pipelens')), {
      timeout: 30_000,
    })
    .toBe(true);

  const colleague = it.org.rows('User').find(({ Id }) => ![...it.org.sessions.values()].includes(Id))?.Id ?? '';
  await plantCookies(it.session, it.org, it.org.login(colleague));
  await it.session.page.goto(`https://${PAGE_HOST}${recordPath(deal.Id)}`);
  panel = await panelOn(it, deal.Id);
  await panel.locator('details.playbook > summary').click();
  await panel
    .getByText(/How the north sells/)
    .first()
    .waitFor({ timeout: 90_000 });
}, 240_000);
