import { lost, open, SOONER, LATER, won } from '@/lib/figures/example';
import { stateFigure } from '@/lib/figures/state-figure';

/** What stands in the pipeline at an instant, and what was closed by then. */
export const listed = stateFigure({
  id: 'listed',
  formula: 'Σ amount of the deals in the list, open or closed',
  unit: 'money',
  source: 'The list itself',
  counts: { omitted: true },
  examples: [{ deals: [open(10), won(20), lost(5)], is: 35 }],
});
export const openPipeline = stateFigure({
  id: 'openPipeline',
  formula: 'Σ amount of deals that are open, not omitted, with their close date in the period',
  unit: 'money',
  source: 'Glossary §2',
  counts: { status: 'open', closes: 'inPeriod' },
  examples: [
    { deals: [open(100), open(250), open(9, { category: 'omitted' }), open(5, { closeDate: LATER }), won(3)], is: 350 },
    { deals: [], is: 0 },
  ],
});
export const commit = stateFigure({
  id: 'commit',
  formula: 'Σ amount of open deals in the category commit, with their close date in the period',
  unit: 'money',
  source: 'Glossary §1, forecastCategory',
  counts: { status: 'open', categories: ['commit'], closes: 'inPeriod' },
  examples: [{ deals: [open(60, { category: 'commit' }), open(40, { category: 'commit' }), open(7)], is: 100 }],
});
export const bestCase = stateFigure({
  id: 'bestCase',
  formula: 'Σ amount of open deals in the categories best case and most likely, with their close date in the period',
  unit: 'money',
  source: 'Glossary §1, forecastCategory',
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
  formula: 'Σ amount of deals won by now with their close date in the period',
  unit: 'money',
  source: 'Glossary §2',
  counts: { status: 'won', closes: 'inPeriod' },
  examples: [{ deals: [won(100), won(380), won(9, { closeDate: SOONER }), open(7), lost(8)], is: 480 }],
});
/** What was lost with its close date in the period: the other side of the win rates. */
export const closedLost = stateFigure({
  id: 'closedLost',
  formula: 'Σ amount of deals lost by now with their close date in the period',
  unit: 'money',
  source: 'Glossary §2, winRateAmount',
  counts: { status: 'lost', closes: 'inPeriod' },
  examples: [{ deals: [lost(30), won(100), lost(9, { closeDate: LATER })], is: 30 }],
});
export const closed = stateFigure({
  id: 'closed',
  formula: 'deals won or lost by now with their close date in the period',
  unit: 'count',
  source: 'Glossary §2, winRateCount',
  counts: { status: 'closed', closes: 'inPeriod' },
  examples: [{ deals: [won(1), lost(1), lost(1, { closeDate: LATER }), open(1)], is: 2 }],
});
/** What a forecast is held to: the other figures of the categories are sums of money. */
export const calledOpen = stateFigure({
  id: 'calledOpen',
  formula: 'open deals in the categories commit and best case, with their close date in the period',
  unit: 'count',
  source: 'Glossary §4, slipRate',
  counts: { status: 'open', categories: ['commit', 'bestCase'], closes: 'inPeriod' },
  examples: [{ deals: [open(1, { category: 'commit' }), open(1, { category: 'bestCase' }), open(1)], is: 2 }],
});
export const openDeals = stateFigure({
  id: 'openDeals',
  formula: 'open deals that are not omitted, whatever their close date',
  unit: 'count',
  source: 'Glossary §2, velocity',
  counts: { status: 'open' },
  examples: [{ deals: [open(1), open(1, { closeDate: LATER }), open(1, { category: 'omitted' }), won(1)], is: 2 }],
});
export const overdue = stateFigure({
  id: 'overdue',
  formula: 'open deals whose close date has passed',
  unit: 'count',
  source: 'Glossary §4',
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
  formula: 'open deals that their verdict calls at risk or stalled',
  unit: 'count',
  source: 'The verdict of each deal, which the record panel gives with its reasons',
  counts: { status: 'open', omitted: true },
  needs: 'verdict',
  examples: [{ deals: [open(1), open(1), open(1), won(1)], meets: [0, 2, 3], is: 2 }],
});
