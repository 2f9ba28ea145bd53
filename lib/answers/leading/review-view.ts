import { askedAt } from '@/lib/answers/asked-at';
import { dealChanges } from '@/lib/answers/deal-changes';
import { type DealRow, dealRow } from '@/lib/answers/deals';
import { loggedAt, type News, newsSince } from '@/lib/answers/news-since';
import { addDays, type Day, dayAt } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { startOfDay } from '@/lib/calendar/zoned-time';
import type { Freshness } from '@/lib/deal/freshness';
import { toMajor, minor } from '@/lib/deal/money';
import type { Deal } from '@/lib/deal/org';
import { jotted, type Jotting } from '@/lib/deal/own/jotting';
import { promisesOf, type ReviewAction, type ReviewMark } from '@/lib/deal/own/review-mark';
import { isDecisionMaker } from '@/lib/deal/people';
import { touch } from '@/lib/deal/touch';
import { asOf } from '@/lib/figures/ask';
import { closedWon, commit, openPipeline } from '@/lib/figures/states';
import { asksAttention, verdictOf } from '@/lib/forecast/assess';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Call, callSheet, inMoneyOf } from '@/lib/forecast/past/calls';
import { FIRST_VERSION } from '@/lib/log/positions';
import { closingOf } from '@/lib/log/stays';

import { ownersOf } from './course';

/** A review of the quarter: commit deals and those at risk, and whether everything is ready for the call. Corporate currency. */
export interface ReviewView {
  freshness: Freshness;
  today: Day;
  period: Period;
  currency: string;
  deals: ReviewDeal[];
  /** Deals that fit and are beyond those listed. */
  more: number;
  /** Calls that rest on other numbers than when they were made: won and commit of that person then and now. */
  movedCalls: { ownerId: string; name: string; call: number; on: Day; before: number; after: number }[];
  /** Actions that reviews ended in, those that are not done first. */
  promised: { id: string; name: string; action: ReviewAction; mark: ReviewMark }[];
  /** Of one person: when the last talk was, absent where none was kept, and what was won since, or in the last 14 days. */
  talkedOn?: Day;
  wins: { id: string; name: string; amount?: number }[];
}

/** What a talk with one person is kept about. */
export const talkWith = (userId: string): string => `person/${userId}`;

export interface ReviewDeal extends DealRow {
  isCommit: boolean;
  /** Where no review was yet: since seven days ago. */
  since: Day;
  wasReviewed: boolean;
  news: News;
  /** Nothing changed and nothing was logged since. */
  isUntouched: boolean;
  missing: Basic[];
  /** What is kept of its last review. */
  mark?: ReviewMark;
}

const BASICS = ['amount', 'closeDate', 'nextStep', 'decisionMaker'] as const;
type Basic = (typeof BASICS)[number];

/** More deals nobody goes through in a meeting. */
const MOST = 50;
/** Since when changes are told where no review was yet. */
const USUAL_DAYS = 7;

export function reviewView(
  facts: OrgFacts,
  { ownerId }: { ownerId?: string },
  { jottings, calls }: { jottings: readonly Jotting[]; calls: readonly Call[] },
): Omit<ReviewView, 'freshness'> {
  const { log, today, profile } = facts;
  const asked = askedAt(facts);
  const { filter } = ownersOf(facts);
  const scope = ownerId === undefined ? filter : { ownerIds: new Set([ownerId]) };
  const { deals } = asked.ask(openPipeline, scope).rows;
  const fitting = [...deals].flatMap((deal): ReviewDeal[] => {
    const known = facts.deal(log.ids[deal] ?? '');
    if (!known) return [];
    const isCommit = known.opportunity.category === 'commit';
    const state = verdictOf(facts, known.opportunity.id)?.state;
    return isCommit || (state && asksAttention(state)) ? [reviewDeal(facts, known, { jottings, isCommit })] : [];
  });
  const sorted = fitting.toSorted(
    (a, b) =>
      Number(b.isCommit) - Number(a.isCommit) || (b.counts ?? b.converted ?? 0) - (a.counts ?? a.converted ?? 0),
  );
  return {
    today,
    period: asked.period,
    currency: profile.currency,
    deals: sorted.slice(0, MOST),
    more: Math.max(0, sorted.length - MOST),
    movedCalls: movedCalls(facts, asked.period, calls, scope),
    promised: promised(facts, jottings, scope),
    ...talk(facts, ownerId, jottings),
  };
}

function reviewDeal(
  facts: OrgFacts,
  deal: Deal,
  { jottings, isCommit }: { jottings: readonly Jotting[]; isCommit: boolean },
): ReviewDeal {
  const { today, now, profile, context } = facts;
  const { opportunity } = deal;
  const mark = jotted(jottings, 'review', opportunity.id);
  const since = mark?.reviewedAt ?? startOfDay(addDays(today, -USUAL_DAYS), profile.timeZone);
  const clock = { today, now, timeZone: profile.timeZone };
  const sinceDay = dayAt(instant(since), profile.timeZone);
  const touched = deal.activities.flatMap((activity) => {
    const found = touch(activity, clock);
    if (!found || found.isAhead) return [];
    // An activity that tells its hour counts from that hour on, else from its day on.
    return [loggedAt(activity.at ?? (found.day > sinceDay ? Infinity : 0), activity, profile)];
  });
  const news = newsSince(dealChanges(facts, deal, sinceDay), touched, since);
  // What may not be read is not known to be missing.
  const isRead = (field: 'amount' | 'closeDate' | 'nextStep'): boolean => !profile.hiddenFields.includes(field);
  const isMissing: Record<Basic, boolean> = {
    amount: isRead('amount') && opportunity.amount === undefined,
    closeDate: isRead('closeDate') && (opportunity.closeDate === undefined || opportunity.closeDate < today),
    nextStep: isRead('nextStep') && !opportunity.nextStep,
    decisionMaker: context.contactRolesMeasured && !deal.contactRoles.some(isDecisionMaker),
  };
  return {
    ...dealRow(facts, opportunity),
    isCommit,
    since: sinceDay,
    wasReviewed: mark !== undefined,
    news,
    isUntouched: news.changes.length === 0 && news.activities === 0,
    missing: BASICS.filter((basic) => isMissing[basic]),
    ...(mark ? { mark } : {}),
  };
}

/** Each person's newest call of the period, where what it rested on is another sum now. */
function movedCalls(
  facts: OrgFacts,
  period: Period,
  calls: readonly Call[],
  { ownerIds }: { ownerIds?: ReadonlySet<string> },
): ReviewView['movedCalls'] {
  const { log, now, profile, users, today } = facts;
  const major = (units: number): number => toMajor(minor(units), profile.currency);
  const said = inMoneyOf(calls, profile.currency);
  const owners = new Set(said.filter(({ periodStart }) => periodStart === period.start).map(({ ownerId }) => ownerId));
  const restsOn = (ownerId: string, at: Instant): number => {
    const filter = { period, ownerIds: new Set([ownerId]) };
    const state = asOf(log, at);
    // Disjoint: a deal is won or open.
    return [closedWon, commit].reduce((sum, figure) => sum + state.ask(figure, { today, filter }).total.amount, 0);
  };
  return [...owners].flatMap((ownerId) => {
    if (ownerIds && !ownerIds.has(ownerId)) return [];
    const { call } = callSheet(said, ownerId, period.start, Infinity);
    if (!call) return [];
    const [before, after] = [restsOn(ownerId, instant(Math.min(call.at, now))), restsOn(ownerId, now)];
    if (before === after) return [];
    return [
      {
        ownerId,
        name: users.get(ownerId)?.name ?? ownerId,
        call: major(call.amount),
        on: dayAt(instant(call.at), profile.timeZone),
        before: major(before),
        after: major(after),
      },
    ];
  });
}

/** Actions on deals of some owners. */
function promised(
  facts: OrgFacts,
  jottings: readonly Jotting[],
  { ownerIds }: { ownerIds?: ReadonlySet<string> },
): ReviewView['promised'] {
  return jottings
    .flatMap((each) => {
      if (each.kind !== 'review') return [];
      const deal = facts.deal(each.of)?.opportunity;
      if (!deal || (ownerIds && !ownerIds.has(deal.ownerId ?? ''))) return [];
      return promisesOf(each.value).map((action) => ({ id: deal.id, name: deal.name, action, mark: each.value }));
    })
    .toSorted(
      (a, b) =>
        Number(a.action.doneAt !== undefined) - Number(b.action.doneAt !== undefined) ||
        a.action.when.localeCompare(b.action.when),
    );
}

/** Wins are told since the last talk; where none was, of so many days. */
const TALK_DAYS = 14;

function talk(
  facts: OrgFacts,
  ownerId: string | undefined,
  jottings: readonly Jotting[],
): Pick<ReviewView, 'talkedOn' | 'wins'> {
  if (ownerId === undefined) return { wins: [] };
  const { log, profile, today } = facts;
  const mark = jotted(jottings, 'review', talkWith(ownerId));
  const since = mark?.reviewedAt ?? startOfDay(addDays(today, -TALK_DAYS), profile.timeZone);
  // Of any quarter: a talk in its first days is about the last days of the one before.
  const { deals, versions } = askedAt(facts).state.rows(closedWon, { filter: {} });
  return {
    ...(mark ? { talkedOn: dayAt(instant(mark.reviewedAt), profile.timeZone) } : {}),
    wins: Array.from(deals, (deal, row) => ({ deal, version: versions[row] ?? FIRST_VERSION }))
      // What was changed of it later is no other win.
      .filter((won) => {
        const { version, owner } = closingOf(log, won);
        return (log.from[version] ?? 0) > since && log.words.owner[owner] === ownerId;
      })
      .map(({ deal, version }) => {
        const id = log.ids[deal] ?? '';
        const amount = log.amount[version] ?? Number.NaN;
        return {
          id,
          name: facts.deal(id)?.opportunity.name ?? id,
          ...(Number.isNaN(amount) ? {} : { amount: toMajor(minor(amount), profile.currency) }),
        };
      })
      .toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0)),
  };
}
