import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { extensionUrl, type Firefox, launchFirefox } from './launch';

/** A Firefox in which the extension was just installed, and no CRM answers: what is tried is all that there is. */
let it: Firefox;
let page: Page;
const isLong = process.env['LONG'] !== undefined;
beforeAll(async () => {
  if (isLong) it = await launchFirefox(1);
});
afterAll(() => it?.close());

/** Waits until the page says this, and gives what it says. */
const says = (words: RegExp): Promise<unknown> =>
  page.waitForFunction((source: string) => new RegExp(source).test(document.body.innerText), {}, words.source);
const press = (name: string): Promise<void> => page.locator(`::-p-aria([name="${name}"])`).click();

test.runIf(isLong)('who has installed it is greeted, and each surface says how to begin', async () => {
  const tabs = (): Promise<string[]> =>
    it.window.run(`return [...gBrowser.tabs].map((tab) => tab.linkedBrowser.currentURI.spec)`);
  await expect.poll(tabs, { timeout: 20_000 }).toContain(extensionUrl('welcome.html'));
  for (const part of ['popup', 'sidebar'] as const) {
    await it.window.open(part);
    await it.window.says(part, 'Open Salesforce');
    await it.window.close(part);
  }
});

test.runIf(isLong)(
  'the sample is there after one press, marked as one on each surface, and one press removes all of it',
  async () => {
    page = await it.browser.newPage();
    // Firefox reports no end of loading for a page of an extension.
    await page.goto(extensionUrl('welcome.html'), { waitUntil: [] });
    await press('Try the sample');
    await says(/\d+ open deals worth €/);
    await page.waitForSelector('article[data-record-id]');
    for (const part of ['popup', 'sidebar'] as const) {
      await it.window.open(part);
      await it.window.says(part, /Sample data[^]*€/);
      await it.window.close(part);
    }
    await page.bringToFront();
    await press('Remove the sample');
    await says(/Pipelens is installed/);
    const left = await page.evaluate(async () => ({
      databases: (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('pipelens-') ? [name] : [])),
      kept: Object.keys(await chrome.storage.local.get(null)).filter((key) => key.includes('sample')),
    }));
    expect(left).toEqual({ databases: [], kept: [] });
  },
  180_000,
);
