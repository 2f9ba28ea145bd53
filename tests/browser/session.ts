import type { Frame, Page } from 'playwright-core';

import type { LiveOrg } from '../org/org';
import { PAGE_HOST } from '../org/org';
import { type Launched, launch, type LaunchOptions } from './launch';

export interface Session extends Launched {
  page: Page;
  /** In-app navigation as the page itself does it, without a load. */
  goInApp(path: string): Promise<void>;
  /** The panel's frame; opens the panel when it is closed. */
  panel(): Promise<Frame>;
  extensionPage(path: string, size?: { width: number; height: number }): Promise<Page>;
}

export const recordPath = (id: string): string => `/lightning/r/Opportunity/${id}/view`;
export const listPath = (filter: string): string => `/lightning/o/Opportunity/list?filterName=${filter}`;

/** A browser that is signed in to the org, with the extension, on one of its pages. */
export async function signIn(org: LiveOrg, token: string, path: string, options: LaunchOptions): Promise<Session> {
  const launched = await launch(options);
  await plantCookies(launched, org, token);
  const page = launched.context.pages()[0] ?? (await launched.context.newPage());
  await page.goto(`https://${PAGE_HOST}${path}`);
  return {
    ...launched,
    page,
    async goInApp(next) {
      await page.evaluate(
        (to) => (window as unknown as { pipelensOrg: { navigate(path: string): void } }).pipelensOrg.navigate(to),
        next,
      );
    },
    panel: () => panelOf(page),
    async extensionPage(file, size) {
      const opened = await launched.context.newPage();
      if (size) await opened.setViewportSize(size);
      await opened.goto(`chrome-extension://${launched.extensionId}/${file}`);
      return opened;
    },
  };
}

/** The panel's frame in a page of the CRM; opens the panel when it is closed. */
export async function panelOf(page: Page): Promise<Frame> {
  const find = (): Frame | undefined => page.frames().find((frame) => frame.url().endsWith('/panel.html'));
  if (!find()) {
    // The launcher lies in a closed shadow root: it is reached as a person reaches it, by its place on the page.
    const { width, height } = page.viewportSize() ?? { width: 1440, height: 900 };
    await page.mouse.click(width - 16, Math.round(height * 0.4) + 20);
  }
  for (const until = Date.now() + 60_000; Date.now() < until; await page.waitForTimeout(50)) {
    const frame = find();
    if (frame) return frame;
  }
  throw new Error('The panel did not open.');
}

/** The `sid` cookies of a signed-in browser, decoys among them, in the form that both browsers' drivers take. */
export const sidCookies = (org: LiveOrg, token: string) =>
  org.cookies(token).map(({ host, value }) => ({
    name: 'sid',
    value,
    domain: host,
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'None' as const,
  }));

export const plantCookies = ({ context }: Pick<Launched, 'context'>, org: LiveOrg, token: string): Promise<void> =>
  context.addCookies(sidCookies(org, token));

/** Has the side panel begin with the team, whoever is signed in: what it begins with by itself goes by who they seem to be. */
export const beginWithTeam = (page: Page): Promise<void> =>
  page.evaluate(() => chrome.storage.local.set({ role: { role: 'manager', isSure: true } }));
