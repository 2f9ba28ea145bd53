import { EXPERIMENT_MEASURES, experimentView, GROUPINGS } from '@/lib/answers/process/experiment-view';
import { addDays } from '@/lib/calendar/days';
import { processScope } from '@/lib/process/scope';

import { type Command, UsageError } from '../command';
import { dayOption, wordOption } from '../options';

export const experimentCommand: Command = {
  name: 'experiment',
  usage: `[--changed DAY] [--measure ${EXPERIMENT_MEASURES.join('|')}] [--stage STAGE] [--by ${GROUPINGS.join('|')}] [--word WORD]   before and after a change that was made for some deals, against all others; with placebo dates`,
  options: {
    changed: { type: 'string' },
    measure: { type: 'string' },
    stage: { type: 'string' },
    by: { type: 'string' },
    word: { type: 'string' },
  },
  run({ facts, today }, options) {
    const scope = processScope(facts);
    const ask = (question: Parameters<typeof experimentView>[2]) => experimentView(facts, scope, question);
    const { stages, groups } = ask({});
    const by = wordOption(options, 'by', GROUPINGS, 'type');
    const words = groups.filter((group) => group.by === by).map(({ word }) => word);
    const word = wordOption(options, 'word', words, words[0] ?? '');
    const names = stages.map(({ name }) => name);
    if (words.length === 0) throw new UsageError(`No deal has a ${by}: try --by ${GROUPINGS.join(', --by ')}.`);
    const { asked, unit, cases, effect, placebos, asLarge } = ask({
      changed: dayOption(options, 'changed', addDays(today, -180)),
      measure: wordOption(options, 'measure', EXPERIMENT_MEASURES, 'dwell'),
      stage: wordOption(options, 'stage', names, names[0] ?? ''),
      by,
      word,
    });
    return { asked, unit, cases, effect: effect ?? 'too few cases on one side of the change', placebos, asLarge };
  },
};
