import { dealOutlook } from '@/lib/domain/deal-outlook';

import { type Command, UsageError } from '../command';

export const dealCommand: Command = {
  name: 'deal',
  usage: '--id ID   what one open deal does to its owner’s quarter, and its focus bucket',
  options: { id: { type: 'string' } },
  run({ facts }, { id }) {
    if (typeof id !== 'string') throw new UsageError('Name a deal: --id 006….');
    const deal = facts.deal(id);
    if (!deal) throw new UsageError(`There is no deal ${id} in this org.`);
    const { opportunity } = deal;
    const found = dealOutlook(facts, deal);
    if (!found) return { id, name: opportunity.name, isClosed: opportunity.isClosed, isWon: opportunity.isWon };
    return { id, name: opportunity.name, ...found };
  },
};
