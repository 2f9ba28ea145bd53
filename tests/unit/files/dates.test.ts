import { describe, expect, test } from 'vitest';

import { formatOf, readDate, writtenInstant } from '@/lib/files/dates';

describe('a year of two digits at either end', () => {
  test.each([
    ['slashes', ['24/01/15', '24/02/03', '25/03/09']],
    ['hyphens, with a time', ['24-12-31 17:30', '24-11-02 08:00']],
  ])('is told where nothing shows that it comes last: %s', (_, texts) => {
    expect(formatOf(texts).eitherEnd).toBe(texts[0]);
  });

  test.each([
    ['days are more than years', ['15/01/24', '16/01/24', '17/01/24']],
    ['the last part is no day', ['24/01/45', '24/02/46', '25/02/47']],
    ['points put the day first', ['15.01.24', '15.01.25']],
    ['years of four digits', ['15/01/2024', '15/01/2025']],
  ])('comes last where the column shows it: %s', (_, texts) => {
    expect(formatOf(texts)).toEqual({ format: 'DMY' });
    const [first = ''] = texts;
    expect(new Date(writtenInstant(first, 'DMY')).getUTCDate()).toBe(Number(first.slice(0, 2)));
  });
});

test.each([
  ['٢٠٢٦-١٠-٠١', 'ISO'],
  ['२०२६-१०-०१', 'ISO'],
  ['２０２６／１０／０１', 'ISO'],
  ['2026年10月1日', 'ISO'],
  ['2026년 10월 1일', 'ISO'],
  ['2026. 10. 1.', 'ISO'],
  ['01.10.2026 r.', 'DMY'],
] as const)('a day in the digits and signs of another script is that day: %s', (text, format) => {
  expect(readDate(text, format)?.day).toBe('2026-10-01');
});

test.each(['2026-11', '2026-12', '2026/11', '2026.12', '2026-111', '202611', '2026-1101'])(
  'a month without its day is no day, and none is made of its digits: %s',
  (text) => {
    expect(readDate(text, 'ISO')).toBeUndefined();
    expect(writtenInstant(text, 'ISO')).toBeNaN();
  },
);
