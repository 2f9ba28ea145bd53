import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { addDays, dayFromNumber } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { ask } from '@/lib/figures/ask';
import type { StateFigure } from '@/lib/figures/figure';
import { closings, winRateCount } from '@/lib/figures/rates';
import { valueOf } from '@/lib/figures/state-figure';
import { bestCase, closedWon, commit, listedDeals, openPipeline, overdue } from '@/lib/figures/states';
import { rateDays } from '@/lib/figures/windows';
import { askedTable, type FigureAsked, periodTable } from '@/lib/warehouse/asked-tables';
import { createTables } from '@/lib/warehouse/files';
import { dealTable, versionTable } from '@/lib/warehouse/log-tables';
import { parquetOf } from '@/lib/warehouse/parquet';
import { viewsSql } from '@/lib/warehouse/sql/catalogue';
import { standard } from '@/lib/warehouse/sql/dialect';
import { tableOf, type WarehouseTable } from '@/lib/warehouse/warehouse-table';

import { DAYS, FIRST, makeLog } from './make-log';
import { type BenchRow, row } from './row';

/** A million states, ten a deal. In a long run DuckDB lays them down ten times, under other ids: ten million, whose sums are ten times as large. */
const EACH = 10;
const DEALS = 100_000;
const COPIES = process.env['LONG'] ? 10 : 1;
/** Rows of one file: what is written at a time. */
const FILE_ROWS = 1_000_000;
const STATES: readonly StateFigure[] = [listedDeals, openPipeline, commit, bestCase, closedWon, overdue];

/** Some rows of a table. */
const slice = (table: WarehouseTable, from: number): WarehouseTable => ({
  ...table,
  size: Math.min(FILE_ROWS, table.size - from),
  columns: table.columns.map((column) => ({ ...column, at: (place) => column.at(from + place) })),
});

const noRows = (name: string, columns: readonly string[]): WarehouseTable =>
  tableOf(
    { name, about: name, key: columns },
    [],
    columns.map((column) => ({
      name: column,
      type: /_minor|probability|place|version|family_id/.test(column)
        ? 'whole'
        : column.endsWith('_day')
          ? 'day'
          : column.startsWith('is_')
            ? 'flag'
            : 'text',
      about: column,
      of: () => undefined,
    })),
  );

/** Figures of an event log of millions of states as SQL on DuckDB, straight from the Parquet files, beside the product's own log. */
export async function warehouseRows(): Promise<BenchRow[]> {
  const log = makeLog(DEALS, EACH);
  const folder = mkdtempSync(join(tmpdir(), 'pipelens-warehouse-bench-'));
  const today = dayFromNumber(FIRST + DAYS - 100);
  const at = endOfDay(today, log.timeZone);
  const profile = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: true, timeZone: 'UTC' };
  const asked: FigureAsked = {
    id: 'now',
    at,
    today,
    since: endOfDay(addDays(today, -30), log.timeZone),
    scopeId: 'everyone',
    kind: 'quarter',
  };
  const small = [
    askedTable([asked]),
    periodTable({ log, profile, now: instant(at), today }),
    noRows('scopes', ['scope_id', 'owner_id']),
    noRows('targets', ['scope_id', 'kind', 'start_day', 'quota_minor']),
    noRows('families', ['family_id', 'family', 'kind']),
    noRows('parts', ['deal_id', 'version', 'family_id', 'amount_minor']),
    noRows('stages', ['stage', 'place', 'is_closed', 'probability']),
  ];
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const written = performance.now();
    let bytes = 0;
    for (const table of [dealTable(log), versionTable(log), ...small]) {
      for (let from = 0; from < Math.max(1, table.size); from += FILE_ROWS) {
        const file = new Uint8Array(parquetOf(slice(table, from)));
        bytes += file.byteLength;
        writeFileSync(join(folder, `${table.name}-${from}.parquet`), file);
      }
      await connection.run(
        table.size === 0
          ? createTables([table], standard)
          : `CREATE VIEW ${table.name} AS SELECT * FROM read_parquet('${join(folder, `${table.name}-*.parquet`)}')`,
      );
    }
    const writing = performance.now() - written;
    if (COPIES > 1)
      for (const name of ['deals', 'versions']) {
        const file = join(folder, `all-${name}.parquet`);
        const copy = `SELECT * REPLACE (deal_id || '-' || copy AS deal_id) FROM ${name}, (SELECT unnest(range(${COPIES})) AS copy)`;
        await connection.run(`COPY (SELECT * EXCLUDE (copy) FROM (${copy})) TO '${file}' (FORMAT parquet)`);
        await connection.run(`CREATE OR REPLACE VIEW ${name} AS SELECT * FROM read_parquet('${file}')`);
      }
    await connection.run(viewsSql(standard));
    const before = performance.now();
    const wanted = [...STATES.map(({ id }) => id), 'winRateCount'];
    const found = await connection.runAndReadAll(
      `SELECT figure_id, value FROM figures WHERE figure_id IN (${wanted.map((id) => `'${id}'`).join(', ')})`,
    );
    const took = performance.now() - before;
    const peak = process.memoryUsage().rss / 1e6;
    const told = new Map(found.getRowsJS().map(([id, value]) => [typeof id === 'string' ? id : '', Number(value)]));
    const start = performance.now();
    const filter = { period: quarterAt(profile, today) };
    const own = new Map<string, number>(
      STATES.map((figure) => [figure.id, COPIES * valueOf(figure, ask(log, figure, { at, today, filter }))]),
    );
    own.set('winRateCount', winRateCount.compute(closings(log, at, { days: rateDays(today).closed })) ?? Number.NaN);
    const product = performance.now() - start;
    for (const [id, value] of own)
      if (!(Math.abs((told.get(id) ?? Number.NaN) - value) <= 1e-9 * Math.max(1, value)))
        throw new Error(`${id}: DuckDB says ${told.get(id)}, the product ${value}.`);
    const count = `${(DEALS * EACH * COPIES) / 1e6} M versions`;
    return [
      row(
        'warehouse',
        `${count} on DuckDB: seven figures from Parquet, beside the product's own log`,
        took,
        'ms',
        product,
        '≤ 60,000 ms',
        took <= 60_000,
      ),
      row(
        'warehouse',
        `${count}: memory of the whole run, beside the files`,
        peak,
        'MB',
        bytes / 1e6,
        '≤ 8,000 MB',
        peak <= 8000,
      ),
      row(
        'warehouse',
        '1 M versions written as Parquet, beside the figures',
        writing,
        'ms',
        took,
        '≤ 240,000 ms',
        writing <= 240_000,
      ),
    ];
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}
