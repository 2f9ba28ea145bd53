import { expect, test } from 'vitest';

import { normalStream, randomStream } from '@/lib/figures/random';
import { forecastGate, type GatedDeal, type GatedWindow } from '@/lib/scoring/forecast-gate';

const SPANS = [90, 60, 30, 15, 7];
const normal = normalStream(randomStream(4));
const said = (off: number) => {
  const p50 = 100 * (1 + off);
  return { p10: p50 * 0.8, p50, p90: p50 * 1.2, actual: 100 };
};
/** What a method said that hit within 10 %, and another that was half too high. */
const near = Array.from({ length: 6 }, () => said(0.1 * normal()));
const far = Array.from({ length: 6 }, () => said(0.5 + 0.3 * Math.abs(normal())));

/** Six quarters, each asked on five days. */
const quarters = (
  of: (daysLeft: number) => { learnt: typeof near; rates: typeof near },
  deals: GatedDeal[] = [{ amount: 10, learnt: 0.7, rates: 0.7, isWon: true }],
): GatedWindow[] =>
  SPANS.flatMap((daysLeft) => {
    const { learnt, rates } = of(daysLeft);
    return learnt.map((own, at) => ({ daysLeft, deals, learnt: own, rates: rates[at] ?? own }));
  });

test('sums go by the learnt chances where those had forecast them better, and not where worse', () => {
  const deals = [{ amount: 10, learnt: 0.8, rates: 0.6, isWon: true }];
  expect(
    forecastGate(
      quarters(() => ({ learnt: near, rates: far }), deals),
      false,
    ).isPassed,
  ).toBe(true);
  expect(
    forecastGate(
      quarters(() => ({ learnt: far, rates: near }), deals),
      true,
    ).isPassed,
  ).toBe(false);
});

test.each(SPANS)(
  'chances that forecast better but with %i days left, and clearly worse there, forecast nothing',
  (worse) => {
    const windows = quarters((daysLeft) =>
      daysLeft === worse ? { learnt: far, rates: near } : { learnt: near, rates: far },
    );
    for (const had of [true, false]) expect(forecastGate(windows, had).isPassed).toBe(false);
  },
);

test('where both are as good the step stays what it was, and so does it where one of them is a little better', () => {
  const close = [0.998, 0.993].map((learnt) => 1 - Math.sqrt(learnt) * 0.3);
  for (const learnt of close)
    for (const had of [true, false]) {
      const deals = [{ amount: 10, learnt, rates: 0.7, isWon: true }];
      expect(
        forecastGate(
          quarters(() => ({ learnt: near, rates: near }), deals),
          had,
        ).isPassed,
      ).toBe(had);
    }
});

test('two quarters are no proof, and quarters in which nothing was said or came are none either', () => {
  const two = quarters(() => ({ learnt: near.slice(0, 2), rates: far.slice(0, 2) }));
  expect(forecastGate(two, true).isPassed).toBe(false);
  const none = Array.from({ length: 5 }, () => ({ p10: 0, p50: 0, p90: 0, actual: 0 }));
  expect(
    forecastGate(
      quarters(() => ({ learnt: none, rates: none }), []),
      true,
    ).isPassed,
  ).toBe(false);
  expect(forecastGate([], true)).toEqual({ isPassed: false, quarters: 0, spans: [] });
});

test('a large deal weighs by its amount', () => {
  const both = () => ({ learnt: near, rates: near });
  const small = Array.from({ length: 9 }, () => ({ amount: 1, learnt: 0.9, rates: 0.6, isWon: true }));
  const large = { amount: 1000, learnt: 0.2, rates: 0.6, isWon: true };
  expect(forecastGate(quarters(both, small), false).isPassed).toBe(true);
  expect(forecastGate(quarters(both, [...small, large]), false).isPassed).toBe(false);
});
