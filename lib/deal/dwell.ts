import { DAY_MS } from '@/lib/calendar/days';
import { stays } from '@/lib/deal/history';
import type { Version } from '@/lib/deal/opportunity';
import type { Stage } from '@/lib/deal/org';
import type { Dwell } from '@/lib/deal/signals/signal';

/** With fewer completed stays a median says nothing about the org. */
const MIN_STAYS = 5;

/** `finishedStay` (G2.27) per open stage, from completed stays; present stays are unfinished and left out. */
export function stageDwell(
  dealsVersions: Iterable<readonly Version[]>,
  stages: ReadonlyMap<string, Stage>,
): Map<string, Dwell> {
  const days = new Map<string, number[]>();
  for (const versions of dealsVersions) {
    for (const { stage, from, to } of stays(versions)) {
      if (to === undefined || stages.get(stage)?.isClosed !== false) continue;
      const list = days.get(stage);
      if (list) list.push((to - from) / DAY_MS);
      else days.set(stage, [(to - from) / DAY_MS]);
    }
  }
  const found = new Map<string, Dwell>();
  for (const [stage, list] of days) {
    if (list.length < MIN_STAYS) continue;
    list.sort((a, b) => a - b);
    found.set(stage, {
      medianDays: Math.round(quantile(list, 0.5)),
      p80Days: Math.round(quantile(list, 0.8)),
      n: list.length,
    });
  }
  return found;
}

/** Linear between neighbours (Hyndman and Fan's type 7) of a sorted, non-empty list. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}
