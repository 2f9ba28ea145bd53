import type { Day } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { neighbour, quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { asOfDay } from '@/lib/calendar/zoned-time';
import { teamOf } from '@/lib/deal/hierarchy';
import { clockOf } from '@/lib/deal/org-data';
import type { Between } from '@/lib/figures/during';
import { rateDays, rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { stageOrder } from '@/lib/log/trend';

/** What every figure of the process looks at: the team's deals and the same days. */
export interface ProcessScope {
  /** The instants between which deals came into stages. */
  stretch: Between;
  /** The open stages, the first one first. */
  order: readonly string[];
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
  const filter = hierarchy === 'everyone' ? {} : { ownerIds: userIds };
  const { closed, cohort } = rateDays(today);
  return {
    stretch: { log, from: instant(rateStart(today, log.timeZone) - 1), to: now, filter },
    order: stageOrder(stages),
    period: neighbour(profile, quarterAt(profile, today), -1),
    filter,
    days: closed,
    cohortDays: cohort,
  };
}

/** The org as it was at the end of the quarter that is looked at, where that is over: every rate is then one of those days. */
export const atAsked = (facts: OrgFacts): OrgFacts =>
  facts.asked?.on === undefined ? facts : derived(facts, makeThen);

function makeThen({ asked, ...facts }: OrgFacts): OrgFacts {
  const on = asked?.on ?? facts.today;
  return { ...facts, now: asOfDay(on, clockOf(facts)), today: on };
}

/** Fiscal quarters that are over and began by no earlier day than that, the newest first. */
export function wholeQuarters({ profile, today }: Pick<OrgFacts, 'profile' | 'today'>, start: Day): Period[] {
  const found: Period[] = [];
  for (
    let quarter = neighbour(profile, quarterAt(profile, today), -1);
    quarter.start >= start;
    quarter = neighbour(profile, quarter, -1)
  )
    found.push(quarter);
  return found;
}
