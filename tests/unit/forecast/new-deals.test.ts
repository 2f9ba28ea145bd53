import { expect, test } from 'vitest';

import { DAY_MS, dayFromNumber } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { randomStream } from '@/lib/figures/random';
import { asNow, orgTempo } from '@/lib/forecast/chance/org-tempo';
import type { OrgFacts } from '@/lib/forecast/facts';
import { newBusiness } from '@/lib/forecast/forecast';
import { scopeForecast } from '@/lib/forecast/outlook';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { type History, logOf } from './histories';

const FIRST = Date.UTC(2021, 0, 1) / DAY_MS;
const FISCAL = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: false };
/** The quarters end on these days; the last one is forecast on its first day. */
const QUARTERS = Array.from({ length: 13 }, (_, at) => ({
  start: Date.UTC(2021, 3 * at, 1) / DAY_MS,
  end: Date.UTC(2021, 3 * at + 3, 1) / DAY_MS - 1,
}));
const NOW = QUARTERS[12]!;

const AT = instant((NOW.start + 1) * DAY_MS - 1);

interface Kind {
  from: number;
  aDay: number;
  amount: number;
  /** Share that is won, and days that takes. */
  won: number;
  days: number;
}
const USUAL: Kind = { from: 0, aDay: 2, amount: 100, won: 0.3, days: 30 };

function bornOf(kinds: readonly Kind[], seed: number): History[] {
  const next = randomStream(seed);
  const found: History[] = [];
  for (let day = FIRST; day <= NOW.start; day += 1)
    for (const { from, aDay, amount, won, days } of kinds)
      for (let count = 0; day >= QUARTERS[from]!.start && count < aDay; count += 1) {
        const step = { stage: 'One', amount: amount * (0.5 + next()), owner: 'a', category: 'pipeline' } as const;
        const isWon = next() < won;
        const ends = day + (isWon ? days : 200);
        const closed = { ...step, stage: 'Two', closeDay: ends, category: isWon ? 'closed' : 'omitted' } as const;
        found.push({
          id: `${found.length}`,
          steps: [
            { ...step, day, closeDay: day + 60, status: 'open' },
            ...(ends < NOW.start
              ? [{ ...closed, day: ends, status: isWon ? ('won' as const) : ('lost' as const) }]
              : []),
          ],
        });
      }
  return found;
}

/** What a quarter's own deals bring within it by the law that made them. */
const due = (kinds: readonly Kind[]): number =>
  kinds.reduce(
    (sum, { aDay, amount, won, days }) => sum + aDay * amount * won * Math.max(0, NOW.end - NOW.start - days),
    0,
  );

/** What is said that they will bring, beside what they do. */
function said(kinds: readonly Kind[], seed: number): number {
  const log = logOf(bornOf(kinds, seed));
  const periods = QUARTERS.slice(4, 12).map(({ start, end }) => ({
    start: dayFromNumber(start),
    end: dayFromNumber(end),
  }));
  const daysLeft = NOW.end - NOW.start;
  const found = newBusiness(log, { at: AT, daysLeft, periods, tempo: orgTempo(log, { at: AT, fiscal: FISCAL }) });
  return found.reduce((sum, each) => sum + each, 0) / found.length / due(kinds);
}
const mean = (kinds: readonly Kind[]): number => [1, 2, 3, 4].reduce((sum, seed) => sum + said(kinds, seed), 0) / 4;

test('a new product that brings much money in, but late, is not expected within the quarter in which it comes', () => {
  const late = mean([USUAL, { from: 9, aDay: 2, amount: 800, won: 0.3, days: 140 }]);
  expect(late).toBeGreaterThan(0.8);
  expect(late).toBeLessThan(1.5);
});

test('deals of a new kind that are won as usual are expected with all that they bring', () => {
  const usual = mean([USUAL]);
  expect(usual).toBeGreaterThan(0.93);
  expect(usual).toBeLessThan(1.07);
  const alike = mean([USUAL, { from: 9, aDay: 2, amount: 200, won: 0.3, days: 30 }]);
  expect(alike).toBeGreaterThan(0.85);
  expect(alike).toBeLessThan(1.15);
});

test('small deals that are won at once are expected to be', () => {
  const quick = mean([USUAL, { from: 9, aDay: 6, amount: 30, won: 0.6, days: 5 }]);
  expect(quick).toBeGreaterThan(0.85);
  expect(quick).toBeLessThan(1.15);
});

test('deals that are still to come today count until they have come', () => {
  // One a day, made and won at noon, for four years.
  const days = Array.from({ length: NOW.end - FIRST }, (_, at) => FIRST + at);
  const log = logOf(
    days.map((day): History => {
      const step = { stage: 'One', amount: 10_000, owner: 'a', category: 'closed', closeDay: day } as const;
      return { id: `${day}`, steps: [{ ...step, day: day + 0.5, status: 'won' }] };
    }),
  );
  const { facts } = contextOf(generateOrg({ size: 2, seed: 1, asOf: dayFromNumber(NOW.end) }), dayFromNumber(NOW.end));
  const expected = (daysLeft: number, hour: number): number => {
    const day = NOW.end - daysLeft;
    const asked: OrgFacts = {
      ...facts,
      log,
      profile: { ...facts.profile, ...FISCAL, timeZone: 'UTC' },
      now: instant(day * DAY_MS + hour * 3_600_000),
      today: dayFromNumber(day),
    };
    return (scopeForecast(asked, undefined, undefined).notYetCreated ?? -1) / 10_000;
  };
  for (const [daysLeft, hour, wanted] of [
    [0, 9, 1],
    [0, 15, 0],
    [6, 9, 7],
    [6, 15, 6],
  ] as const)
    expect(expected(daysLeft, hour), `${daysLeft} days left at ${hour}`).toBeCloseTo(wanted, 0);
});

test('what is not known of how new deals have moved is in the spread of what they may bring, and not in its mean', () => {
  const tempo = orgTempo(logOf(bornOf([USUAL], 4)), { at: AT, fiscal: FISCAL });
  const past = [1, 2, 3, 4, 5, 6].map((each) => ({ from: QUARTERS[each + 4]!.start, amount: 1000 * each }));
  const [known, doubted] = [0, 0.5].map((doubt) =>
    asNow({ ...tempo, fresh: { ...tempo.fresh, births: { ...tempo.fresh.births, doubt } } }, past),
  ) as [number[], number[]];
  const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
  expect(sum(doubted)).toBeCloseTo(sum(known), 6);
  expect(Math.max(...doubted)).toBeGreaterThan(1.2 * Math.max(...known));
  expect(Math.min(...doubted)).toBeLessThan(0.8 * Math.min(...known));
  expect(Math.min(...doubted)).toBeGreaterThan(0);
  // What never came, or always came alike, shows no spread that could be wider.
  expect(asNow(tempo, [{ from: QUARTERS[5]!.start, amount: 0 }])).toEqual([0]);
  expect(asNow(tempo, [])).toEqual([]);
  expect(
    asNow(
      tempo,
      [-5, 10].map((amount) => ({ from: QUARTERS[5]!.start, amount })),
    )[0],
  ).toBeLessThan(0);
});
