import type { Frame, Page } from 'playwright-core';

import type { OptionPage } from '@/components/views/options/option-pages';
import type { Row } from '@/lib/sample/org-tables';

import type { LaunchOptions } from '../browser/launch';
import { beginWithTeam, type Session, signIn } from '../browser/session';
import { synced } from '../demo/ask';
import { lightningPages, openOrg, type OpenedOrg, type OrgOptions } from '../org/open';

export interface World extends OpenedOrg {
  session: Session;
  /** A page of the extension's own, to ask its background from. */
  helper: Page;
  close(): Promise<void>;
}

/** An org, a browser signed in to it with the extension, and everything read. */
export async function world(
  options: OrgOptions = {},
  launch: Partial<LaunchOptions> = {},
  path = '/lightning/page/home',
  prepare: (org: OpenedOrg['org']) => void = () => undefined,
): Promise<World> {
  const opened = await openOrg(options, lightningPages);
  prepare(opened.org);
  const session = await signIn(opened.org, opened.token, path, { orgPort: opened.server.tlsPort, ...launch });
  const helper = await session.extensionPage('options.html');
  await beginWithTeam(helper);
  await session.page.bringToFront();
  return {
    ...opened,
    session,
    helper,
    async close() {
      await session.close();
      await opened.server.close();
    },
  };
}

/** Has a browser announce at all hours of every day: a test runs at any. */
export const announceAlways = (page: Page): Promise<void> =>
  page.evaluate(() =>
    chrome.storage.local.set({
      alerts: { perDay: 20, quiet: null, workdays: [0, 1, 2, 3, 4, 5, 6], digestAt: '00:00' },
    }),
  );

/** Turns the options to one of their pages. */
export const turnOptions = (options: Page, to: OptionPage): Promise<void> =>
  options.evaluate((page) => void (location.hash = page), to);

export const settled = ({ helper, org }: World): Promise<void> => synced(helper, org.rows('Opportunity').length);

/** The panel once it shows this record. */
export async function panelOn({ session }: World, id: string): Promise<Frame> {
  const panel = await session.panel();
  await panel.waitForSelector(`article[data-record-id="${id}"]`);
  return panel;
}

/** Pseudo-random picks that are the same in every run. */
export function picks<T>(from: readonly T[], count: number, seed = 7): T[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    const pick = from[state % from.length];
    if (pick === undefined) throw new RangeError('Nothing to pick from.');
    return pick;
  });
}

export const openDeals = ({ org }: Pick<World, 'org'>): Row[] =>
  org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
