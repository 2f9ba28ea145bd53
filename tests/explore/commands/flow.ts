import { addDays } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { during } from '@/lib/figures/during';
import { flowIdentity, MOVED, movedIn, MOVEMENTS } from '@/lib/figures/flow';
import { toldDoubts } from '@/lib/log/doubts';
import { stateOf, versionAt } from '@/lib/log/event-log';
import type { DealIndex } from '@/lib/log/positions';
import { stageOrder, trendBetween } from '@/lib/log/trend';

import { type Command, UsageError } from '../command';
import { dayOption, endOf, FILTER_OPTIONS, FILTER_USAGE, filterOption } from '../options';
import { unitOf } from '../unit';

export const flowCommand: Command = {
  name: 'flow',
  usage: `[--from DAY] [--to DAY] [--deals] ${FILTER_USAGE}   what moved the pipeline between the ends of two days; each deal with its trend`,
  options: { from: { type: 'string' }, to: { type: 'string' }, deals: { type: 'boolean' }, ...FILTER_OPTIONS },
  run(context, options) {
    const to = dayOption(context, options, 'to', context.today);
    const from = dayOption(context, options, 'from', addDays(to, -7));
    if (from > to) throw new UsageError(`--from ${from} is later than --to ${to}: swap the two.`);
    const filter = filterOption(context, options, to);
    const { log } = context;
    const stretch = { log, from: endOf(from, context), to: endOf(to, context), filter };
    const found = during(stretch);
    const { start, end, unexplained, bookings, doubts } = flowIdentity(stretch);
    const stateAt = (deal: DealIndex, at: number) => {
      const version = versionAt(log, deal, instant(at));
      return version < 0 ? undefined : stateOf(log, version);
    };
    const rows = MOVEMENTS.map((name) => {
      const { total, doubts: own } = found.ask(MOVED[name]);
      return { movement: name, ...total, ...toldDoubts(own) };
    });
    const order = stageOrder(context.facts.stages);
    const deals = MOVEMENTS.flatMap((name) =>
      found.ask(MOVED[name]).parts.map(({ deal, amount }) => {
        const [before, after] = [stateAt(deal, stretch.from), stateAt(deal, stretch.to)];
        return {
          movement: name,
          id: log.ids[deal],
          amount,
          from: before && `${before.stage} ${before.closeDate ?? ''}`,
          to: after && `${after.stage} ${after.closeDate ?? ''}`,
          ...(before && after
            ? {
                trend: trendBetween(
                  log,
                  versionAt(log, deal, instant(stretch.from)),
                  versionAt(log, deal, instant(stretch.to)),
                  order,
                ),
              }
            : {}),
        };
      }),
    );
    return {
      from,
      to,
      period: filter.period,
      currency: context.facts.profile.currency,
      unit: unitOf(context),
      start,
      end,
      unexplained,
      bookings,
      doubts,
      movedIn: found.ask(movedIn).total.amount,
      movements: rows,
      ...(options['deals'] === true ? { deals } : {}),
    };
  },
};
