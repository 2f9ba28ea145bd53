import { expect, test } from 'vitest';

import { liveDeals } from '@/tests/backtest/worlds/deals';
import { measureWorld } from '@/tests/backtest/worlds/measure';
import { worldRows } from '@/tests/backtest/worlds/table';
import { truthOf } from '@/tests/backtest/worlds/truth';
import { FIRST_DAY, quarterOf, type World, worldOf } from '@/tests/backtest/worlds/world';

/** Wins that true chances say with so many days left of the quarters until a day, the variance of that, and wins that came. */
function winsOf(worlds: readonly World[], { days, left }: { days: number; left: number }) {
  const found = { said: 0, spread: 0, came: 0 };
  for (const world of worlds) {
    const deals = liveDeals(world);
    for (let on = FIRST_DAY + 200; on < FIRST_DAY + days; on = quarterOf(on).end + 1) {
      const { end } = quarterOf(on);
      for (const [at, p] of truthOf(world, deals, end, [end - left]).get(end - left) ?? []) {
        found.said += p;
        found.spread += p * (1 - p);
        found.came += deals[at]?.isWon && deals[at].end <= end ? 1 : 0;
      }
    }
  }
  return found;
}

test.each([
  'flat',
  'quarter end',
  'large win less',
  'informative dates',
  'month ends',
  'Fridays',
  'owners apart',
  'teams apart',
  'holidays',
  'types apart',
  'renewals',
  'twice as fast',
  'half of all leaves',
  'a product launched',
])('in the world “%s” deals are won as often as their true chances say', (name) => {
  const worlds = [11, 12, 13].map((seed) => worldOf(name, seed, { quarters: 6 }));
  const { said, spread, came } = winsOf(worlds, { days: 540, left: 45 });
  expect(came).toBeGreaterThan(100);
  expect(Math.abs(came - said)).toBeLessThan(3.3 * Math.sqrt(spread));
});

test('who knows all but a quarter’s shock knows what its days until then show of it', () => {
  const worlds = [12, 13].map((seed) => worldOf('shock', seed, { quarters: 8, shock: 1, births: 300 }));
  const { said, spread, came } = winsOf(worlds, { days: 720, left: 7 });
  // More deals are still open in a bad quarter: by all that the shock may be 138 wins were to be expected, and 74 came.
  expect(Math.abs(came - said)).toBeLessThan(2 * Math.sqrt(spread));
});

test('the same seed lives the same deals, another one others', () => {
  const world = worldOf('flat', 3, { quarters: 3 });
  expect(liveDeals(world)).toEqual(liveDeals(world));
  expect(liveDeals({ ...world, seed: 4 })).not.toEqual(liveDeals(world));
});

test.each(['quarter end', ...(process.env['LONG'] ? ['shock', 'month ends', 'few giants'] : [])])(
  'in the world “%s” the forecast expects as many wins as there are to expect, in the last week of a quarter too',
  (name) => {
    const said = [1, 2].flatMap((seed) => measureWorld(worldOf(name, 20 + seed, { quarters: 18 }), { quarters: 4 }));
    for (const { saidToTrue } of worldRows(name, said)) {
      expect(saidToTrue).toBeGreaterThan(0.85);
      expect(saidToTrue).toBeLessThan(1.2);
    }
  },
);
