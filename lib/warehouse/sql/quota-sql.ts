import type { Dialect } from '@/lib/warehouse/sql/dialect';
import { share } from '@/lib/warehouse/sql/rate-sql';
import type { SqlFigure } from '@/lib/warehouse/sql/view-model';

/** A figure of one expression over a question `q`, what it won `w` and what is open `o`. */
const ofQuota = (dialect: Dialect, value: string): string => `
SELECT q.asked_id, CAST(NULL AS ${dialect.types.text}) AS part, ${value} AS value, w.n, w.unpriced
FROM ${dialect.from('questions')} q
JOIN ${dialect.from('figure_closed_won')} w ON w.asked_id = q.asked_id
JOIN ${dialect.from('figure_open_pipeline')} o ON o.asked_id = q.asked_id`;

export const QUOTA_SQL: readonly SqlFigure[] = [
  { id: 'gapToQuota', sql: (dialect) => ofQuota(dialect, 'q.quota_minor - w.value') },
  { id: 'attainment', sql: (dialect) => ofQuota(dialect, share(dialect, 'w.value', 'q.quota_minor')) },
  // Empty where the quota is reached: there is nothing left to cover.
  { id: 'coverage', sql: (dialect) => ofQuota(dialect, share(dialect, 'o.value', '(q.quota_minor - w.value)')) },
  {
    id: 'wonAndCommit',
    sql: ({ from, types }) => `
SELECT w.asked_id, CAST(NULL AS ${types.text}) AS part, w.value + c.value AS value, w.n + c.n AS n, w.unpriced + c.unpriced AS unpriced
FROM ${from('figure_closed_won')} w
JOIN ${from('figure_commit')} c ON c.asked_id = w.asked_id`,
  },
  {
    id: 'requiredCoverage50',
    sql: ({ from, types }) => `
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part,
  CASE WHEN q.quota_minor IS NOT NULL AND r.value > 0 THEN 1 / r.value END AS value, r.n, r.unpriced
FROM ${from('questions')} q
JOIN ${from('figure_win_rate_amount')} r ON r.asked_id = q.asked_id`,
  },
  {
    id: 'weightedPipeline',
    sql: ({ from, types }) => `
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part,
  COALESCE(SUM(CAST(s.amount_minor AS ${types.real}) * COALESCE(g.probability, 0) / 100), 0) AS value,
  COUNT(s.deal_id) AS n, COUNT(s.deal_id) - COUNT(s.amount_minor) AS unpriced
FROM ${from('questions')} q
LEFT JOIN ${from('states')} s ON s.asked_id = q.asked_id AND s.status = 'open' AND s.category <> 'omitted'
  AND s.close_day BETWEEN q.period_start AND q.period_end
LEFT JOIN ${from('stages')} g ON g.stage = s.stage
GROUP BY q.asked_id`,
  },
  {
    id: 'pipelineNeeded',
    sql: ({ from, types }) => `
WITH conversion AS (
  SELECT asked_id, SUM(created_minor) AS made, SUM(turned_minor) AS turned, COUNT(*) AS periods
  FROM ${from('past_periods')}
  GROUP BY asked_id
)
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part,
  CASE WHEN c.made > 0 AND c.turned > 0 THEN
    CASE WHEN q.quota_minor - w.value - p.value < 0 THEN 0
      ELSE (q.quota_minor - w.value - p.value) / (CAST(c.turned AS ${types.real}) / c.made) END
  END AS value,
  COALESCE(c.periods, 0) AS n, 0 AS unpriced
FROM ${from('questions')} q
JOIN ${from('figure_closed_won')} w ON w.asked_id = q.asked_id
JOIN ${from('figure_weighted_pipeline')} p ON p.asked_id = q.asked_id
LEFT JOIN conversion c ON c.asked_id = q.asked_id`,
  },
  {
    id: 'slipRate',
    sql: (dialect) => `
WITH called AS (
  SELECT q.asked_id, v.deal_id
  FROM ${dialect.from('questions')} q
  JOIN ${dialect.from('versions')} v ON v.from_at < q.period_from AND (v.until_at IS NULL OR v.until_at >= q.period_from)
    AND v.status = 'open' AND v.category IN ('commit', 'bestCase') AND v.close_day BETWEEN q.period_start AND q.period_end
  LEFT JOIN ${dialect.from('scopes')} s ON s.scope_id = q.scope_id AND s.owner_id = v.owner_id
  WHERE q.scope_id = 'everyone' OR s.owner_id IS NOT NULL
), inside AS (
  SELECT s.asked_id, s.deal_id
  FROM ${dialect.from('states')} s
  JOIN ${dialect.from('questions')} q ON q.asked_id = s.asked_id
  WHERE s.status <> 'open' AND s.close_day BETWEEN q.period_start AND q.period_end
)
SELECT q.asked_id, CAST(NULL AS ${dialect.types.text}) AS part,
  ${share(dialect, 'SUM(CASE WHEN i.deal_id IS NULL THEN 1 ELSE 0 END)', 'COUNT(c.deal_id)')} AS value,
  COUNT(c.deal_id) AS n, 0 AS unpriced
FROM ${dialect.from('questions')} q
LEFT JOIN called c ON c.asked_id = q.asked_id
LEFT JOIN inside i ON i.asked_id = c.asked_id AND i.deal_id = c.deal_id
GROUP BY q.asked_id`,
  },
];
