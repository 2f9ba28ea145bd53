import type { ProcessDeals } from '@/lib/answers/process-deals';
import type { Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { toCorporate, total, type Total } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import type { SignalId } from '@/lib/deal/signals/signal';
import type { EvidenceValues } from '@/lib/deal/signals/signal';
import { type Judged, judged, worstFirst, type HealthState } from '@/lib/deal/verdict';
import { verdictOf } from '@/lib/forecast/assess';
import type { OrgFacts } from '@/lib/forecast/facts';
import { counts, type Measure } from '@/lib/forecast/measures';

export interface DealRow {
  id: string;
  name: string;
  accountName?: string;
  ownerId?: string;
  ownerName?: string;
  stage: string;
  stageLabel: string;
  amount?: number;
  /** In corporate currency; absent when unpriced. */
  converted?: number;
  currency: string;
  closeDate?: Day;
  isClosed: boolean;
  isWon: boolean;
  /** Absent for a past day: it is judged as it stands today only. */
  state?: HealthState;
  score?: number;
  /** To be won in the present quarter, where it is learnt: shown in place of the rules' score. */
  chance?: number;
  reasons: SignalId[];
  values: EvidenceValues[];
}

/** Which deals stand behind a figure: every number is a door. */
export interface DealFilter {
  ownerIds?: string[];
  measure?: Measure;
  stage?: string;
  /** As it was at the end of a past day. */
  on?: Day;
  /** Those behind a figure of the process instead; nothing else of the filter counts then. */
  process?: ProcessDeals;
}

export interface DealsView {
  freshness: Freshness;
  period: Period;
  /** Day that they are shown as of. */
  on: Day;
  currency: string;
  rows: DealRow[];
  total: Total;
}

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
