import type { Day } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { teamOf } from '@/lib/deal/hierarchy';
import { dealsOf, type IsDeal, type ProcessWindow } from '@/lib/figures/stage-visits';
import { rateDays, rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { stageOrder } from '@/lib/log/trend';

/** What every figure of the process looks at: the team's deals and the same days. */
export interface ProcessScope {
  window: ProcessWindow & { isDeal: IsDeal };
  /** The quarter whose slips are counted: the last one that is over. */
  period: Period;
  /** Without owners everyone's. */
  filter: { ownerIds?: ReadonlySet<string> };
  /** Close dates behind the rates, which the visits began in too, and creations behind the cohort. */
  days: { start: Day; end: Day };
  cohortDays: { start: Day; end: Day };
}

export function processScope(facts: OrgFacts): ProcessScope {
  const { log, now, today, profile, stages } = facts;
  const { userIds, hierarchy } = teamOf(facts, profile.userId);
  const ownerIds = hierarchy === 'everyone' ? undefined : userIds;
  const { closed, cohort } = rateDays(today);
  return {
    window: {
      from: rateStart(today, log.timeZone),
      at: now,
      order: stageOrder(stages),
      isDeal: dealsOf(log, now, ownerIds),
    },
    period: neighbour(profile, quarterAt(profile, today), -1),
    filter: ownerIds ? { ownerIds } : {},
    days: closed,
    cohortDays: cohort,
  };
}
