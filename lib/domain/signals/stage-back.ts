import { DAY_MS, dayAt } from '@/lib/domain/days';
import { stays } from '@/lib/domain/history';
import type { Signal } from '@/lib/domain/signals/signal';

const RECENT_DAYS = 90;

/** It went back to an earlier stage in the last three months and has not regained the stage it fell from. */
export const stageBack: Signal = {
  id: 'stageBack',
  assess({ versions }, { now, stages, profile }) {
    const visits = stays(versions);
    const order = (stage: string): number | undefined => {
      const known = stages.get(stage);
      return known && !known.isClosed ? known.order : undefined;
    };
    const present = order(visits.at(-1)?.stage ?? '');
    if (present === undefined) return undefined;
    for (let at = visits.length - 1; at > 0; at -= 1) {
      const [before, after] = [visits[at - 1], visits[at]];
      if (!before || !after || now - after.from > RECENT_DAYS * DAY_MS) return undefined;
      const [fellFrom, fellTo] = [order(before.stage), order(after.stage)];
      if (fellFrom === undefined || fellTo === undefined || fellTo >= fellFrom || present >= fellFrom) continue;
      return {
        points: 12,
        values: {
          from: stages.get(before.stage)?.label ?? before.stage,
          to: stages.get(after.stage)?.label ?? after.stage,
          day: dayAt(after.from, profile.timeZone),
        },
      };
    }
    return undefined;
  },
};
