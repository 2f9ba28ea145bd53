import { bookings } from '@/lib/domain/bookings';
import { endOfDay } from '@/lib/domain/changes-view';
import { type Day, dayNumber } from '@/lib/domain/days';
import type { OrgFacts } from '@/lib/domain/facts';
import { quarterAt } from '@/lib/domain/fiscal';
import { teamOf } from '@/lib/domain/hierarchy';
import { NO_DAY, OPEN, type PipelineLog, versionAt } from '@/lib/domain/log';
import { pipelineAsOf } from '@/lib/domain/pipeline';
import { quotaByUser, slider, totalRow, withQuota } from '@/lib/domain/team-view';
import type { StageBar, TeamRow, TeamView } from '@/lib/domain/views';

/**
 * The team view as it was at the end of a past day: won and open of the quarter of that day, from the event log. People, roles and
 * quotas are today's: the CRM keeps no history of them. What needs attention was judged on activities and is not shown for the past.
 */
export function teamPast(facts: OrgFacts, on: Day): Omit<TeamView, 'freshness'> {
  const { profile, log, now } = facts;
  const period = quarterAt(profile, on);
  const at = endOfDay(on, profile.timeZone, now);
  const { userIds, hierarchy } = teamOf(facts, profile.userId);
  const rows = new Map<string, TeamRow>();
  const of = (userId: string): TeamRow => {
    let found = rows.get(userId);
    if (!found) {
      const user = facts.users.get(userId);
      found = {
        userId,
        name: user?.name ?? userId,
        isActive: user?.isActive ?? false,
        won: 0,
        open: 0,
        openCount: 0,
        overdue: 0,
        needsAttention: 0,
        unpriced: 0,
      };
      rows.set(userId, found);
    }
    return found;
  };
  const isMember = (userId: string): boolean => userId !== '' && (hierarchy === 'everyone' || userIds.has(userId));
  const pipeline = pipelineAsOf(log, { at, by: 'owner', filter: { period } });
  for (const { key, amount, count, unpriced } of pipeline.groups) {
    if (!isMember(key)) continue;
    const found = of(key);
    [found.open, found.openCount] = [amount / 100, count];
    found.unpriced += unpriced;
  }
  for (const { deal, amount, isUnpriced } of bookings(log, at, { period })) {
    const owner = ownerAt(log, deal, at);
    if (!isMember(owner)) continue;
    // Cents until the end: a sum of euros drifts.
    const found = of(owner);
    found.won = (Math.round(found.won * 100) + amount) / 100;
    if (isUnpriced) found.unpriced += 1;
  }
  const today = dayNumber(on);
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0 || log.status[version] !== OPEN) continue;
    const day = log.closeDay[version] ?? NO_DAY;
    const owner = ownerAt(log, deal, at);
    if (day !== NO_DAY && day < today && isMember(owner)) of(owner).overdue += 1;
  }
  const quotas = quotaByUser(facts, period);
  for (const userId of quotas.keys()) if (isMember(userId)) of(userId);
  const all = [...rows.values()]
    .map((row) => withQuota(row, quotas.get(row.userId)))
    .toSorted((a, b) => b.open - a.open || a.name.localeCompare(b.name));
  return {
    period,
    currency: profile.currency,
    hierarchy,
    rows: all,
    total: totalRow(all),
    ...slider(facts),
    past: { on, doubts: pipeline.doubts },
  };
}

/** `stageBars` at the end of a past day. */
export function stagesPast(facts: OrgFacts, on: Day): StageBar[] {
  const { profile, log, now, stages } = facts;
  const { groups } = pipelineAsOf(log, {
    at: endOfDay(on, profile.timeZone, now),
    by: 'stage',
    filter: { period: quarterAt(profile, on) },
  });
  const found = new Map(groups.map((group) => [group.key, group]));
  const ladder = [...stages.values()]
    .filter((stage) => !stage.isClosed && (stage.isActive || found.has(stage.name)))
    .toSorted((a, b) => a.order - b.order);
  const known = new Set(ladder.map(({ name }) => name));
  return [...known, ...[...found.keys()].filter((stage) => !known.has(stage))].map((stage) => ({
    stage,
    label: stages.get(stage)?.label ?? stage,
    amount: (found.get(stage)?.amount ?? 0) / 100,
    count: found.get(stage)?.count ?? 0,
  }));
}

const ownerAt = (log: PipelineLog, deal: number, at: number): string =>
  log.words.owner[log.owner[versionAt(log, deal, at)] ?? 0] ?? '';
