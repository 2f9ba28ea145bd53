import { expect, test } from 'vitest';

import { addDays, dayNumber } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { scopeForecast } from '@/lib/forecast/outlook';
import { NO_DAY } from '@/lib/log/event-log';
import { liveDeals } from '@/tests/backtest/worlds/deals';
import { orgOf } from '@/tests/backtest/worlds/org';
import { worldOf } from '@/tests/backtest/worlds/world';

test.each(['informative dates', 'dates at quarter ends'])(
  'in the world “%s” deals that lose their planned dates, gone ones too, are expected to bring what they were together',
  (name) => {
    let [before, after, gone] = [0, 0, 0];
    for (const seed of [41, 42]) {
      const world = worldOf(name, seed);
      const { facts } = orgOf(world, liveDeals(world));
      for (const left of [61, 31]) {
        const today = addDays(facts.today, -left);
        const asked = { ...facts, today, now: endOfDay(today, 'UTC') };
        const all = scopeForecast(asked, undefined, undefined).deals;
        const some = new Set(all.flatMap(({ deal }, place) => (place % 3 === 0 ? [deal] : [])));
        const closeDay = facts.log.closeDay.slice();
        for (const { deal, version } of all) {
          if (!some.has(deal)) continue;
          if ((closeDay[version] ?? 0) < dayNumber(today)) gone += 1;
          closeDay[version] = NO_DAY;
        }
        const blanked = scopeForecast({ ...asked, log: { ...facts.log, closeDay } }, undefined, undefined).deals;
        for (const { deal, p } of all) if (some.has(deal)) before += p;
        for (const { deal, p } of blanked) if (some.has(deal)) after += p;
      }
    }
    expect(gone).toBeGreaterThan(5);
    // As if their dates lay far ahead it was .45 and 1.17 times as much.
    expect(after / before).toBeGreaterThan(0.88);
    expect(after / before).toBeLessThan(1.12);
  },
);
