import type { Activity, ContactRole, FieldChange } from '@/lib/deal/opportunity';
import type { PipelineLog } from '@/lib/log/event-log';
import { type DealFacts, knownOfRows, NOTHING_KNOWN } from '@/lib/scoring/deal/deal-facts';

/** What the score looks at, from rows of all deals in any order. */
export function dealFacts(
  log: PipelineLog,
  activities: readonly Activity[],
  contactRoles: readonly ContactRole[],
  fieldChanges: readonly FieldChange[] = [],
): DealFacts {
  const of = <Row extends { opportunityId: string }>(rows: readonly Row[]) =>
    Map.groupBy(rows, ({ opportunityId }) => opportunityId);
  const own = { activities: of(activities), contactRoles: of(contactRoles), fieldChanges: of(fieldChanges) };
  const known = log.ids.map((id) =>
    knownOfRows({
      activities: own.activities.get(id) ?? [],
      contactRoles: own.contactRoles.get(id) ?? [],
      fieldChanges: own.fieldChanges.get(id) ?? [],
    }),
  );
  const nextStepsSince = known.reduce(
    (first, { nextSteps }) => nextSteps.reduce((least, at) => Math.min(least, at), first),
    Infinity,
  );
  return { log, of: (deal) => known[deal] ?? NOTHING_KNOWN, nextStepsSince };
}
