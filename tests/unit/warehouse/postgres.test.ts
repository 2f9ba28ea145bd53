import { expect, test } from 'vitest';

import { viewsSql } from '@/lib/warehouse/sql/catalogue';
import { standard } from '@/lib/warehouse/sql/dialect';
import { warehouseTables } from '@/lib/warehouse/warehouse';

import { familyAnswers, inOrder } from './answers';
import { differences, type FigureRow, SAME } from './compare';
import { askedOrg, ORG_NAMES } from './orgs';
import { loadSql, postgresFolder, startPostgres } from './postgres';

const bin = postgresFolder();
if (!bin)
  process.stderr.write(
    'PostgreSQL is not installed: its figures are not compared. Debian: apt-get install postgresql\n',
  );

/** The hardest of them; in the long form all, as on DuckDB. */
const names = process.env['LONG'] ? ORG_NAMES : ORG_NAMES.slice(1, 2);

test.runIf(bin).each(names)('every figure that is a query says on PostgreSQL what the product says: %s', (name) => {
  const { facts, asked: all } = askedOrg(name);
  // A few of each kind: this engine is asked whether the SQL is of the standard, and works each question out by itself.
  const asked = [...all.slice(0, 6), ...all.slice(-3)];
  const postgres = startPostgres(bin ?? '');
  try {
    postgres.run(loadSql(warehouseTables(facts, asked)));
    postgres.run(
      viewsSql(standard, { keep: true }).replaceAll(/^(?=CREATE TABLE |CREATE VIEW figure_listed)/gm, 'ANALYZE;\n'),
    );
    const rows = postgres.all('SELECT asked_id, figure_id, part, value FROM figures').map((row): FigureRow => ({
      asked_id: row['asked_id'] ?? '',
      figure_id: row['figure_id'] ?? '',
      part: row['part'] === '\\N' ? null : (row['part'] ?? null),
      value: row['value'] === '\\N' ? null : Number(row['value']),
    }));
    expect(differences(rows, facts, asked)).toEqual(SAME);
    const families = postgres.all(
      'SELECT asked_id, figure_id, COALESCE(family, kind) AS family, value, n, unpriced FROM figures_by_family',
    );
    expect(families.length).toBeGreaterThan(asked.length * 9);
    expect(inOrder(families)).toEqual(inOrder(familyAnswers(facts, asked)));
  } finally {
    postgres.close();
  }
});
