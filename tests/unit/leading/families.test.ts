import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dealsView } from '@/lib/answers/deals';
import { byLines } from '@/lib/answers/leading/by-lines';
import { familiesView } from '@/lib/answers/leading/families';
import type { Day } from '@/lib/calendar/days';
import { minor, minorPerMajor } from '@/lib/deal/money';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

const CURRENCY = fc.constantFrom('EUR', 'JPY', 'KWD');
const FAMILY = fc.constantFrom('Software', 'Services', 'Support', undefined);

/** A deal in units of its currency, lines that come to no more than it, and what it is in corporate minor units. */
const told = fc
  .record({
    currency: CURRENCY,
    units: fc.array(fc.record({ family: FAMILY, units: fc.integer({ min: 0, max: 9_000_000_000 }) }), {
      maxLength: 12,
    }),
    uncovered: fc.integer({ min: 0, max: 9_000_000_000 }),
    amount: fc.integer({ min: 0, max: 900_000_000_000 }),
  })
  .map(({ currency, units, uncovered, amount }) => {
    const scale = minorPerMajor(currency);
    const sum = units.reduce((all, each) => all + each.units, 0);
    return {
      currency,
      units,
      sum,
      own: sum + uncovered,
      whole: (sum + uncovered) / scale,
      amount: minor(amount),
      lines: units.map(({ family, units: own }) => ({ ...(family ? { family } : {}), total: own / scale })),
    };
  });
const sumOf = ({ families, rest }: ReturnType<typeof byLines>): number =>
  [...families.values()].reduce((all, each) => all + each, 0) + rest;

describe('an amount divided by line items', () => {
  test('adds up to the minor unit, each part within one of its exact share, which whole numbers of any size say', () => {
    fc.assert(
      fc.property(told, ({ currency, units, sum, own, whole, amount, lines }) => {
        const parts = byLines(amount, lines, { whole, currency });
        expect(sumOf(parts)).toBe(amount);
        expect(parts.rest).toBeGreaterThanOrEqual(0);
        if (sum === 0 || amount === 0) {
          expect([...parts.families]).toEqual([]);
          return;
        }
        for (const [family, those] of Map.groupBy(units, (each) => each.family ?? '')) {
          const weight = those.reduce((all, each) => all + BigInt(each.units), 0n);
          const floor = Number((BigInt(amount) * weight) / BigInt(own));
          const part = parts.families.get(family) ?? 0;
          expect(part - floor).toBeGreaterThanOrEqual(0);
          expect(part - floor).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('in one currency each family has what its lines say, to the unit', () => {
    fc.assert(
      fc.property(told, ({ currency, units, own, sum, whole, lines }) => {
        const { families, rest } = byLines(minor(own), lines, { whole, currency });
        for (const [family, those] of Map.groupBy(units, (each) => each.family ?? ''))
          expect(families.get(family) ?? 0).toBe(those.reduce((all, each) => all + each.units, 0));
        expect(rest).toBe(own - sum);
      }),
    );
  });

  test.each([
    ['no lines', [], 100],
    ['lines of more than the deal', [{ family: 'Software', total: 100.01 }], 100],
    [
      'a family of less than nothing',
      [
        { family: 'Software', total: 60 },
        { family: 'Discount', total: -10 },
      ],
      100,
    ],
    ['lines whose totals may not be read', [{ family: 'Software' }], 100],
    ['a deal without an amount today', [{ family: 'Software', total: 60 }], undefined],
  ])('%s say nothing: all of it is the rest', (_, lines, whole) => {
    expect(byLines(minor(10_000), lines, { whole, currency: 'EUR' })).toEqual({ families: new Map(), rest: 10_000 });
  });

  test('where nothing can be halved the larger remainder has the unit, then the first name', () => {
    const lines = ['B', 'A', 'C'].map((family) => ({ family, total: 1 }));
    const { families, rest } = byLines(minor(100), lines, { whole: 3, currency: 'EUR' });
    expect([[...families], rest]).toEqual([
      [
        ['A', 34],
        ['B', 33],
        ['C', 33],
      ],
      0,
    ]);
  });
});

describe.each([1, 2])('open and won by family, company %i', (seed) => {
  const asOf = '2026-11-24' as Day;
  const made = generateOrg({ size: 200, seed, asOf });
  const { facts } = contextOf(made, asOf);
  const view = familiesView(facts);

  /** Cents by family out of the CRM's own rows, with a plain loop. */
  function naive(isMeant: (deal: Record<string, unknown>) => boolean): Record<string, number> {
    const { tables } = made;
    const sums: Record<string, number> = {};
    for (const deal of tables.Opportunity) {
      const isIn = String(deal['CloseDate']) >= view.period.start && String(deal['CloseDate']) <= view.period.end;
      const isOwn = !view.ownerIds || view.ownerIds.includes(String(deal['OwnerId']));
      if (!isIn || !isOwn || deal['ForecastCategory'] === 'Omitted' || !isMeant(deal)) continue;
      let left = Math.round(Number(deal['Amount'] ?? 0) * 100);
      for (const line of tables.OpportunityLineItem) {
        if (line['OpportunityId'] !== deal.Id) continue;
        const family = tables.Product2.find(({ Id }) => Id === line['Product2Id'])?.['Family'];
        const cents = Math.round(Number(line['TotalPrice']) * 100);
        sums[`of ${String(family ?? '')}`] = (sums[`of ${String(family ?? '')}`] ?? 0) + cents;
        left -= cents;
      }
      if (left !== 0) sums['none'] = (sums['none'] ?? 0) + left;
    }
    return sums;
  }

  test.each([
    ['open', 'openPipeline', (deal: Record<string, unknown>) => deal['IsClosed'] === false],
    ['won', 'closedWon', (deal: Record<string, unknown>) => deal['IsWon'] === true],
  ] as const)('%s is what a loop through the rows finds, and adds up', (name, figure, isMeant) => {
    const { rows, total } = view[name];
    const said = Object.fromEntries(
      rows.map(({ product, amount }) => [
        'isNone' in product ? 'none' : `of ${product.family}`,
        Math.round(amount * 100),
      ]),
    );
    expect(said).toEqual(naive(isMeant));
    expect(Object.keys(said).length).toBeGreaterThan(2);
    expect(rows.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0)).toBe(Math.round(total.amount * 100));
    for (const { product, amount, count } of rows) {
      const behind = dealsView(facts, { figure, product, ...(view.ownerIds ? { ownerIds: view.ownerIds } : {}) });
      expect([behind.total.amount, behind.rows.length]).toEqual([amount, count]);
    }
  });

  test('is not told where the products are hidden, their prices are, or there are none; the totals stay', () => {
    const bare = { open: view.open.total, won: view.won.total };
    const hidden = {
      ...facts,
      profile: { ...facts.profile, hiddenTables: ['lineItem' as const] },
      lineItems: () => [],
    };
    const unpriced = {
      ...facts,
      lineItems: (id: string) =>
        facts.lineItems(id).map(({ id: lineId, opportunityId }) => ({ id: lineId, opportunityId })),
    };
    for (const [given, lacks] of [
      [hidden, 'access'],
      [unpriced, 'access'],
      [{ ...facts, lineItems: () => [] }, 'lines'],
    ] as const) {
      const { open, won, ...rest } = familiesView(given);
      expect(rest.lacks).toBe(lacks);
      expect({ open: open.total, won: won.total }).toEqual(bare);
      expect([open.rows, won.rows]).toEqual([[], []]);
    }
  });
});
