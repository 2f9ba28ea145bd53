import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Day, DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import { normalStream, randomStream } from '@/lib/figures/random';
import { stageRates } from '@/lib/forecast/chance/stage-rate';
import { forecast, newBusiness } from '@/lib/forecast/forecast';
import type { Bet } from '@/lib/forecast/sum/bets';
import { chanceToReach, meanOf, quantileOf, sumDistribution } from '@/lib/forecast/sum/distribution';
import { targetsOf } from '@/lib/forecast/sum/period-forecast';
import { chanceOf, reach } from '@/lib/forecast/sum/reach';
import { dealIndex, versionIndex } from '@/lib/log/positions';
import { RUNS } from '@/tests/unit/runs';

import { EPOCH, histories, PROFILE, SPAN, STAGES } from './history';

const bet: fc.Arbitrary<Bet> = fc.record({
  amount: fc.oneof(
    fc.integer({ min: 1, max: 50 }).map((units) => units * 100_000),
    fc.constantFrom(0, -300_000),
  ),
  p: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.5)),
});
const few = fc.array(bet, { maxLength: 12 });
/** Every one of the 2ⁿ outcomes by itself. */
function brute(bets: readonly Bet[], target: number): number {
  let sum = 0;
  for (let outcome = 0; outcome < 2 ** bets.length; outcome += 1) {
    let [p, amount] = [1, 0];
    bets.forEach((each, at) => {
      const isWon = (outcome >> at) % 2 === 1;
      p *= isWon ? each.p : 1 - each.p;
      if (isWon) amount += each.amount;
    });
    if (amount >= target) sum += p;
  }
  return sum;
}
const targets = fc.integer({ min: -10, max: 300 }).map((units) => units * 50_000);

test('G7.4: the chance of a target equals that of all outcomes one by one, up to 12 deals', () => {
  fc.assert(
    fc.property(few, targets, (bets, target) => {
      const wanted = brute(bets, target);
      expect(Math.abs(chanceToReach(sumDistribution(bets), target) - wanted)).toBeLessThan(1e-9);
      expect(Math.abs(chanceOf(bets, [target]) - wanted)).toBeLessThan(1e-9);
      expect(Math.abs(reach(bets, [target]).now - wanted)).toBeLessThan(1e-9);
    }),
    { numRuns: RUNS },
  );
});

test('G7.7: what a deal does is what is left when it is taken out, won and lost', () => {
  fc.assert(
    fc.property(few, targets, (bets, target) => {
      const { effects } = reach(bets, [target]);
      bets.forEach((own, at) => {
        const others = bets.filter((_, index) => index !== at);
        expect(Math.abs((effects[at]?.won ?? -1) - brute(others, target - own.amount))).toBeLessThan(1e-9);
        expect(Math.abs((effects[at]?.lost ?? -1) - brute(others, target))).toBeLessThan(1e-9);
      });
    }),
    { numRuns: Math.min(RUNS, 2000) },
  );
});

test('G7.7: with a shock that all deals share, p·won + (1 − p)·lost is still the chance now, for every deal', () => {
  const many = fc.array(bet, { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(
      many,
      fc.array(targets, { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (bets, goals, sd) => {
        const { now, effects } = reach(bets, goals, sd);
        bets.forEach(({ p }, at) => {
          const { won = 0, lost = 0 } = effects[at] ?? {};
          expect(Math.abs(p * won + (1 - p) * lost - now)).toBeLessThan(1e-9);
        });
      },
    ),
    { numRuns: RUNS },
  );
});

test('G7.6: a shock leaves each deal’s own chance, and so the mean, as they are', () => {
  fc.assert(
    fc.property(fc.array(bet, { maxLength: 40 }), fc.double({ min: 0, max: 1.2, noNaN: true }), (bets, sd) => {
      const mean = bets.reduce((sum, { amount, p }) => sum + amount * p, 0);
      expect(Math.abs(meanOf(sumDistribution(bets, sd)) - mean)).toBeLessThan(1 + Math.abs(mean) * 1e-6);
    }),
    { numRuns: RUNS },
  );
});

test('draws for very many deals agree with the convolution of the same deals', () => {
  const next = randomStream(5);
  const bets = Array.from({ length: 1000 }, () => ({
    amount: 100_000 * (1 + Math.floor(next() * 9)),
    p: next() * 0.6,
  }));
  const [drawn, grid] = [sumDistribution(bets, 0.3), sumDistribution(bets.slice(0, 999), 0.3)];
  for (const q of [0.1, 0.5, 0.9]) expect(quantileOf(drawn, q) / quantileOf(grid, q)).toBeCloseTo(1, 1);
  expect(Math.abs(meanOf(drawn) / meanOf(grid) - 1)).toBeLessThan(0.01);
});

test('G7.18: a band with the shared shock holds about 80 % of periods that have one; the independent band holds about half', () => {
  const next = randomStream(11);
  const normal = normalStream(next);
  let [shared, independent] = [0, 0];
  const periods = process.env['LONG'] ? 400 : 160;
  for (let period = 0; period < periods; period += 1) {
    const bets = Array.from({ length: 200 }, () => ({
      amount: Math.round(1e6 * Math.exp(normal() * 0.6)),
      p: 0.1 + 0.5 * next(),
    }));
    const shock = 0.4 * normal();
    const actual = bets.reduce((sum, { amount, p }) => {
      const odds = Math.exp(Math.log(p / (1 - p)) + shock);
      return sum + (next() < odds / (1 + odds) ? amount : 0);
    }, 0);
    for (const [sd, count] of [
      [0.4, 1],
      [0, 0],
    ] as const) {
      const band = sumDistribution(bets, sd);
      const isIn = actual >= quantileOf(band, 0.1) && actual <= quantileOf(band, 0.9);
      if (isIn && count === 1) shared += 1;
      if (isIn && count === 0) independent += 1;
    }
  }
  expect(shared / periods).toBeGreaterThan(0.75);
  expect(shared / periods).toBeLessThan(0.85);
  expect(independent / periods).toBeGreaterThan(0.4);
  expect(independent / periods).toBeLessThan(0.6);
});

const period = { start: '2026-04-01' as Day, end: '2026-06-30' as Day };
const instants = fc.integer({ min: 0, max: SPAN / DAY_MS }).map((days) => EPOCH + days * DAY_MS);

test('G8.12: chances and forecast of a day do not change when everything after it is shuffled or spoilt', () => {
  fc.assert(
    fc.property(histories(25), instants, (history, at) => {
      const recorded = {
        ...history,
        fieldChanges: [],
        opportunities: history.opportunities
          .filter(({ id, createdAt }) =>
            history.versions.some((row) => row.opportunityId === id && row.from <= at && createdAt <= at),
          )
          .map((deal) => ({ ...deal, modifiedAt: Math.max(deal.modifiedAt, at + 1) })),
      };
      const spoilt = {
        ...recorded,
        versions: recorded.versions.map((row) =>
          row.from <= at ? row : { ...row, stage: 'Won', amount: 5e6, from: row.from + DAY_MS },
        ),
        opportunities: recorded.opportunities.map((deal) => ({
          ...deal,
          stage: 'Lost',
          isClosed: true,
          isWon: false,
          amount: 1,
        })),
      };
      const figures = (given: typeof recorded) => {
        const log = buildLog({ ...given, stages: STAGES, profile: PROFILE });
        const chances = stageRates(log, { at: instant(at), end: instant(at + 40 * DAY_MS) }).source;
        const extra = newBusiness(log, {
          at: instant(at),
          daysLeft: 30,
          periods: [{ start: '2026-01-01' as Day, end: '2026-02-28' as Day }],
        });
        const found = forecast(log, { at: instant(at), period, chances, newBusiness: extra, quota: 1e7 });
        return {
          found: [found.won, found.open, found.p10, found.p50, found.p90, found.pReachQuota, chances.n, extra],
          deals: found.deals.map(({ deal, p }) => [log.ids[deal], p]),
        };
      };
      expect(figures(spoilt)).toEqual(figures(recorded));
    }),
    { numRuns: RUNS },
  );
});

describe('bad input has a stated result', () => {
  const empty = buildLog({ opportunities: [], versions: [], fieldChanges: [], stages: STAGES, profile: PROFILE });
  test('an org without a deal: nothing is expected, and a quota of nought is reached', () => {
    const chances = stageRates(empty, { at: instant(EPOCH), end: instant(EPOCH + 30 * DAY_MS) }).source;
    const none = forecast(empty, { at: instant(EPOCH), period, chances, newBusiness: [], quota: 0 });
    expect(none).toMatchObject({ won: 0, p10: 0, p50: 0, p90: 0, pReachQuota: 1, n: 0, isTooWide: false });
    expect(none.notYetCreated).toBeUndefined();
  });
  test('an org without a history: the weak prior, and it says that it rests on no case', () => {
    const deal = {
      id: '006A',
      name: 'A',
      stage: 'A',
      isClosed: false,
      isWon: false,
      createdAt: EPOCH,
      modifiedAt: EPOCH,
      amount: 1000,
    };
    const log = buildLog({ opportunities: [deal], versions: [], fieldChanges: [], stages: STAGES, profile: PROFILE });
    const { won, n } = stageRates(log, { at: instant(EPOCH + DAY_MS), end: instant(EPOCH + 61 * DAY_MS) }).source.of(
      dealIndex(0),
      versionIndex(0),
    );
    expect(n).toBe(0);
    expect(won).toBeCloseTo(0.21 / 2, 2);
  });
  test('chances that are no numbers, of nought and of one, and amounts that are none', () => {
    const bets = [
      { amount: 100, p: Number.NaN },
      { amount: Number.NaN, p: 0.5 },
      { amount: 100, p: 1 },
      { amount: 100, p: 0 },
    ];
    expect(chanceOf(bets, [100])).toBe(1);
    expect(chanceOf(bets, [101])).toBe(0);
    expect(reach(bets, [100]).now).toBe(1);
  });
  test('a certain deal, and an impossible one, still say what their other outcome would do', () => {
    const { effects } = reach(
      [
        { amount: 100, p: 1 },
        { amount: 50, p: 0.5 },
      ],
      [120],
    );
    expect(effects[0]).toEqual({ won: 0.5, lost: 0 });
  });
  test('the same question has the same answer', () => {
    const bets = Array.from({ length: 4000 }, (_, at) => ({ amount: 1000 + at, p: (at % 97) / 100 }));
    expect(sumDistribution(bets, 0.3)).toEqual(sumDistribution(bets, 0.3));
  });
  test('effects of 200 deals with several futures of new business add up', () => {
    const next = randomStream(9);
    const deals = Array.from({ length: 200 }, (_, deal) => ({
      deal,
      version: deal,
      n: 1,
      amount: Math.round(next() * 1e7),
      p: next(),
    }));
    const { now, effects } = reach(deals, targetsOf(1e7, [0, 1e6, 5e6], 5e8), 0.25);
    deals.forEach(({ p }, at) =>
      expect(p * (effects[at]?.won ?? 0) + (1 - p) * (effects[at]?.lost ?? 0)).toBeCloseTo(now, 9),
    );
  });
});
