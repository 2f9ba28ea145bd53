import { metric } from '@/lib/figures/figure';
import { dwellQuantile } from '@/lib/figures/stage-visits';
import { visitOf } from '@/lib/figures/visit-of';
import { beforeAfter, type Case, isAsLarge } from '@/lib/process/experiment';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** How the org's own process runs (glossary §2, §5 and §9), and what a change to it did. */
export const stageEntered = metric({
  id: 'stageEntered',
  formula: 'visits of deals to the stage that began in the window; a deal that comes back visits it twice',
  unit: 'count',
  source: 'Glossary §2, stageConversion',
  compute: (visits: readonly unknown[]) => visits.length,
  vectors: [{ input: [1, 2, 3], output: 3 }],
});
export const stageDwellP80 = metric({
  id: 'stageDwellP80',
  formula:
    'days within which four of five deals leave the stage; deals still in it are counted as staying at least so long',
  unit: 'days',
  source: 'Glossary §2 (Kaplan and Meier 1958)',
  compute: ({ stays, open }: { stays: readonly number[]; open: readonly number[] }) =>
    dwellQuantile([...stays.map((days) => visitOf(days, true)), ...open.map((days) => visitOf(days, false))], 0, 0.8),
  vectors: [
    { input: { stays: [1, 2, 3, 4, 5], open: [] }, output: 4 },
    { input: { stays: [1, 2, 3], open: [9, 9] }, output: undefined },
  ],
});
export const leakage = metric({
  id: 'leakage',
  formula: 'Σ amount of deals lost straight from the stage, at their amount when lost',
  unit: 'money',
  source: 'Of the visits that began in the window',
  compute: (amounts: readonly number[]) => sum(amounts),
  vectors: [{ input: [40, 60], output: 100 }],
});
export const agePipeline = metric({
  id: 'agePipeline',
  formula: 'Σ amount of open deals that have been in the stage for so many days, whatever their close date',
  unit: 'money',
  source: 'Glossary §2, daysInStage',
  compute: (amounts: readonly number[]) => sum(amounts),
  vectors: [{ input: [40, 60], output: 100 }],
});
export const zombies = metric({
  id: 'zombies',
  formula: 'open deals that have been in one stage for 365 days or more',
  unit: 'count',
  source: 'Glossary §9, zombie',
  compute: (daysInStage: readonly number[]) => daysInStage.filter((days) => days >= 365).length,
  vectors: [{ input: [364, 365, 800], output: 2 }],
});
export const recycle = metric({
  id: 'recycle',
  formula: 'deals lost 330 to 430 days ago, at whose account nothing is open now',
  unit: 'count',
  source: 'Glossary §5, recycle: about a budget year later; in no total of open deals',
  compute: (lost: readonly { daysSinceLost: number; isAccountBusy: boolean }[]) =>
    lost.filter(({ daysSinceLost: days, isAccountBusy }) => days >= 330 && days <= 430 && !isAccountBusy).length,
  vectors: [
    {
      input: [
        { daysSinceLost: 329, isAccountBusy: false },
        { daysSinceLost: 330, isAccountBusy: false },
        { daysSinceLost: 430, isAccountBusy: true },
      ],
      output: 1,
    },
  ],
});

const cases = (isTreated: boolean, at: number, value: number): Case[] =>
  Array.from({ length: 5 }, () => ({ at, isTreated, value }));

export const experimentEffect = metric({
  id: 'experimentEffect',
  formula: '(mean after − mean before) of the deals that it was for − (mean after − mean before) of all others',
  unit: 'measured',
  source: 'Difference in differences; 95 % interval by bootstrap',
  compute: ({ given, changedAt }: { given: readonly Case[]; changedAt: number }) =>
    beforeAfter(given, changedAt)?.effect,
  vectors: [
    {
      input: {
        given: [...cases(true, 1, 20), ...cases(true, 9, 12), ...cases(false, 1, 20), ...cases(false, 9, 17)],
        changedAt: 5,
      },
      output: -5,
    },
    { input: { given: cases(true, 1, 20), changedAt: 5 }, output: undefined },
  ],
});
export const placebos = metric({
  id: 'placebos',
  formula: 'earlier dates, on which nothing was changed, whose effect is as large as the real one’s or larger',
  unit: 'count',
  source: 'What chance alone looks like',
  compute: ({ effect, others }: { effect: number; others: readonly number[] }) =>
    others.filter((other) => isAsLarge(other, effect)).length,
  vectors: [{ input: { effect: -5, others: [1, 6, -5, -2] }, output: 2 }],
});
