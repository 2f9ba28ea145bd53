import type { Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { defaultScope, ownersIn } from '@/lib/deal/hierarchy';
import type { Scope } from '@/lib/deal/hierarchy';
import { toCorporate, total, type Total } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import { judged, type Judged } from '@/lib/deal/verdict';
import { verdictOf } from '@/lib/forecast/assess';
import type { ChanceMethod } from '@/lib/forecast/chance/chances';
import type { DealOutlook } from '@/lib/forecast/deal-outlook';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Bucket, BUCKETS, type BucketRule } from '@/lib/forecast/focus';
import { focusOf } from '@/lib/forecast/focus-of';
import { rungAt } from '@/lib/forecast/ladder';
import { engineOf } from '@/lib/forecast/outlook';
import type { Rung } from '@/lib/forecast/score';

/** The focus list: every open deal of a scope in its one bucket. Amounts of totals in corporate currency. */
export interface FocusView {
  freshness: Freshness;
  scope: Scope;
  /** The signed-in user, and whether anyone reports to them. */
  userId: string;
  hasTeam: boolean;
  period: Period;
  /** Today. */
  on: Day;
  currency: string;
  method: ChanceMethod;
  rung: Rung;
  /** In the order of `BUCKETS`; rows are bounded, totals are not. */
  buckets: { bucket: Bucket; total: Total; rows: FocusRow[] }[];
}

export interface FocusRow extends Judged {
  id: string;
  name: string;
  /** In its own currency. */
  amount?: number;
  currency: string;
  closeDate?: Day;
  ownerName?: string;
  rule: BucketRule;
  alike: number;
  alikeWon: number;
}

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
