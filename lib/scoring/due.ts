import { DAY_MS } from '@/lib/calendar/days';

/** From so many won and so many lost deals on a score is learnt without being asked for: fewer support no percentage. */
const LEAST_EACH = 40;
const MOST_AGE_DAYS = 30;
const LEAST_NEW = 20;
const NEW_SHARE = 0.05;

/** How often deals have ended, as a score's card or the records of today have it. */
interface Finished {
  won: number;
  lost: number;
}

/**
 * Whether an org's score is to be learnt by itself: it never was, or by another method, or 30 days ago, or so many deals have ended
 * since that they could change it (a twentieth of those it knew, and at least 20). `then` is the stored score's card.
 */
export function isDue(
  then: ({ version: string; at: number } & Finished) | undefined,
  now: { version: string; at: number } & Finished,
): boolean {
  if (Math.min(now.won, now.lost) < LEAST_EACH) return false;
  if (!then || then.version !== now.version || now.at - then.at >= MOST_AGE_DAYS * DAY_MS) return true;
  const known = then.won + then.lost;
  return now.won + now.lost - known >= Math.max(LEAST_NEW, known * NEW_SHARE);
}
