import { describe, expect, test } from 'vitest';

import { formatOf, writtenInstant } from '@/lib/files/dates';

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
