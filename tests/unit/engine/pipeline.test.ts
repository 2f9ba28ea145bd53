import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { instantOf } from '@/lib/calendar/zoned-time';
import { buildLog } from '@/lib/columns/log';
import { openPipeline } from '@/lib/figures/states';
import { stateTest } from '@/lib/log/counted';
import type { Dimension } from '@/lib/log/dimension';
import { versionAt, type PipelineLog } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { dealIndex } from '@/lib/log/positions';
import { RUNS } from '@/tests/unit/runs';

import { EPOCH, histories, type History, naiveState, type NaiveState, PROFILE, SPAN, STAGES } from './history';
import { pipelineAsOf } from './pipeline-as-of';

const logOf = (history: History) => buildLog({ ...history, stages: STAGES, profile: PROFILE });
const hour = 3_600_000;
const instants = fc.integer({ min: 0, max: SPAN / hour }).map((hours) => EPOCH + hours * hour);
const days = fc.integer({ min: 0, max: 200 }).map((at) => addDays('2026-01-01' as Day, at));
const filters: fc.Arbitrary<PipelineFilter> = fc.record(
  {
    period: fc.tuple(days, days).map(([a, b]) => ({ start: a < b ? a : b, end: a < b ? b : a })),
    ownerIds: fc.subarray(['u1', 'u2', 'u3'], { minLength: 1 }),
    stages: fc.subarray(['A', 'B', 'renamed'], { minLength: 1 }),
    types: fc.constant(['New']),
    minAmount: fc.integer({ min: 0, max: 500_000 }),
  },
  { requiredKeys: [] },
);
const isNaivelyCounted = (
  history: History,
  id: string,
  state: NaiveState | undefined,
  filter: PipelineFilter,
): boolean => {
  if (!state || state.status !== 'open' || state.category === 'omitted') return false;
  const { period, ownerIds, stages, types, minAmount } = filter;
  if (period && !(state.closeDate !== undefined && state.closeDate >= period.start && state.closeDate <= period.end))
    return false;
  if (ownerIds && ![...ownerIds].includes(state.ownerId ?? '')) return false;
  if (stages && ![...stages].includes(state.stage)) return false;
  if (types && ![...types].includes(state.type ?? '')) return false;
  return minAmount === undefined || (state.amount ?? -1) >= minAmount;
};

test('the pipeline on any day, by any dimension and filter, is what loops over objects find', () => {
  const keys: Record<string, (state: NaiveState) => string> = {
    stage: ({ stage }) => stage,
    owner: ({ ownerId }) => ownerId ?? '',
    category: ({ category }) => category ?? '',
    type: ({ type }) => type ?? '',
  };
  fc.assert(
    fc.property(
      histories(),
      instants,
      filters,
      fc.constantFrom('stage', 'owner', 'category', 'type'),
      (history, at, filter, by) => {
        const expected = new Map<string, { amount: number; count: number; unpriced: number }>();
        for (const { id } of history.opportunities) {
          const state = naiveState(history, id, at);
          if (!state || !isNaivelyCounted(history, id, state, filter)) continue;
          const key = keys[by]?.(state) ?? '';
          const own = expected.get(key) ?? { amount: 0, count: 0, unpriced: 0 };
          expected.set(key, {
            amount: own.amount + (state.amount ?? 0),
            count: own.count + 1,
            unpriced: own.unpriced + (state.amount === undefined ? 1 : 0),
          });
        }
        const found = pipelineAsOf(logOf(history), { at: instant(at), by: by as Dimension, filter });
        expect(new Map(found.groups.map(({ key, ...group }) => [key, group]))).toEqual(expected);
      },
    ),
    { numRuns: RUNS },
  );
});

test('no figure changes when everything after its date is shuffled or spoilt', () => {
  fc.assert(
    fc.property(histories(), instants, fc.integer({ min: 1, max: 1000 }), (history, at, seed) => {
      // Known history alone: the record as it is now stands in only where there is nothing else, which is a doubt of its own.
      const recorded: History = {
        ...history,
        opportunities: history.opportunities.filter(({ id, createdAt }) =>
          history.versions.some((row) => row.opportunityId === id && row.from <= at && createdAt <= at),
        ),
        fieldChanges: [],
      };
      const spoilt: History = {
        ...recorded,
        versions: recorded.versions.map((row, index) =>
          row.from <= at ? row : { ...row, stage: 'Lost', amount: seed * index, from: row.from + seed * hour },
        ),
        opportunities: recorded.opportunities.map((deal) => ({
          ...deal,
          stage: 'Won',
          isClosed: true,
          isWon: true,
          amount: seed,
          modifiedAt: Math.max(deal.modifiedAt, at + 1),
        })),
      };
      const before = {
        ...recorded,
        opportunities: recorded.opportunities.map((deal) => ({
          ...deal,
          modifiedAt: Math.max(deal.modifiedAt, at + 1),
        })),
      };
      const figure = (given: History) => {
        const { groups, total } = pipelineAsOf(logOf(given), { at: instant(at), by: 'stage' });
        return { groups: groups.toSorted((a, b) => a.key.localeCompare(b.key)), total };
      };
      expect(figure(spoilt)).toEqual(figure(before));
    }),
    { numRuns: RUNS },
  );
});

describe('days', () => {
  const one = (stage: string, from: number) => ({ id: `v${from}`, opportunityId: '006A', from, stage });
  const deal = {
    id: '006A',
    name: 'A',
    stage: 'B',
    isClosed: false,
    isWon: false,
    createdAt: EPOCH,
    modifiedAt: EPOCH,
  };
  const stageAt = (log: PipelineLog, at: number): string | undefined =>
    pipelineAsOf(log, { at: instant(at), by: 'stage' }).groups[0]?.key;
  test.each([
    ['the day that clocks go forward', '2026-03-29', '2026-03-29T21:59:00Z', '2026-03-29T22:01:00Z'],
    ['the day that clocks go back', '2026-10-25', '2026-10-25T22:59:00Z', '2026-10-25T23:01:00Z'],
    ['29 February', '2028-02-29', '2028-02-29T22:59:00Z', '2028-02-29T23:01:00Z'],
  ])('%s ends at midnight of the user’s own zone', (_name, on, inside, after) => {
    const end = instantOf(addDays(on as Day, 1), 0, 0, 'Europe/Warsaw') - 1;
    const log = (changed: string) =>
      buildLog({
        opportunities: [deal],
        versions: [one('A', EPOCH), one('B', Date.parse(changed))],
        fieldChanges: [],
        stages: STAGES,
        profile: PROFILE,
      });
    expect(stageAt(log(inside), end)).toBe('B');
    expect(stageAt(log(after), end)).toBe('A');
  });
});

test('a deal that is gone counts until it went, and the figure says so', () => {
  const deal = {
    id: '006A',
    name: 'A',
    stage: 'A',
    isClosed: false,
    isWon: false,
    createdAt: EPOCH,
    modifiedAt: EPOCH,
  };
  const log = buildLog({
    opportunities: [deal],
    versions: [],
    fieldChanges: [],
    stages: STAGES,
    profile: PROFILE,
    goneAt: new Map([['006A', EPOCH + 10 * hour]]),
  });
  expect(pipelineAsOf(log, { at: instant(EPOCH + 9 * hour), by: 'stage' })).toMatchObject({
    total: { count: 1 },
    doubts: { goneSince: 1, stateAssumed: 1 },
  });
  expect(pipelineAsOf(log, { at: instant(EPOCH + 10 * hour), by: 'stage' }).total.count).toBe(0);
  expect(stateTest(log, openPipeline.counts, {})(versionAt(log, dealIndex(0), instant(EPOCH + 10 * hour)))).toBe(false);
});
