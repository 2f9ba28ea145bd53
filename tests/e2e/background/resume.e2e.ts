import { expect, test } from 'vitest';

import { synced } from '@/tests/demo/ask';

import { settled, world } from '../world';
import { begin, endsAt, expectExact, textOf, WORK } from './under-way';

/** Each at another moment of another work. */
const SEEDS = process.env['LONG'] ? 50 : 4;

test(`a worker killed at ${SEEDS} moments of a pull, a delta, the learning and the writing of a follow-up ends each time with exactly what an undisturbed one has`, async () => {
  const it = await world({ size: '200' });
  try {
    await settled(it);
    const { org, helper, session } = it;
    const browser = session.context.browser() ?? (await session.context.newCDPSession(session.page));
    const cdp = 'send' in browser ? browser : await browser.newBrowserCDPSession();
    const answered = new Set<string>();
    let kills = 0;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const work = WORK[seed % WORK.length] ?? 'pull';
      org.faults.delayMs = 60;
      const { isAnswered } = await begin(work, { helper, org, seed });
      await session.page.waitForTimeout(endsAt(work, seed));
      const { targetInfos } = await cdp.send('Target.getTargets');
      const worker = targetInfos.find(
        ({ type, url }) => type === 'service_worker' && url.includes(session.extensionId),
      );
      if (worker) {
        await cdp.send('Target.closeTarget', { targetId: worker.targetId });
        kills += 1;
      }
      if ((await isAnswered) && work === 'reminder') answered.add(textOf(seed));
      org.faults.delayMs = 0;
      // Any message wakes it; what was under way goes on from where it was.
      await helper.evaluate(() => chrome.runtime.sendMessage({ type: 'sync/now', request: {} }).catch(() => undefined));
      await synced(helper, org.rows('Opportunity').length);
      await expectExact(helper, org, answered);
    }
    console.log(JSON.stringify({ seeds: SEEDS, kills, answered: answered.size }));
    expect(kills).toBeGreaterThan(SEEDS / 2);
  } finally {
    await it.close();
  }
}, 1_800_000);
