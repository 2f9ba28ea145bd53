import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';
import { parquetMetadata } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { csvOf } from '@/lib/warehouse/csv-file';
import { parquetOf } from '@/lib/warehouse/parquet';
import { SQL_FIGURES, viewOf, viewsSql } from '@/lib/warehouse/sql/catalogue';
import { standard } from '@/lib/warehouse/sql/dialect';
import { warehouseTables } from '@/lib/warehouse/warehouse';
import type { WarehouseTable } from '@/lib/warehouse/warehouse-table';
import { writeWarehouse } from '@/tests/warehouse/write';

import { duckOf } from './duck';
import { askedOrg, ORG_NAMES } from './orgs';

const out = mkdtempSync(join(tmpdir(), 'pipelens-warehouse-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
const read = (name: string): string => readFileSync(join(out, name), 'utf8');
let tables: WarehouseTable[] = [];
beforeAll(() => {
  const { facts, asked } = askedOrg(ORG_NAMES[1] ?? '');
  const few = asked.slice(0, 2);
  tables = warehouseTables(facts, few);
  writeWarehouse(out, facts, few);
});

test('DuckDB reads from Parquet what a reader of CSV reads from CSV, cell by cell', async () => {
  const versions = tables.find(({ name }) => name === 'versions');
  if (!versions) throw new Error('There is no event log.');
  const duck = await duckOf([versions]);
  const columns = versions.columns.map(({ name, type }) =>
    type === 'instant'
      ? `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%gZ') AS ${name}`
      : `CAST(${type === 'flag' ? `CAST(${name} AS INTEGER)` : name} AS VARCHAR) AS ${name}`,
  );
  const rows = await duck.all(`SELECT ${columns.join(', ')} FROM versions`);
  duck.close();
  const lines = parse(csvOf(versions), { columns: true }) as Record<string, string>[];
  expect(rows.length).toBe(versions.size);
  expect(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? '']))),
  ).toEqual(lines);
});

test('each column says in the file itself what it holds', () => {
  for (const table of tables) {
    const { key_value_metadata: told = [], num_rows: rows } = parquetMetadata(parquetOf(table));
    expect(Number(rows)).toBe(table.size);
    for (const { name, about } of table.columns)
      expect(told.find(({ key }) => key === `about.${name}`)?.value, `${table.name}.${name}`).toBe(about);
    expect(read('TABLES.md')).toContain(`## ${table.name}`);
  }
});

test('the dbt project has each view as a model, which is the same SQL once its references are put in', () => {
  const filled = (sql: string): string =>
    sql
      .replaceAll(/\{\{ (?:ref|source)\((?:'pipelens', )?'(\w+)'\) \}\}/g, '$1')
      .replaceAll("{{ var('real_type') }}", standard.types.real)
      .replaceAll(/\{\{ dbt\.type_string\(\) \}\}/g, standard.types.text);
  const models = [...readdirSync(join(out, 'dbt/models/shared')), ...readdirSync(join(out, 'dbt/models/figures'))];
  const views = viewsSql(standard);
  expect(models.length + 1).toBe(views.match(/^CREATE /gm)?.length);
  const schema = read('dbt/models/schema.yml');
  for (const figure of SQL_FIGURES) {
    const text = filled(read(`dbt/models/figures/${viewOf(figure)}.sql`)).trim();
    // Dates are dbt's own macros there, which know the engine.
    if (!text.includes('{{')) expect(views).toContain(`VIEW ${viewOf(figure)} AS\n${text};`);
    expect(schema).toContain(`- name: ${viewOf(figure)}\n`);
  }
});

test('each model documents the columns that it has', async () => {
  const duck = await duckOf(tables);
  await duck.run(viewsSql(standard));
  const schema = read('dbt/models/schema.yml');
  for (const name of [
    'questions',
    'held',
    'states',
    'visits',
    'asked_visits',
    'pairs',
    'moves',
    'bookings',
    'closings',
    'state_parts',
    'figures_by_family',
  ]) {
    const [, part = ''] = new RegExp(`  - name: ${name}\\n([\\s\\S]*?)(?=\\n  - name: |$)`).exec(schema) ?? [];
    const told = [...part.matchAll(/ {6}- name: (\w+)/g)].map(([, column]) => column);
    const has = (await duck.all(`DESCRIBE ${name}`)).map((row) => String(row['column_name']));
    expect(
      told.filter((column) => column !== undefined && !has.includes(column)),
      name,
    ).toEqual([]);
  }
  duck.close();
});
