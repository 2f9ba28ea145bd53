import { resolve } from 'node:path';

import puppeteer, { type Browser } from 'puppeteer-core';

import { findFirefox } from '../browser/find';
import { openProxy, type Proxy } from './proxy';
import { browserWindow, type BrowserWindow } from './window';

export const EXTENSION_ID = '{4545deb9-c91d-42b9-b741-97626b2ff434}';
/** Firefox gives each installed extension an address by chance, but for one that its profile names. */
const ADDRESS = 'd56a5b99-51b6-4e83-ab23-796216679614';
export const extensionUrl = (path: string): string => `moz-extension://${ADDRESS}/${path}`;

export interface Firefox {
  browser: Browser;
  window: BrowserWindow;
  proxy: Proxy;
  close(): Promise<void>;
}

/** A Firefox with the built extension, in which Salesforce's host names lead to the stand-in org on this machine. */
export async function launchFirefox(orgPort: number, prefs: Readonly<Record<string, boolean>> = {}): Promise<Firefox> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('No Firefox found. Install it, or set FIREFOX_PATH to it.');
  const proxy = await openProxy(orgPort);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    // Lets the test reach the sidebar, the toolbar's popup and the permissions, which are the browser's own.
    args: ['--remote-allow-system-access', '--width=1440', '--height=1000'],
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxy.port,
      'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: ADDRESS }),
      'privacy.userContext.enabled': true,
      'intl.locale.requested': 'en-GB',
      ...prefs,
    },
  });
  await browser.installExtension(resolve('.output/firefox-mv3'));
  return {
    browser,
    window: await browserWindow(browser, EXTENSION_ID),
    proxy,
    async close() {
      await browser.close();
      proxy.close();
    },
  };
}
