import { DAY_MS } from '@/lib/calendar/days';
import { quantile } from '@/lib/figures/quantile';
import { randomStream } from '@/lib/figures/random';

import { type Case, type Effect, type Groups, untouchedUntil } from './experiment';

/** Days looked at before a change and after it. */
const REACH_DAYS = 180;
/** Cases that each side needs. */
const LEAST_CASES = 10;
/** Days before a change that are left out at most. */
const MOST_BLURRED_DAYS = 90;
const DRAWS = 400;
const WEEK_MS = 7 * DAY_MS;

/**
 * An interrupted series: by how much a measure stepped at an instant, beyond the straight line that it went along anyway, where a change
 * was for everybody and nobody is left to compare with. Least squares on cases of half a year to either side; 95 % interval by bootstrap over
 * weeks, as cases of one week are alike. Cases that began so shortly before that most of them were under way on the day are left out. Undefined
 * with fewer than ten cases on a side.
 */
export function interrupted(given: readonly Case[], changedAt: number, seed = 1): Effect | undefined {
  const { before, after } = sidesOf(given, changedAt);
  if (Math.min(before.length, after.length) < LEAST_CASES) return undefined;
  const weeksOf = (side: readonly Case[], isAfter: boolean): Sums[] =>
    [...Map.groupBy(side, ({ at }) => Math.floor((at - changedAt) / WEEK_MS)).values()].map((week) =>
      week.reduce((sums, { at, value }) => {
        const t = (at - changedAt) / (REACH_DAYS * DAY_MS);
        return plus(sums, {
          n: 1,
          after: isAfter ? 1 : 0,
          t,
          tt: t * t,
          ta: isAfter ? t : 0,
          y: value,
          ty: t * value,
          ya: isAfter ? value : 0,
        });
      }, NONE),
    );
  const [first, second] = [weeksOf(before, false), weeksOf(after, true)];
  const found = stepOf([...first, ...second]);
  if (found === undefined) return undefined;
  const next = randomStream(seed);
  const drawn = (weeks: readonly Sums[]): Sums[] => weeks.map(() => weeks[Math.floor(next() * weeks.length)] ?? NONE);
  const draws = Array.from({ length: DRAWS }, () => stepOf([...drawn(first), ...drawn(second)])).filter(
    (step) => step !== undefined,
  );
  // Few weeks vary less among themselves than they would: by as much as the three parameters take of them.
  const fewer = Math.sqrt(Math.max(1, first.length + second.length) / Math.max(1, first.length + second.length - 6));
  const end = (share: number): number => found + ((quantile(draws, share) ?? found) - found) * fewer;
  const mean = (side: readonly Case[]): number => side.reduce((sum, { value }) => sum + value, 0) / side.length;
  return {
    effect: found,
    low: end(0.025),
    high: end(0.975),
    n: sideCounts(given, changedAt),
    means: { treatedBefore: mean(before), treatedAfter: mean(after), othersBefore: 0, othersAfter: 0 },
  };
}

/** Cases of half a year to either side; half a day more, as days that a clock change made longer or shorter lie between. */
function sidesOf(given: readonly Case[], changedAt: number): { before: Case[]; after: Case[] } {
  const reach = (REACH_DAYS + 0.5) * DAY_MS;
  const untouched = untouchedUntil(given, changedAt, MOST_BLURRED_DAYS * DAY_MS);
  return {
    before: given.filter(({ at }) => at < untouched && at >= untouched - reach),
    after: given.filter(({ at }) => at >= changedAt && at <= changedAt + reach),
  };
}

/** How many cases the two sides have; the others have none. */
export function sideCounts(given: readonly Case[], changedAt: number): Groups {
  const { before, after } = sidesOf(given, changedAt);
  return { treatedBefore: before.length, treatedAfter: after.length, othersBefore: 0, othersAfter: 0 };
}

/** Of the cases of a week: how many, how many after, times, values and their products. */
interface Sums {
  n: number;
  after: number;
  t: number;
  tt: number;
  ta: number;
  y: number;
  ty: number;
  ya: number;
}
const NONE: Sums = { n: 0, after: 0, t: 0, tt: 0, ta: 0, y: 0, ty: 0, ya: 0 };
const plus = (a: Sums, b: Sums): Sums => ({
  n: a.n + b.n,
  after: a.after + b.after,
  t: a.t + b.t,
  tt: a.tt + b.tt,
  ta: a.ta + b.ta,
  y: a.y + b.y,
  ty: a.ty + b.ty,
  ya: a.ya + b.ya,
});

/** The step of value = level + slope · t + step · after, by least squares; undefined where the line cannot be told from the step. */
function stepOf(weeks: readonly Sums[]): number | undefined {
  const { n, after, t, tt, ta, y, ty, ya } = weeks.reduce(plus, NONE);
  // The step's own column and the values, each without level and slope.
  const [stt, sta, saa] = [tt - (t * t) / n, ta - (t * after) / n, after - (after * after) / n];
  const [sty, say] = [ty - (t * y) / n, ya - (after * y) / n];
  const rest = saa * stt - sta * sta;
  return rest > 1e-9 * stt * Math.max(1, saa) ? (say * stt - sty * sta) / rest : undefined;
}

/** The same on earlier dates, with cases of before the change alone. */
export const interruptedPlacebos = (
  cases: readonly Case[],
  changedAt: number,
  dates: readonly number[],
): { date: number; effect: Effect }[] =>
  dates.flatMap((date, seed) => {
    const effect = interrupted(
      cases.filter(({ at }) => at < changedAt),
      date,
      seed + 2,
    );
    return effect ? [{ date, effect }] : [];
  });
