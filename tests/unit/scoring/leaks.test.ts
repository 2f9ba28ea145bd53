import { describe, expect, test } from 'vitest';

import { randomStream } from '@/lib/figures/random';
import { leakOf } from '@/lib/scoring/leaks';
import { chancesOf, fitModel } from '@/lib/scoring/model/model';
import { auc } from '@/lib/scoring/model/quality';
import { finish } from '@/lib/scoring/model/steps';
import { categoryColumn, numberColumn } from '@/lib/scoring/model/training-table';
import { doubtOf, prepareRows } from '@/lib/scoring/prepare-rows';

const SIZE = 2000;
const next = randomStream(5);
const y = Uint8Array.from({ length: SIZE }, () => (next() < 0.3 ? 1 : 0));
const luck = Float64Array.from({ length: SIZE }, () => next());
const words = (of: (isWon: boolean, luck: number, row: number) => string) =>
  categoryColumn(
    'told',
    Array.from(y, (each, row) => of(each === 1, luck[row]!, row)),
  );
const numbers = (of: (isWon: boolean, luck: number, row: number) => number) =>
  numberColumn(
    'told',
    Array.from(y, (each, row) => of(each === 1, luck[row]!, row)),
  );
const NONE = Number.NaN;

describe('what is written when deals end is found, with its reason', () => {
  test.each([
    ['a number that only won deals have', numbers((isWon, at) => (isWon ? 100 * at : NONE)), 'filled'],
    [
      'a number that most won deals have, and no other',
      numbers((isWon, at) => (isWon && at < 0.6 ? 100 * at : NONE)),
      'filled',
    ],
    ['the same, mistyped for a few', numbers((isWon, at) => ((isWon && at < 0.6) || at < 0.001 ? at : NONE)), 'filled'],
    [
      'a number of a contract, a word of its own each',
      words((isWon, at, row) => (isWon && at < 0.8 ? `C-${row}` : '')),
      'filled',
    ],
    [
      'a reason of loss that most lost deals have',
      words((isWon, at) => (!isWon && at < 0.5 ? (at < 0.2 ? 'price' : 'time') : '')),
      'filled',
    ],
    ['a number that is 0 until the deal is won', numbers((isWon, at) => (isWon && at < 0.7 ? 1 + at : 0)), 'not'],
    ['a record type that only won deals get', words((isWon, at) => (isWon && at < 0.4 ? 'Order' : 'Sale')), 'word'],
    [
      'a tag of deals that are never won',
      words((isWon, at) => (!isWon && at < 0.1 ? 'dead' : at < 0.5 ? 'a' : 'b')),
      'word',
    ],
    [
      'numbers of orders, each of which few deals have',
      words((isWon, at, row) => (isWon && at < 0.8 ? `ORD-${row % 40}` : `plan ${row % 3}`)),
      'word',
    ],
    [
      'a next step that says so, each time with other words',
      words((isWon, at, row) => (isWon && at < 0.5 ? `Signed! ${row}` : `call on ${row}`)),
      'word',
    ],
    [
      'an owner who is given what is won',
      words((isWon, at, row) => (isWon && at < 0.6 ? 'Operations' : `rep ${row % 9}`)),
      'word',
    ],
    [
      'a campaign that begins with the win',
      words((isWon, at, row) => (isWon && at < 0.5 ? 'Welcome' : row % 5 === 0 ? 'Fair' : '')),
      'word',
    ],
    ['a field that is emptied when a deal is lost', words((isWon, at) => (isWon || at < 0.01 ? 'call' : '')), 'empty'],
    ['the outcome in numbers', numbers((isWon, at) => (isWon ? 10 + at : at)), 'ranks'],
  ])('%s', (_, column, why) => {
    expect(leakOf(column, y)?.why).toBe(why);
    const { table, notes } = prepareRows({ size: SIZE, columns: [column, numberColumn('luck', luck)] }, y);
    expect(table.columns.map(({ name }) => name)).toEqual(['luck']);
    expect(notes).toMatchObject([{ id: 'leak', column: 'told' }]);
  });
});

test.each([
  ['a strong but honest word', words((isWon, at) => (at < (isWon ? 0.7 : 0.1) ? 'partner' : 'web'))],
  ['a number that is known of deals that go on', numbers((isWon, at) => (isWon || at < 0.5 ? at : NONE))],
  ['a word with few rows, all won', words((isWon, at) => (isWon && at < 0.03 ? 'rare' : 'usual'))],
  ['no meeting yet, of which none was won', numbers((isWon, at) => (isWon || at < 0.4 ? 1 + Math.floor(9 * at) : 0))],
  [
    'texts that begin alike and end otherwise',
    words((isWon, at, row) => `${at < (isWon ? 0.6 : 0.2) ? 'visit' : 'call'} ${row}`),
  ],
  ['an empty column', words(() => '')],
])('%s is no leak', (_, column) => {
  expect(leakOf(column, y)).toBeUndefined();
});

test('in an org where next to nothing is won, a word without wins is no leak', () => {
  const rare = Uint8Array.from(y, (_, row) => (row % 40 === 0 ? 1 : 0));
  const tag = categoryColumn(
    'tag',
    Array.from(rare, (each, row) => (each === 0 && row % 13 === 0 ? 'never' : 'other')),
  );
  expect(leakOf(tag, rare)).toBeUndefined();
});

test('what is missing teaches apart from what is rare', () => {
  const column = categoryColumn(
    'source',
    Array.from(y, (each, row) => (each === 1 && luck[row]! < 0.5 ? '' : luck[row]! < 0.3 ? `rare ${row}` : 'web')),
  );
  const table = { size: SIZE, columns: [column] };
  const chances = chancesOf(finish(fitModel(table, { y })), table);
  const of = (is: (word: string) => boolean): number => {
    const rows = Array.from(y.keys()).filter((row) => is(column.words![column.values[row]!]!));
    return rows.reduce((sum, row) => sum + chances[row]!, 0) / rows.length;
  };
  expect(of((word) => word === '')).toBeGreaterThan(0.8);
  expect(of((word) => word.startsWith('rare'))).toBeLessThan(0.1);
});

test('a model that tells won from lost better than any honest one is doubted in words', () => {
  const told = Float64Array.from(y, (each, row) => each + 0.8 * luck[row]!);
  expect(doubtOf(auc(told, y))).toEqual([{ id: 'tooGood', auc: 1 }]);
  expect(doubtOf(0.93)).toEqual([]);
});
