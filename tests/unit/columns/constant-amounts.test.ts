import fc from 'fast-check';
import { expect, test } from 'vitest';

import { DAY_MS, type Day } from '@/lib/calendar/days';
import { buildLog } from '@/lib/columns/log';
import { constantAmountsIn } from '@/lib/deal/money';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import { FIRST_DEAL, versionIndex } from '@/lib/log/positions';
import { trendBetween } from '@/lib/log/trend';
import { historyFeatures } from '@/lib/scoring/deal/history-features';

import { RUNS } from '../runs';
import { STAGES } from './log-rows';

const START = Date.UTC(2026, 0, 1, 12);
const CLOSES = ['2026-02-10', '2026-05-10', '2026-08-10'];
/** The pound falls twice; today's rate is none of the two. */
const RATES = [
  { currency: 'GBP', start: '2020-01-01' as Day, end: '2026-03-01' as Day, rate: 0.8 },
  { currency: 'GBP', start: '2026-03-01' as Day, end: '2026-07-01' as Day, rate: 1 },
  { currency: 'GBP', start: '2026-07-01' as Day, end: '9999-12-31' as Day, rate: 1.25 },
];
const PROFILE = { currency: 'EUR', rates: { GBP: 1.6, JPY: 160 }, datedRates: RATES, timeZone: 'UTC' };

interface Told {
  amount: number;
  currency: string;
  closes: string;
  /** Days after the start. */
  on: number;
}
function made(all: readonly Told[]) {
  const versions = all.map(({ amount, currency, closes, on }, place): Version => ({
    id: `v${100 + place}`,
    opportunityId: 'd',
    from: START + on * DAY_MS,
    stage: 'A',
    amount,
    currency,
    closeDate: closes as Day,
    category: 'pipeline',
  }));
  const last = versions.at(-1);
  const deal: Opportunity = {
    ...last,
    id: 'd',
    name: 'd',
    ownerId: 'u1',
    stage: 'A',
    isClosed: false,
    isWon: false,
    createdAt: START,
    modifiedAt: last?.from ?? START,
    category: 'pipeline',
  };
  const log = buildLog({ opportunities: [deal], versions, fieldChanges: [], stages: STAGES, profile: PROFILE });
  const features = () => {
    const end = versionIndex((log.starts[1] ?? 0) - 1);
    return historyFeatures(log, FIRST_DEAL, end, START + 400 * DAY_MS, () => 0);
  };
  const trend = (from: number, to: number) => trendBetween(log, versionIndex(from), versionIndex(to), ['A', 'B']);
  return { log, versions, features, trend };
}

test.each<[string, Told[], { changes: number; last: number; trend: string }]>([
  [
    'pushed to a day of another rate has not moved',
    [
      { amount: 1000, currency: 'GBP', closes: '2026-02-10', on: 0 },
      { amount: 1000, currency: 'GBP', closes: '2026-02-10', on: 1 },
      { amount: 1000, currency: 'GBP', closes: '2026-08-10', on: 30 },
    ],
    { changes: 0, last: 0, trend: 'down' },
  ],
  [
    'raised while the pound falls has risen',
    [
      { amount: 1000, currency: 'GBP', closes: '2026-08-10', on: 0 },
      { amount: 1100, currency: 'GBP', closes: '2026-08-10', on: 30 },
    ],
    { changes: 1, last: Math.log(1.1), trend: 'up' },
  ],
  [
    'told in another currency at the rate of that day has not moved, though its close date is of another rate',
    [
      { amount: 1000, currency: 'GBP', closes: '2026-08-10', on: 0 },
      { amount: 1250, currency: 'EUR', closes: '2026-08-10', on: 30 },
    ],
    { changes: 0, last: 0, trend: 'idle' },
  ],
  [
    'that comes to the same in the coarser of two currencies has not moved, there and back',
    [
      { amount: 1000.4, currency: 'EUR', closes: '2026-08-10', on: 0 },
      { amount: 160_064, currency: 'JPY', closes: '2026-08-10', on: 30 },
      { amount: 1000.4, currency: 'EUR', closes: '2026-08-10', on: 40 },
    ],
    { changes: 0, last: 0, trend: 'idle' },
  ],
  [
    'told in another currency at half its worth has lost half',
    [
      { amount: 1000, currency: 'GBP', closes: '2026-08-10', on: 0 },
      { amount: 500, currency: 'EUR', closes: '2026-08-10', on: 80 },
    ],
    { changes: 1, last: Math.log(0.5), trend: 'down' },
  ],
])('a deal that was %s', (_, all, { changes, last, trend: way }) => {
  const { features, trend, log } = made(all);
  const found = features();
  expect(found.amountChanges).toBe(changes);
  expect(found.lastAmountChange).toBeCloseTo(last, 9);
  expect(trend(0, (log.starts[1] ?? 0) - 1)).toBe(way);
});

test('amounts of versions compare as their own money does, at the rate of the day where it changes', () => {
  const told = fc.record({
    amount: fc.constantFrom(100, 125, 160, 200, 80),
    currency: fc.constantFrom('EUR', 'GBP'),
    closes: fc.constantFrom(...CLOSES),
    on: fc.integer({ min: 0, max: 300 }),
  });
  /** Euros of one pound of a day, by the table above. */
  const worthOn = (on: number): number => (on < 59 ? 1 / 0.8 : on < 181 ? 1 : 1 / 1.25);
  fc.assert(
    fc.property(fc.uniqueArray(told, { selector: ({ on }) => on, minLength: 2, maxLength: 7 }), (given) => {
      const all = given.toSorted((a, b) => a.on - b.on);
      const { trend, versions } = made(all.map((each) => ({ ...each, closes: CLOSES[1] ?? '' })));
      const amounts = constantAmountsIn(versions, 'EUR', PROFILE);
      all.forEach((after, place) => {
        const before = all[place - 1];
        if (!before) return;
        const euros = ({ amount, currency }: Told): number =>
          before.currency === after.currency || currency === 'EUR' ? amount : amount * worthOn(after.on);
        const change = Math.sign(Math.round((euros(after) - euros(before)) * 1e6));
        const first = (all[0]?.on ?? 0) > 0 ? 1 : 0;
        expect(trend(place - 1 + first, place + first)).toBe(['down', 'idle', 'up'][change + 1]);
        const moved = (amounts[place] ?? 0) - (amounts[place - 1] ?? 0);
        expect(Math.sign(Math.abs(moved) < 0.02 ? 0 : moved)).toBe(change);
      });
    }),
    { numRuns: RUNS },
  );
});
