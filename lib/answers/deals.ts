import { askedAt } from '@/lib/answers/asked-at';
import { type Credit, ofCredit } from '@/lib/answers/leading/credit';
import type { ProcessDeals } from '@/lib/answers/process/process-door';
import type { Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { teamOwners } from '@/lib/deal/hierarchy';
import { minor, toCorporate, toMajor, type Total } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';
import type { EvidenceValues } from '@/lib/deal/signals/signal';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import type { FollowUp } from '@/lib/deal/team/next-follow-up';
import { type Judged, judged, worstFirst, type HealthState } from '@/lib/deal/verdict';
import { bestCase, closedWon, commit, listedDeals, needsAttention, openPipeline, overdue } from '@/lib/figures/states';
import { verdictOf } from '@/lib/forecast/assess';
import { followUpOf, type Own } from '@/lib/forecast/buyers';
import type { OrgFacts } from '@/lib/forecast/facts';
import { familiesOf, partOf, withoutOthers } from '@/lib/forecast/lens';
import { type DealState, stateOf } from '@/lib/log/event-log';
import { FIRST_VERSION } from '@/lib/log/positions';

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
  /** What of that counts here, in corporate currency, where only a part does: that of some products or of a person. */
  counts?: number;
  /** The families of its products today; absent where none is known. */
  families?: string[];
  currency: string;
  closeDate?: Day;
  isClosed: boolean;
  isWon: boolean;
  /** Absent for a past day: it is judged as it stands today only. */
  state?: HealthState;
  score?: number;
  /** To be won in the present quarter, where it is learnt: shown in place of the rules' score. */
  chance?: number;
  /** Of today; absent where nothing is set, planned or due. */
  next?: FollowUp;
  reasons: SignalId[];
  values: EvidenceValues[];
}

/** Which deals stand behind a figure: every number is a door. */
export interface DealFilter {
  /** The team's when absent. */
  ownerIds?: string[];
  figure?: Door;
  stage?: string;
  /** As it was at the end of a past day. */
  on?: Day;
  /** Only the first so many rows; the total counts all of them. */
  most?: number;
  /** Of these only those with products of this family; the total is then what they make up, and not the whole deals. */
  family?: string;
  /** Of these only those that somebody is credited with a part of; the total is then what the parts come to. */
  credit?: Credit;
  /** Those behind a figure of the process instead; nothing else of the filter counts then. */
  process?: ProcessDeals;
}

export interface DealsView {
  freshness: Freshness;
  period: Period;
  /** Day that they are shown as of. */
  on: Day;
  /** Whatever quarter is looked at: what a person means who changes a deal. */
  today: Day;
  quarterEnd: Day;
  currency: string;
  rows: DealRow[];
  total: Total;
}

/** The figures that are doors to their deals. */
export const DOORS = {
  closedWon,
  openPipeline,
  commit,
  bestCase,
  overdue,
  needsAttention,
  listed: listedDeals,
} as const;
export type Door = keyof typeof DOORS;

/** The deals behind a figure, now, the worst first, or at the end of a past day, the largest first: their total is that figure. */
export function dealsView(
  facts: OrgFacts,
  { figure = 'listed', ownerIds, stage, on, most, family, credit }: DealFilter,
  kept: Own = { reminders: [], jottings: [] },
): Omit<DealsView, 'freshness'> {
  const { profile } = facts;
  const log = family === undefined ? facts.log : withoutOthers(facts, { family: [family] });
  const asked = askedAt(log === facts.log ? facts : { ...facts, log }, on);
  // Of a deal that somebody else owns a part may be credited, too.
  const owners = credit ? undefined : (ownerIds ?? teamOwners(facts));
  const filter = { ...(owners ? { ownerIds: owners } : {}), ...(stage === undefined ? {} : { stages: [stage] }) };
  const all = asked.ask(DOORS[figure], filter);
  const { rows, total, parts } = credit ? ofCredit(facts, all, credit) : { ...all, parts: undefined };
  const { log: whole } = facts.whole ?? facts;
  const shown = Array.from(rows.deals, (deal, row) => {
    const version = rows.versions[row] ?? FIRST_VERSION;
    const part = parts ? parts[row] : log.amount[version];
    const isPart = part !== undefined && part !== whole.amount[version] && !Number.isNaN(part);
    return { id: log.ids[deal] ?? '', version, ...(isPart ? { counts: asked.major(minor(part)) } : {}) };
  });
  return {
    period: asked.period,
    on: asked.day,
    today: facts.today,
    quarterEnd: quarterAt(profile, facts.today).end,
    currency: profile.currency,
    rows: (asked.isPast
      ? shown
          .map(({ id, version, ...counts }) => ({ ...rowThen(facts, id, stateOf(whole, version)), ...counts }))
          .toSorted((a, b) => (b.converted ?? 0) - (a.converted ?? 0))
      : shown
          .flatMap(({ id, version: _version, ...counts }) => {
            const deal = facts.deal(id);
            return deal ? [{ ...withNext(facts, deal, kept), ...counts }] : [];
          })
          .toSorted(worstFirst)
    ).slice(0, most),
    total: { ...total, amount: asked.major(total.amount) },
  };
}

/** A deal as it was in a past state. Its name and account are today's: no history keeps them. */
function rowThen(facts: OrgFacts, id: string, { stage, status, amount, closeDate, ownerId }: DealState): DealRow {
  const now = facts.deal(id)?.opportunity;
  const owner = ownerId === undefined ? undefined : facts.users.get(ownerId);
  const money = amount === undefined ? undefined : toMajor(amount, facts.profile.currency);
  return {
    id,
    name: now?.name ?? id,
    ...(now?.accountName === undefined ? {} : { accountName: now.accountName }),
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(owner ? { ownerName: owner.name } : {}),
    stage,
    stageLabel: facts.stages.get(stage)?.label ?? stage,
    ...(money === undefined ? {} : { amount: money, converted: money }),
    currency: facts.profile.currency,
    ...(closeDate === undefined ? {} : { closeDate }),
    isClosed: status !== 'open',
    isWon: status === 'won',
    reasons: [],
    values: [],
  };
}

/** A deal as it stands now, with when it is to be touched next. */
export function withNext(facts: OrgFacts, deal: Deal, kept: Own): DealRow & Judged {
  const next = followUpOf(facts, deal, kept);
  return { ...dealRow(facts, deal.opportunity), ...(next ? { next } : {}) };
}

export function dealRow(facts: OrgFacts, deal: Opportunity): DealRow & Judged {
  const verdict = verdictOf(facts, deal.id);
  const owner = deal.ownerId === undefined ? undefined : facts.users.get(deal.ownerId);
  const converted = toCorporate(deal, facts.profile);
  const counts = partOf(facts, deal.id);
  const families = familiesOf(facts, deal.id);
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
    ...(counts === undefined ? {} : { counts }),
    ...(families.length === 0 ? {} : { families }),
    currency: deal.currency ?? facts.profile.currency,
    ...(deal.closeDate === undefined ? {} : { closeDate: deal.closeDate }),
    isClosed: deal.isClosed,
    isWon: deal.isWon,
    ...judged(verdict),
    reasons: verdict?.reasons.map(({ signal }) => signal) ?? [],
    values: verdict?.reasons.map(({ values }) => values) ?? [],
  };
}
