import type { Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import type { Activity, ContactRole, FieldChange, Opportunity, Version } from '@/lib/deal/opportunity';
import type { Stage } from '@/lib/deal/org';

/** The rows of an org that a date bears on. */
export interface DatedRows {
  opportunities: readonly Opportunity[];
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
  activities: readonly Activity[];
  contactRoles: readonly ContactRole[];
}

/**
 * The rows as they stood at an instant (ms): nothing that became known later is in them. Each record goes back to its last
 * version, its owner and next step to what the tracked changes say; what nothing tells of the past (days of activities, the
 * CRM's own counters) is left absent rather than taken from today. `todayThen` is the day of that instant.
 */
export function knownAt(rows: DatedRows, at: Instant, stages: ReadonlyMap<string, Stage>, todayThen: Day): DatedRows {
  const versions = rows.versions.filter(({ from }) => from <= at);
  const last = new Map<string, Version>();
  for (const version of versions) {
    const before = last.get(version.opportunityId);
    if (!before || before.from <= version.from) last.set(version.opportunityId, version);
  }
  const stageSince = stageStarts(versions);
  const changes = new Map<string, FieldChange[]>();
  for (const change of rows.fieldChanges.toSorted((a, b) => a.at - b.at)) {
    const own = changes.get(change.opportunityId);
    if (own) own.push(change);
    else changes.set(change.opportunityId, [change]);
  }
  const isAhead = new Set(rows.versions.filter(({ from }) => from > at).map(({ opportunityId }) => opportunityId));
  for (const change of rows.fieldChanges) if (change.at > at) isAhead.add(change.opportunityId);
  const opportunities = rows.opportunities.flatMap((now): Opportunity[] => {
    if (now.createdAt > at && !last.has(now.id)) return [];
    if (now.modifiedAt <= at && !isAhead.has(now.id)) return [now];
    return [then(now, last.get(now.id), changes.get(now.id) ?? [])];
  });
  return {
    opportunities,
    versions,
    fieldChanges: rows.fieldChanges.filter((change) => change.at <= at),
    activities: rows.activities.flatMap((activity) => activityAt(activity, at, todayThen)),
    contactRoles: rows.contactRoles.filter(({ createdAt }) => createdAt === undefined || createdAt <= at),
  };

  function then(now: Opportunity, version: Version | undefined, own: readonly FieldChange[]): Opportunity {
    const stage = version?.stage ?? now.stage;
    const definition = stages.get(stage);
    const { amount: _a, closeDate: _c, probability: _p, category: _g, ownerId: _o, nextStep: _n, ...rest } = now;
    const { lastActivityDay: _l, stageChangedAt: _s, pushCountSf: _u, ...lasting } = rest;
    const ownerId = valueAt(own, 'ownerId', now.ownerId);
    const nextStep = valueAt(own, 'nextStep', now.nextStep);
    const since = stageSince.get(now.id);
    const touched = own.findLast((change) => change.at <= at)?.at ?? 0;
    return {
      ...lasting,
      stage,
      isClosed: definition?.isClosed ?? false,
      isWon: definition?.isWon ?? false,
      modifiedAt: Math.max(now.createdAt, version?.from ?? now.createdAt, touched),
      ...(version?.amount === undefined ? {} : { amount: version.amount }),
      ...(version?.closeDate === undefined ? {} : { closeDate: version.closeDate }),
      ...(version?.probability === undefined ? {} : { probability: version.probability }),
      ...(version?.category === undefined ? {} : { category: version.category }),
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(nextStep === undefined ? {} : { nextStep }),
      ...(since === undefined ? {} : { stageChangedAt: since }),
    };
  }

  /** A tracked field at the instant: the last change before it, else what the first change after it came from. */
  function valueAt(own: readonly FieldChange[], field: keyof Opportunity, now: string | undefined): string | undefined {
    const of = own.filter((change) => change.field === field);
    const before = of.findLast((change) => change.at <= at);
    if (before) return before.to;
    const after = of.find((change) => change.at > at);
    return after ? after.from : now;
  }
}

/** When each deal entered the stage of its last version, ms; absent while it is in its first. */
function stageStarts(versions: readonly Version[]): Map<string, number> {
  const found = new Map<string, number>();
  const stage = new Map<string, string>();
  for (const version of versions.toSorted((a, b) => a.from - b.from)) {
    const before = stage.get(version.opportunityId);
    if (before !== undefined && before !== version.stage) found.set(version.opportunityId, version.from);
    stage.set(version.opportunityId, version.stage);
  }
  return found;
}

/** Not there before it was written down; a task that was completed later was open. */
function activityAt(activity: Activity, at: Instant, todayThen: Day): Activity[] {
  const { createdAt, kind } = activity;
  const isKnown =
    createdAt !== undefined ? createdAt <= at : (activity.at ?? Infinity) <= at || (activity.day ?? '9') <= todayThen;
  if (!isKnown) return [];
  if (kind === 'event' || !activity.isClosed || (activity.at ?? 0) <= at) return [activity];
  const { at: _completed, ...open } = activity;
  return [{ ...open, isClosed: false }];
}
