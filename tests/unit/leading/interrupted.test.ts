import { describe, expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { randomStream } from '@/lib/figures/random';
import type { Case } from '@/lib/process/experiment';
import { interrupted, interruptedPlacebos } from '@/lib/process/interrupted';

/** Cases of 500 days, one or two a day: a slope that goes on anyway, noise, and a step on day 300. */
function series(seed: number, step: number, slope = 0.01): Case[] {
  const next = randomStream(seed);
  return Array.from({ length: 700 }, () => {
    const day = next() * 500;
    const noise = (next() + next() + next() - 1.5) * 12;
    return { at: day * DAY_MS, isTreated: true, value: 20 + slope * day + noise + (day >= 300 ? step : 0) };
  });
}
const CHANGED = 300 * DAY_MS;
const runs = Array.from({ length: 100 }, (_, seed) => seed + 1);

describe('a change for everybody, in a series that goes its own way', () => {
  test('a planted step is inside its interval in nine runs of ten, and clear', () => {
    const found = runs.map((seed) => interrupted(series(seed, -6), CHANGED));
    expect(found.filter((each) => each && each.low <= -6 && -6 <= each.high).length).toBeGreaterThanOrEqual(90);
    expect(found.filter((each) => each && each.high < 0).length).toBeGreaterThanOrEqual(95);
  });

  test('without a step it is clear about once in twenty, however steep the way', () => {
    const clear = runs.filter((seed) => {
      const found = interrupted(series(seed, 0, 0.05), CHANGED);
      return found && (found.low > 0 || found.high < 0);
    });
    expect(clear.length).toBeLessThanOrEqual(11);
  });

  test('dates before the change look only at what was before it, and seldom look like it', () => {
    const dates = [270, 240, 210, 180].map((day) => day * DAY_MS);
    const all = runs.flatMap((seed) => interruptedPlacebos(series(seed, -6), CHANGED, dates));
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ effect }) => Math.abs(effect.effect) >= 6).length / all.length).toBeLessThan(0.05);
    const shifted = series(4, -6).map((each) => (each.at >= CHANGED ? { ...each, value: 999 } : each));
    expect(interruptedPlacebos(shifted, CHANGED, dates)).toEqual(interruptedPlacebos(series(4, -6), CHANGED, dates));
  });

  test('the step is that of the textbook’s normal equations', () => {
    const cases = series(9, -6).filter(({ at }) => Math.abs(at - CHANGED) <= 180 * DAY_MS);
    const rows = cases.map(({ at, value }) => ({ x: [1, at / DAY_MS, at >= CHANGED ? 1 : 0], value }));
    const matrix = [0, 1, 2].map((i) => [
      ...[0, 1, 2].map((j) => rows.reduce((sum, { x }) => sum + (x[i] ?? 0) * (x[j] ?? 0), 0)),
      rows.reduce((sum, { x, value }) => sum + (x[i] ?? 0) * value, 0),
    ]);
    for (const [i, row] of matrix.entries())
      for (const [k, other] of matrix.entries()) {
        if (k === i) continue;
        const by = (other[i] ?? 0) / (row[i] ?? 1);
        for (let j = 0; j < 4; j += 1) other[j] = (other[j] ?? 0) - by * (row[j] ?? 0);
      }
    const last = matrix[2] ?? [];
    expect(interrupted(cases, CHANGED)?.effect).toBeCloseTo((last[3] ?? 0) / (last[2] ?? 1), 6);
  });

  test('few cases say nothing', () => {
    expect(interrupted(series(1, -6).slice(0, 12), CHANGED)).toBeUndefined();
  });
});
