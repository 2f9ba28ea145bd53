import type { Day } from '@/lib/calendar/days';
import { daysBetween } from '@/lib/calendar/days';
import { rateDays } from '@/lib/figures/windows';
import type { ViewModel } from '@/lib/warehouse/sql/view-model';

/** The windows of the rates as days before today, taken from where the product takes them. */
// Safe: a literal.
const TODAY = '2026-01-01' as Day;
const windows = rateDays(TODAY);
const back = (day: Day): number => daysBetween(TODAY, day);

/** Each question with its period, its windows and its quota. */
export const questions: ViewModel = {
  name: 'questions',
  about:
    'Each row of asked with the period that its day lies in, the days that rates look at, and the quota. Add a row to asked, and every figure answers it.',
  key: ['asked_id'],
  columns: {
    asked_id: 'The question.',
    asked_at: 'The instant that is asked about.',
    today: 'The day that it lies in.',
    since_at: 'The instant that movements are counted from.',
    scope_id: 'everyone, or the person with whose team the figure is about.',
    kind: 'year, quarter, month or week.',
    place: 'The place of the period among those of its kind.',
    period_start: 'First day of the period.',
    period_end: 'Last day of the period.',
    period_from: 'The first instant of the period.',
    period_to: 'The first instant after it.',
    last_month_start: 'First day of the last month of the period.',
    elapsed: 'Days of the period that have begun.',
    rates_start: 'First day of the closings behind rates.',
    cohort_start: 'First day of the creations behind the cohort’s win rate.',
    cohort_end: 'Last day of them.',
    quota_minor: 'The quota in minor units; empty where there is none.',
  },
  sql: ({ from, plus, days }) => `
SELECT a.asked_id, a.asked_at, a.today, a.since_at, a.scope_id, a.kind, p.place,
  p.start_day AS period_start, p.end_day AS period_end, p.from_at AS period_from, p.to_at AS period_to,
  p.last_month_start,
  ${days('p.start_day', 'CASE WHEN a.today < p.end_day THEN a.today ELSE p.end_day END')} + 1 AS elapsed,
  ${plus('a.today', back(windows.closed.start))} AS rates_start,
  ${plus('a.today', back(windows.cohort.start))} AS cohort_start,
  ${plus('a.today', back(windows.cohort.end))} AS cohort_end,
  t.quota_minor
FROM ${from('asked')} a
JOIN ${from('periods')} p ON p.kind = a.kind AND a.today BETWEEN p.start_day AND p.end_day
LEFT JOIN ${from('targets')} t ON t.kind = a.kind AND t.start_day = p.start_day AND t.scope_id = a.scope_id`,
};

const STATE = {
  asked_id: 'The question.',
  deal_id: 'The deal.',
  version: 'The state that holds.',
  stage: 'Its stage.',
  status: 'open, won or lost.',
  amount_minor: 'Its amount; empty where nobody has priced it.',
  close_day: 'Its close date.',
  category: 'Its forecast category.',
  owner_id: 'Its owner.',
  account_id: 'Its account.',
} as const;

/** The version of each deal that holds at the instant of each question, whoever owns it. */
export const held: ViewModel = {
  name: 'held',
  about: 'The state of every deal at the instant of each question, whoever owns it.',
  key: ['asked_id', 'deal_id'],
  columns: STATE,
  sql: ({ from }) => `
SELECT q.asked_id, v.deal_id, v.version, v.stage, v.status, v.amount_minor, v.close_day,
  COALESCE(v.category, '') AS category, v.owner_id, v.account_id
FROM ${from('questions')} q
JOIN ${from('versions')} v ON v.from_at <= q.asked_at AND (v.until_at IS NULL OR v.until_at > q.asked_at)`,
};

/** Of these, those of the people that the question is about, with what rates ask of them. */
export const states: ViewModel = {
  name: 'states',
  about: 'The state of the deals that each question is about, at its instant.',
  key: ['asked_id', 'deal_id'],
  columns: { ...STATE, created_at: 'When the deal was created.', created_day: 'The day of that.' },
  sql: ({ from }) => `
SELECT h.asked_id, h.deal_id, h.version, h.stage, h.status, h.amount_minor, h.close_day, h.category, h.owner_id,
  h.account_id, d.created_at, d.created_day
FROM ${from('held')} h
JOIN ${from('questions')} q ON q.asked_id = h.asked_id
JOIN ${from('deals')} d ON d.deal_id = h.deal_id
LEFT JOIN ${from('scopes')} s ON s.scope_id = q.scope_id AND s.owner_id = h.owner_id
WHERE q.scope_id = 'everyone' OR s.owner_id IS NOT NULL`,
};

/** What was won or lost within the days that rates look at. */
export const closingView: ViewModel = {
  name: 'closings',
  about: 'The deals that were won or lost within the days that rates look at.',
  key: ['asked_id', 'deal_id'],
  columns: {
    asked_id: 'The question.',
    deal_id: 'The deal.',
    is_won: '1 where it is won, 0 where it is lost.',
    amount_minor: 'Its amount.',
    cycle_days: 'Days from its creation to its close date.',
  },
  sql: ({ from, days }) => `
SELECT s.asked_id, s.deal_id, CASE WHEN s.status = 'won' THEN 1 ELSE 0 END AS is_won, s.amount_minor,
  ${days('s.created_day', 's.close_day')} AS cycle_days
FROM ${from('states')} s
JOIN ${from('questions')} q ON q.asked_id = s.asked_id
WHERE s.status <> 'open' AND s.close_day BETWEEN q.rates_start AND q.today`,
};
