import { metric } from '@/lib/figures/figure';
import type { Bet } from '@/lib/forecast/sum/bets';
import { quantileOf, sumDistribution } from '@/lib/forecast/sum/distribution';
import { chanceOf } from '@/lib/forecast/sum/reach';

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

/** What a period is expected to bring, what one deal does to it, and the plan. */
export const p10 = metric({
  id: 'p10',
  rule: 'G7.1',
  compute: quantile(0.1),
  vectors: [{ input: { won: 50, bets: TWO }, output: 50 }],
});
export const p50 = metric({
  id: 'p50',
  rule: 'G7.2',
  compute: quantile(0.5),
  vectors: [{ input: { won: 50, bets: TWO }, output: 150 }],
});
export const p90 = metric({
  id: 'p90',
  rule: 'G7.3',
  compute: quantile(0.9),
  vectors: [{ input: { won: 50, bets: TWO }, output: 250 }],
});
export const newBusiness = metric({
  id: 'newBusiness',
  rule: 'G7.5',
  compute: (quarters: readonly number[]) => mean(quarters),
  vectors: [
    { input: [100, 300], output: 200 },
    { input: [], output: undefined },
  ],
});
export const finishedDeals = metric({
  id: 'finishedDeals',
  rule: 'G2.31',
  compute: ({ won, lost }: { won: number; lost: number }) => won + lost,
  vectors: [{ input: { won: 20, lost: 35 }, output: 55 }],
});
export const dealChance = metric({
  id: 'dealChance',
  rule: 'G8.1',
  compute: ({ won, deals, wider }: { won: number; deals: number; wider: number }) => (won + 10 * wider) / (deals + 10),
  vectors: [
    { input: { won: 6, deals: 10, wider: 0.2 }, output: 0.4 },
    { input: { won: 0, deals: 0, wider: 0.2 }, output: 0.2 },
  ],
});
export const learntChance = metric({
  id: 'learntChance',
  rule: 'G8.2',
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
  rule: 'G8.3',
  compute: ({ won, open, lastWon, lastLost }: { won: number; open: number; lastWon: number; lastLost: number }) =>
    won + (open * lastWon) / (lastWon + lastLost),
  vectors: [
    { input: { won: 0.5, open: 0, lastWon: 0.1, lastLost: 0.1 }, output: 0.5 },
    { input: { won: 0.25, open: 0.5, lastWon: 0.1, lastLost: 0.3 }, output: 0.375 },
  ],
});
export const quarterEffect = metric({
  id: 'quarterEffect',
  rule: 'G7.7',
  compute: ({ others, amount, missing, isWon }: { others: Bet[]; amount: number; missing: number; isWon: boolean }) =>
    chanceOf(others, [missing - (isWon ? amount : 0)]),
  vectors: [
    { input: { others: [{ amount: 100, p: 0.5 }], amount: 100, missing: 100, isWon: true }, output: 1 },
    { input: { others: [{ amount: 100, p: 0.5 }], amount: 100, missing: 100, isWon: false }, output: 0.5 },
  ],
});
export const alikeWon = metric({
  id: 'alikeWon',
  rule: 'G5.7',
  compute: ({ won, of }: { won: number; of: number }) => (of > 0 ? won / of : undefined),
  vectors: [{ input: { won: 3, of: 10 }, output: 0.3 }],
});
export const planChance = metric({
  id: 'planChance',
  rule: 'G7.8',
  compute: ({ bets, gap }: { bets: readonly Bet[]; gap: number }) => chanceOf(bets, [gap]),
  vectors: [
    { input: { bets: TWO, gap: 100 }, output: 0.75 },
    { input: { bets: TWO, gap: 200 }, output: 0.25 },
  ],
});
export const planCumulative = metric({
  id: 'planCumulative',
  rule: 'G7.9',
  compute: ({ won, amounts }: { won: number; amounts: readonly number[] }) =>
    amounts.reduce((sum, amount) => sum + amount, won),
  vectors: [{ input: { won: 480, amounts: [100, 200] }, output: 780 }],
});
