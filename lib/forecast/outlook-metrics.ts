import { metric } from '@/lib/figures/figure';
import type { Bet } from '@/lib/forecast/bets';
import { quantileOf, sumDistribution } from '@/lib/forecast/distribution';
import { chanceOf } from '@/lib/forecast/reach';

interface Bets {
  won: number;
  bets: readonly Bet[];
}
const TWO: readonly Bet[] = [
  { amount: 100, p: 0.5 },
  { amount: 100, p: 0.5 },
];
const quantile =
  (share: number) =>
  ({ won, bets }: Bets): number =>
    won + quantileOf(sumDistribution(bets), share);
const mean = (values: readonly number[]): number | undefined =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;

/** What a period is expected to bring (glossary §7), what one deal does to it, and the plan. */
export const p10 = metric({
  id: 'p10',
  formula: 'what won + open deals + deals not yet created bring at least in nine of ten cases',
  unit: 'money',
  source: 'Glossary §7; the distribution of the sum, not of its parts',
  compute: quantile(0.1),
  vectors: [{ input: { won: 50, bets: TWO }, output: 50 }],
});
export const p50 = metric({
  id: 'p50',
  formula: 'what won + open deals + deals not yet created bring at least in half of the cases',
  unit: 'money',
  source: 'Glossary §7',
  compute: quantile(0.5),
  vectors: [{ input: { won: 50, bets: TWO }, output: 150 }],
});
export const p90 = metric({
  id: 'p90',
  formula: 'what won + open deals + deals not yet created bring at least in one of ten cases',
  unit: 'money',
  source: 'Glossary §7',
  compute: quantile(0.9),
  vectors: [{ input: { won: 50, bets: TWO }, output: 250 }],
});
export const newBusiness = metric({
  id: 'newBusiness',
  formula: 'mean of what past quarters booked, from as many days before their end on, of deals that did not exist yet',
  unit: 'money',
  source: 'Glossary §2, pReachQuota',
  compute: (quarters: readonly number[]) => mean(quarters),
  vectors: [
    { input: [100, 300], output: 200 },
    { input: [], output: undefined },
  ],
});
export const finishedDeals = metric({
  id: 'finishedDeals',
  formula: 'deals won + deals lost by now: what the chances rest on',
  unit: 'count',
  source: 'Twenty of each are needed before a percentage is shown',
  compute: ({ won, lost }: { won: number; lost: number }) => won + lost,
  vectors: [{ input: { won: 20, lost: 35 }, output: 55 }],
});
export const dealChance = metric({
  id: 'dealChance',
  formula: '(past deals like it that were won in as many days + 10 × rate of the wider group) ÷ (deals like it + 10)',
  unit: 'share',
  source: 'Rates of the org’s own history, each shrunk to that of the wider group as a Beta prior would',
  compute: ({ won, deals, wider }: { won: number; deals: number; wider: number }) => (won + 10 * wider) / (deals + 10),
  vectors: [
    { input: { won: 6, deals: 10, wider: 0.2 }, output: 0.4 },
    { input: { won: 0, deals: 0, wider: 0.2 }, output: 0.2 },
  ],
});
export const learntChance = metric({
  id: 'learntChance',
  formula: '1 ÷ (1 + e^−(log-odds of an average deal + Σ log-odds of the reasons))',
  unit: 'share',
  source:
    'Additive logistic of the org’s own deals, won and lost as competing causes; in brackets 80% of its uncertainty',
  compute: ({ base, reasons }: { base: number; reasons: readonly number[] }) =>
    1 / (1 + Math.exp(-reasons.reduce((sum, each) => sum + each, base))),
  vectors: [
    { input: { base: 0, reasons: [] }, output: 0.5 },
    { input: { base: -1, reasons: [2, -1] }, output: 0.5 },
    { input: { base: 0, reasons: [Math.log(3)] }, output: 0.75 },
  ],
});
export const everChance = metric({
  id: 'everChance',
  formula: 'won within a year + still open then × won ÷ (won + lost) of the last days that were observed',
  unit: 'share',
  source: 'The same score over all horizons; usual is its mean over past deals in the same stage',
  compute: ({ won, open, lastWon, lastLost }: { won: number; open: number; lastWon: number; lastLost: number }) =>
    won + (open * lastWon) / (lastWon + lastLost),
  vectors: [
    { input: { won: 0.5, open: 0, lastWon: 0.1, lastLost: 0.1 }, output: 0.5 },
    { input: { won: 0.25, open: 0.5, lastWon: 0.1, lastLost: 0.3 }, output: 0.375 },
  ],
});
export const quarterEffect = metric({
  id: 'quarterEffect',
  formula: 'chance of the quota once this deal is won, or lost: chance × if won + (1 − chance) × if lost = now',
  unit: 'share',
  source: 'Glossary §2, pReachQuota',
  compute: ({ others, amount, missing, isWon }: { others: Bet[]; amount: number; missing: number; isWon: boolean }) =>
    chanceOf(others, [missing - (isWon ? amount : 0)]),
  vectors: [
    { input: { others: [{ amount: 100, p: 0.5 }], amount: 100, missing: 100, isWon: true }, output: 1 },
    { input: { others: [{ amount: 100, p: 0.5 }], amount: 100, missing: 100, isWon: false }, output: 0.5 },
  ],
});
export const alikeWon = metric({
  id: 'alikeWon',
  formula: 'won ÷ all, of the closed deals most like this one as they were at its age',
  unit: 'share',
  source: 'Glossary §5, letGo',
  compute: ({ won, of }: { won: number; of: number }) => (of > 0 ? won / of : undefined),
  vectors: [{ input: { won: 3, of: 10 }, output: 0.3 }],
});
export const planChance = metric({
  id: 'planChance',
  formula: 'P(Σ won deals of plan A ≥ gap to quota)',
  unit: 'share',
  source: 'Glossary §2, pReachQuota, of the named deals alone',
  compute: ({ bets, gap }: { bets: readonly Bet[]; gap: number }) => chanceOf(bets, [gap]),
  vectors: [
    { input: { bets: TWO, gap: 100 }, output: 0.75 },
    { input: { bets: TWO, gap: 200 }, output: 0.25 },
  ],
});
export const planCumulative = metric({
  id: 'planCumulative',
  formula: 'closed won + Σ amount of plan A up to this deal',
  unit: 'money',
  source: 'The plan as it adds up to the quota',
  compute: ({ won, amounts }: { won: number; amounts: readonly number[] }) =>
    amounts.reduce((sum, amount) => sum + amount, won),
  vectors: [{ input: { won: 480, amounts: [100, 200] }, output: 780 }],
});
