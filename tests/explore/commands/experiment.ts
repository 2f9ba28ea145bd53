import { EXPERIMENT_MEASURES, experimentView, GROUPINGS } from '@/lib/answers/process/experiment-view';
import { addDays } from '@/lib/calendar/days';
import { processScope } from '@/lib/process/scope';

import { type Command, UsageError } from '../command';
import { dayOption, wordOption } from '../options';

/** Whom a change can be for. */
const WHOM = [...GROUPINGS, 'everyone'] as const;

export const experimentCommand: Command = {
  name: 'experiment',
  usage: `[--changed DAY] [--measure ${EXPERIMENT_MEASURES.join('|')}] [--stage STAGE] [--by ${WHOM.join('|')}] [--word WORD]   before and after a change that was made for some deals, against all others, or for everyone, against the time before; with placebo dates`,
  options: {
    changed: { type: 'string' },
    measure: { type: 'string' },
    stage: { type: 'string' },
    by: { type: 'string' },
    word: { type: 'string' },
  },
  run(context, options) {
    const { facts, today } = context;
    const scope = processScope(facts);
    const ask = (question: Parameters<typeof experimentView>[2]) => experimentView(facts, scope, question);
    const { stages, groups } = ask({});
    const by = wordOption(options, 'by', WHOM, 'type');
    const words = groups.filter((group) => group.by === by).map(({ word }) => word);
    if (words.length === 0) throw new UsageError(`No deal has a ${by}: try --by ${WHOM.join(', --by ')}.`);
    const word = wordOption(options, 'word', words, words[0] ?? '');
    const names = stages.map(({ name }) => name);
    const { asked, unit, cases, effect, placebos, asLarge } = ask({
      changed: dayOption(context, options, 'changed', addDays(today, -180)),
      measure: wordOption(options, 'measure', EXPERIMENT_MEASURES, 'dwell'),
      stage: wordOption(options, 'stage', names, names[0] ?? ''),
      by,
      word,
    });
    return {
      asked,
      unit,
      cases,
      effect: effect ?? 'too few cases of a group, or it is too early to tell: see cases',
      placebos,
      asLarge,
    };
  },
};
