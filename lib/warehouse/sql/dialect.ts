import type { ColumnType } from '@/lib/warehouse/warehouse-table';

/** What the SQL of the figures leaves to each engine: everything else in it is the same everywhere. */
export interface Dialect {
  name: string;
  /** A table or a view by its name. */
  from(name: string): string;
  /** Whole days from one date to another. */
  days(from: string, to: string): string;
  /** A date some days later; fewer than 0 is earlier. */
  plus(day: string, days: number): string;
  /** Seconds from one instant to another, with their fraction. */
  seconds(from: string, to: string): string;
  types: Record<ColumnType, string>;
}

const TYPES: Dialect['types'] = {
  text: 'VARCHAR',
  whole: 'BIGINT',
  real: 'DOUBLE PRECISION',
  day: 'DATE',
  instant: 'TIMESTAMP',
  flag: 'BOOLEAN',
};

const plain = (name: string): string => name;

/** Dates with plus and minus, as PostgreSQL and DuckDB have them. */
export const standard: Dialect = {
  name: 'standard',
  from: plain,
  days: (from, to) => `(${to} - ${from})`,
  plus: (day, days) => (days < 0 ? `(${day} - ${-days})` : `(${day} + ${days})`),
  seconds: (from, to) => `(EXTRACT(EPOCH FROM ${to}) - EXTRACT(EPOCH FROM ${from}))`,
  types: TYPES,
};

const snowflake: Dialect = {
  ...standard,
  name: 'snowflake',
  seconds: (from, to) => `(DATEDIFF('millisecond', ${from}, ${to}) / 1000.0)`,
};

const bigquery: Dialect = {
  name: 'bigquery',
  from: plain,
  days: (from, to) => `DATE_DIFF(${to}, ${from}, DAY)`,
  plus: (day, days) => `DATE_ADD(${day}, INTERVAL ${days} DAY)`,
  seconds: (from, to) => `(TIMESTAMP_DIFF(${to}, ${from}, MILLISECOND) / 1000.0)`,
  types: { ...TYPES, text: 'STRING', whole: 'INT64', real: 'FLOAT64', flag: 'BOOL' },
};

const databricks: Dialect = {
  name: 'databricks',
  from: plain,
  days: (from, to) => `datediff(${to}, ${from})`,
  plus: (day, days) => `date_add(${day}, ${days})`,
  seconds: (from, to) => `((unix_millis(${to}) - unix_millis(${from})) / 1000.0)`,
  types: { ...TYPES, text: 'STRING', real: 'DOUBLE' },
};

const trino: Dialect = {
  name: 'trino',
  from: plain,
  days: (from, to) => `date_diff('day', ${from}, ${to})`,
  plus: (day, days) => `date_add('day', ${days}, ${day})`,
  // By a decimal of one place it would be cut to one.
  seconds: (from, to) => `(date_diff('millisecond', ${from}, ${to}) / 1000e0)`,
  types: { ...TYPES, real: 'DOUBLE' },
};

/** A dbt project takes these from dbt itself, which knows the engine that it runs on. */
export const dbt = (isTable: (name: string) => boolean): Dialect => ({
  name: 'dbt',
  from: (name) => (isTable(name) ? `{{ source('pipelens', '${name}') }}` : `{{ ref('${name}') }}`),
  days: (from, to) => `{{ dbt.datediff("${from}", "${to}", "day") }}`,
  plus: (day, days) => `CAST({{ dbt.dateadd("day", ${days}, "${day}") }} AS DATE)`,
  seconds: (from, to) => `({{ dbt.datediff("${from}", "${to}", "millisecond") }} / 1000.0)`,
  types: {
    text: '{{ dbt.type_string() }}',
    whole: '{{ dbt.type_bigint() }}',
    real: "{{ var('real_type') }}",
    day: 'DATE',
    instant: '{{ dbt.type_timestamp() }}',
    flag: '{{ dbt.type_boolean() }}',
  },
});

export const DIALECTS: readonly Dialect[] = [standard, snowflake, bigquery, databricks, trino];
