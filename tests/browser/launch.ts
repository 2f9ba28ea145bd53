import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { chromium, type BrowserContext, type Page, type Worker } from 'playwright-core';

import { requireBrowser } from './find';
import { noteOtherHosts } from './other-hosts';

export interface LaunchOptions {
  /** Folder of the built extension. */
  extension?: string;
  headless?: boolean;
  /** Third-party cookies blocked is the harsher of the two settings that users have. */
  blockThirdPartyCookies?: boolean;
  /** TLS port of the stand-in org: Salesforce's host names resolve to it. */
  orgPort: number;
  /** Hosts of other orgs, by pattern, and the TLS port of each. */
  others?: Readonly<Record<string, number>>;
  /** Of a proxy that leads to the org, in place of a rule for each of its hosts. */
  proxyPort?: number;
  /** An existing profile, to restart a browser with what it remembered. */
  profile?: string;
  viewport?: { width: number; height: number };
  /** 2 shows the page as at 200 % zoom. */
  deviceScaleFactor?: number;
  colorScheme?: 'light' | 'dark';
  locale?: string;
  /** Of the browser itself, switched on by name; those of {@link STORES} when absent. */
  features?: readonly string[];
  /** With it an unpacked extension that reloads itself comes back, as after an update; without it it is gone. */
  isDeveloper?: boolean;
  /** Keeps pages that are left aside, frozen, as browsers do and Playwright switches off. */
  keepsPagesAside?: boolean;
  /** Leads to every host there is, for a person: else only the CRM's are there, and closing throws where another one was asked for. */
  isOpenToAll?: boolean;
  /** Leaves the page open that greets whoever installs the extension. */
  isGreeted?: boolean;
}

/** Chromium's two stores behind IndexedDB: the one of today, and the one that is coming. */
export const STORES: Readonly<Record<string, readonly string[]>> = { LevelDB: [], SQLite: ['IdbSqliteBackingStore'] };

export interface Launched {
  context: BrowserContext;
  profile: string;
  extensionId: string;
  worker(): Promise<Worker>;
  /** Ends the browser; its profile goes with it, but for one that is to be opened again. */
  close(options?: { keepsProfile?: boolean }): Promise<void>;
}

/** A Chromium with the built extension, in which Salesforce's host names lead to the stand-in org on this machine. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const extension = resolve(options.extension ?? '.output/chrome-mv3');
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'pipelens-browser-'));
  const preferences = join(profile, 'Default/Preferences');
  if (!options.profile) {
    mkdirSync(join(profile, 'Default'), { recursive: true });
    const block = options.blockThirdPartyCookies ?? true;
    writeFileSync(
      preferences,
      JSON.stringify({
        profile: { block_third_party_cookies: block, cookie_controls_mode: block ? 1 : 0 },
        extensions: { ui: { developer_mode: options.isDeveloper ?? false } },
      }),
    );
  }
  // `STORE=SQLite` runs any test of a browser on the other store.
  const features = options.features ?? STORES[process.env['STORE'] ?? 'LevelDB'] ?? [];
  const others = options.isOpenToAll === true ? undefined : await noteOtherHosts();
  // The first rule that fits counts.
  const hosts = [
    ...Object.entries(options.others ?? {}),
    ...['*.force.com', '*.salesforce.com'].map((host) => [host, options.orgPort] as const),
  ].map(([host, port]) => `MAP ${host}:443 127.0.0.1:${port}`);
  if (others) hosts.push('EXCLUDE 127.0.0.1', 'EXCLUDE localhost', `MAP * 127.0.0.1:${others.port}`);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: requireBrowser((line) => console.error(line)),
    headless: options.headless ?? true,
    ignoreHTTPSErrors: true,
    viewport: options.viewport ?? { width: 1440, height: 900 },
    ...(options.deviceScaleFactor === undefined ? {} : { deviceScaleFactor: options.deviceScaleFactor }),
    ...(options.colorScheme === undefined ? {} : { colorScheme: options.colorScheme }),
    locale: options.locale ?? 'en-GB',
    ...(options.keepsPagesAside ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--ignore-certificate-errors',
      options.proxyPort === undefined
        ? `--host-resolver-rules=${hosts.join(', ')}`
        : `--proxy-server=http://127.0.0.1:${options.proxyPort}`,
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      // Playwright switches third-party storage partitioning off, which makes framed extension pages behave as in no real browser.
      // The drop-down of the address bar is a page of the browser's own, which would be loaded for nothing.
      '--disable-features=Translate,WebUIOmniboxAimPopup,WebUIOmniboxPopup,WebUIOmniboxFullPopup',
      ...(features.length > 0 ? [`--enable-features=${features.join(',')}`] : []),
    ],
  });
  // Whoever waits for what comes waits as long as a busy machine needs.
  context.setDefaultTimeout(60_000);
  const worker = async (): Promise<Worker> =>
    context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const extensionId = new URL((await worker()).url()).host;
  if (!options.profile && options.isGreeted !== true) await (await greeting(context)).close();
  return {
    context,
    profile,
    extensionId,
    worker,
    async close({ keepsProfile = false } = {}) {
      await context.close();
      others?.close();
      // The browser's last process may still be writing.
      if (!keepsProfile) rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      const asked = others?.asked() ?? [];
      if (asked.length > 0) throw new Error(`Asked of other hosts than the CRM's: ${asked.join(', ')}.`);
    },
  };
}

/** The page that opens once the extension is installed. */
export async function greeting(context: BrowserContext): Promise<Page> {
  for (const until = Date.now() + 60_000; Date.now() < until; await new Promise((next) => setTimeout(next, 50))) {
    const found = context.pages().find((page) => page.url().endsWith('/welcome.html'));
    if (found) return found;
  }
  throw new Error('Nothing greeted who installed the extension.');
}
