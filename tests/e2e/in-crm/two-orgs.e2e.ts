import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';
import { panelOf, plantCookies, recordPath, type Session, signIn } from '@/tests/browser/session';
import { synced } from '@/tests/demo/ask';
import { lightningPages } from '@/tests/org/open';
import { createOrg, type LiveOrg } from '@/tests/org/org';
import { type RunningOrg, startServer } from '@/tests/org/server';
import { orgToday } from '@/tests/org/today';

import { setUpExtension } from '../extension-settings';
import { openDeals } from '../world';

/** What every name in the sandbox begins with, and none of production. */
const MARK = 'SBX ';
const COPY = 'pipelens-dev-ed--full.sandbox';

interface Place {
  org: LiveOrg;
  server: RunningOrg;
  page: Page;
  panel: Frame;
}
let session: Session;
let production: Place;
let sandbox: Place;
let id: string;

/** A production, or its full copy: the same ids and the same name of the org, amounts ten times as high. */
async function served(isCopy: boolean): Promise<Pick<Place, 'org' | 'server'>> {
  const tables = generateOrg({ size: 12, asOf: orgToday() as Day, now: Date.now() });
  if (isCopy)
    for (const row of tables.tables.Opportunity) {
      row['Name'] = `${MARK}${String(row['Name'])}`;
      row['Amount'] = Number(row['Amount']) * 10;
    }
  const org = createOrg(
    isCopy ? { ...tables, orgId: tables.orgId.replace(/^00D./, '00DS') } : tables,
    {},
    isCopy ? { pageHost: `${COPY}.lightning.force.com`, apiHost: `${COPY}.my.salesforce.com` } : undefined,
  );
  return { org, server: await startServer(org, { pages: await lightningPages(org) }) };
}

beforeAll(async () => {
  const [first, copy] = [await served(false), await served(true)];
  const user = first.org.rows('User')[0]?.Id ?? '';
  id = openDeals(first).find((row) => typeof row['Amount'] === 'number' && row['Amount'] > 0)?.Id ?? '';
  session = await signIn(first.org, first.org.login(user), recordPath(id), {
    orgPort: first.server.tlsPort,
    others: {
      '*.sandbox.lightning.force.com': copy.server.tlsPort,
      '*.sandbox.my.salesforce.com': copy.server.tlsPort,
    },
  });
  await plantCookies(session, copy.org, copy.org.login(user));
  const second = await session.context.newPage();
  await second.goto(`https://${copy.org.pageHost}${recordPath(id)}`);
  const helper = await session.extensionPage('options.html');
  for (const { org } of [first, copy])
    await synced(helper, org.rows('Opportunity').length, undefined, { host: org.pageHost });
  await helper.close();
  production = { ...first, page: session.page, panel: await panelOf(session.page) };
  sandbox = { ...copy, page: second, panel: await panelOf(second) };
});
afterAll(async () => {
  await session?.close();
  await production?.server.close();
  await sandbox?.server.close();
});

const places = () => [production, sandbox];
const wordsOf = (page: Page | Frame): Promise<string> => page.locator('body').innerText();

test('each panel shows the deal of its own org, and its details name the host', async () => {
  for (const { org, panel, page } of places()) {
    await page.bringToFront();
    await panel.waitForSelector(`article[data-record-id="${id}"]`);
    expect(await panel.locator('h1').innerText()).toBe(org.find('Opportunity', id)?.['Name']);
    await panel.locator('.stamp').first().click();
    await panel.locator('.stamp-details').getByText(org.pageHost).waitFor();
    await panel.locator('.stamp').first().click();
  }
  expect(production.org.find('Opportunity', id)?.['Amount']).toBe(
    Number(sandbox.org.find('Opportunity', id)?.['Amount']) / 10,
  );
});

test('popup and side panel are those of the tab in front, name its host, and show nothing of the other org', async () => {
  for (const file of ['popup.html', 'sidepanel.html'])
    for (const place of places().toReversed()) {
      await place.page.bringToFront();
      const opened = await session.extensionPage(file);
      const chosen = opened.locator('.whose option:checked');
      await expect.poll(() => chosen.innerText()).toContain(place.org.pageHost);
      const isCopy = place === sandbox;
      const names = place.org.rows('Opportunity').map((row) => String(row['Name']));
      await expect
        .poll(async () => {
          const words = await wordsOf(opened);
          return names.some((name) => words.includes(name));
        })
        .toBe(true);
      expect((await wordsOf(opened)).includes(MARK), `${file} of ${place.org.pageHost}`).toBe(isCopy);
      await opened.close();
    }
});

test('what is saved in one is in no other: neither a follow-up nor a change of the deal', async () => {
  const { panel, page, org } = sandbox;
  await page.bringToFront();
  await panel.getByText('Follow-ups').click();
  await panel.getByLabel('What', { exact: true }).fill('Only in the copy');
  await panel.getByLabel('When', { exact: true }).fill('tomorrow 9');
  await panel.getByRole('button', { name: 'Set reminder' }).click();
  await panel.locator('.reminders').getByText('Only in the copy').waitFor();
  await panel.locator('[data-edit]').click();
  await panel.getByLabel('Next step', { exact: true }).fill('Written to the copy');
  await panel.getByRole('button', { name: 'Save to Salesforce' }).click();
  await panel.locator('[data-edit-state="saved"]').waitFor();
  expect(org.find('Opportunity', id)?.['NextStep']).toBe('Written to the copy');
  expect(production.org.find('Opportunity', id)?.['NextStep']).not.toBe('Written to the copy');

  await production.page.bringToFront();
  await production.page.reload();
  const other = await panelOf(production.page);
  await other.waitForSelector(`article[data-record-id="${id}"]`);
  await other.getByText('Follow-ups').click();
  expect(await wordsOf(other)).not.toContain('Only in the copy');
  production = { ...production, panel: other };
});

test('where the browser withholds the API’s host of one, that host is named with a button; the other goes on; given back, it reads again', async () => {
  const { extensionId } = session;
  const { pageHost } = production.org;
  await setUpExtension(session, [
    ['updateExtensionConfiguration', { extensionId, hostAccess: 'ON_SPECIFIC_SITES' }],
    ...[pageHost, sandbox.org.pageHost, sandbox.org.apiHost].map(
      (host) => ['addHostPermission', extensionId, `https://${host}/*`] as const,
    ),
  ]);
  for (const { page } of places()) await page.reload();
  await production.page.bringToFront();
  const kept = await panelOf(production.page);
  await kept.getByText('The browser keeps Pipelens away').first().waitFor();
  expect(await wordsOf(kept)).toContain(production.org.apiHost);
  await kept
    .getByRole('button', { name: /^Allow access/ })
    .first()
    .waitFor();
  await sandbox.page.bringToFront();
  const other = await panelOf(sandbox.page);
  await other.waitForSelector(`article[data-record-id="${id}"]`);
  await other.locator('.stamp-live').first().waitFor();

  await setUpExtension(session, [['updateExtensionConfiguration', { extensionId, hostAccess: 'ON_ALL_SITES' }]]);
  await production.page.bringToFront();
  await production.page.reload();
  const back = await panelOf(production.page);
  await back.waitForSelector(`article[data-record-id="${id}"]`);
  await back.locator('.stamp-live').first().waitFor();
});
