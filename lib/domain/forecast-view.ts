import { verdictOf } from '@/lib/domain/assess';
import { DAY_MS, dayAt, daysBetween } from '@/lib/domain/days';
import type { OrgFacts } from '@/lib/domain/facts';
import { isWithin, quarterAt } from '@/lib/domain/fiscal';
import { defaultScope, ownersIn } from '@/lib/domain/hierarchy';
import { stateAt } from '@/lib/domain/history';
import { counts, type Measure } from '@/lib/domain/measures';
import { sum, toCorporate, total } from '@/lib/domain/money';
import type { Opportunity } from '@/lib/domain/opportunity';
import type { Period } from '@/lib/domain/org';
import { outlook } from '@/lib/domain/outlook';
import { quotaByUser } from '@/lib/domain/quota-by-user';
import { crmRollup, rollUp } from '@/lib/domain/rollup';
import type { ForecastView, ReminderView, Scope, Todo } from '@/lib/domain/views';

const MAX_TODOS = 3;
const WEEK_MS = 7 * DAY_MS;

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
  const quotas = [...quotaByUser(facts, period)].filter(([userId]) => !owners || owners.has(userId));
  const quota = quotas.length > 0 ? sum(quotas.map(([, amount]) => amount)) : undefined;
  return {
    userId: facts.profile.userId,
    scope,
    period,
    currency: facts.profile.currency,
    dayOfPeriod: daysBetween(period.start, facts.today) + 1,
    daysInPeriod: daysBetween(period.start, period.end) + 1,
    won,
    outlook: outlook(facts, owners, quota),
    ...crm(facts, period, owners, deals),
    ...(quota === undefined ? {} : { quota, gap: sum([quota, -won.amount]) }),
    commit: of('commit'),
    bestCase: of('bestCase'),
    open: of('open'),
    sinceLastWeek: lastWeek(facts, period, deals),
    todos: todos(facts, deals, reminders),
  };
}

/** The CRM's own commit and best case beside ours, rolled up in the way that the org has chosen. */
function crm(
  facts: OrgFacts,
  period: Period,
  owners: ReadonlySet<string> | undefined,
  deals: readonly Opportunity[],
): Pick<ForecastView, 'crm'> {
  const theirs = crmRollup(facts.forecastItems, period, owners);
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

/** Movements of the period's pipeline in the last seven days (glossary §3): won, new, pushed out of the period, lost. */
function lastWeek(facts: OrgFacts, period: Period, deals: readonly Opportunity[]): ForecastView['sinceLastWeek'] {
  const since = facts.now - WEEK_MS;
  const moved = { won: [] as number[], created: [] as number[], pushedOut: [] as number[], lost: [] as number[] };
  for (const deal of deals) {
    if (deal.modifiedAt < since && deal.createdAt < since) continue;
    const versions = facts.deal(deal.id)?.versions ?? [];
    const before = stateAt(versions, since);
    const amount = toCorporate(deal, facts.profile) ?? 0;
    const wasOpen = before !== undefined && facts.stages.get(before.stage)?.isClosed !== true;
    const closedNow = deal.isClosed && (wasOpen || deal.createdAt >= since);
    if (closedNow && deal.isWon && isWithin(period, deal.closeDate)) moved.won.push(amount);
    if (closedNow && !deal.isWon && isWithin(period, before?.closeDate ?? deal.closeDate)) moved.lost.push(amount);
    if (deal.createdAt >= since && isWithin(period, deal.closeDate)) moved.created.push(amount);
    const leaves = wasOpen && !deal.isClosed && isWithin(period, before.closeDate);
    if (leaves && deal.closeDate !== undefined && deal.closeDate > period.end) moved.pushedOut.push(amount);
  }
  return {
    won: sum(moved.won),
    created: sum(moved.created),
    pushedOut: sum(moved.pushedOut),
    lost: sum(moved.lost),
    count: moved.won.length + moved.created.length + moved.pushedOut.length + moved.lost.length,
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
