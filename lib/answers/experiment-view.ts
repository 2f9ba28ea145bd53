import { addDays, calendarDays, type Day, dayFromNumber } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import { startOfDay } from '@/lib/calendar/zoned-time';
import { toMajor } from '@/lib/deal/money';
import { orgZone } from '@/lib/deal/org';
import { ask } from '@/lib/figures/ask';
import { closings } from '@/lib/figures/rates';
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
import type { ProcessScope } from '@/lib/process/scope';

/** What a change is measured by; `dwell` is about one stage. */
export const EXPERIMENT_MEASURES = ['winRate', 'cycle', 'wonAmount', 'dwell'] as const;
type ExperimentMeasure = (typeof EXPERIMENT_MEASURES)[number];
/** Whom a change was for: the deals of one type, one lead source or one owner; all others are compared with. */
export const GROUPINGS = ['type', 'source', 'owner'] as const;
type Grouping = (typeof GROUPINGS)[number];

/**
 * A dated change of the process. Without its day there is no change, and nothing is measured; what else is absent is chosen: the win
 * rate, the first type.
 */
export interface ExperimentQuestion {
  changed?: Day;
  measure?: ExperimentMeasure;
  stage?: string;
  by?: Grouping;
  /** The word of the type, the source or the id of the owner. */
  word?: string;
}

export interface ExperimentView {
  asked: { changed?: Day; measure: ExperimentMeasure; stage: string; by: Grouping; word: string };
  /** What can be chosen. */
  stages: { name: string; label: string }[];
  groups: { by: Grouping; word: string; label: string }[];
  /** Cases of each group, once a day of the change is given; there is an effect only where each has five. */
  cases?: Groups;
  /** In days, as a share, or in corporate currency. */
  unit: 'days' | 'share' | 'money';
  effect?: Omit<Effect, 'n'>;
  /** The same on earlier dates, on which nothing was changed, and how many of them look at least as large. */
  placebos: { day: Day; effect: number }[];
  asLarge: number;
}

const PLACEBO_DAYS = [180, 150, 120, 90];
/** Words that a list can be chosen from. */
const MOST_WORDS = 40;
const UNITS = { winRate: 'share', cycle: 'days', wonAmount: 'money', dwell: 'days' } as const;

export function experimentView(
  facts: OrgFacts,
  { stretch, order, filter }: Pick<ProcessScope, 'stretch' | 'order' | 'filter'>,
  question: ExperimentQuestion,
): ExperimentView {
  const { log, today, now, profile, stages, users } = facts;
  const groups = GROUPINGS.flatMap((by) =>
    words(facts, filter, by).map((word) => ({
      by,
      word,
      label: by === 'owner' ? (users.get(word)?.name ?? word) : word,
    })),
  );
  const chosen = groups.find(({ by, word }) => by === question.by && word === question.word) ?? groups[0];
  const { changed } = question;
  const asked = {
    ...(changed === undefined ? {} : { changed }),
    measure: question.measure ?? 'winRate',
    stage: question.stage !== undefined && order.includes(question.stage) ? question.stage : (order[0] ?? ''),
    by: chosen?.by ?? 'type',
    word: chosen?.word ?? '',
  };
  const code = log.words[asked.by].indexOf(asked.word);
  // As it was at the instant of the case: whom a change is for is decided then.
  const isTreated = (deal: DealIndex, at: Instant): boolean =>
    wordAt(log, asked.by, deal, versionAt(log, deal, at)) === code;
  const base = {
    asked,
    stages: order.map((name) => ({ name, label: stages.get(name)?.label ?? name })),
    groups,
    unit: UNITS[asked.measure],
  };
  if (changed === undefined) return { ...base, placebos: [], asLarge: 0 };
  const cases = casesOf();
  const changedAt = startOfDay(changed, orgZone(profile));
  const found = beforeAfter(cases, changedAt);
  const days = PLACEBO_DAYS.map((back) => addDays(changed, -back));
  const others = placebos(
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
    asLarge: found ? others.filter(({ effect }) => isAsLarge(effect, found.effect)).length : 0,
  };

  /** A deal that was closed on a day (since 1970), as it stands. */
  function caseOf(deal: DealIndex, day: number): Pick<Case, 'at' | 'isTreated'> {
    return { at: startOfDay(dayFromNumber(day), orgZone(profile)), isTreated: isTreated(deal, now) };
  }

  function casesOf(): Case[] {
    if (asked.measure === 'dwell')
      return visitsIn({ ...stretch, from: instant(-Infinity) }).flatMap(({ deal, stage, enteredAt, exit }) =>
        exit && log.words.stage[stage] === asked.stage
          ? [
              {
                at: enteredAt,
                isTreated: isTreated(deal, enteredAt),
                value: calendarDays(enteredAt, exit.at, log.timeZone),
              },
            ]
          : [],
      );
    const closed = closings(log, now, { ...filter, days: rateDays(today).closed });
    if (asked.measure === 'winRate')
      return closed.map(({ deal, isWon, day }) => ({ ...caseOf(deal, day), value: isWon ? 1 : 0 }));
    return closed
      .filter(({ isWon }) => isWon)
      .map(({ deal, day, cycleDays, amount }) => ({
        ...caseOf(deal, day),
        value: asked.measure === 'cycle' ? cycleDays : toMajor(amount, facts.profile.currency),
      }));
  }
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
