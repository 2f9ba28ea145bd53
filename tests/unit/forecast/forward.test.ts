import { expect, test } from 'vitest';

import { addDays, dayNumber } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, scopeForecast } from '@/lib/forecast/outlook';
import { NO_DAY, versionAt, WON } from '@/lib/log/event-log';
import { openContext } from '@/tests/explore/context';

const SEEDS = process.env['LONG'] ? ['1', '2', '3'] : ['1'];

test('G8.1: of deals planned for the next quarter as many come forward as their chances say', async () => {
  let [said, came, deals] = [0, 0, 0];
  for (const seed of SEEDS) {
    const { facts } = await openContext({ size: '200', seed, 'as-of': '2026-11-24' });
    const { log } = facts;
    const ended = engineOf(facts).past.slice(-5);
    for (const quarter of ended)
      for (const left of [60, 30, 15]) {
        const today = addDays(quarter.end, -left);
        const then: OrgFacts = { ...facts, now: endOfDay(today, log.timeZone), today };
        for (const { deal, p } of scopeForecast(then, undefined, undefined).deals) {
          const planned = log.closeDay[versionAt(log, deal, then.now)] ?? NO_DAY;
          if (planned <= dayNumber(quarter.end) || planned > dayNumber(quarter.end) + 92) continue;
          const last = versionAt(log, deal, endOfDay(quarter.end, log.timeZone));
          deals += 1;
          said += p;
          if (log.status[last] === WON && (log.closeDay[last] ?? NO_DAY) <= dayNumber(quarter.end)) came += 1;
        }
      }
  }
  expect(deals).toBeGreaterThan(650 * SEEDS.length);
  expect(said / came).toBeGreaterThan(0.8);
  expect(said / came).toBeLessThan(1.2);
});
