import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Edit } from '@/lib/deal/edits/edit';
import type { Row } from '@/lib/sample/org-tables';

import { shownBadges } from '../browser/badges';
import { listPath, recordPath, sidCookies } from '../browser/session';
import { openDeals } from '../e2e/world';
import { PAGE_HOST } from '../org/org';
import type { Part } from './window';
import { type World, world } from './world';

// One browser and one org for all, in the order that a person might do it: each test stands on what the one before left.
let it: World;
/** The options, a page of ours in a tab. */
let options: Page;
beforeAll(async () => {
  it = await world({ size: '40' });
  await it.window.keepNotifications();
});
afterAll(() => it?.close());

/** Where somebody wants to look: SHOTS names a folder. */
const SHOTS = process.env['SHOTS'];
async function picture(part: Part, name: string): Promise<void> {
  if (SHOTS) await it.window.picture(part, `${SHOTS}/firefox-${part}-${name}.png`);
}
const wordsOf = (page: Page): Promise<string> => page.$eval('body', (body) => body.innerText);
/** Waits until a page says this, and gives all that it says. */
async function says(page: Page, words: string): Promise<string> {
  await page.waitForFunction((wanted: string) => document.body.innerText.includes(wanted), { timeout: 30_000 }, words);
  return wordsOf(page);
}
async function reopenOptions(page = 'connections'): Promise<void> {
  await options?.close();
  options = await it.extensionPage(`options.html#${page}`);
  await options.waitForSelector('h2');
}
test('the panel in a record page shows its deal, and all deals are read', async () => {
  const [deal] = openDeals(it);
  const panel = await it.panelOn(deal!.Id);
  expect(await panel.$eval('body', (body) => body.innerText)).toContain(String(deal!['Name']));
  await panel.waitForSelector('::-p-text(live)', { timeout: 30_000 });
});

test('each row of a list has its badge', async () => {
  await it.go(listPath('AllOpportunities'));
  await it.page.waitForSelector('tr[data-row-key-value^="006"]');
  await expect
    .poll(
      async () => {
        const words = Object.values(await it.page.evaluate(shownBadges));
        return words.length > 5 && words.every((word) => /^(On track|Watch|At risk|Stalled|Closed|New)$/.test(word));
      },
      { timeout: 20_000 },
    )
    .toBe(true);
});

test('the popup of the toolbar says the quarter, and its button opens the sidebar', async () => {
  await it.window.open('popup');
  expect(await it.window.says('popup', /Won €[\d.]+K?M? of €/)).toContain('Commit');
  await picture('popup', 'quarter');
  await it.window.press('popup', 'Open team view');
  // It begins with the view of who signed in: somebody who leads people that lead others.
  await it.window.says('sidebar', 'How much is open?');
  await it.window.press('sidebar', 'Now');
  await it.window.says('sidebar', 'Coverage');
});

test('every tab of the sidebar fits into the width that Firefox gives it', async () => {
  for (const tab of ['Focus', 'Changes', 'Plan', 'People', 'Forecast', 'Process', 'Questions', 'Now']) {
    await it.window.press('sidebar', tab);
    await it.window.says('sidebar', /\d/);
    await new Promise((done) => setTimeout(done, 300));
    const shown = await it.window.inside<{ window: number; room: number; needed: number; wide: string[] }>(
      'sidebar',
      `const main = document.querySelector('main');
       const right = main.getBoundingClientRect().left + main.clientWidth;
       const wide = [...main.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > right + 1);
       return { window: innerWidth, room: main.clientWidth, needed: main.scrollWidth, wide: wide.slice(0, 12).map((each) => each.tagName + '.' + each.className + ' ' + each.textContent.slice(0, 40)) };`,
    );
    expect(shown.window, tab).toBeLessThan(300);
    expect(shown.needed, `${tab}: ${shown.wide.join(', ')}`).toBeLessThanOrEqual(shown.room);
    await picture('sidebar', tab);
  }
});

test('the options name the connection, and learn the score', async () => {
  await reopenOptions();
  expect(await says(options, PAGE_HOST)).toMatch(/Pipelens sample org[^]*Connected/);
  await options.evaluate(() => void (location.hash = 'scoring'));
  await options.locator('::-p-aria([name="Train the model now"])').click();
  await options.waitForFunction(() => /Trained .* on \d+ won/.test(document.body.innerText), { timeout: 60_000 });
});

test('the callback address is the one that Firefox gives, not a guess', async () => {
  await reopenOptions();
  const words = await wordsOf(options);
  const real = await options.evaluate(() => chrome.identity.getRedirectURL('salesforce'));
  expect(words).toContain(`Callback URL for the app: ${real}`);
  expect(words).not.toContain('chromiumapp.org');
});

test('a reminder that falls due makes one notification', async () => {
  const [deal] = openDeals(it);
  // A test runs at any hour of any day.
  await options.evaluate(() =>
    chrome.storage.local.set({
      alerts: { perDay: 20, quiet: null, workdays: [0, 1, 2, 3, 4, 5, 6], digestAt: '00:00' },
    }),
  );
  await options.evaluate((request) => chrome.runtime.sendMessage({ type: 'reminder/add', request }), {
    host: PAGE_HOST,
    recordId: deal!.Id,
    recordName: String(deal!['Name']),
    text: 'Ring the plant',
    when: Date.now() + 1500,
  });
  await expect.poll(() => it.window.notifications(), { timeout: 20_000 }).toHaveLength(1);
  const [said] = await it.window.notifications();
  expect(said?.title).toBe(deal!['Name']);
  expect(said?.text).toContain('Ring the plant');
  await it.window.clickNotification();
  await expect
    .poll(async () => (await it.browser.pages()).map((page) => page.url()), { timeout: 20_000 })
    .toContain(`https://${PAGE_HOST}${recordPath(deal!.Id)}`);
});

test('what an org refuses, holds or leaves unanswered ends as it does elsewhere: nothing lost, nothing written twice', async () => {
  const rows = openDeals(it)
    .filter((row) => row['HasOpportunityLineItem'] !== true)
    .slice(5, 10);
  const save = async (row: Row, nextStep: string): Promise<Edit> => {
    const before = row['NextStep'] ?? null;
    const answer = (await options.evaluate((request) => chrome.runtime.sendMessage({ type: 'edit/save', request }), {
      host: PAGE_HOST,
      recordId: row.Id,
      recordName: String(row['Name']),
      before: { nextStep: before },
      after: { nextStep },
    })) as { reply: Edit };
    return answer.reply;
  };
  const writes = ({ Id }: Row): number =>
    it.org.rows('OpportunityFieldHistory').filter((row) => row['OpportunityId'] === Id && row['Field'] === 'NextStep')
      .length;
  const [ruled, locked, unanswered, signedOut, crossed] = rows as [Row, Row, Row, Row, Row];

  it.org.setUp.rules.push((row, before) =>
    row.Id === ruled.Id && before?.['NextStep'] !== row['NextStep'] ? 'Not on a Friday.' : undefined,
  );
  expect(await save(ruled, 'Refused')).toMatchObject({ state: 'refused', why: 'rule', words: 'Not on a Friday.' });
  it.org.setUp.rules.pop();

  it.org.setUp.locked.add(locked.Id);
  expect(await save(locked, 'Too early')).toMatchObject({ state: 'refused', why: 'locked' });

  const former = writes(unanswered);
  it.org.faults.set({ kind: 'brokenOff', match: 'PATCH', count: 1 });
  expect(await save(unanswered, 'Made all the same')).toMatchObject({ state: 'saved' });
  expect(writes(unanswered) - former).toBe(1);

  it.org.faults.set({ kind: 'expired', match: 'PATCH' });
  expect(await save(signedOut, 'Kept')).toMatchObject({ state: 'waiting' });
  it.org.faults.set();
  await options.evaluate(
    (host) => chrome.runtime.sendMessage({ type: 'sync/now', request: { host } }),
    PAGE_HOST as string,
  );
  await expect.poll(() => signedOut['NextStep'], { timeout: 20_000 }).toBe('Kept');

  const seen = { ...crossed };
  it.org.update('Opportunity', crossed.Id, { NextStep: 'Theirs' }, it.user.Id);
  expect(await save(seen, 'Mine')).toMatchObject({ state: 'conflict', theirs: { nextStep: 'Theirs' } });
  expect(crossed['NextStep']).toBe('Theirs');
});

test('a background that Firefox has stopped comes back when it is needed', async () => {
  expect(await it.window.stopBackground()).toBe('stopped');
  const deal = openDeals(it)[1];
  await it.page.bringToFront();
  const panel = await it.panelOn(deal!.Id);
  await panel.waitForSelector('::-p-text(live)', { timeout: 30_000 });
  expect(await it.window.backgroundState()).toBe('running');
});

test('a container is a browser of its own: who is signed in there sees what is theirs, and who is signed in beside it goes on', async () => {
  it.org.sharing = 'private';
  const seller = openDeals(it).find((row) => row['OwnerId'] !== it.user.Id)?.['OwnerId'];
  const [own, foreign] = [true, false].map((isOwn) =>
    openDeals(it).find((row) => (row['OwnerId'] === seller) === isOwn),
  );
  const contained = await it.browser.createBrowserContext();
  await contained.setCookie(...sidCookies(it.org, it.org.login(String(seller))));
  const page = await contained.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(`https://${PAGE_HOST}${recordPath(own!.Id)}`);
  await (await it.panel(page)).waitForSelector(`article[data-record-id="${own!.Id}"]`, { timeout: 60_000 });
  await page.goto(`https://${PAGE_HOST}${recordPath(foreign!.Id)}`);
  const panel = await it.panel(page);
  await panel.waitForSelector('::-p-text(This opportunity cannot be read)', { timeout: 60_000 });
  expect(await panel.$$('article[data-record-id]')).toEqual([]);
  await it.page.bringToFront();
  await it.panelOn(foreign!.Id);
  const names = await options.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name));
  expect([it.user.Id, seller].map((user) => names.some((name) => name.endsWith(String(user))))).toEqual([true, true]);
  await contained.close();
  it.org.sharing = 'public';
}, 180_000);

test('hosts that are taken away are named, and asked for by a button', async () => {
  expect(await it.window.takeHosts()).toBeGreaterThan(3);
  await options.bringToFront();
  expect(await says(options, 'Pipelens may not read Salesforce')).toContain('*.lightning.force.com');
  await it.window.open('popup');
  await it.window.says('popup', 'Allow access to Salesforce');
  await it.window.close('popup');
  await it.window.run(`Services.prefs.setBoolPref('extensions.webextOptionalPermissionPrompts', false)`);
  await options.locator('::-p-aria([name="Allow access to Salesforce"])').click();
  await options.waitForFunction(() => !document.body.innerText.includes('may not read'), { timeout: 20_000 });
  const deal = openDeals(it)[2];
  await it.page.bringToFront();
  const panel = await it.panelOn(deal!.Id);
  await panel.waitForSelector('::-p-text(live)', { timeout: 30_000 });
});

test('what is deleted is gone from the disk', async () => {
  await options.bringToFront();
  await options.evaluate(() => void (location.hash = 'privacy'));
  const first = '::-p-aria([name="Delete everything on this computer"])';
  await options.waitForSelector(first);
  // What is kept is listed above the button, and moves it as it comes: a press that was under way would miss it.
  await options.waitForFunction(() => !document.querySelector('.skeleton'));
  await options.locator(first).click();
  await options.locator('::-p-aria([name="Really delete all that was read, and all follow-ups?"])').click();
  await says(options, 'Deleted. Open Salesforce to start again.');
  const left = await options.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(left.filter((name) => name?.includes('00D'))).toEqual([]);
});

test('where the API is refused, the page itself is read', async () => {
  it.org.policy.isApiControlled = true;
  await it.page.bringToFront();
  await it.go(listPath('AllOpportunities'));
  const panel = await it.panel();
  await panel.waitForSelector('.page-only', { timeout: 20_000 });
  expect(await panel.$eval('body', (body) => body.innerText)).toMatch(/page only · \d+/);
});

test('a sign-in through an app of the org’s reads everything', async () => {
  await reopenOptions();
  const callback = await options.evaluate(() => chrome.identity.getRedirectURL('salesforce'));
  it.org.apps.set('pipelens-app', { redirectUris: [callback], isInstalled: true, rotates: true });
  const key = await options.waitForSelector('.sign-in input');
  await key?.type('pipelens-app');
  await options.locator('.sign-in button').click();
  await says(options, 'Signed in. Everything is read');
  await it.page.bringToFront();
  const panel = await it.panel();
  await panel.waitForSelector('.list-total', { timeout: 30_000 });
  expect(await panel.$$('.page-only')).toEqual([]);
});

test('Firefox was asked for nothing but the org', () => {
  expect(
    [...it.proxy.asked].filter((host) => !/(salesforce|force)\.com:443$/.test(host) && !/mozilla/.test(host)),
  ).toEqual([]);
});
