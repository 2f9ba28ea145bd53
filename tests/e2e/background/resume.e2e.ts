import { expect, test } from 'vitest';

import { ask, synced } from '@/tests/demo/ask';

import { world } from '../world';

test('a worker killed again and again in mid-sync ends with exactly what an undisturbed sync has', async () => {
  const it = await world({ size: '3000' });
  try {
    it.org.faults.delayMs = 60;
    const browser = it.session.context.browser() ?? (await it.session.context.newCDPSession(it.session.page));
    const cdp = 'send' in browser ? browser : await browser.newBrowserCDPSession();
    let kills = 0;
    for (let turn = 0; turn < 8; turn += 1) {
      await it.session.page.waitForTimeout(250 + ((turn * 97) % 400));
      const { targetInfos } = await cdp.send('Target.getTargets');
      const worker = targetInfos.find(
        ({ type, url }) => type === 'service_worker' && url.includes(it.session.extensionId),
      );
      if (worker) {
        await cdp.send('Target.closeTarget', { targetId: worker.targetId });
        kills += 1;
      }
      // Any message wakes it; the sync goes on from its checkpoint.
      void it.helper
        .evaluate(() =>
          chrome.runtime.sendMessage({ type: 'sync/now', request: {} }).then(
            () => undefined,
            () => undefined,
          ),
        )
        .catch(() => undefined);
    }
    it.org.faults.delayMs = 0;
    await it.helper.evaluate(() => chrome.runtime.sendMessage({ type: 'sync/now', request: {} }));
    await synced(it.helper, 3000);
    expect(kills).toBeGreaterThan(2);
    const { rows, freshness } = await ask(it.helper, 'deals', { figure: 'listed' });
    const expected = it.org.rows('Opportunity');
    expect(rows.map(({ id }) => id).toSorted()).toEqual(expected.map(({ Id }) => Id).toSorted());
    const sum = (values: (number | null | undefined)[]): number =>
      values.reduce<number>((total, value) => total + Math.round((value ?? 0) * 100), 0);
    expect(sum(rows.map(({ amount }) => amount))).toBe(sum(expected.map((row) => row['Amount'] as number | null)));
    expect(freshness.rows['version']).toBe(it.org.rows('OpportunityHistory').length);
    expect(freshness.rows['activity']).toBe(it.org.rows('Task').length + it.org.rows('Event').length);
    expect(freshness.rows['contactRole']).toBe(it.org.rows('OpportunityContactRole').length);
  } finally {
    await it.close();
  }
});
