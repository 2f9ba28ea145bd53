import { daysInStage, enteredStageAt } from '@/lib/deal/history';
import type { Signal } from '@/lib/deal/signals/signal';

/** In its stage for longer than four in five deals of this org were. Not judged where the org has too little history. */
export const stalled: Signal = {
  id: 'stalled',
  assess(deal, { today, profile, dwell, stages }) {
    const { stage } = deal.opportunity;
    const typical = dwell.get(stage);
    const days = daysInStage(enteredStageAt(deal), today, profile.timeZone);
    if (!typical || days <= Math.max(typical.p80Days, 1)) return undefined;
    const { medianDays, p80Days, n } = typical;
    return {
      points: days > 2 * p80Days ? 22 : 14,
      values: { stage: stages.get(stage)?.label ?? stage, days, medianDays, p80Days, n },
    };
  },
};
