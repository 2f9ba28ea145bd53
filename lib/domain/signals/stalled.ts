import { DAY_MS } from '@/lib/domain/days';
import { stays } from '@/lib/domain/history';
import type { Signal } from '@/lib/domain/signals/signal';

/** In its stage for longer than four in five deals of this org were. Not judged where the org has too little history. */
export const stalled: Signal = {
  id: 'stalled',
  assess({ opportunity, versions }, { now, dwell, stages }) {
    const typical = dwell.get(opportunity.stage);
    const since = stays(versions).at(-1)?.from ?? opportunity.stageChangedAt ?? opportunity.createdAt;
    const days = Math.floor((now - since) / DAY_MS);
    if (!typical || days <= Math.max(typical.p80Days, 1)) return undefined;
    const { medianDays, p80Days, n } = typical;
    const stage = stages.get(opportunity.stage)?.label ?? opportunity.stage;
    return { points: days > 2 * p80Days ? 22 : 14, values: { stage, days, medianDays, p80Days, n } };
  },
};
