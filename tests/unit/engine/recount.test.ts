import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Day, DAY_MS, dayFromNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import { agePipeline, recycle, zombies } from '@/lib/figures/ages';
import { ask } from '@/lib/figures/ask';
import { createdByWeek, pipelineCreated } from '@/lib/figures/creation';
import { during, type EventQuestion } from '@/lib/figures/during';
import type { StateQuestion } from '@/lib/figures/figure';
import { movedIn, MOVED } from '@/lib/figures/flow';
import { called, CAUSES, missAutopsy } from '@/lib/figures/miss';
import { born, closings, cycleDays } from '@/lib/figures/rates';
import { forecastAtStart } from '@/lib/figures/slip';
import { stageProcess } from '@/lib/figures/stage-process';
import { leakage, stageEntered, stageForward, stageLeft, stageLost } from '@/lib/figures/stage-visits';
import { conversionAtLock } from '@/lib/forecast/past/accuracy';
import { type Cut, CUTS, DIMENSIONS } from '@/lib/log/dimension';

import { anInstant, day, manyRows, PROFILE, type Rows, rows as anyRows, STAGES } from '../columns/log-rows';
import { type NaiveDeal, naiveLog } from '../columns/naive-log';
import { RUNS as USUAL } from '../runs';
import { type Asked, closesIn, filters as anyFilter, isInScope, isState, type State, WORD } from './asked';

const ZONES = [
  'UTC',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
];
const zone = fc.constantFrom(...ZONES);
/** As often none, so that something is left of what is rare. */
const filters = fc.oneof(anyFilter, fc.constant<Asked>({}));
const rows = fc.oneof(anyRows, { weight: 2, arbitrary: manyRows });
/** Some of what is counted is rare. */
const RUNS = Math.max(USUAL, 600);
const LADDER = ['A', 'B'];
const FIRST = Date.UTC(2020, 0, 1);
// Safe: a literal. No figure asked here looks at it.
const A_DAY = '2021-01-01' as Day;
const clocks = new Map(
  ZONES.map((timeZone) => [timeZone, new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })]),
);
/** The day that a clock on the wall shows. */
const dayIn = (at: number, timeZone: string): string => clocks.get(timeZone)?.format(at) ?? '';
const logIn = (given: Rows, timeZone: string) =>
  buildLog({ ...given, stages: STAGES, profile: { ...PROFILE, timeZone } });
/** The state of a deal at an instant; nothing of one that is gone by then. */
const stateAt = (deal: NaiveDeal, at: number): State | undefined =>
  (deal.opportunity.goneAt ?? Infinity) <= at ? undefined : deal.states.findLast(({ from }) => from <= at);

/** What one figure finds of one deal: its state that it is filed by, and the amount. */
interface Part {
  deal: NaiveDeal;
  state: State;
  amount: number | undefined;
  /** Where the amount alone does not say so. */
  isUnpriced?: boolean;
}
interface Sums {
  amount: number;
  count: number;
  unpriced: number;
}
const sumsOf = (parts: readonly Part[]): Sums => ({
  amount: parts.reduce((sum, { amount = 0 }) => sum + amount, 0),
  count: parts.length,
  unpriced: parts.filter(({ amount, isUnpriced = amount === undefined }) => isUnpriced).length,
});

/** When a deal came to what it is in at the last of some states. */
const since = (states: readonly State[], isSame: (a: State, b: State) => boolean): number => {
  const now = states.at(-1);
  const other = states.findLastIndex((state) => now && !isSame(state, now));
  return states[other + 1]?.from ?? Number.NaN;
};
const isSameStage = (a: State, b: State): boolean => a.status === b.status && a.stage === b.stage;
const isSameStatus = (a: State, b: State): boolean => a.status === b.status;
/** Dates that a clock on the wall turns over between two instants. */
const datesBetween = (from: number, to: number, timeZone: string): number =>
  (Date.parse(dayIn(to, timeZone)) - Date.parse(dayIn(from, timeZone))) / DAY_MS;
const daysIn = (deal: NaiveDeal, { at, timeZone }: Asking, isSame: typeof isSameStage): number =>
  datesBetween(
    since(
      deal.states.filter(({ from }) => from <= at),
      isSame,
    ),
    at,
    timeZone,
  );

/** The instant that is asked about, and the zone whose days are counted. */
interface Asking {
  at: number;
  timeZone: string;
}

const EDGES = [365, 180, 90, 60, 30];
const wordOf = (by: Cut, deal: NaiveDeal, state: State, asking: Asking): string =>
  by === 'stageAge' ? String(EDGES.find((edge) => daysIn(deal, asking, isSameStage) >= edge) ?? 0) : WORD[by](state);
const grouped = (parts: readonly Part[], by: readonly Cut[], asking: Asking): Map<string, Sums> =>
  new Map(
    [...Map.groupBy(parts, ({ deal, state }) => by.map((each) => wordOf(each, deal, state, asking)).join('|'))].map(
      ([key, own]) => [key, sumsOf(own)],
    ),
  );
const groupsOf = (groups: readonly (Sums & { keys: readonly string[] })[]): Map<string, Sums> =>
  new Map(groups.map(({ keys, amount, count, unpriced }) => [keys.join('|'), { amount, count, unpriced }]));

/** Instants about the days that decide: a month, a year, a budget year and a month on either side. */
const later = fc
  .tuple(fc.constantFrom(0, 30, 180, 325, 330, 365, 425, 430), anInstant)
  .map(([days, at]) => instant(at + days * DAY_MS));

test('what lies in a stage, zombies and the win-back list are what a search through each deal’s states finds', () => {
  const figures: Record<
    string,
    [StateQuestion, (deal: NaiveDeal, state: State, asking: Asking, all: NaiveDeal[]) => boolean]
  > = {
    agePipeline: [agePipeline, (_deal, { status }) => status === 'open'],
    zombies: [zombies, (deal, { status }, asking) => status === 'open' && daysIn(deal, asking, isSameStage) >= 365],
    recycle: [
      recycle,
      (deal, { status, filed }, asking, all) => {
        const days = daysIn(deal, asking, isSameStatus);
        const isBusy = all.some((other) => {
          const own = stateAt(other, asking.at);
          return own?.status === 'open' && own.filed.account !== '' && own.filed.account === filed.account;
        });
        return status === 'lost' && days >= 330 && days <= 430 && !isBusy;
      },
    ],
  };
  const counted: Record<string, number> = {};
  fc.assert(
    fc.property(
      rows,
      later,
      filters,
      fc.subarray([...CUTS], { maxLength: 2 }),
      zone,
      (given, at, filter, by, timeZone) => {
        const all = naiveLog(given);
        for (const [name, [figure, isCounted]] of Object.entries(figures)) {
          const parts = all.flatMap((deal): Part[] => {
            const state = stateAt(deal, at);
            // A filter's period is that of figures that look at one: these look at none.
            return state &&
              isInScope(state, filter) &&
              isState(state, filter) &&
              isCounted(deal, state, { at, timeZone }, all)
              ? [{ deal, state, amount: state.amount }]
              : [];
          });
          const found = ask(logIn(given, timeZone), figure, { at, today: A_DAY, filter, by });
          counted[name] = (counted[name] ?? 0) + parts.length;
          expect(found.total).toEqual(sumsOf(parts));
          if (by.length > 0) expect(groupsOf(found.groups)).toEqual(grouped(parts, by, { at, timeZone }));
        }
      },
    ),
    { numRuns: RUNS },
  );
  for (const name of Object.keys(figures)) expect(counted[name], name).toBeGreaterThan(0);
});

interface Visit {
  deal: NaiveDeal;
  began: State;
  ended?: State;
}
/** The stays of a deal in open stages, by cutting its states where stage or status changes. */
function stays(deal: NaiveDeal, at: number): Visit[] {
  const until = Math.min(at, (deal.opportunity.goneAt ?? Infinity) - 1);
  const known = deal.states.filter(({ from }) => from <= until);
  const steps = known.filter((state, place) => {
    const before = known[place - 1];
    return !before || state.status !== before.status || (state.status === 'open' && state.stage !== before.stage);
  });
  return steps.flatMap((began, place) => {
    const ended = steps[place + 1];
    return began.status === 'open' ? [{ deal, began, ...(ended ? { ended } : {}) }] : [];
  });
}

interface Stretch {
  all: NaiveDeal[];
  from: number;
  to: number;
  filter: Asked;
}

const visitsIn = ({ all, from, to, filter }: Stretch): Visit[] =>
  all.flatMap((deal) => {
    const state = stateAt(deal, to);
    if (!state || !isInScope(state, filter)) return [];
    return stays(deal, to).filter(({ began }) => began.from > from);
  });
const isForward = ({ began, ended }: Visit): boolean =>
  ended?.status === 'won' || (ended?.status === 'open' && LADDER.indexOf(ended.stage) > LADDER.indexOf(began.stage));
const visits =
  (isIn: (visit: Visit) => boolean) =>
  (stretch: Stretch): Part[] =>
    visitsIn(stretch)
      .filter(isIn)
      .filter(({ began }) => isState(began, stretch.filter))
      .map(({ deal, began, ended }) => ({
        deal,
        state: began,
        amount: (ended ?? stateAt(deal, stretch.to))?.amount,
      }));

/** What was called and what came, deal by deal: the words of G7.19. */
function causeOf(deal: NaiveDeal, { from, to, filter }: Stretch) {
  const [then, ended] = [stateAt(deal, from), stateAt(deal, to)];
  const isWon = (state?: State): boolean =>
    state?.status === 'won' && closesIn(state, filter) && isInScope(state, filter);
  const isCalled = (state?: State): boolean =>
    isWon(state) ||
    (state?.status === 'open' &&
      state.category !== 'omitted' &&
      closesIn(state, filter) &&
      isInScope(state, filter) &&
      isState(state, filter));
  if (then && isCalled(then)) {
    const change = isWon(ended) ? (ended?.amount ?? 0) - (then.amount ?? 0) : 0;
    const cause = isWon(ended)
      ? change === 0
        ? undefined
        : change < 0
          ? 'decreased'
          : 'increased'
      : !ended || !isInScope(ended, filter)
        ? 'movedAway'
        : ended.status === 'lost'
          ? 'lost'
          : 'slipped';
    return {
      state: then,
      called: then.amount ?? 0,
      cause,
      amount: isWon(ended) ? Math.abs(change) : (then.amount ?? 0),
      // A change lies between two amounts; all else stands at the one that was called.
      stands: isWon(ended) ? [then.amount, ended?.amount] : [then.amount],
    };
  }
  if (!ended || !isWon(ended)) return undefined;
  const { amount } = ended;
  const cause = then ? 'pulledIn' : 'createdAndWon';
  return { state: ended, called: undefined, cause, amount: amount ?? 0, stands: [amount] };
}
const causes =
  (name: string) =>
  (stretch: Stretch): Part[] =>
    stretch.all.flatMap((deal): Part[] => {
      const found = causeOf(deal, stretch);
      if (!found) return [];
      const { state, cause, amount, stands } = found;
      if (name === 'called') return found.called === undefined ? [] : [{ deal, state, amount: state.amount }];
      const part = { deal, state, amount, isUnpriced: stands.includes(undefined) };
      const isUnder = cause !== undefined && ['increased', 'pulledIn', 'createdAndWon'].includes(cause);
      if (name === 'miss') return cause === undefined ? [] : [{ ...part, amount: isUnder ? 0 - amount : amount }];
      return cause === name ? [part] : [];
    });

/** The first state in which a deal was open and not omitted, if that came inside. */
const created = ({ all, from, to, filter }: Stretch): Part[] =>
  all.flatMap((deal) => {
    const first = deal.states.find(({ status, category }) => status === 'open' && category !== 'omitted');
    return first && first.from > from && first.from <= to && isInScope(first, filter)
      ? [{ deal, state: first, amount: first.amount }]
      : [];
  });

const EVENTS: Record<string, [EventQuestion, (stretch: Stretch) => Part[]]> = {
  pipelineCreated: [pipelineCreated, created],
  stageEntered: [stageEntered, visits(() => true)],
  stageLeft: [stageLeft, visits(({ ended }) => ended !== undefined)],
  stageForward: [stageForward(LADDER), visits(isForward)],
  stageLost: [stageLost, visits(({ ended }) => ended?.status === 'lost')],
  leakage: [
    leakage,
    (stretch) => {
      const last = new Map(
        visitsIn(stretch)
          .filter(({ ended }) => ended?.status === 'lost')
          .map((visit) => [visit.deal, visit]),
      );
      return visits((visit) => last.get(visit.deal)?.began === visit.began)(stretch);
    },
  ],
  called: [called, causes('called')],
  missAutopsy: [missAutopsy, causes('miss')],
  ...Object.fromEntries(Object.entries(CAUSES).map(([name, figure]) => [name, [figure, causes(name)]])),
};
const stretches = fc.tuple(anInstant, anInstant).map(([a, b]) => ({ from: Math.min(a, b) - 1, to: Math.max(a, b) }));

test('what was created, entered, left, lost and missed is what a search through each deal’s states finds', () => {
  const counted: Record<string, number> = {};
  fc.assert(
    fc.property(
      rows,
      stretches,
      filters,
      fc.subarray([...DIMENSIONS], { maxLength: 2 }),
      zone,
      (given, { from, to }, filter, by, timeZone) => {
        const log = logIn(given, timeZone);
        const stretch = { all: naiveLog(given), from, to, filter };
        const { ask: asked } = during({ log, from: instant(from), to: instant(to), filter });
        for (const [name, [figure, partsOf]] of Object.entries(EVENTS)) {
          const parts = partsOf(stretch);
          counted[name] = (counted[name] ?? 0) + parts.length;
          const found = asked(figure, by);
          expect(found.total, name).toEqual(sumsOf(parts));
          if (by.length > 0) expect(groupsOf(found.groups), name).toEqual(grouped(parts, by, { at: to, timeZone }));
          expect(ask(log, figure, { from: instant(from), at: instant(to), filter, by }).total, name).toEqual(
            found.total,
          );
        }
      },
    ),
    { numRuns: RUNS },
  );
  for (const name of Object.keys(EVENTS)) expect(counted[name], name).toBeGreaterThan(0);
});

test('conversion and time in stage are those of the stays, with Kaplan and Meier by the textbook', () => {
  let [conversions, dwells] = [0, 0];
  fc.assert(
    fc.property(
      rows,
      stretches,
      filters,
      zone,
      (
        given,
        { from, to },
        { stages: _s, categories: _c, minAmount: _least, maxAmount: _most, ...filter },
        timeZone,
      ) => {
        const found = new Map(
          stageProcess({ log: logIn(given, timeZone), from: instant(from), to: instant(to), filter }, LADDER).map(
            (each) => [each.stage, each],
          ),
        );
        const all = visitsIn({ all: naiveLog(given), from, to, filter });
        for (const stage of LADDER) {
          const own = all.filter(({ began }) => began.stage === stage);
          const over = own.filter(({ ended }) => ended);
          const conversion = over.length > 0 ? over.filter(isForward).length / over.length : undefined;
          expect(found.get(stage)?.conversion).toBe(conversion);
          conversions += conversion === undefined ? 0 : 1;
          const lengthOf = ({ began, ended }: Visit): number => datesBetween(began.from, ended?.from ?? to, timeZone);
          const lengths = own.map(lengthOf);
          for (const [share, value] of [
            [0.5, found.get(stage)?.medianDays],
            [0.8, found.get(stage)?.p80Days],
          ] as const) {
            let staying = 1;
            let days: number | undefined;
            for (const length of [...new Set(over.map(lengthOf))].sort((a, b) => a - b)) {
              const ended = over.filter((each) => lengthOf(each) === length).length;
              staying *= 1 - ended / lengths.filter((each) => each >= length).length;
              if (staying <= 1 - share + 1e-9) {
                days = length;
                break;
              }
            }
            expect(value).toBe(days);
            dwells += days === undefined ? 0 : 1;
          }
        }
      },
    ),
    { numRuns: RUNS },
  );
  expect(Math.min(conversions, dwells)).toBeGreaterThan(RUNS / 100);
});

describe('days are those of the org’s zone', () => {
  /** The days in which everything happens, from the last one of 2019 on. */
  const early = fc.integer({ min: 18_261, max: 18_273 }).map(dayFromNumber);
  const windows = fc
    .tuple(fc.oneof(day, early), fc.oneof(day, early))
    .map(([a, b]) => ({ start: a < b ? a : b, end: a < b ? b : a }));
  test('creations, cycles, slips, conversion at the lock and weeks of creation are counted by its calendar', () => {
    const counted = { born: 0, cycles: 0, called: 0, converted: 0, weeks: 0 };
    fc.assert(
      fc.property(
        rows,
        later,
        windows,
        filters,
        zone,
        fc.boolean(),
        (given, at, days, { period: _own, ...filter }, timeZone, isAnyDay) => {
          const log = logIn(given, timeZone);
          const all = naiveLog(given);
          const now = all.flatMap((deal) => {
            const state = stateAt(deal, at);
            return state ? [{ deal, state, on: dayIn(deal.createdAt, timeZone) }] : [];
          });
          const isCounted = ({ state }: { state: State }): boolean =>
            isInScope(state, filter) && isState(state, filter);
          const isBorn = ({ on }: { on: string }): boolean => on >= days.start && on <= days.end;
          const ids = (found: readonly { deal: number }[]): (string | undefined)[] =>
            found.map(({ deal }) => log.ids[deal]);
          const cohort = now.filter(isCounted).filter(isBorn);
          expect(ids(born(log, at, { ...filter, days }))).toEqual(cohort.map(({ deal }) => deal.opportunity.id));
          counted.born += cohort.length;

          const spans = now
            .filter((each) => isCounted(each) && each.state.status === 'won' && closesIn(each.state, { period: days }))
            .map(({ state, on }) => (Date.parse(state.closeDate ?? '') - Date.parse(on)) / DAY_MS)
            .sort((a, b) => a - b);
          const middle = ((spans[(spans.length - 1) >> 1] ?? 0) + (spans[spans.length >> 1] ?? 0)) / 2;
          expect(cycleDays.compute(closings(log, at, { ...filter, days }))).toBe(spans.length > 0 ? middle : undefined);
          counted.cycles += spans.length;

          const { ownerIds } = filter;
          const own = { period: days, ...(ownerIds ? { ownerIds } : {}) };
          // The last state that was written on an earlier day of the org's calendar.
          const before = all.flatMap((deal) => {
            const state = deal.states.findLast(({ from }) => dayIn(from, timeZone) < days.start);
            const { goneAt } = deal.opportunity;
            return state && (goneAt === undefined || dayIn(goneAt, timeZone) >= days.start) ? [{ deal, state }] : [];
          });
          const isClosedInside = (deal: NaiveDeal): boolean => {
            const state = stateAt(deal, at);
            return state !== undefined && state.status !== 'open' && closesIn(state, own) && isInScope(state, own);
          };
          const wasCalled = before.filter(
            ({ state }) =>
              state.status === 'open' &&
              ['commit', 'bestCase'].includes(state.category ?? '') &&
              closesIn(state, own) &&
              isInScope(state, own),
          );
          expect(
            forecastAtStart(log, { at, period: days, ownerIds: ownerIds ? new Set(ownerIds) : undefined }).map(
              ({ deal, isClosedInside: inside }) => [log.ids[deal], inside],
            ),
          ).toEqual(wasCalled.map(({ deal }) => [deal.opportunity.id, isClosedInside(deal)]));
          counted.called += wasCalled.length;

          const scope: Asked = isAnyDay && ownerIds ? { ownerIds } : isAnyDay ? {} : own;
          const lock = instant(Math.min(at, FIRST + 6 * DAY_MS));
          const categories = ['commit', 'bestCase', 'pipeline'] as const;
          const locked = all.flatMap((deal) => {
            const state = stateAt(deal, lock);
            const isIn =
              state?.status === 'open' &&
              categories.some((each) => each === state.category) &&
              closesIn(state, scope) &&
              isInScope(state, scope);
            const end = stateAt(deal, at);
            const isBooked = end?.status === 'won' && closesIn(end, scope) && isInScope(end, scope);
            return isIn ? [{ amount: state.amount ?? 0, isBooked }] : [];
          });
          const called = locked.reduce((sum, { amount }) => sum + amount, 0);
          const came = locked.reduce((sum, { amount, isBooked }) => sum + (isBooked ? amount : 0), 0);
          expect(conversionAtLock({ log, from: lock, to: at, filter: { ...scope, categories } })).toBe(
            called > 0 ? came / called : undefined,
          );
          counted.converted += called > 0 ? 1 : 0;

          const stretch = { all, from: FIRST - 1, to: at, filter };
          const weeks = new Map<string, Sums>();
          for (const part of created(stretch)) {
            const date = new Date(`${dayIn(part.state.from, timeZone)}T12:00:00Z`);
            while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
            const key = `${date.toISOString().slice(0, 10)} ${part.state.filed.source}`;
            const sum = weeks.get(key) ?? { amount: 0, count: 0, unpriced: 0 };
            weeks.set(key, { amount: sum.amount + (part.amount ?? 0), count: sum.count + 1, unpriced: 0 });
          }
          const { parts } = ask(log, pipelineCreated, { from: instant(FIRST - 1), at, filter });
          expect(
            new Map(
              createdByWeek(log, parts).map(({ week, source, amount, count }) => [
                `${week} ${source}`,
                { amount, count, unpriced: 0 },
              ]),
            ),
          ).toEqual(weeks);
          counted.weeks += weeks.size;
        },
      ),
      { numRuns: RUNS },
    );
    for (const [name, count] of Object.entries(counted)) expect(count, name).toBeGreaterThan(0);
  });
});

test('the present is the past of its last instant, of every figure that looks at how long or at what happened', () => {
  let found = 0;
  fc.assert(
    fc.property(rows, filters, zone, fc.subarray([...DIMENSIONS], { maxLength: 1 }), (given, filter, timeZone, by) => {
      const log = logIn(given, timeZone);
      const instants = [...log.from, ...[...log.goneAt].filter(Number.isFinite)];
      const last = instant(Math.max(FIRST, ...instants));
      const now = instant(last + 400 * DAY_MS);
      const [old, present] = [last, now].map((at) => ask(log, agePipeline, { at, today: A_DAY, filter, by }));
      expect([present?.groups, present?.total]).toEqual([old?.groups, old?.total]);
      // What nobody has touched since is now as it was then, however long ago that is.
      for (const [name, [figure]] of Object.entries({ ...EVENTS, ...FLOWS })) {
        const [then, today] = [last, now].map((at) => ask(log, figure, { from: instant(FIRST - 1), at, filter, by }));
        expect([today?.groups, today?.total], name).toEqual([then?.groups, then?.total]);
        found += then?.total.count ?? 0;
      }
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
  expect(found).toBeGreaterThan(0);
});
const FLOWS = Object.fromEntries(
  Object.entries({ ...MOVED, movedIn }).map(([name, figure]) => [name, [figure]] as const),
);
