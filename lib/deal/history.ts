import { type Day, dayAt, dayFromNumber, dayNumber, daysBetween } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Version } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';
import { pushesOf } from '@/lib/deal/pushes';

/** Time a deal spent in one stage; `to` is absent while it is still there. Instants, ms. */
export interface Stay {
  stage: string;
  from: number;
  to?: number;
}

/** Consecutive visits of stages; versions that only change other fields belong to the same stay. */
function stays(versions: readonly Version[]): Stay[] {
  const found: Stay[] = [];
  for (const { stage, from } of versions) {
    const last = found.at(-1);
    if (last?.stage === stage) continue;
    if (last) last.to = from;
    found.push({ stage, from });
  }
  return found;
}

/**
 * Stays of a deal up to its present stage. While history is still being read it ends in an older stage: then the deal entered the
 * present one when the CRM says so, at the latest when it was last edited.
 */
export function staysOf({ opportunity, versions }: Pick<Deal, 'opportunity' | 'versions'>): Stay[] {
  const { stage, stageChangedAt, createdAt, modifiedAt } = opportunity;
  const found = stays(versions);
  const last = found.at(-1);
  if (!last) return [{ stage, from: stageChangedAt ?? createdAt }];
  if (last.stage === stage) return found;
  const from = Math.max(last.from, stageChangedAt ?? modifiedAt);
  return [...found.slice(0, -1), { ...last, to: from }, { stage, from }];
}

/** `daysInStage` (G2.28): days of the calendar from an instant (ms) to a day, in the zone that it is a day of. */
export const daysInStage = (enteredAt: number, today: Day, timeZone: string): number =>
  Math.max(0, daysBetween(dayAt(instant(enteredAt), timeZone), today));

/** Instant from which a deal has been in its present stage, ms; {@link daysInStage} counts from it. */
export const enteredStageAt = (deal: Pick<Deal, 'opportunity' | 'versions'>): number =>
  staysOf(deal).at(-1)?.from ?? deal.opportunity.createdAt;

/** {@link pushesOf} the versions of a deal, with its first and latest plausible close date. */
export function pushes(versions: readonly Version[]): { count: number; days: number; first?: Day; latest?: Day } {
  const { count, days, first, latest } = pushesOf(
    versions.map(({ closeDate }) => (closeDate === undefined ? Number.NaN : dayNumber(closeDate))),
  );
  if (first === undefined || latest === undefined) return { count, days };
  return { count, days, first: dayFromNumber(first), latest: dayFromNumber(latest) };
}
