import { DAY_MS, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { constantAmountsIn, toMinor } from '@/lib/deal/money';
import type { Signal } from '@/lib/deal/signals/signal';

const RECENT_DAYS = 180;

/** Its amount stands by at least so many percent below an amount that it had at some time in the last half year. */
export const amountCut: Signal = {
  id: 'amountCut',
  assess({ opportunity, versions }, { now, profile, limits }) {
    const to = opportunity.amount;
    if (to === undefined) return undefined;
    const since = now - RECENT_DAYS * DAY_MS;
    const currency = opportunity.currency ?? profile.currency;
    let highest = 0;
    let cutAt: number | undefined;
    let last: number | undefined;
    const amounts = constantAmountsIn(versions, currency, profile);
    for (const [index, { from }] of versions.entries()) {
      const amount = amounts[index];
      if (amount === undefined) continue;
      if (last !== undefined && amount < last && from >= since) cutAt = from;
      last = amount;
      const until = versions[index + 1]?.from ?? now;
      if (until >= since) highest = Math.max(highest, amount);
    }
    if (cutAt === undefined || highest <= 0) return undefined;
    // In whole numbers, so that a cut of exactly so many percent counts in spite of binary fractions.
    if (toMinor(to, currency) * 100 > toMinor(highest, currency) * (100 - limits.amountCut)) return undefined;
    const percent = Math.round((1 - to / highest) * 100);
    return {
      points: percent >= 30 ? 12 : 8,
      values: {
        from: highest,
        to,
        percent,
        day: dayAt(instant(cutAt), profile.timeZone),
        currency,
      },
    };
  },
};
