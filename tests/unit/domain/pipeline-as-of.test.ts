import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { buildLog } from '@/lib/columns/log';
import type { Day } from '@/lib/domain/days';
import type { Dimension, PipelineFilter } from '@/lib/domain/pipeline';
import { endOfDay, pipelineAsOf } from '@/lib/domain/pipeline-as-of';

import { day, instant, PROFILE, type Rows, rows, STAGES } from '../columns/log-rows';
import { type NaiveDeal, naiveLog, type NaiveState } from '../columns/naive-log';
import { RUNS } from '../runs';

// Few conditions at a time, so that something is left.
const rarely = <T>(values: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });
const some = <T>(...values: T[]) => rarely(fc.subarray(values));
const filter = fc
  .record({
    period: rarely(fc.record({ start: day, end: day })),
    ownerIds: some('u1', 'u2', 'u3', '', 'nobody'),
    stages: some('A', 'B', 'Renamed', ''),
    categories: some('pipeline', 'bestCase', 'omitted', ''),
    accounts: some('a1', ''),
    types: some('new', ''),
    sources: some('web', ''),
    recordTypes: some('r1', 'r2', ''),
    minAmount: rarely(fc.constantFrom(0, 1000, 5_000_000)),
    maxAmount: rarely(fc.constantFrom(0, 1000, 5_000_000)),
  })
  .map((all): PipelineFilter => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
const inPeriod = fc.record({ period: fc.record({ start: day, end: day }) });
const anyFilter = fc.oneof(fc.constant<PipelineFilter>({}), inPeriod, filter);
const DIMENSIONS: Dimension[] = ['stage', 'category', 'owner', 'account', 'type', 'source', 'recordType', 'amountBand'];
const dimension = fc.constantFrom(...DIMENSIONS);

function naiveAdmits(filter: PipelineFilter, { opportunity }: NaiveDeal, state: NaiveState): boolean {
  const isIn = (list: readonly string[] | undefined, value: string | undefined): boolean =>
    !list || list.includes(value ?? '');
  const { period, minAmount, maxAmount } = filter;
  if (period && (!state.closeDate || state.closeDate < period.start || state.closeDate > period.end)) return false;
  if (minAmount !== undefined && (state.amount === undefined || state.amount < minAmount)) return false;
  if (maxAmount !== undefined && (state.amount === undefined || state.amount > maxAmount)) return false;
  return (
    isIn(filter.ownerIds, state.ownerId) &&
    isIn(filter.stages, state.stage) &&
    isIn(filter.categories, state.category) &&
    isIn(filter.accounts, opportunity.accountId) &&
    isIn(filter.types, opportunity.type) &&
    isIn(filter.sources, opportunity.source) &&
    isIn(filter.recordTypes, opportunity.recordTypeId)
  );
}

function naiveKey(by: Dimension, { opportunity }: NaiveDeal, state: NaiveState): string {
  if (by === 'amountBand') {
    if (state.amount === undefined) return '';
    const whole = state.amount / 100;
    if (whole < 0) return 'negative';
    return String([1_000_000, 500_000, 100_000, 50_000, 10_000, 0].find((bound) => whole >= bound));
  }
  const found = {
    stage: state.stage,
    category: state.category,
    owner: state.ownerId,
    account: opportunity.accountId,
    type: opportunity.type,
    source: opportunity.source,
    recordType: opportunity.recordTypeId,
  }[by];
  return found ?? '';
}

function naivePipeline(given: Rows, at: number, by: Dimension, filter: PipelineFilter) {
  const all = naiveLog(given);
  const tracked = trackedSince(given);
  const groups = new Map<string, { amount: number; count: number; unpriced: number }>();
  const doubts = { ownerAssumed: 0, firstStateAssumed: 0, stageUnknown: 0, gone: 0 };
  const deals: string[] = [];
  for (const deal of all) {
    if ((deal.opportunity.goneAt ?? Infinity) <= at) continue;
    const state = deal.states.findLast(({ from }) => from <= at);
    if (state?.status !== 'open' || state.category === 'omitted' || !naiveAdmits(filter, deal, state)) continue;
    const key = naiveKey(by, deal, state);
    const own = groups.get(key) ?? { amount: 0, count: 0, unpriced: 0 };
    groups.set(key, {
      amount: own.amount + (state.amount ?? 0),
      count: own.count + 1,
      unpriced: own.unpriced + (state.amount === undefined ? 1 : 0),
    });
    deals.push(deal.opportunity.id);
    if (state.isOwnerAssumed && at < tracked) doubts.ownerAssumed += 1;
    if (state.isFirstAssumed) doubts.firstStateAssumed += 1;
    if (state.isStageUnknown) doubts.stageUnknown += 1;
    if (deal.opportunity.goneAt !== undefined) doubts.gone += 1;
  }
  return { groups, doubts, deals };
}

const trackedSince = ({ opportunities, fieldChanges }: Rows): number =>
  Math.min(
    Infinity,
    ...[...new Map(fieldChanges.map((row) => [row.id, row])).values()].flatMap(({ field, to, at, opportunityId }) =>
      field === 'Owner' && to !== undefined && opportunities.some(({ id }) => id === opportunityId) ? [at] : [],
    ),
  );

test('the pipeline of any instant, split and filtered in any way, is that of a naive object implementation', () => {
  fc.assert(
    fc.property(rows, instant, dimension, anyFilter, (given, at, by, asked) => {
      const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
      const found = pipelineAsOf(log, { at, by, filter: asked, withDeals: true });
      const wanted = naivePipeline(given, at, by, asked);
      expect(new Map(found.groups.map(({ key, ...own }) => [key, own]))).toEqual(wanted.groups);
      expect(found.doubts).toMatchObject(wanted.doubts);
      expect(Array.from(found.deals ?? [], (deal) => log.ids[deal])).toEqual(wanted.deals);
      const sum = (of: 'amount' | 'count' | 'unpriced'): number =>
        [...wanted.groups.values()].reduce((all, own) => all + own[of], 0);
      expect(found.total).toEqual({ amount: sum('amount'), count: sum('count'), unpriced: sum('unpriced') });
    }),
    { numRuns: RUNS },
  );
});

test('every split of the same pipeline has the same total', () => {
  fc.assert(
    fc.property(rows, instant, anyFilter, (given, at, asked) => {
      const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
      const totals = DIMENSIONS.map((by) => pipelineAsOf(log, { at, by, filter: asked }).total);
      for (const total of totals) expect(total).toEqual(pipelineAsOf(log, { at, filter: asked }).total);
    }),
    { numRuns: RUNS },
  );
});

test('nothing of a past figure changes when every version after its date is shuffled and corrupted', () => {
  const noise = fc.record({ stage: fc.constantFrom('A', 'Won', 'Lost'), amount: fc.nat(1e6), seed: fc.nat() });
  fc.assert(
    fc.property(rows, instant, dimension, anyFilter, noise, (given, at, by, asked, { stage, amount, seed }) => {
      // A version that is the deal's first known one stands in for the time before it: that is what the label says.
      const last = [...new Map(given.versions.map((row) => [row.id, row])).values()];
      const isPast = new Set(last.filter(({ from }) => from <= at).map(({ opportunityId }) => opportunityId));
      const distinct = last.filter(({ opportunityId }) => isPast.has(opportunityId));
      const [past, future] = [distinct.filter(({ from }) => from <= at), distinct.filter(({ from }) => from > at)];
      const base = { fieldChanges: given.fieldChanges, stages: STAGES, profile: PROFILE };
      const opportunities = given.opportunities.filter(({ id, modifiedAt }) => isPast.has(id) && modifiedAt > at);
      const before = buildLog({ ...base, opportunities, versions: distinct });
      const after = buildLog({
        ...base,
        // The record's own state is its present: it comes after the date as well.
        opportunities: opportunities.map((each) => ({ ...each, amount, closeDate: '2031-05-05' as Day })),
        versions: [
          ...future.map((row, n) => ({ ...row, stage, amount, from: at + 1 + ((seed * (n + 7)) % 1000) })).toReversed(),
          ...past,
        ],
      });
      const question = { at, by, filter: asked };
      expect(pipelineAsOf(after, question)).toEqual(pipelineAsOf(before, question));
    }),
    { numRuns: RUNS },
  );
});

describe('what history could not know is on the figure', () => {
  const HOUR = 3_600_000;
  const deal = {
    id: 'd',
    name: 'd',
    stage: 'A',
    isClosed: false,
    isWon: false,
    createdAt: 0,
    modifiedAt: 0,
    ownerId: 'u2',
  };
  const settings = { stages: STAGES, profile: PROFILE };
  const change = { id: 'f', opportunityId: 'e', field: 'Owner', from: 'u1', to: 'u2', at: 10 * HOUR };
  const other = { ...deal, id: 'e' };

  test('an owner before the first tracked change is assumed, and known from then on', () => {
    const log = buildLog({ opportunities: [deal, other], versions: [], fieldChanges: [change], ...settings });
    expect(pipelineAsOf(log, { at: 9 * HOUR, by: 'owner' })).toMatchObject({
      groups: [
        { key: 'u1', count: 1 },
        { key: 'u2', count: 1 },
      ],
      doubts: { ownerAssumed: 2 },
    });
    expect(pipelineAsOf(log, { at: 10 * HOUR, by: 'owner' })).toMatchObject({
      groups: [{ key: 'u2', count: 2 }],
      doubts: { ownerAssumed: 0 },
    });
  });
  test('without any tracked change every owner is assumed', () => {
    const log = buildLog({ opportunities: [deal], versions: [], fieldChanges: [], ...settings });
    expect(pipelineAsOf(log, { at: HOUR }).doubts).toMatchObject({ ownerAssumed: 1, firstStateAssumed: 1 });
  });
  test('a deal that is gone counts up to that instant, and the figure says so', () => {
    const gone = { ...deal, goneAt: 5 * HOUR };
    const log = buildLog({ opportunities: [gone], versions: [], fieldChanges: [], ...settings });
    expect(pipelineAsOf(log, { at: 5 * HOUR - 1 })).toMatchObject({ total: { count: 1 }, doubts: { gone: 1 } });
    expect(pipelineAsOf(log, { at: 5 * HOUR })).toMatchObject({ total: { count: 0 }, doubts: { gone: 0 } });
  });
  test('before deals that go were kept a figure is a lower bound', () => {
    const log = buildLog({ opportunities: [deal], versions: [], fieldChanges: [], ...settings, keptSince: HOUR });
    expect(pipelineAsOf(log, { at: HOUR - 1 }).doubts.isLowerBound).toBe(true);
    expect(pipelineAsOf(log, { at: HOUR }).doubts.isLowerBound).toBe(false);
  });
});

describe('a day is its end where the user is', () => {
  test.each([
    ['an ordinary day', '2026-11-24', 'Europe/Warsaw', '2026-11-24T22:59:59.999Z'],
    ['29 February', '2028-02-29', 'Europe/Warsaw', '2028-02-29T22:59:59.999Z'],
    ['28 February of a leap year', '2028-02-28', 'UTC', '2028-02-28T23:59:59.999Z'],
    ['a day of 23 hours', '2026-03-29', 'Europe/Warsaw', '2026-03-29T21:59:59.999Z'],
    ['a day of 25 hours', '2026-10-25', 'Europe/Warsaw', '2026-10-25T22:59:59.999Z'],
    ['the day before one whose midnight is skipped', '2018-11-03', 'America/Sao_Paulo', '2018-11-04T02:59:59.999Z'],
    ['the day before one whose midnight comes twice', '2026-10-31', 'America/Havana', '2026-11-01T03:59:59.999Z'],
    ['a zone with half hours', '2026-06-30', 'Australia/Lord_Howe', '2026-06-30T13:29:59.999Z'],
    ['the end of a year across the date line', '2026-12-31', 'Pacific/Kiritimati', '2026-12-31T09:59:59.999Z'],
  ])('%s', (_, on, zone, instantIso) => {
    expect(new Date(endOfDay(on as Day, zone)).toISOString()).toBe(instantIso);
  });
  test('a change in its last millisecond is in, one at midnight is the next day’s', () => {
    const midnight = Date.parse('2026-03-29T22:00:00Z');
    for (const [at, count] of [
      [midnight - 1, 1],
      [midnight, 0],
    ] as const) {
      const created = { id: 'd', name: 'd', stage: 'A', isClosed: false, isWon: false, createdAt: at, modifiedAt: at };
      const log = buildLog({
        opportunities: [created],
        versions: [],
        fieldChanges: [],
        stages: STAGES,
        profile: PROFILE,
      });
      expect(pipelineAsOf(log, { at: endOfDay('2026-03-29' as Day, 'Europe/Warsaw') }).total.count).toBe(count);
    }
  });
});
