import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';

import { openDeals, settled, world, type World } from '../world';

/** A working day of a person who lives in the CRM, and what the org changes meanwhile. */
const NAVIGATIONS = process.env['LONG'] ? 2000 : 20;
const DELTAS = NAVIGATIONS / 4;
/** The same deals again and again: whatever grows after the first rounds is kept by nobody's wish. */
const DEALS = 5;
const WARM = 20;

let it: World;
beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
});
afterAll(() => it.close());

interface Held {
  heapMb: number;
  nodes: number;
  listeners: number;
}

/** What a page or frame holds once what nobody holds is let go. */
async function held(cdp: CDPSession): Promise<Held> {
  // The second time takes what the first one's finalizers let go of.
  for (let turn = 0; turn < 2; turn += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  return { heapMb: of('JSHeapUsedSize') / 2 ** 20, nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

test(`after ${NAVIGATIONS} navigations and ${DELTAS} changes of the org neither the CRM’s page nor the panel holds more than before`, async () => {
  const { session, org, helper } = it;
  const deals = openDeals(it).slice(0, DEALS);
  const panel = await session.panel();
  const open = async (at: number): Promise<string> => {
    const id = deals[at % DEALS]?.Id ?? '';
    await session.goInApp(recordPath(id));
    // No handle of an element is taken: it would hold what the panel let go of.
    await panel.locator(`article[data-record-id="${id}"]`).waitFor();
    return id;
  };
  const page = await session.context.newCDPSession(session.page);
  const framed = await session.context.newCDPSession(panel);
  for (const cdp of [page, framed]) await cdp.send('Performance.enable');
  const measured: Record<'page' | 'panel', Held>[] = [];
  const owner = String(deals[0]?.['OwnerId']);
  const asked = org.requests.length;
  let changes = 0;
  for (let step = 1; step <= NAVIGATIONS + WARM; step += 1) {
    const id = await open(step);
    if (step % 4 === 0) {
      org.update('Opportunity', id, { NextStep: `step ${step}` }, owner);
      changes += 1;
      await helper.evaluate(() => chrome.runtime.sendMessage({ type: 'sync/now', request: {} }).catch(() => undefined));
    }
    if (step === WARM || step === NAVIGATIONS + WARM)
      measured.push({ page: await held(page), panel: await held(framed) });
  }
  expect(changes).toBeGreaterThanOrEqual(DELTAS);
  // Each change was asked for.
  expect(org.requests.length - asked).toBeGreaterThan(DELTAS);
  const [before, after] = measured;
  if (!before || !after) throw new Error('Not measured.');
  console.log(JSON.stringify({ before, after }));
  expect(after.page.heapMb - before.page.heapMb).toBeLessThan(2);
  expect(after.panel.heapMb - before.panel.heapMb).toBeLessThan(10);
  for (const part of ['page', 'panel'] as const) {
    // What leaks is at least one a navigation; a few are whatever was on screen at that moment.
    expect(after[part].nodes - before[part].nodes, `nodes of the ${part}`).toBeLessThan(NAVIGATIONS / 10);
    expect(after[part].listeners - before[part].listeners, `listeners of the ${part}`).toBeLessThan(NAVIGATIONS / 10);
  }
}, 1_800_000);
