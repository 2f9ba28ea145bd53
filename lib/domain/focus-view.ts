import { verdictOf } from '@/lib/domain/assess';
import type { OrgFacts } from '@/lib/domain/facts';
import { quarterAt } from '@/lib/domain/fiscal';
import { type Bucket, BUCKETS } from '@/lib/domain/focus';
import { focusOf } from '@/lib/domain/focus-of';
import { defaultScope, ownersIn } from '@/lib/domain/hierarchy';
import { rungAt } from '@/lib/domain/ladder';
import { toCorporate, total } from '@/lib/domain/money';
import type { Opportunity } from '@/lib/domain/opportunity';
import { engineOf } from '@/lib/domain/outlook';
import { judged } from '@/lib/domain/verdict';
import type { DealOutlook, FocusRow, FocusView, Scope } from '@/lib/domain/views';

/** Rows of a bucket that are passed on; its total counts all of them. */
const MOST_ROWS = 100;

/** Every open deal of a scope in its one bucket, the largest sums first; without a scope the team's, or one's own. */
export function focusView(facts: OrgFacts, wanted: Scope | undefined): Omit<FocusView, 'freshness'> {
  const scope = wanted ?? defaultScope(facts);
  const owners = ownersIn(facts, scope);
  const { chances } = engineOf(facts);
  const found = new Map<Bucket, { deal: Opportunity; focus: NonNullable<DealOutlook['focus']> }[]>();
  for (const opportunity of facts.opportunities) {
    const isInScope = !owners || (opportunity.ownerId !== undefined && owners.has(opportunity.ownerId));
    const deal = isInScope && !opportunity.isClosed ? facts.deal(opportunity.id) : undefined;
    const focus = deal && focusOf(facts, deal);
    if (!focus) continue;
    found.set(focus.bucket, [...(found.get(focus.bucket) ?? []), { deal: opportunity, focus }]);
  }
  const worth = ({ deal }: { deal: Opportunity }): number => toCorporate(deal, facts.profile) ?? 0;
  return {
    scope,
    userId: facts.profile.userId,
    hasTeam: defaultScope(facts).kind === 'team',
    period: quarterAt(facts.profile, facts.today),
    on: facts.today,
    currency: facts.profile.currency,
    method: chances.method,
    rung: rungAt(facts, chances.history),
    buckets: BUCKETS.map((bucket) => {
      const own = (found.get(bucket) ?? []).toSorted((a, b) => worth(b) - worth(a));
      return {
        bucket,
        total: total(
          own.map(({ deal }) => deal),
          facts.profile,
        ),
        rows: own.slice(0, MOST_ROWS).map(({ deal, focus }) => rowOf(facts, deal, focus)),
      };
    }),
  };
}

function rowOf(facts: OrgFacts, deal: Opportunity, focus: NonNullable<DealOutlook['focus']>): FocusRow {
  const owner = deal.ownerId === undefined ? undefined : facts.users.get(deal.ownerId);
  const { state, chance } = judged(verdictOf(facts, deal.id));
  return {
    id: deal.id,
    name: deal.name,
    currency: deal.currency ?? facts.profile.currency,
    ...(deal.amount === undefined ? {} : { amount: deal.amount }),
    ...(deal.closeDate === undefined ? {} : { closeDate: deal.closeDate }),
    ...(owner ? { ownerName: owner.name } : {}),
    state,
    ...(chance === undefined ? {} : { chance }),
    rule: focus.rule,
    alike: focus.alike,
    alikeWon: focus.alikeWon,
  };
}
