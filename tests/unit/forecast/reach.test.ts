import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Bet } from '@/lib/forecast/sum/bets';
import { meanOf, quantileOf, sumDistribution } from '@/lib/forecast/sum/distribution';
import { reach } from '@/lib/forecast/sum/reach';
import { shock } from '@/lib/forecast/sum/shock';
import { seeded } from '@/lib/sample/seeded';

import { RUNS } from '../runs';

const chance = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.5, 1e-9));
const amount = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(0, 1, 100, -5000, 50_000));
const bet = fc.record({ amount, p: chance });
const sd = fc.constantFrom(0, 0.25, 0.4, 1);

/** Every one of the 2ⁿ ways the deals can end, one after another. */
function bruteForce(bets: readonly Bet[], odds: readonly number[], visit: (sum: number, mass: number) => void): void {
  for (let ends = 0; ends < 2 ** bets.length; ends += 1) {
    let [sum, mass] = [0, 1];
    bets.forEach((each, deal) => {
      const isWon = ((ends >> deal) & 1) === 1;
      if (isWon) sum += each.amount;
      mass *= isWon ? (odds[deal] ?? 0) : 1 - (odds[deal] ?? 0);
    });
    visit(sum, mass);
  }
}

/** The shared shock done the slow way: Simpson's rule on 400 intervals, each deal's centre by bisection. */
function slowly(sd: number, points = 400): { z: number; weight: number }[] {
  if (sd === 0) return [{ z: 0, weight: 1 }];
  const found = Array.from({ length: points + 1 }, (_, index) => {
    const z = -8 + (16 * index) / points;
    const factor = index === 0 || index === points ? 1 : index % 2 === 1 ? 4 : 2;
    return { z, weight: (factor * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) };
  });
  const total = found.reduce((sum, { weight }) => sum + weight, 0);
  return found.map(({ z, weight }) => ({ z, weight: weight / total }));
}
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
function centreOf(p: number, sd: number, points: readonly { z: number; weight: number }[]): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  let [low, high] = [-60, 60];
  for (let round = 0; round < 200; round += 1) {
    const middle = (low + high) / 2;
    const mean = points.reduce((sum, { z, weight }) => sum + weight * logistic(middle + sd * z), 0);
    if (mean < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

describe('G7.4: the chance of a target', () => {
  test('equals going through every combination, to 1e-9, with credits, nothing and certainties among up to 12 deals', () => {
    fc.assert(
      fc.property(
        fc.array(bet, { maxLength: 12 }),
        fc.integer({ min: -10_000, max: 3_000_000 }),
        fc.array(fc.integer({ min: 0, max: 500_000 }), { maxLength: 3 }),
        fc.integer({ min: 0, max: 400_000 }),
        (bets, target, later, sure) => {
          let [expected, total] = [0, 0];
          const extras = later.length === 0 ? [0] : later;
          bruteForce(
            bets,
            bets.map((each) => each.p),
            (sum, mass) => {
              total += mass;
              for (const extra of extras) if (sure + sum + extra >= target) expected += mass / extras.length;
            },
          );
          expect(total).toBeCloseTo(1, 9);
          expect(
            Math.abs(
              reach(
                bets,
                extras.map((extra) => target - sure - extra),
              ).now - expected,
            ),
          ).toBeLessThan(1e-9);
        },
      ),
      { numRuns: Math.min(RUNS, 2000) },
    );
  });

  test('with a shared shock equals a slow integral over it, to 1e-9, and so does what each deal does to it', () => {
    fc.assert(
      fc.property(
        fc.array(bet, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 2_000_000 }),
        fc.constantFrom(0.25, 0.4, 0.8),
        (bets, target, spreadOut) => {
          const points = slowly(spreadOut);
          const centres = bets.map((each) => centreOf(each.p, spreadOut, points));
          let now = 0;
          const won = bets.map(() => ({ both: 0, own: 0 }));
          for (const { z, weight } of points) {
            const odds = centres.map((centre) => logistic(centre + spreadOut * z));
            bruteForce(bets, odds, (sum, mass) => {
              if (sum >= target) now += weight * mass;
            });
            bets.forEach((_, deal) =>
              bruteForce(bets.with(deal, { amount: 0, p: 0 }), odds.with(deal, 0), (sum, mass) => {
                const side = won[deal];
                const own = weight * mass * (odds[deal] ?? 0);
                if (side) side.own += own;
                if (side && sum + (bets[deal]?.amount ?? 0) >= target) side.both += own;
              }),
            );
          }
          const found = reach(bets, [target], spreadOut);
          expect(Math.abs(found.now - now)).toBeLessThan(1e-9);
          won.forEach(({ both, own }, deal) => {
            if (own > 1e-3) expect(Math.abs((found.effects[deal]?.won ?? 0) - both / own)).toBeLessThan(1e-8);
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('G7.7: obeys the law of total probability for every deal, few or many: p · won + (1 − p) · lost = now', () => {
    fc.assert(
      fc.property(
        fc.array(bet, { maxLength: 40 }),
        fc.integer({ min: -10_000, max: 8_000_000 }),
        fc.array(fc.integer({ min: 0, max: 500_000 }), { maxLength: 3 }),
        sd,
        (bets, target, later, spreadOut) => {
          const { now, effects } = reach(
            bets,
            (later.length === 0 ? [0] : later).map((extra) => target - extra),
            spreadOut,
          );
          expect(now).toBeGreaterThanOrEqual(0);
          expect(now).toBeLessThanOrEqual(1);
          effects.forEach(({ won, lost }, deal) => {
            const p = bets[deal]?.p ?? 0;
            expect(Math.abs(p * won + (1 - p) * lost - now)).toBeLessThan(1e-9);
          });
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('of more than 12 deals with a common measure is exact too: 16 deals against every combination', () => {
    const random = seeded(3);
    for (const spreadOut of [0, 0.4]) {
      const bets = Array.from({ length: 16 }, () => ({ amount: 1000 * random.int(0, 60), p: random.next() }));
      const odds = bets.map((each) => shock(spreadOut).at(each.p));
      let expected = 0;
      shock(spreadOut).weights.forEach((weight, k) =>
        bruteForce(
          bets,
          odds.map((each) => each[k] ?? 0),
          (sum, mass) => {
            if (sum + 7000 >= 250_000) expected += weight * mass;
          },
        ),
      );
      const found = reach(bets, [243_000], spreadOut);
      expect(Math.abs(found.now - expected)).toBeLessThan(1e-9);
    }
  });

  test('of amounts without a common measure is off by less than two tenths of a point: 15 deals against every combination', () => {
    const random = seeded(4);
    for (let round = 0; round < 10; round += 1) {
      const bets = Array.from({ length: 15 }, () => ({
        amount: Math.round(random.logNormal(2_400_000, 1.2)) + 1,
        p: random.next(),
      }));
      const target = Math.round(bets.reduce((sum, each) => sum + each.amount * each.p, 0)) + 1;
      let expected = 0;
      bruteForce(
        bets,
        bets.map((each) => each.p),
        (sum, mass) => {
          if (sum >= target) expected += mass;
        },
      );
      const found = reach(bets, [target]).now;
      expect(Math.abs(found - expected)).toBeLessThan(0.002);
    }
  });

  test('and effects of a few named deals are those among all', () => {
    const random = seeded(5);
    const bets = Array.from({ length: 60 }, () => ({
      amount: Math.round(random.logNormal(2_400_000, 1.2)),
      p: random.next(),
    }));
    const targets = [89_999_990, 85_000_000];
    const all = reach(bets, targets, 0.3);
    const some = reach(bets, targets, 0.3, [41, 3]);
    expect(some.now).toBeCloseTo(all.now, 10);
    expect(some.effects[0]?.won).toBeCloseTo(all.effects[41]?.won ?? -1, 10);
    expect(some.effects[1]?.lost).toBeCloseTo(all.effects[3]?.lost ?? -1, 10);
  });

  test.each([
    ['no deals, target not reached', [], 0, 100, 0],
    ['no deals, target reached', [], 100, 100, 1],
    ['a quota of 0', [{ amount: 10, p: 0.5 }], 0, 0, 1],
    ['an endless target', [{ amount: 10, p: 1 }], 0, Infinity, 0],
    ['a chance that is no number: it brings nothing', [{ amount: 100, p: Number.NaN }], 0, 100, 0],
    ['an amount that is no number: it brings nothing', [{ amount: Number.NaN, p: 1 }], 0, 1, 0],
    ['a chance above 1: it is certain', [{ amount: 100, p: 3 }], 0, 100, 1],
    ['a credit that may take the quota away', [{ amount: -10, p: 0.25 }], 100, 100, 0.75],
  ])('%s', (_, bets, sure, target, expected) => {
    for (const spreadOut of [0, 0.4, Number.NaN])
      expect(reach(bets, [target - sure], spreadOut).now).toBeCloseTo(expected, 12);
  });

  test('a target that is no number has no chance to state', () => {
    expect(reach([], [Number.NaN]).now).toBeNaN();
  });
});

describe('G7.1 to G7.3: the range', () => {
  test('of up to 12 deals has the quantiles of all combinations', () => {
    fc.assert(
      fc.property(fc.array(bet, { maxLength: 10 }), fc.integer({ min: 0, max: 9999 }), (bets, sure) => {
        const ends: { sum: number; mass: number }[] = [];
        bruteForce(
          bets,
          bets.map((each) => each.p),
          (sum, mass) => ends.push({ sum: sure + sum, mass }),
        );
        const sums = sumDistribution(bets);
        const [p10, p50, p90] = [0.1, 0.5, 0.9].map((share) => sure + quantileOf(sums, share)) as [
          number,
          number,
          number,
        ];
        const mean = sure + meanOf(sums);
        for (const [share, found] of [
          [0.1, p10],
          [0.5, p50],
          [0.9, p90],
        ] as const) {
          const upTo = ends.filter(({ sum }) => sum <= found).reduce((total, { mass }) => total + mass, 0);
          const below = ends.filter(({ sum }) => sum < found).reduce((total, { mass }) => total + mass, 0);
          expect(upTo).toBeGreaterThanOrEqual(share - 1e-9);
          expect(below).toBeLessThan(share + 1e-9);
        }
        const expected = ends.reduce((total, { sum, mass }) => total + sum * mass, 0);
        expect(Math.abs(mean - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
      }),
      { numRuns: RUNS },
    );
  });

  test('holds 80 % of outcomes when a shock of 0.4 is shared by 200 deals; the band of independent deals holds about half', () => {
    const random = seeded(11);
    // Amounts as real pipelines have them (log-normal): a few large deals widen the independent band too.
    const bets = Array.from({ length: 200 }, () => ({
      amount: Math.round(random.logNormal(2_400_000, 1)),
      p: 0.25 + 0.3 * random.next(),
    }));
    const bands = [0.4, 0].map((spreadOut) => {
      const sums = sumDistribution(bets, spreadOut);
      return { p10: quantileOf(sums, 0.1), p90: quantileOf(sums, 0.9) };
    });
    const points = slowly(0.4);
    const centres = bets.map((each) => centreOf(each.p, 0.4, points));
    const held = [0, 0];
    const rounds = 3000;
    for (let round = 0; round < rounds; round += 1) {
      const common = 0.4 * random.normal();
      const total = centres.reduce(
        (sum, centre, deal) => sum + (random.next() < logistic(centre + common) ? (bets[deal]?.amount ?? 0) : 0),
        0,
      );
      bands.forEach(({ p10, p90 }, index) => {
        if (p10 <= total && total <= p90) held[index] = (held[index] ?? 0) + 1;
      });
    }
    const [withShock = 0, independent = 0] = held.map((count) => count / rounds);
    expect(withShock).toBeGreaterThan(0.75);
    expect(withShock).toBeLessThan(0.85);
    expect(independent).toBeGreaterThan(0.42);
    expect(independent).toBeLessThan(0.58);
  });
});

describe('G7.6: the shock', () => {
  test('leaves every chance what it is on average', () => {
    fc.assert(
      fc.property(chance, fc.double({ min: 0, max: 1.5, noNaN: true }), (p, spreadOut) => {
        const { at, weights } = shock(spreadOut);
        const mean = at(p).reduce((sum, each, k) => sum + each * (weights[k] ?? 0), 0);
        expect(Math.abs(mean - p)).toBeLessThan(1e-12);
      }),
      { numRuns: RUNS },
    );
  });
});
