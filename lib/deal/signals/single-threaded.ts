import { peopleCount } from '@/lib/deal/people';
import type { Signal } from '@/lib/deal/signals/signal';

/** At most one person of the buying team is known, where teams have three to ten (G9.1). */
export const singleThreaded: Signal = {
  id: 'singleThreaded',
  assess(deal, { contactRolesMeasured }) {
    const count = peopleCount(deal);
    if (!contactRolesMeasured || count > 1) return undefined;
    return { points: count === 0 ? 12 : 10, values: { people: count } };
  },
};
