import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordPath } from '@/tests/browser/session';
import { PAGE_HOST } from '@/tests/org/org';

import { openDeals, panelOn, settled, world, type World } from '../world';

/** A release of Salesforce whose pages no longer have what names their fields. */
let it: World;
beforeAll(async () => {
  it = await world({ size: '12' });
  await settled(it);
});
afterAll(() => it.close());

test('the panel says within 1 s that it cannot read the page, then shows the record that the address names', async () => {
  const [first, second] = openDeals(it);
  await it.session.page.goto(`https://${PAGE_HOST}${recordPath(first?.Id ?? '')}?blind=1`);
  const panel = await it.session.panel();
  await panelOn(it, first?.Id ?? '');
  // From the panel's own document: when the place changed, and when the words stood there.
  const said = panel.evaluate(
    () =>
      new Promise<number>((done) => {
        let left = 0;
        new MutationObserver(() => {
          const text = document.body.textContent;
          if (left === 0 && !document.querySelector('article[data-record-id]')) left = performance.now();
          if (left > 0 && text.includes('cannot read this page')) done(performance.now() - left);
        }).observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
  await it.session.goInApp(recordPath(second?.Id ?? ''));
  expect(await said).toBeLessThan(1000);
  await panelOn(it, second?.Id ?? '');
  expect(await panel.locator('h1').innerText()).toBe(second?.['Name']);
});
