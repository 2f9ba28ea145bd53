import { metric } from '@/lib/figures/figure';
import { median } from '@/lib/figures/quantile';

/** Finished periods that pace and usual remainder are taken from: older ones were another organisation. */
export const PACE_PERIODS = 4;

/**
 * Won to date ÷ (quota × the median share that was booked by this point of past periods). 1 is on pace; undefined without a quota,
 * without a past, or before the past had booked anything.
 */
export const pacing = metric({
  id: 'pacing',
  rule: 'G6.5',
  compute({ won, quota, shares }: { won: number; quota: number; shares: readonly number[] }) {
    const usual = median(shares);
    return quota > 0 && usual !== undefined && usual > 0 ? won / (quota * usual) : undefined;
  },
  vectors: [
    { input: { won: 50, quota: 200, shares: [0.2, 0.25, 0.3] }, output: 1 },
    { input: { won: 50, quota: 0, shares: [1] }, output: undefined },
  ],
});

/**
 * "Booked and the usual remainder": won to date + the mean of what past periods still booked after this point. The safer
 * projection early in a period, where dividing by a small share is not.
 */
export const usualRemainder = metric({
  id: 'usualRemainder',
  rule: 'G6.6',
  compute: ({ won, remainders }: { won: number; remainders: readonly number[] }) =>
    remainders.length > 0 ? won + remainders.reduce((sum, rest) => sum + rest, 0) / remainders.length : undefined,
  vectors: [
    { input: { won: 100, remainders: [50, 70] }, output: 160 },
    { input: { won: 100, remainders: [] }, output: undefined },
  ],
});

/** How many deals are usually still brought to an end; by how many were in some quarters, from as many days before their end on. */
export const usualEffort = metric({
  id: 'usualEffort',
  rule: 'G7.32',
  compute(counts: readonly number[]) {
    const usual = median(counts);
    return usual === undefined ? undefined : Math.max(1, Math.round(usual));
  },
  vectors: [
    { input: [8, 12, 10, 40], output: 11 },
    { input: [0, 0], output: 1 },
    { input: [], output: undefined },
  ],
});
