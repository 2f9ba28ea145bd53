import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { greeting, launch, type Launched } from '@/tests/browser/launch';

/** A browser in which the extension was just installed, and no CRM answers: what is tried is all that there is. */
let it: Launched;
let page: Page;
beforeAll(async () => {
  it = await launch({ orgPort: 1, isGreeted: true });
  page = await greeting(it.context);
});
afterAll(() => it?.close());

const open = async (path: string): Promise<Page> => {
  const opened = await it.context.newPage();
  await opened.goto(`chrome-extension://${it.extensionId}/${path}`);
  return opened;
};

test('whoever has installed it is greeted once, with the CRM or a sample to begin with, and every surface says how to begin', async () => {
  await page.getByRole('heading', { name: 'Pipelens is installed' }).waitFor();
  for (const path of ['popup.html', 'sidepanel.html', 'options.html']) {
    const surface = await open(path);
    await surface.getByRole('button', { name: 'Open Salesforce' }).waitFor();
    expect(await surface.locator('.button.primary').count()).toBe(1);
    await surface.close();
  }
});

test('the sample is there within seconds of the press, with a sentence about it and a deal in the panel', async () => {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Try the sample' }).click();
  await page.getByText(/^\d+ open deals worth €.* are due to close in/).waitFor({ timeout: 25_000 });
  await page.locator('article[data-record-id]').waitFor();
  await page.getByText('Sample data').waitFor();
  // Another deal of the list is shown as one of a CRM's page would be.
  const name = await page.locator('.sample-page section .deal-name').nth(3).innerText();
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  expect(await page.locator('article[data-record-id]').count()).toBe(1);
});

test('popup and side panel show it, marked as a sample', async () => {
  for (const [path, ready] of [
    ['popup.html', '[data-won]'],
    ['sidepanel.html', '.tabs [aria-current]'],
  ] as const) {
    const surface = await open(path);
    await surface.locator(ready).first().waitFor();
    expect(await surface.getByText('Sample data').isVisible()).toBe(true);
    await surface.close();
  }
});

test('one press removes it, and nothing of it is left', async () => {
  await page.bringToFront();
  await page.getByRole('button', { name: 'Remove the sample' }).click();
  await page.getByRole('heading', { name: 'Pipelens is installed' }).waitFor();
  const left = await page.evaluate(async () => ({
    databases: (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('pipelens-') ? [name] : [])),
    kept: Object.keys(await chrome.storage.local.get(null)).filter((key) => key.includes('sample')),
  }));
  expect(left).toEqual({ databases: [], kept: [] });
  const popup = await open('popup.html');
  await popup.getByRole('button', { name: 'Try the sample' }).waitFor();
  await popup.close();
});
