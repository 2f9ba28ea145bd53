import { afterEach, expect, test } from 'vitest';

import { clockName, formatClock, formatTime, setLocale } from '@/lib/i18n';

const home = process.env['TZ'];
afterEach(() => {
  if (home === undefined) delete process.env['TZ'];
  else process.env['TZ'] = home;
});

const SUMMER = Date.UTC(2026, 6, 1, 13);

test('a time is that of the clock in front of the person, which is named where the CRM shows another', () => {
  setLocale('en-GB');
  process.env['TZ'] = 'America/New_York';
  expect(formatClock(SUMMER, SUMMER, 'Europe/Warsaw')).toBe('09:00 (New York Time)');
  expect(formatClock(SUMMER, SUMMER, 'America/New_York')).toBe('09:00');
  expect(formatTime(SUMMER, SUMMER)).toBe('09:00');
});

test('two zones whose clocks show the same are one clock; the weeks in which they do not, they are two', () => {
  setLocale('en-GB');
  process.env['TZ'] = 'Europe/Berlin';
  expect(clockName('Europe/Warsaw', SUMMER)).toBeUndefined();
  // America changes its clocks weeks before Europe: five hours apart in place of six.
  process.env['TZ'] = 'America/New_York';
  const early = Date.UTC(2026, 2, 10, 14);
  expect(formatClock(early, early, 'Europe/London')).toBe('10:00 (New York Time)');
  process.env['TZ'] = 'Europe/London';
  expect(clockName('Africa/Abidjan', Date.UTC(2026, 0, 10))).toBeUndefined();
  expect(clockName('Africa/Abidjan', SUMMER)).toBe('United Kingdom Time');
});
