import type { StageBar } from '@/lib/answers/stages';
import { slider, totalRow, withQuota } from '@/lib/answers/team';
import type { TeamRow, TeamView } from '@/lib/answers/team';
import { type Day, dayNumber } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { asOfDay } from '@/lib/calendar/zoned-time';
import { teamOf } from '@/lib/deal/hierarchy';
import { clockOf } from '@/lib/deal/org-data';
import { quotasIn } from '@/lib/deal/quota';
import type { OrgFacts } from '@/lib/forecast/facts';
import { NO_DAY, OPEN, versionAt } from '@/lib/log/event-log';
import { isBooked } from '@/lib/log/flow';
import { compile, doubtDeal, isCounted, noDoubts, pipelineAsOf } from '@/lib/log/pipeline';

/**
 * The team view as it was at the end of a past day: won and open of the quarter of that day, from the event log. People, roles and
 * quotas are today's: the CRM keeps no history of them. What needs attention was judged on activities and is not shown for the past.
 */
export function teamPast(facts: OrgFacts, on: Day): Omit<TeamView, 'freshness'> {
  const { profile, log } = facts;
  const period = quarterAt(profile, on);
  const at = asOfDay(on, clockOf(facts));
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
  // One pass for all figures: the slider asks at every step.
  const { owner: owners } = log.words;
  const isIn = Uint8Array.from(owners, (userId) => (isMember(userId) ? 1 : 0));
  const sums = owners.map(() => ({ won: 0, open: 0, openCount: 0, overdue: 0, unpriced: 0, deals: 0 }));
  const doubts = noDoubts(log, at);
  const compiled = compile(log, { period });
  const today = dayNumber(on);
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    const code = log.owner[version] ?? 0;
    const sum = sums[code];
    if (version < 0 || isIn[code] !== 1 || !sum) continue;
    sum.deals += 1;
    const closeDay = log.closeDay[version] ?? NO_DAY;
    if (log.status[version] === OPEN && closeDay !== NO_DAY && closeDay < today) sum.overdue += 1;
    const isOpen = isCounted(log, compiled, deal, version);
    if (!isOpen && !isBooked(log, compiled, version)) continue;
    const amount = log.amount[version] ?? Number.NaN;
    if (Number.isNaN(amount)) sum.unpriced += 1;
    else if (isOpen) sum.open += amount;
    else sum.won += amount;
    if (isOpen) sum.openCount += 1;
    doubtDeal(doubts, log, deal, version, true, at);
  }
  sums.forEach(({ deals, won, open, ...counts }, code) => {
    if (deals > 0) Object.assign(of(owners[code] ?? ''), { won: won / 100, open: open / 100, ...counts });
  });
  const quotas = quotasIn(facts, period);
  for (const userId of quotas.holders) if (isMember(userId)) of(userId);
  const team = quotas.of(hierarchy === 'everyone' ? undefined : userIds);
  const all = [...rows.values()]
    .map((row) => withQuota(row, quotas.of(new Set([row.userId])).amount))
    .toSorted((a, b) => b.open - a.open || a.name.localeCompare(b.name));
  return {
    period,
    currency: profile.currency,
    hierarchy,
    rows: all,
    total: totalRow(all, team.amount),
    quotas: team,
    ...slider(facts),
    past: { on, doubts },
  };
}

/** `stageBars` at the end of a past day. */
export function stagesPast(facts: OrgFacts, on: Day): StageBar[] {
  const { profile, log, stages } = facts;
  const { groups } = pipelineAsOf(log, {
    at: asOfDay(on, clockOf(facts)),
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
