import { addDays, dayNumber, daysBetween, type Day } from '@/lib/calendar/days';
import { later } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { instantsOf } from '@/lib/calendar/zoned-time';
import { teamOf } from '@/lib/deal/hierarchy';
import { minor, type Minor, toMajor } from '@/lib/deal/money';
import { type Booking, bookings, cumShare, finalWeekShare, sumOf } from '@/lib/figures/bookings';
import { createdByWeek, createdLate, pipelineCreated } from '@/lib/figures/creation';
import { during, type Happened } from '@/lib/figures/during';
import { PACE_PERIODS } from '@/lib/figures/pacing';
import { quantile } from '@/lib/figures/quantile';
import { pipelineNeededByChance } from '@/lib/figures/targets';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, isForecast, quotaNow, scopeForecast } from '@/lib/forecast/outlook';
import { attributeOf, type PipelineLog } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

/** How the quarter runs beside the last four, and what pipeline came into being. Amounts in corporate currency, shares 0–1. */
export interface CourseView {
  today: Day;
  period: Period;
  currency: string;
  /** What `this one` is a share of: its quota, or without one the middle of its forecast, where there is one; `amount` of that. */
  of: 'quota' | 'forecast' | 'none';
  amount: number;
  /** Share of the period that is gone. */
  gone: number;
  /** The last of them is today's. */
  present: CoursePoint[];
  /** Finished quarters, the oldest first, each as a share of what it was finally booked for; without bookings left out. */
  past: { label: string; start: Day; end: Day; n: number; finalWeek: number; points: CoursePoint[] }[];
  /** Across those: quartiles and median at the same share of the period. */
  band: { x: number; low: number; middle: number; high: number }[];
  build: CourseBuild;
}

/** `day` is the last one counted. */
export interface CoursePoint {
  x: number;
  y: number;
  day: Day;
}

/** Pipeline created in the quarter so far, by source, beside what is usual by this day and what is still needed. */
export interface CourseBuild {
  created: number;
  usual?: number;
  /** `pipelineNeededByChance` (G7.37), absent without a quota or where nothing created this late was ever won in its quarter. */
  needed?: number;
  /** Weeks (Monday), the oldest first. */
  weeks: { week: Day; amount: number; count: number }[];
  /** `needed` is shared out as what the last four quarters created was. */
  sources: { source: string; created: number; count: number; usual?: number; needed?: number }[];
}

/** Points of a curve: every twentieth of a period. */
const STEPS = 20;

export function courseView(facts: OrgFacts): CourseView {
  const { profile, today } = facts;
  const { period, past, booked, won } = engineOf(facts);
  const { isOwn, userIds } = ownersOf(facts);
  const major = (units: number): number => toMajor(minor(units), profile.currency);
  const quota = quotaNow(facts, userIds).amount;
  const found = scopeForecast(facts, userIds, quota);
  const whole = found.quota ?? (isForecast(facts) ? found.p50 : 0);
  const own = won.filter(({ owner }) => isOwn(owner));
  const days = daysBetween(period.start, period.end) + 1;
  const gone = (daysBetween(period.start, today) + 1) / days;
  const finished = past.slice(-PACE_PERIODS).flatMap((each, index) => {
    const given = (booked[past.length - Math.min(PACE_PERIODS, past.length) + index] ?? []).filter(({ owner }) =>
      isOwn(owner),
    );
    const finalWeek = finalWeekShare.compute({ given, period: each });
    if (finalWeek === undefined) return [];
    return [{ ...each, n: given.length, finalWeek, points: pointsOf(given, each) }];
  });
  return {
    today,
    period,
    currency: profile.currency,
    of: found.quota !== undefined ? 'quota' : isForecast(facts) ? 'forecast' : 'none',
    amount: major(whole),
    gone,
    present:
      whole > 0
        ? [...steps().filter((x) => x < gone), gone].map((x) => {
            const elapsed = Math.round(x * days);
            const until = dayNumber(period.start) + elapsed - 1;
            const sum = sumOf(own.filter(({ day }) => day <= until));
            return { x, y: sum / whole, day: addDays(period.start, Math.max(0, elapsed - 1)) };
          })
        : [],
    past: finished,
    band: steps().map((x, step) => {
      const at = (share: number): number =>
        quantile(
          finished.map(({ points }) => points[step]?.y ?? 0),
          share,
        ) ?? 0;
      return { x, low: at(0.25), middle: at(0.5), high: at(0.75) };
    }),
    build: buildOf(facts, { found, quota: found.quota }),
  };
}

const steps = (): number[] => Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);

function pointsOf(given: readonly Booking[], period: Period): CoursePoint[] {
  const days = daysBetween(period.start, period.end) + 1;
  return steps().map((x) => {
    const elapsed = Math.round(x * days);
    return {
      x,
      y: cumShare.compute({ given, period, elapsed }) ?? 0,
      day: addDays(period.start, Math.max(0, elapsed - 1)),
    };
  });
}

/** Whose deals a leader's figures are: the team's, or everyone's where the org shows no team. */
export function ownersOf(facts: OrgFacts) {
  const { userIds, hierarchy } = teamOf(facts, facts.profile.userId);
  const mask = Uint8Array.from(facts.log.words.owner, (id) => (hierarchy === 'everyone' || userIds.has(id) ? 1 : 0));
  return {
    userIds: hierarchy === 'everyone' ? undefined : userIds,
    hierarchy,
    filter: hierarchy === 'everyone' ? {} : { ownerIds: userIds },
    isOwn: (owner: number): boolean => mask[owner] === 1,
  };
}

/** What became pipeline of a leader's on these days. */
export function createdIn(facts: OrgFacts, span: { start: Day; end: Day }): readonly Happened[] {
  const { log } = facts;
  const { from, to } = instantsOf(span, log.timeZone);
  const { filter } = ownersOf(facts);
  return during({ log, from: later(from, -1), to: later(to, -1), filter }).ask(pipelineCreated).parts;
}

/** The word of the source that a deal had then; '' is none. */
export const sourceOf = (log: PipelineLog, deal: DealIndex, version: VersionIndex): string =>
  log.words.source[attributeOf(log, 'source', deal, version)] ?? '';

interface Made {
  all: Map<string, { amount: number; count: number }>;
  total: number;
  parts: readonly Happened[];
}

function buildOf(
  facts: OrgFacts,
  {
    found,
    quota,
  }: {
    found: ReturnType<typeof scopeForecast>;
    quota: Minor | undefined;
  },
): CourseBuild {
  const { log, profile, today, now: at } = facts;
  const { period, past, first } = engineOf(facts);
  const { filter } = ownersOf(facts);
  const major = (units: number): number => toMajor(minor(units), profile.currency);
  const elapsed = daysBetween(period.start, today) + 1;
  const made = (span: { start: Day; end: Day }): Made => {
    const parts = createdIn(facts, span);
    const all: Made['all'] = new Map();
    for (const { deal, version, amount } of parts) {
      const source = sourceOf(log, deal, version);
      const known = all.get(source) ?? { amount: 0, count: 0 };
      all.set(source, { amount: known.amount + amount, count: known.count + 1 });
    }
    return { all, total: sumOf(parts), parts };
  };
  const now = made({ start: period.start, end: today });
  const before = past.flatMap((each, index) => {
    const split = addDays(each.start, elapsed);
    const { from } = instantsOf(each, log.timeZone);
    // A quarter that began before the org's first deal says nothing of what is usual.
    if (index < past.length - PACE_PERIODS || from < first) return [];
    const soon = addDays(split, -1);
    return [
      {
        whole: made(each),
        soon: made({ start: each.start, end: soon < each.end ? soon : each.end }),
      },
    ];
  });
  const add = (pick: (each: (typeof before)[number]) => number): number =>
    before.reduce((sum, each) => sum + pick(each), 0);
  const late = past
    .slice(-PACE_PERIODS)
    .map((each) =>
      createdLate(log, { period: each, elapsed, booked: bookings(log, at, { ...filter, period: each }), filter }),
    );
  const created = sumOf(late.map((each) => ({ amount: each.created })));
  const turned = sumOf(late.map((each) => ({ amount: each.turned })));
  const needed =
    quota === undefined || !isForecast(facts)
      ? undefined
      : pipelineNeededByChance.compute({
          quota,
          won: found.won,
          expected: found.open,
          conversion: created > 0 ? turned / created : 0,
        });
  const usual = add(({ whole }) => whole.total);
  const names = [...new Set([now, ...before.map(({ whole }) => whole)].flatMap(({ all }) => [...all.keys()]))];
  const mean = (sum: number) => (before.length === 0 ? {} : { usual: major(sum / before.length) });
  return {
    created: major(now.total),
    ...mean(add(({ soon }) => soon.total)),
    ...(needed === undefined ? {} : { needed: major(needed) }),
    weeks: weeksOfBuild(facts, now.parts),
    sources: names
      .map((source) => {
        const part = add(({ whole }) => whole.all.get(source)?.amount ?? 0);
        return {
          source,
          created: major(now.all.get(source)?.amount ?? 0),
          count: now.all.get(source)?.count ?? 0,
          ...mean(add(({ soon }) => soon.all.get(source)?.amount ?? 0)),
          ...(needed === undefined || usual === 0 ? {} : { needed: major(Math.round((needed * part) / usual)) }),
        };
      })
      .toSorted((a, b) => b.created - a.created || a.source.localeCompare(b.source)),
  };
}

function weeksOfBuild({ log, profile }: OrgFacts, parts: readonly Happened[]): CourseBuild['weeks'] {
  const weeks = new Map<Day, { amount: number; count: number }>();
  for (const { week, amount, count } of createdByWeek(log, parts)) {
    const known = weeks.get(week) ?? { amount: 0, count: 0 };
    weeks.set(week, { amount: known.amount + amount, count: known.count + count });
  }
  return [...weeks].map(([week, { amount, count }]) => ({
    week,
    amount: toMajor(minor(amount), profile.currency),
    count,
  }));
}
