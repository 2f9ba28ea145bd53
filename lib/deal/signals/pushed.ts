import { pushes } from '@/lib/deal/history';
import type { Signal } from '@/lib/deal/signals/signal';

/** The close date moved to a later day, by our own count of every such move (G4.1), as often as counts. */
export const pushed: Signal = {
  id: 'pushed',
  assess({ versions }, { limits }) {
    const { count, days, first, latest } = pushes(versions);
    if (count < limits.pushed || first === undefined || latest === undefined) return undefined;
    return { points: Math.min(24, 4 + count * 5), values: { count, days, from: first, to: latest } };
  },
};
