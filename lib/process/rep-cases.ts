import { addDays, dayNumberAt, DAY_MS } from '@/lib/calendar/days';
import { derived } from '@/lib/calendar/derived';
import { instant } from '@/lib/calendar/instant';
import { orgZone } from '@/lib/deal/org';
import { pushesOf } from '@/lib/deal/pushes';
import { touch } from '@/lib/deal/touch';
import { asOf } from '@/lib/figures/ask';
import type { Between } from '@/lib/figures/during';
import { type Closing, closings } from '@/lib/figures/rates';
import { stageDwellP80 } from '@/lib/figures/stage-process';
import { type Visit, visitsIn } from '@/lib/figures/stage-visits';
import { openDeals } from '@/lib/figures/states';
import { rateDays, rateStart } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { comparedAmounts, OPEN, type PipelineLog } from '@/lib/log/event-log';
import { type DealIndex, FIRST_VERSION, type VersionIndex, versionIndex } from '@/lib/log/positions';
import { closingOf, ownerBefore } from '@/lib/log/stays';
import { stageOrder } from '@/lib/log/trend';

/** What people's ways of selling are compared by. */
export type Habit = 'conversion' | 'dwell' | 'pushes' | 'activity' | 'cuts';

/** One case of somebody's: a visit of a stage or a deal, and whether it counts into the share. */
export interface RepCase {
  deal: DealIndex;
  /** Code of the owner in the log's words. */
  owner: number;
  isCounted: boolean;
  /** When it was, ms. */
  at: number;
}

/** A habit with its cases: of `conversion` those that count are good, of all others they are what to do less of. */
export interface HabitCases {
  habit: Habit;
  /** Of `conversion` and `dwell`. */
  stage?: string;
  cases: RepCase[];
}

/** Activity counts for so many days. */
const ACTIVE_DAYS = 14;
/** A deal pushed so often was not planned. */
const MANY_PUSHES = 2;

/**
 * Every case of the last two years by which people are compared, of the owners whose codes are named: visits of a stage that ended, those
 * that lasted longer than four in five do, closed deals that somebody pushed twice or more, open deals without activity for 14 days, and won
 * deals whose amount was cut by whoever closed them. What is over is of whoever had the deal as it ended, and what was done to it on the way
 * of whoever had it then: nobody answers for what another did, before or since.
 */
export function habitCases(facts: OrgFacts, ownerIds: ReadonlySet<string>): HabitCases[] {
  const { log, now, today } = facts;
  const stretch: Between = { log, from: instant(rateStart(today, log.timeZone) - 1), to: now, filter: {} };
  const closed = closings(log, now, { days: rateDays(today).closed });
  const isAsked = (owner: number): boolean => ownerIds.has(log.words.owner[owner] ?? '');
  const cases = (all: readonly Closing[], of: (log: PipelineLog, each: Closing) => ReadonlyMap<number, boolean>) =>
    all.flatMap((each): RepCase[] =>
      [...of(log, each)].flatMap(([owner, isCounted]) =>
        isAsked(owner) ? [{ deal: each.deal, owner, isCounted, at: log.from[each.version] ?? 0 }] : [],
      ),
    );
  return [
    ...stageCases(facts, stretch, ownerIds),
    { habit: 'pushes' as const, cases: cases(closed, pushedBy) },
    ...(facts.context.activitiesMeasured ? [{ habit: 'activity' as const, cases: silentDeals(facts, ownerIds) }] : []),
    {
      habit: 'cuts' as const,
      cases: cases(
        closed.filter(({ isWon, isUnpriced }) => isWon && !isUnpriced),
        cutBy,
      ),
    },
  ].filter((each) => each.cases.length > 0);
}

/** Those who had a deal while it was open, and its closer; in whose hands it was pushed twice or more. */
function pushedBy(log: PipelineLog, each: Closing): Map<number, boolean> {
  const first = log.starts[each.deal] ?? FIRST_VERSION;
  const closing = closingOf(log, each);
  const pushes = new Map([[closing.owner, 0]]);
  for (let version = first; version < closing.version; version++)
    if (log.status[version] === OPEN) pushes.set(log.owner[version] ?? 0, 0);
  pushesOf(log.closeDay, first, each.version + 1, (version) => {
    const owner = log.owner[version - 1] ?? 0;
    if (pushes.has(owner)) pushes.set(owner, (pushes.get(owner) ?? 0) + 1);
  });
  return new Map([...pushes].map(([owner, count]) => [owner, count >= MANY_PUSHES]));
}

/** Who closed a won deal that had an amount while it was open, and whether that fell in their hands: who gave a deal away signed nothing. */
function cutBy(log: PipelineLog, each: Closing): Map<number, boolean> {
  const first = firstPriced(log, each.deal, each.version);
  if (first === undefined) return new Map();
  const amounts = comparedAmounts(log);
  const { owner } = closingOf(log, each);
  let change = 0;
  let last = amounts[first] ?? Number.NaN;
  for (let version = first + 1; version <= each.version; version += 1) {
    const amount = amounts[version] ?? Number.NaN;
    if (Number.isNaN(amount)) continue;
    if (log.owner[version - 1] === owner) change += amount - last;
    last = amount;
  }
  // Less than a minor unit is a binary fraction.
  return new Map([[owner, change < -0.5]]);
}

/** Conversion and time of each open stage of the ladder. */
function stageCases({ log, now, stages }: OrgFacts, stretch: Between, ownerIds: ReadonlySet<string>): HabitCases[] {
  const order = stageOrder(stages);
  const rank = new Map(order.map((name, place) => [name, place]));
  const ownerOf = ({ deal, last, exit }: Visit): number =>
    exit ? ownerBefore(log, deal, exit.at) : (log.owner[last] ?? 0);
  const visits = Map.groupBy(
    derived(stretch, visitsIn).filter((visit) => ownerIds.has(log.words.owner[ownerOf(visit)] ?? '')),
    ({ stage }) => log.words.stage[stage] ?? '',
  );
  return order.flatMap((stage, place): HabitCases[] => {
    const own = visits.get(stage) ?? [];
    const long = stageDwellP80.compute({ visits: own, at: now, timeZone: log.timeZone });
    const of = (visit: Visit, isCounted: boolean): RepCase => ({
      deal: visit.deal,
      owner: ownerOf(visit),
      isCounted,
      at: visit.exit?.at ?? now,
    });
    const conversion = own.flatMap((visit) => {
      const { exit } = visit;
      if (!exit) return [];
      const to = rank.get(log.words.stage[exit.stage] ?? '') ?? -1;
      return [of(visit, exit.to === 'won' || (exit.to === 'stage' && to > place))];
    });
    // Only visits that have had the time to last so long: of the others nobody knows yet.
    const dwell =
      long === undefined
        ? []
        : own.flatMap((visit) =>
            visit.enteredAt + (long + 1) * DAY_MS > now ? [] : [of(visit, daysOf(visit, now, log.timeZone) > long)],
          );
    return [
      { habit: 'conversion', stage, cases: conversion },
      { habit: 'dwell', stage, cases: dwell },
    ];
  });
}

const daysOf = (
  { enteredAt, exit }: { enteredAt: number; exit?: { at: number } },
  now: number,
  timeZone: string,
): number => dayNumberAt(instant(exit?.at ?? now), timeZone) - dayNumberAt(instant(enteredAt), timeZone);

/** Open deals, of everyone where nobody is named, and whether nothing was done on them for 14 days. */
export function silentDeals(facts: OrgFacts, ownerIds?: ReadonlySet<string>): RepCase[] {
  const { log, now, today, profile } = facts;
  const since = addDays(today, -ACTIVE_DAYS);
  const clock = { today, now, timeZone: orgZone(profile) };
  const { deals, versions } = asOf(log, now).rows(openDeals, { filter: ownerIds ? { ownerIds } : {} });
  return Array.from(deals, (deal, row): RepCase => {
    const known = facts.deal(log.ids[deal] ?? '');
    const isActive = known?.activities.some((activity) => {
      const found = touch(activity, clock);
      return found !== undefined && (found.isAhead || found.day >= since);
    });
    const version = versions[row] ?? FIRST_VERSION;
    return { deal, owner: log.owner[version] ?? 0, isCounted: isActive !== true, at: log.createdAt[deal] ?? 0 };
  });
}

/** Where a deal first had an amount while it was open; undefined where it never had one then. */
function firstPriced(log: PipelineLog, deal: DealIndex, until: VersionIndex): VersionIndex | undefined {
  for (let version = log.starts[deal] ?? FIRST_VERSION; version < until; version++)
    if (log.status[version] === OPEN && !Number.isNaN(log.amount[version])) return versionIndex(version);
  return undefined;
}
