import { describe, expect, test } from 'vitest';

import { dayAt } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { total } from '@/lib/deal/money';
import { coverage } from '@/lib/figures/targets';

import { dayOf, opportunity, PROFILE } from './deal';

describe('fiscal quarters', () => {
  test.each([
    [1, false, '2026-11-24', '2026-10-01', '2026-12-31', 'Q4 FY26'],
    [7, false, '2026-11-24', '2026-10-01', '2026-12-31', 'Q2 FY27'],
    [7, true, '2026-11-24', '2026-10-01', '2026-12-31', 'Q2 FY26'],
    [2, false, '2026-01-15', '2025-11-01', '2026-01-31', 'Q4 FY26'],
    [4, false, '2026-03-31', '2026-01-01', '2026-03-31', 'Q4 FY26'],
    [12, false, '2026-02-28', '2025-12-01', '2026-02-28', 'Q1 FY26'],
  ])(
    'a year from month %d (named by start: %s) has %s in %s to %s, %s',
    (fiscalYearStartMonth, fiscalYearNamedByStart, at, start, end, label) => {
      expect(quarterAt({ fiscalYearStartMonth, fiscalYearNamedByStart }, dayOf(at))).toEqual({ start, end, label });
    },
  );

  test('the org’s own quarters come first', () => {
    const own = { start: dayOf('2026-11-02'), end: dayOf('2027-01-31'), label: '4-4-5 Q4' };
    expect(
      quarterAt(
        { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true, periods: [{ ...own, type: 'quarter' }] },
        dayOf('2026-11-24'),
      ),
    ).toEqual(own);
  });
});

test('currencies are converted, never added up as they stand; what has no rate is counted, not priced', () => {
  const profile = { ...PROFILE, rates: { EUR: 1, PLN: 4.25, USD: 1.1 } };
  const { amount: _amount, ...none } = opportunity();
  const deals = [
    opportunity({ amount: 100 }),
    opportunity({ amount: 425, currency: 'PLN' }),
    opportunity({ amount: 11, currency: 'USD' }),
    opportunity({ amount: 7, currency: 'CHF' }),
    none,
  ];
  expect(total(deals, profile)).toEqual({ amount: 210, count: 5, unpriced: 2 });
});

test('sums do not drift: ten dimes are one', () => {
  expect(
    total(
      Array.from({ length: 10 }, () => opportunity({ amount: 0.1 })),
      PROFILE,
    ).amount,
  ).toBe(1);
});

test('coverage is open over gap, and met when nothing is missing', () => {
  expect(coverage.compute({ open: 2310, gap: 720 })).toBeCloseTo(3.21, 2);
  expect(coverage.compute({ open: 10, gap: 0 })).toBe('met');
  expect(coverage.compute({ open: 10, gap: -5 })).toBe('met');
});

test('the same instant is another day in another zone', () => {
  const at = Date.parse('2026-11-24T23:30:00Z');
  expect(dayAt(instant(at), 'UTC')).toBe('2026-11-24');
  expect(dayAt(instant(at), 'Europe/Warsaw')).toBe('2026-11-25');
});
