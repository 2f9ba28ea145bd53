import { peopleCount } from '@/lib/deal/people';
import type { Signal } from '@/lib/deal/signals/signal';

/** At most one person of the buying team is known (G9.1), or as many as were set, where teams have three to ten. */
export const singleThreaded: Signal = {
  id: 'singleThreaded',
  assess(deal, { contactRolesMeasured, limits }) {
    const count = peopleCount(deal);
    if (!contactRolesMeasured || count > limits.singleThreaded) return undefined;
    return { points: count === 0 ? 12 : 10, values: { people: count } };
  },
};
