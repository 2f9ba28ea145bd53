import fc from 'fast-check';
import { expect, test } from 'vitest';

import { paced } from '@/lib/deal/api-pace';
import { RUNS } from '@/tests/unit/runs';

/** A day of work, second by second, of a sync and a record on screen that each make calls when their time has come. */
function workDay(allowed: number, hours: number, calls: { everyMs: number; cost: number }[]) {
  const next = calls.map(() => 0);
  let used = 0;
  let longest = 0;
  for (let now = 0; now < hours * 3_600_000; now += 1000) {
    calls.forEach(({ everyMs, cost }, at) => {
      if (now < (next[at] ?? 0) || used + cost > allowed) return;
      used += cost;
      const wait = paced(everyMs, { used, allowed });
      next[at] = now + wait;
      longest = Math.max(longest, wait);
    });
  }
  return { used, longest };
}

test('the share of the smallest org lasts ten hours of work with a record on screen', () => {
  const work = [
    { everyMs: 25_000, cost: 1 },
    { everyMs: 20_000, cost: 1 },
  ];
  const { used, longest } = workDay(750, 10, work);
  expect(used).toBeLessThan(0.9 * 750);
  expect(longest).toBeLessThan(30 * 60_000);
  // At an even pace it would have ended within three hours.
  expect((750 / 2) * 22_500).toBeLessThan(3 * 3_600_000);
});

test('whatever the share and the cost, the wait grows with use and never shrinks below what is wanted', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 1000 }),
      (allowed, used, more) => {
        const wait = paced(1000, { used, allowed });
        expect(wait).toBeGreaterThanOrEqual(1000);
        expect(paced(1000, { used: used + more, allowed })).toBeGreaterThanOrEqual(wait);
        expect(wait === Infinity).toBe(used >= allowed);
      },
    ),
    { numRuns: RUNS },
  );
});
