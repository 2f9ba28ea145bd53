import { expect, test } from 'vitest';

import { launch, STORES } from '@/tests/browser/launch';
import { ask, synced } from '@/tests/demo/ask';
import { lightningPages, openOrg } from '@/tests/org/open';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals } from '../world';
import { helperIn, killHard } from './mortal';
import { spread } from './under-way';

const KILLS = 20;
const ROWS = 12;
/** A batch that the org takes its time for is over within so many ms. */
const LASTS = 2500;

test.each(Object.entries(STORES))(
  `a browser killed at ${KILLS} moments of a batch, on %s, leaves no row without a state and writes none twice`,
  async (_store, features) => {
    const { org, server, token } = await openOrg({ size: '60' }, lightningPages);
    let browser = await launch({ orgPort: server.tlsPort, features });
    const { profile } = browser;
    const rows = openDeals({ org }).slice(0, ROWS);
    const standing = (Id: string): unknown => org.find('Opportunity', Id)?.['NextStep'];
    /** How often the org wrote a text, by its own history. */
    const written = (Id: string, text: string): number =>
      org
        .rows('OpportunityFieldHistory')
        .filter((row) => row['OpportunityId'] === Id && row['Field'] === 'NextStep' && row['NewValue'] === text).length;
    let begun = 0;
    try {
      let helper = await helperIn(browser, org, token);
      await synced(helper, org.rows('Opportunity').length);
      for (let seed = 0; seed < KILLS; seed += 1) {
        const text = `Batch ${seed}`;
        org.faults.delayMs = 300;
        void helper
          .evaluate((message) => chrome.runtime.sendMessage(message), {
            type: 'edit/batch',
            request: {
              host: PAGE_HOST,
              changes: rows.map(({ Id }) => ({
                recordId: Id,
                recordName: 'Deal',
                before: { nextStep: standing(Id) ?? null },
                after: { nextStep: text },
              })),
            },
            whose: { host: PAGE_HOST },
          })
          .catch(() => undefined);
        await helper.waitForTimeout(Math.floor(spread(seed) * LASTS));
        await killHard(browser);
        org.faults.delayMs = 0;
        browser = await launch({ orgPort: server.tlsPort, features, profile });
        const again = await helperIn(browser, org, token);
        helper = again;
        const states = async (): Promise<string[]> => {
          const views = await Promise.all(
            rows.map(({ Id }) => ask(again, 'record', { host: PAGE_HOST, recordId: Id }, { host: PAGE_HOST })),
          );
          return views.flatMap(({ view }) =>
            (view?.edits ?? []).filter(({ after }) => after['nextStep'] === text).map(({ state }) => state),
          );
        };
        // What was written down goes on by itself; what was not is not half done.
        await expect
          .poll(async () => (await states()).filter((state) => state !== 'saved'), { message: text })
          .toEqual([]);
        const count = (await states()).length;
        if (count > 0) begun += 1;
        const times = rows.map(({ Id }) => written(Id, text));
        expect([count, times], `killed in ${text}`).toEqual([
          count === 0 ? 0 : ROWS,
          rows.map(() => (count === 0 ? 0 : 1)),
        ]);
        expect(rows.map(({ Id }) => standing(Id) === text)).toEqual(rows.map(() => count > 0));
      }
      // Most kills fall into a batch that was begun.
      expect(begun).toBeGreaterThan(KILLS / 2);
    } finally {
      await browser.close();
      await server.close();
    }
  },
  1_800_000,
);
