import { addDays, dayFromNumber, dayNumberAt, type Day } from '@/lib/calendar/days';
import { instant, later } from '@/lib/calendar/instant';
import { instantsOf } from '@/lib/calendar/zoned-time';
import { type Minor, minor } from '@/lib/deal/money';
import { ask } from '@/lib/figures/ask';
import { type Booking, sumOf } from '@/lib/figures/bookings';
import type { Happened } from '@/lib/figures/during';
import { eventFigure } from '@/lib/figures/event-figure';
import { open } from '@/lib/figures/example';
import { metric } from '@/lib/figures/figure';
import { openDeals } from '@/lib/figures/states';
import { stateTest } from '@/lib/log/counted';
import { attributeOf, type PipelineLog } from '@/lib/log/event-log';
import { compile, type PipelineFilter } from '@/lib/log/filter';
import { FIRST_DEAL, FIRST_VERSION } from '@/lib/log/positions';

/** Amounts at first entry into an open, counted stage. */
export const pipelineCreated = eventFigure({
  id: 'pipelineCreated',
  rule: 'G2.14',
  happened({ log, from, to, filter }) {
    const compiled = compile(log, filter);
    const isOpen = stateTest(log, openDeals.counts, {});
    const found: Happened[] = [];
    for (let deal = FIRST_DEAL; deal < log.size; deal++) {
      if (!compiled.isDeal(deal) || (log.createdAt[deal] ?? 0) > to) continue;
      for (let version = log.starts[deal] ?? FIRST_VERSION; version < (log.starts[deal + 1] ?? 0); version++) {
        const at = log.from[version] ?? 0;
        if (at > to) break;
        if (!isOpen(version)) continue;
        // Disjoint: a deal enters the pipeline once, and is left at that.
        if (at > from && compiled.isInScope(version)) {
          const amount = log.amount[version] ?? Number.NaN;
          const isUnpriced = Number.isNaN(amount);
          found.push({ deal, version, amount: minor(isUnpriced ? 0 : amount), isUnpriced });
        }
        break;
      }
    }
    return found;
  },
  examples: [{ deals: [{ after: open(40) }, { after: open(60) }, { before: open(9) }], is: 100 }],
});

export const pipelineCreationRate = metric({
  id: 'pipelineCreationRate',
  rule: 'G2.15',
  compute: ({ created, weeks }: { created: readonly Pick<Happened, 'amount'>[]; weeks: number }) =>
    weeks > 0 ? sumOf(created) / weeks : undefined,
  vectors: [{ input: { created: [{ amount: minor(900) }, { amount: minor(400) }], weeks: 13 }, output: 100 }],
});

/** Of what a period booked, the share of deals that were created since it began. */
export const createdAndClosedShare = metric({
  id: 'createdAndClosedShare',
  rule: 'G2.16',
  compute(given: readonly { amount: number; isNew: boolean }[]) {
    const won = sumOf(given);
    return won > 0 ? sumOf(given.filter(({ isNew }) => isNew)) / won : undefined;
  },
  vectors: [
    {
      input: [
        { amount: 120, isNew: true },
        { amount: 360, isNew: false },
      ],
      output: 0.25,
    },
    { input: [], output: undefined },
  ],
});

/** By week (Monday, in the org's zone) and source. */
export function createdByWeek(
  log: PipelineLog,
  created: readonly Happened[],
): { week: Day; source: string; amount: number; count: number }[] {
  const groups = new Map<string, { week: number; source: string; amount: number; count: number }>();
  for (const { deal, version, amount } of created) {
    const day = dayNumberAt(instant(log.from[version] ?? 0), log.timeZone);
    const week = day - ((((day + 3) % 7) + 7) % 7);
    const source = log.words.source[attributeOf(log, 'source', deal, version)] ?? '';
    const key = `${week}/${source}`;
    const own = groups.get(key) ?? { week, source, amount: 0, count: 0 };
    groups.set(key, { ...own, amount: own.amount + amount, count: own.count + 1 });
  }
  return [...groups.values()]
    .toSorted((a, b) => a.week - b.week || a.source.localeCompare(b.source))
    .map(({ week, ...rest }) => ({ week: dayFromNumber(week), ...rest }));
}

/** Pipeline created in a period after its day `elapsed`, and what the period booked of it: how much of what is created so late still turns. */
export function createdLate(
  log: PipelineLog,
  {
    period,
    elapsed,
    booked,
    filter,
  }: {
    period: { start: Day; end: Day };
    elapsed: number;
    /** The period's own bookings. */
    booked: readonly Pick<Booking, 'deal' | 'amount'>[];
    filter: PipelineFilter;
  },
): { created: Minor; turned: Minor } {
  const { from, to } = instantsOf({ start: addDays(period.start, elapsed), end: period.end }, log.timeZone);
  const entries =
    from < to ? ask(log, pipelineCreated, { from: later(from, -1), at: later(to, -1), filter }).parts : [];
  const hasEntered = new Set(entries.map(({ deal }) => deal));
  return { created: sumOf(entries), turned: sumOf(booked.filter(({ deal }) => hasEntered.has(deal))) };
}
