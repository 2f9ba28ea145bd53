import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dealsView } from '@/lib/answers/deals';
import { bySplits, overlayOf } from '@/lib/answers/leading/by-splits';
import { creditView } from '@/lib/answers/leading/credit';
import type { Day } from '@/lib/calendar/days';
import { minor, minorPerMajor } from '@/lib/deal/money';
import type { Split } from '@/lib/deal/opportunity';
import { generateOrg } from '@/lib/sample/generate';
import type { Row } from '@/lib/sample/org-tables';
import { contextOf } from '@/tests/explore/context';

const CURRENCY = fc.constantFrom('EUR', 'JPY', 'KWD');

/** Percents of two digits that come to no more than 100, and what is left; the money that the CRM keeps for them, or not. */
const told = fc
  .record({
    currency: CURRENCY,
    hundredths: fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 6 }),
    own: fc.integer({ min: 1, max: 900_000_000_000 }),
    amount: fc.integer({ min: 0, max: 900_000_000_000 }),
    withMoney: fc.boolean(),
  })
  .map(({ hundredths, ...rest }) => {
    let left = 10_000;
    const parts = hundredths.map((each) => {
      const part = Math.min(each, left);
      left -= part;
      return part;
    });
    return { ...rest, parts };
  });

describe('an amount divided by revenue splits', () => {
  test('adds up to the minor unit, whatever the splits say', () => {
    const any = fc.array(
      fc.record(
        {
          userId: fc.constantFrom('a', 'b', 'c', 'o'),
          percent: fc.double({ min: 0, max: 120, noNaN: true }),
          amount: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        },
        { requiredKeys: ['userId'] },
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        any,
        CURRENCY,
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: undefined }),
        (splits, currency, amount, whole) => {
          const parts = bySplits(minor(amount), splits, { owner: 'o', whole, currency });
          expect([...parts.values()].reduce<number>((sum, each) => sum + each, 0)).toBe(amount);
        },
      ),
    );
  });

  test('each part is within one unit of its exact share, which whole numbers of any size say; the owner has the rest', () => {
    fc.assert(
      fc.property(told, ({ currency, parts, own, amount }) => {
        const splits = parts.map((part, index) => ({ userId: `p${index}`, percent: part / 100 }));
        const found = bySplits(minor(amount), splits, { owner: 'o', whole: own / minorPerMajor(currency), currency });
        if (parts.every((part) => part === 0)) {
          expect([...found]).toEqual([['o', amount]]);
          return;
        }
        const left = 10_000 - parts.reduce((sum, each) => sum + each, 0);
        for (const [name, part] of [
          ...parts.map((each, index) => [`p${index}`, each] as const),
          ['o', left] as const,
        ]) {
          const floor = Number((BigInt(amount) * BigInt(part)) / 10_000n);
          expect(Math.abs((found.get(name) ?? 0) - floor)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('money that a person gave is exact, and percent is only its nearest', () => {
    const thirds = [
      { userId: 'a', percent: 33.33, amount: 33_333.34 },
      { userId: 'b', percent: 33.33, amount: 33_333.33 },
      { userId: 'c', percent: 33.34, amount: 33_333.33 },
    ];
    expect(bySplits(minor(10_000_000), thirds, { owner: 'c', whole: 100_000, currency: 'EUR' })).toEqual(
      new Map([
        ['a', 3_333_334],
        ['b', 3_333_333],
        ['c', 3_333_333],
      ]),
    );
  });

  test('money that stayed behind when the deal grew gives way to percent', () => {
    const splits = [
      { userId: 'a', percent: 60, amount: 600 },
      { userId: 'b', percent: 40, amount: 400 },
    ];
    expect(bySplits(minor(200_000), splits, { owner: 'a', whole: 2000, currency: 'EUR' })).toEqual(
      new Map([
        ['a', 120_000],
        ['b', 80_000],
      ]),
    );
  });

  test.each([
    ['no splits', [], 100],
    ['splits of more than the deal', [{ userId: 'a', percent: 101 }], 100],
    ['splits that may not be read', [{ userId: 'a' }], 100],
    ['a deal without an amount today', [{ userId: 'a', percent: 50 }], undefined],
  ])('%s say nothing: all of it is the owner’s', (_, splits, whole) => {
    expect([...bySplits(minor(10_000), splits, { owner: 'o', whole, currency: 'EUR' })]).toEqual([['o', 10_000]]);
  });
});

test('an overlay is of any size, and of what is not told nothing is said', () => {
  const whole = { whole: 100, currency: 'EUR' };
  expect(overlayOf(minor(10_000), { userId: 'a', percent: 250 }, whole)).toBe(25_000);
  expect(overlayOf(minor(10_000), { userId: 'a', amount: 12.34 }, whole)).toBe(1234);
  expect(overlayOf(minor(10_000), { userId: 'a' }, whole)).toBeUndefined();
  expect(overlayOf(minor(10_000), { userId: 'a', percent: 10 }, { ...whole, whole: undefined })).toBeUndefined();
});

describe.each([1, 2])('who is credited, company %i', (seed) => {
  const asOf = '2026-11-24' as Day;
  const made = generateOrg({ size: 200, seed, asOf });
  const { facts } = contextOf(made, asOf);
  const view = creditView(facts);

  const FIGURES = [
    ['won', 'closedWon', 'wonDeals', (deal: Row) => deal['IsWon'] === true],
    ['open', 'openPipeline', 'openDeals', (deal: Row) => deal['IsClosed'] === false],
  ] as const;

  const counted = (isMeant: (deal: Row) => boolean): Row[] =>
    made.tables.Opportunity.filter(
      (deal) =>
        String(deal['CloseDate']) >= view.period.start &&
        String(deal['CloseDate']) <= view.period.end &&
        deal['ForecastCategory'] !== 'Omitted' &&
        typeof deal['Amount'] === 'number' &&
        isMeant(deal),
    );
  const cents = (amount: number): number => Math.round(amount * 100);
  const typeOf = (split: Row): Row | undefined =>
    made.tables.OpportunitySplitType.find(({ Id }) => Id === split['SplitTypeId']);

  /** Cents by person out of the CRM's own rows, with plain loops. */
  function naive(deals: readonly Row[], isRevenue: boolean): Record<string, number> {
    const sums: Record<string, number> = {};
    const put = (id: string, amount: number): void => void (sums[id] = (sums[id] ?? 0) + amount);
    for (const deal of deals) {
      let left = cents(Number(deal['Amount']));
      for (const split of made.tables.OpportunitySplit) {
        if (split['OpportunityId'] !== deal.Id || (typeOf(split)?.['IsTotalValidated'] === true) !== isRevenue)
          continue;
        put(String(split['SplitOwnerId']), cents(Number(split['SplitAmount'])));
        left -= cents(Number(split['SplitAmount']));
      }
      if (isRevenue && left !== 0) put(String(deal['OwnerId']), left);
    }
    return sums;
  }

  test.each(FIGURES)(
    '%s is what loops through the rows find, and the people’s parts add up to all of it',
    (name, figure, count, isMeant) => {
      expect(view[name].received + view[name].given).toBe(0);
      const deals = counted(isMeant);
      const said = Object.fromEntries(
        view.rows.filter((row) => row[count] > 0).map((row) => [row.userId, cents(row[name])]),
      );
      expect(said).toEqual(naive(deals, true));
      const all = deals.reduce((sum, deal) => sum + cents(Number(deal['Amount'])), 0);
      expect(view.rows.reduce((sum, row) => sum + cents(row[name]), 0)).toBe(all);
      expect([cents(view[name].credited), cents(view[name].own.amount)]).toEqual([all, all]);
      for (const row of view.rows.filter((each) => each[count] > 0)) {
        const behind = dealsView(facts, { figure, credit: { userId: row.userId } });
        expect([behind.total.amount, behind.rows.length]).toEqual([row[name], row[count]]);
      }
    },
  );

  test('overlays stand by themselves, and leave every other figure as it is', () => {
    const [overlay, ...more] = view.beside;
    expect(more).toEqual([]);
    expect(overlay?.label).toBe('Specialist overlay');
    for (const [name, , count, isMeant] of FIGURES)
      expect(
        Object.fromEntries(
          (overlay?.rows ?? []).filter((row) => row[count] > 0).map((row) => [row.userId, cents(row[name])]),
        ),
      ).toEqual(naive(counted(isMeant), false));
    expect(overlay?.rows.length).toBeGreaterThan(0);
    const isRevenue = ({ kind }: Split): boolean => kind === 'revenue';
    const bare = creditView({ ...facts, splits: (id) => facts.splits(id).filter(isRevenue) });
    expect({ ...bare, beside: view.beside }).toEqual(view);
  });

  test('of a team: their own deals, what others’ deals bring and what theirs bring others make up the rows', () => {
    const owners = [...facts.owners.all].toSorted().slice(0, 3);
    const some = {
      ...facts,
      team: { scope: { kind: 'all' as const }, userIds: new Set(owners), hierarchy: 'chosen' as const },
    };
    const own = creditView(some);
    let moved = 0;
    for (const name of ['won', 'open'] as const) {
      const { received, given, credited, own: theirs } = own[name];
      const figure = name === 'won' ? 'closedWon' : 'openPipeline';
      for (const row of own.rows.filter((each) => each[name] !== 0))
        expect(dealsView(some, { figure, credit: { userId: row.userId } }).total.amount).toBe(row[name]);
      expect(dealsView(some, { figure, credit: {} }).total.amount).toBe(credited);
      expect(cents(theirs.amount) + cents(received) - cents(given)).toBe(cents(credited));
      expect(own.rows.reduce((sum, row) => sum + cents(row[name]), 0)).toBe(cents(credited));
      moved += received + given;
    }
    expect(moved).toBeGreaterThan(0);
    expect(own.rows.every(({ userId }) => owners.includes(userId))).toBe(true);
  });

  test('each person stands beside the own quota, by a plain look at the quota rows', () => {
    for (const { userId, quota, won, attained } of view.rows) {
      const rows = made.tables.ForecastingQuota.filter(
        (row) => row['QuotaOwnerId'] === userId && row['StartDate'] === view.period.start,
      );
      expect(quota).toBe(
        rows.length === 0 ? undefined : rows.reduce((sum, row) => sum + Number(row['QuotaAmount']), 0),
      );
      if (quota !== undefined) expect(attained).toBeCloseTo(won / quota, 12);
    }
    expect(view.rows.some(({ quota }) => quota !== undefined)).toBe(true);
  });

  test('without splits every deal is its owner’s, and so it is where they may not be read', () => {
    const none = creditView({ ...facts, splits: () => [] });
    expect(none.lacks).toBe('splits');
    expect(none.shared).toBe(0);
    const owned: Record<string, number> = {};
    for (const deal of counted(FIGURES[0][3]))
      owned[String(deal['OwnerId'])] = (owned[String(deal['OwnerId'])] ?? 0) + cents(Number(deal['Amount']));
    expect(
      Object.fromEntries(
        none.rows.filter(({ wonDeals }) => wonDeals > 0).map(({ userId, won }) => [userId, cents(won)]),
      ),
    ).toEqual(owned);
    const forecastTypes = [
      { id: 't', label: 'Splits', isActive: true, isAmount: true, by: 'split' as const, splitTypeId: 's' },
    ];
    const hidden = {
      ...facts,
      profile: { ...facts.profile, forecastTypes, hiddenTables: ['split' as const] },
      splits: () => [],
    };
    expect(creditView(hidden).lacks).toBe('access');
  });
});

describe('quotas of a kind of split', () => {
  const asOf = '2026-11-24' as Day;
  const made = generateOrg({ size: 200, seed: 3, asOf });
  const { facts } = contextOf(made, asOf);
  const [revenue, overlay] = made.tables.OpportunitySplitType.map(({ Id }) => Id);
  const [userId = ''] = [...facts.owners.all].toSorted();
  const type = (id: string, splitTypeId: string | undefined) => ({
    id,
    label: id,
    isActive: true,
    isAmount: true,
    by: splitTypeId === undefined ? ('opportunity' as const) : ('split' as const),
    ...(splitTypeId === undefined ? {} : { splitTypeId }),
  });
  const start = creditView(facts).period.start;
  const quota = (id: string, amount: number, forecastTypeId: string) => ({ id, userId, amount, start, forecastTypeId });
  const all = {
    ...facts,
    profile: {
      ...facts.profile,
      forecastTypes: [type('deals', undefined), type('splits', revenue), type('beside', overlay)],
    },
    quotas: [quota('q1', 1000, 'deals'), quota('q2', 700, 'splits'), quota('q3', 50, 'beside')],
  };
  const quotaIn = (view: ReturnType<typeof creditView>): (number | undefined)[] => [
    view.rows.find((row) => row.userId === userId)?.quota,
    ...view.beside.map(({ rows }) => rows.find((row) => row.userId === userId)?.quota),
  ];

  test('stand beside that kind, and those of another beside none', () => {
    expect(quotaIn(creditView(all))).toEqual([700, 50]);
    expect(creditView(all).quotasOf).toBe('splits');
    expect(creditView({ ...all, quotas: all.quotas.slice(0, 1) }).quotasOf).toBeUndefined();
    expect(quotaIn(creditView({ ...all, quotas: all.quotas.slice(0, 1) }))).toEqual([1000, undefined]);
  });
});
