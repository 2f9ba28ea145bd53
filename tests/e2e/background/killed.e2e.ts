import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { launch, STORES } from '@/tests/browser/launch';
import { synced } from '@/tests/demo/ask';
import { lightningPages, openOrg } from '@/tests/org/open';

import { helperIn, killHard } from './mortal';
import { begin, endsAt, expectExact, textOf, WORK } from './under-way';

/** Each at another moment of another work. */
const KILLS = process.env['LONG'] ? 20 : 1;
/** Chromium's two stores behind IndexedDB: the one of today, and, in the long form, the one that is coming. */
const ON = Object.entries(STORES).filter(([store]) => process.env['LONG'] || store === 'LevelDB');

test.each(ON.map(([store, features], at) => ({ store, features, first: at * KILLS })))(
  `a browser killed ${KILLS} times in mid-work, on $store, ends with exactly what the org has, and with what a person wrote`,
  async ({ store, features, first }) => {
    const { org, server, token } = await openOrg({ size: '200' }, lightningPages);
    let browser = await launch({ orgPort: server.tlsPort, features });
    const { profile } = browser;
    try {
      const opened = () => helperIn(browser, org, token);
      let helper = await opened();
      await synced(helper, org.rows('Opportunity').length);
      const answered = new Set<string>();
      for (let seed = first; seed < first + KILLS; seed += 1) {
        const work = WORK[seed % WORK.length] ?? 'pull';
        org.faults.delayMs = 60;
        const { isAnswered } = await begin(work, { helper, org, seed });
        await helper.waitForTimeout(endsAt(work, seed));
        await killHard(browser);
        if ((await isAnswered) && work === 'reminder') answered.add(textOf(seed));
        org.faults.delayMs = 0;
        browser = await launch({ orgPort: server.tlsPort, features, profile });
        helper = await opened();
        await synced(helper, org.rows('Opportunity').length);
        await expectExact(helper, org, answered);
      }
      console.log(JSON.stringify({ store, kills: KILLS, answered: answered.size }));
      // That it was that store.
      const names = readdirSync(join(profile, 'Default/IndexedDB'), { recursive: true }).map(String);
      expect(names.some((name) => name.endsWith('.ldb') || name.endsWith('CURRENT'))).toBe(store === 'LevelDB');
    } finally {
      await browser.close();
      await server.close();
    }
  },
  1_800_000,
);
