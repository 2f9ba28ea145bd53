import { addDays, type Day } from '@/lib/calendar/days';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { instantsOf } from '@/lib/calendar/zoned-time';
import { teamOf } from '@/lib/deal/hierarchy';
import { orgZone } from '@/lib/deal/org';
import type { CohortWindow, IsDeal, ProcessWindow } from '@/lib/figures/stage-visits';
import type { OrgFacts } from '@/lib/forecast/facts';
import { stageOrder } from '@/lib/log/trend';

/** Closings and visits of two years: enough of them in a small org, and still the same process. */
const WINDOW_DAYS = 730;
/** A cohort is judged once most of its deals have ended. */
const MATURE_DAYS = 180;

/** What every figure of the process looks at: the team's deals and the same days. */
export interface ProcessScope {
  window: ProcessWindow & { isDeal: IsDeal };
  cohort: CohortWindow;
  /** The quarter whose slips are counted: the last one that is over. */
  period: Period;
  /** Absent: everyone's. */
  ownerIds?: ReadonlySet<string>;
  days: { start: Day; end: Day };
  cohortDays: { start: Day; end: Day };
}

export function processScope(facts: OrgFacts): ProcessScope {
  const { log, now, today, profile, stages } = facts;
  const { userIds, hierarchy } = teamOf(facts, profile.userId);
  const isEveryone = hierarchy === 'everyone';
  const isMember = log.words.owner.map((id) => userIds.has(id));
  const isDeal: IsDeal = (deal) => isEveryone || isMember[log.owner[(log.starts[deal + 1] ?? 1) - 1] ?? 0] === true;
  const days = { start: addDays(today, -WINDOW_DAYS), end: today };
  const cohortDays = { start: days.start, end: addDays(today, -MATURE_DAYS - 1) };
  const { from } = instantsOf(days, orgZone(profile));
  return {
    window: { from, at: now, order: stageOrder(stages), isDeal },
    cohort: { from, to: instantsOf(cohortDays, orgZone(profile)).to, at: now, isDeal },
    period: neighbour(profile, quarterAt(profile, today), -1),
    ...(isEveryone ? {} : { ownerIds: userIds }),
    days,
    cohortDays,
  };
}
