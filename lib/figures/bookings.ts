import { DAY_MS, dayFromNumber, dayNumber, type Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { minor, type Minor } from '@/lib/deal/money';
import { asOf } from '@/lib/figures/ask';
import { metric } from '@/lib/figures/figure';
import { closedWon } from '@/lib/figures/states';
import { NO_DAY, type PipelineLog } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { type DealIndex, type VersionIndex, FIRST_VERSION } from '@/lib/log/positions';

/** A won deal as it was at an instant: its close day (days since 1970) and its amount in minor units (0 when unpriced). */
export interface Booking {
  deal: DealIndex;
  version: VersionIndex;
  /** Code of its owner in the log's words. */
  owner: number;
  day: number;
  amount: Minor;
  isUnpriced: boolean;
}

/** `closedWon` deal by deal: what was won by an instant (ms), its close date in the filter's period. */
export function bookings(log: PipelineLog, at: Instant, filter: PipelineFilter = {}): Booking[] {
  const { deals, versions } = asOf(log, at).rows(closedWon, { filter });
  return Array.from(deals, (deal, row) => {
    const version = versions[row] ?? FIRST_VERSION;
    const amount = log.amount[version] ?? Number.NaN;
    return {
      deal,
      version,
      owner: log.owner[version] ?? 0,
      day: log.closeDay[version] ?? NO_DAY,
      amount: minor(Number.isNaN(amount) ? 0 : amount),
      isUnpriced: Number.isNaN(amount),
    };
  });
}

/** Disjoint: a deal is booked once, by the one version that holds. */
export const sumOf = (given: readonly { amount: number }[]): Minor =>
  minor(given.reduce((sum, { amount }) => sum + amount, 0));

/** Bookings by the week (Monday) of their close date, in minor units. */
export function bookingsByWeek(given: readonly Booking[]): { week: Day; amount: number; count: number }[] {
  const weeks = new Map<number, { amount: number; count: number }>();
  for (const { day, amount } of given) {
    if (day === NO_DAY) continue;
    const monday = day - ((((day + 3) % 7) + 7) % 7);
    const own = weeks.get(monday) ?? { amount: 0, count: 0 };
    weeks.set(monday, { amount: own.amount + amount, count: own.count + 1 });
  }
  return [...weeks].toSorted((a, b) => a[0] - b[0]).map(([monday, own]) => ({ week: dayFromNumber(monday), ...own }));
}

type Booked = Pick<Booking, 'day' | 'amount'>;
/** A booking of a worked example. */
const booked = (on: string, amount: number): Booked => ({
  day: Date.parse(`${on}T00:00:00Z`) / DAY_MS,
  amount: minor(amount),
});
// Safe: literals.
const QUARTER = { start: '2026-01-01' as Day, end: '2026-03-31' as Day };
const MARCH = '2026-03-01' as Day;

const sharePast = (given: readonly Booked[], isIn: (day: number) => boolean): number | undefined => {
  const total = sumOf(given);
  return total > 0 ? sumOf(given.filter(({ day }) => isIn(day))) / total : undefined;
};

/** Share of a period's bookings that are dated by its day `elapsed` (1 is the first); undefined without any. */
export const cumShare = metric({
  id: 'cumShare',
  rule: 'G6.1',
  compute: ({ given, period, elapsed }: { given: readonly Booked[]; period: { start: Day }; elapsed: number }) =>
    sharePast(given, (day) => day <= dayNumber(period.start) + elapsed - 1),
  vectors: [
    {
      input: { given: [booked('2026-01-10', 30), booked('2026-03-01', 70)], period: QUARTER, elapsed: 31 },
      output: 0.3,
    },
    { input: { given: [], period: QUARTER, elapsed: 31 }, output: undefined },
  ],
});

export const month3Share = metric({
  id: 'month3Share',
  rule: 'G6.2',
  compute: ({ given, lastMonthStart }: { given: readonly Booked[]; lastMonthStart: Day }) =>
    sharePast(given, (day) => day >= dayNumber(lastMonthStart)),
  vectors: [
    { input: { given: [booked('2026-01-10', 60), booked('2026-03-01', 40)], lastMonthStart: MARCH }, output: 0.4 },
    { input: { given: [], lastMonthStart: MARCH }, output: undefined },
  ],
});

export const finalWeekShare = metric({
  id: 'finalWeekShare',
  rule: 'G6.3',
  compute: ({ given, period }: { given: readonly Booked[]; period: { end: Day } }) =>
    sharePast(given, (day) => day >= dayNumber(period.end) - 6),
  vectors: [
    { input: { given: [booked('2026-03-24', 85), booked('2026-03-25', 15)], period: QUARTER }, output: 0.15 },
    { input: { given: [], period: QUARTER }, output: undefined },
  ],
});

/** Amounts by the weeks of a period: its days by sevens, a rest of few days with the last. */
export function weeksOf(given: readonly Booked[], period: { start: Day; end: Day }): number[] {
  const [start, end] = [dayNumber(period.start), dayNumber(period.end)];
  const weeks = Array.from({ length: Math.max(1, Math.round((end - start + 1) / 7)) }, () => 0);
  for (const { day, amount } of given) {
    const week = Math.min(weeks.length - 1, Math.max(0, Math.floor((day - start) / 7)));
    weeks[week] = (weeks[week] ?? 0) + amount;
  }
  return weeks;
}

/** Gini of the weeks (mean absolute difference form): 0 when even, 1 when all is in one; undefined without bookings. */
export const linearityGini = metric({
  id: 'linearityGini',
  rule: 'G6.4',
  compute({ given, period }: { given: readonly Booked[]; period: { start: Day; end: Day } }) {
    const total = sumOf(given);
    if (total <= 0) return undefined;
    const sorted = weeksOf(given, period).toSorted((a, b) => a - b);
    const n = sorted.length;
    if (n < 2) return 0;
    const weighted = sorted.reduce((sum, value, index) => sum + value * (index + 1), 0);
    // Scaled so that everything in one of n is 1, not 1 − 1/n.
    return ((2 * weighted) / (n * total) - (n + 1) / n) * (n / (n - 1));
  },
  vectors: [
    {
      input: {
        given: ['2026-01-01', '2026-01-08', '2026-01-15', '2026-01-22'].map((on) => booked(on, 5)),
        period: { start: QUARTER.start, end: '2026-01-28' as Day },
      },
      output: 0,
    },
    { input: { given: [booked('2026-03-01', 9)], period: QUARTER }, output: 1 },
    { input: { given: [], period: QUARTER }, output: undefined },
  ],
});
