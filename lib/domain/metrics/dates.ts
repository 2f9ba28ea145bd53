import { type Day, daysBetween, isPlausible } from '@/lib/domain/days';

import type { Metric } from './metric';

/** Close dates of one deal in the order in which they were set. A slip of the keyboard (1900, 2999) is no date. */
type Dates = { closeDates: readonly Day[] };
// Safe: literals of this file.
const days = (...texts: string[]): Day[] => texts as Day[];

export const pushEvents: Metric<Dates, number> = {
  id: 'pushEvents',
  formula: 'number of times that the close date was moved to a later day',
  unit: 'count',
  source: 'glossary §4; moves to an earlier day are not counted',
  compute: ({ closeDates }) => laterMoves(closeDates.filter(isPlausible)),
  vectors: [
    { input: { closeDates: days('2026-01-10', '2026-01-20', '2026-01-15', '2026-02-01') }, output: 2 },
    { input: { closeDates: days('1900-01-01', '2026-01-20') }, output: 0 },
    { input: { closeDates: [] }, output: 0 },
  ],
};

export const pushCountSf: Metric<Dates, number> = {
  id: 'pushCountSf',
  formula: 'number of times that the close date was moved into a later calendar month',
  unit: 'count',
  source: 'glossary §4 (Salesforce: Opportunity.PushCount, which never falls)',
  compute: ({ closeDates }) => laterMoves(closeDates.map((date) => date.slice(0, 7))),
  vectors: [
    { input: { closeDates: days('2026-01-10', '2026-01-20', '2026-02-15', '2026-01-05') }, output: 1 },
    { input: { closeDates: days('2026-01-31', '2026-02-01') }, output: 1 },
  ],
};

export const pushDays: Metric<Dates, number> = {
  id: 'pushDays',
  formula: 'latest close date − first close date, in days; nought when it was never later',
  unit: 'days',
  source: 'glossary §4',
  compute({ closeDates }) {
    const plausible = closeDates.filter(isPlausible);
    const [first, last] = [plausible[0], plausible.at(-1)];
    return first === undefined || last === undefined ? 0 : Math.max(0, daysBetween(first, last));
  },
  vectors: [
    { input: { closeDates: days('2028-02-28', '2028-03-01') }, output: 2 },
    { input: { closeDates: days('2026-02-10', '2026-02-01') }, output: 0 },
  ],
};

export const slipRate: Metric<{ forecast: number; closedInPeriod: number }, number | undefined> = {
  id: 'slipRate',
  formula: 'deals in commit and best case at the lock that did not close in the period ÷ all of them',
  unit: 'ratio',
  source: 'glossary §4; others count only what closed later',
  compute: ({ forecast, closedInPeriod }) => (forecast > 0 ? (forecast - closedInPeriod) / forecast : undefined),
  vectors: [
    { input: { forecast: 10, closedInPeriod: 4 }, output: 0.6 },
    { input: { forecast: 0, closedInPeriod: 0 }, output: undefined },
  ],
};

export const overdue: Metric<{ deals: readonly { isOpen: boolean; closeDate?: Day }[]; today: Day }, number> = {
  id: 'overdue',
  formula: 'open deals whose close date has passed',
  unit: 'count',
  source: 'glossary §4',
  compute: ({ deals, today }) =>
    deals.filter(({ isOpen, closeDate }) => isOpen && closeDate !== undefined && closeDate < today).length,
  vectors: [
    {
      input: {
        today: '2026-03-01' as Day,
        deals: [
          { isOpen: true, closeDate: '2026-02-28' as Day },
          { isOpen: true, closeDate: '2026-03-01' as Day },
          { isOpen: false, closeDate: '2026-02-28' as Day },
          { isOpen: true },
        ],
      },
      output: 1,
    },
  ],
};

function laterMoves(marks: readonly string[]): number {
  return marks.filter((mark, at) => at > 0 && mark > (marks[at - 1] ?? mark)).length;
}
