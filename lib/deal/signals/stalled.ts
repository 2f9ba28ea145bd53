import { daysInStage, enteredStageAt } from '@/lib/deal/history';
import type { Finding, Signal, SignalContext } from '@/lib/deal/signals/signal';

/** In its stage for longer than four in five deals of this org were. Not judged where the org has too little history. */
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
  const typical = dwell.get(stage);
  const days = daysInStage(enteredAt, today, profile.timeZone);
  if (!typical || days <= Math.max(typical.p80Days, limits.stalled)) return undefined;
  const { medianDays, p80Days, n } = typical;
  return {
    points: days > 2 * p80Days ? 22 : 14,
    values: { stage: stages.get(stage)?.label ?? stage, days, medianDays, p80Days, n },
  };
}
