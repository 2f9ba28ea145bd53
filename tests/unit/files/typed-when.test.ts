import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addDays, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { parseWhen } from '@/lib/files/typed-when';

import { dayOf } from '../domain/deal';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const iso = (at: ReturnType<typeof parseWhen>): string | undefined =>
  typeof at !== 'number' ? undefined : new Date(at).toISOString().replace(':00.000Z', 'Z');

describe('what a person types for when, on Tuesday 24 November 2026 at 11:00 in Warsaw', () => {
  test.each([
    ['today 16', '2026-11-24T15:00Z'],
    ['dziś 16:45', '2026-11-24T15:45Z'],
    ['tomorrow', '2026-11-25T08:00Z'],
    ['Tomorrow at 15', '2026-11-25T14:00Z'],
    ['tomorrow 3pm', '2026-11-25T14:00Z'],
    ['tomorrow 12am', '2026-11-24T23:00Z'],
    ['tomorrow 12:30 pm', '2026-11-25T11:30Z'],
    ['jutro', '2026-11-25T08:00Z'],
    ['jutro o 8', '2026-11-25T07:00Z'],
    ['mon 9', '2026-11-30T08:00Z'],
    ['monday', '2026-11-30T08:00Z'],
    ['pon 9:30', '2026-11-30T08:30Z'],
    ['pt', '2026-11-27T08:00Z'],
    ['piątek', '2026-11-27T08:00Z'],
    ['środę 10', '2026-11-25T09:00Z'],
    ['nd 10', '2026-11-29T09:00Z'],
    ['next fri', '2026-11-27T08:00Z'],
    ['next tue 14', '2026-12-01T13:00Z'],
    ['tue 14', '2026-11-24T13:00Z'],
    ['tue', '2026-12-01T08:00Z'],
    ['+2w', '2026-12-08T08:00Z'],
    ['+2t', '2026-12-08T08:00Z'],
    ['+3d', '2026-11-27T08:00Z'],
    ['+3d 14', '2026-11-27T13:00Z'],
    ['+3m', '2027-02-24T08:00Z'],
    ['+4h', '2026-11-24T14:00Z'],
    ['1 dec', '2026-12-01T08:00Z'],
    ['1 grudnia 14', '2026-12-01T13:00Z'],
    ['1 mar', '2027-03-01T08:00Z'],
    ['2 maja', '2027-05-02T07:00Z'],
    ['30 września', '2027-09-30T07:00Z'],
    ['eom', '2026-11-30T08:00Z'],
    ['2026-12-01', '2026-12-01T08:00Z'],
    ['1.12.2026', '2026-12-01T08:00Z'],
    ['01.12.2026 14', '2026-12-01T13:00Z'],
    ['31/12/2026', '2026-12-31T08:00Z'],
    ['12/31/2026', '2026-12-31T08:00Z'],
    ['12-12-2026', '2026-12-12T08:00Z'],
    ['2026-12-01 14:00', '2026-12-01T13:00Z'],
    ['2026-12-01T14:00', '2026-12-01T13:00Z'],
    ['31 Dec 2026 10:00', '2026-12-31T09:00Z'],
    ['Dec 31, 2026', '2026-12-31T08:00Z'],
    ['dec 31', '2026-12-31T08:00Z'],
    ['31st of December', '2026-12-31T08:00Z'],
    ['31.12.', '2026-12-31T08:00Z'],
    ['31.12. 10.30', '2026-12-31T09:30Z'],
    ['1.3', '2027-03-01T08:00Z'],
    ['12/31', '2026-12-31T08:00Z'],
    ['mon, 9', '2026-11-30T08:00Z'],
    ['jutro 9.30', '2026-11-25T08:30Z'],
    ['pojutrze', '2026-11-26T08:00Z'],
    ['15:00', '2026-11-24T14:00Z'],
    ['at 3pm', '2026-11-24T14:00Z'],
    ['9:30', '2026-11-25T08:30Z'],
    ['+30 min', '2026-11-24T10:30Z'],
    ['in 2 hours', '2026-11-24T12:00Z'],
    ['za 2 tygodnie', '2026-12-08T08:00Z'],
    ['2 weeks', '2026-12-08T08:00Z'],
    // Digits of Arabic, of India and of full width, a minus and dashes between them, and marks of direction.
    ['٣١/١٢/٢٠٢٦', '2026-12-31T08:00Z'],
    ['३१ dec', '2026-12-31T08:00Z'],
    ['tomorrow ９', '2026-11-25T08:00Z'],
    ['＋2w', '2026-12-08T08:00Z'],
    ['2026\u221212\u221231', '2026-12-31T08:00Z'],
    ['2026–12–31', '2026-12-31T08:00Z'],
    ['\u200F31/12/2026\u200F', '2026-12-31T08:00Z'],
    ['+2\u00A0w', '2026-12-08T08:00Z'],
    // The clocks go forward on 28 March 2027: nine is nine by the wall, an hour earlier in UTC.
    ['2027-03-27', '2027-03-27T08:00Z'],
    ['2027-03-28', '2027-03-28T07:00Z'],
  ])('%s', (text, instant) => {
    expect(iso(parseWhen(text, NOW, 'Europe/Warsaw'))).toBe(instant);
  });

  test.each([
    '',
    'yesterday',
    'today',
    'today 10:59',
    'today 11',
    '2026-11-01',
    '2026-11-24 11:00',
    'mon 25',
    'mon 9:60',
    'tomorrow 13pm',
    'when pigs fly',
    '2026-02-30',
    '31 nov',
    // Months, or minutes.
    '+90m',
    '0026-12-31',
    '31.02.2027',
    '12.31.2026',
    'eoq',
    // Words that begin like a day or a month and are none.
    'niedługo',
    'wtedy',
    'monkey',
    'satisfy',
    '1 marry',
    '1 decent',
  ])('“%s” is no time ahead', (text) => {
    expect(parseWhen(text, NOW, 'Europe/Warsaw')).toBeUndefined();
  });

  test.each([
    ['03/04/2027', ['2027-04-03', '2027-03-04']],
    ['3/4', ['2027-04-03', '2027-03-04']],
    ['3/4/2027 10', ['2027-04-03', '2027-03-04']],
  ])('“%s” is one of two days, and neither is guessed', (text, days) => {
    expect(parseWhen(text, NOW, 'Europe/Warsaw')).toEqual(days);
  });

  test('eoq is the last day of the fiscal quarter', () => {
    expect(iso(parseWhen('eoq', NOW, 'Europe/Warsaw', dayOf('2027-01-31')))).toBe('2027-01-31T08:00Z');
  });
});

test('a time that the clock change skips moves on by the hour it skips; one that comes twice is the first', () => {
  expect(iso(parseWhen('2027-03-14 2:30', NOW, 'America/New_York'))).toBe('2027-03-14T07:30Z'); // 3:30 EDT
  expect(iso(parseWhen('2027-03-28 2:30', NOW, 'Europe/Warsaw'))).toBe('2027-03-28T01:30Z'); // 3:30 CEST
  expect(iso(parseWhen('2027-11-07 1:30', NOW, 'America/New_York'))).toBe('2027-11-07T05:30Z'); // still EDT
  expect(iso(parseWhen('2027-10-31 2:30', NOW, 'Europe/Warsaw'))).toBe('2027-10-31T00:30Z'); // still CEST
});

test('in any zone, the clock on the wall then shows the hour that was typed', () => {
  const zones = [
    'Europe/Warsaw',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Kiritimati',
    'UTC',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 2, max: 800 }),
      // No zone of these changes its clocks after three in the morning.
      fc.integer({ min: 4, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      (timeZone, ahead, hour, minute) => {
        const on = addDays(dayAt(instant(NOW), timeZone), ahead);
        const two = (value: number): string => String(value).padStart(2, '0');
        const at = parseWhen(`${on} ${hour}:${two(minute)}`, NOW, timeZone);
        const wall = new Date(Number(at)).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
        expect(wall).toBe(`${on} ${two(hour)}:${two(minute)}`);
      },
    ),
    { numRuns: 500 },
  );
});

test('whatever is typed, nothing throws and nothing lies in the past', () => {
  const word = fc.constantFrom('next', 'mon', 'pt', '+2w', '+0h', 'eom', '29', 'feb', '0', '24:00', '9999-12-31', 'at');
  const typed = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const at = parseWhen(text, NOW, 'Europe/Warsaw');
      expect(typeof at !== 'number' || at > NOW).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
