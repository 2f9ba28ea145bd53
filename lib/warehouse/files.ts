import { RULES } from '@/lib/figures/rules';
import { definitionText, ruleTitle } from '@/lib/i18n/definitions';
import { figuresSql, MODELS, SQL_FIGURES, viewOf, viewsSql } from '@/lib/warehouse/sql/catalogue';
import { dbt, DIALECTS, type Dialect } from '@/lib/warehouse/sql/dialect';
import type { WarehouseTable } from '@/lib/warehouse/warehouse-table';

/** A text in YAML: JSON's form of it is one of YAML's. */
const text = (value: string): string => JSON.stringify(value);

const FIGURE_COLUMNS = {
  asked_id: 'The question.',
  part: 'The stage that it is about, where the figure has a value for each; else empty.',
  value: 'Money in minor units, shares from 0 to 1; empty where it has none.',
  n: 'How many deals, or visits of a stage, it rests on.',
  unpriced: 'Deals without an amount among them: counted, not priced.',
};

/** The tables as they are made in an engine that loads files by copying. */
export const createTables = (
  tables: readonly Pick<WarehouseTable, 'name' | 'key' | 'columns'>[],
  { types }: Dialect,
): string =>
  tables
    .map(({ name, columns }) => {
      const lines = columns.map(
        (column) => `  ${column.name} ${types[column.type]}${column.isOptional ? '' : ' NOT NULL'}`,
      );
      return `CREATE TABLE ${name} (\n${lines.join(',\n')}\n);\n`;
    })
    .join('\n');

/** The schema in words: what each file holds. */
const schemaPage = (tables: readonly WarehouseTable[]): string =>
  [
    '# Tables',
    '',
    'One Parquet file a table, in `data/`. Instants are UTC; days are days of the org’s zone; money is in minor units of the corporate currency.',
    ...tables.flatMap(({ name, about, key, columns }) => [
      '',
      `## ${name}`,
      '',
      `${about} Key: ${key.map((each) => `\`${each}\``).join(', ')}.`,
      '',
      '| column | type | may be empty | what it says |',
      '|---|---|---|---|',
      ...columns.map(
        (column) =>
          `| \`${column.name}\` | ${DIALECTS[0]?.types[column.type]} | ${column.isOptional ? 'yes' : ''} | ${column.about} |`,
      ),
    ]),
    '',
  ].join('\n');

function sourcesYaml(tables: readonly WarehouseTable[]): string {
  return [
    'version: 2',
    'sources:',
    '  - name: pipelens',
    '    schema: "{{ var(\'pipelens_schema\', target.schema) }}"',
    '    tables:',
    ...tables.flatMap(({ name, about, columns, key, refers = {} }) => [
      `      - name: ${name}`,
      `        description: ${text(about)}`,
      '        columns:',
      ...columns.flatMap((column) => {
        const [table, field] = refers[column.name]?.split('.') ?? [];
        const tests = [
          ...(column.isOptional ? [] : ['              - not_null']),
          ...(key.length === 1 && key[0] === column.name ? ['              - unique'] : []),
          ...(table && field
            ? [
                '              - relationships:',
                `                  to: source('pipelens', '${table}')`,
                `                  field: ${field}`,
              ]
            : []),
        ];
        return [
          `          - name: ${column.name}`,
          `            description: ${text(column.about)}`,
          ...(tests.length > 0 ? ['            tests:', ...tests] : []),
        ];
      }),
    ]),
    '',
  ].join('\n');
}

function modelsYaml(): string {
  const one = (name: string, about: string, columns: Readonly<Record<string, string>>): string[] => [
    `  - name: ${name}`,
    `    description: ${text(about)}`,
    '    columns:',
    ...Object.entries(columns).flatMap(([column, says]) => [
      `      - name: ${column}`,
      `        description: ${text(says)}`,
      ...(column === 'asked_id' ? ['        tests:', '          - not_null'] : []),
    ]),
  ];
  return [
    'version: 2',
    'models:',
    ...MODELS.flatMap(({ name, about, columns }) => one(name, about, columns)),
    ...SQL_FIGURES.flatMap((figure) =>
      one(
        viewOf(figure),
        `${ruleTitle(figure.id)} (${RULES[figure.id].id}): ${definitionText(figure.id).formula}`,
        FIGURE_COLUMNS,
      ),
    ),
    ...one('figures', 'Every figure under one another.', { figure_id: 'The figure.', ...FIGURE_COLUMNS }),
    '',
  ].join('\n');
}

/** Rows that this finds are figures that the SQL and the product answer otherwise: there are none. */
const SAME_AS_PRODUCT = `-- The product's own answers to the same questions, of figures that it answers here.
SELECT f.asked_id, f.figure_id, f.part, f.value, a.value AS product
FROM {{ ref('figures') }} f
JOIN {{ source('pipelens', 'answers') }} a
  ON a.asked_id = f.asked_id AND a.figure_id = f.figure_id AND COALESCE(a.part, '') = COALESCE(f.part, '')
WHERE a.elsewhere IS NULL AND ((f.value IS NULL AND a.value IS NOT NULL) OR (f.value IS NOT NULL AND a.value IS NULL)
  OR ABS(f.value - a.value) > 0.000001 * (1 + ABS(a.value)))
`;

const PROJECT = `name: pipelens
version: '1.0.0'
config-version: 2
profile: pipelens
model-paths: [models]
test-paths: [tests]
vars:
  # What a number with a fraction is called: FLOAT64 on BigQuery, DOUBLE on Databricks and Trino.
  real_type: DOUBLE PRECISION
models:
  pipelens:
    +materialized: view
    # What figures share is worked out once.
    shared:
      +materialized: table
`;

/** Everything of a warehouse but its data, as files by their path. */
export function projectFiles(tables: readonly WarehouseTable[]): [path: string, text: string][] {
  const names = new Set(tables.map(({ name }) => name));
  const inDbt = dbt((name) => names.has(name));
  return [
    ['TABLES.md', schemaPage(tables)],
    ...DIALECTS.flatMap((dialect): [string, string][] => [
      [`sql/${dialect.name}/tables.sql`, createTables(tables, dialect)],
      [`sql/${dialect.name}/views.sql`, viewsSql(dialect)],
      [`sql/${dialect.name}/views-over-tables.sql`, viewsSql(dialect, { keep: true })],
    ]),
    ['dbt/dbt_project.yml', PROJECT],
    ['dbt/models/sources.yml', sourcesYaml(tables)],
    ['dbt/models/schema.yml', modelsYaml()],
    ...MODELS.map(({ name, sql }): [string, string] => [`dbt/models/shared/${name}.sql`, `${sql(inDbt).trim()}\n`]),
    ...SQL_FIGURES.map((figure): [string, string] => [
      `dbt/models/figures/${viewOf(figure)}.sql`,
      `${figure.sql(inDbt).trim()}\n`,
    ]),
    ['dbt/models/figures.sql', `${figuresSql(inDbt)}\n`],
    ['dbt/tests/same_as_product.sql', SAME_AS_PRODUCT],
  ];
}
