/** A look at a deal that is as short ago is still the same one, ms. */
export const SAME_LOOK_MS = 30 * 60_000;

/** Clocks of two machines differ by minutes without harm. */
const TOLERATED_MS = 5 * 60_000;
/** A change that the CRM tells of is stamped when it is saved, and may be read before its transaction ends. */
const TOLERATED_CHANGE_MS = 10 * 60_000;

/**
 * How far now lies before the newest change that the CRM tells of, ms: then this computer's clock is behind, and what changed since is
 * in no figure of now. Undefined where it is not.
 */
export function clockBehind(now: number, changedAt: Iterable<number>): number | undefined {
  let newest = -Infinity;
  for (const at of changedAt) newest = Math.max(newest, at);
  return newest - now > TOLERATED_CHANGE_MS ? newest - now : undefined;
}

/**
 * How far this computer's clock is ahead, ms, negative where it is behind, if that is so far that what is today, what is overdue, when a
 * reminder is due and when something was read are in doubt. By the CRM's own clock (`ahead`), or else by the changes it tells of.
 */
export function clockOff(ahead: number | undefined, behind: number | undefined): number | undefined {
  if (ahead !== undefined && Math.abs(ahead) > TOLERATED_MS) return ahead;
  return behind === undefined ? undefined : -behind;
}

/**
 * Until when what is held of the CRM is known, by the CRM's own clock, ms: a change that was made there later has not come yet. By
 * `syncedAt`, when it was last read as a whole, and how far this computer's clock is `clockAhead` of the CRM's.
 */
export const knownUpTo = (
  { syncedAt, clockAhead = 0 }: { syncedAt?: number | undefined; clockAhead?: number | undefined },
  now: number,
): number => Math.min(now, syncedAt ?? now) - clockAhead;
