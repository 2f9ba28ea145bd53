import { type Day, dayNumber, dayNumberAt } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { type Minor, minor } from '@/lib/deal/money';
import { asOf } from '@/lib/figures/ask';
import { metric } from '@/lib/figures/figure';
import { median } from '@/lib/figures/quantile';
import { closed, listedDeals } from '@/lib/figures/states';
import { askedOf, type Doubts, doubtsOf } from '@/lib/log/doubts';
import { NO_DAY, type PipelineLog, WON } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { type DealIndex, type VersionIndex, FIRST_VERSION } from '@/lib/log/positions';

/** A deal that is won or lost, as it stands at an instant. */
export interface Closing {
  deal: DealIndex;
  version: VersionIndex;
  isWon: boolean;
  /** Its close date, days since 1970. */
  day: number;
  /** Minor units; 0 when unpriced. */
  amount: Minor;
  isUnpriced: boolean;
  /** From the day of its creation to its close date. */
  cycleDays: number;
}

/** What was closed by an instant (ms), its close date within some days; a reopened deal is not closed. */
export function closings(
  log: PipelineLog,
  at: Instant,
  { days, ...filter }: Omit<PipelineFilter, 'period'> & { days: Pick<Period, 'start' | 'end'> },
): Closing[] {
  const { deals, versions } = asOf(log, at).rows(closed, { filter: { ...filter, period: days } });
  return Array.from(deals, (deal, row) => {
    const version = versions[row] ?? FIRST_VERSION;
    const amount = log.amount[version] ?? Number.NaN;
    const day = log.closeDay[version] ?? NO_DAY;
    return {
      deal,
      version,
      isWon: log.status[version] === WON,
      day,
      amount: minor(Number.isNaN(amount) ? 0 : amount),
      isUnpriced: Number.isNaN(amount),
      cycleDays: day - dayNumberAt(instant(log.createdAt[deal] ?? 0), log.timeZone),
    };
  });
}

/** What was created within some days (of the org's zone) and is there at an instant (ms). */
export function born(
  log: PipelineLog,
  at: Instant,
  { days, ...filter }: Omit<PipelineFilter, 'period'> & { days: { start: Day; end: Day } },
): { deal: DealIndex; version: VersionIndex; isWon: boolean }[] {
  const { deals, versions } = asOf(log, at).rows(listedDeals, { filter });
  const [start, end] = [dayNumber(days.start), dayNumber(days.end)];
  return Array.from(deals, (deal, row) => {
    const version = versions[row] ?? FIRST_VERSION;
    return { deal, version, isWon: log.status[version] === WON };
  }).filter(({ deal }) => {
    const day = dayNumberAt(instant(log.createdAt[deal] ?? 0), log.timeZone);
    return day >= start && day <= end;
  });
}

/** What history could not know of deals as they stand at an instant; `isByCreation` where it matters when they were created. */
export const doubtsAt = (
  log: PipelineLog,
  at: Instant,
  deals: readonly { deal: DealIndex; version: VersionIndex }[],
  { filter = {}, isByCreation = false }: { filter?: PipelineFilter; isByCreation?: boolean } = {},
): Doubts =>
  doubtsOf(
    log,
    deals.map(({ deal, version }) => ({ deal, version, at, isByCreation })),
    { asked: askedOf(filter), since: at },
  );

type Closed = Pick<Closing, 'isWon' | 'amount' | 'isUnpriced' | 'cycleDays'>;
/** A closing of a worked example. */
const ended = (isWon: boolean, amount: number, cycleDays = 0): Closed => ({
  isWon,
  amount: minor(amount),
  cycleDays,
  isUnpriced: false,
});
const times = (count: number, closing: Closed): Closed[] => Array.from({ length: count }, () => closing);

const isWon = (each: { isWon: boolean }): boolean => each.isWon;
const total = (given: readonly Pick<Closing, 'amount'>[]): number => given.reduce((sum, { amount }) => sum + amount, 0);

export const winRateCount = metric({
  id: 'winRateCount',
  rule: 'G2.19',
  compute: (given: readonly Pick<Closing, 'isWon'>[]) =>
    given.length > 0 ? given.filter(isWon).length / given.length : undefined,
  vectors: [
    { input: [ended(true, 1), ...times(3, ended(false, 1))], output: 0.25 },
    { input: [], output: undefined },
  ],
});

export const winRateAmount = metric({
  id: 'winRateAmount',
  rule: 'G2.20',
  compute(given: readonly Pick<Closing, 'isWon' | 'amount'>[]) {
    const all = total(given);
    return all > 0 ? total(given.filter(isWon)) / all : undefined;
  },
  vectors: [
    { input: [ended(true, 220), ended(false, 700), ended(false, 80)], output: 0.22 },
    { input: [ended(true, 0)], output: undefined },
  ],
});

export const winRateCohort = metric({
  id: 'winRateCohort',
  rule: 'G2.21',
  compute: (created: readonly { isWon: boolean }[]) =>
    created.length > 0 ? created.filter(isWon).length / created.length : undefined,
  vectors: [
    { input: [...times(20, ended(true, 1)), ...times(80, ended(false, 1))], output: 0.2 },
    { input: [], output: undefined },
  ],
});

export const cycleDays = metric({
  id: 'cycleDays',
  rule: 'G2.30',
  compute: (given: readonly Pick<Closing, 'isWon' | 'cycleDays'>[]) =>
    median(given.filter(isWon).map((each) => each.cycleDays)),
  vectors: [
    { input: [ended(true, 1, 10), ended(true, 1, 30), ended(true, 1, 80), ended(false, 1, 999)], output: 30 },
    { input: [ended(false, 1, 5)], output: undefined },
  ],
});

export const velocity = metric({
  id: 'velocity',
  rule: 'G2.18',
  compute({ open, closings: given }: { open: number; closings: readonly Closed[] }) {
    const [rate, cycle] = [winRateCount.compute(given), cycleDays.compute(given)];
    const priced = given.filter((each) => each.isWon && !each.isUnpriced);
    if (rate === undefined || cycle === undefined || cycle <= 0 || priced.length === 0) return undefined;
    return (open * rate * (total(priced) / priced.length)) / cycle;
  },
  vectors: [
    {
      input: { open: 100, closings: [ended(true, 50_000, 60), ...times(3, ended(false, 1, 1))] },
      output: (100 * 0.25 * 50_000) / 60,
    },
    { input: { open: 100, closings: [] }, output: undefined },
  ],
});

/** Share of what is asked for that is there. */
export const completeness = metric({
  id: 'completeness',
  rule: 'G7.35',
  compute: ({ blank, asked }: { blank: number; asked: number }) => (asked > 0 ? 1 - blank / asked : undefined),
  vectors: [
    { input: { blank: 5, asked: 40 }, output: 0.875 },
    { input: { blank: 0, asked: 0 }, output: undefined },
  ],
});
