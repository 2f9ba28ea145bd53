import { expect, test } from 'vitest';

import { isDue } from '@/lib/scoring/due';

const DAY = 86_400_000;
const then = { version: 'a', at: 1000 * DAY, won: 300, lost: 700 };
const now = (days: number, more: number, version = 'a') => ({
  version,
  at: (1000 + days) * DAY,
  won: 300 + more,
  lost: 700,
});

test.each([
  ['never learnt, with 40 won and 40 lost', undefined, { version: 'a', at: 0, won: 40, lost: 40 }, true],
  ['never learnt, with 39 won', undefined, { version: 'a', at: 0, won: 39, lost: 5000 }, false],
  ['never learnt, with 39 lost', undefined, { version: 'a', at: 0, won: 5000, lost: 39 }, false],
  ['learnt a moment ago', then, now(0, 0), false],
  ['learnt by another method', then, now(0, 0, 'b'), true],
  ['29 days old', then, now(29.999, 0), false],
  ['30 days old', then, now(30, 0), true],
  ['1,000 known, 49 more have ended', then, now(1, 49), false],
  ['1,000 known, 50 more have ended', then, now(1, 50), true],
  ['100 known, 19 more', { ...then, won: 50, lost: 50 }, { ...now(1, 0), won: 60, lost: 59 }, false],
  ['100 known, 20 more', { ...then, won: 50, lost: 50 }, { ...now(1, 0), won: 60, lost: 60 }, true],
  ['many were reopened or are gone', then, { ...now(1, 0), won: 200 }, false],
  ['old, and by now too few are held', then, { ...now(90, 0), won: 39 }, false],
])('%s', (_name, card, today, expected) => {
  expect(isDue(card, today)).toBe(expected);
});
