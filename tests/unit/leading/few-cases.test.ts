import { expect, test } from 'vitest';

import { normalStream, randomStream } from '@/lib/figures/random';
import { beforeAfter, type Case } from '@/lib/process/experiment';

const next = randomStream(5);
const normal = normalStream(next);
const VALUES = {
  'days, some of them many': () => Math.round(20 * Math.exp(0.8 * normal())),
  'numbers around their mean': normal,
  'one in three': () => (next() < 0.3 ? 1 : 0),
};
const casesOf = (n: number, value: (isChanged: boolean) => number): Case[] =>
  [true, false].flatMap((isTreated) =>
    [0, 10].flatMap((at) => Array.from({ length: n }, () => ({ at, isTreated, value: value(isTreated && at === 10) }))),
  );
const RUNS = 400;

/** Of so many tries one in twenty may look like an effect; three standard errors above that it is no chance. */
const MOST = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS);

test.each(Object.entries(VALUES).flatMap(([name, draw]) => [5, 8, 12].map((n) => ({ name, n, draw }))))(
  'where nothing was changed, $n cases a group look like an effect in one try of twenty: $name',
  ({ n, draw }) => {
    const clear = Array.from({ length: RUNS }, (_, run) => beforeAfter(casesOf(n, draw), 5, run + 1)).filter(
      (effect) => effect && (effect.low > 0 || effect.high < 0),
    );
    expect(clear.length / RUNS).toBeLessThan(MOST);
  },
);

test('a true effect lies inside its interval in nineteen of twenty, and five of five are not certain', () => {
  const inside = Array.from({ length: RUNS }, (_, run) =>
    beforeAfter(
      casesOf(8, (isChanged) => normal() + (isChanged ? 2 : 0)),
      5,
      run + 1,
    ),
  ).filter((effect) => effect && effect.low <= 2 && effect.high >= 2);
  expect(inside.length / RUNS).toBeGreaterThan(1 - MOST);
  const whole = beforeAfter(
    casesOf(5, (isChanged) => (isChanged ? 1 : 0)),
    5,
  );
  expect(whole?.effect).toBe(1);
  expect((whole?.high ?? 0) - (whole?.low ?? 0)).toBeGreaterThan(0.3);
});
