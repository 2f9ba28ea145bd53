import { isWithin } from '@/lib/calendar/fiscal';
import type { Period } from '@/lib/calendar/period';
import { sum, toCorporate } from '@/lib/deal/money';
import type { OrgData } from '@/lib/deal/org-data';

/** Quota of each user inside a period: months or quarters whose first day lies in it. Amounts without a rate are left out. */
export function quotaByUser(
  { quotas, profile }: Pick<OrgData, 'quotas' | 'profile'>,
  period: Period,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const { userId, start, ...money } of quotas) {
    const amount = isWithin(period, start) ? toCorporate(money, profile) : undefined;
    if (amount !== undefined) found.set(userId, sum([found.get(userId) ?? 0, amount]));
  }
  return found;
}
