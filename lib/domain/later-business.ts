import { bookAt, type Owners, totalOf } from '@/lib/domain/book';
import type { AsOf, Span } from '@/lib/domain/chances';
import { addDays, daysBetween } from '@/lib/domain/days';
import type { PipelineLog } from '@/lib/domain/log';
import { endOfDay } from '@/lib/domain/outcomes';

/** More finished periods than this mix in another organisation. */
export const MAX_PERIODS = 8;

/** A finished period on the day that had as many days left as today has in the present one. */
export interface Alike {
  period: Span;
  asOf: AsOf;
}

/** The finished periods that the log reaches back to, newest first, each on its matching day. `past` in any order. */
export function alikePeriods(log: PipelineLog, { today }: AsOf, period: Span, past: readonly Span[]): Alike[] {
  const daysLeft = daysBetween(today, period.end);
  const begins = log.from.reduce((least, from) => Math.min(least, from), Infinity);
  return past
    .filter(({ end }) => end < today && end < period.end)
    .toSorted((a, b) => (a.end < b.end ? 1 : -1))
    .map((each): Alike => {
      const on = addDays(each.end, -daysLeft);
      return { period: each, asOf: { today: on, at: endOfDay(on) } };
    })
    .filter(({ asOf: { at } }) => at >= begins)
    .slice(0, MAX_PERIODS);
}

/**
 * What finished periods brought, with as many days left, from deals that were not open and counted then: created later, reopened,
 * taken over, moved out of "omitted" or priced later. Minor units, one sum a period. The present period brings one of them, each as
 * likely as the others (scoring.md §6.7: new business from the org's own history by days left).
 */
export function laterBusiness(log: PipelineLog, { at }: AsOf, alike: readonly Alike[], owners: Owners): number[] {
  return alike.map(({ period, asOf }) => {
    const then = bookAt(log, asOf, period, owners);
    const known = new Set([...then.open, ...then.won].map(({ deal }) => deal));
    return totalOf(bookAt(log, { at }, period, owners).won.filter(({ deal }) => !known.has(deal)));
  });
}
