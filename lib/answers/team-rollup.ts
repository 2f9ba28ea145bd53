import type { Period } from '@/lib/calendar/period';
import { ownersIn } from '@/lib/deal/hierarchy';
import { toMinor } from '@/lib/deal/money';
import { quotaByUser } from '@/lib/deal/quota-by-user';
import { asOf } from '@/lib/figures/ask';
import { attainment, coverage } from '@/lib/figures/pipeline';
import { closedWon, openPipeline } from '@/lib/figures/states';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { PipelineLog } from '@/lib/log/event-log';

/** Amounts in minor units; quota and what follows from it are absent where there is none. */
interface TeamFigures {
  won: number;
  open: number;
  openCount: number;
  /** Deals without an amount, won or open. */
  unpriced: number;
  quota?: number;
  gap?: number;
  attainment?: number;
  coverage?: number | 'met';
}
export interface RollUpRow {
  userId: string;
  own: TeamFigures;
  /** The person and everyone below, each once. */
  team: TeamFigures;
  /** People in `team`. */
  size: number;
  /** The CRM's quota of a manager where it is the team's target and not the person's own. */
  statedTeamQuota?: number;
}

export interface RollUpQuestion {
  /** Instant, ms. */
  at: number;
  period: Period;
  /**
   * What the quota of someone with people below means. Salesforce does not add quotas up, so there a manager's is the `team`'s
   * target (Salesforce: ForecastingQuota): it stands beside the sum and is not added to it. `own`: the person's own, and added.
   */
  managerQuota: 'team' | 'own';
}

/**
 * Won, open and quota of each user with deals, quota or people, alone and with everyone below, by role tree or, without one, by
 * chain of managers. The team is a set of people: whoever is reached by two paths, or by a loop, counts once.
 */
export function teamRollUp(
  facts: OrgFacts,
  log: PipelineLog,
  { at, period, managerQuota }: RollUpQuestion,
): RollUpRow[] {
  const own = new Map<string, TeamFigures>();
  const figures = (userId: string): TeamFigures => {
    let found = own.get(userId);
    if (!found) own.set(userId, (found = { won: 0, open: 0, openCount: 0, unpriced: 0 }));
    return found;
  };
  const then = asOf(log, at);
  const question = { today: period.end, filter: { period }, by: 'owner' } as const;
  for (const { key, amount, count, unpriced } of then.ask(openPipeline, question).groups) {
    const found = figures(key);
    found.open = amount;
    found.openCount = count;
    found.unpriced += unpriced;
  }
  for (const { key, amount, unpriced } of then.ask(closedWon, question).groups) {
    const found = figures(key);
    found.won += amount;
    found.unpriced += unpriced;
  }
  const teams = new Map<string, Set<string>>();
  for (const userId of facts.users.keys())
    teams.set(userId, ownersIn(facts, { kind: 'team', userId }) ?? new Set([userId]));
  const stated = new Map<string, number>();
  for (const [userId, amount] of quotaByUser(facts, period)) {
    const quota = toMinor(amount, facts.profile.currency);
    if (managerQuota === 'team' && (teams.get(userId)?.size ?? 1) > 1) stated.set(userId, quota);
    else figures(userId).quota = quota;
  }
  const ids = new Set([...own.keys(), ...[...teams].flatMap(([id, team]) => (team.size > 1 ? [id] : []))]);
  return [...ids].map((userId): RollUpRow => {
    const team = [...(teams.get(userId) ?? [userId])];
    const target = stated.get(userId);
    return {
      userId,
      own: withQuota(own.get(userId) ?? { won: 0, open: 0, openCount: 0, unpriced: 0 }),
      team: withQuota(sumOf(team.flatMap((id) => own.get(id) ?? []))),
      size: team.length,
      ...(target === undefined ? {} : { statedTeamQuota: target }),
    };
  });
}

function sumOf(all: readonly TeamFigures[]): TeamFigures {
  const add = (pick: (each: TeamFigures) => number | undefined): number =>
    all.reduce((sum, each) => sum + (pick(each) ?? 0), 0);
  return {
    won: add(({ won }) => won),
    open: add(({ open }) => open),
    openCount: add(({ openCount }) => openCount),
    unpriced: add(({ unpriced }) => unpriced),
    ...(all.some(({ quota }) => quota !== undefined) ? { quota: add(({ quota }) => quota) } : {}),
  };
}

function withQuota(figures: TeamFigures): TeamFigures {
  const { quota, won, open } = figures;
  if (quota === undefined) return figures;
  const gap = quota - won;
  const reached = attainment.compute({ quota, won });
  const covered = coverage.compute({ open, gap });
  return {
    ...figures,
    gap,
    ...(covered === undefined ? {} : { coverage: covered }),
    ...(typeof reached !== 'number' ? {} : { attainment: reached }),
  };
}
