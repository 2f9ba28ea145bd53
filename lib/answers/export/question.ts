import type { MeasureQuestion } from '@/lib/answers/export/measures';
import type { Day } from '@/lib/calendar/days';
import { neighbour, partsOf, type PeriodKind, periodAt } from '@/lib/calendar/fiscal';
import { toMinor } from '@/lib/deal/money';
import { orgZone } from '@/lib/deal/org';
import { quotasIn } from '@/lib/deal/quota';
import { PACE_PERIODS } from '@/lib/figures/pacing';
import type { OrgFacts } from '@/lib/forecast/facts';

/** What {@link MeasureQuestion} asks of an org: a period around a day, the quota of the owners, and the periods before. */
export function measureQuestion(
  facts: Pick<OrgFacts, 'profile' | 'quotas' | 'quotaType' | 'stages' | 'users' | 'roles'>,
  {
    at,
    today,
    kind,
    ownerIds,
    random,
  }: Pick<MeasureQuestion, 'at' | 'today' | 'random'> & {
    kind: PeriodKind;
    ownerIds?: ReadonlySet<string> | undefined;
  },
): MeasureQuestion {
  const { profile } = facts;
  const period = periodAt(profile, kind, today);
  const pastPeriods = [];
  for (let past = period; pastPeriods.length < PACE_PERIODS;)
    pastPeriods.push((past = neighbour(profile, past, -1, kind)));
  const quota = quotasIn(facts, period).of(ownerIds).amount;
  const lastMonthStart: Day = partsOf(profile, 'month', period).at(-1)?.start ?? period.start;
  return {
    at,
    today,
    period,
    lastMonthStart,
    pastPeriods,
    timeZone: orgZone(profile),
    stages: facts.stages,
    random,
    ...(ownerIds ? { ownerIds } : {}),
    ...(quota === undefined ? {} : { quota: toMinor(quota, profile.currency) }),
  };
}
