import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { randomStream } from '@/lib/figures/random';

import type { ScoreRow } from '../../backtest/row';
import { csv, makeDeals, run } from './made';

const TABLE = { outcome: { column: 'End', won: 'won', lost: 'lost' }, categories: ['Region'] };
const deals = makeDeals(600, 4);
const rows = [['End', 'Region'], ...deals.map(({ won, region }) => [won ? 'won' : 'lost', region])];

describe('input that cannot be read says what to do', () => {
  test.each([
    ['a zipped workbook', Buffer.from('PK\u0003\u0004 and the rest')],
    ['an old workbook', Buffer.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
  ])('%s', (_, content) => {
    expect(() => run(content, TABLE, 'deals.xlsx')).toThrow(/deals\.xlsx is a workbook.*CSV/);
  });

  test.each([
    ['of the mapping', { ...TABLE, catgories: ['Region'] }, '“catgories” is no key'],
    ['of its outcome', { ...TABLE, outcome: { ...TABLE.outcome, losst: [] } }, '“outcome.losst” is no key'],
  ])('a key that is none, %s, is named beside those that are', (_, mapping, wanted) => {
    expect(() => run(csv(rows), mapping)).toThrow(wanted);
    expect(() => run(csv(rows), mapping)).toThrow(/won|categories/);
  });

  test('file order is for a table without a day of creation, a planned date for a log', () => {
    expect(() => run(csv(rows), { ...TABLE, created: 'Region', order: 'file' })).toThrow('"order": "file"');
    expect(() => run(csv(rows), { ...TABLE, planned: 'Region' })).toThrow('planned');
  });
});

describe('the command itself', () => {
  const backtest = (...options: string[]): { status: number; text: string } => {
    const file = resolve(import.meta.dirname, '../../backtest/backtest.ts');
    try {
      const text = execFileSync(process.execPath, ['--import', 'tsx', file, ...options], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
      return { status: 0, text };
    } catch (error) {
      // Safe: what execFileSync throws of a command that ended has these.
      const { status, stderr } = error as { status: number; stderr: string };
      return { status, text: stderr };
    }
  };

  test.each([
    ['--help', [], 0],
    ['an option that is none', ['--dta', 'x'], 2],
    ['a folder that is not there for --json', ['--map', 'x.json', '--json', join('nowhere', 'at', 'all.json')], 2],
    ['a mapping that is not there', ['--map', 'nowhere.json'], 2],
  ])('%s: a sentence, and no stack', (name, options, status) => {
    const found = backtest(...(name === '--help' ? ['--help'] : options));
    expect(found.status).toBe(status);
    expect(found.text).toMatch(/npm run backtest|There is no/);
    expect(found.text).not.toMatch(/\n\s+at /);
  });
});

test('rows in order of time are tested on the last 30 % of them', () => {
  // What held in the first half no longer holds in the end: only a split in order can tell.
  const turned = Array.from({ length: 1000 }, (_, at) => {
    const isA = at % 2 === 0;
    return [isA === at < 650 ? 'won' : 'lost', isA ? 'a' : 'b'];
  }).map(([end, region], at) => [at % 7 === 0 ? (end === 'won' ? 'lost' : 'won') : end!, region!]);
  const table = csv([['End', 'Region'], ...turned]);
  const lossOf = (mapping: object): number => (run(table, mapping).rows[0] as ScoreRow).logLoss;
  expect(lossOf({ ...TABLE, order: 'file' })).toBeGreaterThan(lossOf(TABLE) + 0.3);
});

test('the table to beat is that of the category that tells most, wherever it is listed', () => {
  const withNoise = csv([
    ['End', 'Coin', 'Region'],
    ...deals.map(({ won, region, id }) => [won ? 'won' : 'lost', `${id.length}`, region]),
  ]);
  for (const categories of [
    ['Coin', 'Region'],
    ['Region', 'Coin'],
  ]) {
    const models = run(withNoise, { ...TABLE, categories }).rows.map((row) => 'model' in row && row.model);
    expect(models).toContain('table(Region)');
  }
});

test('a planned date that deals keep makes chances of a log better', () => {
  const next = randomStream(8);
  const events: string[][] = [];
  const day = (at: number): string => new Date(Date.UTC(2023, 0, 1) + at * 86_400_000).toISOString();
  for (let deal = 0; deal < 1200; deal += 1) {
    const born = next() * 700;
    const plan = born + 20 + next() * 100;
    const isWon = next() < 0.5;
    events.push([`D${deal}`, day(born), 'open', day(plan).slice(0, 10)]);
    events.push([`D${deal}`, day(plan + 6 * next()), isWon ? 'won' : 'lost', '']);
  }
  const log = csv([['Id', 'At', 'What', 'Plan'], ...events]);
  const mapping = { id: 'Id', time: 'At', event: 'What', outcome: { column: 'What', won: 'won', lost: 'lost' } };
  const lossOf = (given: object): number => (run(log, given).rows[0] as ScoreRow).logLoss;
  expect(lossOf({ ...mapping, planned: 'Plan' })).toBeLessThan(lossOf(mapping) * 0.95);
});
