import { lost, open, SOONER, LATER, won } from '@/lib/figures/example';
import type { StateQuestion } from '@/lib/figures/figure';
import { stateFigure } from '@/lib/figures/state-figure';

/** What stands in the pipeline at an instant, and what was closed by then. */
export const listedDeals = stateFigure({
  id: 'listed',
  rule: 'G1.12',
  counts: { omitted: true },
  examples: [{ deals: [open(10), won(20), lost(5)], is: 35 }],
});
export const openPipeline = stateFigure({
  id: 'openPipeline',
  rule: 'G2.1',
  counts: { status: 'open', closes: 'inPeriod' },
  examples: [
    { deals: [open(100), open(250), open(9, { category: 'omitted' }), open(5, { closeDate: LATER }), won(3)], is: 350 },
    { deals: [], is: 0 },
  ],
});
export const commit = stateFigure({
  id: 'commit',
  rule: 'G2.10',
  counts: { status: 'open', categories: ['commit'], closes: 'inPeriod' },
  examples: [{ deals: [open(60, { category: 'commit' }), open(40, { category: 'commit' }), open(7)], is: 100 }],
});
export const bestCase = stateFigure({
  id: 'bestCase',
  rule: 'G2.11',
  counts: { status: 'open', categories: ['bestCase', 'mostLikely'], closes: 'inPeriod' },
  examples: [
    {
      deals: [open(70, { category: 'bestCase' }), open(5, { category: 'mostLikely' }), open(1, { category: 'commit' })],
      is: 75,
    },
  ],
});
export const closedWon = stateFigure({
  id: 'closedWon',
  rule: 'G2.2',
  counts: { status: 'won', closes: 'inPeriod' },
  examples: [{ deals: [won(100), won(380), won(9, { closeDate: SOONER }), open(7), lost(8)], is: 480 }],
});
/** What was lost with its close date in the period: the other side of the win rates. */
export const closedLost: StateQuestion = { counts: { status: 'lost', closes: 'inPeriod' } };
/** What was won or lost with its close date in the period. */
export const closed: StateQuestion = { counts: { status: 'closed', closes: 'inPeriod' } };
/** What a forecast is held to: open deals in commit and best case, with their close date in the period. */
export const calledOpen: StateQuestion = {
  counts: { status: 'open', categories: ['commit', 'bestCase'], closes: 'inPeriod' },
};
/** Every open deal that is not omitted, whatever its close date. */
export const openDeals: StateQuestion = { counts: { status: 'open' } };
export const overdue = stateFigure({
  id: 'overdue',
  rule: 'G4.5',
  counts: { status: 'open', omitted: true, closes: 'beforeToday' },
  examples: [
    {
      deals: [open(1, { closeDate: SOONER }), open(1), open(1, { closeDate: LATER }), won(1, { closeDate: SOONER })],
      is: 1,
    },
  ],
});
export const needsAttention = stateFigure({
  id: 'needsAttention',
  rule: 'G2.32',
  counts: { status: 'open', omitted: true },
  needs: 'verdict',
  examples: [{ deals: [open(1), open(1), open(1), won(1)], meets: [0, 2, 3], is: 2 }],
});
