import { askedAt } from '@/lib/answers/asked-at';
import { followed, type MeasuredChange, keptChanges, questionOf } from '@/lib/answers/leading/own-changes';
import type { ExperimentQuestion } from '@/lib/answers/process/experiment-view';
import { type Day, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Period } from '@/lib/calendar/period';
import { orgZone } from '@/lib/deal/org';
import { type Jotting, jotted } from '@/lib/deal/own/jotting';
import { type LimitChange, limitChanges, USUAL_LIMITS } from '@/lib/deal/signals/rule-limits';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type StageChange, stageChanges } from '@/lib/process/process-changes';
import { processScope } from '@/lib/process/scope';

/** A dated change of the process as charts of the quarter mark it, with what it did to its measure. */
export interface ProcessMark extends MeasuredChange {
  id: string;
  day: Day;
  change:
    | { kind: 'own'; text: string }
    | { kind: 'rules'; changes: LimitChange[] }
    | ({ kind: StageChange['kind']; label: string } & Pick<StageChange, 'from' | 'to'>);
}

export interface MarksView {
  period: Period;
  currency: string;
  /** The oldest first. */
  marks: ProcessMark[];
}

/** More than these nobody tells apart on one chart: the newest are marked. */
const MOST = 8;

/**
 * Everything that was changed within the quarter that is looked at: stages that the org renamed, added, retired or gave another probability, rules that
 * were edited, and what the person keeps. A stage is followed by its conversion, rules by the win rate, both of everyone.
 */
export function marksView(facts: OrgFacts, jottings: readonly Jotting[]): MarksView {
  const { today, profile, stages } = facts;
  const { period } = askedAt(facts);
  const scope = processScope(facts);
  const isIn = (day: Day): boolean => day >= period.start && day <= period.end && day <= today;
  const label = (stage: string): string => stages.get(stage)?.label ?? stage;
  const everyone = (changed: Day, more: ExperimentQuestion): ExperimentQuestion => ({
    changed,
    by: 'everyone',
    word: '',
    ...more,
  });
  const own = keptChanges(jottings, { start: period.start, end: period.end }).map(({ id, on, value }) => ({
    id: `own/${id}`,
    day: on,
    change: { kind: 'own' as const, text: value.text },
    question: questionOf(value, on),
  }));
  const ofStages = stageChanges({
    stretch: scope.stretch,
    order: scope.order,
    stages,
    renames: facts.stageRenames ?? [],
    versions: facts.stageVersions ?? [],
  }).map(({ kind, stage, day, from, to, conversion }) => ({
    id: `${kind}/${stage}/${day}`,
    day,
    change: {
      kind,
      label: label(stage),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    question: everyone(day, { measure: 'conversion', stage: conversion?.stage ?? stage }),
  }));
  const versions = jotted(jottings, 'rules', '')?.versions ?? [];
  const ofRules = versions.map(({ at, limits }, place) => {
    const day = dayAt(instant(at), orgZone(profile));
    return {
      id: `rules/${at}`,
      day,
      change: { kind: 'rules' as const, changes: limitChanges(versions[place - 1]?.limits ?? USUAL_LIMITS, limits) },
      question: everyone(day, { measure: 'winRate' }),
    };
  });
  return {
    period,
    currency: profile.currency,
    marks: [...own, ...ofStages, ...ofRules]
      .filter(({ day }) => isIn(day))
      .toSorted((a, b) => a.day.localeCompare(b.day) || a.id.localeCompare(b.id))
      .slice(-MOST)
      .map(({ question, ...mark }) => ({ ...mark, ...followed(facts, scope, question) })),
  };
}
