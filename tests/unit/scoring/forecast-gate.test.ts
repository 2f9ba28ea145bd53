import { expect, test } from 'vitest';

import { normalStream, randomStream } from '@/lib/figures/random';
import { forecastGate } from '@/lib/scoring/forecast-gate';

const normal = normalStream(randomStream(4));
/** Windows that one method hits within 10 %, and another within 30 %. */
const windows = Array.from({ length: 6 }, () => {
  const said = (off: number) => {
    const p50 = 100 * (1 + off);
    return { p10: p50 * 0.8, p50, p90: p50 * 1.2, actual: 100 };
  };
  return { near: said(0.1 * normal()), far: said(0.5 + 0.3 * Math.abs(normal())) };
});
const deal = { amount: 10, isWon: true };

test('sums go by the learnt chances where those had forecast them better, and not where worse', () => {
  const better = windows.map(({ near, far }) => ({ learnt: near, rates: far }));
  const worse = windows.map(({ near, far }) => ({ learnt: far, rates: near }));
  expect(forecastGate(better, [{ ...deal, learnt: 0.8, rates: 0.6 }], false).isPassed).toBe(true);
  expect(forecastGate(worse, [{ ...deal, learnt: 0.8, rates: 0.6 }], true).isPassed).toBe(false);
});

test('where both are as good the step stays what it was', () => {
  const same = windows.map(({ near }) => ({ learnt: near, rates: near }));
  for (const had of [true, false])
    expect(forecastGate(same, [{ ...deal, learnt: 0.7, rates: 0.7 }], had).isPassed).toBe(had);
});

test('two windows are no proof, and windows in which nothing was said or came are none either', () => {
  const two = windows.slice(0, 2).map(({ near, far }) => ({ learnt: near, rates: far }));
  expect(forecastGate(two, [{ ...deal, learnt: 0.9, rates: 0.2 }], true).isPassed).toBe(false);
  const nothing = { p10: 0, p50: 0, p90: 0, actual: 0 };
  expect(forecastGate(Array(5).fill({ learnt: nothing, rates: nothing }), [], true).isPassed).toBe(false);
});

test('a large deal weighs by its amount', () => {
  const same = windows.map(({ near }) => ({ learnt: near, rates: near }));
  const small = Array.from({ length: 9 }, () => ({ amount: 1, learnt: 0.9, rates: 0.6, isWon: true }));
  const large = { amount: 1000, learnt: 0.2, rates: 0.6, isWon: true };
  expect(forecastGate(same, small, false).isPassed).toBe(true);
  expect(forecastGate(same, [...small, large], false).isPassed).toBe(false);
});
