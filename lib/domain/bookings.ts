import { dayFromNumber, dayNumber, type Day } from '@/lib/domain/days';
import { isBooked } from '@/lib/domain/flow';
import { type PipelineLog, versionAt } from '@/lib/domain/log';
import type { Period } from '@/lib/domain/org';
import { compile, type PipelineFilter } from '@/lib/domain/pipeline';

/** A deal that is won, on the day that its close date says. */
export interface Booking {
  /** Position in the log. */
  deal: number;
  day: Day;
  /** Minor units; absent when unpriced. */
  amount?: number;
}

/** What was won by an instant (ms) with a close date in the filter's period: the deals of `closedWon` (glossary §2). */
export function bookingsAt(log: PipelineLog, at: number, filter: PipelineFilter = {}): Booking[] {
  const compiled = compile(log, filter);
  const found: Booking[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    if (!compiled.isDeal(deal)) continue;
    const version = versionAt(log, deal, at);
    if (!isBooked(log, compiled, version)) continue;
    const amount = log.amount[version] ?? Number.NaN;
    const day = dayFromNumber(log.closeDay[version] ?? 0);
    found.push({ deal, day, ...(Number.isNaN(amount) ? {} : { amount }) });
  }
  return found;
}

/** Amounts by week of a period, counted from its first day; the last week may be shorter. Outside it nothing counts. */
export function byWeek(bookings: readonly Pick<Booking, 'day' | 'amount'>[], { start, end }: Period): number[] {
  const first = dayNumber(start);
  const weeks = Array.from({ length: Math.ceil((dayNumber(end) - first + 1) / 7) }, () => 0);
  for (const { day, amount = 0 } of bookings) {
    const week = Math.floor((dayNumber(day) - first) / 7);
    if (day >= start && day <= end) weeks[week] = (weeks[week] ?? 0) + amount;
  }
  return weeks;
}
