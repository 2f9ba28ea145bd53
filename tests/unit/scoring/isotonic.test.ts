import fc from 'fast-check';
import { expect, test } from 'vitest';

import { calibrationLine } from '@/lib/scoring/model/isotonic';

import { RUNS } from '../runs';

const rowsOf = fc.array(
  fc.record({ p: fc.integer({ min: 0, max: 20 }).map((each) => each / 20), y: fc.constantFrom(0, 1) }),
  {
    minLength: 1,
    maxLength: 60,
  },
);
const sumOf = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0);

/** The rising fit by its min-max formula: the least, over ends after the row, of the most, over starts before it, of the mean between. */
function naive(rows: readonly { p: number; y: number }[]): (p: number) => number {
  const all = [...new Set(rows.map(({ p }) => p))].toSorted((a, b) => a - b);
  const mean = (from: number, to: number): number => {
    const own = rows.filter(({ p }) => p >= from && p <= to).map(({ y }) => y);
    return sumOf(own) / own.length;
  };
  return (p) =>
    Math.min(
      ...all
        .filter((to) => to >= p)
        .map((to) => Math.max(...all.filter((from) => from <= p).map((from) => mean(from, to)))),
    );
}

test('the steps are those of the min-max formula of the rising fit, and hold every row once', () => {
  fc.assert(
    fc.property(rowsOf, (rows) => {
      const { steps } = calibrationLine(
        rows.map(({ p }) => p),
        rows.map(({ y }) => y),
      );
      const fit = naive(rows);
      expect(sumOf(steps.map(({ n }) => n))).toBe(rows.length);
      for (const { p } of rows) {
        const [step, ...others] = steps.filter(({ from, to }) => from <= p && p <= to);
        expect(others).toEqual([]);
        expect(step?.share).toBeCloseTo(fit(p), 10);
      }
    }),
    { numRuns: RUNS },
  );
});

/** A stream of its own (Park and Miller), so that the band is not met with the numbers that it was made of. */
function stream(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** The share of the band's chances at which the line lies in it. */
function heldBy(comesTrue: (p: number) => number, seed: number): number {
  const next = stream(seed);
  const p = Array.from({ length: 600 }, () => next());
  const y = p.map((each) => (next() < comesTrue(each) ? 1 : 0));
  const { steps, band } = calibrationLine(p, y);
  const held = band.filter(({ chance, low, high }) => {
    const share = steps.find(({ to }) => chance <= to)?.share ?? Number.NaN;
    return share >= low - 1e-12 && share <= high + 1e-12;
  });
  return held.length / band.length;
}

test('the band holds the line of a right model at about nine chances in ten, and that of a boastful one at few', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => 1000 + 77 * seed);
  const mean = (comesTrue: (p: number) => number): number =>
    sumOf(seeds.map((seed) => heldBy(comesTrue, seed))) / seeds.length;
  expect(mean((p) => p)).toBeGreaterThan(0.83);
  expect(mean((p) => p)).toBeLessThan(0.97);
  expect(mean((p) => p / 2)).toBeLessThan(0.35);
});
