import { addDays, DAY_MS } from '@/lib/domain/days';
import { beforeAfter, placebos } from '@/lib/domain/experiment';
import { visits } from '@/lib/domain/process';

import { type Command, UsageError } from '../command';
import { dayOption, endOf } from '../options';

const PLACEBO_DAYS = [-180, -150, -120, -90];

export const experimentCommand: Command = {
  name: 'experiment',
  usage:
    '[--changed DAY] [--stage STAGE] [--type TYPE]   days in a stage before and after a change that was made for deals of one type, against all others; with placebo dates',
  options: { changed: { type: 'string' }, stage: { type: 'string' }, type: { type: 'string' } },
  run(context, options) {
    const { log, now, today } = context;
    const day = dayOption(options, 'changed', addDays(today, -180));
    const changedAt = endOf(day, context);
    const pick = (name: 'stage' | 'type'): number => {
      const words = log.words[name];
      const wanted = options[name];
      const code = wanted === undefined ? (words.length > 1 ? 1 : 0) : words.indexOf(String(wanted));
      if (code < 0)
        throw new UsageError(`--${name} takes one of ${words.filter(Boolean).join(', ')}, not "${String(wanted)}".`);
      return code;
    };
    const [stage, type] = [pick('stage'), pick('type')];
    const cases = visits(log, now).flatMap(({ deal, stage: own, enteredAt, exit }) =>
      own === stage && exit
        ? [{ at: enteredAt, isTreated: log.type[deal] === type, value: (exit.at - enteredAt) / DAY_MS }]
        : [],
    );
    return {
      changed: day,
      stage: log.words.stage[stage],
      type: log.words.type[type],
      unit: 'days in the stage, finished visits only',
      effect: beforeAfter(cases, changedAt) ?? 'too few cases on one side of the change',
      placebos: placebos(
        cases,
        changedAt,
        PLACEBO_DAYS.map((days) => changedAt + days * DAY_MS),
      ),
    };
  },
};
