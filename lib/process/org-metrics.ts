import { metric } from '@/lib/figures/figure';
import { median, usualRemainder as remainder } from '@/lib/figures/pacing';
import { dwellQuantile } from '@/lib/figures/stage-visits';
import { visitOf } from '@/lib/figures/visit-of';
import { type CoverageQuestion, requiredCoverage as simulated } from '@/lib/forecast/required-coverage';

/** Figures that rest on the org's own deals: required coverage (glossary §2), dates (§4), dwell (§2), the usual remainder (§6). */
export const requiredCoverage = metric({
  id: 'requiredCoverage',
  formula: 'smallest coverage that reaches the gap with the wanted chance, simulated on the org’s own deal sizes',
  unit: 'ratio',
  source: 'Glossary §2; more deals need less coverage',
  compute: (question: CoverageQuestion) => simulated(question),
  vectors: [
    { input: { gap: 100, sizes: [10], winRate: 1, chance: 0.8, random: () => 0 }, output: 1 },
    { input: { gap: 0, sizes: [10], winRate: 0.5, chance: 0.8, random: () => 0 }, output: 0 },
    { input: { gap: 100, sizes: [10], winRate: 0, chance: 0.8, random: () => 0 }, output: undefined },
  ],
});

export const pushCountSf = metric({
  id: 'pushCountSf',
  formula: 'moves of the close date into a later calendar month',
  unit: 'count',
  source: 'Glossary §4 (Salesforce: Opportunity.PushCount, which never falls)',
  compute: (dates: readonly string[]) =>
    dates.filter((date, at) => at > 0 && date.slice(0, 7) > (dates[at - 1] ?? date).slice(0, 7)).length,
  vectors: [{ input: ['2026-01-10', '2026-01-20', '2026-02-15', '2026-01-05'], output: 1 }],
});

export const stageDwell = metric({
  id: 'stageDwell',
  formula: 'median of days between entering and leaving a stage; deals still in it are counted as at least so long',
  unit: 'days',
  source: 'Glossary §2 (Kaplan and Meier 1958)',
  compute: ({ stays, open }: { stays: readonly number[]; open: readonly number[] }) =>
    dwellQuantile([...stays.map((days) => visitOf(days, true)), ...open.map((days) => visitOf(days, false))], 0, 0.5),
  vectors: [
    { input: { stays: [1, 2, 3], open: [] }, output: 2 },
    { input: { stays: [1, 2], open: [5, 6, 7] }, output: undefined },
  ],
});

export const finishedStay = metric({
  id: 'finishedStay',
  formula:
    'median of the days that finished stays in the stage took; beside it the days within which four of five ended',
  unit: 'days',
  source: 'What the signal “stalled” goes by; present stays are left out',
  compute: (stays: readonly number[]) => median(stays),
  vectors: [
    { input: [1, 2, 9], output: 2 },
    { input: [], output: undefined },
  ],
});

export const usualRemainder = metric({
  id: 'usualRemainder',
  formula: 'won to date + mean of what earlier periods won after this point',
  unit: 'money',
  source: 'Beside pacing: nearer to the total while more than 45 days of the period are left',
  compute: ({ won, remainders }: { won: number; remainders: readonly number[] }) => remainder(won, remainders),
  vectors: [
    { input: { won: 100, remainders: [50, 70] }, output: 160 },
    { input: { won: 100, remainders: [] }, output: undefined },
  ],
});
