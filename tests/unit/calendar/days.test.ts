import fc from 'fast-check';
import { expect, test } from 'vitest';

import { day, DAY_MS, dayFromNumber, dayNumber } from '@/lib/calendar/days';
import { RUNS } from '@/tests/unit/runs';

/** As the platform's own Date reads and writes it. */
const written = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10);
const numberOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY_MS;

test('every day of two centuries, and the ends of every month of ten thousand years, are those of the platform', () => {
  const days = Array.from(
    { length: numberOf('2100-12-31') - numberOf('1899-12-31') },
    (_, at) => at + numberOf('1899-12-31'),
  );
  for (let month = 0; month < 120_000; month += 1) {
    const first = new Date(0);
    first.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    days.push(first.getTime() / DAY_MS);
    if (month > 0) days.push(first.getTime() / DAY_MS - 1);
  }
  const wrong = days.filter((at) => {
    const real = day(written(at));
    return real === undefined || dayFromNumber(at) !== real || dayNumber(real) !== at;
  });
  expect(wrong).toEqual([]);
});

test('what is no day of the calendar is none, by the platform’s own round trip', () => {
  const twoDigits = fc.integer({ min: 0, max: 99 }).map((value) => String(value).padStart(2, '0'));
  const texts = fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 33 }))
      .map(
        ([year, month, dayOfMonth]) =>
          `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`,
      ),
    fc.tuple(twoDigits, twoDigits, twoDigits, twoDigits).map(([a, b, c, d]) => `${a}${b}-${c}-${d}`),
    fc.constantFrom(
      '',
      '2026-1-01',
      '2026-01-1',
      '2026/01/01',
      '2026-01-01T',
      ' 2026-01-01',
      '٢٠٢٦-٠١-٠١',
      '-026-01-01',
      '2026-0a-01',
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const isReal =
        /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(numberOf(text)) && written(numberOf(text)) === text;
      expect(day(text)).toBe(isReal ? text : undefined);
    }),
    { numRuns: RUNS * 5 },
  );
  for (const none of [undefined, null, 20_260_101, new Date(0)]) expect(day(none)).toBeUndefined();
  expect(() => dayFromNumber(Number.NaN)).toThrow(RangeError);
});
