import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Edit } from '@/lib/deal/edits/edit';
import type { Row } from '@/lib/sample/org-tables';
import { badgeWords } from '@/tests/browser/badges';
import { listPath, recordPath } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';

import { setUpExtension } from '../extension-settings';
import { openDeals, panelOn, settled, world, type World } from '../world';

/** What the browser takes away while a change waits that a person has made, and gives back. */
let it: World;
const taken = new Set<string>();
beforeAll(async () => {
  it = await world({ size: '24' }, { keepsPagesAside: true }, '/lightning/page/home', (org) => {
    org.isKeptAside = true;
  });
  await settled(it);
});
afterAll(() => it.close());

/** An open deal that no test had before, in front. */
async function deal(): Promise<Row> {
  const found = openDeals(it).find(({ Id }) => !taken.has(Id));
  if (!found) throw new Error('No more deals.');
  taken.add(found.Id);
  await it.session.goInApp(recordPath(found.Id));
  await panelOn(it, found.Id);
  return found;
}
/** Asked for as the panel does. */
async function save(row: Row, nextStep: string): Promise<Edit> {
  const { reply, error } = await it.helper.evaluate(
    (message): Promise<{ reply?: Edit; error?: { message: string } }> => chrome.runtime.sendMessage(message),
    {
      type: 'edit/save',
      request: {
        host: PAGE_HOST,
        recordId: row.Id,
        recordName: String(row['Name']),
        before: { nextStep: row['NextStep'] ?? null },
        after: { nextStep },
      },
      whose: { host: PAGE_HOST },
    },
  );
  if (!reply) throw new Error(error?.message ?? 'Nothing was said.');
  return reply;
}
const onto = (hostAccess: 'ON_CLICK' | 'ON_ALL_SITES'): Promise<void> =>
  setUpExtension(it.session, [['updateExtensionConfiguration', { extensionId: it.session.extensionId, hostAccess }]]);
/** Has the alarm go off that keeps everything current: a browser lets one of ours go off twice a minute at most. Says whether it stays set. */
async function ring(): Promise<boolean> {
  const worker = await it.session.worker();
  await worker.evaluate(() => {
    // Safe: what the browser itself calls; its types leave it out.
    const { onAlarm } = chrome.alarms as unknown as { onAlarm: { dispatch(alarm: { name: string }): void } };
    onAlarm.dispatch({ name: 'sync' });
  });
  await it.helper.waitForTimeout(1500);
  return (await alarm()) !== undefined;
}
const alarm = (): Promise<number | undefined> =>
  it.helper.evaluate(async () => (await chrome.alarms.get('sync'))?.periodInMinutes);

test('the CRM’s hosts: the panel names them, the change waits and says why, and once they are given back it is saved though nobody loads the page anew', async () => {
  const row = await deal();
  const panel = await panelOn(it, row.Id);
  await onto('ON_CLICK');
  await it.session.page.bringToFront();
  const edit = await save(row, 'Written while kept away');
  expect(edit.state).toBe('waiting');
  expect(edit.words).toContain(PAGE_HOST);
  await panel.getByText('The browser keeps Pipelens away').first().waitFor();
  // No page of the CRM can be seen, so nothing is kept current any more.
  expect(await ring()).toBe(false);
  await onto('ON_ALL_SITES');
  await it.session.page.bringToFront();
  await expect.poll(() => row['NextStep']).toBe('Written while kept away');
  await panel.locator('.stamp-live').first().waitFor();
  expect(await alarm()).toBeDefined();
});

test('the page itself, which the browser keeps aside while another site is in its tab: come back to, it is kept current again', async () => {
  const { page } = it.session;
  await page.bringToFront();
  await it.helper.evaluate(() => chrome.storage.local.set({ panelOpen: false }));
  await page.goto(`https://${PAGE_HOST}${listPath('AllOpportunities')}`);
  await expect.poll(async () => Object.values(await badgeWords(page)).some((word) => word !== '')).toBe(true);
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(window, { isKept: persisted }), true);
  });
  await page.goto('https://other.my.salesforce.com/login');
  expect(await ring()).toBe(false);
  await page.goBack({ waitUntil: 'commit' });
  await expect.poll(() => page.evaluate(() => 'isKept' in window && window.isKept).catch(() => false)).toBe(true);
  await expect.poll(alarm).toBeDefined();
});

// It takes the half minute until the next look at the org.
test.runIf(process.env['LONG'])(
  'the network, and then the page’s memory: a tab that was put aside is a page of the CRM all the same, and the change is sent',
  async () => {
    const row = await deal();
    await it.session.context.setOffline(true);
    expect((await save(row, 'Written offline')).state).toBe('waiting');
    const tab = await it.helper.evaluate(async () => {
      const [found] = (await chrome.tabs.query({})).filter(({ url }) => url?.includes('/lightning/'));
      return found?.id ?? -1;
    });
    await it.helper.bringToFront();
    expect(await it.helper.evaluate(async (of) => (await chrome.tabs.discard(of))?.discarded, tab)).toBe(true);
    await it.session.context.setOffline(false);
    expect(await ring()).toBe(true);
    await expect.poll(() => row['NextStep']).toBe('Written offline');
  },
);
