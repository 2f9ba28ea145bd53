import { expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { randomStream } from '@/lib/figures/random';
import { learn } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/model/steps';
import { byLot } from '@/tests/backtest/worlds/by-lot';
import { DAY_ZERO, type History, logOf } from '@/tests/unit/forecast/histories';

import { dealFacts } from './known-facts';
import { makeWorld, OPTIONS } from './world';

test('learnt on outcomes that were drawn by lot, a score is not shown', () => {
  for (const seed of process.env['LONG'] ? [1, 2, 3] : [1]) {
    const { log, activities, contactRoles, at } = makeWorld(1500, seed);
    const facts = dealFacts(byLot(log, seed), activities, contactRoles);
    const { card } = finish(learn(facts, { at, ...OPTIONS }));
    expect(card.rung.step).toBe('band');
  }
});

test('nor where everybody can tell the day on which a deal will end', () => {
  const next = randomStream(8);
  const until = DAY_ZERO + 700;
  const histories = Array.from({ length: 1600 }, (_, at): History => {
    const born = DAY_ZERO + Math.floor(at * 0.45);
    const end = born + 20 + Math.floor(100 * next());
    const plain = { amount: 1e6, closeDay: end, owner: 'a', category: 'pipeline' } as const;
    const won = next() < 0.5;
    return {
      id: `006${at}`,
      steps: [
        { ...plain, day: born, stage: 'One', status: 'open' },
        ...(end < until
          ? [{ ...plain, day: end, stage: won ? 'Won' : 'Lost', status: won ? 'won' : 'lost' } as const]
          : []),
      ],
    };
  });
  const facts = dealFacts(logOf(histories), [], []);
  const { card } = finish(learn(facts, { at: until * DAY_MS, ...OPTIONS }));
  // It knows a great deal of the wins of the next weeks, and nothing of which these are.
  expect(card.gate!.skill).toBeGreaterThan(0.1);
  expect(card.rung).toMatchObject({ step: 'band', reason: { id: 'onlyTiming' } });
});
