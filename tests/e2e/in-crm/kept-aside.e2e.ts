import { expect, test } from 'vitest';

import { badgeWords } from '@/tests/browser/badges';
import { listPath, plantCookies } from '@/tests/browser/session';
import { ask } from '@/tests/demo/ask';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, world } from '../world';

test('a list that the browser kept aside while another user signed in comes back without a badge of the former one’s', async () => {
  const it = await world({ size: '60' }, { keepsPagesAside: true }, '/lightning/page/home', (org) => {
    org.sharing = 'private';
    org.isKeptAside = true;
  });
  try {
    const { page } = it.session;
    const [mine = '', theirs = ''] = new Set(openDeals(it).map((row) => String(row['OwnerId'])));
    const own = (user: string): Set<string> =>
      new Set(it.org.rows('Opportunity').flatMap((row) => (row['OwnerId'] === user ? [row.Id] : [])));
    const become = (user: string): Promise<void> => plantCookies(it.session, it.org, it.org.login(user));
    const badged = async (): Promise<string[]> =>
      Object.entries(await badgeWords(page)).flatMap(([id, words]) => (words === '' ? [] : [id]));
    const read = async (): Promise<number> =>
      (await ask(it.helper, 'deals', { figure: 'listed' }, { host: PAGE_HOST })).rows.length;

    await become(mine);
    await page.goto(`https://${PAGE_HOST}${listPath('AllOpportunities')}`);
    await expect.poll(read).toBe(own(mine).size);
    await expect.poll(badged).not.toEqual([]);
    expect((await badged()).every((id) => own(mine).has(id))).toBe(true);
    // What the page is as it is shown again, before anything of ours has been able to run.
    await page.evaluate(() => {
      const noted = window as unknown as { kept?: { isSame: boolean; badges: string[] } };
      addEventListener(
        'pageshow',
        ({ persisted }) => {
          // A query would not look into the page's own shadow roots.
          const rows = document.evaluate(
            '//tr[@data-row-key-value]',
            document,
            null,
            XPathResult.ORDERED_NODE_SNAPSHOT_TYPE,
          );
          const badges = Array.from({ length: rows.snapshotLength }, (_, at) =>
            // Safe: the path finds rows of a table alone.
            getComputedStyle(rows.snapshotItem(at) as HTMLElement).getPropertyValue('--pipelens-word'),
          );
          noted.kept = { isSame: persisted, badges: badges.filter((word) => word !== '') };
        },
        true,
      );
    });
    await page.goto('https://other.my.salesforce.com/login');
    await become(theirs);
    await page.goBack({ waitUntil: 'commit' });
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { kept?: object }).kept).catch(() => undefined))
      .toEqual({ isSame: true, badges: [] });
    // And then those of who is signed in now.
    await expect.poll(async () => (await badged()).length, { timeout: 90_000 }).toBeGreaterThan(0);
    expect((await badged()).every((id) => own(theirs).has(id))).toBe(true);
  } finally {
    await it.close();
  }
}, 240_000);
