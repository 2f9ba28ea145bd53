import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readNumbers } from '@/lib/files/numbers';
import { categoryColumn, numberColumn, rowsOf } from '@/lib/scoring/model/training-table';
import { readTableFile } from '@/tests/files/table';
import { readDeals } from '@/tests/org/load/maven-deals';

import type { ScoreRow } from './row';
import { stratifiedSplit } from './sklearn-split';
import { publishedRows } from './split';

const told = <Read extends { problems: readonly string[] }>(read: Read): Read => {
  for (const problem of read.problems) console.error(problem);
  return read;
};

/** BOH-P1: duplicates dropped, then the split of a public model card, 255 to 110 rows. */
export function bohanec(folder: string): ScoreRow[] {
  const path = join(folder, 'Salvirt_B2B_ML_dataset.csv');
  if (!existsSync(path)) return [];
  const { names: all, rows: read } = told(readTableFile(path, ['Status']));
  const rows = [...new Map(read.map((cells) => [JSON.stringify(cells), cells])).values()];
  const names = all.filter((name) => name !== 'Status');
  const column = (name: string): (string | undefined)[] => rows.map((cells) => cells[all.indexOf(name)]);
  const table = { size: rows.length, columns: names.map((name) => categoryColumn(name, column(name))) };
  const y = column('Status').map((status) => (status === 'Won' ? 1 : 0));
  const { train, test } = stratifiedSplit(y, 0.3, 1);
  const part = (own: number[]) => ({ table: rowsOf(table, Uint32Array.from(own)), y: own.map((row) => y[row] ?? 0) });
  return publishedRows('BOH-P1', part(train), part(test), 'Up_sale', false);
}

const CUT = '2017-09-01';

/** MAV-T: learnt from deals closed before 2017-09-01, asked of those open on that day; a fictional company. */
export function maven(folder: string): ScoreRow[] {
  const names = ['sales_pipeline', 'accounts', 'products', 'sales_teams'];
  const files = names.map((name) => join(folder, `${name}.csv`));
  if (!files.every((file) => existsSync(file))) return [];
  const [pipeline = '', accounts = '', products = '', teams = ''] = files;
  const account = columnsOf(accounts, ['account', 'employees']);
  const product = columnsOf(products, ['product', 'sales_price']);
  const team = columnsOf(teams, ['sales_agent', 'regional_office']);
  const plain = (name: string): string => name.replaceAll(' ', '');
  const [employees, price] = [numbersOf(account.employees), numbersOf(product.sales_price)];
  const sizes = new Map(account.account.map((name, row) => [name, employees[row]]));
  const prices = new Map(product.product.map((name, row) => [plain(name), price[row]]));
  const regions = new Map(team.sales_agent.map((name, row) => [name, team.regional_office[row]]));
  const closed = told(readDeals(pipeline))
    .deals.flatMap((deal) => (deal.stage === 'Won' || deal.stage === 'Lost' ? [deal] : []))
    .map((row) => ({ row, from: row.engaged ?? '', to: row.closed ?? '' }))
    .toSorted((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
  const part = (own: typeof closed) => ({
    table: {
      size: own.length,
      columns: [
        ...(['product', 'agent', 'account'] as const).map((name) =>
          categoryColumn(
            name === 'agent' ? 'sales_agent' : name,
            own.map(({ row }) => row[name]),
          ),
        ),
        categoryColumn(
          'region',
          own.map(({ row }) => regions.get(row.agent)),
        ),
        numberColumn(
          'price',
          own.map(({ row }) => prices.get(plain(row.product)) ?? Number.NaN),
        ),
        numberColumn(
          'size',
          own.map(({ row }) => sizes.get(row.account) ?? Number.NaN),
        ),
        categoryColumn(
          'month',
          own.map(({ from }) => from.slice(5, 7)),
        ),
      ],
    },
    y: own.map(({ row }) => (row.stage === 'Won' ? 1 : 0)),
  });
  const train = closed.filter(({ to }) => to < CUT);
  const test = closed.filter(({ from, to }) => from <= CUT && to >= CUT);
  return publishedRows('MAV-T', part(train), part(test), 'product', true);
}

function columnsOf<Name extends string>(
  path: string,
  names: readonly Name[],
): Readonly<Record<Name, readonly string[]>> {
  return told(readTableFile(path, names)).columns;
}

const numbersOf = (texts: readonly string[]): number[] =>
  readNumbers(texts).map(({ value, fault }) => (fault ? Number.NaN : value));
