import { expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { normalStream, randomStream } from '@/lib/figures/random';
import { newDealsOf } from '@/lib/forecast/chance/new-deals';
import { outcomesAt } from '@/lib/log/outcomes';

import { DAY_ZERO, type History, logOf } from './histories';

const QUARTERS = 13;
const quarters = Array.from({ length: QUARTERS }, (_, at) => ({
  start: DAY_ZERO + 91 * at,
  end: DAY_ZERO + 91 * at + 90,
}));

/** Log of the amount of new deals in the last quarter beside that in the first eight, where deals come with amounts times a factor. */
function movedBy(seed: number, factor: (quarter: number) => number, each = 60): number {
  const normal = normalStream(randomStream(seed));
  const histories = Array.from({ length: each * QUARTERS }, (_, at): History => {
    const quarter = Math.floor(at / each);
    const day = DAY_ZERO + 91 * quarter + (at % each);
    const amount = 1e6 * Math.exp(1.2 * normal()) * factor(quarter);
    const first = {
      day,
      stage: 'One',
      status: 'open',
      amount,
      closeDay: day + 60,
      owner: 'a',
      category: 'pipeline',
    } as const;
    return { id: `${at}`, steps: [first] };
  });
  const log = logOf(histories);
  const today = quarters.at(-1)!.start + 70;
  const at = instant((today + 1) * DAY_MS - 1);
  const levels = new Float64Array(QUARTERS);
  const found = newDealsOf(log, { at, quarters, today, outcomes: outcomesAt(log, at), levels }).prices.logs;
  return found.at(-1)! - found.slice(0, 8).reduce((sum, own) => sum + own, 0) / 8;
}

const mean = (values: readonly number[]): number => values.reduce((sum, own) => sum + own, 0) / values.length;
const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);

test('where money loses its worth, new deals come with other amounts than before', () => {
  const found = mean(seeds.map((seed) => movedBy(seed, (quarter) => (quarter >= 10 ? 2.5 : 1))));
  // The largest twentieth counts as much as the least of it.
  expect(found).toBeGreaterThan(0.6);
  expect(found).toBeLessThan(1);
});

test('where amounts only spread, they are as ever', () => {
  const found = seeds.map((seed) => movedBy(seed, () => 1));
  expect(Math.abs(mean(found))).toBeLessThan(0.05);
  expect(Math.sqrt(mean(found.map((own) => own * own)))).toBeLessThan(0.12);
});

test('without amounts, or with hardly any deals, nothing is said', () => {
  expect(movedBy(1, () => Number.NaN)).toBe(0);
  expect(movedBy(1, (quarter) => (quarter > 9 ? 100 : 1), 5)).toBe(0);
});
