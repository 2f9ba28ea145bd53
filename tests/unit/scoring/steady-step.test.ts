import { expect, test } from 'vitest';

import { learn, type Learnt } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/model/steps';
import { dealFactsOf } from '@/lib/sync/learnt';
import { lastDay, liveDeals } from '@/tests/backtest/worlds/deals';
import { orgOf } from '@/tests/backtest/worlds/org';
import { worldOf } from '@/tests/backtest/worlds/world';

const ORGS = process.env['LONG']
  ? ['flat', 'shock', 'quarter end', 'informative dates'].flatMap((name) => [2, 3].map((seed) => [name, seed] as const))
  : [['flat', 2] as const];
const MONTHS = process.env['LONG'] ? 12 : 4;

/** Whether chances are shown, and whether sums go by them, in each of the last fits of an org that learns anew every 30 days as the product does. */
function monthly(name: string, seed: number): { isShown: boolean; isForecasting: boolean }[] {
  const world = worldOf(name, seed, { births: 50, quarters: 14 });
  const { facts } = orgOf(world, liveDeals(world));
  const known = dealFactsOf(facts);
  let former: Learnt | undefined;
  return Array.from({ length: MONTHS }, (_, month) => {
    former = finish(
      learn(known, {
        at: (lastDay(world) + 1 - 30 * (MONTHS - 1 - month)) * 86_400_000 - 1,
        rankOf: (stage) => facts.stages.get(stage)?.order,
        fiscal: facts.profile,
        hasForecast: former?.card.proof?.forecast.isPassed ?? false,
        former: former?.card.rung.step,
      }),
    );
    const { rung, proof } = former.card;
    return {
      isShown: rung.step === 'early' || rung.step === 'full',
      isForecasting: proof?.forecast.isPassed ?? false,
    };
  });
}

test.runIf(process.env['LONG'])(
  'an org that learns anew each month for a year has its chances come, or go, about once, and not to and fro',
  () => {
    const changes = ORGS.map(([name, seed]) => {
      const fits = monthly(name, seed);
      const count = (of: (fit: (typeof fits)[number]) => boolean): number =>
        fits.filter((fit, month) => month > 0 && of(fit) !== of(fits[month - 1]!)).length;
      return { shown: count(({ isShown }) => isShown), forecasting: count(({ isForecasting }) => isForecasting) };
    });
    for (const { shown, forecasting } of changes) {
      // They come once, and may go once when they are no longer better.
      expect(shown).toBeLessThanOrEqual(2);
      expect(forecasting).toBeLessThanOrEqual(2);
    }
    expect(changes.reduce((sum, { shown }) => sum + shown, 0) / changes.length).toBeLessThan(1);
  },
);
