import type { Dialect } from '@/lib/warehouse/sql/dialect';
import type { SqlFigure } from '@/lib/warehouse/sql/view-model';

/** A share of two numbers of a query, NULL where there is nothing to divide by. */
export const share = ({ types }: Dialect, part: string, all: string): string =>
  `CASE WHEN ${all} > 0 THEN CAST(${part} AS ${types.real}) / CAST(${all} AS ${types.real}) END`;

/** A figure that is one expression of a table `c` that is grouped by question. */
export const oneValue = (
  dialect: Dialect,
  source: string,
  { value, n, unpriced = '0', where }: { value: string; n: string; unpriced?: string; where?: string },
): string => `
SELECT q.asked_id, CAST(NULL AS ${dialect.types.text}) AS part, ${value} AS value, ${n} AS n, ${unpriced} AS unpriced
FROM ${dialect.from('questions')} q
LEFT JOIN ${source} c ON c.asked_id = q.asked_id${where ? ` AND ${where}` : ''}
GROUP BY q.asked_id`;

/**
 * The middle of a column `x`, the mean of the middle two of an even number: by rows, because engines that have a median do not have the
 * same one.
 */
export const medianOf = ({ types }: Dialect, rows: string): string => `
SELECT asked_id, AVG(CAST(x AS ${types.real})) AS middle, MAX(n) AS n
FROM (
  SELECT asked_id, x, ROW_NUMBER() OVER (PARTITION BY asked_id ORDER BY x) AS place, COUNT(*) OVER (PARTITION BY asked_id) AS n
  FROM (${rows}) given
) placed
WHERE 2 * place BETWEEN n AND n + 2
GROUP BY asked_id`;

export const RATE_SQL: readonly SqlFigure[] = [
  {
    id: 'winRateCount',
    sql: (dialect) =>
      oneValue(dialect, dialect.from('closings'), {
        value: share(dialect, 'SUM(c.is_won)', 'COUNT(c.deal_id)'),
        n: 'COUNT(c.deal_id)',
      }),
  },
  {
    id: 'winRateAmount',
    sql: (dialect) =>
      oneValue(dialect, dialect.from('closings'), {
        value: share(
          dialect,
          'COALESCE(SUM(CASE WHEN c.is_won = 1 THEN c.amount_minor END), 0)',
          'COALESCE(SUM(c.amount_minor), 0)',
        ),
        n: 'COUNT(c.deal_id)',
        unpriced: 'COUNT(c.deal_id) - COUNT(c.amount_minor)',
      }),
  },
  {
    id: 'winRateCohort',
    sql: (dialect) =>
      oneValue(dialect, dialect.from('states'), {
        value: share(dialect, "SUM(CASE WHEN c.status = 'won' THEN 1 ELSE 0 END)", 'COUNT(c.deal_id)'),
        n: 'COUNT(c.deal_id)',
        where: 'c.created_day BETWEEN q.cohort_start AND q.cohort_end',
      }),
  },
  {
    id: 'cycleDays',
    sql: (dialect) => `
SELECT q.asked_id, CAST(NULL AS ${dialect.types.text}) AS part, m.middle AS value, COALESCE(m.n, 0) AS n, 0 AS unpriced
FROM ${dialect.from('questions')} q
LEFT JOIN (${medianOf(dialect, `SELECT asked_id, cycle_days AS x FROM ${dialect.from('closings')} WHERE is_won = 1`)}) m
  ON m.asked_id = q.asked_id`,
  },
  {
    id: 'velocity',
    sql: (dialect) => `
WITH ended AS (
  SELECT asked_id, SUM(is_won) AS won, COUNT(*) AS closed,
    SUM(CASE WHEN is_won = 1 THEN amount_minor END) AS amount,
    SUM(CASE WHEN is_won = 1 AND amount_minor IS NOT NULL THEN 1 ELSE 0 END) AS priced
  FROM ${dialect.from('closings')}
  GROUP BY asked_id
), waiting AS (
  SELECT asked_id, COUNT(*) AS deals
  FROM ${dialect.from('states')}
  WHERE status = 'open' AND category <> 'omitted'
  GROUP BY asked_id
)
SELECT q.asked_id, CAST(NULL AS ${dialect.types.text}) AS part,
  CASE WHEN m.middle > 0 AND e.priced > 0 THEN
    COALESCE(w.deals, 0) * (CAST(e.won AS ${dialect.types.real}) / e.closed)
      * (CAST(e.amount AS ${dialect.types.real}) / e.priced) / m.middle
  END AS value,
  COALESCE(w.deals, 0) AS n, 0 AS unpriced
FROM ${dialect.from('questions')} q
LEFT JOIN ended e ON e.asked_id = q.asked_id
LEFT JOIN waiting w ON w.asked_id = q.asked_id
LEFT JOIN (${medianOf(dialect, `SELECT asked_id, cycle_days AS x FROM ${dialect.from('closings')} WHERE is_won = 1`)}) m
  ON m.asked_id = q.asked_id`,
  },
];
