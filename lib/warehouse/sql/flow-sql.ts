import { JOINING, LEAVING, type MovementName, MOVEMENTS } from '@/lib/figures/flow';
import type { ViewModel, SqlFigure } from '@/lib/warehouse/sql/view-model';

/** Each deal as it was at the first instant and as it is at the second: who counts, and why it did not before or does not any more. */
export const pairs: ViewModel = {
  name: 'pairs',
  about:
    'Each deal at both instants of a question: whether it counts in the open pipeline of the period then and now, and why not.',
  key: ['asked_id', 'deal_id'],
  columns: {
    asked_id: 'The question.',
    deal_id: 'The deal.',
    was_there: '1 where it was there at the first instant.',
    is_there: '1 where it is there at the second.',
    was_open: '1 where it counted then.',
    is_open: '1 where it counts now.',
    was_won: '1 where it was won in the period then.',
    is_won: '1 where it is now.',
    is_lost: '1 where it is lost in the period now.',
    before_minor: 'Its amount then; empty where nobody had priced it.',
    after_minor: 'Its amount now, or the last that is known of it.',
    join_reason: 'Why it did not count then.',
    leave_reason: 'Why it does not count now.',
  },
  sql: ({ from }) => `
SELECT asked_id, deal_id, was_there, is_there, before_minor, after_minor,
  CASE WHEN was_there = 1 AND b_mine = 1 AND b_status = 'open' AND b_category <> 'omitted' AND b_side = 0 THEN 1 ELSE 0 END AS was_open,
  CASE WHEN is_there = 1 AND a_mine = 1 AND a_status = 'open' AND a_category <> 'omitted' AND a_side = 0 THEN 1 ELSE 0 END AS is_open,
  CASE WHEN was_there = 1 AND b_mine = 1 AND b_status = 'won' AND b_side = 0 THEN 1 ELSE 0 END AS was_won,
  CASE WHEN is_there = 1 AND a_mine = 1 AND a_status = 'won' AND a_side = 0 THEN 1 ELSE 0 END AS is_won,
  CASE WHEN is_there = 1 AND a_mine = 1 AND a_status = 'lost' AND a_side = 0 THEN 1 ELSE 0 END AS is_lost,
  CASE
    WHEN was_there = 0 THEN 'new'
    WHEN b_status <> 'open' AND NOT (b_status = 'won' AND b_side <> 0) THEN 'reopened'
    WHEN b_mine = 0 THEN 'scopeIn'
    WHEN b_side > 0 THEN 'pulledIn'
    WHEN b_side < 0 THEN 'pushedIn'
    WHEN b_status = 'open' THEN 'unomitted'
    ELSE 'reopened'
  END AS join_reason,
  CASE
    WHEN is_there = 0 THEN 'deleted'
    WHEN a_mine = 0 THEN 'scopeOut'
    WHEN a_status = 'lost' THEN 'lost'
    WHEN a_side > 0 THEN 'pushedOut'
    WHEN a_side < 0 THEN 'pulledOut'
    WHEN a_status = 'open' THEN 'omitted'
    ELSE 'won'
  END AS leave_reason
FROM (
  SELECT q.asked_id, a.deal_id,
    CASE WHEN b.deal_id IS NULL THEN 0 ELSE 1 END AS was_there,
    CASE WHEN a.until_at IS NULL OR a.until_at > q.asked_at THEN 1 ELSE 0 END AS is_there,
    b.amount_minor AS before_minor, a.amount_minor AS after_minor,
    b.status AS b_status, a.status AS a_status,
    COALESCE(b.category, '') AS b_category, COALESCE(a.category, '') AS a_category,
    CASE WHEN b.close_day IS NULL OR b.close_day > q.period_end THEN 1 WHEN b.close_day < q.period_start THEN -1 ELSE 0 END AS b_side,
    CASE WHEN a.close_day IS NULL OR a.close_day > q.period_end THEN 1 WHEN a.close_day < q.period_start THEN -1 ELSE 0 END AS a_side,
    CASE WHEN q.scope_id = 'everyone' OR bs.owner_id IS NOT NULL THEN 1 ELSE 0 END AS b_mine,
    CASE WHEN q.scope_id = 'everyone' OR ass.owner_id IS NOT NULL THEN 1 ELSE 0 END AS a_mine
  FROM ${from('questions')} q
  JOIN ${from('versions')} a ON a.from_at <= q.asked_at AND (a.next_at IS NULL OR a.next_at > q.asked_at)
  LEFT JOIN ${from('versions')} b ON b.deal_id = a.deal_id AND b.from_at <= q.since_at
    AND (b.until_at IS NULL OR b.until_at > q.since_at)
  LEFT JOIN ${from('scopes')} ass ON ass.scope_id = q.scope_id AND ass.owner_id = a.owner_id
  LEFT JOIN ${from('scopes')} bs ON bs.scope_id = q.scope_id AND bs.owner_id = b.owner_id
) given`,
};

export const moves: ViewModel = {
  name: 'moves',
  about: 'What moved the open pipeline of the period between the two instants of each question.',
  key: ['asked_id', 'deal_id', 'movement'],
  columns: {
    asked_id: 'The question.',
    deal_id: 'The deal.',
    movement: 'The name of the movement.',
    amount_minor: 'By how much.',
    unpriced: '1 where nobody has priced the deal.',
  },
  sql: ({ from }) => `
WITH given AS (
  SELECT p.*, COALESCE(after_minor, 0) - COALESCE(before_minor, 0) AS change,
    CASE WHEN after_minor IS NULL THEN 1 ELSE 0 END AS unpriced
  FROM ${from('pairs')} p
)
SELECT asked_id, deal_id, 'increased' AS movement, change AS amount_minor, unpriced FROM given WHERE was_open = 1 AND change > 0
UNION ALL
SELECT asked_id, deal_id, 'decreased', -change, unpriced FROM given WHERE was_open = 1 AND change < 0
UNION ALL
SELECT asked_id, deal_id, leave_reason, COALESCE(after_minor, 0), unpriced FROM given WHERE was_open = 1 AND is_open = 0
UNION ALL
SELECT asked_id, deal_id, join_reason, COALESCE(after_minor, 0), unpriced FROM given
WHERE was_open = 0 AND (is_open = 1 OR (is_won = 1 AND was_won = 0))
UNION ALL
SELECT asked_id, deal_id, 'won', COALESCE(after_minor, 0), unpriced FROM given
WHERE was_open = 0 AND is_open = 0 AND is_won = 1 AND was_won = 0
UNION ALL
SELECT asked_id, deal_id, 'new', COALESCE(after_minor, 0), unpriced FROM given
WHERE was_open = 0 AND is_open = 0 AND is_won = 0 AND was_there = 0 AND is_lost = 1
UNION ALL
SELECT asked_id, deal_id, 'lost', COALESCE(after_minor, 0), unpriced FROM given
WHERE was_open = 0 AND is_open = 0 AND is_won = 0 AND was_there = 0 AND is_lost = 1`,
};

const moved = (id: SqlFigure['id'], movements: readonly MovementName[]): SqlFigure => ({
  id,
  sql: ({ from, types }) => `
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part, CAST(COALESCE(SUM(m.amount_minor), 0) AS ${types.real}) AS value,
  COUNT(m.deal_id) AS n, COALESCE(SUM(m.unpriced), 0) AS unpriced
FROM ${from('questions')} q
LEFT JOIN ${from('moves')} m ON m.asked_id = q.asked_id AND m.movement IN (${movements.map((name) => `'${name}'`).join(', ')})
GROUP BY q.asked_id`,
});

const names = (movements: readonly MovementName[]): string => movements.map((name) => `'${name}'`).join(', ');

export const FLOW_SQL: readonly SqlFigure[] = [
  ...MOVEMENTS.map((name) => moved(name, [name])),
  moved('movedIn', ['pulledIn', 'pushedIn']),
  {
    id: 'flowIdentity',
    // What is left unexplained: 0.
    sql: ({ from, types }) => `
WITH ends AS (
  SELECT asked_id, SUM(CASE WHEN was_open = 1 THEN COALESCE(before_minor, 0) ELSE 0 END)
    - SUM(CASE WHEN is_open = 1 THEN COALESCE(after_minor, 0) ELSE 0 END) AS fell, COUNT(*) AS deals
  FROM ${from('pairs')}
  GROUP BY asked_id
), moved AS (
  SELECT asked_id, SUM(CASE WHEN movement IN (${names([...JOINING, 'increased'])}) THEN amount_minor
    WHEN movement IN (${names([...LEAVING, 'decreased'])}) THEN -amount_minor ELSE 0 END) AS rose
  FROM ${from('moves')}
  GROUP BY asked_id
)
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part, CAST(COALESCE(e.fell, 0) + COALESCE(m.rose, 0) AS ${types.real}) AS value,
  COALESCE(e.deals, 0) AS n, 0 AS unpriced
FROM ${from('questions')} q
LEFT JOIN ends e ON e.asked_id = q.asked_id
LEFT JOIN moved m ON m.asked_id = q.asked_id`,
  },
];
