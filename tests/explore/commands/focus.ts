import { BUCKETS } from '@/lib/forecast/focus';
import { focusOf } from '@/lib/forecast/focus-of';

import type { Command } from '../command';
import { recordsOf } from '../facts';

export const focusCommand: Command = {
  name: 'focus',
  usage: '   every open deal in its one bucket, with the rule that put it there',
  run({ facts }) {
    const deals = recordsOf(facts).flatMap(({ id, name, amount }) => {
      const deal = facts.deal(id);
      const found = deal && focusOf(facts, deal);
      return found ? [{ id, name, amount, ...found }] : [];
    });
    return {
      buckets: BUCKETS.map((bucket) => ({ bucket, deals: deals.filter((each) => each.bucket === bucket).length })),
      deals,
    };
  },
};
