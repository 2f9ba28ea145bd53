import type { Budget } from '@/lib/deal/adapter-health';

/**
 * Milliseconds from one automatic call to the next, where `everyMs` is wanted: longer the more of the day's share is used, so
 * that it lasts the day instead of ending all at once. Twice as long at 30 % used, four times at half, a hundred times at 90 %.
 */
export const paced = (everyMs: number, { used, allowed }: Pick<Budget, 'used' | 'allowed'>): number =>
  used < allowed ? everyMs / (1 - used / allowed) ** 2 : Infinity;
