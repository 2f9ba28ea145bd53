import { describe, expect, test } from 'vitest';

import { normalStream, randomStream } from '@/lib/figures/random';
import { belief, believed } from '@/lib/forecast/chance/beliefs';
import { tempoOf } from '@/lib/forecast/chance/tempo';
import type { Week, Weeks } from '@/lib/forecast/chance/weeks';

describe('what looks say of values that hang together', () => {
  const UNSEEN = { value: 0, noise: Infinity };
  const alike = (places: number) => belief(places, 1, () => 0.25);
  test('one look is believed by its share of what it and the belief spread', () => {
    const { mean, varianceOf } = believed([{ value: 1, noise: 0.75 }], [alike(1)]);
    expect(mean[0]).toBeCloseTo(0.25, 8);
    expect(varianceOf([1])).toBeCloseTo(0.25 - 0.25 ** 2, 8);
    expect(varianceOf([2])).toBeCloseTo(4 * (0.25 - 0.25 ** 2), 8);
  });
  test('what is not known of two places alike is nothing in their difference', () => {
    const apart = believed([{ value: 1, noise: 0.75 }, UNSEEN], [belief(2, 1, (a, b) => (a === b ? 0.25 : 0.15))]);
    const alone = [apart.varianceOf([1, 0]), apart.varianceOf([0, 1])];
    // Covariance of both given the look at the first: .15 − .25 × .15.
    expect(apart.varianceOf([1, -1])).toBeCloseTo(alone[0]! + alone[1]! - 2 * (0.15 - 0.25 * 0.15), 8);
    expect(believed([{ value: 1, noise: 0.75 }, UNSEEN], [alike(2)]).varianceOf([1, -1])).toBeCloseTo(0, 7);
  });
  test('a place that was not looked at is what the others say of it', () => {
    const looks = [
      { value: 0.4, noise: 0.1 },
      { value: 0.8, noise: 0.1 },
      { value: 9, noise: Infinity },
    ];
    // The normal mean by precision: two looks at one value.
    const expected = (0.4 / 0.1 + 0.8 / 0.1) / (1 / 0.25 + 2 / 0.1);
    expect(believed(looks, [alike(3)]).mean[2]).toBeCloseTo(expected, 7);
  });
  test('beliefs count by how well they explain what was seen', () => {
    const none = belief(1, 0.5, () => 0);
    const some = belief(1, 0.5, () => 1);
    const near = believed([{ value: 0, noise: 0.01 }], [none, some]);
    const far = believed([{ value: 2, noise: 0.01 }], [none, some]);
    // Density of 0 under variances of .01 and 1.01.
    expect(near.weights[0]).toBeCloseTo(1 / (1 + Math.sqrt(0.01 / 1.01)), 7);
    expect(far.weights[1]).toBeGreaterThan(0.999);
  });
});

type Tempos = Pick<Weeks, 'weeks' | 'rates'>;
const QUARTERS = 13;
const OPEN = 30;
const RATE = 0.12;

/** Weeks of an org in which deals of one group are won at a rate times a factor, up to some week of the present quarter. */
function weeksOf(
  seed: number,
  factor: (quarter: number, left: number) => number,
  { growth = 0, shock = 0, until = 3 } = {},
): Tempos {
  const next = randomStream(seed);
  const normal = normalStream(next);
  const weeks: Week[] = [];
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    const own = shock * normal();
    for (let left = 12; left >= 0; left -= 1) {
      if (quarter === QUARTERS - 1 && left < until) break;
      const open = Math.round(OPEN * (1 + growth) ** quarter);
      const chance = 1 - Math.exp(-RATE * factor(quarter, left) * Math.exp(own));
      let won = 0;
      for (let deal = 0; deal < open; deal += 1) won += next() < chance ? 1 : 0;
      weeks.push({ quarter, left, won, lost: 0, moved: 0, open: Float64Array.of(open) });
    }
  }
  const all = weeks.reduce((sum, { open }) => sum + (open[0] ?? 0), 0);
  const rate = weeks.reduce((sum, { won }) => sum + won, 0) / all;
  return { weeks, rates: { won: Float64Array.of(rate), lost: Float64Array.of(0), moved: Float64Array.of(0) } };
}

const SINCE = QUARTERS - 9;
const rush = (_: number, left: number): number => (left < 2 ? 2.5 : 0.8);
const tempos = (count: number, make: (seed: number) => Tempos) =>
  Array.from({ length: count }, (_, seed) => tempoOf(make(seed + 1), 'won', SINCE));
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('the tempo of an org', () => {
  test('a rush at the end of quarters is learnt, at its size', () => {
    const found = tempos(40, (seed) => weeksOf(seed, rush));
    const last = mean(found.map(({ season }) => (season[0] ?? 1) / (season[6] ?? 1)));
    expect(last).toBeGreaterThan(2.7);
    expect(last).toBeLessThan(3.5);
  });
  test('where there is none it stays out', () => {
    const found = tempos(40, (seed) => weeksOf(seed, () => 1));
    const off = found.map(({ season }) => Math.abs(Math.log(season[0] ?? 1)));
    expect(mean(off)).toBeLessThan(0.05);
  });
  test.each([
    ['steady', {}, () => 1],
    ['seasonal', {}, rush],
    ['growing', { growth: 0.08 }, () => 1],
    ['growing, with a season and shocks', { growth: 0.08, shock: 0.15 }, rush],
  ] as const)('in %s orgs a change is claimed in at most 5 of 100', (_, options, factor) => {
    const found = tempos(200, (seed) => weeksOf(seed, factor, options));
    expect(found.filter(({ changed }) => changed > 0.8).length).toBeLessThanOrEqual(10);
  });
  test('where quarters differ by luck, as many wins are expected of one that begins as come on average', () => {
    // None of its weeks is over.
    const found = tempos(300, (seed) => weeksOf(seed, () => 1, { shock: 0.35, until: 13 }));
    const factor = mean(found.map(({ level }) => Math.exp(level)));
    expect(factor).toBeGreaterThan(0.975);
    expect(factor).toBeLessThan(1.04);
  });
  test('a lasting fall of .8 log-odds is seen within two quarters, and in the level', () => {
    const fallen = (seed: number) => weeksOf(seed, (quarter) => (quarter >= QUARTERS - 3 ? Math.exp(-0.8) : 1));
    const found = tempos(100, fallen);
    expect(found.filter(({ changed }) => changed > 0.8).length).toBeGreaterThanOrEqual(80);
    // Against the mean of the nine quarters since the rates begin, three of which had fallen.
    const before = Math.log((6 + 3 * Math.exp(-0.8)) / 9);
    expect(mean(found.map(({ level }) => level))).toBeLessThan(-0.8 - before + 0.12);
    expect(mean(found.map(({ level }) => level))).toBeGreaterThan(-0.8 - before - 0.12);
  });
});
