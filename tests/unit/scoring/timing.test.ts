import { describe, expect, test } from 'vitest';

import { randomStream } from '@/lib/figures/random';
import { atDay, curvesOf, fitHazard, type Hazard, type LandmarkRows } from '@/lib/scoring/model/hazard';
import { logitOf } from '@/lib/scoring/model/quality';
import { finish } from '@/lib/scoring/model/steps';
import { categoryColumn, numberColumn, type TrainingTable } from '@/lib/scoring/model/training-table';
import { explain } from '@/lib/scoring/reasons';

const QUARTER = 91;
const DAYS = 16 * QUARTER;

interface World {
  /** Chance a day to be won, and to be lost, of a deal that is open on a day with a planned date so many days ahead. */
  won: (day: number, toDate: number) => number;
  lost: (day: number, toDate: number) => number;
  /** The same for deals of some owners. */
  of?: Readonly<Record<string, Pick<World, 'won' | 'lost'>>>;
}

/** Deals born evenly, each with a planned date 20 to 80 days after its birth, looked at every seventh day. */
function rowsOf(world: World, seed: number, deals = 1500): LandmarkRows {
  const names = Object.keys(world.of ?? {});
  const next = randomStream(seed);
  const [deal, at, endedAt, isWon] = [[] as number[], [] as number[], [] as number[], [] as number[]];
  const [toClose, left, owners] = [[] as number[], [] as number[], [] as string[]];
  for (let each = 0; each < deals; each += 1) {
    const owner = names[each % Math.max(1, names.length)] ?? '';
    const { won, lost } = world.of?.[owner] ?? world;
    const born = Math.floor(next() * (DAYS - 60));
    const plan = born + 20 + Math.floor(next() * 60);
    let day = born;
    let end = 0;
    while (end === 0 && day < DAYS) {
      day += 1;
      const luck = next();
      const p = won(day, plan - day);
      if (luck < p) end = 1;
      else if (luck < p + lost(day, plan - day)) end = 2;
    }
    for (let look = Math.ceil(born / 7) * 7; look < Math.min(day, DAYS); look += 7) {
      deal.push(each);
      at.push(look);
      endedAt.push(end === 0 ? Infinity : day - 0.5);
      isWon.push(end === 1 ? 1 : 0);
      owners.push(owner);
      toClose.push(plan - look);
      left.push((QUARTER - (look % QUARTER)) / QUARTER);
    }
  }
  return { table: tableOf(toClose, left, owners), deal, at, endedAt, isWon };
}

const tableOf = (
  toClose: readonly number[],
  left: readonly number[],
  owners: readonly string[] = [],
): TrainingTable => ({
  size: toClose.length,
  columns: [
    categoryColumn(
      'stage',
      toClose.map(() => 'Open'),
    ),
    categoryColumn(
      'owner',
      toClose.map((_, row) => owners[row]),
    ),
    numberColumn('quarterLeft', left),
    numberColumn('daysToClose', toClose),
  ],
});

const learn = (world: World, seed: number, deals?: number): Hazard =>
  finish(fitHazard(rowsOf(world, seed, deals), { until: DAYS, bins: 16 }))!;
const within = (hazard: Hazard, toClose: number, daysLeft: number, days: number, owner = ''): number =>
  atDay(curvesOf(hazard, tableOf([toClose], [daysLeft / QUARTER], [owner])).won, 0, days);
/** Chance to be won within some days, day by day. */
function truth({ won, lost }: World, day: number, plan: number, days: number): number {
  let [open, sum] = [1, 0];
  for (let ahead = 1; ahead <= days; ahead += 1) {
    const [w, l] = [won(day + ahead, plan - ahead), lost(day + ahead, plan - ahead)];
    sum += open * w;
    open *= 1 - w - l;
  }
  return sum;
}

const flat: World = { won: () => 0.008, lost: () => 0.012 };
const rush: World = { won: (day) => ((day - 1) % QUARTER >= QUARTER - 14 ? 0.024 : 0.006), lost: () => 0.012 };
const dated: World = { won: (_, toDate) => (toDate > 0 ? 0.001 : toDate > -20 ? 0.06 : 0.01), lost: () => 0.006 };

describe('a rush at the end of quarters', () => {
  const hazard = learn(rush, 1);
  test.each([60, 30, 20, 15, 10, 7])(
    'with %i days left the chance of the rest of the quarter is the true one',
    (days) => {
      const said = within(hazard, Number.NaN, days, days);
      const true_ = truth(rush, QUARTER - days, Infinity, days);
      expect(said / true_).toBeGreaterThan(0.85);
      expect(said / true_).toBeLessThan(1.15);
    },
  );

  test('and of the first weeks of the next one too', () => {
    const said = within(hazard, Number.NaN, 5, 26);
    expect(Math.abs(said / truth(rush, QUARTER - 5, Infinity, 26) - 1)).toBeLessThan(0.15);
  });

  test('reasons add up to the chance with the calendar among them', () => {
    for (const days of [3, 7, 12, 40, 200]) {
      const table = tableOf([30], [12 / QUARTER]);
      const { base, reasons, chance } = explain(hazard, table, 0, days);
      expect(chance).toBeCloseTo(atDay(curvesOf(hazard, table).won, 0, days), 9);
      expect(reasons.reduce((sum, { logOdds }) => sum + logOdds, base)).toBeCloseTo(logitOf(chance), 9);
      if (days === 12) expect(reasons.find(({ id }) => id === 'quarterLeft')?.logOdds).toBeGreaterThan(0.2);
    }
  });
});

test('where neither calendar nor planned dates mean anything, neither is in the model, in at least 19 orgs of 20', () => {
  const found = Array.from({ length: 20 }, (_, seed) => learn(flat, seed + 10, 300).timing);
  const of = (name: 'quarter' | 'planned') => found.filter(({ won, lost }) => won[name] || lost[name]).length;
  expect(of('quarter')).toBeLessThanOrEqual(1);
  expect(of('planned')).toBeLessThanOrEqual(1);
});

test('a calendar that was seen only once is not believed', () => {
  const rows = rowsOf(rush, 3);
  const until = 300;
  const early = Uint32Array.from(rows.deal.length === 0 ? [] : Array.from(rows.deal).keys()).filter(
    (row) => rows.at[row]! < until,
  );
  const pick = (values: ArrayLike<number>): number[] => Array.from(early, (row) => values[row]!);
  const table: TrainingTable = {
    size: early.length,
    columns: rows.table.columns.map((column) => ({ ...column, values: Float64Array.from(pick(column.values)) })),
  };
  const endedAt = pick(rows.endedAt).map((end) => (end <= until ? end : Infinity));
  const hazard = finish(
    fitHazard(
      { table, deal: pick(rows.deal), at: pick(rows.at), endedAt, isWon: pick(rows.isWon) },
      { until, bins: 16 },
    ),
  );
  expect(hazard!.timing.won.quarter).toBeUndefined();
});

describe('planned dates that mean something', () => {
  const hazard = learn(dated, 2);
  test.each([7, 14, 30, 60])(
    'within %i days a sweep over planned dates moves the chance as it truly moves, and by no steps',
    (days) => {
      const dates = Array.from({ length: 116 }, (_, at) => at - 40);
      const said = dates.map((toClose) => within(hazard, toClose, 45, days));
      const off = dates.map((toClose, at) => Math.abs(said[at]! - truth(dated, QUARTER - 45, toClose, days)));
      const steps = said.slice(1).map((next, at) => Math.abs(next - said[at]!));
      expect(Math.max(...steps)).toBeLessThan(0.08);
      expect(off.reduce((sum, each) => sum + each, 0) / off.length).toBeLessThan(0.04);
      expect(Math.max(...off)).toBeLessThan(0.16);
    },
  );

  test.each([14, 30])('within %i days a date inside of them is likelier than one far behind or far ahead', (days) => {
    const inside = within(hazard, 3, 45, days);
    expect(inside).toBeGreaterThan(within(hazard, days + 30, 45, days) + 0.1);
    expect(inside).toBeGreaterThan(within(hazard, -70, 45, days) + 0.1);
  });
});

describe('owners of whom some keep their dates', () => {
  const of = (keeps: string): World => ({
    ...flat,
    of: Object.fromEntries(
      ['ann', 'bob', 'cid', 'dora', 'eve', 'finn'].map((name) => [name, keeps.includes(name[0]!) ? dated : flat]),
    ),
  });
  const hazard = learn(of('ace'), 4, 4000);

  test('are told apart, and the date times the deals of the ones alone', () => {
    expect(hazard.timing.won.habits).toStrictEqual({ ann: 1, bob: 2, cid: 1, dora: 2, eve: 1, finn: 2 });
    for (const toClose of [-5, 3, 10, 25, 60]) {
      const [keeper, other] = ['ann', 'bob'].map((name) => within(hazard, toClose, 45, 14, name));
      expect(Math.abs(keeper! - truth(dated, QUARTER - 45, toClose, 14))).toBeLessThan(0.09);
      expect(Math.abs(other! - truth(flat, QUARTER - 45, toClose, 14))).toBeLessThan(0.09);
    }
  });

  test('a new owner’s date counts as dates do on average', () => {
    const [keeper, other, fresh] = ['ann', 'bob', 'zoe'].map((name) => within(hazard, 3, 45, 14, name));
    expect(fresh).toBeLessThan(keeper!);
    expect(fresh).toBeGreaterThan(other!);
  });

  test('reasons add up to the chance of each', () => {
    for (const name of ['ann', 'bob']) {
      const table = tableOf([5], [45 / QUARTER], [name]);
      const { base, reasons, chance } = explain(hazard, table, 0, 14);
      expect(chance).toBeCloseTo(atDay(curvesOf(hazard, table).won, 0, 14), 9);
      expect(reasons.reduce((sum, { logOdds }) => sum + logOdds, base)).toBeCloseTo(logitOf(chance), 9);
    }
  });

  test('where all keep them alike at most 6 of 120 are told apart', () => {
    const found = Array.from({ length: 20 }, (_, seed) => learn(of('abcdef'), seed + 30, 600).timing.won.habits ?? {});
    expect(found.flatMap((habits) => Object.keys(habits)).length).toBeLessThanOrEqual(6);
  });
});
