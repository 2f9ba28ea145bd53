import { readlinkSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import type { Launched } from '@/tests/browser/launch';
import { plantCookies } from '@/tests/browser/session';
import { type LiveOrg, PAGE_HOST } from '@/tests/org/org';

/** Ends a browser as a crash or the end of the power does: nothing is told, nothing is closed. */
export async function killHard({ profile, context }: Launched): Promise<void> {
  // The lock of a profile names its browser's process.
  const pid = Number(readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1));
  const isOver = new Promise<void>((done) => context.once('close', () => done()));
  process.kill(pid, 'SIGKILL');
  await isOver;
}

/** Signs a browser in, opens the CRM in front, and gives a page of the extension's own to ask its background from. */
export async function helperIn(browser: Launched, org: LiveOrg, token: string): Promise<Page> {
  await plantCookies(browser, org, token);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await page.goto(`https://${PAGE_HOST}/lightning/page/home`);
  const helper = await browser.context.newPage();
  await helper.goto(`chrome-extension://${browser.extensionId}/options.html`);
  await page.bringToFront();
  return helper;
}
