import { measure } from '@/lib/answers/export/measure';
import { definitionText } from '@/lib/i18n/definitions';

import type { Command } from '../command';
import { FILTER_OPTIONS, FILTER_USAGE } from '../options';
import { questionOf } from '../question';

export const metrics: Command = {
  name: 'metrics',
  usage: `[--on DAY] ${FILTER_USAGE}   every figure with its value, formula and inputs`,
  options: { on: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const { windows, metrics: measured } = measure(context.log, questionOf(context, options));
    return {
      currency: context.facts.profile.currency,
      unit: 'money in minor units',
      ...windows,
      metrics: measured.map(({ inputs, ...rest }) => ({
        ...rest,
        formula: definitionText(rest.id).formula,
        inputs: Object.entries(inputs)
          .map(([name, value]) => `${name} ${value}`)
          .join(', '),
      })),
    };
  },
};
