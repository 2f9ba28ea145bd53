import { DAY_MS } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import { median } from '@/lib/figures/quantile';
import { lastVersion, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { type DealIndex, type VersionIndex } from '@/lib/log/positions';
import { sinceVersion } from '@/lib/log/stays';

/** What became of finished deals that had once been in a stage for as long as an open one has. */
export interface HeldOn {
  count: number;
  won: number;
  /** Days that they were held on to from there until they ended, at the median. */
  moreDays: number;
  /** When the first and the last of them ended, ms. */
  from: Instant;
  to: Instant;
}

/** `heldOn` (G5.9), of these finished deals; undefined where none of them was ever so. `version`: the open deal's present one. */
export function heldOn(
  log: PipelineLog,
  { deal, version, at }: { deal: DealIndex; version: VersionIndex; at: Instant },
  closed: readonly DealIndex[],
): HeldOn | undefined {
  const stage = log.stage[version];
  const heldMs = at - (log.from[sinceVersion(log, deal, version, 'stage')] ?? at);
  const found = closed.flatMap((other) => {
    const now = versionAt(log, other, at);
    const last = now >= 0 ? now : lastVersion(log, other);
    const end = sinceVersion(log, other, last, 'status');
    let cameAt: number | undefined;
    for (let each = log.starts[other] ?? 0; each < end; each += 1) {
      const isThere = log.stage[each] === stage && log.status[each] === OPEN;
      cameAt = isThere ? (cameAt ?? log.from[each]) : undefined;
      const reached = (cameAt ?? Infinity) + heldMs;
      if (reached <= (log.from[each + 1] ?? 0))
        return [
          {
            moreMs: (log.from[end] ?? reached) - reached,
            endedAt: log.from[end] ?? at,
            isWon: log.status[last] === WON,
          },
        ];
    }
    return [];
  });
  const ends = found.map(({ endedAt }) => endedAt).toSorted((a, b) => a - b);
  const [from, to] = [ends[0], ends.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  return {
    count: found.length,
    won: found.filter(({ isWon }) => isWon).length,
    moreDays: Math.round((median(found.map(({ moreMs }) => moreMs)) ?? 0) / DAY_MS),
    from: instant(from),
    to: instant(to),
  };
}
