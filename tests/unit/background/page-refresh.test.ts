import { expect, test } from 'vitest';

import { createPageRefresh } from '@/lib/background/page-refresh';
import type { PageSight } from '@/lib/crm/crm';
import { site } from '@/lib/crm/salesforce/site';

const FREE: PageSight = { isEditing: false, hasDialog: false, shown: 'Old' };

/** A page that is in these states, one after the other, and how often it was asked to read its record anew. */
function pageOf(sights: (PageSight | undefined)[], canRenew = true, isOff = false) {
  let renewed = 0;
  let looked = 0;
  const refresh = createPageRefresh({
    isOff: () => Promise.resolve(isOff),
    sleep: () => Promise.resolve(),
    run(_tabId, run) {
      if (run !== site.renewPage) {
        const sight = sights[Math.min(looked, sights.length - 1)];
        looked += 1;
        // Safe: what is run is the look at the page.
        return Promise.resolve(sight as ReturnType<typeof run> | undefined);
      }
      renewed += 1;
      return Promise.resolve(canRenew as ReturnType<typeof run>);
    },
  });
  return { end: () => refresh.refresh(1, site), renewed: () => renewed, refresh };
}

test.each([
  ['shows other values soon after', [FREE, FREE, { ...FREE, shown: 'New' }], 'shown', 1],
  ['goes on showing the same', [FREE], 'same', 1],
  ['has an open form', [{ ...FREE, isEditing: true }], 'busy', 0],
  ['has an open dialogue', [{ ...FREE, hasDialog: true }], 'busy', 0],
  ['cannot be looked at', [undefined], 'unable', 0],
] as const)('a page that %s', async (_what, sights, end, renewed) => {
  const page = pageOf([...sights]);
  expect(await page.end()).toBe(end);
  expect(page.renewed()).toBe(renewed);
});

test('a page that has no way to be refreshed, and a surface that stands in none, are told apart from one that was', async () => {
  expect(await pageOf([FREE], false).end()).toBe('unable');
  expect(await pageOf([FREE]).refresh.refresh(undefined, site)).toBe('unable');
});

test('a page is left alone where the organisation has switched that off', async () => {
  const page = pageOf([FREE, { ...FREE, shown: 'New' }], true, true);
  expect([await page.end(), page.renewed()]).toEqual(['unable', 0]);
});
