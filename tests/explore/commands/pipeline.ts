import { DOORS } from '@/lib/answers/deals';
import { ask } from '@/lib/figures/ask';
import { CUTS } from '@/lib/log/dimension';
import { NO_FAMILY, NOT_IN_PRODUCTS } from '@/lib/log/products';

import type { Command } from '../command';
import { dayOption, endOf, FILTER_OPTIONS, FILTER_USAGE, filterOption, wordOption, wordsOption } from '../options';
import { unitOf } from '../unit';

/** More would be a table that nobody reads. */
const MOST_DIMENSIONS = 2;

/** Figures of a past day: what needs attention is judged today, on a screen. */
const FIGURES = Object.values(DOORS).filter(({ needs }) => needs === undefined);

/** What an amount is divided into that is no family. */
const NO_FAMILIES: Record<string, string> = { [NOT_IN_PRODUCTS]: '(not in products)', [NO_FAMILY]: '(no family)' };

export const pipeline: Command = {
  name: 'pipeline',
  usage: `[--on DAY] [--figure ${FIGURES.map(({ id }) => id).join('|')}] [--by ${CUTS.join('|')}, two with a comma between] ${FILTER_USAGE}   a figure of the pipeline as it was on a day`,
  options: { on: { type: 'string' }, figure: { type: 'string' }, by: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const on = dayOption(context, options, 'on', context.today);
    const by = wordsOption(options, 'by', CUTS, ['stage'], MOST_DIMENSIONS);
    const id = wordOption(
      options,
      'figure',
      FIGURES.map((each) => each.id),
      'openPipeline',
    );
    const figure = FIGURES.find((each) => each.id === id) ?? DOORS.openPipeline;
    const filter = filterOption(context, options, on);
    const { groups, total, doubts } = ask(context.log, figure, { at: endOf(on, context), today: on, by, filter });
    const name = (key: string, place: number): string =>
      by[place] === 'owner'
        ? (context.facts.users.get(key)?.name ?? key)
        : by[place] === 'family'
          ? (NO_FAMILIES[key] ?? key)
          : key;
    return {
      on,
      figure: figure.id,
      by: by.join(','),
      period: filter.period,
      currency: context.facts.profile.currency,
      unit: unitOf(context),
      total,
      groups: groups.map(({ keys, amount, count, unpriced }) => ({
        key: keys.map(name).join(' · '),
        ...(by.length > 1 ? Object.fromEntries(keys.map((key, place) => [by[place], name(key, place)])) : {}),
        amount,
        count,
        unpriced,
      })),
      doubts,
    };
  },
};
