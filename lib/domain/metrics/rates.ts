import { median, quantile } from '@/lib/domain/statistics';

import type { Metric } from './metric';

const share = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);

export const winRateCount: Metric<{ won: number; lost: number }, number | undefined> = {
  id: 'winRateCount',
  formula: 'deals won ÷ deals won or lost, by close date in the window; open deals are not in it',
  unit: 'ratio',
  source: 'glossary §2',
  compute: ({ won, lost }) => share(won, won + lost),
  vectors: [
    { input: { won: 1, lost: 3 }, output: 0.25 },
    { input: { won: 0, lost: 0 }, output: undefined },
  ],
};

export const winRateAmount: Metric<{ won: number; lost: number }, number | undefined> = {
  id: 'winRateAmount',
  formula: 'Σ amount won ÷ Σ amount won or lost, by close date in the window',
  unit: 'ratio',
  source: 'glossary §2',
  compute: ({ won, lost }) => share(won, won + lost),
  vectors: [
    { input: { won: 220, lost: 780 }, output: 0.22 },
    { input: { won: 0, lost: 0 }, output: undefined },
  ],
};

export const winRateCohort: Metric<{ created: number; won: number }, number | undefined> = {
  id: 'winRateCohort',
  formula: 'deals won by now ÷ deals created in the window; young windows are still low',
  unit: 'ratio',
  source: 'glossary §2',
  compute: ({ created, won }) => share(won, created),
  vectors: [
    { input: { created: 40, won: 10 }, output: 0.25 },
    { input: { created: 0, won: 0 }, output: undefined },
  ],
};

export const velocity: Metric<
  { openCount: number; winRate: number; avgWonAmount: number; cycleDays: number },
  number | undefined
> = {
  id: 'velocity',
  formula: 'open deals × win rate × mean won amount ÷ median cycle in days',
  unit: 'moneyPerDay',
  source: 'glossary §2; the median cycle, not the mean',
  compute: ({ openCount, winRate, avgWonAmount, cycleDays: cycle }) =>
    cycle > 0 ? (openCount * winRate * avgWonAmount) / cycle : undefined,
  vectors: [
    { input: { openCount: 100, winRate: 0.25, avgWonAmount: 50_000, cycleDays: 60 }, output: 1_250_000 / 60 },
    { input: { openCount: 100, winRate: 0.25, avgWonAmount: 50_000, cycleDays: 0 }, output: undefined },
  ],
};

export const cycleDays: Metric<{ days: readonly number[] }, number | undefined> = {
  id: 'cycleDays',
  formula: 'median of days from creation to close, won deals only',
  unit: 'days',
  source: 'glossary §2',
  compute: ({ days }) => median(days),
  vectors: [
    { input: { days: [10, 60, 400] }, output: 60 },
    { input: { days: [10, 20] }, output: 15 },
    { input: { days: [] }, output: undefined },
  ],
};

export const stageConversion: Metric<{ entered: number; enteredNext: number }, number | undefined> = {
  id: 'stageConversion',
  formula: 'deals that entered the next stage ÷ deals that entered the stage in the window',
  unit: 'ratio',
  source: 'glossary §2; a cohort by day of entry',
  compute: ({ entered, enteredNext }) => share(enteredNext, entered),
  vectors: [
    { input: { entered: 50, enteredNext: 20 }, output: 0.4 },
    { input: { entered: 0, enteredNext: 0 }, output: undefined },
  ],
};

export const stageDwell: Metric<
  { days: readonly number[] },
  { median: number | undefined; p80: number | undefined; n: number }
> = {
  id: 'stageDwell',
  formula: 'median and 80th percentile of days from entering to leaving the stage, finished stays only',
  unit: 'days',
  source: 'glossary §2',
  compute: ({ days }) => ({ median: median(days), p80: quantile(days, 0.8), n: days.length }),
  vectors: [
    { input: { days: [1, 2, 3, 4, 11] }, output: { median: 3, p80: 5.4, n: 5 } },
    { input: { days: [] }, output: { median: undefined, p80: undefined, n: 0 } },
  ],
};

export const daysInStage: Metric<{ enteredDay: number; today: number }, number> = {
  id: 'daysInStage',
  formula: 'days since the deal entered its present stage, or was created',
  unit: 'days',
  source: 'glossary §2 (Salesforce: LastStageChangeDate)',
  compute: ({ enteredDay, today }) => today - enteredDay,
  vectors: [{ input: { enteredDay: 20_000, today: 20_012 }, output: 12 }],
};
