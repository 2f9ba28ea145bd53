import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, type Day, dayFromNumber, daysBetween } from '@/lib/calendar/days';
import { type FiscalSettings, partsOf, PERIOD_KINDS, periodAt } from '@/lib/calendar/fiscal';
import type { OrgPeriod } from '@/lib/calendar/period';

import { dayOf } from '../domain/deal';
import { RUNS } from '../runs';
import { weekYearQuarters } from './week-year';

/** Any table that an org may have: rows of all types in any order, with gaps, overlaps, copies, wrong numbers and missing years. */
const anyTable: fc.Arbitrary<FiscalSettings> = fc.record({
  fiscalYearStartMonth: fc.integer({ min: 1, max: 12 }),
  fiscalYearNamedByStart: fc.boolean(),
  periods: fc.array(
    fc
      .record(
        {
          type: fc.constantFrom(...PERIOD_KINDS),
          from: fc.integer({ min: 20_000, max: 21_200 }),
          length: fc.oneof(fc.integer({ min: -5, max: 400 }), fc.constantFrom(7, 28, 91, 98, 364, 371)),
          number: fc.option(fc.integer({ min: 0, max: 53 })),
          yearId: fc.option(fc.constantFrom('a', 'b', 'c')),
        },
        { requiredKeys: ['type', 'from', 'length', 'number', 'yearId'] },
      )
      .map(({ type, from, length, number, yearId }): OrgPeriod => ({
        type,
        start: dayFromNumber(from),
        end: dayFromNumber(from + length - 1),
        ...(number === null ? {} : { number }),
        ...(yearId === null ? {} : { yearId }),
      })),
    { maxLength: 25 },
  ),
});

test.each(PERIOD_KINDS)(
  'every %s of any table of periods follows the one before it, whatever gaps and overlaps it has',
  (kind) => {
    fc.assert(
      fc.property(anyTable, fc.integer({ min: 19_500, max: 21_900 }).map(dayFromNumber), (own, at) => {
        const period = periodAt(own, kind, at);
        expect(period.start <= at && at <= period.end).toBe(true);
        expect(periodAt(own, kind, period.start)).toEqual(period);
        expect(periodAt(own, kind, period.end)).toEqual(period);
        expect(periodAt(own, kind, addDays(period.end, 1)).start).toBe(addDays(period.end, 1));
        expect(periodAt(own, kind, addDays(period.start, -1)).end).toBe(addDays(period.start, -1));
      }),
      { numRuns: RUNS },
    );
  },
);

test('a row that no other overlaps is the period, day by day as the org has it', () => {
  fc.assert(
    fc.property(anyTable, (own) => {
      const { periods = [] } = own;
      for (const row of periods) {
        const others = periods.filter((each) => each !== row && each.type === row.type);
        if (
          row.start > row.end ||
          others.some(({ start, end }) => start <= end && start <= row.end && end >= row.start)
        )
          continue;
        // Of an empty stretch on either side no word is said: nothing there is in doubt.
        expect(periodAt(own, row.type, row.start)).toMatchObject({ start: row.start, end: row.end });
        expect(periodAt(own, row.type, row.start).doubt).toBeUndefined();
      }
    }),
    { numRuns: RUNS },
  );
});

const CALENDAR = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true };
const quarters = (
  label: (quarter: number) => string,
  more: (quarter: number) => Partial<OrgPeriod> = () => ({}),
): OrgPeriod[] =>
  (
    [
      ['2026-01-01', '2026-03-31'],
      ['2026-04-01', '2026-06-30'],
      ['2026-07-01', '2026-09-30'],
      ['2026-10-01', '2026-12-31'],
    ] as const
  ).map(([start, end], at) => ({
    type: 'quarter',
    start: dayOf(start),
    end: dayOf(end),
    label: label(at + 1),
    ...more(at + 1),
  }));

describe('the year of an org that lists its quarters alone', () => {
  const schemes: Record<string, (quarter: number) => string> = {
    'the words of the sample': (n) => `Q${n} FY26`,
    'Salesforce’s own words': (n) => `FQ${n} FY 2026`,
    'the year first': (n) => `FY2026 Q${n}`,
    'months in another language': (n) => `${['март', 'июнь', 'сентябрь', 'декабрь'][n - 1]} 2026`,
    'one name for all': () => 'Quarter',
    'no word at all': () => '',
  };
  const facts: Record<string, (quarter: number) => Partial<OrgPeriod>> = {
    'years by id': (number) => ({ number, yearId: 'y' }),
    'ids without numbers': () => ({ yearId: 'y' }),
    'numbers without ids': (number) => ({ number }),
    'neither of the two': () => ({}),
  };
  for (const [words, label] of Object.entries(schemes))
    test.each(Object.entries(facts))(`is their whole year, labelled in ${words}, with %s`, (_name, more) => {
      const own = { ...CALENDAR, periods: quarters(label, more) };
      expect(periodAt(own, 'year', dayOf('2026-05-15'))).toEqual({
        start: '2026-01-01',
        end: '2026-12-31',
        label: 'FY26',
      });
      expect(periodAt(own, 'quarter', dayOf('2026-05-15')).label).toBe(label(2));
    });

  test('goes on over its own months where some of its quarters are missing, and says so', () => {
    const own = {
      ...CALENDAR,
      periods: quarters(
        (n) => `FQ${n} FY 2026`,
        (number) => ({ number, yearId: 'y' }),
      ).slice(2),
    };
    expect(periodAt(own, 'year', dayOf('2026-08-15'))).toMatchObject({
      start: '2026-01-01',
      end: '2026-12-31',
      doubt: 'gap',
    });
    expect(periodAt(own, 'quarter', dayOf('2026-05-15'))).toMatchObject({
      start: '2026-04-01',
      end: '2026-06-30',
      doubt: 'gap',
    });
  });
});

test.each([
  [true, 'FY25'],
  [false, 'FY26'],
])(
  'a year that begins in July and is named by its start (%s) is %s, and its own words come first',
  (fiscalYearNamedByStart, name) => {
    const settings = { fiscalYearStartMonth: 7, fiscalYearNamedByStart };
    expect(periodAt(settings, 'year', dayOf('2026-02-10'))).toEqual({
      start: '2025-07-01',
      end: '2026-06-30',
      label: name,
    });
    const year: OrgPeriod = {
      type: 'year',
      start: dayOf('2025-07-01'),
      end: dayOf('2026-06-30'),
      number: 2026,
      yearId: 'y',
      label: 'Rok 26',
    };
    expect(periodAt({ ...settings, periods: [year] }, 'year', dayOf('2026-02-10'))).toEqual({
      start: '2025-07-01',
      end: '2026-06-30',
      label: 'Rok 26',
      number: 2026,
    });
  },
);

describe('custom years of weeks', () => {
  const settings = { endMonth: 1, weekday: 6, rule: 'nearest' } as const;
  const years = [2022, 2023, 2024].map((year) => weekYearQuarters(settings, year));
  const weeks = years.flatMap((own, at) => {
    const found: OrgPeriod[] = [];
    const end = own[3]?.end ?? dayOf('2022-01-29');
    for (let start = own[0]?.start ?? end; start <= end; start = addDays(start, 7))
      found.push({
        type: 'week',
        start,
        end: addDays(start, 6),
        number: found.length + 1,
        yearId: `year ${2022 + at}`,
      });
    return found;
  });
  const own = { ...CALENDAR, periods: [...years.flat(), ...weeks] };

  test('have the weeks that the org lists, the 53rd among them', () => {
    const last = periodAt(own, 'week', dayOf('2024-02-03'));
    expect(last).toMatchObject({ start: '2024-01-28', end: '2024-02-03', number: 53 });
  });

  test('are the quarters of one year, so that a year is its quarters and its weeks', () => {
    const year = periodAt(own, 'year', dayOf('2023-06-01'));
    expect(year).toMatchObject({ start: '2023-01-29', end: '2024-02-03' });
    expect(partsOf(own, 'quarter', year)).toHaveLength(4);
    expect(partsOf(own, 'week', year)).toHaveLength(53);
  });
});

test('of two rows that overlap the one that begins first keeps its days, and both say so', () => {
  const row = (start: string, end: string): OrgPeriod => ({ type: 'quarter', start: dayOf(start), end: dayOf(end) });
  const own = { ...CALENDAR, periods: [row('2026-03-15', '2026-06-30'), row('2026-01-01', '2026-03-31')] };
  expect(periodAt(own, 'quarter', '2026-03-20' as Day)).toMatchObject({
    start: '2026-01-01',
    end: '2026-03-31',
    doubt: 'overlap',
  });
  expect(periodAt(own, 'quarter', '2026-05-20' as Day)).toMatchObject({
    start: '2026-04-01',
    end: '2026-06-30',
    doubt: 'overlap',
  });
});

describe('an org that lists its years without their quarters', () => {
  const yearRow = (start: string, end: string): OrgPeriod => ({
    type: 'year',
    start: dayOf(start),
    end: dayOf(end),
    label: '令和8年度',
  });

  test.each(Array.from({ length: 12 }, (_, at) => at + 1))(
    'which begin in month %i has quarters of theirs',
    (month) => {
      const start = `2026-${String(month).padStart(2, '0')}-01` as Day;
      const years = [-1, 0, 1].map((more) =>
        yearRow(`${2026 + more}${start.slice(4)}`, addDays(`${2027 + more}${start.slice(4)}` as Day, -1)),
      );
      // The start month of the settings is another one: the years themselves say when they begin.
      const own = { ...CALENDAR, fiscalYearStartMonth: 1, periods: years };
      const year = periodAt(own, 'year', start);
      const parts = partsOf(own, 'quarter', year);
      expect(parts.map((part) => part.label)).toEqual([1, 2, 3, 4].map((number) => `Q${number} 令和8年度`));
      expect([parts[0]?.start, parts.at(-1)?.end]).toEqual([year.start, year.end]);
      expect(parts.map((part) => partsOf(own, 'month', part).length)).toEqual([3, 3, 3, 3]);
    },
  );

  test.each([
    ['2025-02-02', '2026-01-31', 91],
    ['2023-01-29', '2024-02-03', 98],
  ])('of whole weeks has quarters of 13, the last one with what is over: %s to %s', (start, end, last) => {
    const own = { ...CALENDAR, periods: [yearRow(start, end)] };
    const parts = partsOf(own, 'quarter', periodAt(own, 'year', dayOf(start)));
    expect(parts.map((part) => daysBetween(part.start, part.end) + 1)).toEqual([91, 91, 91, last]);
    expect(parts.at(-1)?.end).toBe(end);
    for (const part of parts) {
      const months = partsOf(own, 'month', part);
      expect(months).toHaveLength(3);
      expect([months[0]?.start, months.at(-1)?.end]).toEqual([part.start, part.end]);
    }
  });
});

test('three trimesters that fill their year are a year without a gap', () => {
  const part = (number: number, start: string, end: string): OrgPeriod => ({
    type: 'quarter',
    start: dayOf(start),
    end: dayOf(end),
    number,
    yearId: 'y',
  });
  const own = {
    ...CALENDAR,
    periods: [
      part(1, '2026-01-01', '2026-04-30'),
      part(2, '2026-05-01', '2026-08-31'),
      part(3, '2026-09-01', '2026-12-31'),
    ],
  };
  const year = periodAt(own, 'year', dayOf('2026-06-01'));
  expect(year).toMatchObject({ start: '2026-01-01', end: '2026-12-31' });
  expect(year.doubt).toBeUndefined();
});
