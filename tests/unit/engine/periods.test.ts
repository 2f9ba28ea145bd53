import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, dayFromNumber } from '@/lib/calendar/days';
import { partsOf, PERIOD_KINDS, periodAt, quarterAt } from '@/lib/calendar/fiscal';
import { instantsOf } from '@/lib/calendar/zoned-time';

import { dayOf } from '../domain/deal';
import { RUNS } from '../runs';
import { weekYearQuarters } from './week-year';

const anyDay = fc.integer({ min: 10_000, max: 30_000 }).map(dayFromNumber);
const calendars = fc.record({
  fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
  fiscalYearNamedByStart: fc.boolean(),
});
/** An org whose own quarters cover some years of whole weeks, and that must fall back before and after. */
const custom = fc
  .record({
    first: fc.integer({ min: 2000, max: 2040 }),
    years: fc.integer({ min: 1, max: 4 }),
    endMonth: fc.integer({ min: 1, max: 12 }),
    weekday: fc.integer({ min: 0, max: 6 }),
    rule: fc.constantFrom('last' as const, 'nearest' as const),
    pattern: fc.constantFrom('4-4-5' as const, '4-5-4' as const, '5-4-4' as const),
  })
  .map(({ first, years, pattern, ...weeks }) => ({
    weekPattern: pattern,
    periods: Array.from({ length: years }, (_, year) => weekYearQuarters(weeks, first + year)).flat(),
  }));
const settings = fc.tuple(calendars, fc.option(custom, { nil: undefined })).map(([calendar, own]) => ({
  ...calendar,
  ...own,
}));

test.each(PERIOD_KINDS)(
  'every day lies in exactly one fiscal %s, and they follow each other without gap or overlap',
  (kind) => {
    fc.assert(
      fc.property(settings, anyDay, (own, at) => {
        const period = periodAt(own, kind, at);
        expect(period.start <= at && at <= period.end).toBe(true);
        // The same period for its first and last day, and the neighbours begin right beside it.
        expect(periodAt(own, kind, period.start)).toEqual(period);
        expect(periodAt(own, kind, period.end)).toEqual(period);
        expect(periodAt(own, kind, addDays(period.end, 1)).start).toBe(addDays(period.end, 1));
        expect(periodAt(own, kind, addDays(period.start, -1)).end).toBe(addDays(period.start, -1));
      }),
      { numRuns: RUNS },
    );
  },
);

test('a year is its quarters, and a quarter its months', () => {
  fc.assert(
    fc.property(calendars, anyDay, (own, at) => {
      const year = periodAt(own, 'year', at);
      const quarters = partsOf(own, 'quarter', year);
      expect(quarters).toHaveLength(4);
      for (const [outer, parts] of [
        [year, quarters],
        ...quarters.map((quarter) => [quarter, partsOf(own, 'month', quarter)] as const),
      ] as const) {
        expect(parts[0]?.start).toBe(outer.start);
        expect(parts.at(-1)?.end).toBe(outer.end);
      }
      expect(partsOf(own, 'month', quarters[0] ?? year)).toHaveLength(3);
    }),
    { numRuns: RUNS },
  );
});

describe('hours of a period', () => {
  const hours = (start: string, end: string, zone: string): number => {
    const { from, to } = instantsOf({ start: dayOf(start), end: dayOf(end) }, zone);
    return (to - from) / 3_600_000;
  };
  test.each([
    ['2026-03-29', 'Europe/Warsaw', 23],
    ['2026-10-25', 'Europe/Warsaw', 25],
    ['2026-10-25', 'UTC', 24],
    ['2026-03-08', 'America/New_York', 23],
    ['2028-02-29', 'Asia/Kolkata', 24],
    // Midnight itself is skipped here.
    ['2026-09-06', 'America/Santiago', 23],
  ])('%s has, in %s, %d', (at, zone, expected) => expect(hours(at, at, zone)).toBe(expected));

  test('quarters of a zone meet in one instant, across clock changes', () => {
    const calendar = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true };
    for (const at of ['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01']) {
      const quarter = quarterAt(calendar, dayOf(at));
      const next = quarterAt(calendar, addDays(quarter.end, 1));
      expect(instantsOf(quarter, 'Europe/Warsaw').to).toBe(instantsOf(next, 'Europe/Warsaw').from);
    }
  });
});
