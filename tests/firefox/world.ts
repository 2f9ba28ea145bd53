import type { Frame, Page } from 'puppeteer-core';

import { recordPath, sidCookies } from '../browser/session';
import { lightningPages, openOrg, type OpenedOrg, type OrgOptions } from '../org/open';
import { PAGE_HOST } from '../org/org';
import { extensionUrl, type Firefox, launchFirefox } from './launch';

export interface World extends OpenedOrg, Firefox {
  /** A tab with a page of the CRM. */
  page: Page;
  go(path: string): Promise<void>;
  /** The panel's frame in the page; opens the panel when it is closed. */
  panel(on?: Page): Promise<Frame>;
  /** The panel once it shows this record. */
  panelOn(id: string): Promise<Frame>;
  extensionPage(path: string): Promise<Page>;
}

const VIEW = { width: 1440, height: 900 };

/** An org, and a Firefox that is signed in to it, with the extension. */
export async function world(options: OrgOptions, prefs: Readonly<Record<string, boolean>> = {}): Promise<World> {
  const opened = await openOrg(options, lightningPages);
  const firefox = await launchFirefox(opened.server.tlsPort, prefs);
  const { browser } = firefox;
  await browser.setCookie(...sidCookies(opened.org, opened.token));
  const page = await browser.newPage();
  await page.setViewport(VIEW);
  const go = async (path: string): Promise<void> => void (await page.goto(`https://${PAGE_HOST}${path}`));
  const panel = async (on: Page = page): Promise<Frame> => {
    const find = async (): Promise<Frame | undefined> => {
      // The library names no address of a frame that is the extension's own.
      for (const frame of on.frames().slice(1))
        if ((await frame.evaluate(() => location.pathname)) === '/panel.html') return frame;
      return undefined;
    };
    for (let tried = 0; tried < 40; tried += 1) {
      const found = await find();
      if (found) return found;
      // The launcher lies in a closed shadow root: it is reached as a person reaches it, by its place on the page.
      if (tried % 8 === 0) await on.mouse.click(VIEW.width - 16, Math.round(VIEW.height * 0.4) + 20);
      await new Promise((done) => setTimeout(done, 250));
    }
    throw new Error('The panel did not open.');
  };
  return {
    ...opened,
    ...firefox,
    page,
    go,
    panel,
    async panelOn(id) {
      await go(recordPath(id));
      const frame = await panel();
      await frame.waitForSelector(`article[data-record-id="${id}"]`, { timeout: 20_000 });
      return frame;
    },
    async extensionPage(path) {
      const opens = await browser.newPage();
      // Firefox reports no end of loading for a page of an extension.
      await opens.goto(extensionUrl(path), { waitUntil: [] });
      return opens;
    },
    async close() {
      await firefox.close();
      await opened.server.close();
    },
  };
}
