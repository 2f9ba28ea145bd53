import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, type Day, DAY_MS, dayAt, dayNumber } from '@/lib/calendar/days';
import { neighbour, partsOf, periodAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import { minor } from '@/lib/deal/money';
import { agePipeline } from '@/lib/figures/ages';
import { ask } from '@/lib/figures/ask';
import {
  bookings,
  bookingsByWeek,
  cumShare,
  finalWeekShare,
  linearityGini,
  month3Share,
  sumOf,
} from '@/lib/figures/bookings';
import { createdByWeek, pipelineCreated } from '@/lib/figures/creation';
import { during } from '@/lib/figures/during';
import { called, CAUSES, missAutopsy } from '@/lib/figures/miss';
import { pacing, usualRemainder } from '@/lib/figures/pacing';
import { median, quantile } from '@/lib/figures/quantile';
import { normalStream, randomStream } from '@/lib/figures/random';
import { born, closings, cycleDays, velocity, winRateAmount, winRateCount } from '@/lib/figures/rates';
import { stageDwell, stageDwells, stageProcess } from '@/lib/figures/stage-process';
import { visitsIn } from '@/lib/figures/stage-visits';
import { BUCKETS, bucketOf, type FocusFacts } from '@/lib/forecast/focus';
import { comparedBy, lookAlikes } from '@/lib/forecast/look-alikes';
import { accuracyHubspot, ape, bias, intervalCoverage, wape } from '@/lib/forecast/past/accuracy';
import { callSheet, lockId } from '@/lib/forecast/past/calls';
import { replay } from '@/lib/forecast/past/replay';
import { planA, planB, type PlanDeal } from '@/lib/forecast/plan';
import { chanceOf } from '@/lib/forecast/sum/reach';
import { FIRST_DEAL, FIRST_VERSION, dealIndex } from '@/lib/log/positions';
import { beforeAfter, type Case, placebos } from '@/lib/process/experiment';
import { recycled } from '@/lib/process/recycled';
import { RUNS } from '@/tests/unit/runs';

import { flowOf } from './flow-of';
import { EPOCH, histories, type History, naiveState, PROFILE, SPAN, STAGES } from './history';
import { weeksOf, weekYearEnd, weekYearQuarters, type WeekYear } from './week-year';

const logOf = (history: History) => buildLog({ ...history, stages: STAGES, profile: PROFILE });
const instants = fc.integer({ min: 0, max: SPAN / DAY_MS }).map((days) => EPOCH + days * DAY_MS);
/** A deal is born with its record or its first version, whichever is earlier. */
const birthOf = (history: History, id: string): number =>
  Math.min(
    ...history.opportunities.filter((deal) => deal.id === id).map(({ createdAt }) => createdAt),
    ...history.versions.filter(({ opportunityId }) => opportunityId === id).map(({ from }) => from),
  );
const period = { start: '2026-02-01' as Day, end: '2026-04-30' as Day };

test('the parts of a miss add up to it exactly, and forecast and bookings are plain sums', () => {
  fc.assert(
    fc.property(histories(), instants, instants, (history, a, b) => {
      const [lockedAt, endedAt] = [Math.min(a, b), Math.max(a, b)];
      const log = logOf(history);
      const { ask: asked } = during({
        log,
        from: instant(lockedAt),
        to: instant(endedAt),
        filter: { period, categories: ['commit', 'bestCase'] },
      });
      const [forecast, error] = [called, missAutopsy].map((figure) => asked(figure).total.amount);
      const part = (cause: keyof typeof CAUSES): number => asked(CAUSES[cause]).total.amount;
      const over = part('lost') + part('slipped') + part('decreased') + part('movedAway');
      expect(over - part('increased') - part('pulledIn') - part('createdAndWon')).toBe(error);
      const inPeriod = (day?: Day): boolean => day !== undefined && day >= period.start && day <= period.end;
      let [wasCalled, won] = [0, 0];
      for (const { id } of history.opportunities) {
        const [then, ended] = [naiveState(history, id, lockedAt), naiveState(history, id, endedAt)];
        const isCommit = then?.status === 'open' && (then.category === 'commit' || then.category === 'bestCase');
        if (then && inPeriod(then.closeDate) && (isCommit || then.status === 'won')) wasCalled += then.amount ?? 0;
        if (ended?.status === 'won' && inPeriod(ended.closeDate)) won += ended.amount ?? 0;
      }
      expect([forecast, (forecast ?? 0) - (error ?? 0)]).toEqual([wasCalled, won]);
    }),
    { numRuns: RUNS },
  );
});

test('G7.12 to G7.18: error measures by worked examples', () => {
  expect(ape({ forecast: 50, actual: 60 })).toBeCloseTo(0.1667, 4);
  expect(accuracyHubspot({ forecast: 50, actual: 60 })).toBeCloseTo(0.8333, 4);
  expect(ape({ forecast: 5, actual: 0 })).toBeUndefined();
  const outcomes = [
    { forecast: 50, actual: 60, low: 40, high: 55 },
    { forecast: 90, actual: 60, low: 50, high: 100 },
  ];
  expect(wape(outcomes)).toBeCloseTo(40 / 120);
  expect(bias(outcomes)).toBeCloseTo(20 / 120);
  expect(intervalCoverage(outcomes)).toEqual({ held: 1, of: 2 });
  expect(wape([])).toBeUndefined();
});

test('bookings by week add up to the bookings, each in the week of its close date', () => {
  fc.assert(
    fc.property(histories(), instants, (history, at) => {
      const found = bookings(logOf(history), instant(at), { period });
      const naive = new Map<string, number>();
      for (const { id } of history.opportunities) {
        const state = naiveState(history, id, at);
        if (
          state?.status !== 'won' ||
          state.closeDate === undefined ||
          state.closeDate < period.start ||
          state.closeDate > period.end
        )
          continue;
        const date = new Date(`${state.closeDate}T00:00:00Z`);
        date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
        const week = date.toISOString().slice(0, 10);
        naive.set(week, (naive.get(week) ?? 0) + (state.amount ?? 0));
      }
      expect(new Map(bookingsByWeek(found).map(({ week, amount }) => [week as string, amount]))).toEqual(naive);
    }),
    { numRuns: RUNS },
  );
});

test('what was created in consecutive windows is what was created in all of them, and what a flow calls new with no period is among it', () => {
  fc.assert(
    fc.property(histories(), fc.array(instants, { minLength: 2, maxLength: 5 }), (history, edges) => {
      const log = logOf(history);
      const sorted = edges.toSorted((a, b) => a - b);
      const parts = sorted
        .slice(1)
        .map((to, at) => ask(log, pipelineCreated, { from: instant(sorted[at] ?? to), at: instant(to) }));
      const all = ask(log, pipelineCreated, {
        from: instant(sorted[0] ?? 0),
        at: instant(sorted.at(-1) ?? 0),
        by: 'source',
      });
      expect(sumOf(parts.map(({ total }) => total))).toBe(all.total.amount);
      expect(sumOf(all.groups)).toBe(all.total.amount);
      expect(sumOf(createdByWeek(log, all.parts))).toBe(all.total.amount);
    }),
    { numRuns: RUNS },
  );
});

test('linearity by hand: shares, and a Gini of 0 when even, 1 when all is in one week', () => {
  const quarter = { start: '2026-01-01' as Day, end: '2026-03-31' as Day };
  const booking = (day: string, amount: number) => ({
    deal: 0,
    owner: 0,
    day: dayNumber(day as Day),
    amount: minor(amount),
    isUnpriced: false,
  });
  const given = [booking('2026-01-10', 30), booking('2026-02-10', 20), booking('2026-03-30', 50)];
  const asked = { period: quarter, lastMonthStart: '2026-03-01' as Day, elapsed: 41 };
  const values = (booked: typeof given): unknown[] =>
    [month3Share, finalWeekShare, cumShare].map(({ compute }) => compute({ ...asked, given: booked }));
  expect(values(given)).toEqual([0.5, 0.5, 0.5]);
  expect(values([])).toEqual([undefined, undefined, undefined]);
  const weekly = Array.from({ length: 13 }, (_, week) => booking(addDays(quarter.start, 7 * week), 5));
  expect(linearityGini.compute({ given: weekly, period: quarter })).toBeCloseTo(0);
  expect(linearityGini.compute({ given: weekly.slice(3, 4), period: quarter })).toBeCloseTo(1);
  expect(linearityGini.compute({ given: [], period: quarter })).toBeUndefined();
  expect(pacing.compute({ won: 50, quota: 200, shares: [0.2, 0.25, 0.3] })).toBeCloseTo(1);
  expect(usualRemainder.compute({ won: 10, remainders: [5, 15] })).toBe(20);
  expect(pacing.compute({ won: 50, quota: 0, shares: [0.5] })).toBeUndefined();
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
});

describe('fiscal years of weeks', () => {
  const JANUARY = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true };
  const retail: WeekYear = { endMonth: 1, weekday: 6, rule: 'nearest' };
  // The National Retail Federation's own 4-5-4 calendar: fiscal 2023 had 53 weeks and ended on 3 February 2024.
  test.each([
    [2023, '2023-01-28'],
    [2024, '2024-02-03'],
    [2025, '2025-02-01'],
    [2026, '2026-01-31'],
  ])('the year of %i ends on %s', (year, end) => expect(weekYearEnd(retail, year)).toBe(end));
  test('quarters tile the years without gap or overlap, in whole weeks', () => {
    fc.assert(
      fc.property(
        fc.record({
          pattern: fc.constantFrom('4-4-5' as const, '4-5-4' as const, '5-4-4' as const),
          endMonth: fc.integer({ min: 1, max: 12 }),
          weekday: fc.integer({ min: 0, max: 6 }),
          rule: fc.constantFrom('last', 'nearest'),
        }),
        fc.integer({ min: 2001, max: 2060 }),
        (settings, year) => {
          const quarters = [
            ...weekYearQuarters(settings as WeekYear, year),
            ...weekYearQuarters(settings as WeekYear, year + 1),
          ];
          quarters.forEach((quarter, at) => {
            const weeks = (dayNumber(quarter.end) - dayNumber(quarter.start) + 1) / 7;
            expect([13, 14]).toContain(weeks);
            const next = quarters[at + 1];
            if (next) expect(addDays(quarter.end, 1)).toBe(next.start);
            const months = partsOf({ ...JANUARY, periods: quarters, weekPattern: settings.pattern }, 'month', quarter);
            expect(months).toHaveLength(3);
            if (!quarter.start.endsWith('-01'))
              expect((dayNumber(months[0]?.end ?? quarter.end) - dayNumber(quarter.start) + 1) / 7).toBe(
                Number(settings.pattern[0]),
              );
            expect([months[0]?.start, months[2]?.end]).toEqual([quarter.start, quarter.end]);
            const parts = weeksOf(quarter);
            expect(parts.length).toBe(weeks);
          });
        },
      ),
      { numRuns: RUNS },
    );
  });
  test('a year from any start month holds its quarters, and the periods before follow each other', () => {
    const july = { fiscalYearStartMonth: 7, fiscalYearNamedByStart: false };
    expect(periodAt(july, 'year', '2026-11-24' as Day)).toEqual({
      start: '2026-07-01',
      end: '2027-06-30',
      label: 'FY27',
    });
    let quarter = { start: '2026-10-01' as Day, end: '2026-12-31' as Day, label: 'Q2 FY27' };
    const before = Array.from({ length: 5 }, () => (quarter = neighbour(july, quarter, -1)).label);
    expect(before).toEqual(['Q1 FY27', 'Q4 FY26', 'Q3 FY26', 'Q2 FY26', 'Q1 FY26']);
    expect(
      partsOf(JANUARY, 'month', { start: '2028-01-01' as Day, end: '2028-03-31' as Day, label: 'Q1' }).map(
        ({ end }) => end,
      ),
    ).toEqual(['2028-01-31', '2028-02-29', '2028-03-31']);
  });
});

describe('plans', () => {
  const planDeals = fc
    .array(
      fc.record({
        amount: fc.integer({ min: 1, max: 40 }).map((units) => units * 100_000),
        p: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        isInPeriod: fc.boolean(),
      }),
      { minLength: 1, maxLength: 10 },
    )
    .map((deals) => deals.map((each, deal): PlanDeal => ({ ...each, deal: dealIndex(deal) })));
  test('plan A reaches the gap whenever the deals of the period can, and none of its deals is superfluous', () => {
    fc.assert(
      fc.property(planDeals, fc.integer({ min: 1, max: 200 }), (deals, units) => {
        const gap = units * 100_000;
        const plan = planA(deals, gap, 0.25);
        const all = sumOf(deals.filter(({ isInPeriod }) => isInPeriod));
        expect(plan.reaches).toBe(all >= gap);
        const sum = sumOf(plan.steps);
        if (plan.reaches && plan.steps.length > 1)
          for (const { amount } of plan.steps) expect(sum - amount).toBeLessThan(gap);
        expect(plan.steps.at(-1)?.cumulative ?? 0).toBe(sum);
      }),
      { numRuns: RUNS },
    );
  });
  test('plan B’s first choice is within three points of the best of all its actions, tried one by one', () => {
    let [worst, total, runs] = [0, 0, 0];
    fc.assert(
      fc.property(planDeals, fc.integer({ min: 5, max: 100 }), (deals, units) => {
        const gap = units * 100_000;
        const { chance, substitutes } = planB(deals, 0, { targets: [gap], sd: 0 });
        for (const { gain, chance: reached } of substitutes) expect(reached - chance).toBeCloseTo(gain, 12);
        const left = deals.filter(({ deal }) => deal !== 0);
        const usual = left
          .filter(({ isInPeriod }) => isInPeriod)
          .reduce((sum, { p }, _at, all) => sum + p / all.length, 0);
        const tried = left.flatMap((deal) => {
          const others = left.filter((each) => each !== deal);
          const changes = deal.isInPeriod
            ? [
                { ...deal, p: Math.min(0.95, Math.max(deal.p, deal.p + 0.15)) },
                { ...deal, amount: Math.round(deal.amount * 1.2) },
              ]
            : [{ ...deal, p: Math.max(deal.p, usual / 2) }];
          return changes.map((change) => chanceOf([...others, change], [gap], 0));
        });
        const best = Math.max(chance, ...tried);
        const own = Math.max(chance, ...substitutes.map((each) => each.chance));
        worst = Math.max(worst, best - own);
        total += best - own;
        runs += 1;
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(total / runs).toBeLessThan(0.03);
    expect(worst).toBeLessThan(0.35);
  });
});

test('every deal is in exactly one bucket, whatever is known of it', () => {
  const facts: fc.Arbitrary<FocusFacts> = fc.record(
    {
      p: fc.double({ min: 0, max: 1, noNaN: true }),
      pBefore: fc.double({ min: 0, max: 1, noNaN: true }),
      ageDays: fc.integer({ min: 0, max: 900 }),
      medianCycleDays: fc.integer({ min: 1, max: 200 }),
      isEarly: fc.boolean(),
      idleDays: fc.integer({ min: 0, max: 300 }),
      idleP90Days: fc.integer({ min: 1, max: 100 }),
      slips: fc.integer({ min: 0, max: 5 }),
      lookAlikesWon: fc.double({ min: 0, max: 1, noNaN: true }),
      isBlocked: fc.boolean(),
    },
    { requiredKeys: ['p', 'ageDays', 'isEarly', 'slips', 'isBlocked'] },
  ) as fc.Arbitrary<FocusFacts>;
  fc.assert(
    fc.property(facts, (given) => {
      expect(BUCKETS.filter((each) => each === bucketOf(given).bucket)).toHaveLength(1);
    }),
    { numRuns: RUNS },
  );
});
test.each<[string, Partial<FocusFacts>, string, string]>([
  ['likely', { p: 0.7 }, 'nearWin', 'likely'],
  ['likely but blocked', { p: 0.7, isBlocked: true }, 'work', 'even'],
  ['even', { p: 0.4 }, 'work', 'even'],
  ['fallen', { p: 0.4, pBefore: 0.6 }, 'nearLoss', 'chanceFell'],
  ['slipping', { p: 0.7, slips: 2 }, 'nearLoss', 'slipping'],
  ['slipping without hope is no rescue', { p: 0.1, slips: 3, lookAlikesWon: 0 }, 'nurture', 'low'],
  ['hopeless and idle', { p: 0.1, lookAlikesWon: 0, idleDays: 90, idleP90Days: 30 }, 'letGo', 'hopelessAndIdle'],
  ['hopeless but touched', { p: 0.1, lookAlikesWon: 0, idleDays: 3, idleP90Days: 30 }, 'nurture', 'low'],
  ['young', { p: 0.1, ageDays: 5, medianCycleDays: 60 }, 'nurture', 'young'],
])('%s', (_name, change, bucket, rule) => {
  expect(bucketOf({ p: 0.1, ageDays: 100, isEarly: false, slips: 0, isBlocked: false, ...change })).toEqual({
    bucket,
    rule,
  });
});

describe('process', () => {
  test('visits, conversion and loss are what a walk through the states finds', () => {
    fc.assert(
      fc.property(histories(), instants, (history, at) => {
        const log = logOf({ ...history, goneAt: new Map() });
        let [entered, lost, forward, leaked] = [0, 0, 0, 0];
        for (const { id } of history.opportunities) {
          let loss = 0;
          const times = [
            ...new Set(
              history.versions
                .filter((row) => row.opportunityId === id)
                .map((row) => row.from)
                .concat(
                  history.opportunities
                    .filter((deal) => deal.id === id)
                    .flatMap((deal) => [deal.createdAt, deal.modifiedAt]),
                ),
            ),
          ]
            .filter((time) => time <= at)
            .toSorted((x, y) => x - y);
          let last: string | undefined;
          for (const time of times) {
            const state = naiveState({ ...history, goneAt: new Map() }, id, time);
            if (!state) continue;
            const now = state.status === 'open' ? state.stage : `*${state.status}`;
            if (now === last) continue;
            if (last === 'A' && now !== 'A') {
              if (now === '*lost') [lost, loss] = [lost + 1, state.amount ?? 0];
              if (now === '*won' || now === 'B') forward += 1;
            }
            if (last !== undefined && last !== 'A' && !last.startsWith('*') && now === '*lost') loss = 0;
            if (now === 'A') entered += 1;
            last = now;
          }
          // Lost twice is lost once: where and at what it was lost last.
          leaked += loss;
        }
        const found = stageProcess({ log, from: instant(-1), to: instant(at), filter: {} }, ['A', 'B']).find(
          ({ stage }) => stage === 'A',
        );
        expect([found?.entered ?? 0, found?.lost ?? 0, found?.lostAmount ?? 0]).toEqual([entered, lost, leaked]);
        const over = visitsIn({ log, from: instant(-1), to: instant(at), filter: {} }).filter(
          ({ stage, exit }) => log.words.stage[stage] === 'A' && exit,
        ).length;
        if (over > 0) expect((found?.conversion ?? 0) * over).toBeCloseTo(forward, 9);
      }),
      { numRuns: RUNS },
    );
  });
  test('the usual time in a stage on the record is that of the process tab’s funnel', () => {
    let found = 0;
    fc.assert(
      fc.property(histories(60), fc.constantFrom(instant(0), instant(EPOCH + 20 * DAY_MS)), (history, from) => {
        const log = logOf(history);
        const window = { from, at: instant(EPOCH + 4 * SPAN), order: ['A', 'B'] };
        const stretch = { log, from: instant(from - 1), to: window.at, filter: {} };
        const whole = new Map(
          stageProcess(stretch, window.order).flatMap(({ stage, left, medianDays, p80Days }) =>
            left < 5 || medianDays === undefined || p80Days === undefined
              ? []
              : [[stage, { medianDays, p80Days, longDays: p80Days, n: left }]],
          ),
        );
        found += whole.size;
        expect(stageDwells(log, { ...window, percent: 80 })).toEqual(whole);
        const half = stageDwells(log, { ...window, percent: 50 });
        expect([...half.values()].map(({ longDays }) => longDays)).toEqual(
          [...half.values()].map(({ medianDays }) => medianDays),
        );
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(0);
  });
  test('open visits are censored: a dwell by hand (Kaplan and Meier)', () => {
    const visit = (days: number, isOver: boolean) => ({
      deal: FIRST_DEAL,
      version: FIRST_VERSION,
      last: FIRST_VERSION,
      stage: 1,
      enteredAt: instant(-days * DAY_MS),
      ...(isOver ? { exit: { at: instant(0), to: 'stage' as const, stage: 2 } } : {}),
    });
    // Survival 4/5 at 2, 8/15 at 4, 0 at 9: half are over by 9 days, not by 4, which the finished ones alone would say.
    const median = (...visits: ReturnType<typeof visit>[]) =>
      stageDwell.compute({ visits, at: instant(0), timeZone: 'UTC' });
    expect(median(visit(2, true), visit(3, false), visit(4, true), visit(6, false), visit(9, true))).toBe(9);
    expect(median(visit(5, false))).toBeUndefined();
  });
  test('win rates, cycle and speed are what plain loops over objects count, by close date, of any people', () => {
    const days = fc.tuple(instants, instants).map(([a, b]) => ({
      start: dayAt(instant(Math.min(a, b)), 'UTC'),
      end: dayAt(instant(Math.max(a, b)), 'UTC'),
    }));
    const people = fc.option(fc.subarray(['u1', 'u2', 'u3'], { minLength: 1 }), { nil: undefined });
    let counted = 0;
    fc.assert(
      fc.property(histories(), instants, days, people, (history, at, window, ownerIds) => {
        const log = logOf(history);
        const states = history.opportunities.flatMap((deal) => {
          const state = naiveState(history, deal.id, at);
          const isMine = !ownerIds || ownerIds.includes(state?.ownerId ?? '');
          return state && isMine ? [{ ...state, deal, bornAt: birthOf(history, deal.id) }] : [];
        });
        const ended = states.filter(
          ({ status, closeDate = '' }) => status !== 'open' && closeDate >= window.start && closeDate <= window.end,
        );
        const won = ended.filter(({ status }) => status === 'won');
        const money = (all: typeof ended): number => all.reduce((sum, { amount = 0 }) => sum + amount, 0);
        const filter = ownerIds ? { ownerIds } : {};
        const found = closings(log, instant(at), { ...filter, days: window });
        counted += found.length;
        expect(winRateCount.compute(found)).toBe(ended.length > 0 ? won.length / ended.length : undefined);
        expect(winRateAmount.compute(found)).toBe(money(ended) > 0 ? money(won) / money(ended) : undefined);
        const spans = won
          .map(({ closeDate = '', bornAt }) => (Date.parse(closeDate) - Math.floor(bornAt / DAY_MS) * DAY_MS) / DAY_MS)
          .toSorted((a, b) => a - b);
        const middle = ((spans[(spans.length - 1) >> 1] ?? 0) + (spans[spans.length >> 1] ?? 0)) / 2;
        expect(cycleDays.compute(found)).toBe(spans.length > 0 ? middle : undefined);
        const priced = won.filter(({ amount }) => amount !== undefined);
        const speed = velocity.compute({ open: 7, closings: found });
        if (priced.length === 0 || middle <= 0) expect(speed).toBeUndefined();
        else expect(speed).toBeCloseTo((7 * (won.length / ended.length) * (money(won) / priced.length)) / middle, 6);
        const created = states.filter(({ bornAt }) => {
          const day = new Date(bornAt).toISOString().slice(0, 10);
          return day >= window.start && day <= window.end;
        });
        expect(born(log, instant(at), { ...filter, days: window }).length).toBe(created.length);
        const open = history.opportunities.filter(({ id }) => naiveState(history, id, at)?.status === 'open');
        expect(ask(log, agePipeline, { at: instant(at), today: window.end, by: 'stageAge' }).total.count).toBe(
          open.length,
        );
      }),
      { numRuns: RUNS },
    );
    expect(counted).toBeGreaterThan(RUNS / 20);
  });
  test('a quantile is the type 7 of Hyndman and Fan: by its own definition, of any numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const x = values.toSorted((a, b) => a - b);
          // Q(p) = (1 − γ) x[j] + γ x[j + 1], j = ⌊np + m⌋ and γ = np + m − j, with m = 1 − p; places from 1.
          const place = x.length * share + 1 - share;
          const j = Math.min(x.length, Math.floor(place + 1e-12));
          const gamma = Math.max(0, place - j);
          const expected = (1 - gamma) * (x[j - 1] ?? 0) + gamma * (x[j] ?? x[j - 1] ?? 0);
          expect(quantile(values, share)).toBeCloseTo(expected, 3);
          expect(median(values)).toBe(quantile(values.toReversed(), 0.5));
        },
      ),
      { numRuns: RUNS },
    );
    // NumPy: numpy.quantile([7, 15, 36, 39, 40, 41], [0, .1, .25, .5, .8, .9, 1])
    const given = [41, 7, 39, 15, 40, 36];
    expect([0, 0.1, 0.25, 0.5, 0.8, 0.9, 1].map((at) => quantile(given, at))).toEqual([
      7, 11, 20.25, 37.5, 40, 40.5, 41,
    ]);
    expect(quantile([], 0.5)).toBeUndefined();
  });
});

describe('before and after a change', () => {
  const cases = (seed: number, effect: number): Case[] => {
    const next = randomStream(seed);
    const normal = normalStream(next);
    return Array.from({ length: 400 }, () => {
      const at = Math.floor(next() * 200);
      const isTreated = next() < 0.5;
      // Everyone gets faster with time; the treated get faster at day 100.
      return { at, isTreated, value: 20 - at * 0.03 + normal() * 4 + (isTreated && at >= 100 ? effect : 0) };
    });
  };
  test('a planted fifth less of dwell is inside the interval, and nought is not', () => {
    const held = Array.from({ length: 40 }, (_, seed) => beforeAfter(cases(seed + 1, -4), 100)).filter(
      (found) => found && found.low <= -4 && found.high >= -4,
    );
    expect(held.length).toBeGreaterThanOrEqual(34);
    expect(beforeAfter(cases(1, -4), 100)?.high).toBeLessThan(0);
  });
  test('placebo dates look like an effect in about one of twenty runs', () => {
    const runs = 200;
    const found = Array.from({ length: runs }, (_, seed) => placebos(cases(seed + 100, -4), 100, [50])).flat();
    expect(found.length).toBe(runs);
    expect(found.filter(({ effect }) => effect.low > 0 || effect.high < 0).length / runs).toBeLessThanOrEqual(0.09);
  });
  test('too few cases give no effect', () => expect(beforeAfter(cases(1, 0).slice(0, 9), 100)).toBeUndefined());
});

test('look-alikes are closed deals as they were at the same age; an exact twin comes first', () => {
  const at = EPOCH + 100 * DAY_MS;
  const deal = (id: string, born: number, amount: number, stage: string) => ({
    id,
    name: id,
    stage,
    amount,
    isClosed: stage !== 'A',
    isWon: stage === 'Won',
    createdAt: EPOCH + born * DAY_MS,
    modifiedAt: EPOCH + (born + 40) * DAY_MS,
  });
  const given = [deal('open', 80, 1000, 'A'), deal('twin', 10, 1000, 'Won'), deal('other', 10, 900_000, 'Lost')];
  const log = logOf({
    opportunities: given,
    versions: given.map(({ id, amount, createdAt }) => ({
      id: `v${id}`,
      opportunityId: id,
      from: createdAt,
      stage: 'A',
      amount,
    })),
    fieldChanges: [],
    goneAt: new Map(),
  });
  const found = lookAlikes(log, dealIndex(0), instant(at), comparedBy(log, instant(at)));
  expect(found.map(({ deal: position, isWon }) => [log.ids[position], isWon])).toEqual([
    ['twin', true],
    ['other', false],
  ]);
  expect(found[0]?.distance).toBe(0);
});

test('the recycle list is of deals lost about a year ago at accounts where nothing is open, the largest first', () => {
  const at = EPOCH + 500 * DAY_MS;
  const deal = (id: string, stage: string, lostDaysAgo: number, amount: number, accountId: string) => ({
    opportunity: {
      id,
      name: id,
      stage,
      amount,
      accountId,
      isClosed: stage !== 'A',
      isWon: stage === 'Won',
      createdAt: EPOCH,
      modifiedAt: at - 1,
    },
    versions: [
      { id: `${id}1`, opportunityId: id, from: EPOCH, stage: 'A', amount },
      { id: `${id}2`, opportunityId: id, from: at - lostDaysAgo * DAY_MS, stage, amount },
    ],
  });
  const given = [
    deal('small', 'Lost', 360, 10, 'x'),
    deal('large', 'Lost', 400, 99, 'x'),
    deal('young', 'Lost', 100, 50, 'x'),
    deal('won', 'Won', 360, 50, 'x'),
    deal('busy', 'Lost', 360, 50, 'y'),
    deal('open', 'A', 10, 50, 'y'),
  ];
  const log = logOf({
    opportunities: given.map(({ opportunity }) => opportunity),
    versions: given.flatMap(({ versions }) => versions),
    fieldChanges: [],
    goneAt: new Map(),
  });
  expect(
    recycled(log, { at: instant(at), today: dayAt(instant(at)) }).deals.map(({ deal: position, daysSinceLost }) => [
      log.ids[position],
      daysSinceLost,
    ]),
  ).toEqual([
    ['large', 400],
    ['small', 360],
  ]);
});

const CALENDAR = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: false };

test('replay says what was to be said then: nothing dated later has a part in it', () => {
  const withoutPauses = (steps: ReturnType<typeof replay>) => [...steps].flatMap((row) => row ?? []);
  const quarters = [0, 1, 2].map((at) => ({
    start: addDays('2026-01-01' as Day, at * 60),
    end: addDays('2026-01-01' as Day, at * 60 + 59),
    label: `P${at}`,
  }));
  fc.assert(
    fc.property(histories(30), (history) => {
      const recorded = {
        ...history,
        fieldChanges: [],
        opportunities: history.opportunities
          .filter(({ id }) => history.versions.some((row) => row.opportunityId === id))
          .map((deal) => ({
            ...deal,
            createdAt: Math.min(
              ...history.versions.filter((row) => row.opportunityId === deal.id).map((row) => row.from),
            ),
            modifiedAt: EPOCH + SPAN + DAY_MS,
          })),
      };
      const log = logOf(recorded);
      const rows = withoutPauses(replay(log, { at: instant(EPOCH + SPAN), fiscal: CALENDAR, periods: quarters }));
      const asked = EPOCH + 120 * DAY_MS - 15 * DAY_MS - 1;
      const spoilt = {
        ...recorded,
        versions: recorded.versions.map((row) => (row.from <= asked ? row : { ...row, amount: 9e6, stage: 'Won' })),
      };
      const again = withoutPauses(
        replay(logOf(spoilt), { at: instant(EPOCH + SPAN), fiscal: CALENDAR, periods: quarters }),
      );
      const pick = (all: typeof rows) =>
        all
          .filter(({ end, daysBefore }) => Date.parse(`${end}T23:59:59.999Z`) - daysBefore * DAY_MS <= asked)
          .map(({ actual: _actual, ...said }) => said);
      expect(pick(again)).toEqual(pick(rows));
      for (const { actual, end, start } of rows)
        expect(actual).toBe(
          sumOf(bookings(log, instant(Date.parse(`${end}T23:59:59.999Z`)), { period: { start, end } })),
        );
    }),
    { numRuns: Math.min(RUNS / 20, 1000) },
  );
});

test('calls stand beside each other, the newest of each person; a week is locked once', () => {
  const call = (byId: string, amount: number, at: number) => ({
    id: `${byId}${at}`,
    ownerId: 'rep',
    byId,
    periodStart: '2026-10-01' as Day,
    amount,
    at,
  });
  const calls = [call('rep', 10, 1), call('boss', 8, 2), call('rep', 12, 3), call('rep', 99, 9)];
  expect(callSheet(calls, 'rep', '2026-10-01' as Day, 5)).toMatchObject({
    call: { amount: 12 },
    adjustments: [{ amount: 8, byId: 'boss' }],
  });
  // 2026-11-24 is a Tuesday, the 23rd its Monday.
  const [tuesday, sunday, monday] = ['2026-11-24', '2026-11-29', '2026-11-30'].map((on) =>
    Date.parse(`${on}T12:00:00Z`),
  );
  const id = lockId('rep', '2026-10-01' as Day, tuesday ?? 0, 'UTC');
  expect(id).toBe('rep/2026-10-01/2026-11-23');
  expect(lockId('rep', '2026-10-01' as Day, sunday ?? 0, 'UTC')).toBe(id);
  expect(lockId('rep', '2026-10-01' as Day, monday ?? 0, 'UTC')).not.toBe(id);
});

test('Σ won of consecutive windows is what was booked between the first and the last day', () => {
  fc.assert(
    fc.property(histories(), fc.array(instants, { minLength: 2, maxLength: 6 }), (history, edges) => {
      const log = logOf(history);
      const sorted = edges.toSorted((a, b) => a - b);
      const windows = sorted
        .slice(1)
        .map((to, at) => flowOf(log, { from: instant(sorted[at] ?? to), to: instant(to), filter: { period } }));
      const moved = windows.reduce(
        (sum, { movements, bookings: own }) => sum + movements.won.amount - own.reversed + own.amended,
        0,
      );
      const booked = (at: number): number => sumOf(bookings(log, instant(at), { period }));
      expect(moved).toBe(booked(sorted.at(-1) ?? 0) - booked(sorted[0] ?? 0));
    }),
    { numRuns: RUNS },
  );
});
