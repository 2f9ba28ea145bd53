import fc from 'fast-check';
import { expect, test } from 'vitest';

import { DOORS } from '@/lib/answers/deals';
import type { Day } from '@/lib/calendar/days';
import { NEVER, instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import { ask, asOf } from '@/lib/figures/ask';
import type { StateQuestion } from '@/lib/figures/figure';
import { calledOpen, closed, closedLost, openDeals } from '@/lib/figures/states';
import { DIMENSIONS } from '@/lib/log/dimension';
import { type Attribute, ATTRIBUTES, versionAt } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';

import { anInstant, day, PROFILE, rows, STAGES } from '../columns/log-rows';
import { naiveLog } from '../columns/naive-log';
import { RUNS } from '../runs';
import { type Asked, closesIn, filters, isInScope, isState, type State, WORD } from './asked';

/** What each figure counts, written once more from its words alone. */
const COUNTS: Record<string, (state: State, asked: Asked, today: Day) => boolean> = {
  listed: () => true,
  openPipeline: (state, asked) => state.status === 'open' && state.category !== 'omitted' && closesIn(state, asked),
  commit: (state, asked) => state.status === 'open' && state.category === 'commit' && closesIn(state, asked),
  bestCase: (state, asked) =>
    state.status === 'open' && ['bestCase', 'mostLikely'].includes(state.category ?? '') && closesIn(state, asked),
  closedWon: (state, asked) => state.status === 'won' && closesIn(state, asked),
  closedLost: (state, asked) => state.status === 'lost' && closesIn(state, asked),
  closed: (state, asked) => state.status !== 'open' && closesIn(state, asked),
  openDeals: (state) => state.status === 'open' && state.category !== 'omitted',
  calledOpen: (state, asked) =>
    state.status === 'open' && ['commit', 'bestCase'].includes(state.category ?? '') && closesIn(state, asked),
  overdue: (state, _asked, today) =>
    state.status === 'open' && state.closeDate !== undefined && state.closeDate < today,
  needsAttention: ({ status }) => status === 'open',
};

test('a past day that is asked again and again counts a deal by what it was filed under then', () => {
  const born = Date.UTC(2020, 0, 1);
  const opportunity = {
    id: 'd1',
    name: 'd1',
    stage: 'A',
    isClosed: false,
    isWon: false,
    createdAt: born,
    modifiedAt: born,
  };
  const changed = { id: 'f1', opportunityId: 'd1', field: 'type' as const, from: 'new', at: born + 86_400_000 };
  const log = buildLog({
    opportunities: [opportunity],
    versions: [],
    fieldChanges: [changed],
    stages: STAGES,
    profile: PROFILE,
  });
  const then = asOf(log, instant(born + 3_600_000));
  const count = (type: string): number =>
    then.ask(openDeals, { today: '2020-01-01' as Day, filter: { types: [type] } }).total.count;
  for (let times = 0; times < 4; times += 1) expect([count('new'), count('')]).toEqual([1, 0]);
});

test('each figure, by any dimensions, with any filter, at any instant, is a loop over plain objects', () => {
  const figures: [string, StateQuestion][] = [
    ...Object.entries(DOORS),
    ...Object.entries({ closedLost, closed, openDeals, calledOpen }),
  ];
  // Mostly when all has happened, so that few deals are still to come.
  const late = fc.oneof(
    { weight: 1, arbitrary: anInstant },
    { weight: 3, arbitrary: fc.constant(instant(Date.UTC(2020, 0, 12))) },
  );
  const cut = fc.subarray([...DIMENSIONS], { maxLength: 3 });
  let counted = 0;
  fc.assert(
    fc.property(
      rows,
      late,
      day,
      filters,
      cut,
      fc.constantFrom(...figures),
      (given, at, today, filter, by, [name, figure]) => {
        const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
        const isOdd = (deal: number): boolean => deal % 2 === 1;
        const found = ask(log, figure, { at, today, filter, by, meets: isOdd });
        // An instant that is asked again and again answers the same.
        const then = asOf(log, at);
        for (const door of [openDeals, figure, figure, figure])
          expect(then.ask(door, { today, filter, by, meets: isOdd })).toEqual(
            door === figure ? found : ask(log, door, { at, today, filter, by, meets: isOdd }),
          );

        const wanted = new Map<string, { amount: number; count: number; unpriced: number }>();
        const deals: string[] = [];
        const doubts = {
          ownerAssumed: 0,
          filedAssumed: 0,
          stateAssumed: 0,
          goneSince: 0,
          stageUnknown: 0,
          currencyAssumed: 0,
          createdLater: 0,
        };
        const plural = (dimension: Attribute) =>
          dimension === 'territory' ? ('territories' as const) : (`${dimension}s` as const);
        const names = ATTRIBUTES.filter(
          (dimension) => by.includes(dimension) || filter[plural(dimension)] !== undefined,
        );
        naiveLog(given).forEach((deal, place) => {
          const state = deal.states.findLast(({ from }) => from <= at);
          if ((deal.opportunity.goneAt ?? Infinity) <= at || !state) return;
          if (!COUNTS[name]?.(state, filter, today) || !isInScope(state, filter) || !isState(state, filter)) return;
          if (figure.needs === 'verdict' && !isOdd(place)) return;
          deals.push(deal.opportunity.id);
          const { modifiedAt, goneAt } = deal.opportunity;
          doubts.ownerAssumed += state.isOwnerAssumed && (by.includes('owner') || filter.ownerIds) ? 1 : 0;
          // What nobody touched since is what it was.
          doubts.filedAssumed += modifiedAt > at && names.some((each) => state.filedAssumed.includes(each)) ? 1 : 0;
          doubts.stateAssumed += state.isFirstAssumed ? 1 : 0;
          doubts.goneSince += goneAt === undefined ? 0 : 1;
          doubts.stageUnknown += state.isStageUnknown ? 1 : 0;
          doubts.currencyAssumed += modifiedAt > at && state.isCurrencyAssumed ? 1 : 0;
          doubts.createdLater += deal.opportunity.createdAt > at ? 1 : 0;
          const key = by.map((dimension) => WORD[dimension](state)).join('|');
          const own = wanted.get(key) ?? { amount: 0, count: 0, unpriced: 0 };
          own.amount += state.amount ?? 0;
          own.count += 1;
          own.unpriced += state.amount === undefined ? 1 : 0;
          wanted.set(key, own);
        });
        counted += deals.length;
        expect(found.doubts).toMatchObject(doubts);
        expect(Array.from(found.rows.deals, (deal) => log.ids[deal])).toEqual(deals);
        expect(found.total).toEqual(
          [...wanted.values()].reduce(
            (sum, own) => ({
              amount: sum.amount + own.amount,
              count: sum.count + own.count,
              unpriced: sum.unpriced + own.unpriced,
            }),
            { amount: 0, count: 0, unpriced: 0 },
          ),
        );
        if (by.length > 0)
          expect(
            new Map(
              found.groups.map(({ keys, amount, count, unpriced }) => [keys.join('|'), { amount, count, unpriced }]),
            ),
          ).toEqual(wanted);
      },
    ),
    { numRuns: RUNS },
  );
  expect(counted).toBeGreaterThan(RUNS / 50);
});

test('totals that are kept are those of the deals at each instant, also of deals that went and of amounts that nobody knows', () => {
  let counted = 0;
  fc.assert(
    fc.property(
      rows,
      fc.array(anInstant, { minLength: 4, maxLength: 12 }),
      fc.boolean(),
      (given, instants, isByStage) => {
        const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
        const again = { ...log };
        const asked = { today: '2020-02-29' as Day, by: isByStage ? 'stage' : [] } as const;
        for (const figure of [DOORS.openPipeline, DOORS.closedWon, DOORS.listed, openDeals, closed])
          for (const at of [
            ...instants,
            ...[...log.from.subarray(0, 3)].map(instant),
            ...[...log.goneAt].filter(Number.isFinite).slice(0, 3).map(instant),
          ]) {
            const found = ask(log, figure, { at, ...asked });
            // Nothing is kept of a log that was never asked before.
            expect(found).toEqual(ask({ ...again }, figure, { at, ...asked }));
            counted += found.total.count;
          }
      },
    ),
    { numRuns: Math.ceil(RUNS / 5) },
  );
  expect(counted).toBeGreaterThan(0);
});

test('the present is the past of its last instant', () => {
  let found = 0;
  fc.assert(
    fc.property(rows, filters, (given, filter) => {
      const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
      const last = instant(Math.max(0, ...log.from, ...[...log.goneAt].filter(Number.isFinite)));
      const today = '2020-02-29' as Day;
      for (const figure of Object.values(DOORS)) {
        const answers = [last, NEVER].map((at) => ask(log, figure, { at, today, filter, by: 'owner' }));
        // Only a lower bound is said of instants, not of what is there now.
        const [then, now] = answers.map(({ groups, total, rows: behind }) => ({ groups, total, behind }));
        expect(now).toEqual(then);
        found += now?.total.count ?? 0;
      }
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
  expect(found).toBeGreaterThan(0);
});

test('a figure that needs a verdict has no value where nobody can give one', () => {
  const log = buildLog({ opportunities: [], versions: [], fieldChanges: [], stages: STAGES, profile: PROFILE });
  const question = { at: instant(1), today: '2020-01-01' as Day };
  expect(ask(log, DOORS.needsAttention, question).isKnown).toBe(false);
  expect(ask(log, DOORS.needsAttention, { ...question, meets: () => true }).isKnown).toBe(true);
  expect(ask(log, DOORS.openPipeline, question).isKnown).toBe(true);
});

test('the version of each deal is the one that a walk through its states ends at', () => {
  fc.assert(
    fc.property(rows, anInstant, (given, at) => {
      const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
      const { deals, versions } = asOf(log, at).rows(DOORS.listed, {});
      const found = new Map(Array.from(deals, (deal, row) => [deal, versions[row]]));
      for (let deal = FIRST_DEAL; deal < log.size; deal++) {
        const version = versionAt(log, deal, at);
        expect(found.get(deal)).toBe(version < 0 ? undefined : version);
      }
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
});

test('a split into more cells than can be held is refused with its number', () => {
  const many = 70;
  const opportunities = Array.from({ length: many }, (_, at) => ({
    id: `d${at}`,
    name: '',
    stage: `S${at}`,
    ownerId: `u${at}`,
    accountId: `a${at}`,
    type: `t${at}`,
    isClosed: false,
    isWon: false,
    createdAt: 0,
    modifiedAt: 0,
  }));
  const log = buildLog({ opportunities, versions: [], fieldChanges: [], stages: STAGES, profile: PROFILE });
  expect(() =>
    ask(log, DOORS.listed, { at: instant(1), today: '2020-01-01' as Day, by: ['stage', 'owner', 'account', 'type'] }),
  ).toThrow(`${(many + 1) ** 4} cells`);
});
