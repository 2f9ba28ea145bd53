import { metric } from '@/lib/figures/figure';

import { wilson } from './wilson';

/** Of so many cases of one person, how many count. */
export interface Tally {
  counted: number;
  n: number;
}

/** What is known of a share before a person's own cases: what is usual, and how many cases that weighs; Infinity: people do not differ. */
export interface SharePrior {
  mean: number;
  cases: number;
}

/** Fewer people do not say how people differ. */
const LEAST_PEOPLE = 3;

/**
 * How a share differs from person to person: a Beta prior whose weight comes from the intraclass correlation of their cases (analysis of
 * variance, as for a beta-binomial). Undefined with fewer than three people, and where no case counts or all do.
 */
export function sharePrior(tallies: readonly Tally[]): SharePrior | undefined {
  const held = tallies.filter(({ n }) => n > 0);
  const people = held.length;
  const all = total(held.map(({ n }) => n));
  const counted = total(held.map((each) => each.counted));
  if (people < LEAST_PEOPLE || counted === 0 || counted === all) return undefined;
  const mean = counted / all;
  const between = total(held.map(({ counted: k, n }) => n * (k / n - mean) ** 2)) / (people - 1);
  const within = all > people ? total(held.map(({ counted: k, n }) => k * (1 - k / n))) / (all - people) : 0;
  const usual = (all - total(held.map(({ n }) => n * n)) / all) / (people - 1);
  const spread = between + (usual - 1) * within;
  const alike = spread > 0 ? (between - within) / spread : 0;
  return { mean, cases: alike > 0 ? (1 - Math.min(alike, MOST_ALIKE)) / Math.min(alike, MOST_ALIKE) : Infinity };
}
/** Cases of one person are never taken for the same case. */
const MOST_ALIKE = 0.99;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** A person's share, drawn towards what is usual by as much as few cases can mislead. */
export const shrunkShare = metric({
  id: 'shrunkShare',
  rule: 'G9.8',
  compute: ({ counted, n, prior }: Tally & { prior: SharePrior }) =>
    prior.cases === Infinity ? prior.mean : (counted + prior.mean * prior.cases) / (n + prior.cases),
  vectors: [
    { input: { counted: 10, n: 20, prior: { mean: 0.75, cases: 20 } }, output: 0.625 },
    { input: { counted: 1, n: 2, prior: { mean: 0.8, cases: Infinity } }, output: 0.8 },
  ],
});

/** Its 95 % interval: that of as many cases as it rests on, the usual ones included. */
export const shrunkInterval = ({ counted, n }: Tally, prior: SharePrior): { low: number; high: number } =>
  prior.cases === Infinity
    ? { low: prior.mean, high: prior.mean }
    : wilson(counted + prior.mean * prior.cases, n + prior.cases);
