import { LATER, open, PERIOD, SOONER } from '@/lib/figures/example';
import { type AnyFigure, metric, type Derived } from '@/lib/figures/figure';
import { flow, type MovementName } from '@/lib/figures/flow';
import type { RuleId } from '@/lib/figures/rules';
import type { DealState } from '@/lib/log/event-log';
import { AFTER, BEFORE, type Pair, tinyLog } from '@/lib/log/tiny-log';
import { trendOf, TRENDS } from '@/lib/log/trend';

const amountOf = (name: MovementName, pairs: readonly Pair[]): number =>
  flow(tinyLog(pairs), { from: BEFORE, to: AFTER, filter: { period: PERIOD, ownerIds: ['me'] } }).movements[name]
    .amount;

const movement = (
  name: MovementName,
  rule: RuleId,
  example: readonly Pair[],
  output: number,
): Derived<readonly Pair[]> & AnyFigure =>
  metric({
    id: name,
    rule,
    compute: (pairs: readonly Pair[]) => amountOf(name, pairs),
    vectors: [
      { input: example, output },
      { input: [{ before: open(9), after: open(9) }], output: 0 },
    ],
  });

/** The movements of the flow: each example is deals before and after, as one period and one owner, `me`, see them. */
export const created = movement('new', 'G3.2', [{ after: open(100) }, { after: open(30, { status: 'won' }) }], 130);
export const pulledIn = movement(
  'pulledIn',
  'G3.4',
  [{ before: open(100, { closeDate: LATER }), after: open(100) }],
  100,
);
export const pushedIn = movement(
  'pushedIn',
  'G3.5',
  [{ before: open(100, { closeDate: SOONER }), after: open(100) }],
  100,
);
export const reopened = movement(
  'reopened',
  'G3.6',
  [{ before: open(100, { status: 'lost' }), after: open(100) }],
  100,
);
export const scopeIn = movement('scopeIn', 'G3.7', [{ before: open(100, { ownerId: 'you' }), after: open(100) }], 100);
export const unomitted = movement(
  'unomitted',
  'G3.8',
  [{ before: open(100, { category: 'omitted' }), after: open(100) }],
  100,
);
export const increased = movement(
  'increased',
  'G3.9',
  [
    { before: open(100), after: open(130) },
    { before: open(10), after: open(15, { status: 'won' }) },
  ],
  35,
);
export const decreased = movement(
  'decreased',
  'G3.10',
  [
    { before: open(100), after: open(70) },
    { before: open(10), after: open(5, { status: 'lost' }) },
  ],
  35,
);
export const won = movement(
  'won',
  'G3.11',
  [
    { before: open(100), after: open(120, { status: 'won' }) },
    { before: open(50), after: open(50, { status: 'won', closeDate: LATER }) },
  ],
  120,
);
export const lost = movement('lost', 'G3.12', [{ before: open(100), after: open(90, { status: 'lost' }) }], 90);
export const pushedOut = movement(
  'pushedOut',
  'G3.13',
  [{ before: open(100), after: open(100, { closeDate: LATER }) }],
  100,
);
export const pulledOut = movement(
  'pulledOut',
  'G3.14',
  [{ before: open(100), after: open(100, { closeDate: SOONER }) }],
  100,
);
export const scopeOut = movement(
  'scopeOut',
  'G3.15',
  [{ before: open(100), after: open(100, { ownerId: 'you' }) }],
  100,
);
export const omitted = movement(
  'omitted',
  'G3.16',
  [{ before: open(100), after: open(100, { category: 'omitted' }) }],
  100,
);
export const deleted = movement('deleted', 'G3.17', [{ before: open(100) }], 100);
export const movedIn = metric({
  id: 'movedIn',
  rule: 'G3.3',
  compute: (moved: { pulledIn: number; pushedIn: number }) => moved.pulledIn + moved.pushedIn,
  vectors: [{ input: { pulledIn: 70, pushedIn: 30 }, output: 100 }],
});
export const trend = metric({
  id: 'trend',
  rule: 'G3.18',
  compute: ({ before, after, stages }: { before: DealState; after: DealState; stages: readonly string[] }) =>
    TRENDS.indexOf(trendOf(before, after, stages)),
  vectors: [
    { input: { before: open(100), after: open(100, { closeDate: SOONER }), stages: ['A', 'B'] }, output: 0 },
    { input: { before: open(100), after: open(100, { stage: 'B' }), stages: ['A', 'B'] }, output: 0 },
    { input: { before: open(100), after: open(100, { status: 'lost' }), stages: ['A', 'B'] }, output: 1 },
    {
      input: { before: open(100), after: open(120, { status: 'lost', closeDate: SOONER }), stages: ['A', 'B'] },
      output: 1,
    },
    { input: { before: open(100), after: open(90, { stage: 'B' }), stages: ['A', 'B'] }, output: 2 },
    { input: { before: open(100), after: open(100, { ownerId: 'you' }), stages: ['A', 'B'] }, output: 3 },
  ],
});
