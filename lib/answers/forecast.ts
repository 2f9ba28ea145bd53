import type { Todo } from '@/lib/answers/record';
import { addDays, dayAt, daysBetween, type Day } from '@/lib/calendar/days';
import { isWithin, quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { asOfDay } from '@/lib/calendar/zoned-time';
import type { Freshness } from '@/lib/deal/freshness';
import { defaultScope, ownersIn } from '@/lib/deal/hierarchy';
import type { Scope } from '@/lib/deal/hierarchy';
import { sum, toCorporate, total, type Total, toMajor } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import { clockOf } from '@/lib/deal/org-data';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { ReminderView } from '@/lib/deal/reminders';
import { crmRollup, rollUp } from '@/lib/deal/rollup';
import { verdictOf } from '@/lib/forecast/assess';
import type { OrgFacts } from '@/lib/forecast/facts';
import { counts, type Measure } from '@/lib/forecast/measures';
import { outlook, type OutlookView, quotaNow } from '@/lib/forecast/outlook';
import { flow, type MovementName } from '@/lib/log/flow';

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
  /** quota − won (G2.4); absent without quota. */
  gap?: number;
  outlook: OutlookView;
  /**
   * What the CRM's own forecast says, where the user may see it: by its own roll-up, and how far it lies from what the deals
   * here add up to in the same way (CRM − here).
   */
  crm?: { method: 'single' | 'cumulative'; commit?: CrmFigure; bestCase?: CrmFigure };
  commit: Total;
  bestCase: Total;
  /** `openPipeline`: open, close date in the period, not omitted. */
  open: Total;
  /** Since seven days ago, same period and scope. */
  sinceLastWeek: { won: number; created: number; pushedOut: number; lost: number; count: number };
  todos: Todo[];
}

interface CrmFigure {
  amount: number;
  difference: number;
}

const MAX_TODOS = 3;

/** The popup's figures for the current fiscal quarter, in corporate currency. Without a scope: the team's, or one's own. */
export function forecastView(
  facts: OrgFacts,
  wanted: Scope | undefined,
  reminders: readonly ReminderView[],
): Omit<ForecastView, 'freshness'> {
  const scope = wanted ?? defaultScope(facts);
  const period = quarterAt(facts.profile, facts.today);
  const owners = ownersIn(facts, scope);
  const deals = owners
    ? facts.opportunities.filter(({ ownerId }) => ownerId !== undefined && owners.has(ownerId))
    : facts.opportunities;
  const of = (measure: Measure) =>
    total(
      deals.filter((deal) => counts(measure, facts, period, deal)),
      facts.profile,
    );
  const won = of('won');
  const quotas = quotaNow(facts, owners);
  const quota = quotas.amount;
  return {
    today: facts.today,
    userId: facts.profile.userId,
    scope,
    period,
    currency: facts.profile.currency,
    dayOfPeriod: daysBetween(period.start, facts.today) + 1,
    daysInPeriod: daysBetween(period.start, period.end) + 1,
    won,
    outlook: outlook(facts, owners, quota),
    ...crm(facts, period, owners, deals),
    quotas,
    ...(quota === undefined ? {} : { quota, gap: sum([quota, -won.amount]) }),
    commit: of('commit'),
    bestCase: of('bestCase'),
    open: of('open'),
    sinceLastWeek: lastWeek(facts, period, owners),
    todos: todos(facts, deals, reminders),
  };
}

/** The CRM's own commit and best case next to ours, in the rollup method of the org. */
function crm(
  facts: OrgFacts,
  period: Period,
  owners: ReadonlySet<string> | undefined,
  deals: readonly Opportunity[],
): Pick<ForecastView, 'crm'> {
  const theirs = crmRollup(facts.forecastItems, period, owners, {
    types: facts.profile.forecastTypes,
    wanted: facts.quotaType,
  });
  if (!theirs) return {};
  const ours = rollUp(
    deals
      .filter(({ closeDate, isClosed, isWon }) => isWithin(period, closeDate) && (isWon || !isClosed))
      .map((deal) => ({ category: deal.category, amount: toCorporate(deal, facts.profile) })),
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
  const { movements } = flow(log, {
    from: asOfDay(addDays(today, -7), clockOf(facts)),
    to: now,
    filter: { period, ...(owners ? { ownerIds: owners } : {}) },
  });
  const of = (name: MovementName): number => toMajor(movements[name].amount, profile.currency);
  return {
    won: of('won'),
    created: of('new'),
    pushedOut: of('pushedOut'),
    lost: of('lost'),
    count: (['won', 'new', 'pushedOut', 'lost'] as const).reduce((sum, name) => sum + movements[name].count, 0),
  };
}

/** What is due, then the deals where most is at stake: the points of their largest reason times their amount. */
function todos(facts: OrgFacts, deals: readonly Opportunity[], reminders: readonly ReminderView[]): Todo[] {
  const due = reminders
    .filter(({ isDue, dueAt }) => isDue || dayAt(dueAt, facts.profile.timeZone) <= facts.today)
    .map(({ id, recordId, recordName, text }): Todo => ({
      kind: 'reminder',
      recordId,
      recordName,
      values: { text },
      reminderId: id,
    }));
  const stakes = deals.flatMap((deal) => {
    const reason = deal.isClosed ? undefined : verdictOf(facts, deal.id)?.reasons[0];
    if (!reason) return [];
    const todo: Todo = { kind: reason.signal, recordId: deal.id, recordName: deal.name, values: reason.values };
    return [{ todo, stake: -reason.points * (toCorporate(deal, facts.profile) ?? 0) }];
  });
  return [...due, ...stakes.toSorted((a, b) => b.stake - a.stake).map(({ todo }) => todo)].slice(0, MAX_TODOS);
}
