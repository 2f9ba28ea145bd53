import type { Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import type { Activity, ContactRole, FieldChange, Opportunity, Version } from '@/lib/deal/opportunity';
import type { Stage } from '@/lib/deal/org';
import { OPEN, statusUnlisted, WON } from '@/lib/log/event-log';
import { compareIds } from '@/lib/log/id-order';

/** The rows of an org that a date bears on. */
export interface DatedRows {
  opportunities: readonly Opportunity[];
  versions: readonly Version[];
  fieldChanges: readonly FieldChange[];
  activities: readonly Activity[];
  contactRoles: readonly ContactRole[];
}

/**
 * The rows as they stood at an instant (ms): nothing that became known later is in them. Each record goes back to what the log says of
 * it then, by the rules of `logOf`: its last version, or the first one where its history begins later, the currency of that amount,
 * and what it was filed under by the tracked changes. What nothing tells of the past (days of activities, the
 * CRM's own counters) is left absent rather than taken from today. `todayThen` is the day of that instant.
 */
export function knownAt(rows: DatedRows, at: Instant, stages: ReadonlyMap<string, Stage>, todayThen: Day): DatedRows {
  const versions = rows.versions.filter(({ from }) => from <= at);
  const histories = Map.groupBy(rows.versions.toSorted(byTime), ({ opportunityId }) => opportunityId);
  const stageSince = stageStarts(versions);
  const changes = Map.groupBy(
    rows.fieldChanges.toSorted((a, b) => a.at - b.at || compareIds(a.id, b.id)),
    ({ opportunityId }) => opportunityId,
  );
  const opportunities = rows.opportunities.flatMap((now): Opportunity[] => {
    const [history, own] = [histories.get(now.id) ?? [], changes.get(now.id) ?? []];
    const [oldest, newest] = [history[0], history.at(-1)];
    if (Math.min(now.createdAt, oldest?.from ?? now.createdAt) > at) return [];
    const isNow = now.modifiedAt <= at && (newest?.from ?? 0) <= at;
    if (isNow && own.every((change) => change.at <= at)) return [now];
    return [then(now, isNow ? undefined : (history.findLast(({ from }) => from <= at) ?? oldest), own)];
  });
  return {
    opportunities,
    versions,
    fieldChanges: rows.fieldChanges.filter((change) => change.at <= at),
    activities: rows.activities.flatMap((activity) => activityAt(activity, at, todayThen)),
    contactRoles: rows.contactRoles.filter(({ createdAt }) => createdAt === undefined || createdAt <= at),
  };

  /** Without a version the record is as it is now, but for what it is filed under. */
  function then(now: Opportunity, version: Version | undefined, own: readonly FieldChange[]): Opportunity {
    const { lastActivityDay: _l, stageChangedAt: _s, pushCountSf: _u, goneAt = Infinity, ...lasting } = now;
    const filed = (field: Filed): string | undefined => filedAt(now, own, field);
    const since = stageSince.get(now.id);
    const touched = own.findLast((change) => change.at <= at)?.at ?? 0;
    const wasSeen = (version?.from ?? now.createdAt) <= at ? (version?.from ?? 0) : 0;
    const [accountId, campaignId, territoryId] = [filed('accountId'), filed('campaignId'), filed('territoryId')];
    return present({
      ...lasting,
      ...(version ? snapshot(now, version) : {}),
      currency: version?.currency ?? filed('currency'),
      modifiedAt: version ? Math.max(now.createdAt, wasSeen, touched) : now.modifiedAt,
      ownerId: filed('ownerId'),
      nextStep: filed('nextStep'),
      type: filed('type'),
      source: filed('source'),
      recordTypeId: filed('recordTypeId'),
      accountId,
      campaignId,
      territoryId,
      // The name of another one is no name of it.
      accountName: accountId === now.accountId ? now.accountName : undefined,
      campaignName: campaignId === now.campaignId ? now.campaignName : undefined,
      territoryName: territoryId === now.territoryId ? now.territoryName : undefined,
      stageChangedAt: since,
      goneAt: goneAt <= at ? goneAt : undefined,
    });
  }

  /** What a version tells of the record. */
  function snapshot(now: Opportunity, { stage, amount, closeDate, probability, category }: Version) {
    const listed = stages.get(stage);
    const status = statusUnlisted(category, probability);
    const { isClosed, isWon } =
      listed ?? (stage === now.stage ? now : { isClosed: status !== OPEN, isWon: status === WON });
    const lossReason = isClosed && !isWon ? now.lossReason : undefined;
    return { stage, isClosed, isWon, amount, closeDate, probability, category, lossReason };
  }

  /** A tracked field at the instant: the last change before it, else what the first change after it came from. */
  function filedAt(now: Opportunity, all: readonly FieldChange[], field: Filed): string | undefined {
    const isAlways = field === 'ownerId' || field === 'currency';
    const of = all.filter((change) => change.field === field && (change.to !== undefined || !isAlways));
    const before = of.findLast((change) => change.at <= at);
    if (!before) return of.length > 0 ? of[0]?.from : now[field];
    const isSaidNow = now.modifiedAt <= at && of.at(-1) === before && (now[field] !== undefined || !isAlways);
    return isSaidNow ? now[field] : before.to;
  }
}

/** What the CRM tracks of a record beside its versions. */
type Filed =
  | 'ownerId'
  | 'nextStep'
  | 'type'
  | 'source'
  | 'recordTypeId'
  | 'accountId'
  | 'campaignId'
  | 'territoryId'
  | 'currency';

/** Oldest first; of one instant the row with the highest id is the last that the CRM wrote. */
const byTime = (a: Version, b: Version): number => a.from - b.from || compareIds(a.id, b.id);

/** A record without what is undefined: absent is absent. */
function present(value: { [Name in keyof Opportunity]: Opportunity[Name] | undefined }): Opportunity {
  // Safe: what a record cannot lack is never undefined here.
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as object as Opportunity;
}

/** When each deal entered the stage of its last version, ms; absent while it is in its first. */
function stageStarts(versions: readonly Version[]): Map<string, number> {
  const found = new Map<string, number>();
  const stage = new Map<string, string>();
  for (const version of versions.toSorted(byTime)) {
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
