import { instant } from '@/lib/calendar/instant';
import { comparedBy, lookAlikes } from '@/lib/forecast/look-alikes';
import { dealIndex } from '@/lib/log/positions';
import { recycled } from '@/lib/process/recycled';

import { type Command, UsageError } from '../command';
import { recordsOf } from '../facts';

export const recycleCommand: Command = {
  name: 'recycle',
  usage: '   lost deals whose reason may have run out, the largest first; minor units',
  run({ facts, log, now, today }) {
    const { answer, deals } = recycled(log, { at: instant(now), today });
    return {
      ...answer.total,
      doubts: answer.doubts,
      deals: deals.map(({ deal, ...rest }) => {
        const id = log.ids[deal] ?? '';
        return { id, name: facts.deal(id)?.opportunity.name, ...rest };
      }),
    };
  },
};

export const alikeCommand: Command = {
  name: 'alike',
  usage: '[--id ID]   the ten closed deals most like an open one as they were at its age, and how they ended',
  options: { id: { type: 'string' } },
  run({ facts, log, now }, options) {
    const open = recordsOf(facts).filter(({ isClosed }) => !isClosed);
    const id = options['id'] ?? open[0]?.id;
    const deal = log.ids.indexOf(String(id));
    if (deal < 0) throw new UsageError(`There is no deal ${String(id)} in this org.`);
    return {
      id,
      alike: lookAlikes(log, dealIndex(deal), instant(now), comparedBy(log, instant(now))).map((each) => ({
        ...each,
        deal: log.ids[each.deal],
      })),
    };
  },
};
