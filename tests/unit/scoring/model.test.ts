import { expect, test } from 'vitest';

import { randomStream } from '@/lib/figures/random';
import { chancesOf, errorsFor, fitModel, logitsOf, partsOfModel } from '@/lib/scoring/model/model';
import { ece, logLoss } from '@/lib/scoring/model/quality';
import { finish } from '@/lib/scoring/model/steps';
import {
  categoryColumn,
  numberColumn,
  pick,
  rowsOf,
  type TrainingTable,
  where,
} from '@/lib/scoring/model/training-table';
import { prepareRows } from '@/lib/scoring/prepare-rows';

import { makeRows } from './rows';

const withColumn = (table: TrainingTable, column: TrainingTable['columns'][number]): TrainingTable => ({
  ...table,
  columns: [...table.columns, column],
});

test('chances of new rows are near those that outcomes were drawn with', () => {
  const made = makeRows(4000, 11);
  const model = finish(fitModel(made.table, { y: made.y }));
  const other = makeRows(4000, 12);
  const p = chancesOf(model, other.table);
  const far = p.reduce((sum, each, row) => sum + Math.abs(each - other.truth[row]!), 0) / p.length;
  expect(far).toBeLessThan(0.04);
  expect(ece(p, other.y)).toBeLessThan(0.05);
});

test('what is told of each feature sums to the log-odds', () => {
  const { table, y } = makeRows(3000, 5);
  const model = finish(fitModel(table, { y }, { pairs: [['region', 'stepped']] }));
  const logits = logitsOf(model, table);
  for (let row = 0; row < 200; row += 1) {
    const { base, byFeature } = partsOfModel(model, table, row);
    expect(byFeature.reduce((sum, part) => sum + part, base)).toBeCloseTo(logits[row]!, 9);
  }
});

test('an owner column of pure noise moves the log loss by less than 0.002', () => {
  const made = makeRows(8000, 21);
  const next = randomStream(22);
  const noisy = withColumn(
    made.table,
    categoryColumn(
      'owner',
      Array.from({ length: 8000 }, () => `${Math.floor(next() * 30)}`),
    ),
  );
  const learnt = where(8000, (row) => row < 6000);
  const asked = where(8000, (row) => row >= 6000);
  const lossWith = (table: TrainingTable): number =>
    logLoss(
      chancesOf(finish(fitModel(rowsOf(table, learnt), { y: pick(made.y, learnt) })), rowsOf(table, asked)),
      pick(made.y, asked),
    );
  expect(Math.abs(lossWith(noisy) - lossWith(made.table))).toBeLessThan(0.002);
});

test('the same outcome everywhere gives one cautious chance, never 0 or 1', () => {
  for (const value of [0, 1]) {
    const { table } = makeRows(60, 1);
    const y = new Uint8Array(60).fill(value);
    expect(prepareRows(table, y).notes).toContainEqual({ id: 'oneOutcome' });
    const p = chancesOf(finish(fitModel(table, { y })), table);
    for (const each of p) {
      expect(each).toBeGreaterThan(0.02);
      expect(each).toBeLessThan(0.98);
    }
  }
});

test('three deals, no deal, and columns of nothing give a number near the prior and say so', () => {
  const { table, y } = makeRows(3, 1);
  const p = chancesOf(finish(fitModel(table, { y })), table);
  for (const each of p) expect(Math.abs(each - 0.3)).toBeLessThan(0.15);
  expect(prepareRows(table, y).notes).toContainEqual({ id: 'fewRows', rows: 3 });
  expect(prepareRows({ size: 0, columns: [] }, []).notes).toEqual([{ id: 'noRows' }]);
  const empty = withColumn(makeRows(100, 1).table, numberColumn('nothing', new Float64Array(100).fill(Number.NaN)));
  const prepared = prepareRows(empty, makeRows(100, 1).y);
  expect(prepared.notes).toEqual([{ id: 'empty', column: 'nothing' }]);
  expect(prepared.table.columns.map(({ name }) => name)).not.toContain('nothing');
});

test('NaN, infinite numbers, unseen words and absent columns are scored as missing or extreme, never as NaN', () => {
  const { table, y } = makeRows(500, 8);
  const model = finish(fitModel(table, { y }));
  const asked: TrainingTable = {
    size: 4,
    columns: [
      numberColumn('curved', [Number.NaN, Infinity, -Infinity, 0.5]),
      categoryColumn('region', ['atlantis', 'north', undefined, '']),
    ],
  };
  const p = chancesOf(model, asked);
  for (const each of p) expect(each > 0 && each < 1).toBe(true);
  const unseen = chancesOf(model, { size: 1, columns: [categoryColumn('region', ['atlantis'])] });
  const missing = chancesOf(model, { size: 1, columns: [categoryColumn('region', [undefined])] });
  expect(unseen[0]).toBe(missing[0]);
});

test('a column that equals the outcome is named as a probable leak and not used', () => {
  const { table, y } = makeRows(600, 9);
  for (const leak of [
    numberColumn('paid', y),
    categoryColumn(
      'reason',
      Array.from(y, (each) => (each ? 'signed' : 'price')),
    ),
  ]) {
    const { table: kept, notes } = prepareRows(withColumn(table, leak), y);
    expect(notes).toMatchObject([{ id: 'leak', column: leak.name }]);
    expect(kept.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
  }
});

test('a model that was fitted for its chances alone has the same chances, and says so where its errors are asked for', () => {
  const { table, y } = makeRows(600, 4);
  const [whole, alone] = [true, false].map((hasErrors) => finish(fitModel(table, { y }, { hasErrors })));
  expect(logitsOf(alone!, table)).toEqual(logitsOf(whole!, table));
  expect(() => errorsFor(alone!, table)).toThrow('fitted without its errors');
  expect(errorsFor(whole!, table).every((error) => error > 0)).toBe(true);
});
