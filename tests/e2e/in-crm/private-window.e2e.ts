import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath, sidCookies } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';

import { setUpExtension } from '../extension-settings';
import { openDeals, settled, world, type World } from '../world';

let it: World;
let id: string;
beforeAll(async () => {
  it = await world({ size: '12' });
  await settled(it);
  id = openDeals(it)[0]?.Id ?? '';
});
afterAll(() => it.close());

const popup = () => it.session.extensionPage('popup.html', { width: 380, height: 560 });

test('in a private window nothing is read, shown or kept, and that is said', async () => {
  const { extensionId } = it.session;
  await setUpExtension(it.session, [['updateExtensionConfiguration', { extensionId, incognitoAccess: true }]]);
  await expect
    .poll(
      async () =>
        await popup().then(
          (page) => page.evaluate(() => chrome.extension.isAllowedIncognitoAccess()),
          () => false,
        ),
    )
    .toBe(true);
  const helper = await popup();
  const waits = it.session.context.waitForEvent('page');
  await helper.evaluate(() => chrome.windows.create({ incognito: true, url: 'about:blank', width: 1440, height: 900 }));
  const page = await waits;
  await page.setViewportSize({ width: 1440, height: 900 });
  const cdp = await it.session.context.newCDPSession(page);
  for (const cookie of sidCookies(it.org, it.token)) await cdp.send('Network.setCookie', cookie);
  await page.goto(`https://${PAGE_HOST}${recordPath(id)}`);
  await page.mouse.click(1440 - 16, 380);
  await expect.poll(() => page.frames().some((frame) => frame.url().endsWith('/panel.html'))).toBe(true);
  const panel = page.frames().find((frame) => frame.url().endsWith('/panel.html'));
  await panel?.getByText('Private window').first().waitFor();
  expect(await panel?.locator('article[data-record-id]').count()).toBe(0);
});
