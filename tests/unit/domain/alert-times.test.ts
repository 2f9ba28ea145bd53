import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { AlertSettings } from '@/lib/deal/alerts/alert-settings';
import { isDigestTime, mayRing, nextDigest, ringsAt } from '@/lib/deal/alerts/alert-times';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Clocks that are set at midnight, by half an hour, twice a year around Ramadan, or that lie at the line of the date. */
const ZONES = [
  'America/Santiago',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Europe/Warsaw',
  'UTC',
];
/** Nights in which some of those clocks are set, and the day that Samoa left out. */
const NIGHTS = ['2011-12-30', '2026-03-29', '2026-04-05', '2026-04-24', '2026-09-06', '2026-10-25', '2026-10-30'];

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '01', '15', '30', '59'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const settings: fc.Arbitrary<AlertSettings> = fc
  .record({
    perDay: fc.integer({ min: 0, max: 3 }),
    // Sunday to Thursday, the usual week, one day, all, none.
    workdays: fc.constantFrom([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], [6], [0, 1, 2, 3, 4, 5, 6], []),
    digestAt: time,
    quiet: fc.option(
      fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to),
      { nil: undefined },
    ),
  })
  .map(({ quiet, ...rest }) => ({ ...rest, ...(quiet ? { quiet } : {}) }));
const instants = fc
  .tuple(fc.constantFrom(...NIGHTS), fc.integer({ min: -DAY, max: 2 * DAY }))
  .map(([night, by]) => Date.parse(night) + by);

/** The first of some minutes after an instant at which something holds, looked for one after the other. */
function firstAfter(start: number, days: number, step: number, holds: (at: number) => boolean): number | undefined {
  for (let at = start; at < start + days * DAY; at += step * MINUTE) if (holds(at)) return at;
  return undefined;
}

test('what is due rings at the first minute at which it may, and for who works on no day never', () => {
  fc.assert(
    fc.property(instants, settings, fc.constantFrom(...ZONES), (at, own, zone) => {
      const rings = ringsAt(at, own, zone);
      const first = firstAfter(at, 9, 7, (then) => mayRing(then, own, zone));
      expect(rings === undefined || mayRing(rings, own, zone)).toBe(true);
      expect(first === undefined || (rings ?? Infinity) <= first).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('the list of a day comes at the first minute that it may, within an hour where a clock leaps over it', () => {
  fc.assert(
    fc.property(instants, settings, fc.constantFrom(...ZONES), (at, own, zone) => {
      const next = nextDigest(at, () => false, own, zone);
      const first = firstAfter(at, 9, 5, (then) => isDigestTime(then, own, zone));
      expect(next === undefined || isDigestTime(next, own, zone)).toBe(true);
      expect(next === undefined && first !== undefined).toBe(false);
      expect((next ?? 0) <= (first ?? Infinity) + 60 * MINUTE).toBe(true);
    }),
    { numRuns: 600 },
  );
});
