import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';

import { categoryColumn, numberColumn, rowsOf } from '@/lib/scoring/table';

import type { ScoreRow } from './row';
import { stratifiedSplit } from './sklearn-split';
import { splitRows } from './split';

type Row = Record<string, string>;

const readCsv = (path: string, delimiter = ','): Row[] =>
  parse(readFileSync(path), { columns: true, delimiter, bom: true, skip_empty_lines: true, trim: true });

/** BOH-P1: duplicates dropped, then the split of a public model card, 255 to 110 rows. */
export function bohanec(folder: string): ScoreRow[] {
  const path = join(folder, 'Salvirt_B2B_ML_dataset.csv');
  if (!existsSync(path)) return [];
  const rows = [...new Map(readCsv(path, ';').map((row) => [JSON.stringify(row), row])).values()];
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'Status');
  const table = {
    size: rows.length,
    columns: names.map((name) =>
      categoryColumn(
        name,
        rows.map((row) => row[name]),
      ),
    ),
  };
  const y = rows.map((row) => (row['Status'] === 'Won' ? 1 : 0));
  const { train, test } = stratifiedSplit(y, 0.3, 1);
  const part = (own: number[]) => ({ table: rowsOf(table, Uint32Array.from(own)), y: own.map((row) => y[row] ?? 0) });
  return splitRows('BOH-P1', part(train), part(test), 'Up_sale', { isOrdered: false });
}

const CUT = '2017-09-01';

/** MAV-T: learnt from deals closed before 2017-09-01, asked of those open on that day; a fictional company. */
export function maven(folder: string): ScoreRow[] {
  const files = ['sales_pipeline', 'accounts', 'products', 'sales_teams'].map((name) => join(folder, `${name}.csv`));
  if (!files.every((file) => existsSync(file))) return [];
  const [pipeline = [], accounts = [], products = [], teams = []] = files.map((file) => readCsv(file));
  const account = new Map(accounts.map((row) => [row['account'], row]));
  const price = new Map(products.map((row) => [row['product']?.replaceAll(' ', ''), Number(row['sales_price'])]));
  const region = new Map(teams.map((row) => [row['sales_agent'], row['regional_office']]));
  const dayOf = (raw = ''): string => {
    const [month = '', date = '', year = ''] = raw.split('/');
    return /^\d{4}-/.test(raw) ? raw : raw === '' ? '' : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  };
  const closed = pipeline
    .filter((row) => row['deal_stage'] === 'Won' || row['deal_stage'] === 'Lost')
    .map((row) => ({ row, from: dayOf(row['engage_date']), to: dayOf(row['close_date']) }))
    .toSorted((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
  const part = (own: typeof closed) => ({
    table: {
      size: own.length,
      columns: [
        ...['product', 'sales_agent', 'account'].map((name) =>
          categoryColumn(
            name,
            own.map(({ row }) => row[name]),
          ),
        ),
        categoryColumn(
          'region',
          own.map(({ row }) => region.get(row['sales_agent'])),
        ),
        numberColumn(
          'price',
          own.map(({ row }) => price.get(row['product']?.replaceAll(' ', '')) ?? Number.NaN),
        ),
        numberColumn(
          'size',
          own.map(({ row }) => Number(account.get(row['account'])?.['employees'] ?? Number.NaN)),
        ),
        categoryColumn(
          'month',
          own.map(({ from }) => from.slice(5, 7)),
        ),
      ],
    },
    y: own.map(({ row }) => (row['deal_stage'] === 'Won' ? 1 : 0)),
  });
  const train = closed.filter(({ to }) => to < CUT);
  const test = closed.filter(({ from, to }) => from <= CUT && to >= CUT);
  return splitRows('MAV-T', part(train), part(test), 'product', { isOrdered: true });
}
