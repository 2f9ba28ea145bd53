import { BOOKING_SQL, bookingView, created, entries, pastPeriods } from '@/lib/warehouse/sql/booking-sql';
import type { Dialect } from '@/lib/warehouse/sql/dialect';
import { FLOW_SQL, moves, pairs } from '@/lib/warehouse/sql/flow-sql';
import { closingView, held, questions, states } from '@/lib/warehouse/sql/questions';
import { QUOTA_SQL } from '@/lib/warehouse/sql/quota-sql';
import { RATE_SQL } from '@/lib/warehouse/sql/rate-sql';
import { runs } from '@/lib/warehouse/sql/runs';
import { figuresByFamily, STATE_SQL, stateParts } from '@/lib/warehouse/sql/state-sql';
import { type ViewModel, snake, type SqlFigure } from '@/lib/warehouse/sql/view-model';
import { askedVisits, VISIT_SQL, visits } from '@/lib/warehouse/sql/visit-sql';

/** What figures share, in an order in which each needs only those before it. */
export const MODELS: readonly ViewModel[] = [
  questions,
  held,
  states,
  closingView,
  runs,
  bookingView,
  entries,
  created,
  pastPeriods,
  visits,
  askedVisits,
  pairs,
  moves,
  stateParts,
  figuresByFamily,
];

/** Every figure that is a query. */
export const SQL_FIGURES: readonly SqlFigure[] = [
  ...STATE_SQL,
  ...RATE_SQL,
  ...BOOKING_SQL,
  ...QUOTA_SQL,
  ...VISIT_SQL,
  ...FLOW_SQL,
];

/** The name of the view of a figure. */
export const viewOf = ({ id }: Pick<SqlFigure, 'id'>): string => `figure_${snake(id)}`;

/** All figures under one another. */
export const figuresSql = ({ from }: Dialect): string =>
  SQL_FIGURES.map(
    (figure) => `SELECT asked_id, '${figure.id}' AS figure_id, part, value, n, unpriced FROM ${from(viewOf(figure))}`,
  ).join('\nUNION ALL\n');

/** Every view, in the order in which they are made. */
function views(dialect: Dialect): { name: string; sql: string }[] {
  return [
    ...MODELS.map(({ name, sql }) => ({ name, sql: sql(dialect).trim() })),
    ...SQL_FIGURES.map((figure) => ({ name: viewOf(figure), sql: figure.sql(dialect).trim() })),
    { name: 'figures', sql: figuresSql(dialect) },
  ];
}

/**
 * What makes all views. `keep`: the queries that figures share become tables, so that their work is done once; they are made again when the
 * data has changed. PostgreSQL needs that, which works every view out by itself.
 */
export function viewsSql(dialect: Dialect, { keep = false } = {}): string {
  const shared = new Set(MODELS.map(({ name }) => name));
  return views(dialect)
    .map(({ name, sql }) =>
      keep && shared.has(name)
        ? `CREATE TABLE ${name} AS\n${sql};\n`
        : `CREATE${keep ? '' : ' OR REPLACE'} VIEW ${name} AS\n${sql};\n`,
    )
    .join('\n');
}
