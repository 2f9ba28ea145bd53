import { expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { normalStream, randomStream } from '@/lib/figures/random';
import { sizesOf } from '@/lib/forecast/chance/sizes';
import { stageRates } from '@/lib/forecast/chance/stage-rate';

import { DAY_ZERO, type History, logOf } from './histories';

const SLOPE = -0.4;
const DAYS = 700;

/** An org in which each unit of log amount takes so much from a deal's log-odds to be won in the 30 days after its birth. */
function orgOf(slope: number) {
  const next = randomStream(7);
  const normal = normalStream(next);
  const given = Array.from({ length: 6000 }, (_, index): History => {
    const size = 1.9 * normal();
    const day = DAY_ZERO + Math.floor(next() * DAYS);
    const isWon = next() < 1 / (1 + Math.exp(0.5 - slope * size));
    const base = {
      stage: 'One',
      amount: 20_000 * Math.exp(size),
      closeDay: day + 400,
      owner: 'ann',
      category: 'pipeline' as const,
    };
    const end = day + 1 + Math.floor(next() * 29);
    return {
      id: String(index),
      steps: [
        { ...base, day, status: 'open' },
        { ...base, day: end, status: isWon ? 'won' : 'lost', ...(isWon ? { closeDay: end } : {}) },
      ],
    };
  });
  const now = DAY_ZERO + DAYS;
  const log = logOf(given);
  const at = instant((now + 1) * DAY_MS - 1);
  return { log, rates: stageRates(log, { at, end: instant(at + 31 * DAY_MS) }) };
}

test('large deals that are won less are so beyond the usual amounts too, and nothing is learnt where amounts mean nothing', () => {
  const { log, rates } = orgOf(SLOPE);
  const shift = sizesOf(log, rates);
  const amounts = [...log.amount].filter((amount) => amount > 0).toSorted((a, b) => a - b);
  const [usual, most] = [amounts[amounts.length >> 1]!, amounts.at(-1)!];
  const far = shift(most) - shift(usual);
  // By the line that the deals were drawn from; amounts differ by more than a hundred times.
  expect(far / (SLOPE * Math.log(most / usual))).toBeGreaterThan(0.75);
  expect(far / (SLOPE * Math.log(most / usual))).toBeLessThan(1.25);
  expect(shift(10 * most)).toBe(shift(most));
  const none = orgOf(0);
  expect(Math.abs(sizesOf(none.log, none.rates)(most))).toBeLessThan(0.15);
});
