import { type AccuracyBy, accuracyBy } from '@/lib/answers/leading/accuracy-by';
import { dayAt, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import type { Freshness } from '@/lib/deal/freshness';
import { teamOf } from '@/lib/deal/hierarchy';
import { toMajor, minor } from '@/lib/deal/money';
import { orgZone } from '@/lib/deal/org';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { ChanceMethod } from '@/lib/forecast/chance/chances';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, outlookOf, scopeForecast, scopeOutlook, quotaNow, type OutlookView } from '@/lib/forecast/outlook';
import { bias, intervalCoverage, wape } from '@/lib/forecast/past/accuracy';
import { type Call, callSheet, inMoneyOf, type Snapshot } from '@/lib/forecast/past/calls';
import { REPLAY_DAYS, type ReplayRow } from '@/lib/forecast/past/replay';
import { givenOf } from '@/lib/forecast/past/snapshots-of';

/** Submitted numbers next to the forecast, and what past quarters came to. Amounts in corporate currency. */
export interface AccuracyView {
  freshness: Freshness;
  /** `rows` and `summary` are still being worked out. */
  isEarly?: true;
  period: Period;
  /** A quarter that is over, where one is looked at, and the team's forecasts as they were locked in it. */
  past?: { period: Period; locked: AccuracyView['locked'] };
  today: Day;
  currency: string;
  won: number;
  quota?: number;
  /** What it is made of, and what is in doubt of it. */
  quotas: PeopleQuota;
  outlook: OutlookView;
  /** Each person's own call, what others say of it, and the model, side by side: nothing overwrites anything. */
  people: {
    userId: string;
    name: string;
    isSelf: boolean;
    won: number;
    quota?: number;
    call?: number;
    adjustments: { byId: string; name: string; amount: number }[];
    outlook: OutlookView;
  }[];
  /** Calls of this quarter in money from which no rate leads to the org's own: they stand in no figure. Nobody has said another since. */
  otherCalls?: { count: number; currencies: string[] };
  rows: {
    label: string;
    daysBefore: number;
    p10: number;
    p50: number;
    p90: number;
    actual: number;
    /** The best of what needs no model: won so far and what is usual after it. */
    remainder?: number;
    commit: number;
    n: number;
    method: ChanceMethod;
    methodVersion: string;
  }[];
  /**
   * The team's forecasts of this quarter as they were locked, one a week, the oldest first. `currency`: their own, where the org's was
   * another and no rate leads from that: they are compared with nothing.
   */
  locked: {
    on: Day;
    won: number;
    p10: number;
    p50: number;
    p90: number;
    methodVersion: string;
    currency?: string;
  }[];
  /** By category and by person; absent while past quarters are worked out. */
  by?: AccuracyBy;
  /** By days before the end: of what was said, how far and to which side it was off, and how often the range held. */
  summary: { daysBefore: number; wape?: number; bias?: number; held: number; of: number; naiveWape?: number }[];
}

/** A quarter replayed on fewer past deals says nothing of the method: it is left out: fewer than 20 won or 20 lost (G8.5). */
const MIN_CASES = 40;

/** The quarter's forecast, and how well the same engine would have said past ones: nothing of that yet where `replayed` is undefined. */
export function accuracyView(
  facts: OrgFacts,
  replayed: readonly ReplayRow[] | undefined,
  calls: readonly Call[],
  snapshots: readonly Snapshot[],
): Omit<AccuracyView, 'freshness'> {
  const rows = (replayed ?? []).filter(({ n }) => n >= MIN_CASES);
  const { userIds } = teamOf(facts, facts.profile.userId);
  const quotas = quotaNow(facts, userIds);
  const found = scopeForecast(facts, userIds, quotas.amount);
  const major = (units: number): number => toMajor(minor(units), facts.profile.currency);
  const { asked } = facts;
  const isInOwn = ({ currency }: Snapshot): boolean => currency === undefined || currency === facts.profile.currency;
  /** The team's own, under no owner's name. */
  const lockedIn = ({ start }: Period): AccuracyView['locked'] =>
    givenOf(
      facts.log,
      snapshots.filter(({ ownerId, periodStart }) => ownerId === '' && periodStart === start),
    ).map((each) => {
      const { lockedAt, won, p10, p50, p90, methodVersion, currency = facts.profile.currency } = each;
      const own = (units: number): number => toMajor(minor(units), currency);
      return {
        on: dayAt(instant(lockedAt), orgZone(facts.profile)),
        won: own(won),
        p10: own(p10),
        p50: own(p50),
        p90: own(p90),
        methodVersion,
        ...(isInOwn(each) ? {} : { currency }),
      };
    });
  return {
    ...(replayed ? { by: accuracyBy(facts, userIds, snapshots.filter(isInOwn)) } : { isEarly: true }),
    period: engineOf(facts).period,
    today: facts.today,
    currency: facts.profile.currency,
    won: major(found.won),
    quotas,
    ...(found.quota === undefined ? {} : { quota: major(found.quota) }),
    outlook: outlookOf(facts, userIds, found),
    people: people(facts, userIds, inMoneyOf(calls, facts.profile.currency)),
    ...otherCalls(facts, userIds, calls),
    locked: lockedIn(engineOf(facts).period),
    ...(asked?.on === undefined ? {} : { past: { period: asked.period, locked: lockedIn(asked.period) } }),
    rows: rows.map(({ period, daysBefore, p10, p50, p90, actual, remainder, commit, n, method, methodVersion }) => ({
      label: period,
      daysBefore,
      p10: major(p10),
      p50: major(p50),
      p90: major(p90),
      actual: major(actual),
      ...(remainder === undefined ? {} : { remainder: major(remainder) }),
      commit: major(commit),
      n,
      method,
      methodVersion,
    })),
    summary: REPLAY_DAYS.map((daysBefore) => summaryOf(daysBefore, rows)),
  };
}

/** What people said of this quarter last, where that is in money that no rate leads from. */
function otherCalls(
  facts: OrgFacts,
  userIds: ReadonlySet<string>,
  calls: readonly Call[],
): Pick<AccuracyView, 'otherCalls'> {
  const { period } = engineOf(facts);
  const last = [...userIds].flatMap((id) => {
    const { call, adjustments } = callSheet(calls, id, period.start, Infinity);
    return call ? [call, ...adjustments] : adjustments;
  });
  const own = new Set(inMoneyOf(last, facts.profile.currency));
  const others = last.filter((call) => !own.has(call));
  const currencies = [...new Set(others.flatMap(({ currency }) => currency ?? []))];
  return others.length === 0 ? {} : { otherCalls: { count: others.length, currencies } };
}

/** A line for each person who owns a deal of the forecast, has a quota or a call. */
function people(facts: OrgFacts, userIds: ReadonlySet<string>, calls: readonly Call[]): AccuracyView['people'] {
  const { period, quotas } = engineOf(facts);
  const { users, profile } = facts;
  const holders = new Set(quotas.holders);
  const nameOf = (id: string): string => users.get(id)?.name ?? id;
  const major = (units: number): number => toMajor(minor(units), profile.currency);
  return [...userIds].flatMap((userId) => {
    // A call made a moment ago is later than the facts, which are made once an hour.
    const { call, adjustments } = callSheet(calls, userId, period.start, Infinity);
    if (!facts.owners.open.has(userId) && !holders.has(userId) && !call && adjustments.length === 0) return [];
    const own = new Set([userId]);
    const found = scopeOutlook(facts, own, quotas.of(own).amount);
    return [
      {
        userId,
        name: nameOf(userId),
        isSelf: userId === profile.userId,
        won: major(found.won),
        ...(found.quota === undefined ? {} : { quota: major(found.quota) }),
        ...(call ? { call: major(call.amount) } : {}),
        adjustments: adjustments.map(({ byId, amount }) => ({ byId, name: nameOf(byId), amount: major(amount) })),
        outlook: found.outlook,
      },
    ];
  });
}

function summaryOf(daysBefore: number, rows: readonly ReplayRow[]): AccuracyView['summary'][number] {
  const all = rows.filter((row) => row.daysBefore === daysBefore);
  // Side by side only over quarters in which the rival had a past to go by.
  const rivals = all.filter(({ remainder }) => remainder !== undefined);
  const own = rivals.length > 0 ? rivals : all;
  const outcomes = own.map(({ p10, p50, p90, actual }) => ({ forecast: p50, actual, low: p10, high: p90 }));
  const naive = own.flatMap(({ remainder, actual }) =>
    remainder === undefined ? [] : [{ forecast: remainder, actual }],
  );
  const [off, side] = [wape(outcomes), bias(outcomes)];
  const naiveOff = wape(naive);
  return {
    daysBefore,
    ...(off === undefined ? {} : { wape: off }),
    ...(side === undefined ? {} : { bias: side }),
    ...intervalCoverage(outcomes),
    ...(naiveOff === undefined ? {} : { naiveWape: naiveOff }),
  };
}
