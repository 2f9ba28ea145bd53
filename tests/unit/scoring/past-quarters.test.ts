import { describe, expect, test } from 'vitest';

import { type Day, DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { timedRates } from '@/lib/forecast/chance/timed-rates';
import { OPEN, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';
import type { GatedWindow } from '@/lib/scoring/forecast-gate';
import { finish } from '@/lib/scoring/model/steps';
import { pastQuarters } from '@/lib/scoring/past-quarters';

import { dealFacts } from './known-facts';
import { makeWorld, OPTIONS, type World } from './world';

const SPANS = [90, 60, 30, 15, 7];
/** The last instants of the quarters, newest first. */
const ENDS = ['2026-03-31', '2025-12-31', '2025-09-30'].map((day) => endOfDay(day as Day, 'UTC'));
const world = makeWorld(1200, 21);
const asked = ({ log, activities, contactRoles }: World, at: number): GatedWindow[] =>
  finish(pastQuarters(dealFacts(log, activities, contactRoles), { ...OPTIONS, at }));
const windows = asked(world, ENDS[0]! + DAY_MS);

describe('past quarters as both methods would have forecast them', () => {
  test('each is asked with 90, 60, 30, 15 and 7 days left, the newest first', () => {
    expect(windows.length % SPANS.length).toBe(0);
    expect(windows.length / SPANS.length).toBeGreaterThanOrEqual(4);
    expect(windows.map(({ daysLeft }) => daysLeft)).toEqual(windows.map((_, at) => SPANS[at % SPANS.length]));
  });

  test('holds the deals that stood open, at the rates of stages of that day, and what they brought by the quarter’s end', () => {
    ENDS.forEach((end, back) => {
      SPANS.forEach((daysLeft, place) => {
        const { log } = world;
        const on = instant(end - daysLeft * DAY_MS);
        const rates = timedRates(log, { at: on, end, fiscal: OPTIONS.fiscal });
        const wanted = [];
        for (let deal = FIRST_DEAL; deal < log.size; deal++) {
          const version = versionAt(log, deal, on);
          if (version < 0 || log.status[version] !== OPEN) continue;
          const last = versionAt(log, deal, end);
          wanted.push({
            amount: log.amount[version],
            rates: rates.of(deal, version).won,
            isWon: log.status[last] === WON,
          });
        }
        const window = windows[back * SPANS.length + place]!;
        expect(window.deals.map(({ amount, rates, isWon }) => ({ amount, rates, isWon }))).toEqual(wanted);
        const came = wanted.reduce((sum, { amount, isWon }) => sum + (isWon ? (amount ?? 0) : 0), 0);
        for (const { actual, p10, p50, p90 } of [window.learnt, window.rates]) {
          expect(actual).toBe(came);
          expect(p10).toBeLessThanOrEqual(p50);
          expect(p50).toBeLessThanOrEqual(p90);
        }
      });
    });
  });

  test('says the same of a quarter, to the last bit, when it is asked again a quarter later', () => {
    const before = asked(world, ENDS[1]! + DAY_MS);
    expect(before.slice(0, 3 * SPANS.length)).toEqual(windows.slice(SPANS.length, 4 * SPANS.length));
  });

  test('is silent where too little had ended', () => {
    expect(asked(makeWorld(60, 5), ENDS[0]! + DAY_MS)).toEqual([]);
  });
});
