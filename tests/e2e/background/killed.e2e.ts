import { readlinkSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { launch, type Launched } from '@/tests/browser/launch';
import { plantCookies } from '@/tests/browser/session';
import { ask, synced } from '@/tests/demo/ask';
import { lightningPages, openOrg } from '@/tests/org/open';
import { PAGE_HOST } from '@/tests/org/org';

/** Kills, each at another moment of a pull. */
const KILLS = process.env['LONG'] ? 20 : 1;
/** Chromium's two stores behind IndexedDB: the one of today, and the one that is coming. */
const STORES = { LevelDB: [], SQLite: ['IdbSqliteBackingStore'] };

/** Ends a browser as a crash or the end of the power does: nothing is told, nothing is closed. */
async function killHard({ profile, context }: Launched): Promise<void> {
  // The lock of a profile names its browser's process.
  const pid = Number(readlinkSync(join(profile, 'SingletonLock')).split('-').at(-1));
  const isOver = new Promise<void>((done) => context.once('close', () => done()));
  process.kill(pid, 'SIGKILL');
  await isOver;
}

test.each(Object.entries(STORES))(
  'a browser killed in mid-pull, on %s, ends with exactly what the org has, and with what a person wrote',
  async (store, features) => {
    const { org, server, token } = await openOrg({ size: '200' }, lightningPages);
    let browser = await launch({ orgPort: server.tlsPort, features });
    const { profile } = browser;
    try {
      const opened = async () => {
        await plantCookies(browser, org, token);
        const page = browser.context.pages()[0] ?? (await browser.context.newPage());
        await page.goto(`https://${PAGE_HOST}/lightning/page/home`);
        const helper = await browser.context.newPage();
        await helper.goto(`chrome-extension://${browser.extensionId}/options.html`);
        await page.bringToFront();
        return helper;
      };
      org.faults.delayMs = 300;
      let helper = await opened();
      const deal = org.rows('Opportunity')[0];
      const texts: string[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        await expect
          .poll(() =>
            ask(helper, 'deals', { figure: 'listed' }).then(
              ({ freshness }) => freshness.rows['opportunity'] ?? 0,
              () => 0,
            ),
          )
          .toBeGreaterThan(0);
        const text = `follow-up ${kill}`;
        const { error } = await helper.evaluate(
          (request) => chrome.runtime.sendMessage({ type: 'reminder/add', request }) as Promise<{ error?: unknown }>,
          { host: PAGE_HOST, recordId: deal?.Id, recordName: 'Deal', text, when: '+2w' },
        );
        expect(error).toBeUndefined();
        texts.push(text);
        await helper.waitForTimeout((kill * 137) % 700);
        await killHard(browser);
        browser = await launch({ orgPort: server.tlsPort, features, profile });
        helper = await opened();
      }
      org.faults.delayMs = 0;
      await synced(helper, org.rows('Opportunity').length);
      const { rows, freshness } = await ask(helper, 'deals', { figure: 'listed' });
      const expected = org.rows('Opportunity');
      expect(rows.map(({ id }) => id).toSorted()).toEqual(expected.map(({ Id }) => Id).toSorted());
      expect(freshness.rows['version']).toBe(org.rows('OpportunityHistory').length);
      expect(freshness.damage).toBeUndefined();
      const reminders = await ask(helper, 'reminders', {});
      expect(reminders.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
      // That it was that store.
      const names = readdirSync(join(profile, 'Default/IndexedDB'), { recursive: true }).map(String);
      expect(names.some((name) => name.endsWith('.ldb') || name.endsWith('CURRENT'))).toBe(store === 'LevelDB');
    } finally {
      await browser.close();
      await server.close();
    }
  },
);
