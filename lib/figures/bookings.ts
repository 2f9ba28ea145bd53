import { dayFromNumber, dayNumber, type Day } from '@/lib/calendar/days';
import { asOf } from '@/lib/figures/ask';
import { closedWon } from '@/lib/figures/states';
import { NO_DAY, type PipelineLog } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';

/** A won deal as it was at an instant: its close day (days since 1970) and its amount in minor units (0 when unpriced). */
export interface Booking {
  deal: number;
  /** Code of its owner in the log's words. */
  owner: number;
  day: number;
  amount: number;
  isUnpriced: boolean;
}

/** `closedWon` deal by deal: what was won by an instant (ms), its close date in the filter's period. */
export function bookings(log: PipelineLog, at: number, filter: PipelineFilter = {}): Booking[] {
  const { deals, versions } = asOf(log, at).rows(closedWon, { filter });
  return Array.from(deals, (deal, row) => {
    const version = versions[row] ?? 0;
    const amount = log.amount[version] ?? Number.NaN;
    return {
      deal,
      owner: log.owner[version] ?? 0,
      day: log.closeDay[version] ?? NO_DAY,
      amount: Number.isNaN(amount) ? 0 : amount,
      isUnpriced: Number.isNaN(amount),
    };
  });
}

/** Disjoint: a deal is booked once, by the one version that holds. */
export const sumOf = (given: readonly { amount: number }[]): number =>
  given.reduce((sum, { amount }) => sum + amount, 0);

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

/** `cumShare` (G6.1): share of a period's bookings that are dated by its day `elapsed` (1 is the first); 0 without any. */
export function cumShare(given: readonly Booking[], period: { start: Day; end: Day }, elapsed: number): number {
  const total = sumOf(given);
  if (total <= 0) return 0;
  const last = dayNumber(period.start) + elapsed - 1;
  return sumOf(given.filter(({ day }) => day <= last)) / total;
}

/** `month3Share`, `finalWeekShare` and `linearityGini` (G6.2, G6.3, G6.4) of a period and its last month; undefined without bookings. */
export function linearity(
  given: readonly Booking[],
  period: { start: Day; end: Day },
  lastMonthStart: Day,
): { month3Share: number; finalWeekShare: number; gini: number; weeks: number[] } | undefined {
  const total = sumOf(given);
  if (total <= 0) return undefined;
  const [start, end] = [dayNumber(period.start), dayNumber(period.end)];
  const weeks = Array.from({ length: Math.max(1, Math.round((end - start + 1) / 7)) }, () => 0);
  for (const { day, amount } of given) {
    const week = Math.min(weeks.length - 1, Math.max(0, Math.floor((day - start) / 7)));
    weeks[week] = (weeks[week] ?? 0) + amount;
  }
  const share = (from: number): number => sumOf(given.filter(({ day }) => day >= from)) / total;
  return {
    month3Share: share(dayNumber(lastMonthStart)),
    finalWeekShare: share(end - 6),
    gini: gini(weeks),
    weeks,
  };
}

/** Gini coefficient of amounts that are not negative: 0 all the same, near 1 all in one (mean absolute difference form). */
export function gini(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return 0;
  const weighted = sorted.reduce((sum, value, at) => sum + value * (at + 1), 0);
  // Scaled so that everything in one of n is 1, not 1 − 1/n.
  const n = sorted.length;
  return n < 2 ? 0 : ((2 * weighted) / (n * total) - (n + 1) / n) * (n / (n - 1));
}
