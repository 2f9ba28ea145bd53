import { verdictOf } from '@/lib/domain/assess';
import type { OrgFacts } from '@/lib/domain/facts';
import { quarterAt } from '@/lib/domain/fiscal';
import { counts } from '@/lib/domain/measures';
import { toCorporate, total } from '@/lib/domain/money';
import type { Opportunity } from '@/lib/domain/opportunity';
import { type Judged, judged, worstFirst } from '@/lib/domain/verdict';
import type { DealFilter, DealRow, DealsView } from '@/lib/domain/views';

/** The deals behind a figure, the worst first: their total is that figure. */
export function dealsView(facts: OrgFacts, filter: DealFilter): Omit<DealsView, 'freshness'> {
  const period = quarterAt(facts.profile, facts.today);
  const owners = filter.ownerIds && new Set(filter.ownerIds);
  const found = facts.opportunities.filter(
    (deal) =>
      (!owners || (deal.ownerId !== undefined && owners.has(deal.ownerId))) &&
      (filter.stage === undefined || deal.stage === filter.stage) &&
      counts(filter.measure ?? 'all', facts, period, deal),
  );
  return {
    period,
    on: facts.today,
    currency: facts.profile.currency,
    rows: found.map((deal) => dealRow(facts, deal)).toSorted(worstFirst),
    total: total(found, facts.profile),
  };
}

export function dealRow(facts: OrgFacts, deal: Opportunity): DealRow & Judged {
  const verdict = verdictOf(facts, deal.id);
  const owner = deal.ownerId === undefined ? undefined : facts.users.get(deal.ownerId);
  const converted = toCorporate(deal, facts.profile);
  return {
    id: deal.id,
    name: deal.name,
    ...(deal.accountName === undefined ? {} : { accountName: deal.accountName }),
    ...(deal.ownerId === undefined ? {} : { ownerId: deal.ownerId }),
    ...(owner ? { ownerName: owner.name } : {}),
    stage: deal.stage,
    stageLabel: facts.stages.get(deal.stage)?.label ?? deal.stage,
    ...(deal.amount === undefined ? {} : { amount: deal.amount }),
    ...(converted === undefined ? {} : { converted }),
    currency: deal.currency ?? facts.profile.currency,
    ...(deal.closeDate === undefined ? {} : { closeDate: deal.closeDate }),
    isClosed: deal.isClosed,
    isWon: deal.isWon,
    ...judged(verdict),
    reasons: verdict?.reasons.map(({ signal }) => signal) ?? [],
    values: verdict?.reasons.map(({ values }) => values) ?? [],
  };
}
