import { agePipeline, recycle, zombies } from '@/lib/figures/ages';
import type { StateFigure } from '@/lib/figures/figure';
import { RULES } from '@/lib/figures/rules';
import { bestCase, closedWon, commit, listedDeals, openPipeline, overdue } from '@/lib/figures/states';
import type { Counted } from '@/lib/log/counted';
import { REST_ID } from '@/lib/warehouse/family-tables';
import type { Dialect } from '@/lib/warehouse/sql/dialect';
import type { SqlFigure, ViewModel } from '@/lib/warehouse/sql/view-model';

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

/** What else a figure asks of the states `s` of its questions `q`: the tables that it needs beside them, and conditions. */
function askedSql({ counts, stays, account }: StateFigure, { from, days }: Dialect): { joins: string; where: string } {
  const stayed = days(stays?.in === 'status' ? 'r.status_day' : 'r.stage_day', 'q.today');
  const more = [
    ...(stays ? [`${stayed} >= ${stays.from}`] : []),
    ...(stays?.to === undefined ? [] : [`${stayed} <= ${stays.to}`]),
    ...(account ? ['b.account_id IS NULL'] : []),
  ];
  return {
    joins: `JOIN ${from('questions')} q ON q.asked_id = s.asked_id${
      stays ? `\n  JOIN ${from('runs')} r ON r.deal_id = s.deal_id AND r.version = s.version` : ''
    }${
      account
        ? `\n  LEFT JOIN (SELECT DISTINCT asked_id, account_id FROM ${from('held')} WHERE status = 'open' AND account_id IS NOT NULL) b
    ON b.asked_id = s.asked_id AND b.account_id = s.account_id`
        : ''
    }`,
    where: [...countedSql(counts), ...more].join('\n    AND ') || '1 = 1',
  };
}

const valueSql = (id: StateFigure['id']): string =>
  RULES[id].unit === 'money' ? 'COALESCE(SUM(s.amount_minor), 0)' : 'COUNT(s.deal_id)';

/** A figure of the deals that are in some state: each a sum, or a number of deals, with 0 where there are none. */
const stateSql = (figure: StateFigure): SqlFigure => ({
  id: figure.id,
  sql(dialect) {
    const { from, types } = dialect;
    const { joins, where } = askedSql(figure, dialect);
    return `
WITH counted AS (
  SELECT s.asked_id, s.deal_id, s.amount_minor
  FROM ${from('states')} s
  ${joins}
  WHERE ${where}
)
SELECT q.asked_id, CAST(NULL AS ${types.text}) AS part, CAST(${valueSql(figure.id)} AS ${types.real}) AS value,
  COUNT(s.deal_id) AS n, COUNT(s.deal_id) - COUNT(s.amount_minor) AS unpriced
FROM ${from('questions')} q
LEFT JOIN counted s ON s.asked_id = q.asked_id
GROUP BY q.asked_id`;
  },
});

const FIGURES: readonly StateFigure[] = [
  listedDeals,
  openPipeline,
  commit,
  bestCase,
  closedWon,
  overdue,
  agePipeline,
  zombies,
  recycle,
];

export const STATE_SQL: readonly SqlFigure[] = FIGURES.map(stateSql);

/** The deals that each question is about with the family that each part of their amount is of (G2.35). */
export const stateParts: ViewModel = {
  name: 'state_parts',
  about:
    'The state of the deals that each question is about, a row for each family of products that its amount is divided into.',
  key: ['asked_id', 'deal_id', 'family_id'],
  columns: {
    asked_id: 'The question.',
    deal_id: 'The deal.',
    version: 'The state that holds.',
    status: 'open, won or lost.',
    amount_minor: 'The part of its amount that the family has; empty where nobody has priced it.',
    close_day: 'Its close date.',
    category: 'Its forecast category.',
    account_id: 'Its account.',
    family_id: 'The family; that of the rest where no line item accounts for the amount.',
  },
  sql: ({ from }) => `
SELECT s.asked_id, s.deal_id, s.version, s.status, CASE WHEN p.deal_id IS NULL THEN s.amount_minor ELSE p.amount_minor END AS amount_minor,
  s.close_day, s.category, s.account_id, COALESCE(p.family_id, ${REST_ID}) AS family_id
FROM ${from('states')} s
LEFT JOIN ${from('parts')} p ON p.deal_id = s.deal_id AND p.version = s.version`,
};

/** Figures of states cut by family: money adds up to the figure itself, and a deal counts in each family that it has. */
export const figuresByFamily: ViewModel = {
  name: 'figures_by_family',
  about:
    'Figures of what is in some state, by family of products. Amounts add up to the figure; a deal with several families counts in each.',
  key: ['asked_id', 'figure_id', 'family_id'],
  columns: {
    asked_id: 'The question.',
    figure_id: 'The figure.',
    family_id: 'The family.',
    family: 'The family in the org’s words; empty of the two kinds of the rest.',
    kind: 'family, unnamed or rest.',
    value: 'Money in minor units, or deals.',
    n: 'Deals that have such products.',
    unpriced: 'Deals without an amount among them: counted, not priced.',
  },
  sql: (dialect) => `
SELECT g.asked_id, g.figure_id, g.family_id, f.family, f.kind, g.value, g.n, g.unpriced
FROM (
${FIGURES.map((figure) => {
  const { joins, where } = askedSql(figure, dialect);
  return `SELECT s.asked_id, '${figure.id}' AS figure_id, s.family_id, CAST(${valueSql(figure.id)} AS ${dialect.types.real}) AS value,
  COUNT(s.deal_id) AS n, COUNT(s.deal_id) - COUNT(s.amount_minor) AS unpriced
FROM ${dialect.from('state_parts')} s
  ${joins}
WHERE ${where}
GROUP BY s.asked_id, s.family_id`;
}).join('\nUNION ALL\n')}
) g
JOIN ${dialect.from('families')} f ON f.family_id = g.family_id`,
};
