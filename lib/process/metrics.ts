import { metric } from '@/lib/figures/figure';
import { dwellQuantile } from '@/lib/figures/stage-visits';
import { visitOf } from '@/lib/figures/visit-of';
import { beforeAfter, type Case, isAsLarge } from '@/lib/process/experiment';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** How the org's own process runs, and what a change to it did. */
export const stageEntered = metric({
  id: 'stageEntered',
  rule: 'G2.23',
  compute: (visits: readonly unknown[]) => visits.length,
  vectors: [{ input: [1, 2, 3], output: 3 }],
});
export const stageDwellP80 = metric({
  id: 'stageDwellP80',
  rule: 'G2.26',
  compute: ({ stays, open }: { stays: readonly number[]; open: readonly number[] }) =>
    dwellQuantile([...stays.map((days) => visitOf(days, true)), ...open.map((days) => visitOf(days, false))], 0, 0.8),
  vectors: [
    { input: { stays: [1, 2, 3, 4, 5], open: [] }, output: 4 },
    { input: { stays: [1, 2, 3], open: [9, 9] }, output: undefined },
  ],
});
export const leakage = metric({
  id: 'leakage',
  rule: 'G2.24',
  compute: (amounts: readonly number[]) => sum(amounts),
  vectors: [{ input: [40, 60], output: 100 }],
});
export const agePipeline = metric({
  id: 'agePipeline',
  rule: 'G2.29',
  compute: (amounts: readonly number[]) => sum(amounts),
  vectors: [{ input: [40, 60], output: 100 }],
});
export const zombies = metric({
  id: 'zombies',
  rule: 'G9.2',
  compute: (daysInStage: readonly number[]) => daysInStage.filter((days) => days >= 365).length,
  vectors: [{ input: [364, 365, 800], output: 2 }],
});
export const recycle = metric({
  id: 'recycle',
  rule: 'G5.8',
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
  rule: 'G9.3',
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
  rule: 'G9.4',
  compute: ({ effect, others }: { effect: number; others: readonly number[] }) =>
    others.filter((other) => isAsLarge(other, effect)).length,
  vectors: [{ input: { effect: -5, others: [1, 6, -5, -2] }, output: 2 }],
});
