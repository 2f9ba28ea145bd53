import { type AskedAt, askedAt } from '@/lib/answers/asked-at';
import type { Change } from '@/lib/answers/changed-field';
import { addDays, dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { constantAmountsIn } from '@/lib/deal/money';
import type { Version } from '@/lib/deal/opportunity';
import { jotted } from '@/lib/deal/own/jotting';
import { speaks } from '@/lib/deal/own/rule-advice';
import { sinceSet, type SinceSet } from '@/lib/deal/reminders';
import type { EvidenceValues } from '@/lib/deal/signals/signal';
import type { SignalId } from '@/lib/deal/signals/signal-ids';
import { openDeals } from '@/lib/figures/states';
import { verdictOf } from '@/lib/forecast/assess';
import type { Own } from '@/lib/forecast/buyers';
import type { OrgFacts } from '@/lib/forecast/facts';
import { FIRST_VERSION } from '@/lib/log/positions';

/** To be done on a deal of one's own: a reminder that is due, a task whose day has come, or what a rule advises. */
export interface ToAct {
  /** The same as long as it is the same: `task/…`, `advice/…` or `reminder/…`. */
  id: string;
  kind: 'reminder' | 'task' | SignalId;
  recordId: string;
  recordName: string;
  values: EvidenceValues;
  reminderId?: string;
  /** The day of a follow-up, and the CRM's task that it became, or that this is. */
  day?: Day;
  taskId?: string;
  /** What has become of its deal since that follow-up was set. */
  since?: SinceSet;
}

/** To be known, with nothing to do: somebody else has changed a deal of one's own. */
export interface ToKnow extends Pick<Change, 'field' | 'from' | 'to' | 'at'> {
  /** `change/…`. */
  id: string;
  recordId: string;
  recordName: string;
  on: Day;
  by: string;
  currency: string;
}

/** What needs a person, and what they only have to know, of their own open deals. */
export interface AgendaView {
  today: Day;
  toAct: ToAct[];
  toKnow: ToKnow[];
}

/** Advice beyond these is for the list of deals. */
const MOST_ADVICE = 3;
const MOST_NEWS = 10;
const NEWS_DAYS = 7;

export function agendaView(facts: OrgFacts, { reminders, jottings }: Own): AgendaView {
  const { today, log, now, profile } = facts;
  const asked: AskedAt = askedAt(facts);
  const { deals, versions } = asked.state.rows(openDeals, { filter: { ownerIds: [profile.userId] } });
  const due = reminders
    .filter(({ isDue, isToday }) => isDue || isToday)
    .map(({ id, recordId, recordName, text, dueAt, day, taskId, ...reminder }): ToAct => {
      const opportunity = facts.deal(recordId)?.opportunity;
      const since = sinceSet(reminder, opportunity, profile.userId);
      return {
        id: `reminder/${id}/${dueAt}`,
        kind: 'reminder',
        recordId,
        recordName: opportunity?.name ?? recordName,
        values: { text },
        reminderId: id,
        day,
        ...(taskId === undefined ? {} : { taskId }),
        ...(since === undefined ? {} : { since }),
      };
    });
  const own = Array.from(deals, (deal, row) => ({
    id: log.ids[deal] ?? '',
    amount: log.amount[versions[row] ?? FIRST_VERSION] || 0,
  }));
  const advice = own
    .flatMap(({ id, amount }) => {
      const reason = verdictOf(facts, id)?.reasons.find(({ signal }) =>
        speaks(jotted(jottings, 'advice', signal), id, now),
      );
      return reason ? [{ id, reason, stake: -reason.points * amount }] : [];
    })
    .toSorted((a, b) => b.stake - a.stake || a.id.localeCompare(b.id))
    .slice(0, MOST_ADVICE)
    .map(({ id, reason }): ToAct => ({
      id: `advice/${reason.signal}/${id}`,
      kind: reason.signal,
      recordId: id,
      recordName: facts.deal(id)?.opportunity.name ?? id,
      values: reason.values,
    }));
  return {
    today,
    toAct: [...due, ...own.flatMap(({ id }) => tasksDue(facts, id)), ...advice],
    toKnow: newestNews(
      facts,
      own.map(({ id }) => id),
    ).slice(0, MOST_NEWS),
  };
}

/** Open tasks of the person's, or of nobody's, whose day has come. */
function tasksDue({ deal: dealOf, today, profile }: OrgFacts, recordId: string): ToAct[] {
  const deal = dealOf(recordId);
  return (deal?.activities ?? []).flatMap(({ id, kind, isClosed, day, ownerId, subject }): ToAct[] =>
    kind === 'task' && !isClosed && day !== undefined && day <= today && (ownerId ?? profile.userId) === profile.userId
      ? [
          {
            id: `task/${id}/${day}`,
            kind: 'task',
            recordId,
            recordName: deal?.opportunity.name ?? recordId,
            values: { subject, day },
            taskId: id,
          },
        ]
      : [],
  );
}

const TOLD = ['stage', 'amount', 'closeDate'] as const satisfies readonly (keyof Version & Change['field'])[];

/** What others have changed of these deals in the last days, the newest first. */
export const newestNews = (facts: OrgFacts, ids: readonly string[]): ToKnow[] =>
  ids.flatMap((id) => newsOf(facts, id)).toSorted((a, b) => b.at - a.at || a.id.localeCompare(b.id));

/** The same of the user's own open deals. */
export function ownNews(facts: OrgFacts): ToKnow[] {
  const { deals } = askedAt(facts).state.rows(openDeals, { filter: { ownerIds: [facts.profile.userId] } });
  return newestNews(
    facts,
    Array.from(deals, (deal) => facts.log.ids[deal] ?? ''),
  );
}

function newsOf({ deal: dealOf, today, profile, users, stages }: OrgFacts, recordId: string): ToKnow[] {
  const deal = dealOf(recordId);
  if (!deal) return [];
  const since = addDays(today, -NEWS_DAYS);
  const label = (field: Change['field'], value: string | number | undefined) =>
    field === 'stage' ? (stages.get(String(value))?.label ?? value) : value;
  return deal.versions.flatMap((after, index): ToKnow[] => {
    const before = deal.versions[index - 1];
    const on = dayAt(instant(after.from), profile.timeZone);
    if (!before || after.by === undefined || after.by === profile.userId || on < since) return [];
    const by = users.get(after.by)?.name ?? after.by;
    const currency = after.currency ?? profile.currency;
    const amounts = constantAmountsIn([before, after], currency, profile);
    return TOLD.flatMap((field): ToKnow[] => {
      const [was, is] = [before, after].map((version, place) => (field === 'amount' ? amounts[place] : version[field]));
      if (was === is) return [];
      const [from, to] = [label(field, was), label(field, is)];
      return [
        {
          id: `change/${recordId}/${field}/${after.from}`,
          recordId,
          recordName: deal.opportunity.name,
          field,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          at: after.from,
          on,
          by,
          currency,
        },
      ];
    });
  });
}
