import { pipelineAsOf, type Dimension } from '@/lib/log/pipeline';

import type { Command } from '../command';
import { dayOption, endOf, FILTER_OPTIONS, FILTER_USAGE, filterOption, wordOption } from '../options';
import { unitOf } from '../unit';

const DIMENSIONS: readonly Dimension[] = [
  'stage',
  'category',
  'owner',
  'account',
  'type',
  'source',
  'recordType',
  'amountBand',
];

export const pipeline: Command = {
  name: 'pipeline',
  usage: `[--on DAY] [--by ${DIMENSIONS.join('|')}] ${FILTER_USAGE}   the open pipeline as it was on a day`,
  options: { on: { type: 'string' }, by: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const on = dayOption(options, 'on', context.today);
    const by = wordOption(options, 'by', DIMENSIONS, 'stage');
    const filter = filterOption(context, options, on);
    const { groups, total, doubts } = pipelineAsOf(context.log, { at: endOf(on, context), by, filter });
    const name = (key: string): string => (by === 'owner' ? (context.facts.users.get(key)?.name ?? key) : key);
    return {
      on,
      by,
      period: filter.period,
      currency: context.facts.profile.currency,
      unit: unitOf(context),
      total,
      groups: groups.map((group) => ({ ...group, key: name(group.key) })),
      doubts,
    };
  },
};
