import { addDays, calendarDays, day, type Day, DAY_MS, dayFromNumber } from '@/lib/calendar/days';
import { neighbour, periodAt } from '@/lib/calendar/fiscal';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { startOfDay } from '@/lib/calendar/zoned-time';
import { toMajor } from '@/lib/deal/money';
import { orgZone } from '@/lib/deal/org';
import { ask, asOf } from '@/lib/figures/ask';
import { type Closing, closings } from '@/lib/figures/rates';
import { forecastAtStart } from '@/lib/figures/slip';
import { dwellQuantile } from '@/lib/figures/stage-process';
import { visitsIn } from '@/lib/figures/stage-visits';
import { listedDeals } from '@/lib/figures/states';
import { rateDays } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { attributeOf, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { type DealIndex, FIRST_VERSION, type VersionIndex } from '@/lib/log/positions';
import { closingOf } from '@/lib/log/stays';
import {
  beforeAfter,
  type Case,
  caseCounts,
  type Effect,
  type Groups,
  isAsLarge,
  placebos,
} from '@/lib/process/experiment';
import { interrupted, interruptedPlacebos, sideCounts } from '@/lib/process/interrupted';
import type { ProcessScope } from '@/lib/process/scope';
import { fateOf } from '@/lib/process/stage-leaks';

/** What a change is measured by; {@link STAGE_MEASURES} are about one stage. */
export const EXPERIMENT_MEASURES = ['winRate', 'cycle', 'wonAmount', 'slip', 'dwell', 'conversion'] as const;
export type ExperimentMeasure = (typeof EXPERIMENT_MEASURES)[number];
const STAGE_MEASURES = ['dwell', 'conversion'] as const;
type StageMeasure = (typeof STAGE_MEASURES)[number];
export const isOfStage = (measure: ExperimentMeasure): measure is StageMeasure =>
  STAGE_MEASURES.some((each) => each === measure);
/** Whether it is of what lasts, so that only what began long enough ago is measured. */
export const lasts = (measure: ExperimentMeasure): boolean => measure === 'cycle' || isOfStage(measure);
/** Whom a change was for: the deals of one type, one lead source or one owner; all others are compared with. */
export const GROUPINGS = ['type', 'source', 'owner'] as const;
type Grouping = (typeof GROUPINGS)[number];
/** Or everybody: the time before is compared with, and the way that the measure went anyway. */
type For = Grouping | 'everyone';

/**
 * A dated change of the process. Without its day there is no change, and nothing is measured; what else is absent is chosen: the win
 * rate, the first type.
 */
export interface ExperimentQuestion {
  changed?: Day;
  measure?: ExperimentMeasure;
  stage?: string;
  by?: For;
  /** The word of the type, the source or the id of the owner. */
  word?: string;
}

export interface ExperimentView {
  asked: { changed?: Day; measure: ExperimentMeasure; stage: string; by: For; word: string };
  /** What can be chosen. */
  stages: { name: string; label: string }[];
  groups: { by: For; word: string; label: string }[];
  /** Cases of each group, once a day of the change is given; there is an effect only where each has five. */
  cases?: Groups;
  /** In days, as a share, or in corporate currency. */
  unit: 'days' | 'share' | 'money';
  effect?: Omit<Effect, 'n'>;
  /** The same on earlier dates, on which nothing was changed, and how many of them look at least as large. */
  placebos: { day: Day; effect: number }[];
  asLarge: number;
  /** The measure month by month, of whom the change was for; months without a case are left out. */
  months: { month: Period; value: number; n: number }[];
}

/** Months that are drawn. */
const MONTHS = 18;
const PLACEBO_DAYS = [180, 150, 120, 90];
/** Words that a list can be chosen from. */
const MOST_WORDS = 40;
const UNITS = {
  winRate: 'share',
  cycle: 'days',
  wonAmount: 'money',
  slip: 'share',
  dwell: 'days',
  conversion: 'share',
} as const;

export function experimentView(
  facts: OrgFacts,
  { stretch, order, filter }: Pick<ProcessScope, 'stretch' | 'order' | 'filter'>,
  question: ExperimentQuestion,
): ExperimentView {
  const { log, today, now, profile, stages, users } = facts;
  const labelOf = (by: For, word: string): string => (by === 'owner' ? (users.get(word)?.name ?? word) : word);
  const known = [
    ...GROUPINGS.flatMap((by) =>
      words(facts, filter, by).map((word) => ({ by: by as For, word, label: labelOf(by, word) })),
    ),
    { by: 'everyone' as const, word: '', label: '' },
  ];
  // A link or a file may hold anything.
  const wantedBy = [...GROUPINGS, 'everyone' as const].find((by) => by === question.by);
  const { word: wanted = '' } = question;
  const found = known.find(({ by, word }) => by === wantedBy && word === wanted);
  // A word that no deal has by now, such as a type that was renamed, is asked as it was: another one would answer in its name.
  const gone =
    wantedBy && wanted !== '' && !found ? [{ by: wantedBy, word: wanted, label: labelOf(wantedBy, wanted) }] : [];
  const groups = [...known, ...gone];
  const chosen = found ?? gone[0] ?? known[0];
  const changed = day(question.changed);
  const asked = {
    ...(changed === undefined ? {} : { changed }),
    measure: EXPERIMENT_MEASURES.find((each) => each === question.measure) ?? 'winRate',
    stage: question.stage !== undefined && order.includes(question.stage) ? question.stage : (order[0] ?? ''),
    by: chosen?.by ?? ('everyone' as const),
    word: chosen?.word ?? '',
  };
  const { by } = asked;
  const code = by === 'everyone' ? -1 : log.words[by].indexOf(asked.word);
  // As it was at the instant of the case: whom a change is for is decided then.
  const isTreated = (deal: DealIndex, at: Instant): boolean =>
    by === 'everyone' || wordAt(log, by, deal, versionAt(log, deal, at)) === code;
  const base = {
    asked,
    stages: order.map((name) => ({ name, label: stages.get(name)?.label ?? name })),
    groups,
    unit: UNITS[asked.measure],
  };
  if (changed === undefined) return { ...base, placebos: [], asLarge: 0, months: [] };
  const changedAt = startOfDay(changed, orgZone(profile));
  const cases = casesOf(changedAt);
  const [measured, measuredBefore, counts] =
    by === 'everyone' ? [interrupted, interruptedPlacebos, sideCounts] : [beforeAfter, placebos, caseCounts];
  const effect = measured(cases, changedAt);
  const days = PLACEBO_DAYS.map((back) => addDays(changed, -back));
  const others = measuredBefore(
    cases,
    changedAt,
    days.map((day) => startOfDay(day, orgZone(profile))),
  ).map(({ date, effect: { effect } }) => ({
    day: days.find((day) => startOfDay(day, orgZone(profile)) === date) ?? changed,
    effect,
  }));
  return {
    ...base,
    cases: counts(cases, changedAt),
    ...(effect ? { effect: { effect: effect.effect, low: effect.low, high: effect.high, means: effect.means } } : {}),
    placebos: others,
    months: monthsOf(),
    asLarge: effect ? others.filter((other) => isAsLarge(other.effect, effect.effect)).length : 0,
  };

  function monthsOf(): ExperimentView['months'] {
    const found: ExperimentView['months'] = [];
    let month = periodAt(profile, 'month', today);
    const treated = cases.filter((each) => each.isTreated);
    for (let step = 0; step < MONTHS; step += 1) {
      const [from, until] = [
        startOfDay(month.start, orgZone(profile)),
        startOfDay(addDays(month.end, 1), orgZone(profile)),
      ];
      const own = treated.filter(({ at }) => at >= from && at < until);
      const sum = own.reduce((all, { value }) => all + value, 0);
      if (own.length > 0) found.unshift({ month, value: sum / own.length, n: own.length });
      month = neighbour(profile, month, -1, 'month');
    }
    return found;
  }

  /** A deal that was closed, on its close date, of whoever had it until then. */
  function caseOf(closing: Closing): Pick<Case, 'at' | 'isTreated'> {
    const { version, owner } = closingOf(log, closing);
    const isOf = by === 'owner' ? owner === code : by === 'everyone' || wordAt(log, by, closing.deal, version) === code;
    return { at: startOfDay(dayFromNumber(closing.day), orgZone(profile)), isTreated: isOf };
  }

  /** Visits to the stage; what still goes on has lasted so far. */
  function visitCases(measure: StageMeasure, changedAt: number): Case[] {
    const own = visitsIn({ ...stretch, from: instant(-Infinity) }).filter(
      ({ stage }) => log.words.stage[stage] === asked.stage,
    );
    return grownUp(own, changedAt, VISIT).flatMap(({ span, most, ...each }) => {
      const { enteredAt, exit } = span;
      const until = exit?.at ?? now;
      if (measure === 'dwell')
        return [{ ...each, until, value: Math.min(calendarDays(enteredAt, until, log.timeZone), most) }];
      const isOn = fateOf(log, span, { order, dwell: new Map(), at: now }) === 'on';
      return exit ? [{ ...each, until, value: Number(isOn) }] : [];
    });
  }

  /** Won deals by when they were created: by when they were won, the days after a change would be those of deals begun long before it. */
  function cycleCases(changedAt: number): Case[] {
    const { deals, versions } = asOf(log, now).rows(listedDeals, { filter });
    const own = Array.from(deals, (deal, row) => {
      const version = versions[row] ?? FIRST_VERSION;
      const isOpen = log.status[version] === OPEN;
      const enteredAt = instant(log.createdAt[deal] ?? 0);
      const endedAt = startOfDay(dayFromNumber(log.closeDay[version] ?? 0), orgZone(profile));
      return {
        deal,
        isWon: log.status[version] === WON,
        enteredAt,
        ...(isOpen ? {} : { exit: { at: instant(Math.max(enteredAt, Math.min(endedAt, now))) } }),
      };
    });
    return grownUp(own, changedAt, CYCLE).flatMap(({ span, most, ...each }) => {
      const { enteredAt, exit, isWon } = span;
      if (!exit || !isWon) return [];
      return [{ ...each, until: exit.at, value: Math.min(calendarDays(enteredAt, exit.at, log.timeZone), most) }];
    });
  }

  /**
   * What lasts, by when it began: of each group that is compared, as far back as nearly all of it are over, or only its quick ones would be
   * there. Nothing counts for longer than each group could be seen to last (`most`).
   */
  function grownUp<T extends Spell>(own: readonly T[], changedAt: number, { share, mostDays }: typeof VISIT) {
    const spells = own.map((span) => ({
      span,
      at: span.enteredAt,
      isTreated: isTreated(span.deal, span.enteredAt),
    }));
    const grown = own.filter(({ enteredAt }) => enteredAt <= now - mostDays * DAY_MS);
    const nearlyAll = share * (grown.length > 0 ? grown.filter(({ exit }) => exit).length / grown.length : 1);
    const groups = [...Map.groupBy(spells, ({ at, isTreated: is }) => `${is}${at >= changedAt}`).values()].map(
      (group) => {
        const visits = group.map(({ span }) => span);
        const days = dwellQuantile({ visits, at: now, timeZone: log.timeZone }, nearlyAll) ?? mostDays;
        return { group, days: Math.min(days, mostDays) };
      },
    );
    const most = Math.max(...groups.map(({ days }) => days));
    return groups.flatMap(({ group, days }) =>
      group.filter(({ at }) => at <= now - days * DAY_MS).map((each) => ({ ...each, most })),
    );
  }

  /** Deals that were called for a month at its beginning, for the months that are over: 1 where it was not closed in it. */
  function slipCases(): Case[] {
    const found: Case[] = [];
    let period = periodAt(profile, 'month', today);
    for (let step = 0; step < MONTHS; step += 1) {
      period = neighbour(profile, period, -1, 'month');
      const at = startOfDay(period.start, orgZone(profile));
      for (const { deal, isClosedInside } of forecastAtStart(log, { at: now, period, ownerIds: filter.ownerIds }))
        found.push({ at, isTreated: isTreated(deal, at), value: Number(!isClosedInside) });
    }
    return found;
  }

  function casesOf(changedAt: number): Case[] {
    const { measure } = asked;
    if (isOfStage(measure)) return visitCases(measure, changedAt);
    if (measure === 'slip') return slipCases();
    if (measure === 'cycle') return cycleCases(changedAt);
    const closed = closings(log, now, { ...filter, days: rateDays(today).closed });
    if (measure === 'winRate') return closed.map((each) => ({ ...caseOf(each), value: each.isWon ? 1 : 0 }));
    return closed
      .filter(({ isWon }) => isWon)
      .map((each) => ({ ...caseOf(each), value: toMajor(each.amount, facts.profile.currency) }));
  }
}

/** The share that is over, of what ends at all, at an age from which on visits are compared; and that age at most. */
const VISIT = { share: 0.95, mostDays: 365 };
/** Of whole deals those that go on are not known to be won: fewer may be missing. */
const CYCLE = { share: 0.98, mostDays: 730 };
/** A visit or a whole deal, from its first day on. */
interface Spell {
  deal: DealIndex;
  enteredAt: Instant;
  exit?: { at: Instant };
}

const wordAt = (log: PipelineLog, by: Grouping, deal: DealIndex, version: VersionIndex): number =>
  by === 'owner' ? (log.owner[version] ?? 0) : attributeOf(log, by, deal, version);

/** The words of a grouping that deals of the scope have, the most frequent first. */
function words({ log, now, today }: OrgFacts, filter: PipelineFilter, by: Grouping): string[] {
  return ask(log, listedDeals, { at: now, today, filter, by })
    .groups.filter(({ key }) => key !== '')
    .toSorted((a, b) => b.count - a.count || a.key.localeCompare(b.key))
    .slice(0, MOST_WORDS)
    .map(({ key }) => key);
}
