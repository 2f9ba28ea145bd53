import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { buildLog } from '@/lib/columns/log';
import { inCurrency, minorPerMajor, sum, toMajor, toMinor, total, minor } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import { amountCut } from '@/lib/deal/signals/amount-cut';
import { formatMoneyExact, setLocale } from '@/lib/i18n';

import { RUNS } from '../runs';
import { ago, context, deal, opportunity, version } from './deal';

const dinars = (count: number): Opportunity[] =>
  Array.from({ length: count }, (_, at) => ({ ...opportunity({ id: `d${at}`, amount: 10.004 }), currency: 'KWD' }));

test('money has the digits of its currency: three of dinars, none of yen, two of a code that is no currency', () => {
  expect(['KWD', 'BHD', 'JPY', 'KRW', 'EUR', 'USD', 'CLF', 'XXX', 'none', ''].map(minorPerMajor)).toEqual([
    1000, 1000, 1, 1, 100, 100, 10_000, 100, 100, 100,
  ]);
  expect(toMinor(10.004, 'KWD')).toBe(10_004);
  expect(toMinor(1_500_000.4, 'JPY')).toBe(1_500_000);
  expect(toMajor(toMinor(19.99, 'EUR'), 'EUR')).toBe(19.99);
  expect(Object.is(toMinor(-0.001, 'EUR'), 0)).toBe(true);
});

test('a thousandth of a dinar is kept in every sum', () => {
  expect(total(dinars(200), { currency: 'KWD' })).toEqual({ amount: 2000.8, count: 200, unpriced: 0 });
  expect(
    sum(
      Array.from({ length: 200 }, () => 10.004),
      'KWD',
    ),
  ).toBe(2000.8);
  expect(sum(Array.from({ length: 200 }, () => 10.004))).toBe(2000.8);
  const log = buildLog({
    opportunities: dinars(200),
    versions: [],
    fieldChanges: [],
    stages: new Map(),
    profile: { currency: 'KWD' },
  });
  expect(toMajor(minor(log.amount.reduce((all, each) => all + each, 0)), 'KWD')).toBe(2000.8);
});

test('what is converted is rounded to the digits of the org’s currency', () => {
  const log = (currency: string, rate: number) =>
    buildLog({
      opportunities: [opportunity({ amount: 1000, currency: 'EUR' })],
      versions: [],
      fieldChanges: [],
      stages: new Map(),
      profile: { currency, rates: { EUR: rate } },
    }).amount[0];
  expect(log('JPY', 0.006)).toBe(166_667);
  expect(log('KWD', 3)).toBe(333_333);
  expect(log('USD', 3)).toBe(33_333);
});

test('a sum is exact whatever the currency: that of whole minor units', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 60 }),
      fc.constantFrom('KWD', 'JPY', 'EUR', 'CLF'),
      (minors, currency) => {
        const found = sum(
          minors.map((each) => toMajor(minor(each), currency)),
          currency,
        );
        expect(toMinor(found, currency)).toBe(minors.reduce((all, each) => all + each, 0) + 0);
      },
    ),
    { numRuns: RUNS },
  );
});

test('an exact amount is shown with the digits of its currency', () => {
  setLocale('en-US');
  expect(formatMoneyExact(2000.8, 'KWD').replace(/\u00A0/g, ' ')).toBe('KWD 2,000.800');
  expect(formatMoneyExact(1_500_000, 'JPY')).toBe('¥1,500,000');
  expect(formatMoneyExact(12.5, 'EUR')).toBe('€12.50');
});

test('an amount that was the same money in another currency was not cut', () => {
  const { profile } = context();
  const own = context({ profile: { ...profile, currency: 'USD', rates: { USD: 1, JPY: 150, EUR: 0.8 } } });
  const was = (amount: number, currency: string) =>
    deal({
      opportunity: opportunity({ amount: 10_000, currency: 'USD' }),
      versions: [
        version({ from: ago(60), amount, currency }),
        version({ from: ago(5), amount: 10_000, currency: 'USD', closeDate: '2026-12-20' as Day }),
      ],
    });
  expect(amountCut.assess(was(1_500_000, 'JPY'), own)).toBeUndefined();
  expect(amountCut.assess(was(16_000, 'EUR'), own)?.values).toMatchObject({ from: 20_000, to: 10_000, percent: 50 });
  expect(inCurrency({ amount: 5, currency: 'GBP' }, 'USD', own.profile)).toBeUndefined();
});
