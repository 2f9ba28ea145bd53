import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { accuracyView } from '@/lib/answers/accuracy-view';
import { measureQuestion } from '@/lib/answers/export/question';
import { forecastView } from '@/lib/answers/forecast-view';
import { planView } from '@/lib/answers/plan-view';
import { teamView } from '@/lib/answers/team';
import { addDays } from '@/lib/calendar/days';
import { partsOf, periodAt } from '@/lib/calendar/fiscal';
import type { OrgPeriod } from '@/lib/calendar/period';
import type { ForecastType, Quota, User } from '@/lib/deal/org';
import { quotasIn } from '@/lib/deal/quota';
import type { OrgFacts } from '@/lib/forecast/facts';
import { teamRows } from '@/tests/explore/team-rows';
import { RUNS } from '@/tests/unit/runs';

import { ago, dayOf, deal, factsOf, opportunity, PROFILE, version } from './deal';

const QUARTER = periodAt(PROFILE, 'quarter', dayOf('2026-11-24'));
const START = QUARTER.start;
const ROLES = new Map([
  ['head', { id: 'head', name: 'Head' }],
  ['rep', { id: 'rep', name: 'Rep', parentId: 'head' }],
]);
const USERS: User[] = [
  { id: 'u1', name: 'Boss', isActive: true, roleId: 'head' },
  { id: 'jana', name: 'Jana', isActive: true, roleId: 'rep' },
  { id: 'adam', name: 'Adam', isActive: true, roleId: 'rep' },
];
let ids = 0;
const quota = (userId: string, amount: number, more: Partial<Quota> = {}): Quota => ({
  id: `q${(ids += 1)}`,
  userId,
  amount,
  start: START,
  ...more,
});
const REPS = [quota('jana', 60_000), quota('adam', 40_000)];

/** A manager and two reps, one of whom has won 60,000 in the quarter. */
function orgOf(quotas: Quota[], change: Partial<OrgFacts> = {}): OrgFacts {
  const won = opportunity({
    id: '006W',
    ownerId: 'jana',
    stage: 'Won',
    isClosed: true,
    isWon: true,
    amount: 60_000,
    closeDate: dayOf('2026-11-10'),
    modifiedAt: ago(14),
  });
  return factsOf(
    [
      deal({
        opportunity: won,
        versions: [
          version({ id: 'a', opportunityId: '006W', from: ago(60), amount: 60_000, closeDate: dayOf('2026-11-10') }),
          version({
            id: 'b',
            opportunityId: '006W',
            from: ago(14),
            stage: 'Won',
            amount: 60_000,
            closeDate: dayOf('2026-11-10'),
          }),
        ],
      }),
      deal({
        opportunity: opportunity({ id: '006O', ownerId: 'adam', amount: 40_000 }),
        versions: [version({ id: 'c', opportunityId: '006O', from: ago(60), amount: 40_000 })],
      }),
    ],
    { quotas, users: new Map(USERS.map((user) => [user.id, user])), roles: ROLES, ...change },
  );
}

/** Quota and gap of the manager's team on each surface, in whole units. */
function surfaces(facts: OrgFacts): Record<string, (number | undefined)[]> {
  const popup = forecastView(facts, undefined, []);
  const team = teamView(facts).total;
  const past = teamView(facts, addDays(facts.today, -1)).total;
  const plan = planView(facts, { lost: [] });
  const line = teamRows(facts, facts.log, { at: facts.now, period: QUARTER }).find(
    ({ userId }) => userId === 'u1',
  )?.team;
  const measured = measureQuestion(facts, {
    at: facts.now,
    today: facts.today,
    kind: 'quarter',
    random: () => 0,
  }).quota;
  const accuracy = accuracyView(facts, [], [], []);
  const gap = (whole: number | undefined): number | undefined => (whole === undefined ? undefined : whole - 60_000);
  const major = (minor: number | undefined): number | undefined => (minor === undefined ? undefined : minor / 100);
  return {
    popup: [popup.quota, popup.gap],
    now: [team.quota, team.gap],
    past: [past.quota, past.gap],
    plan: [plan.quota, plan.gap],
    'command line': [major(line?.quota), major(line?.gap)],
    metrics: [major(measured), gap(major(measured))],
    forecast: [accuracy.quota, gap(accuracy.quota)],
  };
}
const expectSame = (facts: OrgFacts, amount: number): void => {
  for (const [surface, said] of Object.entries(surfaces(facts)))
    expect(said, surface).toEqual([amount, amount - 60_000]);
};

describe('the quota of a team', () => {
  test('is the sum of the reps’ where no manager carries one', () => expectSame(orgOf(REPS), 100_000));

  test('is the manager’s row alone, which is no addend, on every surface', () => {
    const facts = orgOf([...REPS, quota('u1', 100_000)]);
    expectSame(facts, 100_000);
    expect(quotasIn(facts, QUARTER).of(new Set(['u1'])).amount).toBeUndefined();
  });

  test('is the target where it differs from the sum, and both are told', () => {
    const facts = orgOf([...REPS, quota('u1', 120_000)]);
    expectSame(facts, 120_000);
    expect(forecastView(facts, undefined, []).quotas).toMatchObject({ amount: 120_000, target: 120_000, sum: 100_000 });
    expect(teamView(facts).quotas).toMatchObject({ target: 120_000, sum: 100_000 });
    expect(planView(facts, { lost: [] }).quotas).toMatchObject({ target: 120_000, sum: 100_000 });
  });

  test('is what the manager carries where no one below has a quota', () =>
    expectSame(orgOf([quota('u1', 90_000)]), 90_000));

  test('counts that of someone who has left, and says so', () => {
    const users = new Map(USERS.map((user) => [user.id, user.id === 'adam' ? { ...user, isActive: false } : user]));
    const facts = orgOf(REPS, { users });
    expectSame(facts, 100_000);
    expect(forecastView(facts, undefined, []).quotas.doubts.left).toBe(1);
  });

  test('takes one of two rows that nothing tells apart, and says so', () => {
    const facts = orgOf([...REPS, ...REPS.map((row) => ({ ...row, id: `z${row.id}` }))]);
    expectSame(facts, 100_000);
    expect(forecastView(facts, undefined, []).quotas.doubts.twice).toBe(2);
  });

  test('leaves out what is in a currency without a rate, and says so', () => {
    const facts = orgOf([
      ...REPS,
      quota('u1', 7, { currency: 'ZZZ' }),
      quota('adam', 5, { currency: 'ZZZ', territoryId: 't' }),
    ]);
    expectSame(facts, 100_000);
    expect(forecastView(facts, undefined, []).quotas.doubts.unpriced).toBe(2);
  });
});

describe('several forecast types', () => {
  const type = (id: string, change: Partial<ForecastType> = {}): ForecastType => ({
    id,
    label: `Type ${id}`,
    isActive: true,
    isAmount: true,
    by: 'opportunity',
    tree: 'role',
    ...change,
  });
  const under = (forecastTypeId: string, factor = 1): Quota[] =>
    REPS.map((row) => ({ ...row, id: `${row.id}${forecastTypeId}`, amount: row.amount * factor, forecastTypeId }));
  const withTypes = (forecastTypes: ForecastType[] | undefined, quotas: Quota[], change: Partial<OrgFacts> = {}) =>
    orgOf(quotas, { profile: { ...PROFILE, ...(forecastTypes ? { forecastTypes } : {}) }, ...change });

  test('are alternatives, whether the CRM lists them or not', () => {
    expectSame(withTypes(undefined, [...under('t1'), ...under('t2')]), 100_000);
    expectSame(withTypes([type('t1'), type('t2')], [...under('t2'), ...under('t1')]), 100_000);
  });

  test.each<[string, Partial<ForecastType>]>([
    ['inactive', { isActive: false }],
    ['about splits', { by: 'split' }],
    ['about products', { by: 'product' }],
    ['of territories', { tree: 'territory' }],
    ['of pieces and no money', { isAmount: false }],
  ])('one that is %s gives way to the one of opportunity revenue', (_words, change) => {
    const facts = withTypes([type('t1', change), type('t2')], [...under('t1', 9), ...under('t2')]);
    expectSame(facts, 100_000);
    expect(forecastView(facts, undefined, []).quotas.doubts.forecastType).toBe('Type t2');
  });

  test('of pieces alone are no quota in money', () => {
    const facts = withTypes([type('t1', { isAmount: false })], under('t1'));
    for (const [surface, said] of Object.entries(surfaces(facts)))
      expect(said, surface).toEqual([undefined, undefined]);
  });

  test('the one that the person chose comes first', () => {
    const facts = withTypes([type('t1'), type('t2', { by: 'split' })], [...under('t1'), ...under('t2', 2)], {
      quotaType: 't2',
    });
    expectSame(facts, 200_000);
  });

  test('what a person typed counts only where the chosen type has nothing of that user and start', () => {
    const facts = withTypes([type('t1')], [...under('t1').slice(0, 1), quota('jana', 1), quota('adam', 40_000)]);
    expectSame(facts, 100_000);
  });

  test('of families of products a row without one is their total', () => {
    const own = [
      quota('jana', 30_000, { productFamily: 'A' }),
      quota('jana', 30_000, { productFamily: 'B' }),
      quota('adam', 40_000),
    ];
    expectSame(orgOf(own), 100_000);
    expectSame(orgOf([...own, quota('jana', 60_000)]), 100_000);
  });
});

describe('a quota of another span than is asked', () => {
  test('is shared by days, and the parts add up to it exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.constantFrom('month' as const, 'week' as const),
        (cents, kind) => {
          const facts = orgOf([quota('jana', cents / 100)]);
          const parts = partsOf(PROFILE, kind, QUARTER);
          const [first, last] = [parts[0]?.start ?? START, parts.at(-1)?.end ?? QUARTER.end];
          const whole = quotasIn(facts, { start: first, end: last }).of().amount;
          const shares = parts.map((part) => quotasIn(facts, part).of());
          const total = shares.reduce((sum, { amount = 0 }) => sum + Math.round(amount * 100), 0);
          expect(total).toBe(cents);
          expect(Math.round((whole ?? 0) * 100)).toBe(cents);
          expect(shares.every(({ doubts }) => doubts.isShared)).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('of 92 days gives October 31 of them', () => {
    const facts = orgOf([quota('jana', 92_000)]);
    expect(quotasIn(facts, periodAt(PROFILE, 'month', dayOf('2026-10-15'))).of()).toMatchObject({ amount: 31_000 });
    expect(quotasIn(facts, periodAt(PROFILE, 'quarter', dayOf('2026-08-15'))).of().amount).toBeUndefined();
  });

  describe('and one of its months', () => {
    const end = QUARTER.end;
    const months = ['2026-10', '2026-11', '2026-12'].map((month, at) =>
      quota('jana', 100 + at, {
        start: dayOf(`${month}-01`),
        end: dayOf(`${month}-${month === '2026-11' ? '30' : '31'}`),
        forecastTypeId: 't',
      }),
    );
    const whole = quota('jana', 300, { end, forecastTypeId: 't' });
    const november = periodAt(PROFILE, 'month', dayOf('2026-11-15'));
    test.each<[string, Quota[], number, number, number]>([
      ['all months stand for their quarter', [...months, whole], 303, 101, 1],
      [
        'a quarter of which months are missing stands for those that are there',
        [whole, ...months.slice(1)],
        300,
        98,
        2,
      ],
      ['the quarter alone', [whole], 300, 98, 0],
      ['the months alone', months, 303, 101, 0],
      [
        'the CRM’s month goes before a quarter that a person gave',
        [quota('jana', 999), ...months.slice(1, 2)],
        101,
        101,
        1,
      ],
      [
        'families of a month are its parts',
        [
          ...months.map((row) => ({ ...row, id: `a${row.id}`, productFamily: 'A' })),
          ...months.map((row) => ({ ...row, id: `b${row.id}`, productFamily: 'B' })),
          whole,
        ],
        606,
        202,
        1,
      ],
    ])('are alternatives: %s', (_words, quotas, inQuarter, inMonth, left) => {
      for (const rows of [quotas, quotas.toReversed()]) {
        const facts = orgOf(rows);
        expect(quotasIn(facts, QUARTER).of()).toMatchObject({ amount: inQuarter, doubts: { otherSpans: left } });
        expect(quotasIn(facts, november).of().amount).toBeCloseTo(inMonth, 0);
      }
    });

    test('whichever of them an org has in four years, each quarter is asked for once', () => {
      const kinds = fc.constantFrom<[quarter: boolean, months: number]>(
        [false, 0],
        [true, 0],
        [false, 3],
        [true, 3],
        [true, 2],
        [false, 1],
      );
      fc.assert(
        fc.property(fc.array(kinds, { minLength: 16, maxLength: 16 }), (had) => {
          const rows: Quota[] = [];
          const wanted = had.map(([hasQuarter, months], at) => {
            const whole = { start: dayOf(`${2024 + (at >> 2)}-${String((at % 4) * 3 + 1).padStart(2, '0')}-01`) };
            const { end } = periodAt(PROFILE, 'quarter', whole.start);
            if (hasQuarter) rows.push(quota('jana', 1000, { start: whole.start, end, forecastTypeId: 't' }));
            for (const month of partsOf(PROFILE, 'month', periodAt(PROFILE, 'quarter', whole.start)).slice(0, months))
              rows.push(quota('jana', 7, { start: month.start, end: month.end, forecastTypeId: 't' }));
            return hasQuarter && months < 3 ? 1000 : months === 0 ? undefined : 7 * months;
          });
          const facts = orgOf(rows);
          const found = had.map(
            (_, at) =>
              quotasIn(
                facts,
                periodAt(
                  PROFILE,
                  'quarter',
                  dayOf(`${2024 + (at >> 2)}-${String((at % 4) * 3 + 2).padStart(2, '0')}-11`),
                ),
              ).of().amount,
          );
          expect(found).toEqual(wanted);
        }),
        { numRuns: Math.ceil(RUNS / 10) },
      );
    });

    test('a quarter among months of other quarters is still a quarter', () => {
      const before = quota('jana', 92_000, {
        start: dayOf('2026-07-01'),
        end: dayOf('2026-09-30'),
        forecastTypeId: 't',
      });
      const facts = orgOf([before, ...months]);
      expect(quotasIn(facts, periodAt(PROFILE, 'month', dayOf('2026-08-15'))).of().amount).toBe(31_000);
      expect(quotasIn(facts, periodAt(PROFILE, 'year', dayOf('2026-08-15'))).of().amount).toBe(92_303);
    });
  });

  test('by months adds up to the quarter and to the year', () => {
    const months = ['2026-10-01', '2026-11-01', '2026-12-01'].map((start, at) =>
      quota('jana', 10 ** at, { start: dayOf(start) }),
    );
    const facts = orgOf(months);
    expect(quotasIn(facts, QUARTER).of()).toMatchObject({ amount: 111, doubts: { isShared: false } });
    expect(quotasIn(facts, periodAt(PROFILE, 'month', dayOf('2026-11-15'))).of()).toMatchObject({ amount: 10 });
    expect(quotasIn(facts, periodAt(PROFILE, 'year', dayOf('2026-11-15'))).of()).toMatchObject({ amount: 111 });
  });

  test('from a file for a half is that of both its quarters, and the second half begins on no other day', () => {
    const halves = [
      quota('jana', 181_000, { id: 'a', start: dayOf('2026-01-01'), end: dayOf('2026-06-30') }),
      quota('jana', 184_000, { id: 'b', start: dayOf('2026-07-01'), end: dayOf('2026-12-31') }),
    ];
    const facts = orgOf(halves);
    const at = (kind: 'year' | 'quarter', on: string) => quotasIn(facts, periodAt(PROFILE, kind, dayOf(on))).of();
    expect(at('year', '2026-11-15')).toMatchObject({ amount: 365_000, doubts: { offPeriod: [], oddEnds: [] } });
    expect(at('quarter', '2026-02-15')).toMatchObject({ amount: 90_000, doubts: { isShared: true } });
    expect(at('quarter', '2026-11-15')).toMatchObject({ amount: 92_000, doubts: { isShared: true, oddEnds: [] } });
  });

  test('from a file whose last day ends no period since the calendar was changed is named, and counts by its days', () => {
    const periods = [
      { type: 'quarter' as const, start: dayOf('2026-10-01'), end: dayOf('2026-12-27') },
      { type: 'quarter' as const, start: dayOf('2026-12-28'), end: dayOf('2027-03-28') },
    ];
    const row = { start: dayOf('2026-10-01'), end: dayOf('2026-12-31') };
    const before = orgOf([quota('jana', 92_000, row)]);
    expect(quotasIn(before, QUARTER).of()).toMatchObject({ amount: 92_000, doubts: { oddEnds: [] } });
    const after = orgOf([quota('jana', 92_000, row)], { profile: { ...PROFILE, periods } });
    const [first, second] = periods.map((period) => quotasIn(after, period).of());
    expect(first).toMatchObject({ amount: 88_000, doubts: { oddEnds: [{ name: 'Jana', ...row }] } });
    expect(second).toMatchObject({ amount: 4_000, doubts: { oddEnds: [{ name: 'Jana', ...row }] } });
    // What the CRM itself says is its own to say.
    const ofCrm = orgOf([quota('jana', 92_000, { ...row, forecastTypeId: 't' })], { profile: { ...PROFILE, periods } });
    expect(quotasIn(ofCrm, periods[0]!).of().doubts.oddEnds).toEqual([]);
  });

  describe('that begins on no period’s first day is left out and named, on every surface', () => {
    const off = (more: Partial<Quota>): Quota =>
      quota('jana', 60_000, { id: 'off', start: dayOf('2026-10-02'), ...more });
    const words = { id: 'off', name: 'Jana', start: '2026-10-02', month: '2026-10-01', quarter: '2026-10-01' };
    const adam = quota('adam', 40_000, { forecastTypeId: 't' });

    test.each<[string, Quota]>([
      ['of the CRM, without an end', off({ forecastTypeId: 't' })],
      ['of the CRM, with the end of a quarter that begins before', off({ forecastTypeId: 't', end: QUARTER.end })],
      ['of a person, kept from a time when periods began otherwise', off({})],
    ])('%s', (_words, row) => {
      const facts = orgOf([row, adam]);
      const all = [
        quotasIn(facts, QUARTER).of(),
        forecastView(facts, undefined, []).quotas,
        teamView(facts).quotas,
        planView(facts, { lost: [] }).quotas,
        accuracyView(facts, [], [], []).quotas,
      ];
      for (const found of all) {
        expect(found.amount).toBe(40_000);
        expect(found.doubts.offPeriod).toEqual([words]);
      }
      expect(quotasIn(facts, QUARTER).of(new Set(['adam'])).doubts.offPeriod).toEqual([]);
      expect(quotasIn(facts, periodAt(PROFILE, 'quarter', dayOf('2027-02-01'))).of().doubts.offPeriod).toEqual([]);
    });

    test('and alone it is no quota at all', () => {
      const { amount, sum, doubts } = quotasIn(orgOf([off({})]), QUARTER).of();
      expect({ amount, sum, offPeriod: doubts.offPeriod.length }).toEqual({
        amount: undefined,
        sum: undefined,
        offPeriod: 1,
      });
    });

    test('and does not turn quotas of quarters into quotas of months', () => {
      const facts = orgOf([quota('jana', 90_000, { forecastTypeId: 't' }), off({ id: 'x', forecastTypeId: 't' })]);
      expect(quotasIn(facts, QUARTER).of().amount).toBe(90_000);
      expect(quotasIn(facts, periodAt(PROFILE, 'month', dayOf('2026-12-10'))).of().amount).toBeCloseTo(30_326, 0);
    });

    test('but not where the org’s own calendar has a period of these days', () => {
      const own = { type: 'quarter' as const, start: dayOf('2026-10-02'), end: dayOf('2026-12-31') };
      const before = { type: 'quarter' as const, start: dayOf('2026-07-01'), end: dayOf('2026-10-05') };
      for (const periods of [[own], [before, own]]) {
        const facts = orgOf([off({ forecastTypeId: 't', end: own.end })], { profile: { ...PROFILE, periods } });
        expect(quotasIn(facts, own).of()).toMatchObject({ amount: 60_000, doubts: { offPeriod: [] } });
      }
    });
  });

  describe('of quarters that the org lists with a day in common', () => {
    const starts = ['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01', '2027-01-01'];
    // Each ends on the day on which the next one begins.
    const periods = starts.slice(0, 4).map((start, at): OrgPeriod => ({
      type: 'quarter',
      start: dayOf(start),
      end: dayOf(starts[at + 1] ?? start),
    }));

    test.each(['as the CRM’s periods end', 'without an end'])('is each quarter’s own, %s', (words) => {
      const rows = periods.map(({ start, end }, at) =>
        quota('jana', 10_000 * (at + 1), {
          start,
          ...(words === 'without an end' ? {} : { end }),
          forecastTypeId: 't',
        }),
      );
      const facts = orgOf(rows, { profile: { ...PROFILE, periods } });
      const found = periods.map(({ end }) =>
        quotasIn(facts, periodAt(facts.profile, 'quarter', addDays(end, -9))).of(),
      );
      expect(found.map(({ amount }) => amount)).toEqual([10_000, 20_000, 30_000, 40_000]);
      for (const { doubts } of found)
        expect([doubts.otherSpans, doubts.offPeriod.length, doubts.isShared]).toEqual([0, 0, false]);
    });
  });
});
