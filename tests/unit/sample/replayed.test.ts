import { expect, test } from 'vitest';

import { addDays } from '@/lib/calendar/days';
import { endOfDay, periodEnd } from '@/lib/calendar/zoned-time';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import { forecastDeals } from '@/lib/forecast/forecast';
import { engineOf } from '@/lib/forecast/outlook';
import { WON } from '@/lib/log/event-log';
import { outcomesAt } from '@/lib/log/outcomes';
import { openContext } from '@/tests/explore/context';

/** Of the deals open two weeks before the ends of the last eight quarters: wins that the rates of those days expected, and that came. */
async function lastWeeks(seed: number): Promise<{ said: number; came: number }> {
  const { facts } = await openContext({ size: '150', seed: String(seed), 'as-of': '2026-11-24' });
  const { log } = facts;
  const ended = outcomesAt(log, facts.now);
  let [said, came] = [0, 0];
  for (const period of engineOf(facts).past.slice(-8)) {
    const end = periodEnd(period, log.timeZone);
    const at = endOfDay(addDays(period.end, -15), log.timeZone);
    const then = outcomesAt(log, end);
    for (const { deal, p } of forecastDeals(log, {
      at,
      chances: timedRates(log, { at, end, fiscal: facts.profile }),
    })) {
      said += p;
      if (ended.status[deal] === WON && then.status[deal] === WON) came += 1;
    }
  }
  return { said, came };
}

test('a company that sells as it always did is forecast as it came: its first quarters, without quotas, are like the others', async () => {
  const found = await Promise.all([1, 2, 3].map(lastWeeks));
  const sumOf = (of: 'said' | 'came'): number => found.reduce((sum, each) => sum + each[of], 0);
  // It was 1.37 when a rush stood at the ends of all quarters that had no quota.
  expect(sumOf('said') / sumOf('came')).toBeGreaterThan(0.85);
  expect(sumOf('said') / sumOf('came')).toBeLessThan(1.15);
});
