import { metric } from '@/lib/figures/figure';

import { LEAST_CASES_NAMED } from './rep-difference';

/** A month of a measure against the months before it; shares of 0–1 or days. */
export interface MonthShift {
  now: number;
  before: number;
  /** Cases of the month, and of those before. */
  n: number;
  earlier: number;
  /** Of the difference, so wide that a dozen measures looked at together seldom leave it by chance. */
  low: number;
  high: number;
}

/** `monthShift` (G9.11): means of a month and of the months before. */
export const monthShift = metric({
  id: 'monthShift',
  rule: 'G9.11',
  compute: ({ now, before }: Pick<MonthShift, 'now' | 'before'>) => now - before,
  vectors: [
    { input: { now: 0.25, before: 0.5 }, output: -0.25 },
    { input: { now: 12, before: 12 }, output: 0 },
  ],
});

/** Months before that are needed to know how months differ. */
const LEAST_MONTHS = 5;
/** 99.4 % to both sides: fifteen measures that did not change get worse by more than that in one org of twenty. */
const Z = 2.75;

/** Student's quantile from the normal one, for as many degrees of freedom (Abramowitz and Stegun, 26.7.5). */
const student = (z: number, df: number): number =>
  z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df * df);

/**
 * The month's mean against that of the months before, with an interval that knows how months differ anyway: by analysis of variance, and
 * never less than cases drawn at random. Values by month, the one looked at first. Undefined with fewer than 20 cases or 5 months before.
 */
export function shiftOf([month = [], ...rest]: readonly (readonly number[])[]): MonthShift | undefined {
  const before = rest.filter(({ length }) => length > 0);
  const all = before.flat();
  const df = before.length - 1;
  if (month.length < LEAST_CASES_NAMED || all.length < LEAST_CASES_NAMED || before.length < LEAST_MONTHS)
    return undefined;
  const usual = mean(all);
  const within =
    total(before.flatMap((values) => values.map((value) => (value - mean(values)) ** 2))) / (all.length - df - 1);
  const between = total(before.map((values) => values.length * (mean(values) - usual) ** 2)) / df;
  const spread = Math.max(within, between);
  if (!(spread > 0)) return undefined;
  const half = student(Z, df) * Math.sqrt(spread * (1 / month.length + 1 / all.length));
  const now = mean(month);
  const by = monthShift.compute({ now, before: usual });
  return { now, before: usual, n: month.length, earlier: all.length, low: by - half, high: by + half };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const mean = (values: readonly number[]): number => total(values) / values.length;

/**
 * Whether a leak is surer than the largest of all stages' and quarters' would be by chance: its interval is that of one stage and one
 * quarter, a review looks at all of them.
 */
export function isSureLeak({
  share,
  n,
  best,
}: {
  share: number;
  n: number;
  best: { share: number; n: number };
}): boolean {
  const others = n - best.n;
  return (
    n >= LEAST_CASES_NAMED &&
    others > 0 &&
    best.share - share > LEAK_Z * Math.sqrt(share * (1 - share) * (1 / best.n + 1 / others))
  );
}
/** One in a hundred, to one side, over forty stages and quarters. */
const LEAK_Z = 3.48;
