import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { randomStream } from '@/lib/figures/random';
import { weekClock } from '@/lib/scoring/week-clock';

import { DAY_ZERO, type History, logOf } from '../forecast/histories';

/** An org that wins on each weekday, Sunday first, in proportion to its weight; in UTC. */
function orgOf(weights: readonly number[], deals: number, seed = 3) {
  const next = randomStream(seed);
  const most = Math.max(...weights);
  return logOf(
    Array.from({ length: deals }, (_, index): History => {
      const day = DAY_ZERO + Math.floor(next() * 300);
      let end = day;
      do end = day + 1 + Math.floor(next() * 60);
      while (next() * most > weights[new Date(end * DAY_MS).getUTCDay()]!);
      const base = { stage: 'One', amount: 5, closeDay: day + 90, owner: 'ann', category: 'pipeline' as const };
      return {
        id: String(index),
        steps: [
          { ...base, day, status: 'open' },
          { ...base, day: end + 0.4, status: 'won', closeDay: end },
        ],
      };
    }),
  );
}

const AT = (DAY_ZERO + 400) * DAY_MS;
const WORKING = [0.05, 1.3, 1.5, 1.3, 1.3, 1.5, 0.05];
/** What the weights say of the days between two instants, an hour at a time. */
function hourly(from: number, to: number): number {
  const mean = WORKING.reduce((sum, weight) => sum + weight, 0) / 7;
  let sum = 0;
  for (let on = from; on < to; on += DAY_MS / 24) sum += WORKING[new Date(on).getUTCDay()]! / mean / 24;
  return sum;
}

describe('days as deals are won in them', () => {
  test('a weekend on which next to nothing is won is next to nothing, as the org’s weekdays are', () => {
    const clock = weekClock(orgOf(WORKING, 4000), AT);
    for (let hour = 0; hour < 24 * 14; hour += 7)
      for (const days of [1, 2, 3, 5, 10]) {
        const from = AT + (hour * DAY_MS) / 24;
        expect(Math.abs(clock(from, from + days * DAY_MS) - hourly(from, from + days * DAY_MS))).toBeLessThan(0.25);
      }
  });

  test('whole weeks stay what they are, a day more is never less, and parts add up', () => {
    const clock = weekClock(orgOf(WORKING, 1000), AT);
    const hour = fc.integer({ min: 0, max: 24 * 200 }).map((hours) => AT + (hours * DAY_MS) / 24);
    fc.assert(
      fc.property(fc.tuple(hour, hour, hour), (given) => {
        const [a, b, c] = given.toSorted((x, y) => x - y) as [number, number, number];
        expect(clock(a, a + 28 * DAY_MS)).toBeCloseTo(28, 9);
        expect(clock(a, b) + clock(b, c)).toBeCloseTo(clock(a, c), 9);
        expect(clock(a, c)).toBeGreaterThanOrEqual(clock(a, b));
      }),
    );
  });

  test('where weekdays differ by luck alone a day is a day, in at least 97 orgs of 100', () => {
    const plain = Array.from({ length: 100 }, (_, seed) =>
      weekClock(
        orgOf(
          WORKING.map(() => 1),
          120,
          seed,
        ),
        AT,
      ),
    );
    expect(plain.filter((clock) => clock(AT, AT + DAY_MS) === 1).length).toBeGreaterThanOrEqual(97);
    expect(weekClock(orgOf(WORKING, 0), AT)(AT, AT + 3 * DAY_MS)).toBe(3);
  });

  test('wins after the instant, and those of more than two years before it, have no part in it', () => {
    const log = orgOf(WORKING, 1000);
    const early = DAY_ZERO * DAY_MS;
    expect(weekClock(log, early)(AT, AT + DAY_MS)).toBe(1);
    expect(weekClock(log, AT + 1200 * DAY_MS)(AT, AT + DAY_MS)).toBe(1);
  });
});
