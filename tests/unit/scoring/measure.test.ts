import fc from 'fast-check';
import { expect, test } from 'vitest';

import { auc, brier, ece, logLoss, platt, sigmoid } from '@/lib/scoring/model/quality';

import { RUNS } from '../runs';
import { makeRows } from './rows';

const pairs = fc.array(
  fc.record({ p: fc.integer({ min: 1, max: 99 }).map((x) => x / 100), y: fc.constantFrom(0, 1) }),
  {
    minLength: 2,
    maxLength: 60,
  },
);

test('AUC is the share of won–lost pairs in the right order, ties half', () => {
  fc.assert(
    fc.property(pairs, (rows) => {
      const won = rows.filter(({ y }) => y === 1);
      const lost = rows.filter(({ y }) => y === 0);
      fc.pre(won.length > 0 && lost.length > 0);
      let right = 0;
      for (const a of won) for (const b of lost) right += a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0;
      const found = auc(
        rows.map(({ p }) => p),
        rows.map(({ y }) => y),
      );
      expect(found).toBeCloseTo(right / (won.length * lost.length), 10);
    }),
    { numRuns: RUNS },
  );
});

test('G8.7 to G8.9: log loss, Brier and ECE are what their formulas say, row by row', () => {
  fc.assert(
    fc.property(pairs, fc.integer({ min: 1, max: 20 }), (rows, bins) => {
      const [p, y] = [rows.map((row) => row.p), rows.map((row) => row.y)];
      const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(logLoss(p, y)).toBeCloseTo(mean(rows.map((row) => -Math.log(row.y === 1 ? row.p : 1 - row.p))), 10);
      expect(brier(p, y)).toBeCloseTo(mean(rows.map((row) => (row.p - row.y) ** 2)), 10);
      const sorted = rows.toSorted((a, b) => a.p - b.p);
      let expected = 0;
      for (let bin = 0; bin < bins; bin += 1) {
        const own = sorted.slice(Math.floor((bin * rows.length) / bins), Math.floor(((bin + 1) * rows.length) / bins));
        if (own.length > 0)
          expected +=
            (own.length / rows.length) * Math.abs(mean(own.map((row) => row.p)) - mean(own.map((row) => row.y)));
      }
      expect(ece(p, y, bins)).toBeCloseTo(expected, 10);
    }),
    { numRuns: RUNS },
  );
});

test('the calibration slope finds by how much log-odds were stretched and moved', () => {
  const { truth, y } = makeRows(40_000, 3);
  const stretched = truth.map((p) => sigmoid(0.4 + 2 * Math.log(p / (1 - p))));
  const { intercept, slope, slopeError } = platt(stretched, y);
  expect(Math.abs(slope - 0.5)).toBeLessThan(4 * slopeError);
  expect(intercept).toBeCloseTo(-0.2, 1);
});
