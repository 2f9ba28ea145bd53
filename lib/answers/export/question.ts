import type { MeasureQuestion } from '@/lib/answers/export/measure';
import type { Day } from '@/lib/calendar/days';
import { neighbour, partsOf, type PeriodKind, periodAt } from '@/lib/calendar/fiscal';
import { toMinor } from '@/lib/deal/money';
import { quotaByUser } from '@/lib/deal/quota-by-user';
import { PACE_PERIODS } from '@/lib/figures/pacing';
import type { OrgFacts } from '@/lib/forecast/facts';

/** What {@link MeasureQuestion} asks of an org: a period around a day, the quota of the owners, and the periods before. */
export function measureQuestion(
  facts: Pick<OrgFacts, 'profile' | 'quotas' | 'stages'>,
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
  const quotas = [...quotaByUser(facts, period)].filter(([id]) => !ownerIds || ownerIds.has(id));
  const lastMonthStart: Day = partsOf(profile, 'month', period).at(-1)?.start ?? period.start;
  return {
    at,
    today,
    period,
    lastMonthStart,
    pastPeriods,
    timeZone: profile.timeZone,
    stages: facts.stages,
    random,
    ...(ownerIds ? { ownerIds } : {}),
    ...(quotas.length > 0
      ? { quota: quotas.reduce((sum, [, amount]) => sum + toMinor(amount, profile.currency), 0) }
      : {}),
  };
}
