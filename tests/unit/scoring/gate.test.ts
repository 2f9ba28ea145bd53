import { describe, expect, test } from 'vitest';

import { normalStream, randomStream } from '@/lib/figures/random';
import { bandOf } from '@/lib/forecast/ladder';
import { type GateResult, skillGate } from '@/lib/scoring/gate';
import { chancesOf, fitModel } from '@/lib/scoring/model/model';
import { finish } from '@/lib/scoring/model/steps';
import { pick, rowsOf, where } from '@/lib/scoring/model/training-table';
import { rungOf } from '@/lib/scoring/score-ladder';
import { stageTable, tableChance } from '@/lib/scoring/stage-table';

import { makeRows, shuffled } from './rows';

const SEEDS = 100;
const flat = (size: number): Float64Array => new Float64Array(size).fill(0.45);

function gateOn(size: number, y: Uint8Array, table: ReturnType<typeof makeRows>['table']) {
  const learnt = where(size, (row) => row < size * 0.7);
  const held = where(size, (row) => row >= size * 0.7);
  const inner = rowsOf(table, learnt);
  const model = finish(fitModel(inner, { y: pick(y, learnt) }));
  const words = table.columns.at(-1)!;
  const wordOf = (row: number): string => words.words?.[words.values[row]!] ?? '';
  const stages = stageTable(Array.from(learnt, wordOf), pick(y, learnt));
  return skillGate({
    p: chancesOf(model, rowsOf(table, held)),
    table: Array.from(held, (row) => tableChance(stages, wordOf(row))),
    constant: Array.from(held, () => stages.base),
    y: pick(y, held),
    deal: held,
  });
}

test.each([150, 900])('G8.6: with shuffled outcomes of %i deals the gate refuses in 100 of 100 seeds', (size) => {
  const refused = Array.from({ length: SEEDS }, (_, seed) => {
    const { table, y } = makeRows(size, seed);
    return gateOn(size, shuffled(y, seed + 1000), table).isPassed;
  }).filter((isPassed) => !isPassed);
  expect(refused).toHaveLength(SEEDS);
});

test('G8.6: with outcomes that features tell of it passes', () => {
  const { table, y } = makeRows(3000, 4, { pull: 1.5 });
  expect(gateOn(3000, y, table)).toMatchObject({ isPassed: true, reason: 'skilled' });
});

test('G8.6: chances that are far too sure are refused although they rank well', () => {
  const { truth, y } = makeRows(3000, 5, { pull: 1.5 });
  const table = new Float64Array(3000).fill(y.reduce((sum, each) => sum + each, 0) / 3000);
  const deal = Float64Array.from({ length: 3000 }, (_, row) => row);
  const stretched = truth.map((p) => 1 / (1 + Math.exp(-1.9 * Math.log(p / (1 - p)))));
  const result = skillGate({ p: stretched, table, constant: table, y, deal });
  expect(result.isPassed).toBe(false);
  expect(result.slope).toBeLessThan(0.8);
});

test('G8.6: fewer than 30 held-out deals decide nothing, whatever the number of rows', () => {
  const { truth, y } = makeRows(600, 6);
  const deal = Float64Array.from({ length: 600 }, (_, row) => row % 29);
  expect(skillGate({ p: truth, table: flat(600), constant: flat(600), y, deal }).reason).toBe('tooFewHeldOut');
});

test('G8.6: a gain that a few deals carry is called maybe luck, not no gain', () => {
  const size = 40;
  const y = Uint8Array.from({ length: size }, (_, row) => row % 2);
  const p = Float64Array.from(y, (each, row) => (row < 4 ? (each ? 0.9 : 0.1) : 0.5));
  const half = new Float64Array(size).fill(0.5);
  const deal = Float64Array.from({ length: size }, (_, row) => row);
  expect(skillGate({ p, table: half, constant: half, y, deal })).toMatchObject({
    isPassed: false,
    reason: 'maybeLuck',
  });
});

test('the same hold-out gives the same verdict to the last bit', () => {
  const { truth, y } = makeRows(500, 7);
  const deal = Float64Array.from({ length: 500 }, (_, row) => row);
  const held = { p: truth, table: flat(500), constant: flat(500), y, deal };
  expect(skillGate(held)).toEqual(skillGate(held));
});

const passed = skillGate({
  p: makeRows(3000, 4, { pull: 1.5 }).truth,
  table: flat(3000),
  constant: flat(3000),
  y: makeRows(3000, 4, { pull: 1.5 }).y,
  deal: Float64Array.from({ length: 3000 }, (_, row) => row),
});

test.each([
  [19, 500, passed, 'nothing', 'fewDeals'],
  [20, 20, passed, 'band', 'fewDeals'],
  [39, 500, passed, 'band', 'fewDeals'],
  [40, 40, passed, 'early', 'fewDeals'],
  [173, 192, passed, 'early', 'fewDeals'],
  [200, 200, passed, 'full', 'skilled'],
  [5000, 5000, undefined, 'band', 'tooFewHeldOut'],
  [5000, 5000, { ...passed, isPassed: false, reason: 'notBetterThanStages' as const }, 'band', 'notBetterThanStages'],
] as const)('%i won and %i lost stand on the step %s', (won, lost, gate, step, id) => {
  const rung = rungOf({ won, lost }, gate);
  expect(rung.step).toBe(step);
  expect(rung.reason.id).toBe(id);
});

test('G8.5: rules that are forced give the band at most, and say that they were', () => {
  expect(rungOf({ won: 500, lost: 500 }, passed, { isForcedToRules: true })).toEqual({
    step: 'band',
    reason: { id: 'forcedRules' },
  });
});

test('G8.5: a band is told against the org’s own base rate', () => {
  expect([0.05, 0.2, 0.5].map((chance) => bandOf(chance, 0.2))).toEqual(['low', 'middle', 'high']);
});

test('G8.6: who knows when deals end, but of those that end not which are won, is refused, whatever the gain', () => {
  const { truth, y } = makeRows(3000, 4, { pull: 1.5 });
  const deal = Float64Array.from(truth.keys());
  const all = { p: truth, table: flat(3000), constant: flat(3000), y, deal };
  const byLot = { ...all, y: shuffled(y, 9) };
  expect(skillGate(all, { ended: all })).toMatchObject({ isPassed: true, reason: 'skilled' });
  const refused = skillGate(all, { ended: byLot });
  expect(refused).toMatchObject({ isPassed: false, reason: 'onlyTiming' });
  // Nor does one that was shown before stay.
  expect(rungOf({ won: 500, lost: 500 }, refused, { former: 'full' }).step).toBe('band');
});

describe('chances that are true, and hardly tell deals apart beyond their stages', () => {
  /** Stages with their own chances, and log-odds of `sd` about them; half of the deals end within the days that are asked about. */
  function verdictsOn(deals: number, sd: number, seeds = 20): GateResult[] {
    const stages = [-1.7, -1, -0.2, 0.8];
    const grid = Array.from({ length: 33 }, (_, at) => (at - 16) / 4);
    const masses = grid.map((z) => Math.exp((-z * z) / 2));
    const mass = masses.reduce((sum, each) => sum + each, 0);
    const usual = stages.map(
      (middle) => grid.reduce((sum, z, at) => sum + (masses[at] ?? 0) / (1 + Math.exp(-middle - sd * z)), 0) / mass,
    );
    const base = usual.reduce((sum, each) => sum + each, 0) / usual.length;
    return Array.from({ length: seeds }, (_, seed) => {
      const next = randomStream(seed * 7919 + deals);
      const normal = normalStream(next);
      const rows = Array.from({ length: deals }, (_each, deal) => {
        const p = 1 / (1 + Math.exp(-(stages[deal % 4] ?? 0) - sd * normal()));
        return { deal, p, table: usual[deal % 4] ?? 0, isWon: next() < p, isSoon: next() < 0.5 };
      });
      const heldOf = (given: typeof rows, share: number) => ({
        p: given.map(({ p }) => p * share),
        table: given.map(({ table }) => table * share),
        constant: given.map(() => base * share),
        y: given.map(({ isWon, isSoon }) => Number(isWon && isSoon)),
        deal: given.map(({ deal }) => deal),
      });
      return skillGate(heldOf(rows, 0.5), {
        ended: heldOf(
          rows.filter(({ isSoon }) => isSoon),
          1,
        ),
      });
    });
  }
  const share = (verdicts: readonly GateResult[], reason: GateResult['reason']): number =>
    verdicts.filter((each) => each.reason === reason).length / verdicts.length;

  test.each([
    [300, 0.2],
    [1000, 0.3],
  ])(
    'of %i deals, with log-odds of %f: what speaks against them is at most luck, never what is not so',
    (deals, sd) => {
      const verdicts = verdictsOn(deals, sd);
      expect(share(verdicts, 'onlyTiming')).toBeLessThan(0.1);
      expect(share(verdicts, 'notCalibrated')).toBe(0);
      // Where they were better on the deals that happened to be held out, nobody says that they are not.
      for (const { reason, skill } of verdicts) expect(reason === 'notBetterThanStages').toBe(skill <= 0);
    },
  );

  test('with enough deals they pass, though they save less than a hundredth of the loss', () => {
    const verdicts = verdictsOn(8000, 0.3, 4);
    expect(share(verdicts, 'skilled')).toBeGreaterThan(0.7);
    expect(verdicts.some(({ isPassed, skill }) => isPassed && skill < 0.01)).toBe(true);
  });
});

describe('the step does not flip between fits', () => {
  const gateOf = (reason: GateResult['reason'], skill: number): GateResult => ({
    isPassed: reason === 'skilled',
    reason,
    skill,
    n: 300,
    gain: skill / 2,
    gainLow: reason === 'skilled' ? skill / 10 : -skill,
    ece: 0.02,
    slope: 1,
  });
  const many = { won: 400, lost: 400 };
  const few = { won: 90, lost: 120 };

  test('what was shown stays while it is better at all, and says that it stays', () => {
    for (const gate of [gateOf('maybeLuck', 0.04), gateOf('notBetterThanStages', 0.005)]) {
      expect(rungOf(many, gate, { former: 'full' })).toMatchObject({ step: 'full', reason: { id: 'stillBetter' } });
      expect(rungOf(few, gate, { former: 'early' }).step).toBe('early');
      // Never shown before, it has to prove itself in full.
      for (const former of [undefined, 'band', 'nothing'] as const)
        expect(rungOf(many, gate, { former }).step).toBe('band');
    }
  });

  test('it stays where the deals that happened to be held out were worse by what may be luck, and goes where they show it', () => {
    const gate = { ...gateOf('notBetterThanStages', -0.02), endsSkill: -0.02 };
    const stepOf = (gainHigh: number, endsHigh: number) =>
      rungOf(many, { ...gate, gainHigh, endsHigh }, { former: 'full' }).step;
    expect([stepOf(0.01, 0.01), stepOf(-0.001, 0.01), stepOf(0.01, -0.001)]).toEqual(['full', 'band', 'band']);
    expect(rungOf(many, { ...gate, gainHigh: 0.01, endsHigh: 0.01 }, {}).step).toBe('band');
  });

  test('it goes when it is worse than what it replaces, or when its chances do not come true', () => {
    for (const gate of [
      gateOf('notBetterThanStages', -0.001),
      gateOf('notCalibrated', 0.1),
      gateOf('tooFewHeldOut', 0.1),
      undefined,
    ])
      expect(rungOf(many, gate, { former: 'full' }).step).toBe('band');
    expect(rungOf(many, gateOf('maybeLuck', 0.1), { former: 'full', isForcedToRules: true }).step).toBe('band');
    expect(rungOf({ won: 30, lost: 30 }, gateOf('maybeLuck', 0.1), { former: 'full' }).step).toBe('band');
  });

  test('fits whose gain wavers about the border change the step once, not back and forth', () => {
    const next = randomStream(3);
    const steps = (isRemembered: boolean): number => {
      let [former, changes]: [ReturnType<typeof rungOf>['step'] | undefined, number] = [undefined, 0];
      for (let fit = 0; fit < 60; fit += 1) {
        const { step } = rungOf(
          many,
          gateOf(next() < 0.5 ? 'skilled' : 'maybeLuck', 0.05),
          isRemembered ? { former } : {},
        );
        if (former !== undefined && step !== former) changes += 1;
        former = step;
      }
      return changes;
    };
    expect(steps(false)).toBeGreaterThan(10);
    expect(steps(true)).toBeLessThanOrEqual(1);
  });
});
