import { belief, type Belief, believed, type Look } from '@/lib/forecast/chance/beliefs';
import { QUARTERS, type Week, type Weeks } from '@/lib/forecast/chance/weeks';

/** How much faster or slower wins come than the whole past says. Factors on the rate of wins; 1 is as usual. */
export interface Tempo {
  /** By weeks left in the quarter after it, 0 is the last. */
  season: Float64Array;
  /** How strongly the weeks of a quarter may differ, or its last ones alone, and how likely that is once the past is known. */
  effects: readonly WeekEffect[];
  /** Log of the mean factor of the present quarter, the variance of its log with the shock, and how sure it is that there was a lasting change. */
  level: number;
  variance: number;
  changed: number;
  /** Log of the factor of each quarter, the present one last. */
  levels: Float64Array;
}

/** One way in which weeks of a quarter may differ: by so much, and whether it is all of them or the last ones alone. */
export interface WeekEffect {
  sd: number;
  weight: number;
  isRush: boolean;
}

/**
 * How strongly the weeks of a quarter may differ, and how likely that is beforehand: in most orgs there is little of it. Where there is much it mostly
 * lies in the last weeks, which then differ from all others and not these from each other.
 */
const SEASONS: readonly WeekEffect[] = [
  { sd: 0, weight: 0.5, isRush: false },
  { sd: 0.15, weight: 0.1, isRush: false },
  { sd: 0.3, weight: 0.12, isRush: false },
  { sd: 0.6, weight: 0.1, isRush: false },
  { sd: 1.2, weight: 0.05, isRush: false },
  { sd: 0.5, weight: 0.05, isRush: true },
  { sd: 1.2, weight: 0.08, isRush: true },
];
/** Weeks of a rush at a quarter's end. */
const RUSH_WEEKS = 2;
/** Two weeks apart, weeks agree by e^−1; and a little of each is its own. */
const APART = 2;
const OWN = 0.15;

const SHOCKS = [
  { sd: 0.05, weight: 0.3 },
  { sd: 0.15, weight: 0.3 },
  { sd: 0.3, weight: 0.3 },
  { sd: 0.5, weight: 0.1 },
] as const;
/** All quarters of the past are known to a factor only. */
const OFFSET_SD = 0.3;
const STEADY = 0.6;
const WANDER = [0.08, 0.2] as const;
const TREND_SD = 0.06;
const STEP_SD = 0.7;
/** How strongly the quarters of a year may differ in new deals. */
const YEARS = [
  { sd: 0, weight: 0.75 },
  { sd: 0.25, weight: 0.25 },
] as const;
/** Quarters that are looked back on, and the present one. */
const PLACES = QUARTERS + 1;
const LEVELS = levelsOf([{ sd: 0, weight: 1 }]);

/** One cause of ending: how often it came in each week, and the chances of the groups of deals. */
interface Ends {
  weeks: readonly Week[];
  rates: Float64Array;
  how: 'won' | 'lost' | 'moved';
}

/** Below a seventh more or less it is not: a rush, or a level that moved before nearly all that the rates were counted over. */
export const isWorthAWord = (times: number): boolean => Math.abs(Math.log(times)) > Math.log(1.15);

/** Tempo of one cause from the weeks of past quarters, the present one last, against rates of the quarters from `since` on. */
export function tempoOf(
  { weeks, rates }: Pick<Weeks, 'weeks' | 'rates'>,
  how: 'won' | 'lost' | 'moved',
  since: number,
): Tempo {
  const ends = { weeks, rates: rates[how], how };
  const { season, effects } = seasonOf(ends);
  const inSeason = ({ left }: Week): number => season[left] ?? 1;
  const looks = Array.from({ length: PLACES }, (_, quarter) =>
    lookOf({ ...ends, weeks: weeks.filter((week) => week.quarter === quarter) }, inSeason),
  );
  const found = believed(looks, COURSES.level);
  // The rates that are to be moved were counted over some of the quarters, at their mean level.
  const known = lookOf({ ...ends, weeks: weeks.filter((week) => week.quarter >= since) }, inSeason).value;
  const last = PLACES - 1;
  // Chances are means over what the present quarter may turn out to be, and a factor's mean lies above its middle. What is not known of
  // the quarters that the rates were counted over either is in the rates.
  const counted = PLACES - since;
  const beside = Float64Array.from(
    { length: PLACES },
    (_, index) => Number(index === last) - Number(index >= since) / counted,
  );
  const variance = found.varianceOf(beside);
  return {
    season,
    effects,
    level: (found.mean[last] ?? 0) - known + variance / 2,
    variance,
    changed: LEVELS.reduce((sum, { isSteady }, index) => sum + (isSteady ? 0 : (found.weights[index] ?? 0)), 0),
    levels: found.mean.map((mean) => mean - known),
  };
}

/** The factor on all rates under which as many would have ended as did, as a log with its variance by chance. */
function lookOf({ weeks, rates, how }: Ends, of: (week: Week) => number): Look {
  let ended = 0;
  // Weeks of one factor are as one.
  const byFactor = new Map<number, Float64Array>();
  for (const week of weeks) {
    ended += week[how];
    const own = of(week);
    const held = byFactor.get(own);
    if (held) week.open.forEach((count, group) => (held[group] = (held[group] ?? 0) + count));
    else byFactor.set(own, week.open.slice());
  }
  const [counts, wholes]: [number[], number[]] = [[], []];
  for (const [own, open] of byFactor)
    open.forEach((count, group) => {
      const rate = Math.min(0.999, rates[group] ?? 0);
      if (count === 0 || rate === 0) return;
      counts.push(count);
      wholes.push(-Math.log(1 - rate) * own);
    });
  const under = (log: number): { mean: number; slope: number } => {
    let [mean, slope] = [0, 0];
    const factor = Math.exp(log);
    for (let cell = 0; cell < counts.length; cell += 1) {
      const whole = (wholes[cell] ?? 0) * factor;
      const left = Math.exp(-whole);
      mean += (counts[cell] ?? 0) * (1 - left);
      slope += (counts[cell] ?? 0) * whole * left;
    }
    return { mean, slope };
  };
  const usual = under(0);
  if (!(usual.mean > 0.5)) return { value: 0, noise: Infinity };
  // Where nothing came, half an end more: it is no proof of never.
  const wanted = Math.max(0.5, ended);
  let value = 0;
  for (let round = 0; round < 12; round += 1) {
    const { mean, slope } = under(value);
    const step = Math.max(-1, Math.min(1, (wanted - mean) / Math.max(1e-9, slope)));
    value = Math.max(-FARTHEST, Math.min(FARTHEST, value + step));
    if (Math.abs(step) < 1e-4) break;
  }
  // By chance alone ends spread as their mean does; half way, so that few ends by luck are not taken for sure ones.
  const { mean, slope } = under(value / 2);
  return { value, noise: mean / slope ** 2 };
}

/** No factor beyond twenty. */
const FARTHEST = 3;

function seasonOf(ends: Ends): Pick<Tempo, 'season' | 'effects'> {
  const places = ends.weeks.reduce((most, { left }) => Math.max(most, left + 1), 1);
  const looks = Array.from({ length: places }, (_, left) =>
    lookOf({ ...ends, weeks: ends.weeks.filter((week) => week.left === left) }, () => 1),
  );
  const { mean, weights } = believed(
    looks,
    SEASONS.map(({ sd, weight, isRush }) =>
      belief(places, weight, (a, b) => sd * sd * (isRush ? beside(a, b) : alike(a, b))),
    ),
  );
  const factors = mean.map(Math.exp);
  // A season moves ends within the quarter: as many as ever end in all its weeks together.
  const whole = lookOf(ends, ({ left }) => factors[left] ?? 1).value;
  return {
    season: factors.map((factor) => factor * Math.exp(whole)),
    effects: SEASONS.map((each, index) => ({ ...each, weight: weights[index] ?? 0 })),
  };
}

/** How far two weeks of a quarter agree. */
const alike = (a: number, b: number): number => (1 - OWN) * Math.exp(-Math.abs(a - b) / APART) + (a === b ? OWN : 0);

/** How far two weeks agree beside a rush: all others lie below the mean by as much of it as it has of the quarter, and a little of each is its own. */
const beside = (a: number, b: number): number => rushIn(a) * rushIn(b) + (a === b ? RUSH_OWN : 0);
const rushIn = (week: number): number => (week < RUSH_WEEKS ? 1 : 0) - RUSH_SHARE;
const RUSH_SHARE = 0.25;
const RUSH_OWN = 0.01;

/** How far the last weeks of a quarter together differ from all its weeks where a rush at its end has a spread of 1. */
export const rushOver = (weeks: number, all: number): number => Math.min(1, RUSH_WEEKS / weeks) - RUSH_WEEKS / all;

/** Spread of the last weeks of a quarter together about all its weeks, where that of a single week is 1: the longer they are, the less. */
export function spreadOver(weeks: number, all: number): number {
  const covered = (week: number): number => Math.max(0, Math.min(1, weeks - week)) / weeks;
  let variance = 0;
  for (let a = 0; a < all; a += 1)
    for (let b = 0; b < all; b += 1) variance += (covered(a) - 1 / all) * (covered(b) - 1 / all) * alike(a, b);
  return Math.sqrt(Math.max(0, variance));
}

/** Spread of some weeks of a quarter together, where that of a single week is 1. */
export function togetherOver(weeks: number): number {
  const covered = (week: number): number => Math.max(0, Math.min(1, weeks - week)) / weeks;
  let variance = 0;
  for (let a = 0; a < weeks; a += 1)
    for (let b = 0; b < weeks; b += 1) variance += covered(a) * covered(b) * alike(a, b);
  return Math.sqrt(variance);
}

interface Level {
  isSteady: boolean;
  belief: Belief;
}

/** Ways in which something may go over the quarters: steady, wandering, along a line, or with one step. */
function changesOf(): { weight: number; isSteady: boolean; of: (a: number, b: number) => number }[] {
  return [
    { weight: STEADY, isSteady: true, of: () => 0 },
    ...WANDER.map((sd) => ({ weight: 0.05, isSteady: false, of: (a: number, b: number) => sd * sd * Math.min(a, b) })),
    { weight: 0.1, isSteady: false, of: (a, b) => TREND_SD ** 2 * (a - PLACES / 2) * (b - PLACES / 2) },
    ...Array.from({ length: PLACES - 1 }, (_, index) => ({
      weight: 0.2 / (PLACES - 1),
      isSteady: false,
      of: (a: number, b: number) => (a > index && b > index ? STEP_SD ** 2 : 0),
    })),
  ];
}

/** The same with what a quarter is by itself: shocks, and the year. */
function levelsOf(ofYear: readonly { sd: number; weight: number }[]): Level[] {
  const changes = changesOf();
  return SHOCKS.flatMap((shock) =>
    changes.flatMap(({ weight, isSteady, of }) =>
      ofYear.map((year) => ({
        isSteady,
        belief: belief(
          PLACES,
          weight * shock.weight * year.weight,
          (a, b) => OFFSET_SD ** 2 + of(a, b) + (a === b ? shock.sd ** 2 : 0) + ((a - b) % 4 === 0 ? year.sd ** 2 : 0),
        ),
      })),
    ),
  );
}

/** Ways in which figures of quarters may go: as levels do, by the quarter of the year as well, or by what lasts alone. */
export const COURSES: Readonly<Record<'level' | 'year' | 'lasting', readonly Belief[]>> = {
  level: LEVELS.map((each) => each.belief),
  year: levelsOf(YEARS).map((each) => each.belief),
  lasting: changesOf().map(({ weight, of }) => belief(PLACES, weight, (a, b) => OFFSET_SD ** 2 + of(a, b))),
};
