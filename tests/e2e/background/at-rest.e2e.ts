import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, settled, world, type World } from '../world';

let it: World;
let cdp: CDPSession;
beforeAll(async () => {
  it = await world({ size: '24' });
  await settled(it);
  const browser = it.session.context.browser();
  cdp = browser ? await browser.newBrowserCDPSession() : await it.session.context.newCDPSession(it.session.page);
});
afterAll(() => it.close());

const isAwake = async (): Promise<boolean> =>
  (await cdp.send('Target.getTargets')).targetInfos.some(
    ({ type, url }) => type === 'service_worker' && url.includes(it.session.extensionId),
  );
const heapOf = async (page: Parameters<World['session']['context']['newCDPSession']>[0]): Promise<number> => {
  const of = await it.session.context.newCDPSession(page);
  await of.send('Performance.enable');
  for (let turn = 0; turn < 2; turn += 1) await of.send('HeapProfiler.collectGarbage');
  const { metrics } = await of.send('Performance.getMetrics');
  await of.detach();
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN) / 2 ** 20;
};

test('ten tabs of the CRM whose panel was never opened hold at most 5 MB more than without the script', async () => {
  const { context } = it.session;
  const path = recordPath(openDeals(it)[0]?.Id ?? '');
  const sums: number[] = [];
  for (const isOurs of [false, true]) {
    let sum = 0;
    for (let tab = 0; tab < 10; tab += 1) {
      const page = await context.newPage();
      // A host without a script of ours shows the same page.
      await page.goto(
        `https://${isOurs ? PAGE_HOST : PAGE_HOST.replace('.lightning.force.com', '.plain.force.com')}${path}`,
      );
      await page.waitForTimeout(300);
      sum += await heapOf(page);
      await page.close();
    }
    sums.push(sum);
  }
  const added = (sums[1] ?? NaN) - (sums[0] ?? NaN);
  console.log(JSON.stringify({ without: sums[0], added }));
  expect(added).toBeLessThan(5);
});

test('with the panel closed nothing of it is in the page, and the worker ends between two looks for news', async () => {
  const { page } = it.session;
  await it.helper.close();
  expect(page.frames().filter((frame) => frame.url().startsWith('chrome-extension:'))).toEqual([]);
  // From the end of the next look on, which sets how often there is another, it lives half a minute and is gone for longer.
  const seen: { at: number; isOn: boolean }[] = [];
  const began = Date.now();
  while (Date.now() - began < (process.env['LONG'] ? 400_000 : 200_000)) {
    seen.push({ at: Date.now() - began, isOn: await isAwake() });
    await page.waitForTimeout(1000);
    const asleep = seen.filter(({ isOn }) => !isOn).length;
    if (!process.env['LONG'] && asleep > 50) break;
  }
  const turns = seen.filter(({ isOn }, at) => at > 0 && seen[at - 1]?.isOn !== isOn);
  console.log(JSON.stringify(turns.map(({ at, isOn }) => `${isOn ? 'on' : 'off'} ${Math.round(at / 1000)}`)));
  expect(seen.filter(({ isOn }) => !isOn).length).toBeGreaterThan(50);
}, 500_000);
