import { expect, test } from 'vitest';

import { levelsByStage } from '@/lib/forecast/chance/stage-pace';
import type { Flow } from '@/lib/forecast/chance/weeks';

/** A week of an org: a fifth of the first of three stages goes on, a quarter of the second, and a third of the last is won. */
const [TO_SECOND, TO_LAST, TO_WON] = [0.2, 0.25, 1 / 3];
const flow: Flow = {
  stages: 3,
  open: Float64Array.of(1000, 1000, 1000),
  won: Float64Array.of(0, 0, 1000 * TO_WON),
  lost: new Float64Array(3),
  moved: Float64Array.of(0, 1000 * TO_SECOND, 0, 0, 0, 1000 * TO_LAST, 0, 0, 0),
};
const rateOf = (share: number): number => -Math.log(1 - share) / 7;

/** That a chain of waits is over within so many days: their densities laid over each other, an hour at a time. */
function overWithin(rates: readonly number[], days: number): number {
  const step = 1 / 24;
  const left = rates.map((_, place) => (place === 0 ? 1 : 0));
  let over = 0;
  for (let hour = 0; hour < days * 24; hour += 1)
    for (let place = rates.length - 1; place >= 0; place -= 1) {
      const gone = left[place]! * (1 - Math.exp(-rates[place]! * step));
      left[place]! -= gone;
      if (place === rates.length - 1) over += gone;
      else left[place + 1]! += gone;
    }
  return over;
}

test('where stages are passed twice as fast earlier ones are won faster, and more so the nearer the end', () => {
  const rates = [rateOf(TO_SECOND), rateOf(TO_LAST), rateOf(TO_WON)];
  const hazard = (p: number): number => -Math.log(1 - p);
  const factors = [7, 30, 90].map((days) => levelsByStage(flow, days, { won: 0, lost: 0, moved: Math.log(2) }));
  for (const [place, days] of [7, 30, 90].entries()) {
    const own = factors[place]!.map(({ won }) => won);
    for (const stage of [0, 1]) {
      const fast = [...rates.slice(stage, -1).map((rate) => 2 * rate), rates.at(-1)!];
      const expected = hazard(overWithin(fast, days)) / hazard(overWithin(rates.slice(stage), days));
      expect(Math.abs(own[stage]! / expected - 1)).toBeLessThan(0.12);
    }
    expect(own[2]).toBeCloseTo(1, 10);
    expect(own[0]).toBeGreaterThan(own[1]!);
  }
  for (const stage of [0, 1]) {
    const [week, month, quarter] = factors.map((each) => each[stage]!.won);
    expect(week).toBeGreaterThan(month!);
    expect(month).toBeGreaterThan(quarter!);
    expect(quarter).toBeGreaterThan(1);
  }
});

test('at the usual pace every stage has the level, and stages from which nothing was won have it too', () => {
  const [won, lost] = [0.4, -0.3];
  const dead: Flow = {
    ...flow,
    stages: 1,
    open: Float64Array.of(9),
    won: Float64Array.of(0),
    lost: Float64Array.of(0),
    moved: Float64Array.of(0),
  };
  for (const each of [
    ...levelsByStage(flow, 30, { won, lost, moved: 0 }),
    ...levelsByStage(dead, 30, { won, lost, moved: 1 }),
  ]) {
    expect(each.won).toBeCloseTo(Math.exp(won), 10);
    expect(each.lost).toBeCloseTo(Math.exp(lost), 10);
  }
});
