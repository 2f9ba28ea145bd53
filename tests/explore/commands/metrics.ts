import { measure } from '@/lib/answers/export/measures';
import { quotasIn } from '@/lib/deal/quota';
import { definitionText } from '@/lib/i18n/definitions';

import type { Command } from '../command';
import { FILTER_OPTIONS, FILTER_USAGE } from '../options';
import { questionOf } from '../question';
import { unitOf } from '../unit';

export const metrics: Command = {
  name: 'metrics',
  usage: `[--on DAY] ${FILTER_USAGE}   every figure with its value, formula and inputs`,
  options: { on: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const question = questionOf(context, options);
    const { windows, metrics: measured } = measure(context.log, question);
    return {
      currency: context.facts.profile.currency,
      unit: unitOf(context),
      ...windows,
      quotaDoubts: quotasIn(context.facts, question.period).of(question.ownerIds).doubts,
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
