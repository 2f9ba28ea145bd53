import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { normalStream, randomStream } from '@/lib/figures/random';
import { periodForecast } from '@/lib/forecast/sum/period-forecast';
import { type FinishedWindow, futuresOf, learnShared, levelled, UNSHARED } from '@/lib/forecast/sum/shared';
import { RUNS } from '@/tests/unit/runs';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Windows whose deals were said to have chances p, and came with those odds times e^(level + shock). */
function windows(
  count: number,
  {
    seed,
    level = 0,
    sd = 0,
    deals = 250,
    growth = 1,
  }: { seed: number; level?: number; sd?: number; deals?: number; growth?: number },
): FinishedWindow[] {
  const next = randomStream(seed);
  const normal = normalStream(next);
  return Array.from({ length: count }, () => {
    const shift = level + sd * normal();
    const bets = Array.from({ length: deals }, () => ({
      p: 0.05 + 0.5 * next(),
      amount: Math.round(1e5 * Math.exp(0.7 * normal())),
    }));
    const won = bets.reduce(
      (sum, { p, amount }) => sum + (next() < logistic(Math.log(p / (1 - p)) + shift) ? amount : 0),
      0,
    );
    const fresh = Array.from({ length: 6 }, () => 2e6 * (0.8 + 0.4 * next()));
    return { deals: bets, newBusiness: fresh, actual: won + growth * Math.exp(shift) * 2e6 * (0.8 + 0.4 * next()) };
  });
}

describe('G7.6: what finished windows tell', () => {
  test('without any: no level, the spread of the prior', () => {
    expect(learnShared([])).toEqual(UNSHARED);
    expect(learnShared([{ deals: [], newBusiness: [], actual: 0 }])).toMatchObject({ level: 0, hasMoved: false });
  });

  test.each([0, 0.2, 0.4])('a planted spread of %f is found from 60 windows, with no level', (sd) => {
    const found = learnShared(windows(60, { seed: 3, sd }));
    expect(Math.abs(found.sd - sd)).toBeLessThan(0.1);
    expect(Math.abs(found.level)).toBeLessThan(0.1);
  });

  test('a planted level is found, the more of it the more windows there are, and its doubt widens', () => {
    const [few, many] = [3, 40].map((count) => learnShared(windows(count, { seed: 4, level: 0.4 })));
    expect(few!.level).toBeGreaterThan(0.08);
    expect(few!.level).toBeLessThan(0.3);
    expect(Math.abs(many!.level - 0.4)).toBeLessThan(0.08);
  });

  test('windows of three deals, one of them huge, are hardly believed', () => {
    const odd = Array.from({ length: 4 }, () => ({
      deals: [
        { p: 0.1, amount: 1e9 },
        { p: 0.3, amount: 1e4 },
        { p: 0.3, amount: 1e4 },
      ],
      newBusiness: [],
      actual: 1e9,
    }));
    const { level, sd } = learnShared(odd);
    expect(Math.abs(level)).toBeLessThan(0.1);
    expect(sd).toBeLessThan(0.5);
  });

  test('steady windows never move the level; two that bring threefold do, the forecast leans to them and is wider', () => {
    const steady = windows(6, { seed: 8, sd: 0.1 });
    const jump = windows(2, { seed: 9, level: Math.log(3), growth: 1 });
    const [before, after] = [learnShared(steady), learnShared([...steady, ...jump])];
    expect(before.hasMoved).toBe(false);
    expect(after.hasMoved).toBe(true);
    expect(after.level).toBeGreaterThan(0.4);
    expect(after.sd).toBeGreaterThan(before.sd);
    const one = learnShared([...steady, ...jump.slice(0, 1)]);
    expect(one.hasMoved).toBe(false);
  });

  test('a sales team that is being built is noticed', () => {
    const growing = Array.from(
      { length: 6 },
      (_, at) => windows(1, { seed: 20 + at, deals: 20, growth: 1.9 ** at })[0]!,
    );
    expect(learnShared(growing).hasMoved).toBe(true);
  });
});

test('G7.18: a range learnt from 12 windows holds the next one in about 80 of 100 orgs, level and shock and all', () => {
  let held = 0;
  const orgs = 200;
  for (let seed = 0; seed < orgs; seed += 1) {
    const normal = normalStream(randomStream(1000 + seed));
    const all = windows(13, { seed, level: 0.3 * normal(), sd: 0.25, deals: 120 });
    const next = all.at(-1)!;
    const shared = learnShared(all.slice(0, -1));
    const deals = next.deals.map(({ p, amount }) => ({ amount, p: levelled(p, shared.level) }));
    const { p10, p90 } = periodForecast({ won: 0, deals, newBusiness: next.newBusiness, shared });
    if (next.actual >= p10 && next.actual <= p90) held += 1;
  }
  expect(held / orgs).toBeGreaterThan(0.73);
  expect(held / orgs).toBeLessThan(0.9);
});

test('G7.4: parts add up to the mean, futures keep theirs, and a quota’s chance is the share of the distribution above it', () => {
  const bet = fc.record({ amount: fc.integer({ min: 1, max: 900 }), p: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(
      fc.array(bet, { maxLength: 10 }),
      fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 8 }),
      fc.integer({ min: 0, max: 1000 }),
      (deals, past, won) => {
        const found = periodForecast({ won, deals, newBusiness: past, quota: 700 });
        expect(found.won + found.open + (found.notYetCreated ?? 0)).toBeCloseTo(found.mean, 6);
        const { values, probs } = found.distribution;
        const above = values.reduce((sum, value, at) => sum + (value >= 700 - 1e-9 ? probs[at]! : 0), 0);
        expect(found.pReachQuota!).toBeCloseTo(above, 6);
        const mean = past.reduce((sum, each) => sum + each, 0) / Math.max(1, past.length);
        // Widened futures are cut at nought, which can only raise their mean.
        if (past.length > 0) expect(found.notYetCreated!).toBeGreaterThanOrEqual(mean - 1e-9);
        expect(futuresOf(past, 0).every((each) => each >= 0)).toBe(true);
      },
    ),
    { numRuns: RUNS },
  );
});

test('what eight quarters never brought still comes: what is said of high targets comes as often, in the middle too', () => {
  const normal = normalStream(randomStream(12));
  const next = (): number => 1e6 * Math.exp(0.6 * normal());
  const bins = [0.05, 0.2, 0.8, 0.95, 1].map((most) => ({ most, said: 0, came: 0, n: 0 }));
  let [never, held] = [0, 0];
  const runs = 4000;
  for (let run = 0; run < runs; run += 1) {
    const past = Array.from({ length: 8 }, next);
    const came = next();
    const { p10, p90 } = periodForecast({ won: 0, deals: [], newBusiness: past });
    held += came >= p10 && came <= p90 ? 1 : 0;
    for (const share of [0.4, 0.7, 1, 1.5, 2, 2.5, 3]) {
      const said = periodForecast({ won: 0, deals: [], newBusiness: past, quota: share * 1e6 }).pReachQuota!;
      const bin = bins.find(({ most }) => said <= most)!;
      bin.said += said;
      bin.came += came >= share * 1e6 ? 1 : 0;
      bin.n += 1;
      never += said === 0 && came >= share * 1e6 ? 1 : 0;
    }
  }
  for (const { said, came, n } of bins) expect(Math.abs(said - came) / n).toBeLessThan(0.05);
  // With the eight figures themselves one in ten.
  expect(never / runs).toBeLessThan(0.025);
  expect(held / runs).toBeGreaterThan(0.74);
  expect(held / runs).toBeLessThan(0.86);
});

test('a range has a width where anything else may come, and is none where nothing does', () => {
  const rare = periodForecast({
    won: 50,
    deals: [
      { amount: 100, p: 0.04 },
      { amount: 300, p: 0.02 },
    ],
    newBusiness: [],
  });
  expect([rare.p10, rare.p50]).toEqual([50, 50]);
  // Of what else may come, by hand: one of both, or hardly ever both.
  const [one, other] = [0.04 * 0.98, 0.02 * 0.96];
  expect(rare.p90 - 50).toBeCloseTo((one * 100 + other * 300 + 0.0008 * 400) / (one + other + 0.0008), -1);
  expect(rare.isTooWide).toBe(false);
  const sure = periodForecast({ won: 50, deals: [{ amount: 100, p: 0.97 }], newBusiness: [] });
  expect([sure.p10, sure.p50, sure.p90]).toEqual([50, 150, 150]);
  const none = periodForecast({ won: 50, deals: [{ amount: 100, p: 0.001 }], newBusiness: [] });
  expect([none.p10, none.p90]).toEqual([50, 50]);
});

test('quarters without new business stay as many among those to come', () => {
  const found = futuresOf([0, 5, 0, 0, 9, 0, 7, 0], 0);
  expect(found.filter((each) => each === 0).length / found.length).toBeCloseTo(5 / 8, 1);
  expect(found.reduce((sum, each) => sum + each, 0) / found.length).toBeCloseTo(21 / 8, 9);
});
