import { expect, test } from 'vitest';

import { ask, synced } from '@/tests/demo/ask';

import { world } from '../world';

/** Deals whose history, activities and people are above the size from which bulk jobs read a table; the long form is the size of a large org. */
const SIZE = process.env['LONG'] ? 100_000 : 12_000;

test(`the first pull of ${SIZE} opportunities ends exact, through kills and faults`, async () => {
  const it = await world({ size: String(SIZE) }, {}, undefined, (org) => {
    org.faults.seed(5);
    org.faults.set(
      { kind: 'serverError', match: '/services/data/v67.0/(query|jobs)', probability: 0.04 },
      { kind: 'truncated', match: '/results', probability: 0.08 },
      { kind: 'limitConcurrent', match: '/services/data/v67.0/', probability: 0.02 },
      { kind: 'reset', match: '/services/data/v67.0/(query|jobs)', probability: 0.02 },
    );
  });
  try {
    const cdp = await it.session.context.newCDPSession(it.session.page);
    let kills = 0;
    for (let turn = 0; turn < 10; turn += 1) {
      await it.session.page.waitForTimeout(800 + ((turn * 331) % 900));
      const { targetInfos } = await cdp.send('Target.getTargets');
      const worker = targetInfos.find(
        ({ type, url }) => type === 'service_worker' && url.includes(it.session.extensionId),
      );
      if (worker) {
        await cdp.send('Target.closeTarget', { targetId: worker.targetId });
        kills += 1;
      }
      void wake();
    }
    it.org.faults.set();
    for (let turn = 0; turn < 30; turn += 1) {
      await wake();
      const { freshness } = await ask(it.helper, 'deals', { figure: 'closedWon' });
      if (freshness.at !== undefined && !freshness.progress) break;
    }
    await synced(it.helper, SIZE);
    expect(kills).toBeGreaterThan(3);
    const { rows, freshness } = await ask(it.helper, 'deals', { figure: 'listed' });
    const expected = it.org.rows('Opportunity');
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(expected.map(({ Id }) => Id)));
    expect(rows.length).toBe(expected.length);
    const sum = (values: (number | null | undefined)[]): number =>
      values.reduce<number>((total, value) => total + Math.round((value ?? 0) * 100), 0);
    expect(sum(rows.map(({ amount }) => amount))).toBe(sum(expected.map((row) => row['Amount'] as number | null)));
    expect(freshness.rows['version']).toBe(it.org.rows('OpportunityHistory').length);
    expect(freshness.rows['activity']).toBe(it.org.rows('Task').length + it.org.rows('Event').length);
    expect(freshness.rows['contactRole']).toBe(it.org.rows('OpportunityContactRole').length);
    expect(it.org.requests.filter((each) => each.endsWith('/jobs/query')).length).toBeGreaterThan(3);
  } finally {
    await it.close();
  }

  /** Any message wakes the worker; the sync goes on from its checkpoint. */
  function wake(): Promise<unknown> {
    return it.helper
      .evaluate(() =>
        chrome.runtime.sendMessage({ type: 'sync/now', request: {} }).then(
          () => undefined,
          () => undefined,
        ),
      )
      .catch(() => undefined);
  }
}, 900_000);
