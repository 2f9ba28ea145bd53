import { afterEach, expect, test } from 'vitest';

import { reminderView } from '@/lib/deal/reminders';
import { parseWhen } from '@/lib/files/typed-when';
import { clockName, formatClock, formatTime, orgClockName, setLocale } from '@/lib/i18n';

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

test('a time is shown by the clock that the person has travelled to, in formats that were made before', () => {
  setLocale('en-GB');
  process.env['TZ'] = 'Europe/Warsaw';
  expect([formatTime(SUMMER, SUMMER), formatTime(SUMMER, SUMMER + 3 * 86_400_000)]).toEqual(['15:00', '1 Jul, 15:00']);
  process.env['TZ'] = 'America/New_York';
  expect([formatTime(SUMMER, SUMMER), formatTime(SUMMER, SUMMER + 3 * 86_400_000)]).toEqual(['09:00', '1 Jul, 09:00']);
  process.env['TZ'] = 'Asia/Kathmandu';
  expect(formatTime(SUMMER, SUMMER)).toBe('18:45');
});

test('days are said to be by the org’s clock where it is another one, and not where it shows the same', () => {
  setLocale('en-GB');
  process.env['TZ'] = 'America/New_York';
  expect(orgClockName('Europe/Warsaw', SUMMER)).toBe('Central European Time');
  process.env['TZ'] = 'Europe/Berlin';
  expect(orgClockName('Europe/Warsaw', SUMMER)).toBeUndefined();
});

const due = (dueAt: number, now: number, timeZone: string) =>
  reminderView(
    {
      id: 'r',
      orgKey: 'o',
      host: 'h',
      recordId: '006',
      recordName: 'Acme',
      text: 'call',
      dueAt,
      state: 'waiting',
      createdAt: 0,
      snoozes: 0,
    },
    { now, timeZone },
  ).isToday;

test.each([
  // Late in the evening in New York it is tomorrow in Warsaw: 22:00, and a call at nine the next day there.
  ['tomorrow here, today at the org', '2026-07-02T13:00Z', '2026-07-02T02:00Z', 'America/New_York', false],
  ['the same, asked in Warsaw', '2026-07-02T13:00Z', '2026-07-02T02:00Z', 'Europe/Warsaw', true],
  ['tonight here, tomorrow at the org', '2026-07-02T03:00Z', '2026-07-01T18:00Z', 'America/New_York', true],
  ['the last minute of a day of 25 hours', '2026-10-25T22:59Z', '2026-10-24T22:00Z', 'Europe/Warsaw', true],
  ['the first minute after it', '2026-10-25T23:00Z', '2026-10-24T22:00Z', 'Europe/Warsaw', false],
  ['the last minute of a day of 23 hours', '2026-03-29T21:59Z', '2026-03-28T23:00Z', 'Europe/Warsaw', true],
  ['the first minute after that', '2026-03-29T22:00Z', '2026-03-28T23:00Z', 'Europe/Warsaw', false],
  ['beyond the date line', '2026-07-01T11:00Z', '2026-07-01T10:30Z', 'Pacific/Kiritimati', true],
])('what is due today is so by the clock in front of the person: %s', (_case, dueAt, now, zone, expected) => {
  expect(due(Date.parse(dueAt), Date.parse(now), zone)).toBe(expected);
});

test('a time said in words holds across a change of the clocks', () => {
  const warsaw = 'Europe/Warsaw';
  const eve = Date.parse('2026-10-24T16:00Z'); // 18:00, the clocks go back at night.
  expect(new Date(Number(parseWhen('tomorrow 9', eve, warsaw))).toISOString()).toBe('2026-10-25T08:00:00.000Z');
  expect(new Date(Number(parseWhen('+24h', eve, warsaw))).toISOString()).toBe('2026-10-25T16:00:00.000Z');
  const spring = Date.parse('2026-03-28T17:00Z');
  // 2:30 does not exist that night: half an hour after the change.
  expect(new Date(Number(parseWhen('tomorrow 2:30', spring, warsaw))).toISOString()).toBe('2026-03-29T01:30:00.000Z');
});
