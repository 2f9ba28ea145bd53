import { askedAt } from '@/lib/answers/asked-at';
import { dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { teamOf } from '@/lib/deal/hierarchy';
import { sum, minor } from '@/lib/deal/money';
import { orgZone } from '@/lib/deal/org';
import { type PeopleQuota, quotasIn } from '@/lib/deal/quota';
import type { Hierarchy } from '@/lib/deal/team/team-scope';
import type { StateFigure } from '@/lib/figures/figure';
import type { FigureAnswer, Group } from '@/lib/figures/groups';
import { closedWon, listedDeals, needsAttention, openPipeline, overdue } from '@/lib/figures/states';
import { coverage, gapToQuota } from '@/lib/figures/targets';
import type { OrgFacts } from '@/lib/forecast/facts';
import { hidesAmounts, outlook, type OutlookView } from '@/lib/forecast/outlook';
import { addDoubts, type Doubts } from '@/lib/log/doubts';

export interface TeamRow {
  userId: string;
  name: string;
  isActive: boolean;
  won: number;
  quota?: number;
  gap?: number;
  open: number;
  openCount: number;
  /** openPipeline ÷ gap (G2.7); `met` when the gap is closed; it and the gap are absent without quota, and where amounts are hidden. */
  coverage?: number | 'met';
  overdue: number;
  /** Absent for a past day, since a verdict judges what stands today, and in an early answer. */
  needsAttention?: number;
  unpriced: number;
  /** Absent for a past day and a later quarter, which have no forecast, and in an early answer. */
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
  /** Forecasts and verdicts are left out for now: the same asked again, not early, has them. */
  isEarly?: true;
}

/** In an org of fewer deals the whole answer takes no longer than a look. */
const EARLY_DEALS = 20_000;

/**
 * A row for each person below the user who owns deals or a quota, now or at the end of a past day; the total row is the sum of the rows,
 * to the cent, for each deal has one owner, but for the quota (G2.3). People, roles and quotas are today's: the CRM keeps no history of them.
 */
export function teamView(facts: OrgFacts, on?: Day, wantsEarly?: boolean): Omit<TeamView, 'freshness'> {
  const { log, profile, users } = facts;
  const asked = askedAt(facts, on);
  const isEarly = wantsEarly === true && !asked.isPast && !asked.isAhead && log.size >= EARLY_DEALS;
  const hasForecast = !asked.isPast && !asked.isAhead && !isEarly;
  const { userIds, hierarchy } = teamOf(facts, profile.userId);
  // Where the org shows no team, everyone who owned a deal then has a row.
  const members = hierarchy === 'everyone' ? new Set([...userIds, ...log.words.owner]) : userIds;
  members.delete('');
  const of = (figure: StateFigure): FigureAnswer => asked.ask(figure, { ownerIds: members }, 'owner');
  const answers = {
    won: of(closedWon),
    open: of(openPipeline),
    overdue: of(overdue),
    ...(isEarly ? {} : { attention: of(needsAttention) }),
  };
  const byOwner = ({ groups }: FigureAnswer): Map<string, Group> => new Map(groups.map((group) => [group.key, group]));
  const [won, open, late] = [byOwner(answers.won), byOwner(answers.open), byOwner(answers.overdue)];
  const attention = answers.attention?.isKnown ? byOwner(answers.attention) : undefined;
  const quotas = quotasIn(facts, asked.period);
  const holders = new Set(quotas.holders);
  const team = quotas.of(userIds);
  const owners = new Set(of(listedDeals).groups.map(({ key }) => key));
  const rows = [...members]
    .filter((id) => owners.has(id) || holders.has(id))
    .map((userId): TeamRow => {
      const [own, ahead] = [won.get(userId), open.get(userId)];
      const quota = quotas.of(new Set([userId])).amount;
      return withQuota(
        facts,
        {
          userId,
          name: users.get(userId)?.name ?? userId,
          isActive: users.get(userId)?.isActive ?? false,
          won: asked.major(own?.amount ?? minor(0)),
          open: asked.major(ahead?.amount ?? minor(0)),
          openCount: ahead?.count ?? 0,
          overdue: late.get(userId)?.count ?? 0,
          ...(attention ? { needsAttention: attention.get(userId)?.count ?? 0 } : {}),
          unpriced: (own?.unpriced ?? 0) + (ahead?.unpriced ?? 0),
          ...(hasForecast ? { outlook: outlook(facts, new Set([userId]), quota) } : {}),
        },
        quota,
      );
    })
    .toSorted(
      (a, b) => (b.needsAttention ?? 0) - (a.needsAttention ?? 0) || b.open - a.open || a.name.localeCompare(b.name),
    );
  return {
    period: asked.period,
    currency: profile.currency,
    hierarchy,
    rows,
    // Chances and quantiles do not add up: the team's are worked out from all its deals.
    total: totalRow(facts, rows, team.amount, hasForecast ? outlook(facts, userIds, team.amount) : undefined),
    quotas: team,
    ...slider(facts),
    ...(isEarly ? { isEarly } : {}),
    ...(asked.isPast ? { past: { on: asked.day, doubts: addDoubts(answers.won.doubts, answers.open.doubts) } } : {}),
  };
}

/** The ends of the slider over the team: the first day that a deal is known of, and today. */
const slider = ({ log, profile, now, today }: OrgFacts): { earliest: Day; today: Day } => ({
  earliest: dayAt(instant(log.createdAt.reduce((first, at) => Math.min(first, at), now)), orgZone(profile)),
  today,
});

function withQuota(facts: OrgFacts, figures: TeamRow, quota: number | undefined): TeamRow {
  if (quota === undefined) return figures;
  if (hidesAmounts(facts)) return { ...figures, quota };
  const gap = gapToQuota.compute({ quota, won: figures.won });
  const covered = coverage.compute({ open: figures.open, gap });
  return { ...figures, quota, gap, coverage: covered };
}

function totalRow(
  facts: OrgFacts,
  rows: readonly TeamRow[],
  quota: number | undefined,
  teamOutlook: OutlookView | undefined,
): TeamRow {
  // Disjoint: each deal has one owner, and each owner one row.
  const add = (pick: (row: TeamRow) => number | undefined): number => sum(rows.map((each) => pick(each) ?? 0));
  const isJudged = rows.every((row) => row.needsAttention !== undefined);
  return withQuota(
    facts,
    {
      userId: '',
      name: '',
      isActive: true,
      won: add(({ won }) => won),
      open: add(({ open }) => open),
      openCount: add(({ openCount }) => openCount),
      overdue: add(({ overdue: late }) => late),
      ...(isJudged ? { needsAttention: add((each) => each.needsAttention) } : {}),
      unpriced: add(({ unpriced }) => unpriced),
      ...(teamOutlook ? { outlook: teamOutlook } : {}),
    },
    quota,
  );
}
