import { metric } from '@/lib/figures/figure';
import { BUCKETS, bucketOf, type FocusFacts } from '@/lib/forecast/focus';
import {
  accuracyHubspot as hubspot,
  ape as absolute,
  bias as biasOf,
  error as errorOf,
  intervalCoverage as held,
  type Outcome,
  wape as weighted,
} from '@/lib/forecast/past/accuracy';
import type { Bet } from '@/lib/forecast/sum/bets';
import { chanceOf } from '@/lib/forecast/sum/reach';

/** Forecast and its accuracy, focus, and the two identities of the flow. */
export const pReachQuota = metric({
  id: 'pReachQuota',
  rule: 'G7.4',
  compute: ({ bets, missing }: { bets: readonly Bet[]; missing: number }) => chanceOf(bets, [missing]),
  vectors: [
    {
      input: {
        bets: [
          { amount: 100, p: 0.5 },
          { amount: 100, p: 0.5 },
        ],
        missing: 100,
      },
      output: 0.75,
    },
    { input: { bets: [], missing: 0 }, output: 1 },
  ],
});
export const error = metric({
  id: 'error',
  rule: 'G7.12',
  compute: (outcome: Outcome) => errorOf(outcome),
  vectors: [{ input: { forecast: 50, actual: 60 }, output: -10 }],
});
export const ape = metric({
  id: 'ape',
  rule: 'G7.13',
  compute: (outcome: Outcome) => absolute(outcome),
  vectors: [
    { input: { forecast: 50, actual: 60 }, output: 10 / 60 },
    { input: { forecast: 5, actual: 0 }, output: undefined },
  ],
});
export const wape = metric({
  id: 'wape',
  rule: 'G7.14',
  compute: (outcomes: readonly Outcome[]) => weighted(outcomes),
  vectors: [
    {
      input: [
        { forecast: 50, actual: 60 },
        { forecast: 90, actual: 60 },
      ],
      output: 40 / 120,
    },
  ],
});
export const bias = metric({
  id: 'bias',
  rule: 'G7.16',
  compute: (outcomes: readonly Outcome[]) => biasOf(outcomes),
  vectors: [
    {
      input: [
        { forecast: 50, actual: 60 },
        { forecast: 90, actual: 60 },
      ],
      output: 20 / 120,
    },
  ],
});
export const naiveWape = metric({
  id: 'naiveWape',
  rule: 'G7.15',
  compute: (outcomes: readonly Outcome[]) => weighted(outcomes),
  vectors: [{ input: [{ forecast: 75, actual: 60 }], output: 0.25 }],
});
export const call = metric({
  id: 'call',
  rule: 'G7.10',
  compute: (amounts: readonly number[]) => amounts.at(-1),
  vectors: [
    { input: [100, 90], output: 90 },
    { input: [], output: undefined },
  ],
});
export const adjustment = metric({
  id: 'adjustment',
  rule: 'G7.11',
  compute: (amounts: readonly number[]) => amounts.at(-1),
  vectors: [{ input: [80, 85], output: 85 }],
});
export const wonAndCommit = metric({
  id: 'wonAndCommit',
  rule: 'G2.12',
  compute: ({ won, committed }: { won: number; committed: number }) => won + committed,
  vectors: [{ input: { won: 480, committed: 120 }, output: 600 }],
});
export const crmForecast = metric({
  id: 'crmForecast',
  rule: 'G1.13',
  compute: (items: readonly number[]) => items.reduce((sum, amount) => sum + amount, 0),
  vectors: [{ input: [60, 40], output: 100 }],
});
export const crmDifference = metric({
  id: 'crmDifference',
  rule: 'G1.14',
  compute: ({ crm, here }: { crm: number; here: number }) => crm - here,
  vectors: [{ input: { crm: 100, here: 90 }, output: 10 }],
});
export const accuracyHubspot = metric({
  id: 'accuracyHubspot',
  rule: 'G7.17',
  compute: (outcome: Outcome) => hubspot(outcome),
  vectors: [{ input: { forecast: 50_000, actual: 60_000 }, output: 1 - 10_000 / 60_000 }],
});
export const intervalCoverage = metric({
  id: 'intervalCoverage',
  rule: 'G7.18',
  compute: (outcomes: readonly Outcome[]) => {
    const found = held(outcomes);
    return found.of > 0 ? found.held / found.of : undefined;
  },
  vectors: [
    {
      input: [
        { forecast: 1, actual: 5, low: 4, high: 6 },
        { forecast: 1, actual: 9, low: 4, high: 6 },
      ],
      output: 0.5,
    },
  ],
});
export const missAutopsy = metric({
  id: 'missAutopsy',
  rule: 'G7.19',
  compute: (parts: {
    lost: number;
    slipped: number;
    decreased: number;
    movedAway: number;
    increased: number;
    pulledIn: number;
    createdAndWon: number;
  }) =>
    parts.lost +
    parts.slipped +
    parts.decreased +
    parts.movedAway -
    parts.increased -
    parts.pulledIn -
    parts.createdAndWon,
  vectors: [
    {
      input: { lost: 30, slipped: 20, decreased: 5, movedAway: 0, increased: 10, pulledIn: 15, createdAndWon: 40 },
      output: -10,
    },
  ],
});
export const conversionAtLock = metric({
  id: 'conversionAtLock',
  rule: 'G7.20',
  compute: ({ won, called }: { won: number; called: number }) => (called > 0 ? won / called : undefined),
  vectors: [{ input: { won: 85, called: 100 }, output: 0.85 }],
});
export const bucket = metric({
  id: 'bucket',
  rule: 'G5.1',
  compute: (facts: FocusFacts) => BUCKETS.indexOf(bucketOf(facts).bucket),
  vectors: [
    { input: { p: 0.7, ageDays: 50, isEarly: false, slips: 0, isBlocked: false }, output: 0 },
    { input: { p: 0.3, ageDays: 50, isEarly: false, slips: 0, isBlocked: false }, output: 1 },
  ],
});
export const flowIdentity = metric({
  id: 'flowIdentity',
  rule: 'G3.1',
  compute: ({ start, joined, left, end }: { start: number; joined: number; left: number; end: number }) =>
    start + joined - left - end,
  vectors: [{ input: { start: 100, joined: 50, left: 30, end: 120 }, output: 0 }],
});
export const bookingsIdentity = metric({
  id: 'bookingsIdentity',
  rule: 'G3.19',
  compute: (parts: { start: number; won: number; reversed: number; amended: number; end: number }) =>
    parts.start + parts.won - parts.reversed + parts.amended - parts.end,
  vectors: [{ input: { start: 100, won: 50, reversed: 20, amended: -5, end: 125 }, output: 0 }],
});
