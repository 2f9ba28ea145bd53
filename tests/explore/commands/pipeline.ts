import { DOORS } from '@/lib/answers/deals';
import { ask } from '@/lib/figures/ask';
import { DIMENSIONS } from '@/lib/log/dimension';

import type { Command } from '../command';
import { dayOption, endOf, FILTER_OPTIONS, FILTER_USAGE, filterOption, wordOption } from '../options';
import { unitOf } from '../unit';

/** Figures of a past day: what needs attention is judged today, on a screen. */
const FIGURES = Object.values(DOORS).filter(({ needs }) => needs === undefined);

export const pipeline: Command = {
  name: 'pipeline',
  usage: `[--on DAY] [--figure ${FIGURES.map(({ id }) => id).join('|')}] [--by ${DIMENSIONS.join('|')}] ${FILTER_USAGE}   a figure of the pipeline as it was on a day`,
  options: { on: { type: 'string' }, figure: { type: 'string' }, by: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const on = dayOption(options, 'on', context.today);
    const by = wordOption(options, 'by', DIMENSIONS, 'stage');
    const id = wordOption(
      options,
      'figure',
      FIGURES.map((each) => each.id),
      'openPipeline',
    );
    const figure = FIGURES.find((each) => each.id === id) ?? DOORS.openPipeline;
    const filter = filterOption(context, options, on);
    const { groups, total, doubts } = ask(context.log, figure, { at: endOf(on, context), today: on, by, filter });
    const name = (key: string): string => (by === 'owner' ? (context.facts.users.get(key)?.name ?? key) : key);
    return {
      on,
      figure: figure.id,
      by,
      period: filter.period,
      currency: context.facts.profile.currency,
      unit: unitOf(context),
      total,
      groups: groups.map(({ key, amount, count, unpriced }) => ({ key: name(key), amount, count, unpriced })),
      doubts,
    };
  },
};
