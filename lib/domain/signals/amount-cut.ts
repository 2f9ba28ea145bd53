import { DAY_MS, dayAt } from '@/lib/domain/days';
import type { Signal } from '@/lib/domain/signals/signal';

const RECENT_DAYS = 180;
const MIN_CUT = 0.1;

/** Its amount stands at least a tenth below the highest it had when the last cut was made, within half a year. */
export const amountCut: Signal = {
  id: 'amountCut',
  assess({ opportunity, versions }, { now, profile }) {
    const to = opportunity.amount;
    if (to === undefined) return undefined;
    let highest = 0;
    let cutAt: number | undefined;
    let last: number | undefined;
    for (const { amount, from } of versions) {
      if (amount === undefined) continue;
      if (last !== undefined && amount < last) cutAt = from;
      highest = Math.max(highest, amount);
      last = amount;
    }
    if (cutAt === undefined || now - cutAt > RECENT_DAYS * DAY_MS || to > highest * (1 - MIN_CUT)) return undefined;
    const percent = Math.round((1 - to / highest) * 100);
    return {
      points: percent >= 30 ? 12 : 8,
      values: {
        from: highest,
        to,
        percent,
        day: dayAt(cutAt, profile.timeZone),
        currency: opportunity.currency ?? profile.currency,
      },
    };
  },
};
