import { addDays } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { instantsOf } from '@/lib/calendar/zoned-time';
import { ask } from '@/lib/figures/ask';
import { createdByWeek, pipelineCreated } from '@/lib/figures/creation';

import { type Command, UsageError } from '../command';
import { dayOption, filterOption } from '../options';
import { unitOf } from '../unit';

export const created: Command = {
  name: 'created',
  usage: '[--from DAY] [--to DAY] [--owner USER]   pipeline created by week and source, both days included',
  options: { from: { type: 'string' }, to: { type: 'string' }, owner: { type: 'string' } },
  run(context, options) {
    const end = dayOption(context, options, 'to', context.today);
    const start = dayOption(context, options, 'from', addDays(end, -90));
    if (start > end) throw new UsageError(`--from ${start} is later than --to ${end}: swap the two.`);
    const filter = filterOption(context, { ...options, period: 'any' }, end);
    const window = instantsOf({ start, end }, context.log.timeZone);
    const { parts, total, doubts } = ask(context.log, pipelineCreated, {
      from: instant(window.from - 1),
      at: instant(Math.max(window.from - 1, Math.min(window.to - 1, context.now))),
      filter,
    });
    return {
      from: start,
      to: end,
      unit: unitOf(context),
      ...total,
      doubts,
      weeks: createdByWeek(context.log, parts),
    };
  },
};
