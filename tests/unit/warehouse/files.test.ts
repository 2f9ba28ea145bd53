import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';
import { parquetMetadata } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { csvOf } from '@/lib/warehouse/csv-file';
import { parquetOf } from '@/lib/warehouse/parquet';
import { SQL_FIGURES, viewOf, viewsSql } from '@/lib/warehouse/sql/catalogue';
import { DIALECTS, standard } from '@/lib/warehouse/sql/dialect';
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

const filled = (sql: string): string =>
  sql
    .replaceAll(/\{\{ (?:ref|source)\((?:'pipelens', )?'(\w+)'\) \}\}/g, '$1')
    .replaceAll("{{ var('real_type') }}", standard.types.real)
    .replaceAll(/\{\{ dbt\.type_string\(\) \}\}/g, standard.types.text);

test('the dbt project has each view as a model, which is the same SQL once its references are put in', () => {
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

/**
 * Words that no column and no table may be called without quotes: Google's “Lexical structure”, Snowflake's “Reserved & limited keywords”,
 * Trino's “Reserved keywords”, those that any of the three has.
 */
const RESERVED =
  /^(?:account|all|alter|and|any|array|as|asc|assert_rows_modified|at|between|by|case|cast|check|collate|column|connect|connection|constraint|contains|create|cross|cube|current\w*|database|deallocate|default|define|delete|desc|describe|distinct|drop|else|end|enum|escape|except|exclude|execute|exists|extract|false|fetch|following|for|from|full|grant|group|grouping|groups|gscluster|hash|having|if|ignore|ilike|in|increment|inner|insert|intersect|interval|into|is|issue|join|json_\w+|lateral|left|like|limit|listagg|localtime|localtimestamp|lookup|merge|minus|natural|new|no|normalize|not|null|nulls|of|on|or|order|organization|outer|over|partition|preceding|prepare|proto|qualify|range|recursive|regexp|respect|revoke|right|rlike|rollup|row|rows|sample|schema|select|set|skip|some|start|struct|table|tablesample|then|to|treat|trigger|trim|true|try_cast|uescape|unbounded|union|unique|unnest|update|using|values|view|when|whenever|where|window|with|within)$/;

test.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))(
  'in %s nothing is called by a word that an engine keeps for itself, and each window stands in brackets',
  (name) => {
    const tablesSql = read(`sql/${name}/tables.sql`);
    const sql = read(`sql/${name}/views.sql`);
    const names = [
      ...tablesSql.matchAll(/^ {2}(\w+) /gm),
      ...tablesSql.matchAll(/^CREATE TABLE (\w+)/gm),
      ...sql.matchAll(/\bAS (\w+)/g),
      ...sql.matchAll(/\b(\w+) AS \(/g),
      ...sql.matchAll(/\b(?:FROM|JOIN) \w+ (\w+)/g),
      ...sql.matchAll(/\) (\w+)/g),
      ...sql.matchAll(/^CREATE OR REPLACE VIEW (\w+)/gm),
    ].flatMap(([, each = '']) => (/^[a-z]/.test(each) ? [each] : []));
    expect(names.length).toBeGreaterThan(300);
    expect(names.filter((each) => RESERVED.test(each))).toEqual([]);
    expect(sql.match(/\bOVER (?!\()/g)).toBeNull();
  },
);

test('each model documents the columns that it has, and the project’s own comparison with the product finds no difference', async () => {
  const duck = await duckOf(tables);
  await duck.run(viewsSql(standard, { keep: true }));
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
  expect(await duck.all(filled(read('dbt/tests/same_as_product.sql')))).toEqual([]);
  duck.close();
});
