import { quantile } from '@/lib/figures/quantile';
import { randomStream } from '@/lib/figures/random';

/** One measured case: when it began, whether it is in the group that the change was for, and its value. */
export interface Case {
  at: number;
  isTreated: boolean;
  value: number;
}

export interface Effect {
  /** (treated after − treated before) − (others after − others before): in units of the value. */
  effect: number;
  /** 95 % interval by bootstrap over cases. */
  low: number;
  high: number;
  n: Groups;
  means: Groups;
}

/** One number for each of the four groups. */
export interface Groups {
  treatedBefore: number;
  treatedAfter: number;
  othersBefore: number;
  othersAfter: number;
}

const DRAWS = 500;
/** Cases that each of the four groups needs. */
const LEAST_CASES = 5;

/**
 * Before and after a dated change with a comparison group: difference in differences of means, with an interval (bootstrap, seeded). What moved
 * both groups alike is no effect. Undefined where one of the four groups has fewer than five cases.
 */
export function beforeAfter(cases: readonly Case[], changedAt: number, seed = 1): Effect | undefined {
  const groups = groupsOf(cases, changedAt);
  if (groups.some((group) => group.length < LEAST_CASES)) return undefined;
  const difference = ([a, b, c, d]: readonly number[]): number => (b ?? 0) - (a ?? 0) - ((d ?? 0) - (c ?? 0));
  const next = randomStream(seed);
  const draws = Array.from({ length: DRAWS }, () =>
    difference(
      groups.map((group) => {
        let sum = 0;
        for (let draw = 0; draw < group.length; draw += 1) sum += group[Math.floor(next() * group.length)] ?? 0;
        return sum / group.length;
      }),
    ),
  );
  return {
    effect: difference(groups.map(mean)),
    low: quantile(draws, 0.025) ?? 0,
    high: quantile(draws, 0.975) ?? 0,
    n: named(groups.map(({ length }) => length)),
    means: named(groups.map(mean)),
  };
}

/** How many cases each of the four groups has. */
export const caseCounts = (cases: readonly Case[], changedAt: number): Groups =>
  named(groupsOf(cases, changedAt).map(({ length }) => length));

/** Values of the treated before and after, then of the others before and after. */
const groupsOf = (cases: readonly Case[], changedAt: number): number[][] =>
  [true, false].flatMap((isTreated) =>
    [false, true].map((isAfter) =>
      cases
        .filter((each) => each.isTreated === isTreated && each.at >= changedAt === isAfter)
        .map(({ value }) => value),
    ),
  );

const named = ([
  treatedBefore = 0,
  treatedAfter = 0,
  othersBefore = 0,
  othersAfter = 0,
]: readonly number[]): Groups => ({
  treatedBefore,
  treatedAfter,
  othersBefore,
  othersAfter,
});

/** The same at dates on which nothing was changed: how often chance alone looks like an effect. Only cases before the change are used. */
export function placebos(
  cases: readonly Case[],
  changedAt: number,
  dates: readonly number[],
): { date: number; effect: Effect }[] {
  const before = cases.filter(({ at }) => at < changedAt);
  return dates.flatMap((date, seed) => {
    const effect = beforeAfter(before, date, seed + 2);
    return effect ? [{ date, effect }] : [];
  });
}

/** Whether an effect is as far from 0 as another, to either side. */
export const isAsLarge = (effect: number, other: number): boolean => Math.abs(effect) >= Math.abs(other);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
