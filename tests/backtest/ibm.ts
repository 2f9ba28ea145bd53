import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parquetReadObjects } from 'hyparquet';

import { categoryColumn, type Column, numberColumn, type TrainingTable } from '@/lib/scoring/model/training-table';

/** IBM Watson Sales-Win-Loss: one row a deal, without dates; the process columns are totals at close. */
export interface IbmRows {
  table: TrainingTable;
  y: Uint8Array;
  ids: Float64Array;
}

type Row = Record<string, unknown>;

const STATIC = [
  'Supplies Group',
  'Supplies Subgroup',
  'Region',
  'Route To Market',
  'Client Size By Revenue (USD)',
  'Client Size By Employee Count',
  'Revenue From Client Past Two Years (USD)',
  'Competitor Type',
];
const DYNAMIC = [
  'Elapsed Days In Sales Stage',
  'Sales Stage Change Count',
  'Total Days Identified Through Closing',
  'Total Days Identified Through Qualified',
  'Ratio Days Identified To Total Days',
  'Ratio Days Validated To Total Days',
  'Ratio Days Qualified To Total Days',
];
const AMOUNT = 'Opportunity Amount USD';
const SETS = {
  static8: STATIC,
  dynamic15: [...STATIC, ...DYNAMIC],
  'dynamic15+amount': [...STATIC, ...DYNAMIC, AMOUNT],
} as const;
export type IbmSet = keyof typeof SETS;

/** Rows of one file of the set; undefined when it is not there. */
export async function readIbm(folder: string, name: string): Promise<Row[] | undefined> {
  const path = join(folder, `${name}.parquet`);
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  return parquetReadObjects({ file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) });
}

export function ibmRows(rows: readonly Row[], set: IbmSet): IbmRows {
  const columns = SETS[set].map((name): Column => {
    const values = rows.map((row) => row[name]);
    return STATIC.includes(name)
      ? categoryColumn(
          name,
          values.map((value) => (typeof value === 'string' ? value : undefined)),
        )
      : numberColumn(
          name,
          values.map((value) => (value === null || value === undefined ? Number.NaN : Number(value))),
        );
  });
  return {
    table: { size: rows.length, columns },
    y: Uint8Array.from(rows, (row) => (row['Opportunity Result'] === 'Won' ? 1 : 0)),
    ids: Float64Array.from(rows, (row) => Number(row['Opportunity Number'])),
  };
}
