import { expect, test } from 'vitest';

import { randomStream } from '@/lib/figures/random';
import { calibrate, calibrated } from '@/lib/scoring/calibrate';
import { binCounts, featureAlarms, psi, resultAlarm } from '@/lib/scoring/drift';
import { findBins } from '@/lib/scoring/model/bins';
import { logLoss, logitOf, sigmoid } from '@/lib/scoring/model/quality';
import { categoryColumn } from '@/lib/scoring/model/training-table';

import { makeRows } from './rows';

const moved = (p: Float64Array, intercept: number, slope: number): Float64Array =>
  p.map((each) => sigmoid(intercept + slope * logitOf(each)));

test('G8.15: below 20 fresh outcomes nothing is changed', () => {
  const { truth, y } = makeRows(19, 1);
  expect(calibrate(truth, y)).toEqual({ method: 'none', intercept: 0, slope: 1, n: 19 });
});

test('G8.15: a level that is off is found and moved back; the slope is left alone while it is sound', () => {
  const { truth, y } = makeRows(5000, 2);
  const low = moved(truth, -0.6, 1);
  const found = calibrate(low, y);
  expect(found.method).toBe('intercept');
  expect(found.intercept).toBeCloseTo(0.6, 1);
  expect(
    logLoss(
      low.map((p) => calibrated(found, p)),
      y,
    ),
  ).toBeLessThan(logLoss(low, y));
});

test('G8.15: the shift is the best one by a plain search over its penalised loss', () => {
  const { truth, y } = makeRows(150, 3);
  const low = moved(truth, -0.8, 1);
  const mean = low.reduce((sum, p) => sum + p, 0) / 150;
  const loss = (shift: number): number =>
    logLoss(moved(low, shift, 1), y) * 150 + (50 * mean * (1 - mean) * shift ** 2) / 2;
  let best = -2;
  for (let shift = -2; shift <= 2; shift += 0.001) if (loss(shift) < loss(best)) best = shift;
  expect(calibrate(low, y).intercept).toBeCloseTo(best, 2);
});

test('G8.15: a slope that is off is mended by Platt from 200 outcomes on, not before', () => {
  const { truth, y } = makeRows(6000, 4, { pull: 2 });
  const sure = moved(truth, 0, 2);
  expect(calibrate(sure, y).method).toBe('platt');
  expect(calibrate(sure, y).slope).toBeCloseTo(0.5, 1);
  expect(calibrate(sure.slice(0, 199), y.slice(0, 199)).method).toBe('intercept');
});

test('G8.16: the stability index is 0 for equal shares and its formula otherwise', () => {
  expect(psi([10, 20, 70], [100, 200, 700])).toBeCloseTo(0, 12);
  expect(psi([50, 50], [80, 20])).toBeCloseTo(0.3 * Math.log(0.8 / 0.5) + -0.3 * Math.log(0.2 / 0.5), 12);
});

test('G8.16: rows like those of the fit raise no alarm; a number that moved and words never seen do, by name', () => {
  const { table } = makeRows(3000, 1);
  const binnings = table.columns.map((column) => findBins(column, 10));
  const counts = binCounts(table, binnings);
  expect(featureAlarms(binnings, counts, makeRows(3000, 2).table)).toEqual([]);
  const moved = {
    size: 3000,
    columns: table.columns.map((column) =>
      column.name === 'curved'
        ? { ...column, values: column.values.map((value) => value / 3) }
        : column.name === 'region'
          ? categoryColumn(
              'region',
              Array.from(column.values, (code) => (code === 1 ? 'mars' : column.words?.[code])),
            )
          : column,
    ),
  };
  const alarms = featureAlarms(binnings, counts, moved);
  expect(alarms.map((alarm) => [alarm.id, 'feature' in alarm ? alarm.feature : ''])).toEqual([
    ['featureMoved', 'curved'],
    ['unseenWords', 'region'],
  ]);
});

test('G8.16: results as told raise no alarm in 95 of 100 histories of 300; twice the odds raise one in all', () => {
  const alarmsWith = (shift: number): number =>
    Array.from({ length: 100 }, (_, seed) => {
      const { truth } = makeRows(300, seed);
      const next = randomStream(seed + 500);
      const y = Uint8Array.from(moved(truth, shift, 1), (p) => (next() < p ? 1 : 0));
      return resultAlarm(truth, y);
    }).filter((alarm) => alarm !== undefined).length;
  expect(alarmsWith(0)).toBeLessThanOrEqual(5);
  expect(alarmsWith(0.8)).toBeGreaterThanOrEqual(95);
});
