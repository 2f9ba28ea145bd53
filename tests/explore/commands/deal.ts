import { dealOutlook } from '@/lib/domain/deal-outlook';

import { type Command, UsageError } from '../command';

export const dealCommand: Command = {
  name: 'deal',
  usage: '[--id ID]   what one open deal (the largest, when none is named) does to its owner’s quarter, and its bucket',
  options: { id: { type: 'string' } },
  run({ facts }, { id }) {
    const [largest] = facts.opportunities
      .filter(({ isClosed }) => !isClosed)
      .toSorted((a, b) => (b.amount ?? 0) - (a.amount ?? 0));
    const wanted = typeof id === 'string' ? id : largest?.id;
    const deal = wanted === undefined ? undefined : facts.deal(wanted);
    if (!deal) throw new UsageError(wanted === undefined ? 'No deal is open.' : `There is no deal ${wanted} here.`);
    const { opportunity } = deal;
    const found = dealOutlook(facts, deal);
    if (!found) return { id: wanted, name: opportunity.name, isClosed: opportunity.isClosed, isWon: opportunity.isWon };
    return { id: wanted, name: opportunity.name, ...found };
  },
};
