import { metric } from '@/lib/figures/figure';
import { median, usualRemainder as remainder } from '@/lib/figures/pacing';
import { dwellQuantile } from '@/lib/figures/stage-visits';
import { visitOf } from '@/lib/figures/visit-of';
import { type CoverageQuestion, requiredCoverage as simulated } from '@/lib/forecast/required-coverage';

/** Figures that rest on the org's own deals. */
export const requiredCoverage = metric({
  id: 'requiredCoverage',
  rule: 'G2.9',
  compute: (question: CoverageQuestion) => simulated(question),
  vectors: [
    { input: { gap: 100, sizes: [10], winRate: 1, chance: 0.8, random: () => 0 }, output: 1 },
    { input: { gap: 0, sizes: [10], winRate: 0.5, chance: 0.8, random: () => 0 }, output: 0 },
    { input: { gap: 100, sizes: [10], winRate: 0, chance: 0.8, random: () => 0 }, output: undefined },
  ],
});

export const pushCountSf = metric({
  id: 'pushCountSf',
  rule: 'G4.2',
  compute: (dates: readonly string[]) =>
    dates.filter((date, at) => at > 0 && date.slice(0, 7) > (dates[at - 1] ?? date).slice(0, 7)).length,
  vectors: [{ input: ['2026-01-10', '2026-01-20', '2026-02-15', '2026-01-05'], output: 1 }],
});

export const stageDwell = metric({
  id: 'stageDwell',
  rule: 'G2.25',
  compute: ({ stays, open }: { stays: readonly number[]; open: readonly number[] }) =>
    dwellQuantile([...stays.map((days) => visitOf(days, true)), ...open.map((days) => visitOf(days, false))], 0, 0.5),
  vectors: [
    { input: { stays: [1, 2, 3], open: [] }, output: 2 },
    { input: { stays: [1, 2], open: [5, 6, 7] }, output: undefined },
  ],
});

export const finishedStay = metric({
  id: 'finishedStay',
  rule: 'G2.27',
  compute: (stays: readonly number[]) => median(stays),
  vectors: [
    { input: [1, 2, 9], output: 2 },
    { input: [], output: undefined },
  ],
});

export const usualRemainder = metric({
  id: 'usualRemainder',
  rule: 'G6.6',
  compute: ({ won, remainders }: { won: number; remainders: readonly number[] }) => remainder(won, remainders),
  vectors: [
    { input: { won: 100, remainders: [50, 70] }, output: 160 },
    { input: { won: 100, remainders: [] }, output: undefined },
  ],
});
