import { expect, test } from 'vitest';

import { addDays, dayNumber } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { scopeForecast } from '@/lib/forecast/outlook';
import { lastDay, liveDeals } from '@/tests/backtest/worlds/deals';
import { orgOf } from '@/tests/backtest/worlds/org';
import { quarterOf, worldOf } from '@/tests/backtest/worlds/world';

test('of deals whose planned date went by more than a month ago as good as nothing is expected, where nothing comes of them', () => {
  let [deals, said, all] = [0, 0, 0];
  for (const seed of [41, 42]) {
    const world = worldOf('flat', seed);
    const { facts } = orgOf(world, liveDeals(world));
    let end = lastDay(world);
    for (let quarter = 0; quarter < 4; quarter += 1) {
      const today = addDays(facts.today, end - lastDay(world) - 60);
      const found = scopeForecast({ ...facts, today, now: endOfDay(today, 'UTC') }, undefined, undefined);
      for (const { version, p } of found.deals) {
        all += p;
        if ((facts.log.closeDay[version] ?? 0) >= dayNumber(today) - 30) continue;
        deals += 1;
        said += p;
      }
      end = quarterOf(end).start - 1;
    }
  }
  expect(deals).toBeGreaterThan(80);
  // Nobody works on them. By the rates of their stages it was .04 of a win each, a hundredth of all that was expected.
  expect(said / deals).toBeLessThan(0.015);
  expect(said / all).toBeLessThan(0.006);
});
