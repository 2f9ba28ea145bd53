import { dayFromNumber, dayNumberAt, type Day } from '@/lib/calendar/days';
import { type Booking, sumOf } from '@/lib/figures/bookings';
import { metric } from '@/lib/figures/figure';
import { openDeals } from '@/lib/figures/states';
import { stateTest } from '@/lib/log/counted';
import { attributeOf, type PipelineLog } from '@/lib/log/event-log';
import { compile, type PipelineFilter } from '@/lib/log/filter';

export interface Created {
  deal: number;
  /** Instant of its first open state that counts, ms. */
  at: number;
  /** At that first entry, minor units; 0 when unpriced. */
  amount: number;
  source: string;
}

/** `pipelineCreated` (G2.14): amounts at first entry into an open, counted stage, inside a window [from, to). */
export function pipelineCreated(
  log: PipelineLog,
  { from, to }: { from: number; to: number },
  filter: PipelineFilter = {},
): Created[] {
  const compiled = compile(log, filter);
  const isOpen = stateTest(log, openDeals.counts, {});
  const found: Created[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    if (!compiled.isDeal(deal) || (log.createdAt[deal] ?? 0) >= to) continue;
    for (let version = log.starts[deal] ?? 0; version < (log.starts[deal + 1] ?? 0); version += 1) {
      const at = log.from[version] ?? 0;
      if (at >= to) break;
      if (!isOpen(version)) continue;
      // Disjoint: a deal enters the pipeline once, and is left at that.
      if (at >= from && compiled.isInScope(version)) {
        const amount = log.amount[version] ?? Number.NaN;
        found.push({
          deal,
          at,
          amount: Number.isNaN(amount) ? 0 : amount,
          source: log.words.source[attributeOf(log, 'source', deal, version)] ?? '',
        });
      }
      break;
    }
  }
  return found;
}

export const pipelineCreationRate = metric({
  id: 'pipelineCreationRate',
  rule: 'G2.15',
  compute: ({ created, weeks }: { created: readonly Pick<Created, 'amount'>[]; weeks: number }) =>
    weeks > 0 ? sumOf(created) / weeks : undefined,
  vectors: [{ input: { created: [{ amount: 900 }, { amount: 400 }], weeks: 13 }, output: 100 }],
});

/** `createdAndClosedShare` (G2.16): of what a period booked, the share of deals that were created since it began (ms). */
export function createdAndClosedShare(log: PipelineLog, booked: readonly Booking[], from: number): number | undefined {
  const won = sumOf(booked);
  return won > 0 ? sumOf(booked.filter(({ deal }) => (log.createdAt[deal] ?? 0) >= from)) / won : undefined;
}

/** By week (Monday, in the org's zone) and source. */
export function createdByWeek(
  created: readonly Created[],
  timeZone: string,
): { week: Day; source: string; amount: number; count: number }[] {
  const groups = new Map<string, { week: number; source: string; amount: number; count: number }>();
  for (const { at, amount, source } of created) {
    const day = dayNumberAt(at, timeZone);
    const week = day - ((((day + 3) % 7) + 7) % 7);
    const key = `${week}/${source}`;
    const own = groups.get(key) ?? { week, source, amount: 0, count: 0 };
    groups.set(key, { ...own, amount: own.amount + amount, count: own.count + 1 });
  }
  return [...groups.values()]
    .toSorted((a, b) => a.week - b.week || a.source.localeCompare(b.source))
    .map(({ week, ...rest }) => ({ week: dayFromNumber(week), ...rest }));
}
