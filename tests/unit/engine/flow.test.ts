import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import { JOINING, LEAVING, type MovementName, MOVEMENTS } from '@/lib/figures/flow';
import { RUNS } from '@/tests/unit/runs';

import { flowOf } from './flow-of';
import { EPOCH, histories, type History, naiveState, type NaiveState, PROFILE, SPAN, STAGES } from './history';

const logOf = (history: History) => buildLog({ ...history, stages: STAGES, profile: PROFILE });
const hour = 3_600_000;
const instants = fc.integer({ min: 0, max: SPAN / hour }).map((hours) => EPOCH + hours * hour);
const windows = fc.tuple(instants, instants).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const period = { start: '2026-02-01' as Day, end: '2026-04-30' as Day };
const scopes = fc.record(
  {
    ownerIds: fc.subarray(['u1', 'u2', 'u3'], { minLength: 1 }),
    types: fc.subarray(['New', 'Existing', ''], { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
);
type Scope = typeof scopes extends fc.Arbitrary<infer T> ? T : never;

const inPeriod = (state?: NaiveState): boolean =>
  state?.closeDate !== undefined && state.closeDate >= period.start && state.closeDate <= period.end;
const isLater = (state: NaiveState): boolean => state.closeDate === undefined || state.closeDate > period.end;

/** The movements of each deal by a table of cases over its two states, as a person would write them down. */
function naiveFlow(history: History, from: number, to: number, { ownerIds, types }: Scope) {
  const sums = Object.fromEntries(MOVEMENTS.map((name) => [name, 0])) as Record<MovementName, number>;
  let [start, end, booked, bookedBefore] = [0, 0, 0, 0];
  const mine = (state: NaiveState): boolean =>
    (!ownerIds || ownerIds.includes(state.ownerId ?? '')) && (!types || types.includes(state.type ?? ''));
  const isOpen = (state?: NaiveState): boolean =>
    state !== undefined && state.status === 'open' && state.category !== 'omitted' && mine(state) && inPeriod(state);
  const isWon = (state?: NaiveState): boolean =>
    state !== undefined && state.status === 'won' && mine(state) && inPeriod(state);
  for (const { id } of history.opportunities) {
    const [a, b] = [naiveState(history, id, from), naiveState(history, id, to)];
    const money = (state?: NaiveState): number => state?.amount ?? 0;
    const last = b ?? naiveState({ ...history, goneAt: new Map() }, id, to);
    if (isOpen(a)) start += money(a);
    if (isOpen(b)) end += money(b);
    if (isWon(a)) bookedBefore += money(a);
    if (isWon(b)) booked += money(b);
    const joins = (): MovementName => {
      if (!a) return 'new';
      if (a.status === 'lost' || (a.status === 'won' && inPeriod(a))) return 'reopened';
      if (!mine(a)) return 'scopeIn';
      if (!inPeriod(a)) return isLater(a) ? 'pulledIn' : 'pushedIn';
      return 'unomitted';
    };
    if (isOpen(a)) {
      const change = money(last) - money(a);
      sums[change > 0 ? 'increased' : 'decreased'] += Math.abs(change);
      if (isOpen(b)) continue;
      const leaves: MovementName = !b
        ? 'deleted'
        : !mine(b)
          ? 'scopeOut'
          : b.status === 'lost'
            ? 'lost'
            : !inPeriod(b)
              ? isLater(b)
                ? 'pushedOut'
                : 'pulledOut'
              : b.status === 'won'
                ? 'won'
                : 'omitted';
      sums[leaves] += money(last);
    } else if (isOpen(b)) sums[joins()] += money(b);
    else if (isWon(b) && !isWon(a)) {
      sums[joins()] += money(b);
      sums.won += money(b);
    } else if (!a && b && b.status === 'lost' && mine(b) && inPeriod(b)) {
      sums.new += money(b);
      sums.lost += money(b);
    }
  }
  return { sums, start, end, booked, bookedBefore };
}

test('the identity holds to the cent, and every movement is what a table of cases finds', () => {
  fc.assert(
    fc.property(histories(), windows, scopes, (history, { from, to }, scope) => {
      const found = flowOf(logOf(history), { from: instant(from), to: instant(to), filter: { period, ...scope } });
      const naive = naiveFlow(history, from, to, scope);
      expect(found.unexplained).toBe(0);
      expect(found.start.amount).toBe(naive.start);
      expect(found.end.amount).toBe(naive.end);
      for (const name of MOVEMENTS) {
        expect(found.movements[name].amount, name).toBe(naive.sums[name]);
        expect(
          found.movements[name].deals.reduce((sum, { amount }) => sum + amount, 0),
          name,
        ).toBe(naive.sums[name]);
      }
      const joined = JOINING.reduce((sum, name) => sum + naive.sums[name], naive.sums.increased);
      const left = LEAVING.reduce((sum, name) => sum + naive.sums[name], naive.sums.decreased);
      expect(naive.start + joined - left).toBe(naive.end);
    }),
    { numRuns: RUNS },
  );
});

test('bookings tie: what was booked before and what moved is what is booked after', () => {
  fc.assert(
    fc.property(histories(), windows, scopes, (history, { from, to }, scope) => {
      const { bookings, movements } = flowOf(logOf(history), {
        from: instant(from),
        to: instant(to),
        filter: { period, ...scope },
      });
      const naive = naiveFlow(history, from, to, scope);
      expect(bookings.start).toBe(naive.bookedBefore);
      expect(bookings.end).toBe(naive.booked);
      expect(bookings.start + movements.won.amount - bookings.reversed + bookings.amended).toBe(bookings.end);
    }),
    { numRuns: RUNS },
  );
});

describe('each movement by its own case', () => {
  const day = (at: number): Day => addDays('2026-02-01' as Day, at);
  const at = (days: number): number => Date.parse(`${addDays('2026-02-01' as Day, days)}T12:00:00Z`);
  type Step = [days: number, change: Partial<Version>];
  const log = (steps: Step[], more: Partial<History> = {}) => {
    const base: Partial<Version> = { stage: 'A', amount: 100, closeDate: day(20), category: 'pipeline' };
    let state = base;
    const versions = steps.map(([days, change], index): Version => {
      state = { ...state, ...change };
      // Safe: stage is always there.
      return { ...state, id: `v${index}`, opportunityId: '006A', from: at(days) } as Version;
    });
    const last = versions.at(-1);
    const known = STAGES.get(last?.stage ?? '');
    const opportunity = {
      ...last,
      id: '006A',
      name: 'A',
      ownerId: 'u1',
      isClosed: known?.isClosed ?? false,
      isWon: known?.isWon ?? false,
      createdAt: versions[0]?.from ?? 0,
      modifiedAt: last?.from ?? 0,
    } as unknown as Opportunity;
    return logOf({ opportunities: [opportunity], versions, fieldChanges: [], goneAt: new Map(), ...more });
  };
  const moved = (given: ReturnType<typeof log>, owners?: string[]) => {
    const { movements, unexplained } = flowOf(given, {
      from: instant(at(0)),
      to: instant(at(10)),
      filter: { period, ...(owners ? { ownerIds: owners } : {}) },
    });
    expect(unexplained).toBe(0);
    return Object.fromEntries(
      MOVEMENTS.flatMap((name) => (movements[name].count > 0 ? [[name, movements[name].amount / 100]] : [])),
    );
  };
  const change = (from: string, to: string) => [
    { id: 'c', opportunityId: '006A', field: 'ownerId', from, to, at: at(5) },
  ];
  test.each<[string, Step[], Record<string, number>, Partial<History>?, string[]?]>([
    ['created', [[5, {}]], { new: 100 }],
    [
      'created and won inside the window',
      [
        [3, {}],
        [6, { stage: 'Won' }],
      ],
      { new: 100, won: 100 },
    ],
    [
      'created and lost inside the window',
      [
        [3, {}],
        [6, { stage: 'Lost' }],
      ],
      { new: 100, lost: 100 },
    ],
    [
      'won at a higher amount',
      [
        [-5, {}],
        [5, { stage: 'Won', amount: 130 }],
      ],
      { increased: 30, won: 130 },
    ],
    [
      'lost',
      [
        [-5, {}],
        [5, { stage: 'Lost' }],
      ],
      { lost: 100 },
    ],
    [
      'reopened',
      [
        [-9, {}],
        [-5, { stage: 'Lost' }],
        [5, { stage: 'B' }],
      ],
      { reopened: 100 },
    ],
    [
      'pushed out of the period',
      [
        [-5, {}],
        [5, { closeDate: day(200) }],
      ],
      { pushedOut: 100 },
    ],
    [
      'pulled out of it',
      [
        [-5, {}],
        [5, { closeDate: day(-20) }],
      ],
      { pulledOut: 100 },
    ],
    [
      'pulled into it',
      [
        [-5, { closeDate: day(200) }],
        [5, { closeDate: day(30) }],
      ],
      { pulledIn: 100 },
    ],
    [
      'pushed into it',
      [
        [-5, { closeDate: day(-20) }],
        [5, { closeDate: day(30) }],
      ],
      { pushedIn: 100 },
    ],
    [
      'pulled in and won',
      [
        [-5, { closeDate: day(200) }],
        [5, { closeDate: day(5), stage: 'Won' }],
      ],
      { pulledIn: 100, won: 100 },
    ],
    [
      'omitted',
      [
        [-5, {}],
        [5, { category: 'omitted' }],
      ],
      { omitted: 100 },
    ],
    [
      'no longer omitted',
      [
        [-5, { category: 'omitted' }],
        [5, { category: 'commit' }],
      ],
      { unomitted: 100 },
    ],
    [
      'a smaller amount',
      [
        [-5, {}],
        [5, { amount: 60 }],
      ],
      { decreased: 40 },
    ],
    [
      'given an amount',
      [
        [-5, { amount: undefined }],
        [5, { amount: 60 }],
      ] as Step[],
      { increased: 60 },
    ],
    ['deleted', [[-5, {}]], { deleted: 100 }, { goneAt: new Map([['006A', at(5)]]) }],
    ['taken over', [[-5, {}]], { scopeIn: 100 }, { fieldChanges: change('u2', 'u1') }, ['u1']],
    ['given away', [[-5, {}]], { scopeOut: 100 }, { fieldChanges: change('u2', 'u1') }, ['u2']],
    [
      'created after it was closed, by its own dates',
      [[5, { stage: 'Won', closeDate: day(1) }]],
      { new: 100, won: 100 },
    ],
    ['nothing', [[-5, {}]], {}],
  ])('%s', (_name, steps, expected, more, owners) => expect(moved(log(steps, more), owners)).toEqual(expected));

  test('a deal without an amount is counted in its movement, and priced in none', () => {
    const { movements } = flowOf(log([[5, { amount: undefined }]] as unknown as Step[]), {
      from: instant(at(0)),
      to: instant(at(10)),
      filter: { period },
    });
    expect(movements.new).toMatchObject({ count: 1, unpriced: 1, amount: 0 });
  });
});

test('two dates in the wrong order are refused with words', () => {
  expect(() =>
    flowOf(logOf({ opportunities: [], versions: [], fieldChanges: [], goneAt: new Map() }), {
      from: instant(2),
      to: instant(1),
    }),
  ).toThrow('swap the two dates');
});
