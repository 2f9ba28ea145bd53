import { metric } from '@/lib/figures/figure';
import {
  accuracyHubspot as hubspot,
  ape as absolute,
  bias as biasOf,
  error as errorOf,
  intervalCoverage as held,
  type Outcome,
  wape as weighted,
} from '@/lib/forecast/accuracy';
import type { Bet } from '@/lib/forecast/bets';
import { BUCKETS, bucketOf, type FocusFacts } from '@/lib/forecast/focus';
import { chanceOf } from '@/lib/forecast/reach';

/** Forecast and accuracy (glossary §7), focus buckets (§5), movements (§3). */
export const pReachQuota = metric({
  id: 'pReachQuota',
  formula: 'P(closed won + Σ won open deals + new business ≥ quota)',
  unit: 'share',
  source: 'Glossary §2; all outcomes one by one up to 12 deals',
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
  formula: 'forecast − actual',
  unit: 'money',
  source: 'Glossary §7',
  compute: (outcome: Outcome) => errorOf(outcome),
  vectors: [{ input: { forecast: 50, actual: 60 }, output: -10 }],
});
export const ape = metric({
  id: 'ape',
  formula: '|error| ÷ actual',
  unit: 'share',
  source: 'Glossary §7',
  compute: (outcome: Outcome) => absolute(outcome),
  vectors: [
    { input: { forecast: 50, actual: 60 }, output: 10 / 60 },
    { input: { forecast: 5, actual: 0 }, output: undefined },
  ],
});
export const wape = metric({
  id: 'wape',
  formula: 'Σ |error| ÷ Σ actual',
  unit: 'share',
  source: 'Glossary §7',
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
  formula: 'Σ error ÷ Σ actual; above nought over-called',
  unit: 'share',
  source: 'Glossary §7',
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
  formula: 'Σ |won by then + mean of what earlier periods won after this point − actual| ÷ Σ actual',
  unit: 'share',
  source: 'Glossary §7, wape, of the usual remainder, which needs no model',
  compute: (outcomes: readonly Outcome[]) => weighted(outcomes),
  vectors: [{ input: [{ forecast: 75, actual: 60 }], output: 0.25 }],
});
export const call = metric({
  id: 'call',
  formula: 'the newest amount that a person has called for the own period',
  unit: 'money',
  source: 'Glossary §7',
  compute: (amounts: readonly number[]) => amounts.at(-1),
  vectors: [
    { input: [100, 90], output: 90 },
    { input: [], output: undefined },
  ],
});
export const adjustment = metric({
  id: 'adjustment',
  formula: 'the newest amount that someone else has said for that person’s period; it stands beside the call',
  unit: 'money',
  source: 'Glossary §7',
  compute: (amounts: readonly number[]) => amounts.at(-1),
  vectors: [{ input: [80, 85], output: 85 }],
});
export const wonAndCommit = metric({
  id: 'wonAndCommit',
  formula: 'won by that day + commit on that day',
  unit: 'money',
  source: 'What a call by category alone would have been',
  compute: ({ won, committed }: { won: number; committed: number }) => won + committed,
  vectors: [{ input: { won: 480, committed: 120 }, output: 600 }],
});
export const crmForecast = metric({
  id: 'crmForecast',
  formula: 'the CRM’s own forecast of the category, in the roll-up that the org has chosen',
  unit: 'money',
  source: 'Salesforce: ForecastingItem',
  compute: (items: readonly number[]) => items.reduce((sum, amount) => sum + amount, 0),
  vectors: [{ input: [60, 40], output: 100 }],
});
export const crmDifference = metric({
  id: 'crmDifference',
  formula: 'the CRM’s own forecast of the category − the deals here, rolled up in the same way',
  unit: 'money',
  source: 'Salesforce: ForecastingItem',
  compute: ({ crm, here }: { crm: number; here: number }) => crm - here,
  vectors: [{ input: { crm: 100, here: 90 }, output: 10 }],
});
export const accuracyHubspot = metric({
  id: 'accuracyHubspot',
  formula: 'max(0, 1 − |actual − forecast| ÷ actual)',
  unit: 'share',
  source: 'Glossary §7 (HubSpot)',
  compute: (outcome: Outcome) => hubspot(outcome),
  vectors: [{ input: { forecast: 50_000, actual: 60_000 }, output: 1 - 10_000 / 60_000 }],
});
export const intervalCoverage = metric({
  id: 'intervalCoverage',
  formula: 'periods whose bookings lay inside the band ÷ periods with a band',
  unit: 'share',
  source: 'Glossary §7',
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
  formula: 'lost + slipped + decreased + moved away − (increased + pulled in + created and won)',
  unit: 'money',
  source: 'Glossary §7; adds up to the error',
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
  formula: 'won ÷ called at the lock, by category',
  unit: 'share',
  source: 'Glossary §7',
  compute: ({ won, called }: { won: number; called: number }) => (called > 0 ? won / called : undefined),
  vectors: [{ input: { won: 85, called: 100 }, output: 0.85 }],
});
export const bucket = metric({
  id: 'bucket',
  formula: 'the first rule that holds: let go, near loss, near win, work, nurture',
  unit: 'word',
  source: 'Glossary §5',
  compute: (facts: FocusFacts) => BUCKETS.indexOf(bucketOf(facts).bucket),
  vectors: [
    { input: { p: 0.7, ageDays: 50, isEarly: false, slips: 0, isBlocked: false }, output: 0 },
    { input: { p: 0.3, ageDays: 50, isEarly: false, slips: 0, isBlocked: false }, output: 1 },
  ],
});
export const flowIdentity = metric({
  id: 'flowIdentity',
  formula:
    'start + new + moved in + reopened + scope in + unomitted + increased − decreased − won − lost − pushed out − pulled out − scope out − omitted − deleted − end',
  unit: 'money',
  source: 'Glossary §3; nought to the cent',
  compute: ({ start, joined, left, end }: { start: number; joined: number; left: number; end: number }) =>
    start + joined - left - end,
  vectors: [{ input: { start: 100, joined: 50, left: 30, end: 120 }, output: 0 }],
});
export const bookingsIdentity = metric({
  id: 'bookingsIdentity',
  formula:
    'won at the start + won in between − what was won and no longer is + later changes of amounts − won at the end',
  unit: 'money',
  source: 'Glossary §3; nought to the cent',
  compute: (parts: { start: number; won: number; reversed: number; amended: number; end: number }) =>
    parts.start + parts.won - parts.reversed + parts.amended - parts.end,
  vectors: [{ input: { start: 100, won: 50, reversed: 20, amended: -5, end: 125 }, output: 0 }],
});
