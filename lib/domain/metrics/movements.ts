import type { Day } from '@/lib/domain/days';
import { flow, type MovementName } from '@/lib/domain/flow';
import type { DealState } from '@/lib/domain/log';

import type { Metric } from './metric';
import { AFTER, BEFORE, type Pair, tinyLog } from './tiny-log';

/** Deals before and after, as one period and one owner, `me`, see them. */
interface Example {
  pairs: readonly Pair[];
}

// Safe: literals of this file.
const PERIOD = { start: '2026-10-01' as Day, end: '2026-12-31' as Day };
const [SOONER, INSIDE, LATER] = ['2026-09-30' as Day, '2026-11-15' as Day, '2027-01-01' as Day];

const open = (amount: number, change: Partial<DealState> = {}): DealState => ({
  stage: 'A',
  status: 'open',
  amount,
  closeDate: INSIDE,
  ownerId: 'me',
  ...change,
});

const amountOf = (name: MovementName, pairs: readonly Pair[]): number =>
  flow(tinyLog(pairs), { from: BEFORE, to: AFTER, filter: { period: PERIOD, ownerIds: ['me'] } }).movements[name]
    .amount;

const movement = (
  name: MovementName,
  formula: string,
  example: readonly Pair[],
  output: number,
): Metric<Example, number> => ({
  id: name,
  formula,
  unit: 'money',
  source: 'glossary §3',
  compute: ({ pairs }) => amountOf(name, pairs),
  vectors: [
    { input: { pairs: example }, output },
    { input: { pairs: [{ before: open(9), after: open(9) }] }, output: 0 },
  ],
});

/** The movements of the flow, in the order of its identity. */
export const movements: readonly Metric<Example, number>[] = [
  movement(
    'new',
    'deals that did not exist at the first date, at their amount at the second; also those won or lost in between',
    [{ after: open(100) }, { after: open(30, { status: 'won' }) }],
    130,
  ),
  movement(
    'pulledIn',
    'deals whose close date was after the period and is now in it',
    [{ before: open(100, { closeDate: LATER }), after: open(100) }],
    100,
  ),
  movement(
    'pushedIn',
    'deals whose close date was before the period and is now in it',
    [{ before: open(100, { closeDate: SOONER }), after: open(100) }],
    100,
  ),
  movement(
    'reopened',
    'deals that were closed and are open',
    [{ before: open(100, { status: 'lost' }), after: open(100) }],
    100,
  ),
  movement(
    'scopeIn',
    'deals that came from an owner outside the scope',
    [{ before: open(100, { ownerId: 'you' }), after: open(100) }],
    100,
  ),
  movement(
    'unomitted',
    'deals that were omitted from the forecast and no longer are',
    [{ before: open(100, { category: 'omitted' }), after: open(100) }],
    100,
  ),
  movement(
    'increased',
    'rise of the amount, also of deals that then left',
    [
      { before: open(100), after: open(130) },
      { before: open(10), after: open(15, { status: 'won' }) },
    ],
    35,
  ),
  movement(
    'decreased',
    'fall of the amount, also of deals that then left',
    [
      { before: open(100), after: open(70) },
      { before: open(10), after: open(5, { status: 'lost' }) },
    ],
    35,
  ),
  movement(
    'won',
    'deals won in between with a close date in the period, at their amount when won',
    [
      { before: open(100), after: open(120, { status: 'won' }) },
      { before: open(50), after: open(50, { status: 'won', closeDate: LATER }) },
    ],
    120,
  ),
  movement(
    'lost',
    'deals lost in between, at their amount when lost',
    [{ before: open(100), after: open(90, { status: 'lost' }) }],
    90,
  ),
  movement(
    'pushedOut',
    'deals whose close date moved past the period (slipped)',
    [{ before: open(100), after: open(100, { closeDate: LATER }) }],
    100,
  ),
  movement(
    'pulledOut',
    'deals whose close date moved to before the period',
    [{ before: open(100), after: open(100, { closeDate: SOONER }) }],
    100,
  ),
  movement(
    'scopeOut',
    'deals that went to an owner outside the scope',
    [{ before: open(100), after: open(100, { ownerId: 'you' }) }],
    100,
  ),
  movement(
    'omitted',
    'deals that are now omitted from the forecast',
    [{ before: open(100), after: open(100, { category: 'omitted' }) }],
    100,
  ),
  movement('deleted', 'deals that are gone from the CRM, or no longer visible', [{ before: open(100) }], 100),
];

export const movedIn: Metric<{ pulledIn: number; pushedIn: number }, number> = {
  id: 'movedIn',
  formula: 'pulledIn + pushedIn',
  unit: 'money',
  source: 'glossary §3',
  compute: ({ pulledIn, pushedIn }) => pulledIn + pushedIn,
  vectors: [{ input: { pulledIn: 70, pushedIn: 30 }, output: 100 }],
};

interface Standing {
  closeDate: Day;
  /** Place of the stage on the ladder. */
  stageOrder: number;
  amount: number;
}

/** Which way a deal went: `mixed` when some of it went up and some down. */
export const trend: Metric<{ before: Standing; after: Standing }, 'up' | 'down' | 'mixed' | 'idle'> = {
  id: 'trend',
  formula: 'up: closes earlier, stage forward or amount up; down: the opposite; mixed: both; idle: none',
  unit: 'word',
  source: 'glossary §3; mixed is ours',
  compute({ before, after }) {
    const steps = [
      after.stageOrder - before.stageOrder,
      after.amount - before.amount,
      after.closeDate === before.closeDate ? 0 : after.closeDate < before.closeDate ? 1 : -1,
    ];
    const [up, down] = [steps.some((step) => step > 0), steps.some((step) => step < 0)];
    return up ? (down ? 'mixed' : 'up') : down ? 'down' : 'idle';
  },
  vectors: [
    {
      input: {
        before: { closeDate: LATER, stageOrder: 1, amount: 5 },
        after: { closeDate: INSIDE, stageOrder: 1, amount: 5 },
      },
      output: 'up',
    },
    {
      input: {
        before: { closeDate: INSIDE, stageOrder: 2, amount: 5 },
        after: { closeDate: INSIDE, stageOrder: 1, amount: 5 },
      },
      output: 'down',
    },
    {
      input: {
        before: { closeDate: INSIDE, stageOrder: 2, amount: 5 },
        after: { closeDate: LATER, stageOrder: 3, amount: 5 },
      },
      output: 'mixed',
    },
    {
      input: {
        before: { closeDate: INSIDE, stageOrder: 2, amount: 5 },
        after: { closeDate: INSIDE, stageOrder: 2, amount: 5 },
      },
      output: 'idle',
    },
  ],
};
