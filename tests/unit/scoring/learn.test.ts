import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { FEATURE_IDS } from '@/lib/forecast/score';
import { LOST, OPEN, versionAt, WON } from '@/lib/log/event-log';
import { dealIndex, FIRST_DEAL, type DealIndex } from '@/lib/log/positions';
import { featureTable } from '@/lib/scoring/deal/features';
import { learn } from '@/lib/scoring/learn';
import { learntChances } from '@/lib/scoring/learnt-chances';
import { atDay, curvesOf } from '@/lib/scoring/model/hazard';
import { ece, logitOf } from '@/lib/scoring/model/quality';
import { finish } from '@/lib/scoring/model/steps';
import { explain } from '@/lib/scoring/reasons';

import { RUNS } from '../runs';
import { dealFacts } from './known-facts';
import { makeWorld, OPTIONS, trueChance, type World } from './world';

const learnFrom = ({ log, activities, contactRoles, at }: World) => {
  const facts = dealFacts(log, activities, contactRoles);
  return { facts, learnt: finish(learn(facts, { at, ...OPTIONS })) };
};
const openAt = ({ log }: World, at: number): DealIndex[] =>
  Array.from({ length: log.size }, (_, deal) => dealIndex(deal)).filter((deal) => {
    const version = versionAt(log, deal, instant(at));
    return version >= 0 && log.status[version] === OPEN;
  });

const world = makeWorld(4000, 3);
const { facts, learnt } = learnFrom(world);
const open = openAt(world, world.at);
const table = featureTable(
  facts,
  open.map((deal) => ({ deal, at: world.at })),
  OPTIONS,
);

describe('on a generated org whose chances are known (no evidence of quality on real data)', () => {
  test('it has more than 200 won and 200 lost deals and passes its gate', () => {
    expect(Math.min(learnt.card.won, learnt.card.lost)).toBeGreaterThan(200);
    expect(learnt.card.rung).toMatchObject({ step: 'full', reason: { id: 'skilled' } });
  });

  test.each([2, 8, 12])('chances within %i weeks are calibrated against the true ones: ECE at most 0.05', (weeks) => {
    const { won } = curvesOf(learnt.hazard!, table);
    const truth = open.map((deal) => {
      const version = versionAt(world.log, deal, instant(world.at));
      return trueChance(world.log.stage[version]!, world.log.owner[version]!, weeks);
    });
    const told = open.map((_, row) => atDay(won, row, weeks * 7));
    expect(ece(told, truth, 10)).toBeLessThan(0.05);
  });

  test('the proof was made on outcomes later than what was learnt from, and is calibrated', () => {
    const { proof, gate } = learnt.card;
    expect(proof!.origins).toBeGreaterThanOrEqual(3);
    expect(proof!.model.ece).toBeLessThan(0.05);
    expect(proof!.brierSkill).toBeGreaterThan(0);
    expect(gate!.gainLow).toBeGreaterThan(0);
  });
});

test('G8.11: won, lost and still open are shares of one whole at every horizon, and never fall back', () => {
  const curves = curvesOf(learnt.hazard!, table);
  for (const [row] of open.entries()) {
    let [won, lost] = [0, 0];
    for (const [bin] of curves.won.entries()) {
      const [w, l] = [curves.won[bin]![row]!, curves.lost[bin]![row]!];
      expect(w).toBeGreaterThanOrEqual(won);
      expect(l).toBeGreaterThanOrEqual(lost);
      expect(w + l).toBeLessThanOrEqual(1 + 1e-9);
      [won, lost] = [w, l];
    }
    expect(curves.ever[row]!).toBeGreaterThanOrEqual(won - 1e-12);
  }
});

test('G8.14: base plus reasons are the shown chance’s log-odds, for any deal and any number of days', () => {
  const curves = curvesOf(learnt.hazard!, table);
  fc.assert(
    fc.property(fc.nat(open.length - 1), fc.integer({ min: 1, max: 400 }), (row, days) => {
      const { base, reasons, chance } = explain(learnt.hazard!, table, row, days);
      const shown = atDay(curves.won, row, days);
      expect(chance).toBeCloseTo(shown, 9);
      expect(reasons.reduce((sum, { logOdds }) => sum + logOdds, base)).toBeCloseTo(logitOf(shown), 9);
    }),
    { numRuns: Math.ceil(RUNS / 10) },
  );
});

test('a strong owner is a reason for, a weak one against; what is not known is listed as missing', () => {
  const ownerOf = (name: string): number =>
    open.findIndex(
      (deal) => world.log.words.owner[world.log.owner[versionAt(world.log, deal, instant(world.at))]!] === name,
    );
  const share = (row: number): number =>
    explain(learnt.hazard!, table, row, 60).reasons.find(({ id }) => id === 'owner')?.logOdds ?? 0;
  expect(share(ownerOf('ann'))).toBeGreaterThan(0.1);
  expect(share(ownerOf('cy'))).toBeLessThan(-0.1);
  const last = table.columns.find(({ name }) => name === 'daysSinceActivity')!.values;
  const silent = last.findIndex((days) => Number.isNaN(days));
  const { missing } = explain(learnt.hazard!, table, silent, 60);
  expect(missing).toContain('daysSinceActivity');
  expect(missing).not.toContain('stage');
  // No deal of this org has a type: it is no part of the model, and nothing that this deal lacks.
  expect(missing).not.toContain('type');
});

test('the shown chance is that of the forecast, also after calibration, and its parts sum to it in log-odds and in points', () => {
  const end = world.at + 45 * DAY_MS;
  for (const calibration of [
    { method: 'none', intercept: 0, slope: 1, n: 0 },
    { method: 'intercept', intercept: -0.4, slope: 1, n: 60 },
    { method: 'platt', intercept: 0.3, slope: 0.7, n: 300 },
  ] as const) {
    const source = learntChances(learnt, facts, { at: world.at, end, calibration, ...OPTIONS })!;
    for (const deal of open.slice(0, 40)) {
      const { won } = source.of(deal, versionAt(world.log, deal, instant(world.at)));
      const { chance, base, baseChance, reasons } = source.explain(deal);
      expect(chance).toBeCloseTo(won, 9);
      expect(reasons.reduce((sum, { logOdds }) => sum + logOdds, base)).toBeCloseTo(logitOf(won), 8);
      expect(reasons.reduce((sum, { points }) => sum + points, baseChance)).toBeCloseTo(won, 9);
      expect(reasons.some(({ id }) => id === 'recentResults')).toBe(calibration.intercept !== 0);
    }
  }
});

test('what a deal’s words are compared with are the org’s finished deals that had them on a look, of which there is one a week', () => {
  // Few enough deals for every look to be learnt from.
  const world = makeWorld(1000, 3);
  const { words } = learnFrom(world).learnt.typical!;
  const naive = { stage: new Map<string, [number, number]>(), owner: new Map<string, [number, number]>() };
  for (let deal = FIRST_DEAL; deal < world.log.size; deal++) {
    const versions = Array.from(
      { length: world.log.starts[deal + 1]! - world.log.starts[deal]! },
      (_, at) => world.log.starts[deal]! + at,
    ).filter((version) => world.log.from[version]! <= world.at);
    const last = versions.at(-1);
    if (last === undefined || world.log.status[last] === OPEN) continue;
    for (const name of ['stage', 'owner'] as const) {
      const held = new Set(
        versions
          .filter((version) => {
            const next = world.log.from[version + 1] ?? Infinity;
            const weeks = (instant: number) => Math.ceil((world.at - instant) / (7 * DAY_MS) + 1e-9);
            return world.log.status[version] === OPEN && weeks(world.log.from[version]! - 1) > weeks(next - 1);
          })
          .map((version) => world.log.words[name][world.log[name][version]!]!),
      );
      for (const word of held) {
        const [won, n] = naive[name].get(word) ?? [0, 0];
        naive[name].set(word, [won + Number(world.log.status[last] === WON), n + 1]);
      }
    }
  }
  for (const name of ['stage', 'owner'] as const)
    for (const [word, [won, n]] of naive[name]) expect(words[name]![word]).toEqual({ won, n });
});

test('the 80 % range around a chance holds the true one at least as often as it says', () => {
  const weeks = 8;
  const source = learntChances(learnt, facts, { at: world.at, end: world.at + weeks * 7 * DAY_MS, ...OPTIONS })!;
  const inside = open.filter((deal) => {
    const version = versionAt(world.log, deal, instant(world.at));
    const truth = trueChance(world.log.stage[version]!, world.log.owner[version]!, weeks);
    const { low, high } = source.of(deal, version);
    return low! <= truth && truth <= high!;
  });
  expect(inside.length / open.length).toBeGreaterThanOrEqual(0.8);
  const wide = open.filter((deal) => {
    const { low, high } = source.of(deal, versionAt(world.log, deal, instant(world.at)));
    return high! - low! > 0.3;
  });
  expect(wide.length / open.length).toBeLessThan(0.1);
});

test('every feature has a stable id that its texts go by', () => {
  expect(table.columns.map(({ name }) => name).toSorted()).toEqual([...FEATURE_IDS].toSorted());
});

test('two fits of the same org are the same to the last bit', () => {
  const small = makeWorld(250, 9);
  expect(JSON.stringify(learnFrom(small).learnt)).toBe(JSON.stringify(learnFrom(small).learnt));
});

test('chances for the forecast come with a range around them, and none come where the ladder forbids it', () => {
  const end = world.at + 30 * DAY_MS;
  const source = learntChances(learnt, facts, { at: world.at, end, ...OPTIONS })!;
  expect(source.method).toBe('learnt');
  for (const deal of open.slice(0, 50)) {
    const { won, lost, low, high } = source.of(deal, versionAt(world.log, deal, instant(world.at)));
    expect(won + lost).toBeLessThanOrEqual(1);
    expect(low!).toBeLessThanOrEqual(won);
    expect(high!).toBeGreaterThanOrEqual(won);
  }
  const few = makeWorld(40, 2);
  const other = learnFrom(few);
  expect(other.learnt.card.rung.reason.id).toBe('fewDeals');
  expect(learntChances(other.learnt, other.facts, { at: few.at, end, ...OPTIONS })).toBeUndefined();
});

test.each([
  ['no deal', 0],
  ['three deals', 3],
])('of %s nothing is learnt, and it says how many are needed', (_, deals) => {
  const { learnt: found } = learnFrom(makeWorld(deals, 4));
  expect(found.hazard).toBeUndefined();
  expect(found.card.rung).toMatchObject({ step: 'nothing', reason: { id: 'fewDeals', needed: 20 } });
});

test('G8.6: outcomes that are dealt out at random are refused by the gate, and no learnt chance is given', () => {
  const mixed = makeWorld(900, 6);
  // Won or lost by the toss of the deal's number: stages, owners and days still happen, but tell nothing of the end.
  mixed.log.status.forEach((status, version) => {
    if (status !== OPEN) mixed.log.status[version] = (Math.imul(version, 2_654_435_761) >>> 16) % 2 === 0 ? WON : LOST;
  });
  for (let deal = FIRST_DEAL; deal < mixed.log.size; deal++) {
    const first = mixed.log.starts[deal]!;
    for (let version = first; version < mixed.log.starts[deal + 1]!; version++)
      if (mixed.log.status[version] === OPEN) mixed.log.stage[version] = 1;
  }
  const found = learnFrom(mixed);
  expect(found.learnt.card.gate?.isPassed).toBe(false);
  expect(learntChances(found.learnt, found.facts, { at: mixed.at, end: mixed.at + 1e9, ...OPTIONS })).toBeUndefined();
});

test('G8.5: an org in which nothing was ever lost gets no percentages', () => {
  const won = makeWorld(600, 7);
  won.log.status.forEach((status, version) => {
    if (status === LOST) won.log.status[version] = WON;
  });
  const { learnt: found } = learnFrom(won);
  expect(found.card.lost).toBe(0);
  expect(found.card.rung.step).toBe('nothing');
  expect(found.hazard).toBeUndefined();
});
