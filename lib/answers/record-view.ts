import { newestNews, type ToKnow } from '@/lib/answers/agenda';
import type { Change } from '@/lib/answers/changed-field';
import { dealChanges } from '@/lib/answers/deal-changes';
import { type DealTimeline, dealTimeline } from '@/lib/answers/deal-timeline';
import { type DealCredit, dealCredit } from '@/lib/answers/leading/deal-credit';
import { type Logged, loggedAt } from '@/lib/answers/news-since';
import { playbookView, type PlaybookView } from '@/lib/answers/playbook-view';
import { addDays, isPlausible, type Day } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import type { Edit } from '@/lib/deal/edits/edit';
import { isKept } from '@/lib/deal/edits/edit-values';
import type { Freshness } from '@/lib/deal/freshness';
import { daysInStage, enteredStageAt, pushes } from '@/lib/deal/history';
import { toCorporate } from '@/lib/deal/money';
import type { ContactRole, Opportunity } from '@/lib/deal/opportunity';
import type { Deal } from '@/lib/deal/org';
import { jotted, type Jotting, jottingId } from '@/lib/deal/own/jotting';
import { NO_ADVICE, speaks } from '@/lib/deal/own/rule-advice';
import type { ReminderView } from '@/lib/deal/reminders';
import type { EvidenceValues } from '@/lib/deal/signals/signal';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { isWeighty, silentMembers, type TeamMember, type TeamNote } from '@/lib/deal/team/buying-team';
import type { FollowUp } from '@/lib/deal/team/next-follow-up';
import { type Meeting, nextMeeting } from '@/lib/deal/team/next-meeting';
import type { Verdict } from '@/lib/deal/verdict';
import { verdictOf } from '@/lib/forecast/assess';
import { buyersOf, followUpOf, type Own } from '@/lib/forecast/buyers';
import { dealOutlook, type DealOutlook } from '@/lib/forecast/deal-outlook';
import type { OrgFacts } from '@/lib/forecast/facts';

/** A thing to do on a deal, ranked. Text is `todo.<kind>` with `values`. */
export interface Todo {
  kind: SignalId | 'reminder' | 'silentPerson' | 'obstacle';
  recordId: string;
  recordName: string;
  values: EvidenceValues;
  reminderId?: string;
  /** When that deal is to be touched next. */
  next?: FollowUp;
}

/** A task of the deal that is not done. */
interface OpenTask {
  id: string;
  subject: string;
  day?: Day;
  /** Whose it is, where it is another's than the reader's. */
  ownerName?: string;
  isLate: boolean;
}

/** The record panel. */
export interface RecordView {
  recordId: string;
  /** Whose view it is, org and user, and the zone in which their CRM shows times. */
  reader: { key: string; timeZone: string };
  today: Day;
  opportunity: Opportunity;
  /** The org's corporate currency: that of an amount without one of its own. */
  currency: string;
  ownerName?: string;
  stageLabel: string;
  verdict: Verdict;
  /** Later moves of the close date, counted by us from history, and how far it moved from first to latest. */
  pushes: { count: number; days: number };
  /** At most three; of a deal that is nearly lost every step that may rescue it. */
  todos: Todo[];
  /** Rules that would say something of the deal, heard or not. */
  standing: (SignalId | 'silentPerson')[];
  /** At most three: what others have changed of an open deal in the last days, to be known and not acted on. */
  news: ToKnow[];
  /** Rules that would say something of this deal and are muted; by itself: so often shown, and so often acted on. */
  muted: { rule: SignalId | 'silentPerson'; isByItself: boolean; shown: number; done: number }[];
  /** Its open tasks, the most urgent first. */
  tasks: OpenTask[];
  people: TeamMember[];
  /** What the person keeps of people who are no longer on it: merged, deleted or taken off in the CRM. */
  leftNotes: { contactId: string; note: TeamNote }[];
  /** Each person's row on the deal, as it is changed. */
  roles: Pick<ContactRole, 'id' | 'contactId' | 'role' | 'isPrimary'>[];
  /** What the playbook says of it in its stage; absent for a closed deal. */
  playbook?: PlaybookView;
  /** The event that comes next, and who of the team is known to be there. */
  meeting?: Meeting;
  /** The person's own note, and when it was last kept, ms. */
  note?: { text: string; at: number };
  /** When the CRM first held each of its activities, and whose it is. */
  logged: Logged[];
  /** When it is to be touched next; absent where nothing is set, planned or due. */
  next?: FollowUp;
  stage: {
    /** Days since it entered the present stage. */
    days?: number;
    medianDays?: number;
    p80Days?: number;
    n?: number;
    /** False when the org's stage list does not have this stage. */
    known: boolean;
    /** The ladder of the org's active stages, open ones first, for the path. */
    path: { name: string; label: string; isCurrent: boolean; isPast: boolean }[];
  };
  timeline: DealTimeline;
  /** Newest first, since `changesSince`. */
  changes: Change[];
  changesSince: Day;
  /** All that are known, for who was away longer. */
  history: Change[];
  /** Opportunity fields hidden from this user, of those the panel shows. */
  hiddenFields: (keyof Opportunity)[];
  /** The amount in corporate currency when it differs and a rate is known. */
  converted?: { amount: number; currency: string };
  /** What is off with this record's data, each with its own words: `record.problem.<kind>`. */
  problems: { kind: 'noAmount' | 'noOwner' | 'noRate' | 'unknownStage' | 'oddCloseDate'; values: EvidenceValues }[];
  reminders: ReminderView[];
  /** What the person changed of it from here in the last 30 days, the newest first. */
  edits: Edit[];
  /** The last day of the org's quarter. */
  quarterEnd: Day;
  /** Who is credited with it; absent where the org is not known to divide any credit. */
  credit?: DealCredit;
  /** Absent for a closed deal. */
  outlook?: DealOutlook;
}

/** Why there is no record to show: never another record, always words. */
export type RecordMiss =
  | { kind: 'loading' } // not in the cache yet, being read
  | { kind: 'notFound' } // 404: deleted, or no access: the API does not tell which
  | { kind: 'deleted' }
  | { kind: 'notOpportunity' }
  | { kind: 'unread'; detail?: string }; // connection state says why

export type RecordAnswer = { freshness: Freshness } & (
  | { view: RecordView; miss?: never }
  | { view?: never; miss: RecordMiss }
);

const MAX_TODOS = 3;
const MAX_NEWS = 3;
const CHANGES_DAYS = 30;
/** After every day. */
const LAST = '9999-12-31';
/** Fields whose absence the panel would otherwise show as emptiness. */
const SHOWN_FIELDS = ['amount', 'closeDate', 'stage', 'nextStep', 'ownerId', 'accountId', 'category'] as const;

/** The record panel's content from the cache; undefined for an id that is not cached. */
export function recordView(
  facts: OrgFacts,
  recordId: string,
  { reminders, jottings, shared }: Own = { reminders: [], jottings: [] },
  edits: readonly Edit[] = [],
): RecordView | undefined {
  const deal = facts.deal(recordId);
  const verdict = verdictOf(facts, recordId);
  if (!deal || !verdict) return undefined;
  const { opportunity, versions } = deal;
  const { profile, users, stages, today, now, context } = facts;
  const own = reminders.filter((reminder) => reminder.recordId === recordId);
  const known = stages.get(opportunity.stage);
  const dwell = context.dwell.get(opportunity.stage);
  const owner = opportunity.ownerId === undefined ? undefined : users.get(opportunity.ownerId);
  const moved = pushes(versions);
  const corporate = toCorporate(opportunity, profile);
  const isForeign = opportunity.currency !== undefined && opportunity.currency !== profile.currency;
  const opened = dealOutlook(facts, deal);
  const team = buyersOf(facts, deal, jottings);
  const next = followUpOf(facts, deal, { reminders: own, jottings }, team);
  const recent = edits.filter((edit) => isKept(edit, now)).toReversed();
  const published = recent.filter(({ on }) => on?.kind === 'file');
  const playbook = playbookView(facts, deal, team, { jottings, shared }, published);
  const silent = silentMembers(team, today).filter(isWeighty);
  const reasons = verdict.state === 'done' ? [] : verdict.reasons;
  const standing = [...(silent.length > 0 ? (['silentPerson'] as const) : []), ...reasons.map(({ signal }) => signal)];
  const note = jottings.find(({ id }) => id === jottingId('note', recordId));
  const meeting = nextMeeting(deal, team, { today, now, timeZone: profile.timeZone });
  const changesSince = addDays(today, -CHANGES_DAYS);
  const history = dealChanges(facts, deal);
  const credit = dealCredit(facts, deal);
  return {
    recordId,
    reader: { key: `${profile.orgId}-${profile.userId}`, timeZone: profile.timeZone },
    today,
    opportunity,
    currency: profile.currency,
    ...(owner ? { ownerName: owner.name } : {}),
    stageLabel: known?.label ?? opportunity.stage,
    verdict,
    pushes: { count: moved.count, days: moved.days },
    todos: todos(
      deal,
      reasons.filter(({ signal }) => speaks(jotted(jottings, 'advice', signal), recordId, now)),
      own,
      speaks(jotted(jottings, 'advice', 'silentPerson'), recordId, now) ? silent : [],
      opened?.focus?.bucket === 'nearLoss' ? (playbook?.obstacles ?? []) : undefined,
    ),
    news: opportunity.isClosed ? [] : newestNews(facts, [recordId]).slice(0, MAX_NEWS),
    standing,
    muted: standing.flatMap((rule) => {
      const { mutedAt, mutedBy, shown, done } = jotted(jottings, 'advice', rule) ?? NO_ADVICE;
      return mutedAt === undefined ? [] : [{ rule, isByItself: mutedBy === 'itself', shown, done }];
    }),
    tasks: tasksOf(facts, deal),
    people: team,
    leftNotes: facts.context.contactRolesMeasured ? leftNotes(jottings, recordId, team) : [],
    roles: deal.contactRoles.map(({ id, contactId, role, isPrimary }) => ({
      id,
      contactId,
      isPrimary,
      ...(role === undefined ? {} : { role }),
    })),
    ...(playbook ? { playbook } : {}),
    ...(meeting ? { meeting } : {}),
    ...(note?.kind === 'note' ? { note: { text: note.value.text, at: note.at } } : {}),
    logged: deal.activities.flatMap((activity) =>
      activity.createdAt === undefined ? [] : [loggedAt(activity.createdAt, activity, profile)],
    ),
    ...(next ? { next } : {}),
    stage: {
      days: daysInStage(enteredStageAt(deal), today, profile.timeZone),
      ...(dwell ? { medianDays: dwell.medianDays, p80Days: dwell.p80Days, n: dwell.n } : {}),
      known: known !== undefined,
      path: path(facts, deal),
    },
    timeline: dealTimeline(deal, stages, { today, now, timeZone: profile.timeZone }),
    changes: history.filter(({ on }) => on >= changesSince),
    history,
    changesSince,
    hiddenFields: SHOWN_FIELDS.filter((field) => profile.hiddenFields.includes(field)),
    ...(isForeign && corporate !== undefined ? { converted: { amount: corporate, currency: profile.currency } } : {}),
    problems: problems(facts, deal, corporate),
    reminders: own,
    edits: recent.filter((edit) => edit.recordId === recordId),
    quarterEnd: quarterAt(profile, today).end,
    ...(credit ? { credit } : {}),
    ...(opened ? { outlook: opened } : {}),
  };
}

const tasksOf = ({ users, today, profile }: OrgFacts, { activities }: Deal): OpenTask[] =>
  activities
    .filter(({ kind, isClosed }) => kind === 'task' && !isClosed)
    .toSorted((a, b) => (a.day ?? LAST).localeCompare(b.day ?? LAST) || a.id.localeCompare(b.id))
    .map(({ id, subject, day, ownerId }): OpenTask => {
      const owner = ownerId === undefined || ownerId === profile.userId ? undefined : users.get(ownerId)?.name;
      return {
        id,
        subject,
        isLate: day !== undefined && day < today,
        ...(day === undefined ? {} : { day }),
        ...(owner === undefined ? {} : { ownerName: owner }),
      };
    });

function todos(
  { opportunity: { id, name } }: Deal,
  reasons: RecordView['verdict']['reasons'],
  reminders: readonly ReminderView[],
  silent: readonly TeamMember[],
  /** Of a deal that is nearly lost: the rescue has as many steps as there are reasons. */
  obstacles: PlaybookView['obstacles'] | undefined,
): Todo[] {
  const base = { recordId: id, recordName: name };
  const due = reminders.filter(({ isDue }) => isDue);
  return [
    ...due.map((reminder): Todo => ({
      ...base,
      kind: 'reminder',
      values: { text: reminder.text },
      reminderId: reminder.id,
    })),
    ...silent
      .slice(0, obstacles ? MAX_TODOS : 1)
      .map((person): Todo => ({ ...base, kind: 'silentPerson', values: silenceOf(person) })),
    ...reasons.map(({ signal, values }): Todo => ({ ...base, kind: signal, values })),
    ...(obstacles ?? [])
      .filter(({ state }) => state === 'open')
      .map(({ text }): Todo => ({ ...base, kind: 'obstacle', values: { text } })),
  ].slice(0, obstacles ? Infinity : MAX_TODOS);
}

const silenceOf = ({ name, title, role, silentDays, everyDays = 0 }: TeamMember): EvidenceValues => ({
  name: name ?? role ?? '?',
  role: title ?? role ?? 'none',
  days: silentDays,
  every: everyDays,
});

/** The ladder of the deal's own sales process, or of all active stages where the org has but one. */
function path({ stages, profile }: OrgFacts, { opportunity }: Deal): RecordView['stage']['path'] {
  const own = profile.stagesByRecordType?.[opportunity.recordTypeId ?? ''];
  const current = stages.get(opportunity.stage);
  const ladder = [...stages.values()]
    .filter(
      (stage) =>
        (stage.isActive && !stage.isClosed && (own?.includes(stage.name) ?? true)) || stage.name === opportunity.stage,
    )
    .toSorted((a, b) => a.order - b.order);
  return ladder.map(({ name, label, order }) => ({
    name,
    label,
    isCurrent: name === opportunity.stage,
    isPast: current !== undefined && order < current.order,
  }));
}

function problems(
  { profile, stages, context }: OrgFacts,
  { opportunity }: Deal,
  corporate: number | undefined,
): RecordView['problems'] {
  const found: RecordView['problems'] = [];
  const isHidden = (field: keyof Opportunity): boolean => context.profile.hiddenFields.includes(field);
  const { amount, currency, ownerId, stage, closeDate } = opportunity;
  if (amount === undefined && !isHidden('amount')) found.push({ kind: 'noAmount', values: {} });
  if (amount !== undefined && corporate === undefined) {
    found.push({ kind: 'noRate', values: { currency: currency ?? '', corporate: profile.currency } });
  }
  if (ownerId === undefined && !isHidden('ownerId')) found.push({ kind: 'noOwner', values: {} });
  if (!stages.has(stage)) found.push({ kind: 'unknownStage', values: { stage } });
  if (closeDate === undefined ? !isHidden('closeDate') : !isPlausible(closeDate)) {
    found.push({ kind: 'oddCloseDate', values: closeDate === undefined ? {} : { closeDate } });
  }
  return found;
}

function leftNotes(
  jottings: readonly Jotting[],
  recordId: string,
  team: readonly TeamMember[],
): RecordView['leftNotes'] {
  const start = jottingId('person', `${recordId}/`);
  return jottings.flatMap((each) => {
    const contactId = each.id.startsWith(start) ? each.id.slice(start.length) : '';
    const isLeft = contactId !== '' && !team.some((member) => member.contactId === contactId);
    return isLeft && each.kind === 'person' ? [{ contactId, note: each.value }] : [];
  });
}
