import type { Period } from '@/lib/calendar/period';
import { ownersIn } from '@/lib/deal/hierarchy';
import { toMinor } from '@/lib/deal/money';
import { type QuotaDoubts, quotasIn } from '@/lib/deal/quota';
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
  /** Minor units: what the quota of a manager asks of the team, and what those below are asked in sum (G2.3). */
  target?: number;
  quotaSum?: number;
  /** What is in doubt of the team's quota. */
  doubts: QuotaDoubts;
}

export interface RollUpQuestion {
  /** Instant, ms. */
  at: number;
  period: Period;
}

/**
 * Won, open and quota of each user with deals, quota or people, alone and with everyone below, by role tree or, without one, by
 * chain of managers. The team is a set of people: whoever is reached by two paths, or by a loop, counts once.
 */
export function teamRollUp(facts: OrgFacts, log: PipelineLog, { at, period }: RollUpQuestion): RollUpRow[] {
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
  const quotas = quotasIn(facts, period);
  const minor = (amount: number | undefined): number | undefined =>
    amount === undefined ? undefined : toMinor(amount, facts.profile.currency);
  const ids = new Set([
    ...own.keys(),
    ...quotas.holders,
    ...[...teams].flatMap(([id, team]) => (team.size > 1 ? [id] : [])),
  ]);
  return [...ids].map((userId): RollUpRow => {
    const team = teams.get(userId) ?? new Set([userId]);
    const { amount, target, sum, doubts } = quotas.of(team);
    const [stated, added] = [minor(target), minor(sum)];
    return {
      userId,
      own: withQuota(
        own.get(userId) ?? { won: 0, open: 0, openCount: 0, unpriced: 0 },
        minor(quotas.of(new Set([userId])).amount),
      ),
      team: withQuota(sumOf([...team].flatMap((id) => own.get(id) ?? [])), minor(amount)),
      size: team.size,
      ...(stated === undefined ? {} : { target: stated }),
      ...(added === undefined ? {} : { quotaSum: added }),
      doubts,
    };
  });
}

function sumOf(all: readonly TeamFigures[]): TeamFigures {
  // Disjoint: each person's own deals, each person once.
  const add = (pick: (each: TeamFigures) => number): number => all.reduce((sum, each) => sum + pick(each), 0);
  return {
    won: add(({ won }) => won),
    open: add(({ open }) => open),
    openCount: add(({ openCount }) => openCount),
    unpriced: add(({ unpriced }) => unpriced),
  };
}

function withQuota(figures: TeamFigures, quota: number | undefined): TeamFigures {
  const { won, open } = figures;
  if (quota === undefined) return figures;
  const gap = quota - won;
  const reached = attainment.compute({ quota, won });
  const covered = coverage.compute({ open, gap });
  return {
    ...figures,
    quota,
    gap,
    ...(covered === undefined ? {} : { coverage: covered }),
    ...(typeof reached !== 'number' ? {} : { attainment: reached }),
  };
}
