import { addDays, calendarDays, type Day, dayFromNumber } from '@/lib/calendar/days';
import { neighbour, periodAt } from '@/lib/calendar/fiscal';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { startOfDay } from '@/lib/calendar/zoned-time';
import { toMajor } from '@/lib/deal/money';
import { orgZone } from '@/lib/deal/org';
import { ask } from '@/lib/figures/ask';
import { quantile } from '@/lib/figures/quantile';
import { closings } from '@/lib/figures/rates';
import { forecastAtStart } from '@/lib/figures/slip';
import { visitsIn } from '@/lib/figures/stage-visits';
import { listedDeals } from '@/lib/figures/states';
import { rateDays } from '@/lib/figures/windows';
import type { OrgFacts } from '@/lib/forecast/facts';
import { attributeOf, type PipelineLog, versionAt } from '@/lib/log/event-log';
import type { PipelineFilter } from '@/lib/log/filter';
import { type DealIndex, type VersionIndex } from '@/lib/log/positions';
import {
  beforeAfter,
  type Case,
  caseCounts,
  type Effect,
  type Groups,
  isAsLarge,
  placebos,
} from '@/lib/process/experiment';
import { interrupted, interruptedPlacebos } from '@/lib/process/interrupted';
import type { ProcessScope } from '@/lib/process/scope';
import { fateOf } from '@/lib/process/stage-leaks';

/** What a change is measured by; {@link STAGE_MEASURES} are about one stage. */
export const EXPERIMENT_MEASURES = ['winRate', 'cycle', 'wonAmount', 'slip', 'dwell', 'conversion'] as const;
export type ExperimentMeasure = (typeof EXPERIMENT_MEASURES)[number];
const STAGE_MEASURES = ['dwell', 'conversion'] as const;
type StageMeasure = (typeof STAGE_MEASURES)[number];
export const isOfStage = (measure: ExperimentMeasure): measure is StageMeasure =>
  STAGE_MEASURES.some((each) => each === measure);
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
  const groups = [
    ...GROUPINGS.flatMap((by) =>
      words(facts, filter, by).map((word) => ({
        by: by as For,
        word,
        label: by === 'owner' ? (users.get(word)?.name ?? word) : word,
      })),
    ),
    { by: 'everyone' as const, word: '', label: '' },
  ];
  const chosen = groups.find(({ by, word }) => by === question.by && word === question.word) ?? groups[0];
  const { changed } = question;
  const asked = {
    ...(changed === undefined ? {} : { changed }),
    measure: question.measure ?? 'winRate',
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
  const cases = casesOf();
  const changedAt = startOfDay(changed, orgZone(profile));
  const [measured, measuredBefore] = by === 'everyone' ? [interrupted, interruptedPlacebos] : [beforeAfter, placebos];
  const found = measured(cases, changedAt);
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
    cases: caseCounts(cases, changedAt),
    ...(found ? { effect: { effect: found.effect, low: found.low, high: found.high, means: found.means } } : {}),
    placebos: others,
    months: monthsOf(),
    asLarge: found ? others.filter(({ effect }) => isAsLarge(effect, found.effect)).length : 0,
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

  /** A deal that was closed on a day (since 1970), as it stands. */
  function caseOf(deal: DealIndex, day: number): Pick<Case, 'at' | 'isTreated'> {
    return { at: startOfDay(dayFromNumber(day), orgZone(profile)), isTreated: isTreated(deal, now) };
  }

  /** Visits to the stage by when they began, as far back as most of them are over. */
  function visitCases(measure: StageMeasure): Case[] {
    const own = visitsIn({ ...stretch, from: instant(-Infinity) }).filter(
      ({ stage }) => log.words.stage[stage] === asked.stage,
    );
    const over = own.flatMap(({ enteredAt, exit }) => (exit ? [exit.at - enteredAt] : []));
    const youngest = now - (quantile(over, MOSTLY_OVER) ?? 0);
    return own.flatMap((visit) => {
      const { deal, enteredAt, exit } = visit;
      if (!exit || enteredAt > youngest) return [];
      const value =
        measure === 'dwell'
          ? calendarDays(enteredAt, exit.at, log.timeZone)
          : Number(fateOf(log, visit, { order, dwell: new Map(), at: now }) === 'on');
      return [{ at: enteredAt, isTreated: isTreated(deal, enteredAt), value }];
    });
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

  function casesOf(): Case[] {
    const { measure } = asked;
    if (isOfStage(measure)) return visitCases(measure);
    if (measure === 'slip') return slipCases();
    const closed = closings(log, now, { ...filter, days: rateDays(today).closed });
    if (measure === 'winRate')
      return closed.map(({ deal, isWon, day }) => ({ ...caseOf(deal, day), value: isWon ? 1 : 0 }));
    return closed
      .filter(({ isWon }) => isWon)
      .map(({ deal, day, cycleDays, amount }) => ({
        ...caseOf(deal, day),
        value: measure === 'cycle' ? cycleDays : toMajor(amount, facts.profile.currency),
      }));
  }
}

/** Visits of which so many are over by their age are compared: of younger ones only the quick have ended. */
const MOSTLY_OVER = 0.9;

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
