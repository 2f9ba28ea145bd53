import type { Day } from '@/lib/domain/days';
import { isWithin } from '@/lib/domain/fiscal';
import type { DealState } from '@/lib/domain/log';

import type { Metric } from './metric';

/** Money of several deals, minor units; `unpriced` ones are in `count`, not in `amount`. */
export interface Sum {
  amount: number;
  count: number;
  unpriced: number;
}
type States = { deals: readonly DealState[]; period: { start: Day; end: Day } };

function sumOf(deals: readonly { amount?: number }[]): Sum {
  return {
    amount: deals.reduce((sum, { amount = 0 }) => sum + amount, 0),
    count: deals.length,
    unpriced: deals.filter(({ amount }) => amount === undefined).length,
  };
}

// Safe: literals of this file, checked by its vectors.
const Q4 = { start: '2026-10-01' as Day, end: '2026-12-31' as Day };
const [INSIDE, AFTER] = ['2026-11-30' as Day, '2027-01-02' as Day];

export const openPipeline: Metric<States, Sum> = {
  id: 'openPipeline',
  formula: 'Σ amount of the deals that are open, not omitted, with a close date in the period',
  unit: 'money',
  source: 'glossary §2',
  compute: ({ deals, period }) =>
    sumOf(
      deals.filter(
        ({ status, category, closeDate }) => status === 'open' && category !== 'omitted' && isWithin(period, closeDate),
      ),
    ),
  vectors: [
    {
      input: {
        period: Q4,
        deals: [
          { stage: 'A', status: 'open', amount: 100, closeDate: INSIDE },
          { stage: 'A', status: 'open', closeDate: INSIDE },
          { stage: 'A', status: 'open', amount: 7, closeDate: AFTER },
          { stage: 'A', status: 'open', amount: 7, closeDate: INSIDE, category: 'omitted' },
          { stage: 'A', status: 'open', amount: 7 },
          { stage: 'W', status: 'won', amount: 7, closeDate: INSIDE },
        ],
      },
      output: { amount: 100, count: 2, unpriced: 1 },
    },
  ],
};

export const closedWon: Metric<States, Sum> = {
  id: 'closedWon',
  formula: 'Σ amount of the deals that are won, with a close date in the period',
  unit: 'money',
  source: 'glossary §2',
  compute: ({ deals, period }) =>
    sumOf(deals.filter(({ status, closeDate }) => status === 'won' && isWithin(period, closeDate))),
  vectors: [
    {
      input: {
        period: Q4,
        deals: [
          { stage: 'W', status: 'won', amount: 480, closeDate: INSIDE },
          { stage: 'W', status: 'won', amount: 5, closeDate: AFTER },
          { stage: 'L', status: 'lost', amount: 5, closeDate: INSIDE },
        ],
      },
      output: { amount: 480, count: 1, unpriced: 0 },
    },
  ],
};

export const weightedPipeline: Metric<{ deals: readonly { amount?: number; chance: number }[] }, number> = {
  id: 'weightedPipeline',
  formula: 'Σ amount × chance of the open deals',
  unit: 'money',
  source: 'glossary §2; it hides the spread of outcomes',
  compute: ({ deals }) => deals.reduce((sum, { amount = 0, chance }) => sum + amount * chance, 0),
  vectors: [
    {
      input: {
        deals: [
          { amount: 100, chance: 0.5 },
          { amount: 50, chance: 0.5 },
        ],
      },
      output: 75,
    },
    { input: { deals: [] }, output: 0 },
  ],
};

export const pipelineCreatedMetric: Metric<{ entries: readonly { amount?: number }[] }, Sum> = {
  id: 'pipelineCreated',
  formula: 'Σ amount of the deals that first became open and counted in the window, each as it was then',
  unit: 'money',
  source: 'glossary §2',
  compute: ({ entries }) => sumOf(entries),
  vectors: [
    { input: { entries: [{ amount: 30 }, { amount: 12 }, {}] }, output: { amount: 42, count: 3, unpriced: 1 } },
  ],
};

export const pipelineCreationRate: Metric<{ created: number; weeks: number }, number | undefined> = {
  id: 'pipelineCreationRate',
  formula: 'pipelineCreated ÷ weeks of the window',
  unit: 'money',
  source: 'glossary §2',
  compute: ({ created, weeks }) => (weeks > 0 ? created / weeks : undefined),
  vectors: [
    { input: { created: 130, weeks: 13 }, output: 10 },
    { input: { created: 130, weeks: 0 }, output: undefined },
  ],
};

export const createdAndClosedShare: Metric<{ won: number; wonCreatedInside: number }, number | undefined> = {
  id: 'createdAndClosedShare',
  formula: 'won from deals created inside the period ÷ won',
  unit: 'ratio',
  source: 'glossary §2',
  compute: ({ won, wonCreatedInside }) => (won > 0 ? wonCreatedInside / won : undefined),
  vectors: [
    { input: { won: 200, wonCreatedInside: 50 }, output: 0.25 },
    { input: { won: 0, wonCreatedInside: 0 }, output: undefined },
  ],
};

export const pipelineNeeded: Metric<
  { quota: number; closedWon: number; weighted: number; conversion: number },
  number | undefined
> = {
  id: 'pipelineNeeded',
  formula:
    '(quota − closedWon − Σ amount × chance) ÷ share of new pipeline that closed in its period; nought when nothing is missing',
  unit: 'money',
  source: 'glossary §2',
  compute({ quota, closedWon: won, weighted, conversion }) {
    const missing = quota - won - weighted;
    if (missing <= 0) return 0;
    return conversion > 0 ? missing / conversion : undefined;
  },
  vectors: [
    { input: { quota: 1000, closedWon: 400, weighted: 300, conversion: 0.2 }, output: 1500 },
    { input: { quota: 1000, closedWon: 800, weighted: 300, conversion: 0.2 }, output: 0 },
    { input: { quota: 1000, closedWon: 400, weighted: 300, conversion: 0 }, output: undefined },
  ],
};
