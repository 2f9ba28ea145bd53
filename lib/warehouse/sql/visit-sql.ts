import type { Dialect } from '@/lib/warehouse/sql/dialect';
import { share } from '@/lib/warehouse/sql/rate-sql';
import type { ViewModel, SqlFigure } from '@/lib/warehouse/sql/view-model';

/** Not named by a WINDOW clause, nor those below: Snowflake has none. */
const NEXT = '(PARTITION BY deal_id ORDER BY version)';
const SO_LONG = '(PARTITION BY asked_id, stage ORDER BY lasted ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)';

/** Each stay of a deal in a stage, whole: what of it is over depends on when it is asked. */
export const visits: ViewModel = {
  name: 'visits',
  about: 'Each visit of a deal to an open stage, with what ended it.',
  key: ['deal_id', 'version'],
  columns: {
    deal_id: 'The deal.',
    version: 'The state with which it began.',
    stage: 'The stage.',
    from_at: 'When it began.',
    from_day: 'The day of that.',
    exit_at: 'When it ended; empty while it goes on.',
    exit_day: 'The day of that.',
    exit_status: 'What the deal became: open (in another stage), won or lost.',
    exit_stage: 'The stage that came next.',
    exit_amount_minor: 'The amount with which it ended.',
  },
  sql: ({ from }) => `
SELECT *
FROM (
  SELECT deal_id, version, COALESCE(stage, '') AS stage, status, from_at, from_day,
    LEAD(from_at) OVER ${NEXT} AS exit_at, LEAD(from_day) OVER ${NEXT} AS exit_day, LEAD(status) OVER ${NEXT} AS exit_status,
    LEAD(COALESCE(stage, '')) OVER ${NEXT} AS exit_stage, LEAD(amount_minor) OVER ${NEXT} AS exit_amount_minor
  FROM (
    SELECT v.*, CASE WHEN status = LAG(status) OVER (PARTITION BY deal_id ORDER BY version)
      AND COALESCE(stage, '') = LAG(COALESCE(stage, '')) OVER (PARTITION BY deal_id ORDER BY version) THEN 1 ELSE 0 END AS goes_on
    FROM ${from('versions')} v
  ) marked
  WHERE goes_on = 0
) changes
WHERE status = 'open'`,
};

export const askedVisits: ViewModel = {
  name: 'asked_visits',
  about:
    'The visits that began within the days that rates look at, of the deals that each question is about, as they are at its instant.',
  key: ['asked_id', 'deal_id', 'version'],
  columns: {
    asked_id: 'The question.',
    deal_id: 'The deal.',
    version: 'The state with which the visit began.',
    stage: 'The stage.',
    is_over: '1 where it has ended.',
    lasted: 'Days that it lasted, or has by now.',
    exit_status: 'What the deal became.',
    exit_stage: 'The stage that came next.',
    exit_amount_minor: 'The amount with which it ended.',
    is_forward: '1 where it went on to a later stage, or was won.',
  },
  sql: ({ from, days }) => `
SELECT q.asked_id, v.deal_id, v.version, v.stage,
  CASE WHEN v.exit_at <= q.asked_at THEN 1 ELSE 0 END AS is_over,
  ${days('v.from_day', 'CASE WHEN v.exit_at <= q.asked_at THEN v.exit_day ELSE q.today END')} AS lasted,
  CASE WHEN v.exit_at <= q.asked_at THEN v.exit_status END AS exit_status,
  CASE WHEN v.exit_at <= q.asked_at THEN v.exit_stage END AS exit_stage,
  CASE WHEN v.exit_at <= q.asked_at THEN v.exit_amount_minor END AS exit_amount_minor,
  CASE WHEN v.exit_at <= q.asked_at AND (v.exit_status = 'won'
    OR (v.exit_status = 'open' AND COALESCE(later.place, -1) > COALESCE(own.place, -1))) THEN 1 ELSE 0 END AS is_forward
FROM ${from('questions')} q
JOIN ${from('states')} s ON s.asked_id = q.asked_id
JOIN ${from('visits')} v ON v.deal_id = s.deal_id AND v.from_at <= q.asked_at AND v.from_day >= q.rates_start
LEFT JOIN ${from('stages')} own ON own.stage = v.stage AND NOT own.is_closed
LEFT JOIN ${from('stages')} later ON later.stage = v.exit_stage AND NOT later.is_closed`,
};

/**
 * By how many days a share of the visits of a stage had ended, by Kaplan and Meier: those that go on count for as long as they are known.
 * A product is the sum of logarithms; where all that were left ended at once, nothing is left.
 */
const dwell = (id: SqlFigure['id'], ended: number): SqlFigure => ({
  id,
  sql: ({ from, types }) => `
WITH by_length AS (
  SELECT asked_id, stage, lasted, COUNT(*) AS visits, SUM(is_over) AS ended
  FROM ${from('asked_visits')}
  GROUP BY asked_id, stage, lasted
), at_risk AS (
  SELECT asked_id, stage, lasted, ended,
    SUM(visits) OVER (PARTITION BY asked_id, stage ORDER BY lasted DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS held
  FROM by_length
), survival AS (
  SELECT asked_id, stage, lasted, ended,
    SUM(CASE WHEN ended < held THEN LN(1 - CAST(ended AS ${types.real}) / held) ELSE 0 END) OVER ${SO_LONG} AS log_left,
    MAX(CASE WHEN ended >= held THEN 1 ELSE 0 END) OVER ${SO_LONG} AS is_empty
  FROM at_risk
), reached AS (
  SELECT asked_id, stage, MIN(lasted) AS lasted
  FROM survival
  WHERE ended > 0 AND (is_empty = 1 OR EXP(log_left) <= ${1 - ended} + 0.000000000001)
  GROUP BY asked_id, stage
)
SELECT v.asked_id, v.stage AS part, CAST(MAX(r.lasted) AS ${types.real}) AS value, COUNT(*) AS n, 0 AS unpriced
FROM ${from('asked_visits')} v
JOIN ${from('stages')} g ON g.stage = v.stage AND NOT g.is_closed
LEFT JOIN reached r ON r.asked_id = v.asked_id AND r.stage = v.stage
GROUP BY v.asked_id, v.stage`,
});

export const VISIT_SQL: readonly SqlFigure[] = [
  {
    id: 'stageEntered',
    sql: ({ from, types }: Dialect) => `
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part, CAST(COUNT(v.deal_id) AS ${types.real}) AS value,
  COUNT(v.deal_id) AS n, 0 AS unpriced
FROM ${from('questions')} q
LEFT JOIN ${from('asked_visits')} v ON v.asked_id = q.asked_id
GROUP BY q.asked_id`,
  },
  {
    id: 'leakage',
    // A deal that was lost several times counts once: from where it was lost last.
    sql: ({ from, types }: Dialect) => `
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part, CAST(COALESCE(SUM(v.exit_amount_minor), 0) AS ${types.real}) AS value,
  COUNT(v.deal_id) AS n, COUNT(v.deal_id) - COUNT(v.exit_amount_minor) AS unpriced
FROM ${from('questions')} q
LEFT JOIN (
  SELECT asked_id, deal_id, exit_amount_minor,
    ROW_NUMBER() OVER (PARTITION BY asked_id, deal_id ORDER BY version DESC) AS back
  FROM ${from('asked_visits')}
  WHERE exit_status = 'lost'
) v ON v.asked_id = q.asked_id AND v.back = 1
GROUP BY q.asked_id`,
  },
  {
    id: 'stageConversion',
    sql: (dialect) => `
SELECT v.asked_id, v.stage AS part, ${share(dialect, 'SUM(v.is_forward)', 'SUM(v.is_over)')} AS value, COUNT(*) AS n, 0 AS unpriced
FROM ${dialect.from('asked_visits')} v
JOIN ${dialect.from('stages')} g ON g.stage = v.stage AND NOT g.is_closed
GROUP BY v.asked_id, v.stage`,
  },
  dwell('stageDwell', 0.5),
  dwell('stageDwellP80', 0.8),
];
