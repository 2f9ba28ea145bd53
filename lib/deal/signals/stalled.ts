import { daysInStage, enteredStageAt } from '@/lib/deal/history';
import type { Finding, Signal, SignalContext } from '@/lib/deal/signals/signal';

/** In its stage for longer than four in five deals of this org were, or as many as were set. Not judged where the org has too little history. */
export const stalled: Signal = {
  id: 'stalled',
  assess: (deal, context) => stalledIn(deal.opportunity.stage, enteredStageAt(deal), context),
};

/** The same of a deal that has been in a stage since an instant (ms): the one signal that other deals bear on, by what is usual in a stage. */
export function stalledIn(
  stage: string,
  enteredAt: number,
  { today, profile, dwell, stages, limits }: Pick<SignalContext, 'today' | 'profile' | 'dwell' | 'stages' | 'limits'>,
): Finding | undefined {
  const { medianDays, longDays, n } = dwell.get(stage) ?? {};
  const days = daysInStage(enteredAt, today, profile.timeZone);
  if (medianDays === undefined || longDays === undefined || n === undefined) return undefined;
  if (days <= Math.max(longDays, limits.stalled)) return undefined;
  return {
    points: days > 2 * longDays ? 22 : 14,
    values: {
      stage: stages.get(stage)?.label ?? stage,
      days,
      medianDays,
      longDays,
      percent: limits.stalledShare,
      n,
    },
  };
}
