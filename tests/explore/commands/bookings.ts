import { instant } from '@/lib/calendar/instant';
import { ask } from '@/lib/figures/ask';
import { bookings as bookingsAt, bookingsByWeek } from '@/lib/figures/bookings';
import { closedWon } from '@/lib/figures/states';

import type { Command } from '../command';
import { dayOption, endOf, FILTER_OPTIONS, FILTER_USAGE, filterOption } from '../options';
import { unitOf } from '../unit';

export const bookings: Command = {
  name: 'bookings',
  usage: `[--on DAY] ${FILTER_USAGE}   what was won, by week (Monday) of the close date`,
  options: { on: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const on = dayOption(context, options, 'on', context.today);
    const filter = filterOption(context, options, on);
    const found = bookingsAt(context.log, instant(endOf(on, context)), filter);
    const { total, doubts } = ask(context.log, closedWon, { at: endOf(on, context), today: on, filter });
    return {
      on,
      period: filter.period,
      unit: unitOf(context),
      ...total,
      doubts,
      weeks: bookingsByWeek(found),
    };
  },
};
