import { expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { OPEN, versionAt, WON } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';
import { learn } from '@/lib/scoring/learn';
import { finish } from '@/lib/scoring/model/steps';
import { replayPeriod } from '@/lib/scoring/score-replay';

import { dealFacts } from './known-facts';
import { makeWorld, OPTIONS, START } from './world';

const world = makeWorld(500, 12);
const { log } = world;
const at = START + 50 * 7 * DAY_MS;
const days = 28;
const open = Array.from({ length: log.size }, (_, deal) => dealIndex(deal)).filter((deal) => {
  const version = versionAt(log, deal, instant(at));
  return version >= 0 && log.status[version] === OPEN;
});
const chances = new Map(open.map((deal) => [deal, 0.25]));

test('a past period is a quarter of what was open plus the mean of what was born and won in the six spans before', () => {
  const wonIn = (start: number, end: number, bornFrom: number): number => {
    let sum = 0;
    for (let row = 0; row < log.from.length; row += 1) {
      const deal = log.starts.findLastIndex((first) => first <= row);
      if (
        log.status[row] === WON &&
        log.from[row]! >= start &&
        log.from[row]! < end &&
        log.createdAt[deal]! >= bornFrom
      )
        sum += log.amount[row]!;
    }
    return sum;
  };
  const span = days * DAY_MS;
  const { window, actual, p10, p50, p90 } = replayPeriod({ log, at, days, chances, before: [] });
  const pipeline = open.reduce((sum, deal) => sum + 0.25 * log.amount[versionAt(log, deal, instant(at))]!, 0);
  const fresh = [6, 5, 4, 3, 2, 1].map((back) => wonIn(at - back * span, at - (back - 1) * span, at - back * span));
  const mean = fresh.reduce((sum, each) => sum + each, 0) / 6;
  expect(window.newBusiness).toEqual(fresh);
  // The middle of a range that is nearly even lies near its mean, and the range around it.
  expect(p50 / (pipeline + mean)).toBeCloseTo(1, 1);
  expect(p10).toBeLessThan(p50);
  expect(p50).toBeLessThan(p90);
  expect(actual).toBeCloseTo(wonIn(at, at + span, -Infinity), 3);
});

test('G8.12: what happens after the period’s first day changes its actual, never its forecast', () => {
  const later = {
    ...log,
    status: log.status.map((status, row) => (log.from[row]! > at ? OPEN : status)),
    amount: log.amount.map((amount, row) => (log.from[row]! > at ? 7 * amount : amount)),
  };
  const [before, after] = [log, later].map((each) => replayPeriod({ log: each, at, days, chances, before: [] }));
  for (const key of ['p10', 'p50', 'p90'] as const) expect(after![key]).toBe(before![key]);
  expect(after!.actual).toBe(0);
});

test('the model card of an org replays its past periods, and says how many ended inside their range', () => {
  const big = makeWorld(1500, 13);
  const { card } = finish(learn(dealFacts(big.log, big.activities, big.contactRoles), { at: big.at, ...OPTIONS }));
  const periods = card.proof!.periods;
  expect(periods.length).toBe(card.proof!.origins);
  for (const { actual, p10, p90, isInside } of periods) expect(isInside).toBe(actual >= p10 && actual <= p90);
  // Half the level at least, twice at most: a gross error of units or of time would show.
  for (const { p50, actual } of periods) expect(Math.abs(Math.log(p50 / actual))).toBeLessThan(Math.LN2);
  expect(Math.abs(card.proof!.shared.level)).toBeLessThan(0.3);
});
