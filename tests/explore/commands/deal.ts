import { dealOutlook } from '@/lib/forecast/deal-outlook';

import { type Command, UsageError } from '../command';
import { recordsOf } from '../facts';

export const dealCommand: Command = {
  name: 'deal',
  usage:
    '[--id ID]   what one open deal does to its owner’s quarter, and its focus bucket; without an id, the largest one',
  options: { id: { type: 'string' } },
  run({ facts }, options) {
    const open = recordsOf(facts).filter(({ isClosed }) => !isClosed);
    const [largest] = open.toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0));
    const id = typeof options['id'] === 'string' ? options['id'] : largest?.id;
    if (id === undefined) throw new UsageError('This org has no open deal.');
    const deal = facts.deal(id);
    if (!deal) throw new UsageError(`There is no deal ${id} in this org.`);
    const { opportunity } = deal;
    const found = dealOutlook(facts, deal);
    if (!found) return { id, name: opportunity.name, isClosed: opportunity.isClosed, isWon: opportunity.isWon };
    return { id, name: opportunity.name, ...found };
  },
};
