import { describe, expect, test } from 'vitest';

import { planParts } from '@/lib/answers/plan-view';
import { rehearsalView } from '@/lib/answers/rehearsal-view';
import type { Day } from '@/lib/calendar/days';
import { teamOf } from '@/lib/deal/hierarchy';
import { minor, toMajor } from '@/lib/deal/money';
import { normalStream, randomStream } from '@/lib/figures/random';
import { outlook, quotaNow, scopeForecast } from '@/lib/forecast/outlook';
import { rehearse } from '@/lib/forecast/rehearsal/misses';
import { play, quantileIn } from '@/lib/forecast/rehearsal/play';
import { periodForecast } from '@/lib/forecast/sum/period-forecast';
import { generateOrg } from '@/lib/sample/generate';
import * as odd from '@/lib/sample/odd';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../domain/deal';

const RUNS = 10_000;

/** Deals as a quarter has them: many small ones, a few large ones. */
function deals(count: number, seed: number) {
  const next = randomStream(seed);
  const normal = normalStream(next);
  return Array.from({ length: count }, (_, place) => ({
    amount: Math.round(1_000_000 * Math.exp(1.2 * normal())),
    p: 0.7 * next() * next(),
    group: place % 5,
  }));
}

/** Quarters drawn one after the other, the shock from a normal distribution, each deal under it by a search of its own. */
function naive({
  won,
  bets,
  futures,
  sd,
  seed,
  wins,
  fresh,
}: {
  won: number;
  bets: ReturnType<typeof deals>;
  futures: number[];
  sd: number;
  seed: number;
  /** Filled with which deals each quarter wins, and what new business brings it. */
  wins?: boolean[][];
  fresh?: number[];
}) {
  const next = randomStream(seed);
  const normal = normalStream(next);
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  const grid = Array.from({ length: 401 }, (_, at) => (at - 200) / 25);
  const total = grid.reduce((sum, z) => sum + Math.exp((-z * z) / 2), 0);
  /** The log-odds about which the shock spreads, so that the mean chance is p: bisection. */
  const centres = bets.map(({ p }) => {
    let [low, high] = [-20, 20];
    for (let round = 0; round < 60; round += 1) {
      const middle = (low + high) / 2;
      const mean = grid.reduce((sum, z) => sum + Math.exp((-z * z) / 2) * logistic(middle + sd * z), 0) / total;
      if (mean < p) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  });
  return Float64Array.from({ length: RUNS }, () => {
    const z = normal();
    const extra = futures[Math.floor(next() * futures.length)] ?? 0;
    const own = centres.map((centre) => next() < logistic(centre + sd * z));
    wins?.push(own);
    fresh?.push(extra);
    return bets.reduce((sum, { amount }, place) => sum + (own[place] ? amount : 0), won + extra);
  });
}

describe('the rest of the quarter, played', () => {
  test.each([
    [60, 0.5],
    ...(process.env['LONG']
      ? [
          [12, 0.25],
          [300, 0.8],
        ]
      : []),
  ] as [number, number][])(
    'is the distribution of the forecast and of a naive simulation: %i deals, shock %d',
    (count, sd) => {
      const bets = deals(count, count);
      const futures = [0, 2, 3, 5, 9].map((each) => each * 1_000_000);
      const won = 7_000_000;
      const said = periodForecast({
        won,
        deals: bets,
        newBusiness: futures,
        shared: { level: 0, sd, hasMoved: false },
      });
      const played = play({ won, deals: bets, futures: said.futures, sd }, { seed: 3 });
      const other = naive({ won, bets, futures: said.futures, sd, seed: 4 });
      const mean = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0) / values.length;
      const spread = Math.sqrt(mean(other.map((each) => (each - mean(other)) ** 2)));
      // Standard errors: of a mean of 10,000 runs one hundredth of the spread, of its tenths less than two.
      for (const [values, part] of [
        [played.sums, said],
        [other, said],
      ] as const) {
        expect(Math.abs(mean(values) - part.mean)).toBeLessThan(0.04 * spread);
        for (const [share, quantile] of [
          [0.1, said.p10],
          [0.5, said.p50],
          [0.9, said.p90],
        ] as const)
          expect(Math.abs(quantileIn(values, share) - quantile), `${share}`).toBeLessThan(0.08 * spread);
      }
      // The chance of reaching something, at a few places.
      for (const target of [said.p10, said.mean, said.p90]) {
        const reached = (values: Float64Array): number => values.filter((each) => each >= target).length / RUNS;
        const exact = periodForecast({
          won,
          deals: bets,
          newBusiness: futures,
          shared: { level: 0, sd, hasMoved: false },
          quota: target,
        });
        expect(Math.abs(reached(played.sums) - (exact.pReachQuota ?? 0))).toBeLessThan(0.025);
        expect(Math.abs(reached(other) - (exact.pReachQuota ?? 0))).toBeLessThan(0.025);
      }
    },
  );

  test('with deals that are over, follows what they say of the shock', () => {
    const bets = deals(40, 8);
    const lost = bets.slice(0, 10).map(({ amount }) => ({ p: 0.7, amount, isWon: false }));
    const given = { won: 0, deals: bets.slice(10), futures: [0], sd: 0.8 };
    const mean = (known: typeof lost): number =>
      play({ ...given, known }, { seed: 1 }).sums.reduce((a, b) => a + b, 0) / RUNS;
    expect(mean(lost)).toBeLessThan(0.85 * mean([]));
  });
});

describe('what misses have in common', () => {
  const rest = deals(60, 5).map((each) => ({ ...each, amount: Math.round(each.amount / 4) }));
  const sure = rest.reduce((sum, { amount, p }) => sum + amount * p, 0);
  const pivotal = { amount: Math.round(3 * sure), p: 0.6, group: 2 };
  const given = { won: 0, futures: [0], sd: 0.2, quota: Math.round(2.5 * sure) };

  test('the one deal that everything hangs on is named first, with shares as counted by hand', () => {
    const list = [...rest.slice(0, 30), pivotal, ...rest.slice(30)];
    const { told, misses, runs } = rehearse({ ...given, deals: list }, { seed: 11 });
    expect(told[0]).toMatchObject({ kind: 'deal', deals: [30] });
    // Without it the quota cannot be reached, with it hardly be missed: 60 % hits.
    expect(misses / runs).toBeCloseTo(0.4, 1);
    expect(told[0]?.share).toBeGreaterThan(0.95);
    expect(told[0]?.inHits).toBeLessThan(0.05);
  });

  test('two deals of which one is enough are named together, and neither by itself', () => {
    const { told } = rehearse({ ...given, deals: [pivotal, ...rest, { ...pivotal, group: 3 }] }, { seed: 11 });
    expect(told[0]).toMatchObject({ kind: 'pair', deals: [0, rest.length + 1].toSorted((a, b) => a - b) });
    expect(told.slice(1).some((each) => 'deals' in each && each.deals.some((place) => place === 0))).toBe(false);
  });

  test('new business that decides is named first', () => {
    const { told } = rehearse({ ...given, futures: [0, 0, 4 * sure, 4 * sure], deals: rest }, { seed: 2 });
    expect(told[0]?.kind).toBe('newBusiness');
  });

  test('what is as frequent in the hits is not told: deals that nothing hangs on are no story', () => {
    const small = Array.from({ length: 12 }, () => ({ amount: 1, p: 0.1, group: 1 }));
    const { told } = rehearse({ ...given, deals: [pivotal, ...small] }, { seed: 4 });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: 'deal', deals: [0] });
  });

  test('the same seed tells the same; hardly any miss, or hardly any hit, tells nothing', () => {
    const list = [pivotal, ...rest];
    expect(rehearse({ ...given, deals: list }, { seed: 5 })).toEqual(rehearse({ ...given, deals: list }, { seed: 5 }));
    expect(rehearse({ ...given, quota: 0, deals: list }, { seed: 5 })).toMatchObject({ misses: 0, told: [] });
    expect(rehearse({ ...given, quota: 1e15, deals: list }, { seed: 5 })).toMatchObject({ misses: RUNS, told: [] });
  });
});

describe('of a team', () => {
  const { facts } = contextOf(generateOrg({ size: 200, seed: 3, asOf: '2026-11-10' as Day }), '2026-11-10' as Day);
  const owners = teamOf(facts, facts.profile.userId).userIds;
  const quota = quotaNow(facts, owners).amount;

  test('agrees with the forecast on screen, tells at most five things, each with its deals, and nothing once the quota is reached', () => {
    const shown = outlook(facts, owners, quota);
    const found = scopeForecast(facts, owners, quota);
    const { rehearsal, actions } = rehearsalView(facts, { lost: [] });
    if (!rehearsal) throw new Error('No rehearsal.');
    const width = shown.p90 - shown.p10;
    expect(Math.abs(rehearsal.mean - found.mean / 100)).toBeLessThan(0.03 * width);
    expect(Math.abs(rehearsal.p10 - shown.p10)).toBeLessThan(0.04 * width);
    expect(Math.abs(rehearsal.p90 - shown.p90)).toBeLessThan(0.04 * width);
    expect(Math.abs(1 - rehearsal.misses / rehearsal.runs - (found.pReachQuota ?? 0))).toBeLessThan(0.02);
    expect(rehearsal.told.length).toBeGreaterThan(0);
    expect(rehearsal.told.length).toBeLessThanOrEqual(5);
    const apart = rehearsal.told.map(({ share, inHits }) => share - inHits);
    expect(apart).toEqual(apart.toSorted((a, b) => b - a));
    for (const { kind, deals: named } of rehearsal.told)
      expect(named).toHaveLength({ deal: 1, pair: 2, group: 0, newBusiness: 0 }[kind]);
    expect(actions?.all).toBeGreaterThanOrEqual(found.pReachQuota ?? 1);
    const chances = actions?.listed.map(({ chance }) => chance) ?? [];
    expect(chances).toEqual(chances.toSorted((a, b) => a - b));
    const small = { ...facts, quotas: facts.quotas.map((each) => ({ ...each, amount: 0.01 })) };
    expect(rehearsalView(small, { lost: [] }).rehearsal).toBeUndefined();
  });

  test('effort limits how many deals are worked on: none adds nothing, one is the first listed', () => {
    const now = scopeForecast(facts, owners, quota).pReachQuota ?? 0;
    const { actions: none } = rehearsalView(facts, { lost: [], effort: 0 });
    expect(none).toMatchObject({ count: 0, listed: [] });
    expect(none?.all).toBeCloseTo(now, 12);
    const { actions: one } = rehearsalView(facts, { lost: [], effort: 1 });
    const { actions: many } = rehearsalView(facts, { lost: [], effort: 4 });
    expect(one?.listed).toEqual(many?.listed.slice(0, 1));
    expect(many?.count).toBe(4);
    expect(many?.all).toBe(many?.listed[3]?.chance);
  });
});

/** Orgs odd in several ways at once, on days in the beginning, the middle and at the end of a quarter. */
const ODD_ORGS: [string, odd.Odd[], number, string][] = [
  [
    'with two forecasts and a team target on the Pacific',
    [odd.usWestCoast, odd.forecastTypes, odd.managerQuotas],
    7,
    '2026-11-10',
  ],
  ['with weeks and names of every kind', [odd.weeks53, odd.longNames], 23, '2026-10-12'],
  ['with dated rates and ladders', [odd.datedCurrencies, odd.recordTypes, odd.fourteenPeople], 91, '2026-12-15'],
  [
    'without a history, whose year begins in July',
    [odd.julyStart, odd.noHistory, odd.monthsAndQuarters],
    7,
    '2026-12-01',
  ],
];
test.each(process.env['LONG'] ? ODD_ORGS : ODD_ORGS.slice(0, 1))(
  'in an org %s each sentence is as true of quarters that are drawn one after the other',
  (_, oddities, seed, on) => {
    const { facts } = contextOf(generateOrg({ size: 60, seed, asOf: dayOf(on), odd: oddities }));
    const { found, deals: open } = planParts(facts, { lost: [] });
    const { rehearsal } = rehearsalView(facts, { lost: [] });
    if (!rehearsal) throw new Error('There is nothing to rehearse.');
    const { currency } = facts.profile;
    const won: boolean[][] = [];
    const fresh: number[] = [];
    const bets = open.map(({ amount, p }) => ({ amount, p, group: 0 }));
    const sums = naive({
      won: found.won,
      bets,
      futures: [...found.futures],
      sd: found.shared.sd,
      seed: 99,
      wins: won,
      fresh,
    });
    const isMiss = sums.map((sum) => Number(sum < (found.quota ?? 0)));
    const misses = isMiss.reduce((count, each) => count + each, 0);
    expect(Math.abs(misses - rehearsal.misses) / RUNS).toBeLessThan(0.025);
    const ownerOf = (place: number): string => facts.log.words.owner[facts.log.owner[open[place]!.version] ?? 0] ?? '';
    for (const { kind, share, inHits, owner, under = 0, deals: named } of rehearsal.told) {
      const places = named.map(({ id }) => open.findIndex(({ deal }) => facts.log.ids[deal] === id));
      const holds = (run: number): boolean => {
        if (kind === 'newBusiness') return toMajor(minor(fresh[run]!), currency) < under;
        if (kind !== 'group') return places.every((place) => won[run]![place] === false);
        const brought = open.reduce(
          (sum, { amount }, place) => sum + (won[run]![place] && ownerOf(place) === owner?.id ? amount : 0),
          0,
        );
        return toMajor(minor(brought), currency) < under;
      };
      const counts = [0, 0];
      for (let run = 0; run < RUNS; run += 1) if (holds(run)) counts[isMiss[run]!]! += 1;
      expect(Math.abs(counts[1]! / misses - share), kind).toBeLessThan(0.05);
      expect(Math.abs(counts[0]! / (RUNS - misses) - inHits), kind).toBeLessThan(0.05);
    }
    expect(rehearsal.told.length).toBeGreaterThan(1);
  },
);
