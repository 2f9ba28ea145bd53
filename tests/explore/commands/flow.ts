import { addDays } from '@/lib/calendar/days';
import { flow, movedIn, MOVEMENTS } from '@/lib/figures/flow';
import { stageOrder, trendOf } from '@/lib/log/trend';

import { type Command, UsageError } from '../command';
import { dayOption, endOf, FILTER_OPTIONS, FILTER_USAGE, filterOption } from '../options';
import { unitOf } from '../unit';

export const flowCommand: Command = {
  name: 'flow',
  usage: `[--from DAY] [--to DAY] [--deals] ${FILTER_USAGE}   what moved the pipeline between the ends of two days; each deal with its trend`,
  options: { from: { type: 'string' }, to: { type: 'string' }, deals: { type: 'boolean' }, ...FILTER_OPTIONS },
  run(context, options) {
    const to = dayOption(options, 'to', context.today);
    const from = dayOption(options, 'from', addDays(to, -7));
    if (from > to) throw new UsageError(`--from ${from} is later than --to ${to}: swap the two.`);
    const filter = filterOption(context, options, to);
    const { movements, ...rest } = flow(context.log, { from: endOf(from, context), to: endOf(to, context), filter });
    const rows = MOVEMENTS.map((name) => {
      const { amount, count, unpriced } = movements[name];
      return { movement: name, amount, count, unpriced };
    });
    const order = stageOrder(context.facts.stages);
    const deals = MOVEMENTS.flatMap((name) =>
      movements[name].deals.map(({ deal, amount, from: before, to: after }) => ({
        movement: name,
        id: context.log.ids[deal],
        amount,
        from: before && `${before.stage} ${before.closeDate ?? ''}`,
        to: after && `${after.stage} ${after.closeDate ?? ''}`,
        trend: before && after && trendOf(before, after, order),
      })),
    );
    return {
      from,
      to,
      period: filter.period,
      currency: context.facts.profile.currency,
      unit: unitOf(context),
      ...rest,
      movedIn: movedIn(movements),
      movements: rows,
      ...(options['deals'] === true ? { deals } : {}),
    };
  },
};
