import { isDecisionMaker, peopleCount } from '@/lib/deal/people';
import type { Signal } from '@/lib/deal/signals/signal';

/** Past the middle of the ladder, or the share of it that was set, and none of its people is known to decide. */
export const noDecisionMaker: Signal = {
  id: 'noDecisionMaker',
  assess(deal, { stages, contactRolesMeasured, limits }) {
    const people = peopleCount(deal);
    if (!contactRolesMeasured || people === 0 || deal.contactRoles.some(isDecisionMaker)) return undefined;
    const open = [...stages.values()]
      .filter((stage) => stage.isActive && !stage.isClosed)
      .toSorted((a, b) => a.order - b.order);
    const position = open.findIndex(({ name }) => name === deal.opportunity.stage);
    if (position < Math.floor((open.length * limits.noDecisionMaker) / 100)) return undefined;
    return { points: 12, values: { people } };
  },
};
