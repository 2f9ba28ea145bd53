/** Clocks of two machines differ by minutes without harm. */
const TOLERATED_MS = 10 * 60_000;

/**
 * How far now lies before the newest change that the CRM tells of, ms: then this computer's clock is behind, and what changed since is
 * in no figure of now. Undefined where it is not.
 */
export function clockBehind(now: number, changedAt: Iterable<number>): number | undefined {
  let newest = -Infinity;
  for (const at of changedAt) newest = Math.max(newest, at);
  return newest - now > TOLERATED_MS ? newest - now : undefined;
}
