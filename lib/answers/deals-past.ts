import type { DealFilter, DealRow, DealsView } from '@/lib/answers/deals';
import type { Day } from '@/lib/calendar/days';
import { isWithin, quarterAt } from '@/lib/calendar/fiscal';
import { asOfDay } from '@/lib/calendar/zoned-time';
import { clockOf } from '@/lib/deal/org-data';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { Measure } from '@/lib/forecast/measures';
import { type DealState, stateOf, versionAt } from '@/lib/log/event-log';

/** The deals behind a figure of a past day, the largest first, each as it was then. Names are today's. */
export function dealsPast(facts: OrgFacts, filter: DealFilter, on: Day): Omit<DealsView, 'freshness'> {
  const { profile, log } = facts;
  const period = quarterAt(profile, on);
  const at = asOfDay(on, clockOf(facts));
  const owners = filter.ownerIds && new Set(filter.ownerIds);
  const found: { id: string; state: DealState }[] = [];
  let [cents, unpriced] = [0, 0];
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0) continue;
    const state = stateOf(log, version);
    if (owners && !(state.ownerId !== undefined && owners.has(state.ownerId))) continue;
    if (filter.stage !== undefined && filter.stage !== state.stage) continue;
    if (!wasCounted(filter.measure ?? 'all', state, on, isWithin(period, state.closeDate))) continue;
    found.push({ id: log.ids[deal] ?? '', state });
    cents += state.amount ?? 0;
    if (state.amount === undefined) unpriced += 1;
  }
  return {
    period,
    on,
    currency: profile.currency,
    rows: found
      .toSorted((a, b) => (b.state.amount ?? 0) - (a.state.amount ?? 0))
      .map(({ id, state }) => row(facts, id, state)),
    total: { amount: cents / 100, count: found.length, unpriced },
  };
}

/** `counts` of measures, on a state of the log. What needed attention then is not known: no deal does. */
function wasCounted(measure: Measure, { status, category, closeDate }: DealState, on: Day, isInside: boolean): boolean {
  const isOpen = status === 'open';
  switch (measure) {
    case 'won':
      return status === 'won' && isInside;
    case 'open':
      return isOpen && category !== 'omitted' && isInside;
    case 'commit':
      return isOpen && category === 'commit' && isInside;
    case 'bestCase':
      return isOpen && (category === 'bestCase' || category === 'mostLikely') && isInside;
    case 'overdue':
      return isOpen && closeDate !== undefined && closeDate < on;
    case 'needsAttention':
      return false;
    case 'all':
      return true;
  }
}

function row(facts: OrgFacts, id: string, { stage, status, amount, closeDate, ownerId }: DealState): DealRow {
  const now = facts.deal(id)?.opportunity;
  const owner = ownerId === undefined ? undefined : facts.users.get(ownerId);
  return {
    id,
    name: now?.name ?? id,
    ...(now?.accountName === undefined ? {} : { accountName: now.accountName }),
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(owner ? { ownerName: owner.name } : {}),
    stage,
    stageLabel: facts.stages.get(stage)?.label ?? stage,
    ...(amount === undefined ? {} : { amount: amount / 100, converted: amount / 100 }),
    currency: facts.profile.currency,
    ...(closeDate === undefined ? {} : { closeDate }),
    isClosed: status !== 'open',
    isWon: status === 'won',
    reasons: [],
    values: [],
  };
}
