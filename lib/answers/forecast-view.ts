import { ownNews, type ToKnow } from '@/lib/answers/agenda';
import { type AskedAt, askedAt } from '@/lib/answers/asked-at';
import type { Todo } from '@/lib/answers/record-view';
import { addDays, daysBetween, type Day } from '@/lib/calendar/days';
import type { Period } from '@/lib/calendar/period';
import { asOfDay } from '@/lib/calendar/zoned-time';
import type { Freshness } from '@/lib/deal/freshness';
import { defaultScope, ownersIn } from '@/lib/deal/hierarchy';
import { sum, toMajor, type Total } from '@/lib/deal/money';
import type { ForecastCategory } from '@/lib/deal/opportunity';
import { clockOf } from '@/lib/deal/org-data';
import { jotted, type Jotting } from '@/lib/deal/own/jotting';
import { speaks } from '@/lib/deal/own/rule-advice';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { ReminderView } from '@/lib/deal/reminders';
import { crmRollup, rollUp } from '@/lib/deal/rollup';
import type { Scope } from '@/lib/deal/team/team-scope';
import { during } from '@/lib/figures/during';
import type { StateFigure } from '@/lib/figures/figure';
import { MOVED, type MovementName } from '@/lib/figures/flow';
import type { Sums } from '@/lib/figures/groups';
import { bestCase, closedWon, commit, openDeals, openPipeline } from '@/lib/figures/states';
import { gapToQuota } from '@/lib/figures/targets';
import { verdictOf } from '@/lib/forecast/assess';
import { followUpOf, type Own } from '@/lib/forecast/buyers';
import type { OrgFacts } from '@/lib/forecast/facts';
import { hidesAmounts, outlook, type OutlookView, quotaNow } from '@/lib/forecast/outlook';
import type { Rows } from '@/lib/log/counted-deals';
import { FIRST_VERSION } from '@/lib/log/positions';

/** The popup. Amounts in corporate currency. */
export interface ForecastView {
  freshness: Freshness;
  today: Day;
  /** The signed-in user. */
  userId: string;
  scope: Scope;
  period: Period;
  currency: string;
  dayOfPeriod: number;
  daysInPeriod: number;
  won: Total;
  /** Absent: no quota known. */
  quota?: number;
  /** What it is made of, and what is in doubt of it. */
  quotas: PeopleQuota;
  /** quota − won (G2.4); absent without quota, and where amounts are hidden. */
  gap?: number;
  outlook: OutlookView;
  /**
   * What the CRM's own forecast says, where the user may see it: by its own roll-up, and how far it lies from what the deals
   * here add up to in the same way (`crmDifference`, G1.14: CRM − here).
   */
  crm?: { method: 'single' | 'cumulative'; commit?: CrmFigure; bestCase?: CrmFigure };
  commit: Total;
  bestCase: Total;
  /** `openPipeline`: open, close date in the period, not omitted. */
  open: Total;
  /** Since seven days ago, same period and scope. */
  sinceLastWeek: { won: number; created: number; pushedOut: number; lost: number; count: number };
  todos: Todo[];
  /** At most three: what others have changed of one's own deals, to be known and not acted on. */
  news: ToKnow[];
}

interface CrmFigure {
  amount: number;
  difference: number;
}

const MAX_TODOS = 3;
const MAX_NEWS = 3;

/** The popup's figures for the current fiscal quarter, in corporate currency. Without a scope: the team's, or one's own. */
export function forecastView(
  facts: OrgFacts,
  wanted: Scope | undefined,
  reminders: readonly ReminderView[],
  jottings: readonly Jotting[] = [],
): Omit<ForecastView, 'freshness'> {
  const { profile, today } = facts;
  const scope = wanted ?? defaultScope(facts);
  const owners = ownersIn(facts, scope);
  const asked = askedAt(facts);
  const { period } = asked;
  const filter = owners ? { ownerIds: owners } : {};
  const of = (figure: StateFigure): Total => {
    const { total } = asked.ask(figure, filter);
    return { ...total, amount: asked.major(total.amount) };
  };
  const won = of(closedWon);
  const quotas = quotaNow(facts, owners);
  const quota = quotas.amount;
  return {
    today,
    userId: profile.userId,
    scope,
    period,
    currency: profile.currency,
    dayOfPeriod: daysBetween(period.start, today) + 1,
    daysInPeriod: daysBetween(period.start, period.end) + 1,
    won,
    outlook: outlook(facts, owners, quota),
    ...crm(facts, asked, owners),
    quotas,
    ...(quota === undefined ? {} : { quota }),
    ...(quota === undefined || hidesAmounts(facts) ? {} : { gap: gapToQuota.compute({ quota, won: won.amount }) }),
    commit: of(commit),
    bestCase: of(bestCase),
    open: of(openPipeline),
    sinceLastWeek: lastWeek(facts, period, owners),
    todos: todos(facts, asked.state.rows(openDeals, { filter }), { reminders, jottings }),
    news: ownNews(facts).slice(0, MAX_NEWS),
  };
}

/** The CRM's own commit and best case next to ours, in the rollup method of the org. */
function crm(facts: OrgFacts, asked: AskedAt, owners: ReadonlySet<string> | undefined): Pick<ForecastView, 'crm'> {
  const theirs = crmRollup(facts.forecastItems(asked.period), asked.period, owners, {
    types: facts.profile.forecastTypes,
    wanted: facts.quotaType,
  });
  if (!theirs) return {};
  const filter = owners ? { ownerIds: owners } : {};
  const open = asked.ask(openPipeline, filter, 'category').groups;
  const ours = rollUp(
    // What is won is closed, whatever category its stage leaves it in.
    [
      ...open.map(({ key, amount }) => ({ category: key as ForecastCategory, amount: asked.major(amount) })),
      { category: 'closed', amount: asked.major(asked.ask(closedWon, filter).total.amount) },
    ],
    theirs.method,
  );
  const figure = (category: 'commit' | 'bestCase') => {
    const amount = theirs.amounts[category];
    return amount === undefined ? {} : { [category]: { amount, difference: sum([amount, -ours[category]]) } };
  };
  return { crm: { method: theirs.method, ...figure('commit'), ...figure('bestCase') } };
}

/** What the changes view says of the last seven days, for this scope: the same flow, so the same figures. */
function lastWeek(
  facts: OrgFacts,
  period: Period,
  owners: ReadonlySet<string> | undefined,
): ForecastView['sinceLastWeek'] {
  const { log, now, today, profile } = facts;
  const week = during({
    log,
    from: asOfDay(addDays(today, -7), clockOf(facts)),
    to: now,
    filter: { period, ...(owners ? { ownerIds: owners } : {}) },
  });
  const total = (name: MovementName): Sums => week.ask(MOVED[name]).total;
  const of = (name: MovementName): number => toMajor(total(name).amount, profile.currency);
  return {
    won: of('won'),
    created: of('new'),
    pushedOut: of('pushedOut'),
    lost: of('lost'),
    count: (['won', 'new', 'pushedOut', 'lost'] as const).reduce((all, name) => all + total(name).count, 0),
  };
}

/** What is due, then the deals where most is at stake: the points of their largest reason times their amount. */
function todos(facts: OrgFacts, { deals, versions }: Rows, kept: Own): Todo[] {
  const { log } = facts;
  const due = kept.reminders
    .filter(({ isDue, isToday }) => isDue || isToday)
    .map(({ id, recordId, recordName, text }): Todo => ({
      kind: 'reminder',
      recordId,
      recordName,
      values: { text },
      reminderId: id,
    }));
  const stakes = Array.from(deals, (deal, row) => {
    const id = log.ids[deal] ?? '';
    const reason = verdictOf(facts, id)?.reasons.find(({ signal }) =>
      speaks(jotted(kept.jottings, 'advice', signal), id, facts.now),
    );
    return { id, reason, stake: -(reason?.points ?? 0) * (log.amount[versions[row] ?? FIRST_VERSION] || 0) };
  });
  const most = stakes.toSorted((a, b) => b.stake - a.stake).slice(0, MAX_TODOS);
  const all = [
    ...due,
    ...most.flatMap(({ id, reason }): Todo[] =>
      reason
        ? [
            {
              kind: reason.signal,
              recordId: id,
              recordName: facts.deal(id)?.opportunity.name ?? id,
              values: reason.values,
            },
          ]
        : [],
    ),
  ].slice(0, MAX_TODOS);
  return all.map((todo) => {
    const deal = facts.deal(todo.recordId);
    const next = deal && followUpOf(facts, deal, kept);
    return next ? { ...todo, next } : todo;
  });
}
