import { DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { FIRST_STATE_ASSUMED, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL, type DealIndex, type VersionIndex } from '@/lib/log/positions';

import type { Landmark } from './features';

/** How a deal ended after a landmark (ms); Infinity while it had not by the instant that was asked about. */
export interface Ended {
  endedAt: number;
  isWon: boolean;
}

/** Days between two looks at a deal. */
export const LOOK_DAYS = 7;
const LOOK_MS = LOOK_DAYS * DAY_MS;

/**
 * Looks at the deals up to an instant (ms): at all that were open on each tick of an even clock that is counted back from it. A look at each
 * change instead would crowd behind changes, where less is about to happen than on the days on which chances are asked for: those of
 * a week came out a fifth too low. Of more looks than `most` as many are taken from all of the time, the same ones each time.
 * Where the log only assumes a first state (`FIRST_STATE_ASSUMED`) nothing is looked at: the state may be one of later.
 */
export function landmarksUntil(log: PipelineLog, until: number, most = Infinity): (Landmark & Ended)[] {
  let all = 0;
  eachLook(log, until, () => (all += 1));
  const limit = (most / all) * 2 ** 32;
  const found: (Landmark & Ended)[] = [];
  eachLook(log, until, (deal, at, version) => {
    if (!(scatter(deal, Math.floor(at / LOOK_MS)) < limit)) return;
    found.push({ deal, at, ...endAfter(log, deal, version, until) });
  });
  return found;
}

/** Ticks at which a deal stood open, by the version that it then had. */
function eachLook(
  log: PipelineLog,
  until: number,
  take: (deal: DealIndex, at: number, version: VersionIndex) => void,
): void {
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const end = log.starts[deal + 1]!;
    for (let version = log.starts[deal]!; version < end; version++) {
      const from = log.from[version]!;
      if (from > until) break;
      if (log.status[version] !== OPEN || (log.doubt[version]! & FIRST_STATE_ASSUMED) !== 0) continue;
      const next = version + 1 < end ? log.from[version + 1]! : Infinity;
      const stop = Math.min(next, until + 1, log.goneAt[deal]!);
      const first = until - Math.floor((until - from) / LOOK_MS) * LOOK_MS;
      for (let index = first; index < stop; index += LOOK_MS) take(deal, index, version);
    }
  }
}

/** A number below 2³² that seems random, the same for the same pair. */
function scatter(a: number, b: number): number {
  let mixed = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x297a2d39);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The deals that were open at an instant, with what became of them by another, the same where absent. */
export function openRows(log: PipelineLog, at: number, until = at): (Landmark & Ended)[] {
  const found: (Landmark & Ended)[] = [];
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const version = versionAt(log, deal, instant(at));
    if (version >= 0 && log.status[version] === OPEN) found.push({ deal, at, ...endAfter(log, deal, version, until) });
  }
  return found;
}

/** The end of a deal after a version, as far as it was known; one that is gone counts as lost. */
function endAfter(log: PipelineLog, deal: DealIndex, version: VersionIndex, until: number): Ended {
  const gone = log.goneAt[deal]!;
  for (let next = version + 1; next < log.starts[deal + 1]!; next += 1) {
    const from = log.from[next]!;
    if (from > until || from >= gone) break;
    if (log.status[next] !== OPEN) return { endedAt: from, isWon: log.status[next] === WON };
  }
  return { endedAt: gone <= until ? gone : Infinity, isWon: false };
}
