import { bookings as bookingsAt, bookingsByWeek, sumOf } from '@/lib/figures/bookings';

import type { Command } from '../command';
import { dayOption, endOf, FILTER_OPTIONS, FILTER_USAGE, filterOption } from '../options';
import { unitOf } from '../unit';

export const bookings: Command = {
  name: 'bookings',
  usage: `[--on DAY] ${FILTER_USAGE}   what was won, by week (Monday) of the close date`,
  options: { on: { type: 'string' }, ...FILTER_OPTIONS },
  run(context, options) {
    const on = dayOption(options, 'on', context.today);
    const filter = filterOption(context, options, on);
    const found = bookingsAt(context.log, endOf(on, context), filter);
    return {
      on,
      period: filter.period,
      unit: unitOf(context),
      amount: sumOf(found),
      count: found.length,
      unpriced: found.filter(({ isUnpriced }) => isUnpriced).length,
      weeks: bookingsByWeek(found),
    };
  },
};
