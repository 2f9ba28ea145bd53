import { expect, test } from 'vitest';

import { callsSince } from '@/lib/sync/budget';

const HOUR_MS = 3_600_000;

test.each([
  ['midnight in London in winter', '2026-01-10T00:00Z', 6],
  ['midnight in Warsaw', '2026-01-09T23:00Z', 11],
  // Half past the hour: that hour counts whole, never too few.
  ['midnight in Delhi', '2026-01-09T18:30Z', 18],
])('the calls of today are those since %s', (_where, midnight, expected) => {
  const hour = (at: string): number => Date.parse(at) / HOUR_MS;
  const hours: [number, number][] = [
    [hour('2026-01-09T17:00Z'), 100],
    [hour('2026-01-09T18:00Z'), 7],
    [hour('2026-01-09T23:00Z'), 5],
    [hour('2026-01-10T00:00Z'), 2],
    [hour('2026-01-10T09:00Z'), 4],
  ];
  expect(callsSince({ hours }, Date.parse(midnight))).toBe(expected);
});
