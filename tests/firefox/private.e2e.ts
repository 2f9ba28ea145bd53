import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '../browser/session';
import { openDeals } from '../e2e/world';
import { EXTENSION_ID } from './launch';
import { world, type World } from './world';

let it: World;
let path: string;
beforeAll(async () => {
  // Every window of this browser is a private one.
  it = await world({ size: '12' }, { 'browser.privatebrowsing.autostart': true });
  path = recordPath(openDeals(it)[0]?.Id ?? '');
}, 120_000);
afterAll(() => it.close());

const isThere = (): Promise<boolean> => it.page.evaluate(() => document.querySelector('[data-pipelens]') !== null);

test('in a private window nothing of ours is there, until a person lets it run in private windows', async () => {
  await it.go(path);
  await new Promise((done) => setTimeout(done, 3000));
  expect(await isThere()).toBe(false);
}, 60_000);

test('let in, it says that nothing is read, shown or kept there, and keeps to that', async () => {
  await it.window.run(`
    const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
    const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
    const id = ${JSON.stringify(EXTENSION_ID)};
    await ExtensionPermissions.add(id, { permissions: ['internal:privateBrowsingAllowed'], origins: [] });
    await (await AddonManager.getAddonByID(id)).reload();`);
  // A private window has cookies of its own.
  await it.window.run(`
    for (const { host, value } of ${JSON.stringify(it.org.cookies(it.token))})
      Services.cookies.add(host, '/', 'sid', value, true, true, true, Date.now() + 86400000, { privateBrowsingId: 1 }, Ci.nsICookie.SAMESITE_NONE, Ci.nsICookie.SCHEME_HTTPS);`);
  const asked = it.org.requests.length;
  await it.go(path);
  expect(it.page.url()).not.toContain('login');
  await expect.poll(isThere, { timeout: 30_000 }).toBe(true);
  const panel = await it.panel();
  await panel.waitForSelector('::-p-text(Private window)', { timeout: 30_000 });
  expect(await panel.$$('article[data-record-id]')).toEqual([]);
  // The page asks for what it is made of; the API is asked for nothing.
  expect(it.org.requests.slice(asked).filter((each) => JSON.stringify(each).includes('/services/data/'))).toEqual([]);
}, 120_000);
