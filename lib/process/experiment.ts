import { quantile } from '@/lib/figures/quantile';
import { randomStream } from '@/lib/figures/random';

/** One measured case: when it began, whether it is in the group that the change was for, and its value. */
export interface Case {
  at: number;
  /** When it ended, where it lasted: on days between it was under way. */
  until?: number;
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
/** Of cases that last so many are over after the days that are left out before a change. */
const MOSTLY_OVER = 0.9;
/** Cases that each of the four groups needs. */
const LEAST_CASES = 5;

/**
 * Before and after a dated change with a comparison group: difference in differences of means, with an interval (bootstrap, seeded, as wide as
 * few cases need). What moved both groups alike is no effect. Cases that began so shortly before that most of them were under way on the day are
 * left out, see {@link untouchedUntil}. Undefined where one of the four groups has fewer than five cases.
 */
export function beforeAfter(cases: readonly Case[], changedAt: number, seed = 1): Effect | undefined {
  const groups = groupsOf(cases, changedAt);
  if (groups.some((group) => group.length < LEAST_CASES)) return undefined;
  const difference = ([a, b, c, d]: readonly number[]): number => (b ?? 0) - (a ?? 0) - ((d ?? 0) - (c ?? 0));
  const effect = difference(groups.map(mean));
  const pools = groups.map(poolOf);
  const next = randomStream(seed);
  const off = Array.from({ length: DRAWS }, () =>
    difference(
      groups.map(({ length }, place) => {
        const pool = pools[place] ?? [];
        let sum = 0;
        for (let draw = 0; draw < length; draw += 1) sum += pool[Math.floor(next() * pool.length)] ?? 0;
        // A sample varies less about its own mean than about the true one.
        return (sum / length - mean(pool)) * Math.sqrt(length / (length - 1));
      }),
    ),
  );
  const wider = studentWidth(
    groups.map(({ length }, place) => ({ n: length, variance: varianceOf(pools[place] ?? []) })),
  );
  const end = (share: number): number => effect + (quantile(off, share) ?? 0) * wider;
  return {
    effect,
    low: end(0.025),
    high: end(0.975),
    n: named(groups.map(({ length }) => length)),
    means: named(groups.map(mean)),
  };
}

/** What a group is drawn from: of yes and no one more of each (Agresti and Coull, 1998), or five of five would be certain. */
const poolOf = (group: readonly number[]): readonly number[] =>
  group.every((value) => value === 0 || value === 1) ? [...group, 0, 1] : group;

/** How much wider than by the normal an interval of few cases is: Student's t with the degrees of freedom of Welch (1947). */
function studentWidth(groups: readonly { n: number; variance: number }[]): number {
  const parts = groups.map(({ n, variance }) => ({ n, of: variance / n }));
  const all = parts.reduce((sum, { of }) => sum + of, 0);
  const freedom = all ** 2 / parts.reduce((sum, { n, of }) => sum + of ** 2 / (n - 1), 0);
  if (!(freedom > 0)) return 1;
  const z = 1.96;
  // Cornish and Fisher's expansion of the quantile of t.
  return (z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2)) / z;
}

const varianceOf = (values: readonly number[]): number => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
};

/**
 * The instant before which cases were mostly over on the day of a change: those that lasted on into it were half under the one and half under
 * the other, and leaving out these alone would leave the quick ones. At most so many ms before.
 */
export function untouchedUntil(cases: readonly Case[], changedAt: number, most = Infinity): number {
  const lasted = cases.flatMap(({ at, until }) => (at < changedAt && until !== undefined ? [until - at] : []));
  return changedAt - Math.min(quantile(lasted, MOSTLY_OVER) ?? 0, most);
}

/** How many cases each of the four groups has. */
export const caseCounts = (cases: readonly Case[], changedAt: number): Groups =>
  named(groupsOf(cases, changedAt).map(({ length }) => length));

/** Values of the treated before and after, then of the others before and after. */
function groupsOf(cases: readonly Case[], changedAt: number): number[][] {
  const untouched = untouchedUntil(cases, changedAt);
  return [true, false].flatMap((isTreated) =>
    [false, true].map((isAfter) =>
      cases
        .filter((each) => each.isTreated === isTreated && (isAfter ? each.at >= changedAt : each.at < untouched))
        .map(({ value }) => value),
    ),
  );
}

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
