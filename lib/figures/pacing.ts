import { median } from '@/lib/figures/quantile';

/** Finished periods that pace and usual remainder are taken from: older ones were another organisation. */
export const PACE_PERIODS = 4;

/**
 * `pacing` (G6.5): won to date ÷ (quota × the median share that was booked by this point of past periods). 1 is on pace;
 * undefined without a quota, without a past, or before the past had booked anything.
 */
export function pacing(won: number, quota: number, pastShares: readonly number[]): number | undefined {
  const usual = median(pastShares);
  return quota > 0 && usual !== undefined && usual > 0 ? won / (quota * usual) : undefined;
}

/**
 * "Booked and the usual remainder": won to date + the mean of what past periods still booked after this point. The safer
 * projection early in a period, where dividing by a small share is not (G6.6).
 */
export function usualRemainder(won: number, pastRemainders: readonly number[]): number | undefined {
  if (pastRemainders.length === 0) return undefined;
  return won + pastRemainders.reduce((sum, rest) => sum + rest, 0) / pastRemainders.length;
}
