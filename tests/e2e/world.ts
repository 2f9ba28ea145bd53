import type { Frame, Page } from 'playwright-core';

import type { Row } from '@/lib/sample/org-tables';

import type { LaunchOptions } from '../browser/launch';
import { type Session, signIn } from '../browser/session';
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
): Promise<World> {
  const opened = await openOrg(options, lightningPages);
  const session = await signIn(opened.org, opened.token, path, { orgPort: opened.server.tlsPort, ...launch });
  const helper = await session.extensionPage('options.html');
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

export const settled = ({ helper, org }: World): Promise<void> => synced(helper, org.rows('Opportunity').length);

/** The panel once it shows this record. */
export async function panelOn({ session }: World, id: string): Promise<Frame> {
  const panel = await session.panel();
  await panel.waitForSelector(`article[data-record-id="${id}"]`, { timeout: 20_000 });
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

export const openDeals = ({ org }: World): Row[] => org.rows('Opportunity').filter((row) => row['IsClosed'] === false);

/** Words of the badges on the page's rows by record id, as the browser's own style resolution gives them. */
export const badgeWords = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const words: Record<string, string> = {};
    const rows = document.evaluate(
      '//div[contains(@class,"active")]//tr[starts-with(@data-row-key-value,"006")]',
      document,
      null,
      XPathResult.ORDERED_NODE_SNAPSHOT_TYPE,
      null,
    );
    for (let at = 0; at < rows.snapshotLength; at += 1) {
      const row = rows.snapshotItem(at) as HTMLElement;
      const key = row.dataset['rowKeyValue'] ?? '';
      if (key in words) throw new Error(`Two rows for ${key}`);
      words[key] = getComputedStyle(row)
        .getPropertyValue('--pipelens-word')
        .replace(/"/g, '')
        .replace('Pipelens: ', '')
        .trim();
    }
    return words;
  });
