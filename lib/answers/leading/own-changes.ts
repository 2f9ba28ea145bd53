import {
  EXPERIMENT_MEASURES,
  experimentView,
  type ExperimentQuestion,
  type ExperimentView,
  GROUPINGS,
} from '@/lib/answers/process/experiment-view';
import { day, type Day } from '@/lib/calendar/days';
import type { Jotting } from '@/lib/deal/own/jotting';
import type { KeptChange } from '@/lib/deal/own/kept-change';
import type { OrgFacts } from '@/lib/forecast/facts';
import type { ProcessScope } from '@/lib/process/scope';

/** A change that the person keeps, and what it did so far. */
export interface OwnChange extends MeasuredChange {
  /** `of` of what is kept. */
  id: string;
  text: string;
  day: Day;
}

/** What a change did so far. */
export interface MeasuredChange {
  /** The experiment that it is followed by. */
  asked: ExperimentView['asked'];
  /** Of the stage and the group that it is about, in words. */
  stage: string;
  group: string;
  result: Pick<ExperimentView, 'cases' | 'unit' | 'effect' | 'asLarge'> & { placebos: number };
}

/** The changes that a person keeps of some days, the newest first. */
export const keptChanges = (
  jottings: readonly Jotting[],
  { start, end }: { start?: Day; end: Day },
): { id: string; on: Day; value: KeptChange }[] =>
  jottings
    .flatMap((jotting) => {
      const on = jotting.kind === 'change' ? day(jotting.value.day) : undefined;
      if (jotting.kind !== 'change' || !on || on > end || (start !== undefined && on < start)) return [];
      return [{ id: jotting.of, on, value: jotting.value }];
    })
    .toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : a.id.localeCompare(b.id)));

/** Changes that are worked out at a time, the newest. */
const MOST = 8;

export const ownChanges = (
  facts: OrgFacts,
  scope: Pick<ProcessScope, 'stretch' | 'order' | 'filter'>,
  jottings: readonly Jotting[],
): OwnChange[] =>
  keptChanges(jottings, { end: facts.today })
    .slice(0, MOST)
    .map(({ id, on, value }) => ({ id, text: value.text, day: on, ...followed(facts, scope, questionOf(value, on)) }));

/** What a dated change did, by the experiment that asks about it. */
export function followed(
  facts: OrgFacts,
  scope: Pick<ProcessScope, 'stretch' | 'order' | 'filter'>,
  question: ExperimentQuestion,
): MeasuredChange {
  const { asked, stages, groups, cases, unit, effect, asLarge, placebos } = experimentView(facts, scope, question);
  return {
    asked,
    stage: stages.find(({ name }) => name === asked.stage)?.label ?? asked.stage,
    group: groups.find(({ by, word }) => by === asked.by && word === asked.word)?.label ?? asked.word,
    result: { unit, asLarge, placebos: placebos.length, ...(cases ? { cases } : {}), ...(effect ? { effect } : {}) },
  };
}

/** What a kept change asks; words that are not known are left out. */
export function questionOf({ measure, stage, by, word }: KeptChange, changed: Day): ExperimentQuestion {
  const known = EXPERIMENT_MEASURES.find((each) => each === measure);
  const group = [...GROUPINGS, 'everyone' as const].find((each) => each === by);
  return {
    changed,
    ...(known ? { measure: known } : {}),
    ...(stage === undefined ? {} : { stage }),
    by: group ?? 'everyone',
    word: group === undefined ? '' : (word ?? ''),
  };
}
