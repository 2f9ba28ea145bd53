import { type Day, dayNumber } from '@/lib/calendar/days';
import { cumShare as shareBy, gini, type Booking } from '@/lib/figures/bookings';
import { metric } from '@/lib/figures/figure';
import { median, pacing as pace } from '@/lib/figures/pacing';

const booking = (day: string, amount: number): Booking => ({
  deal: 0,
  owner: 0,
  day: dayNumber(day as Day),
  amount,
  isUnpriced: false,
});
const QUARTER = { start: '2026-01-01' as Day, end: '2026-03-31' as Day };

/** Slips and dates, cycle and time in stage, linearity and pacing. */
export const cycleDays = metric({
  id: 'cycleDays',
  rule: 'G2.30',
  compute: (days: readonly number[]) => median(days),
  vectors: [
    { input: [10, 30, 80], output: 30 },
    { input: [], output: undefined },
  ],
});
export const daysInStage = metric({
  id: 'daysInStage',
  rule: 'G2.28',
  compute: ({ now, enteredAt }: { now: number; enteredAt: number }) => (now - enteredAt) / 86_400_000,
  vectors: [{ input: { now: 172_800_000, enteredAt: 0 }, output: 2 }],
});
export const pushEvents = metric({
  id: 'pushEvents',
  rule: 'G4.1',
  compute: (dates: readonly string[]) => dates.filter((date, at) => at > 0 && date > (dates[at - 1] ?? date)).length,
  vectors: [{ input: ['2026-01-01', '2026-02-01', '2026-01-15', '2026-03-01'], output: 2 }],
});
export const pushDays = metric({
  id: 'pushDays',
  rule: 'G4.3',
  compute: (dates: readonly string[]) =>
    dates.length === 0
      ? undefined
      : Math.max(0, dayNumber((dates.at(-1) ?? '') as Day) - dayNumber((dates[0] ?? '') as Day)),
  vectors: [
    { input: ['2026-01-01', '2026-01-31'], output: 30 },
    { input: ['2026-02-01', '2026-01-01'], output: 0 },
  ],
});
export const slipRate = metric({
  id: 'slipRate',
  rule: 'G4.4',
  compute: ({ forecast, closed }: { forecast: number; closed: number }) =>
    forecast > 0 ? (forecast - closed) / forecast : undefined,
  vectors: [
    { input: { forecast: 10, closed: 4 }, output: 0.6 },
    { input: { forecast: 0, closed: 0 }, output: undefined },
  ],
});
export const cumShare = metric({
  id: 'cumShare',
  rule: 'G6.1',
  compute: ({
    given,
    period,
    elapsed,
  }: {
    given: readonly Booking[];
    period: { start: Day; end: Day };
    elapsed: number;
  }) => shareBy(given, period, elapsed),
  vectors: [
    {
      input: { given: [booking('2026-01-10', 30), booking('2026-03-01', 70)], period: QUARTER, elapsed: 31 },
      output: 0.3,
    },
  ],
});
export const month3Share = metric({
  id: 'month3Share',
  rule: 'G6.2',
  compute: ({ last, won }: { last: number; won: number }) => (won > 0 ? last / won : undefined),
  vectors: [{ input: { last: 40, won: 100 }, output: 0.4 }],
});
export const finalWeekShare = metric({
  id: 'finalWeekShare',
  rule: 'G6.3',
  compute: ({ last, won }: { last: number; won: number }) => (won > 0 ? last / won : undefined),
  vectors: [{ input: { last: 15, won: 100 }, output: 0.15 }],
});
export const linearityGini = metric({
  id: 'linearityGini',
  rule: 'G6.4',
  compute: (weeks: readonly number[]) => gini(weeks),
  vectors: [
    { input: [5, 5, 5, 5], output: 0 },
    { input: [0, 0, 0, 9], output: 1 },
  ],
});
export const pacing = metric({
  id: 'pacing',
  rule: 'G6.5',
  compute: ({ won, quota, shares }: { won: number; quota: number; shares: readonly number[] }) =>
    pace(won, quota, shares),
  vectors: [
    { input: { won: 50, quota: 200, shares: [0.2, 0.25, 0.3] }, output: 1 },
    { input: { won: 50, quota: 0, shares: [1] }, output: undefined },
  ],
});
