import type { Dialect } from '@/lib/warehouse/sql/dialect';
import { medianOf, oneValue, share } from '@/lib/warehouse/sql/rate-sql';
import type { ViewModel, SqlFigure } from '@/lib/warehouse/sql/view-model';

export const bookingView: ViewModel = {
  name: 'bookings',
  about: 'What was won with its close date in the period of the question.',
  key: ['asked_id', 'deal_id'],
  columns: {
    asked_id: 'The question.',
    deal_id: 'The deal.',
    amount_minor: 'Its amount.',
    close_day: 'Its close date.',
    is_new: '1 where the deal was created since the period began.',
    day_of_period: 'Days from the first day of the period to the close date.',
  },
  sql: ({ from, days }) => `
SELECT s.asked_id, s.deal_id, s.amount_minor, s.close_day,
  CASE WHEN s.created_at >= q.period_from THEN 1 ELSE 0 END AS is_new,
  ${days('q.period_start', 's.close_day')} AS day_of_period
FROM ${from('states')} s
JOIN ${from('questions')} q ON q.asked_id = s.asked_id
WHERE s.status = 'won' AND s.close_day BETWEEN q.period_start AND q.period_end`,
};

/** When a deal entered the pipeline: once, and it is left at that. */
export const entries: ViewModel = {
  name: 'entries',
  about: 'The first open, counted state of each deal: with it, it entered the pipeline.',
  key: ['deal_id'],
  columns: {
    deal_id: 'The deal.',
    from_at: 'When it entered.',
    from_day: 'The day of that.',
    owner_id: 'Whose it was.',
    amount_minor: 'Its amount then.',
  },
  sql: ({ from }) => `
SELECT v.deal_id, v.from_at, v.from_day, v.owner_id, v.amount_minor
FROM ${from('versions')} v
JOIN (
  SELECT deal_id, MIN(version) AS version
  FROM ${from('versions')}
  WHERE status = 'open' AND COALESCE(category, '') <> 'omitted'
  GROUP BY deal_id
) f ON f.deal_id = v.deal_id AND f.version = v.version`,
};

export const created: ViewModel = {
  name: 'created',
  about: 'What entered the pipeline in the period of the question, up to its instant.',
  key: ['asked_id', 'deal_id'],
  columns: { asked_id: 'The question.', deal_id: 'The deal.', amount_minor: 'Its amount at its entry.' },
  sql: ({ from }) => `
SELECT q.asked_id, e.deal_id, e.amount_minor
FROM ${from('questions')} q
JOIN ${from('entries')} e ON e.from_at >= q.period_from AND e.from_at < q.period_to AND e.from_at <= q.asked_at
LEFT JOIN ${from('scopes')} s ON s.scope_id = q.scope_id AND s.owner_id = e.owner_id
WHERE q.scope_id = 'everyone' OR s.owner_id IS NOT NULL`,
};

/** Finished periods that pace and usual remainder are taken from. */
const PAST = 4;

export const pastPeriods: ViewModel = {
  name: 'past_periods',
  about: `The ${PAST} periods before that of the question: what they had won by the same day of theirs, and what came after it.`,
  key: ['asked_id', 'place'],
  columns: {
    asked_id: 'The question.',
    place: 'The place of the period.',
    won_minor: 'What it won in all.',
    early_minor: 'What of it was dated by the same day.',
    created_minor: 'What entered the pipeline after that day.',
    turned_minor: 'What of this was won in the same period.',
  },
  sql: ({ from, days }) => `
WITH past AS (
  SELECT q.asked_id, q.scope_id, q.elapsed, p.place, p.start_day, p.end_day
  FROM ${from('questions')} q
  JOIN ${from('periods')} p ON p.kind = q.kind AND p.place BETWEEN q.place - ${PAST} AND q.place - 1
), late AS (
  SELECT p.asked_id, p.place, e.deal_id, e.amount_minor
  FROM past p
  JOIN ${from('entries')} e ON e.from_day BETWEEN p.start_day AND p.end_day
    AND ${days('p.start_day', 'e.from_day')} >= p.elapsed
  LEFT JOIN ${from('scopes')} s ON s.scope_id = p.scope_id AND s.owner_id = e.owner_id
  WHERE p.scope_id = 'everyone' OR s.owner_id IS NOT NULL
), won AS (
  SELECT p.asked_id, p.place, s.deal_id, s.amount_minor,
    CASE WHEN ${days('p.start_day', 's.close_day')} < p.elapsed THEN s.amount_minor ELSE 0 END AS early,
    CASE WHEN l.deal_id IS NULL THEN 0 ELSE s.amount_minor END AS turned
  FROM past p
  JOIN ${from('states')} s ON s.asked_id = p.asked_id AND s.status = 'won' AND s.close_day BETWEEN p.start_day AND p.end_day
  LEFT JOIN late l ON l.asked_id = p.asked_id AND l.place = p.place AND l.deal_id = s.deal_id
), sums AS (
  SELECT asked_id, place, SUM(amount_minor) AS won_minor, SUM(early) AS early_minor, SUM(turned) AS turned_minor
  FROM won
  GROUP BY asked_id, place
), made AS (
  SELECT asked_id, place, SUM(amount_minor) AS created_minor FROM late GROUP BY asked_id, place
)
SELECT p.asked_id, p.place, COALESCE(w.won_minor, 0) AS won_minor, COALESCE(w.early_minor, 0) AS early_minor,
  COALESCE(m.created_minor, 0) AS created_minor, COALESCE(w.turned_minor, 0) AS turned_minor
FROM past p
LEFT JOIN sums w ON w.asked_id = p.asked_id AND w.place = p.place
LEFT JOIN made m ON m.asked_id = p.asked_id AND m.place = p.place`,
};

/** A share of the bookings of a period that meet a condition. */
const booked = (id: SqlFigure['id'], condition: (dialect: Dialect) => string): SqlFigure => ({
  id,
  sql: (dialect) =>
    oneValue(dialect, dialect.from('bookings'), {
      value: share(
        dialect,
        `COALESCE(SUM(CASE WHEN ${condition(dialect)} THEN c.amount_minor ELSE 0 END), 0)`,
        'COALESCE(SUM(c.amount_minor), 0)',
      ),
      n: 'COUNT(c.deal_id)',
      unpriced: 'COUNT(c.deal_id) - COUNT(c.amount_minor)',
    }),
});

export const BOOKING_SQL: readonly SqlFigure[] = [
  {
    id: 'pipelineCreated',
    sql: (dialect) =>
      oneValue(dialect, dialect.from('created'), {
        value: `CAST(COALESCE(SUM(c.amount_minor), 0) AS ${dialect.types.real})`,
        n: 'COUNT(c.deal_id)',
        unpriced: 'COUNT(c.deal_id) - COUNT(c.amount_minor)',
      }),
  },
  {
    id: 'pipelineCreationRate',
    sql(dialect) {
      const { from, seconds, types } = dialect;
      // The instant itself belongs to the time that has passed: a millisecond more than between the two.
      const passed = `CASE WHEN q.asked_at < q.period_to THEN ${seconds('q.period_from', 'q.asked_at')} + 0.001 ELSE ${seconds('q.period_from', 'q.period_to')} END`;
      return `
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part, c.value / (CAST(${passed} AS ${types.real}) / 604800) AS value, c.n, c.unpriced
FROM ${from('questions')} q
JOIN ${from('figure_pipeline_created')} c ON c.asked_id = q.asked_id`;
    },
  },
  booked('createdAndClosedShare', () => 'c.is_new = 1'),
  booked('month3Share', () => 'c.close_day >= q.last_month_start'),
  booked('finalWeekShare', ({ days }) => `${days('c.close_day', 'q.period_end')} <= 6`),
  booked('cumShare', () => 'c.day_of_period < q.elapsed'),
  {
    id: 'linearityGini',
    sql({ from, days, types }) {
      return `
WITH lengths AS (
  SELECT asked_id, CASE WHEN weeks < 1 THEN 1 ELSE weeks END AS weeks
  FROM (SELECT asked_id, FLOOR((${days('period_start', 'period_end')} + 1) / CAST(7 AS ${types.real}) + 0.5) AS weeks FROM ${from('questions')}) given
), weekly AS (
  SELECT b.asked_id, l.weeks, SUM(COALESCE(b.amount_minor, 0)) AS amount,
    CASE WHEN FLOOR(b.day_of_period / CAST(7 AS ${types.real})) >= l.weeks THEN l.weeks - 1
      ELSE FLOOR(b.day_of_period / CAST(7 AS ${types.real})) END AS week
  FROM ${from('bookings')} b
  JOIN lengths l ON l.asked_id = b.asked_id
  GROUP BY b.asked_id, l.weeks, CASE WHEN FLOOR(b.day_of_period / CAST(7 AS ${types.real})) >= l.weeks THEN l.weeks - 1
      ELSE FLOOR(b.day_of_period / CAST(7 AS ${types.real})) END
), ranked AS (
  -- Weeks without a booking come before all that have one, and add nothing.
  SELECT asked_id, weeks, amount,
    ROW_NUMBER() OVER (PARTITION BY asked_id ORDER BY amount)
      + CASE WHEN amount >= 0 THEN weeks - COUNT(*) OVER (PARTITION BY asked_id) ELSE 0 END AS place
  FROM weekly
), summed AS (
  SELECT asked_id, MAX(weeks) AS weeks, SUM(CAST(amount AS ${types.real})) AS total, SUM(CAST(amount AS ${types.real}) * place) AS weighted
  FROM ranked
  GROUP BY asked_id
)
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part,
  CASE WHEN s.total > 0 THEN
    CASE WHEN s.weeks < 2 THEN 0 ELSE (2 * s.weighted / (s.weeks * s.total) - (s.weeks + 1) / s.weeks) * (s.weeks / (s.weeks - 1)) END
  END AS value,
  (SELECT COUNT(*) FROM ${from('bookings')} b WHERE b.asked_id = q.asked_id) AS n, 0 AS unpriced
FROM ${from('questions')} q
LEFT JOIN summed s ON s.asked_id = q.asked_id`;
    },
  },
  {
    id: 'usualRemainder',
    sql: ({ from, types }) => `
SELECT w.asked_id, CAST(NULL AS ${types.text}) AS part,
  MAX(w.value) + AVG(CAST(p.won_minor - p.early_minor AS ${types.real})) AS value, COUNT(*) AS n, 0 AS unpriced
FROM ${from('figure_closed_won')} w
JOIN ${from('past_periods')} p ON p.asked_id = w.asked_id
GROUP BY w.asked_id`,
  },
  {
    id: 'pacing',
    sql: (dialect) => `
SELECT q.asked_id, CAST(NULL AS ${dialect.types.text}) AS part,
  CASE WHEN q.quota_minor > 0 AND m.middle > 0 THEN w.value / (q.quota_minor * m.middle) END AS value,
  COALESCE(m.n, 0) AS n, 0 AS unpriced
FROM ${dialect.from('questions')} q
JOIN ${dialect.from('figure_closed_won')} w ON w.asked_id = q.asked_id
LEFT JOIN (${medianOf(
      dialect,
      `SELECT asked_id, CAST(early_minor AS ${dialect.types.real}) / won_minor AS x FROM ${dialect.from('past_periods')} WHERE won_minor > 0`,
    )}) m ON m.asked_id = q.asked_id`,
  },
];
