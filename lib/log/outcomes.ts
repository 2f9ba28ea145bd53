import { dayNumberAt } from '@/lib/calendar/days';
import { type Instant, instant } from '@/lib/calendar/instant';
import { LOST, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';

/** How each deal stood at one instant, by position in the log. */
export interface Outcomes {
  /** OPEN, WON or LOST; a deal that is gone without being won counts as lost; −1 when it was not known yet. */
  readonly status: Int8Array;
  /** Day on which it was won (its close date) or lost (when that became known); NO_DAY while open. */
  readonly day: Int32Array;
}

/** What had become of every deal by an instant (ms), using nothing dated later. */
export function outcomesAt(log: PipelineLog, at: Instant): Outcomes {
  const status = new Int8Array(log.size).fill(-1);
  const day = new Int32Array(log.size).fill(NO_DAY);
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const gone = log.goneAt[deal] ?? Infinity;
    const version = versionAt(log, deal, at);
    if (version < 0) {
      if (gone > at || (log.from[log.starts[deal] ?? 0] ?? Infinity) > at) continue;
      status[deal] = LOST;
      day[deal] = dayNumberAt(instant(gone), log.timeZone);
      continue;
    }
    const now = log.status[version] ?? OPEN;
    status[deal] = now;
    if (now === OPEN) continue;
    let first = version;
    while (first > (log.starts[deal] ?? 0) && log.status[first - 1] === now) first--;
    const known = dayNumberAt(instant(log.from[first] ?? at), log.timeZone);
    const closeDay = log.closeDay[version] ?? NO_DAY;
    day[deal] = now === WON && closeDay !== NO_DAY ? closeDay : known;
  }
  return { status, day };
}
