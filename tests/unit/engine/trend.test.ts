import fc from 'fast-check';
import { expect, test } from 'vitest';

import { trendOf } from '@/lib/log/trend';

import { dayOf } from '../domain/deal';
import { RUNS } from '../runs';

const STAGES = ['A', 'B', 'C'];
const state = fc.record(
  {
    stage: fc.constantFrom('A', 'B', 'C', 'no longer listed'),
    status: fc.constantFrom('open' as const, 'open' as const, 'won' as const, 'lost' as const),
    amount: fc.constantFrom(100, 200, 300),
    closeDate: fc.constantFrom(dayOf('2026-10-01'), dayOf('2026-11-01'), dayOf('2027-02-01')),
  },
  { requiredKeys: ['stage', 'status'] },
);
const BACK = { up: 'down', down: 'up', mixed: 'mixed', idle: 'idle' } as const;

test('G3.18: the way back is the opposite of the way there, and standing still is idle', () => {
  fc.assert(
    fc.property(state, state, (a, b) => {
      expect(trendOf(b, a, STAGES)).toBe(BACK[trendOf(a, b, STAGES)]);
      expect(trendOf(a, a, STAGES)).toBe('idle');
    }),
    { numRuns: RUNS },
  );
});

test('G3.18: a deal that is won is up and one that is lost is down, whatever its date and amount', () => {
  fc.assert(
    fc.property(state, state, (a, b) => {
      const before = { ...a, status: 'open' as const };
      expect(trendOf({ ...before, stage: 'A' }, { ...b, status: 'won' }, STAGES)).toBe('up');
      expect(trendOf({ ...before, stage: 'A' }, { ...b, status: 'lost' }, STAGES)).toBe('down');
    }),
    { numRuns: RUNS },
  );
});

test.each([
  [{ amount: 200 }, 'up'],
  [{ amount: 50 }, 'down'],
  [{ closeDate: dayOf('2026-10-01') }, 'up'],
  [{ closeDate: dayOf('2027-02-01') }, 'down'],
  [{ stage: 'C' }, 'up'],
  [{ stage: 'A' }, 'down'],
  [{ stage: 'C', closeDate: dayOf('2027-02-01') }, 'mixed'],
  [{ stage: 'no longer listed' }, 'idle'],
  [{ amount: undefined }, 'idle'],
])('a change of %j is %s', (change, way) => {
  const before = { stage: 'B', status: 'open' as const, amount: 100, closeDate: dayOf('2026-11-01') };
  const { amount, ...after } = { ...before, ...change };
  expect(trendOf(before, { ...after, ...(amount === undefined ? {} : { amount }) }, STAGES)).toBe(way);
});
