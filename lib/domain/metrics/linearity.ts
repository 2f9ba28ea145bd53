import { addDays, dayNumber, type Day } from '@/lib/domain/days';
import { gini, median } from '@/lib/domain/statistics';

import type { Metric } from './metric';

/** Won deals by the day of their close date, minor units. */
interface Won {
  won: readonly { day: Day; amount: number }[];
  start: Day;
  end: Day;
}
// Safe: literals of this file.
const at = (text: string, amount: number): { day: Day; amount: number } => ({ day: text as Day, amount });
const Q4 = { start: '2026-10-01' as Day, end: '2026-12-31' as Day };

const total = (won: Won['won']): number => won.reduce((sum, { amount }) => sum + amount, 0);
const shareOf = ({ won, start, end }: Won, counts: (day: Day) => boolean): number | undefined => {
  const inside = won.filter(({ day }) => start <= day && day <= end);
  const all = total(inside);
  return all > 0 ? total(inside.filter(({ day }) => counts(day))) / all : undefined;
};

export const cumShare: Metric<Won & { x: number }, number | undefined> = {
  id: 'cumShare',
  formula: 'won by a fraction x of the period’s days ÷ won in the whole period',
  unit: 'ratio',
  source: 'glossary §6',
  compute({ x, ...input }) {
    const days = dayNumber(input.end) - dayNumber(input.start) + 1;
    // Days that are over at x: the half of 92 days is the end of the 46th.
    const last = addDays(input.start, Math.floor(x * days + 1e-9) - 1);
    return shareOf(input, (day) => day <= last);
  },
  vectors: [
    { input: { ...Q4, won: [at('2026-10-10', 30), at('2026-12-20', 70)], x: 0.5 }, output: 0.3 },
    { input: { ...Q4, won: [at('2026-10-01', 30)], x: 0 }, output: 0 },
    { input: { ...Q4, won: [at('2026-10-01', 30), at('2026-12-31', 30)], x: 1 }, output: 1 },
    { input: { ...Q4, won: [], x: 0.5 }, output: undefined },
  ],
};

export const month3Share: Metric<Won & { lastMonthStart: Day }, number | undefined> = {
  id: 'month3Share',
  formula: 'won in the last month of the period ÷ won in the period',
  unit: 'ratio',
  source: 'glossary §6; one vendor calls 35–40 % healthy',
  compute: ({ lastMonthStart, ...input }) => shareOf(input, (day) => day >= lastMonthStart),
  vectors: [
    {
      input: { ...Q4, won: [at('2026-10-10', 60), at('2026-12-20', 40)], lastMonthStart: '2026-12-01' as Day },
      output: 0.4,
    },
  ],
};

export const finalWeekShare: Metric<Won, number | undefined> = {
  id: 'finalWeekShare',
  formula: 'won in the last seven days of the period ÷ won in the period',
  unit: 'ratio',
  source: 'glossary §6; one vendor calls less than 20 % healthy',
  compute: (input) => shareOf(input, (day) => day >= addDays(input.end, -6)),
  vectors: [{ input: { ...Q4, won: [at('2026-12-24', 60), at('2026-12-25', 40)] }, output: 0.4 }],
};

export const linearityGini: Metric<{ weeks: readonly number[] }, number | undefined> = {
  id: 'linearityGini',
  formula: 'Gini coefficient of what was won by week: 0 every week the same, towards 1 all in one week',
  unit: 'ratio',
  source: 'glossary §6',
  compute: ({ weeks }) => gini(weeks),
  vectors: [
    { input: { weeks: [5, 5, 5, 5] }, output: 0 },
    { input: { weeks: [0, 0, 0, 8] }, output: 0.75 },
    { input: { weeks: [0, 0] }, output: undefined },
  ],
};

export const pacing: Metric<{ won: number; quota: number; pastShares: readonly number[] }, number | undefined> = {
  id: 'pacing',
  formula: 'won to date ÷ (quota × median share won by this point of earlier periods); 1 is on pace',
  unit: 'ratio',
  source: 'glossary §6; early in a period the divisor is small and the figure unsafe',
  compute({ won, quota, pastShares }) {
    const usual = median(pastShares);
    return usual === undefined || usual <= 0 || quota <= 0 ? undefined : won / (quota * usual);
  },
  vectors: [
    { input: { won: 240, quota: 1000, pastShares: [0.2, 0.3, 0.4] }, output: 0.8 },
    { input: { won: 240, quota: 1000, pastShares: [] }, output: undefined },
    { input: { won: 0, quota: 1000, pastShares: [0, 0] }, output: undefined },
  ],
};

export const usualRemainder: Metric<{ won: number; pastRemainders: readonly number[] }, number | undefined> = {
  id: 'usualRemainder',
  formula: 'won to date + mean of what earlier periods won after this point',
  unit: 'money',
  source:
    'measured on past quarters: nearer to the total than dividing by the usual share until 45 days before the end',
  compute: ({ won, pastRemainders }) =>
    pastRemainders.length === 0
      ? undefined
      : won + pastRemainders.reduce((sum, each) => sum + each, 0) / pastRemainders.length,
  vectors: [
    { input: { won: 100, pastRemainders: [50, 70] }, output: 160 },
    { input: { won: 100, pastRemainders: [] }, output: undefined },
  ],
};
