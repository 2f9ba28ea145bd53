import { median } from '@/lib/figures/quantile';

/** Fewer gaps tell nothing of what is usual. */
const FEWEST = 5;

/** Whole days, at least 1, that usually lie between two touches (G9.6); undefined where too few gaps tell. */
export function usualGap(days: readonly number[]): number | undefined {
  const usual = days.length >= FEWEST ? median(days) : undefined;
  return usual === undefined ? undefined : Math.max(1, Math.round(usual));
}
