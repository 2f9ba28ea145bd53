import { DAY_MS } from '@/lib/calendar/days';
import { FIRST_STATE_ASSUMED, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';

import type { Landmark } from './features';

/** How a deal ended after a landmark (ms); Infinity while it had not by the instant that was asked about. */
export interface Ended {
  endedAt: number;
  isWon: boolean;
}

const STEP_DAYS = 14;
/** Older deals are looked at half as often: they would fill the table without telling more (G8.10). */
const OLD_DAYS = 180;
const MOST_PER_DEAL = 40;

/**
 * The landmarks of each deal up to an instant (ms): its creation, each change, and every 14 days while it was open. Where the log
 * only assumes a first state (`FIRST_STATE_ASSUMED`) nothing is looked at: the state may be one of later.
 */
export function landmarksUntil(log: PipelineLog, until: number): (Landmark & Ended)[] {
  const found: (Landmark & Ended)[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const own: (Landmark & Ended)[] = [];
    for (let version = log.starts[deal]!; version < log.starts[deal + 1]!; version += 1) {
      const from = log.from[version]!;
      if (from > until) break;
      if (log.status[version] !== OPEN || (log.doubt[version]! & FIRST_STATE_ASSUMED) !== 0) continue;
      const next = version + 1 < log.starts[deal + 1]! ? log.from[version + 1]! : Infinity;
      const end = endAfter(log, deal, version, until);
      const stop = Math.min(next, until + 1, log.goneAt[deal]!);
      for (let at = from; at < stop;) {
        if (end.endedAt > at) own.push({ deal, at, ...end });
        const age = (at - log.createdAt[deal]!) / DAY_MS;
        at += (age < OLD_DAYS ? STEP_DAYS : 2 * STEP_DAYS) * DAY_MS;
      }
    }
    // Of a deal with very many changes the latest looks count.
    found.push(...own.slice(-MOST_PER_DEAL));
  }
  return found;
}

/** The deals that were open at an instant, with what became of them by another, the same where absent. */
export function openRows(log: PipelineLog, at: number, until = at): (Landmark & Ended)[] {
  const found: (Landmark & Ended)[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version >= 0 && log.status[version] === OPEN) found.push({ deal, at, ...endAfter(log, deal, version, until) });
  }
  return found;
}

/** The end of a deal after a version, as far as it was known; one that is gone counts as lost. */
function endAfter(log: PipelineLog, deal: number, version: number, until: number): Ended {
  const gone = log.goneAt[deal]!;
  for (let next = version + 1; next < log.starts[deal + 1]!; next += 1) {
    const from = log.from[next]!;
    if (from > until || from >= gone) break;
    if (log.status[next] !== OPEN) return { endedAt: from, isWon: log.status[next] === WON };
  }
  return { endedAt: gone <= until ? gone : Infinity, isWon: false };
}
