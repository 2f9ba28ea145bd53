import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { normalStream, randomStream } from '@/lib/figures/random';

import { mapped } from '../../backtest/map';
import type { BacktestRow } from '../../backtest/row';
import { temporaryFolder } from '../../temporary';

/** A deal of a made-up table, and the chance that its outcome was drawn with. */
export interface MadeDeal {
  id: string;
  created: number;
  revenue: number;
  region: string;
  account: string;
  note: string;
  won: boolean;
  chance: number;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const REGIONS = ['north', 'south', 'east', 'Wien, "Mitte"', 'west\nof the river'];
const EFFECT = [0.8, -0.6, 0, 1.2, -1];

/** Deals by known chances: a heavy-tailed number, a category with hostile words, many accounts of small effect, and free text. */
export function makeDeals(size: number, seed: number, { base = -0.4, accounts = 300 } = {}): MadeDeal[] {
  const next = randomStream(seed);
  const normal = normalStream(next);
  const accountEffect = Array.from({ length: accounts }, () => 0.4 * normal());
  return Array.from({ length: size }, (_, at) => {
    const [region, account] = [Math.floor(next() * REGIONS.length), Math.floor(next() * accounts)];
    const revenue = Math.round(100 * Math.exp(7 + 1.8 * normal())) / 100;
    const size = Math.log(revenue) - 7;
    const chance = logistic(base + EFFECT[region]! + accountEffect[account]! - 0.25 * size ** 2 + 0.5 * size);
    return {
      id: `D-${at}`,
      created: Date.UTC(2023, 0, 1) + Math.floor(next() * 700) * 86_400_000,
      revenue,
      region: REGIONS[region]!,
      account: `a${account}`,
      note: `said ${Math.floor(next() * 1e9)}, then ${at}`,
      won: next() < chance,
      chance,
    };
  });
}

const quote = (raw: string, delimiter: string): string =>
  /["\r\n]/.test(raw) || raw.includes(delimiter) ? `"${raw.replaceAll('"', '""')}"` : raw;

export const csv = (rows: readonly (readonly string[])[], { delimiter = ',', end = '\n' } = {}): string =>
  rows.map((row) => row.map((cell) => quote(cell, delimiter)).join(delimiter) + end).join('');

/** Writes a file and its mapping into a folder of their own, and runs them; what was said comes along. */
export function run(
  content: string | Uint8Array,
  mapping: object,
  file = 'set.csv',
): { rows: BacktestRow[]; said: string } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, file), content);
  writeFileSync(join(folder, 'map.json'), JSON.stringify({ name: 'SET', file, ...mapping }));
  const said: string[] = [];
  const rows = mapped(join(folder, 'map.json'), (text) => said.push(text));
  return { rows, said: said.join('\n') };
}

/** What is written into `--json`. */
export const inFile = (rows: readonly BacktestRow[]): Record<string, unknown>[] => JSON.parse(JSON.stringify(rows));

export const lossOf = (chances: readonly number[], won: readonly boolean[]): number =>
  chances.reduce((sum, p, at) => sum - Math.log(won[at] ? p : 1 - p), 0) / chances.length;
