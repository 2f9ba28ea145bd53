import { agePipeline, recycle, zombies } from '@/lib/figures/ages';
import type { StateFigure } from '@/lib/figures/figure';
import { RULES } from '@/lib/figures/rules';
import { bestCase, closedWon, commit, listedDeals, openPipeline, overdue } from '@/lib/figures/states';
import type { Counted } from '@/lib/log/counted';
import type { SqlFigure } from '@/lib/warehouse/sql/view-model';

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** What a figure counts, as conditions on a state `s` of a question `q`: written from what the product itself asks. */
function countedSql({ status, categories, omitted, closes }: Counted): string[] {
  return [
    ...(status === undefined ? [] : [status === 'closed' ? "s.status <> 'open'" : `s.status = '${status}'`]),
    ...(categories ? [`s.category IN (${list(categories)})`] : []),
    ...(status === 'open' && !omitted && !categories ? ["s.category <> 'omitted'"] : []),
    ...(closes === 'inPeriod' ? ['s.close_day BETWEEN q.period_start AND q.period_end'] : []),
    ...(closes === 'beforeToday' ? ['s.close_day < q.today'] : []),
  ];
}

/** A figure of the deals that are in some state: each a sum, or a number of deals, with 0 where there are none. */
function stateSql(figure: StateFigure): SqlFigure {
  const { id, counts, stays, account } = figure;
  const value = RULES[id].unit === 'money' ? 'COALESCE(SUM(s.amount_minor), 0)' : 'COUNT(s.deal_id)';
  return {
    id,
    sql({ from, days, types }) {
      const stayed = days(stays?.in === 'status' ? 'r.status_day' : 'r.stage_day', 'q.today');
      const more = [
        ...(stays ? [`${stayed} >= ${stays.from}`] : []),
        ...(stays?.to === undefined ? [] : [`${stayed} <= ${stays.to}`]),
        ...(account ? ['b.account_id IS NULL'] : []),
      ];
      return `
WITH counted AS (
  SELECT s.asked_id, s.deal_id, s.amount_minor
  FROM ${from('states')} s
  JOIN ${from('questions')} q ON q.asked_id = s.asked_id${
    stays ? `\n  JOIN ${from('runs')} r ON r.deal_id = s.deal_id AND r.version = s.version` : ''
  }${
    account
      ? `\n  LEFT JOIN (SELECT DISTINCT asked_id, account_id FROM ${from('held')} WHERE status = 'open' AND account_id IS NOT NULL) b
    ON b.asked_id = s.asked_id AND b.account_id = s.account_id`
      : ''
  }
  WHERE ${[...countedSql(counts), ...more].join('\n    AND ') || '1 = 1'}
)
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part, CAST(${value} AS ${types.real}) AS value,
  COUNT(s.deal_id) AS n, COUNT(s.deal_id) - COUNT(s.amount_minor) AS unpriced
FROM ${from('questions')} q
LEFT JOIN counted s ON s.asked_id = q.asked_id
GROUP BY q.asked_id`;
    },
  };
}

export const STATE_SQL: readonly SqlFigure[] = [
  listedDeals,
  openPipeline,
  commit,
  bestCase,
  closedWon,
  overdue,
  agePipeline,
  zombies,
  recycle,
].map(stateSql);
