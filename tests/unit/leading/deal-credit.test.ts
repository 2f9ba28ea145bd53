import { expect, test } from 'vitest';

import { dealCredit } from '@/lib/answers/leading/deal-credit';
import type { Day } from '@/lib/calendar/days';
import type { Split } from '@/lib/deal/opportunity';
import type { OrgFacts } from '@/lib/forecast/facts';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

const AS_OF = '2026-11-24' as Day;
const made = generateOrg({ size: 150, seed: 4, asOf: AS_OF });
const { facts } = contextOf(made, AS_OF);
const cents = (major: unknown): number => Math.round(Number(major) * 100);

test('each person has what the CRM’s own rows say; revenue adds up to the deal, and overlays stand apart', () => {
  const { Opportunity, OpportunitySplit, OpportunitySplitType } = made.tables;
  const overlay = OpportunitySplitType.find((type) => type['IsTotalValidated'] === false)?.Id;
  let [shared, beside] = [0, 0];
  for (const { Id, Amount } of Opportunity) {
    const deal = facts.deal(Id);
    if (!deal) continue;
    const credit = dealCredit(facts, deal);
    const rows = OpportunitySplit.filter((split) => split['OpportunityId'] === Id);
    if (rows.length === 0) {
      expect(credit).toBeUndefined();
      continue;
    }
    const raw = (isOverlay: boolean) => {
      const people = Map.groupBy(
        rows.filter((split) => (split['SplitTypeId'] === overlay) === isOverlay),
        (split) => split['SplitOwnerId'],
      );
      const sum = (of: unknown[]): number | null =>
        of.includes(null) ? null : of.reduce<number>((all, each) => all + cents(each), 0);
      return new Map(
        [...people].map(([userId, those]) => [
          userId,
          [sum(those.map((split) => split['SplitPercentage'])), sum(those.map((split) => split['SplitAmount']))],
        ]),
      );
    };
    const shown = (parts: NonNullable<typeof credit>['revenue'] = []) =>
      new Map(
        parts.map(({ userId, percent, amount }) => [
          userId,
          [cents(percent), amount === undefined ? null : cents(amount)],
        ]),
      );
    expect(shown(credit?.revenue)).toEqual(raw(false));
    expect(shown(credit?.beside[0]?.parts)).toEqual(raw(true));
    if (credit && credit.revenue.length > 0 && typeof Amount === 'number') {
      expect(credit.revenue.reduce((sum, { amount }) => sum + cents(amount), 0)).toBe(cents(Amount));
      shared += 1;
    }
    beside += credit?.beside.length ?? 0;
  }
  expect(shared).toBeGreaterThan(10);
  expect(beside).toBeGreaterThan(5);
});

const [first] = made.tables.Opportunity;
const deal = facts.deal(String(first?.Id));
const split = (userId: string, more: Partial<Split>): Split => ({
  id: userId,
  opportunityId: 'd',
  userId,
  kind: 'revenue',
  ...more,
});

/** The credit of one deal of 100 of `own`, by hand-made splits. */
function creditOf(splits: Split[], more: Partial<OrgFacts['profile']> = {}, amount: number | undefined = 100) {
  if (!deal) throw new Error('No deal.');
  const { amount: _former, ...opportunity } = { ...deal.opportunity, ownerId: 'own' };
  return dealCredit(
    { ...facts, profile: { ...facts.profile, ...more }, users: new Map(), splits: () => splits },
    { ...deal, opportunity: { ...opportunity, ...(amount === undefined ? {} : { amount }) } },
  );
}

test('what splits leave is the owner’s; without an amount only percents are told', () => {
  expect(creditOf([split('a', { percent: 30 })])?.revenue).toEqual([
    { userId: 'own', name: 'own', percent: 70, amount: 70 },
    { userId: 'a', name: 'a', percent: 30, amount: 30 },
  ]);
  const { amount: _amount, ...none } = deal?.opportunity ?? {};
  expect(Object.keys(none).length).toBeGreaterThan(0);
  const unpriced = dealCredit(
    { ...facts, users: new Map(), splits: () => [split('a', { percent: 30 })] },
    // Safe: a deal without its amount.
    { ...deal, opportunity: { ...none, ownerId: 'own' } } as NonNullable<typeof deal>,
  );
  expect(unpriced?.revenue).toEqual([
    { userId: 'own', name: 'own', percent: 70 },
    { userId: 'a', name: 'a', percent: 30 },
  ]);
});

test('money that may not be read follows from the percent, and percents that may not be read are not told', () => {
  expect(creditOf([split('a', { amount: 40 }), split('b', { amount: 60 })])?.revenue).toEqual([
    { userId: 'a', name: 'a', amount: 40 },
    { userId: 'b', name: 'b', amount: 60 },
  ]);
});

test('splits of more than the deal are told as such, and give nobody a part', () => {
  const credit = creditOf([split('a', { percent: 80 }), split('b', { percent: 80 })]);
  expect(credit?.isUnclear).toBe(true);
  expect(credit?.revenue.every(({ amount }) => amount === undefined)).toBe(true);
  // All of it is the owner's own: nothing is unclear about that.
  expect(creditOf([split('own', { percent: 100 })])).not.toHaveProperty('isUnclear');
});

test('overlays and splits of another amount are no part of the revenue', () => {
  const credit = creditOf([
    split('a', { kind: 'overlay', typeId: 'o', type: 'Specialist', percent: 200 }),
    split('b', { typeId: 'x', isOfOther: true, percent: 50, amount: 7 }),
  ]);
  expect(credit?.revenue).toEqual([]);
  expect(credit?.beside).toEqual([
    {
      typeId: 'o',
      label: 'Specialist',
      isWhole: false,
      parts: [{ userId: 'a', name: 'a', percent: 200, amount: 200 }],
    },
    { typeId: 'x', isWhole: true, parts: [{ userId: 'b', name: 'b', percent: 50, amount: 7 }] },
  ]);
});

test('without splits it says which of the two it is where the org divides credit, and nothing elsewhere', () => {
  const type = { id: 't', label: 'T', isActive: true, isAmount: true, by: 'split' as const };
  expect(creditOf([])).toBeUndefined();
  expect(creditOf([], { forecastTypes: [type] })?.lacks).toBe('splits');
  expect(creditOf([], { forecastTypes: [type], hiddenTables: ['split'] })?.lacks).toBe('access');
});
