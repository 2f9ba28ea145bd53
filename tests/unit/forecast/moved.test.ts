import { expect, test } from 'vitest';

import { DAY_MS, dayFromNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { outlook } from '@/lib/forecast/outlook';
import { lastDay, liveDeals } from '@/tests/backtest/worlds/deals';
import { orgOf } from '@/tests/backtest/worlds/org';
import { worldOf } from '@/tests/backtest/worlds/world';

/** What is said of an org with 40 days left of its 24th quarter, which wins 2.2 times as often from one quarter on. */
function said(stepAt: number, seed: number) {
  const world = worldOf('step up', seed, { stepAt, births: 100 });
  const { facts } = orgOf(world, liveDeals(world));
  const day = lastDay(world) - 40;
  return outlook({ ...facts, now: instant((day + 1) * DAY_MS - 1), today: dayFromNumber(day) }, undefined, undefined);
}

test('a level that moved before all that the rates are counted over is not said to have moved', () => {
  const [old, young] = [said(15, 1), said(20, 1)];
  expect([old.hasMoved, old.level]).toEqual([false, undefined]);
  expect(young.hasMoved).toBe(true);
  expect(young.level?.times).toBeGreaterThan(1.3);
});
