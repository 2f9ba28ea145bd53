import { LATER, open, PERIOD, SOONER } from '@/lib/figures/example';
import { type AnyFigure, metric, type Derived } from '@/lib/figures/figure';
import { flow, type MovementName } from '@/lib/figures/flow';
import type { DealState } from '@/lib/log/event-log';
import { AFTER, BEFORE, type Pair, tinyLog } from '@/lib/log/tiny-log';
import { trendOf, TRENDS } from '@/lib/log/trend';

const amountOf = (name: MovementName, pairs: readonly Pair[]): number =>
  flow(tinyLog(pairs), { from: BEFORE, to: AFTER, filter: { period: PERIOD, ownerIds: ['me'] } }).movements[name]
    .amount;

const movement = (
  name: MovementName,
  formula: string,
  example: readonly Pair[],
  output: number,
): Derived<readonly Pair[]> & AnyFigure =>
  metric({
    id: name,
    formula,
    unit: 'money',
    source: 'Glossary §3',
    compute: (pairs: readonly Pair[]) => amountOf(name, pairs),
    vectors: [
      { input: example, output },
      { input: [{ before: open(9), after: open(9) }], output: 0 },
    ],
  });

/** The movements of the flow: each example is deals before and after, as one period and one owner, `me`, see them. */
export const created = movement(
  'new',
  'deals that did not exist at the first date, at their amount at the second; also those won or lost in between',
  [{ after: open(100) }, { after: open(30, { status: 'won' }) }],
  130,
);
export const pulledIn = movement(
  'pulledIn',
  'deals whose close date was after the period and is now in it',
  [{ before: open(100, { closeDate: LATER }), after: open(100) }],
  100,
);
export const pushedIn = movement(
  'pushedIn',
  'deals whose close date was before the period and is now in it',
  [{ before: open(100, { closeDate: SOONER }), after: open(100) }],
  100,
);
export const reopened = movement(
  'reopened',
  'deals that were closed and are open',
  [{ before: open(100, { status: 'lost' }), after: open(100) }],
  100,
);
export const scopeIn = movement(
  'scopeIn',
  'deals that came from an owner outside the scope',
  [{ before: open(100, { ownerId: 'you' }), after: open(100) }],
  100,
);
export const unomitted = movement(
  'unomitted',
  'deals that were omitted from the forecast and no longer are',
  [{ before: open(100, { category: 'omitted' }), after: open(100) }],
  100,
);
export const increased = movement(
  'increased',
  'rise of the amount, also of deals that then left',
  [
    { before: open(100), after: open(130) },
    { before: open(10), after: open(15, { status: 'won' }) },
  ],
  35,
);
export const decreased = movement(
  'decreased',
  'fall of the amount, also of deals that then left',
  [
    { before: open(100), after: open(70) },
    { before: open(10), after: open(5, { status: 'lost' }) },
  ],
  35,
);
export const won = movement(
  'won',
  'deals won in between with a close date in the period, at their amount when won',
  [
    { before: open(100), after: open(120, { status: 'won' }) },
    { before: open(50), after: open(50, { status: 'won', closeDate: LATER }) },
  ],
  120,
);
export const lost = movement(
  'lost',
  'deals lost in between, at their amount when lost',
  [{ before: open(100), after: open(90, { status: 'lost' }) }],
  90,
);
export const pushedOut = movement(
  'pushedOut',
  'deals whose close date moved past the period (slipped)',
  [{ before: open(100), after: open(100, { closeDate: LATER }) }],
  100,
);
export const pulledOut = movement(
  'pulledOut',
  'deals whose close date moved to before the period',
  [{ before: open(100), after: open(100, { closeDate: SOONER }) }],
  100,
);
export const scopeOut = movement(
  'scopeOut',
  'deals that went to an owner outside the scope',
  [{ before: open(100), after: open(100, { ownerId: 'you' }) }],
  100,
);
export const omitted = movement(
  'omitted',
  'deals that are now omitted from the forecast',
  [{ before: open(100), after: open(100, { category: 'omitted' }) }],
  100,
);
export const deleted = movement(
  'deleted',
  'deals that are gone from the CRM, or no longer visible',
  [{ before: open(100) }],
  100,
);
export const movedIn = metric({
  id: 'movedIn',
  formula: 'pulled in + pushed in',
  unit: 'money',
  source: 'Glossary §3',
  compute: (moved: { pulledIn: number; pushedIn: number }) => moved.pulledIn + moved.pushedIn,
  vectors: [{ input: { pulledIn: 70, pushedIn: 30 }, output: 100 }],
});
export const trend = metric({
  id: 'trend',
  formula:
    'up: won, or closes earlier, is further on or worth more; down: lost, or the opposite; mixed: some up and some down; idle: none of these changed',
  unit: 'word',
  source: 'Glossary §3',
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
