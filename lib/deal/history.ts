import { daysBetween, isPlausible, type Day } from '@/lib/calendar/days';
import type { Version } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';

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

/** Instant from which a deal has been in its present stage, ms; `daysInStage` (G2.28) counts from it. */
export const enteredStageAt = (deal: Pick<Deal, 'opportunity' | 'versions'>): number =>
  staysOf(deal).at(-1)?.from ?? deal.opportunity.createdAt;

export interface Pushes {
  /** `pushEvents`: changes of the close date to a later day (G4.1). */
  count: number;
  /** `pushDays`: latest close date − first close date, in days; 0 when it was never later. */
  days: number;
  first?: Day;
  latest?: Day;
}

/** Counted by us over the whole history; a date that is repaired from 1900 was not pushed. */
export function pushes(versions: readonly Version[]): Pushes {
  const dates = versions.flatMap(({ closeDate }) =>
    closeDate !== undefined && isPlausible(closeDate) ? [closeDate] : [],
  );
  const [first] = dates;
  const latest = dates.at(-1);
  if (first === undefined || latest === undefined) return { count: 0, days: 0 };
  const count = dates.filter((date, index) => index > 0 && date > (dates[index - 1] ?? date)).length;
  return { count, days: Math.max(0, daysBetween(first, latest)), first, latest };
}
