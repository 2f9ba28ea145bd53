import { DAY_MS, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { staysOf } from '@/lib/deal/history';
import type { Stage } from '@/lib/deal/org';
import type { Signal } from '@/lib/deal/signals/signal';

/** It went back to an earlier stage in the last months and has not regained the stage it fell from. */
export const stageBack: Signal = {
  id: 'stageBack',
  assess(deal, { now, stages, profile, limits }) {
    const isOpen = (stage: Stage | undefined): stage is Stage => stage !== undefined && !stage.isClosed;
    const present = stages.get(deal.opportunity.stage);
    if (!isOpen(present)) return undefined;
    // Closed stages are left out: a lost deal that is taken up again goes on from the stage it was lost in.
    const visits = staysOf(deal).flatMap(({ stage: name, from }) => {
      const stage = stages.get(name);
      return isOpen(stage) ? [{ stage, from }] : [];
    });
    for (let index = visits.length - 1; index > 0; index -= 1) {
      const [before, after] = [visits[index - 1], visits[index]];
      if (!before || !after || now - after.from > limits.stageBack * DAY_MS) return undefined;
      if (after.stage.order >= before.stage.order || present.order >= before.stage.order) continue;
      return {
        points: 12,
        values: { from: before.stage.label, to: after.stage.label, day: dayAt(instant(after.from), profile.timeZone) },
      };
    }
    return undefined;
  },
};
