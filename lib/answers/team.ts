import { dayAt, type Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { type Hierarchy, teamOf } from '@/lib/deal/hierarchy';
import { sum, total } from '@/lib/deal/money';
import type { Opportunity } from '@/lib/deal/opportunity';
import { orgZone } from '@/lib/deal/org';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { OrgFacts } from '@/lib/forecast/facts';
import { counts, type Measure } from '@/lib/forecast/measures';
import { engineOf, outlook } from '@/lib/forecast/outlook';
import type { OutlookView } from '@/lib/forecast/outlook';
import type { Doubts } from '@/lib/log/pipeline';

export interface TeamRow {
  userId: string;
  name: string;
  isActive: boolean;
  won: number;
  quota?: number;
  gap?: number;
  open: number;
  openCount: number;
  /** openPipeline ÷ gap (G2.7); `met` when the gap is closed; absent without quota. */
  coverage?: number | 'met';
  overdue: number;
  needsAttention: number;
  unpriced: number;
  /** Absent for a past day, which has no forecast. */
  outlook?: OutlookView;
}

export interface TeamView {
  freshness: Freshness;
  period: Period;
  currency: string;
  /** Which tree the team comes from. */
  hierarchy: Hierarchy;
  rows: TeamRow[];
  total: TeamRow;
  /** What the total's quota is made of, and what is in doubt of it. */
  quotas: PeopleQuota;
  /** First day that a deal is known of, and today: the ends of the slider. */
  earliest: Day;
  today: Day;
  /** Figures of the end of a past day, and what history could not know of them. Absent: as it is now. */
  past?: { on: Day; doubts: Doubts };
}

/** A row for each person below the user who owns deals or a quota; the total row is the sum of the rows, to the cent, but for the quota (G2.3). */
export function teamView(facts: OrgFacts): Omit<TeamView, 'freshness'> {
  const period = quarterAt(facts.profile, facts.today);
  const { userIds, hierarchy } = teamOf(facts, facts.profile.userId);
  const deals = new Map<string, Opportunity[]>();
  for (const deal of facts.opportunities) {
    if (deal.ownerId === undefined || !userIds.has(deal.ownerId)) continue;
    const own = deals.get(deal.ownerId);
    if (own) own.push(deal);
    else deals.set(deal.ownerId, [deal]);
  }
  const { quotas } = engineOf(facts);
  const holders = new Set(quotas.holders);
  const team = quotas.of(userIds);
  const rows = [...userIds]
    .filter((id) => deals.has(id) || holders.has(id))
    .map((id) => row(facts, period, id, deals.get(id) ?? [], quotas.of(new Set([id])).amount))
    .toSorted((a, b) => b.needsAttention - a.needsAttention || b.open - a.open || a.name.localeCompare(b.name));
  return {
    period,
    currency: facts.profile.currency,
    hierarchy,
    rows,
    // Chances and quantiles do not add up: the team's are worked out from all its deals.
    total: totalRow(rows, team.amount, outlook(facts, userIds, team.amount)),
    quotas: team,
    ...slider(facts),
  };
}

/** The ends of the slider over the team. */
export const slider = ({ opportunities, profile, now, today }: OrgFacts): { earliest: Day; today: Day } => ({
  earliest: dayAt(
    opportunities.reduce<number>((first, { createdAt }) => Math.min(first, createdAt), now),
    orgZone(profile),
  ),
  today,
});

/** openPipeline ÷ (quota − closedWon); `met` once nothing is missing, never ∞ (G2.7). */
export const coverage = (open: number, gap: number): number | 'met' => (gap <= 0 ? 'met' : open / gap);

function row(
  facts: OrgFacts,
  period: Period,
  userId: string,
  deals: Opportunity[],
  quota: number | undefined,
): TeamRow {
  const user = facts.users.get(userId);
  const behind = (measure: Measure): Opportunity[] => deals.filter((deal) => counts(measure, facts, period, deal));
  const won = total(behind('won'), facts.profile);
  const open = total(behind('open'), facts.profile);
  return withQuota(
    {
      userId,
      name: user?.name ?? userId,
      isActive: user?.isActive ?? false,
      won: won.amount,
      open: open.amount,
      openCount: open.count,
      overdue: behind('overdue').length,
      needsAttention: behind('needsAttention').length,
      unpriced: won.unpriced + open.unpriced,
      outlook: outlook(facts, new Set([userId]), quota),
    },
    quota,
  );
}

export function withQuota(figures: TeamRow, quota: number | undefined): TeamRow {
  if (quota === undefined) return figures;
  const gap = sum([quota, -figures.won]);
  return { ...figures, quota, gap, coverage: coverage(figures.open, gap) };
}

export function totalRow(rows: readonly TeamRow[], quota: number | undefined, teamOutlook?: OutlookView): TeamRow {
  // Disjoint: each deal has one owner, and each owner one row.
  const add = (pick: (row: TeamRow) => number | undefined): number => sum(rows.map((each) => pick(each) ?? 0));
  return withQuota(
    {
      userId: '',
      name: '',
      isActive: true,
      won: add(({ won }) => won),
      open: add(({ open }) => open),
      openCount: add(({ openCount }) => openCount),
      overdue: add(({ overdue }) => overdue),
      needsAttention: add((each) => each.needsAttention),
      unpriced: add(({ unpriced }) => unpriced),
      ...(teamOutlook ? { outlook: teamOutlook } : {}),
    },
    quota,
  );
}
