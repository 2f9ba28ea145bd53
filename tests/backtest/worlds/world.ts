import { dayFromNumber, dayNumber } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';

/** What a generated org lives by. Days are days since 1970, in UTC; hazards are per day. */
export interface World {
  name: string;
  seed: number;
  quarters: number;
  /** Deals created in the first quarter, and growth of that a quarter. */
  births: number;
  growth: number;
  /** Factor on the last step's hazard in the last 14 days of a quarter; 1 is none. */
  quarterEnd: number;
  /** The first quarter without it, if there is one. */
  rushesUntil: number;
  /** Spread of a hidden good or bad quarter, in log-odds of the last step. */
  shock: number;
  /** Change a quarter of the last step's log-odds. */
  drift: number;
  /** Spread of log amounts, and log-odds for each unit of it. */
  sigma: number;
  sizeEffect: number;
  /** A lasting change of the last step's log-odds, from a quarter on. */
  step: number;
  stepAt: number;
  /** In the last stage a deal is decided about its planned close date. */
  isDated: boolean;
  /** Every how many-th owner's date says nothing of it: 2 is every other one; Infinity is none. */
  heedless: number;
  /** Factors on the last step's hazard in the last 4 days of a month, and on Fridays, other days so much less that a week brings as much; 1 is none. */
  monthEnd: number;
  friday: number;
  /** Factor on it from 22 December to 1 January and in the first three weeks of August; 1 is none. */
  holidays: number;
  /** Change a quarter of the last step's log-odds for half of the owners, and the opposite for the others. */
  teams: number;
  /** Share of deals whose amount is 25 times what it would be. */
  giants: number;
  /** Spread of the owners' part of a deal's quality. */
  ownerSd: number;
  /** Factors on deals created by quarter of the year. */
  year: readonly number[];
}

const PLAIN: Omit<World, 'name' | 'seed'> = {
  quarters: 24,
  births: 150,
  growth: 0,
  quarterEnd: 1,
  rushesUntil: Infinity,
  shock: 0,
  drift: 0,
  sigma: 1.4,
  sizeEffect: 0,
  step: 0,
  stepAt: 18,
  isDated: false,
  heedless: Infinity,
  monthEnd: 1,
  friday: 1,
  holidays: 1,
  teams: 0,
  giants: 0,
  ownerSd: 0.4,
  year: [1, 1, 1, 1],
};

/** Worlds by name: what differs from a flat one. */
export const WORLDS: Readonly<Record<string, Partial<World>>> = {
  flat: {},
  growth: { growth: 0.08 },
  shock: { shock: 0.35 },
  'quarter end': { quarterEnd: 3 },
  'large win less': { sizeEffect: -0.35 },
  'heavy tails': { sigma: 1.9, sizeEffect: -0.35, quarterEnd: 3 },
  decline: { drift: -0.08 },
  'step down': { step: -0.8 },
  'step up': { step: 0.8 },
  'informative dates': { isDated: true },
  // Written after the methods, and nothing of them is set on these.
  'month ends': { monthEnd: 3 },
  Fridays: { friday: 4 },
  'few giants': { giants: 0.04, sigma: 0.8 },
  'owners apart': { ownerSd: 1.2 },
  'teams apart': { teams: 0.06 },
  'late and large': { quarterEnd: 3, sizeEffect: -0.35 },
  'owners’ dates': { isDated: true, heedless: 2 },
  'growth then fall': { growth: 0.06, step: -0.6 },
  holidays: { holidays: 0.1 },
  'rush fades': { quarterEnd: 3, rushesUntil: 16 },
  'seasonal growth': { growth: 0.04, year: [0.7, 1, 0.9, 1.4] },
};

export const worldOf = (name: string, seed: number, changed: Partial<World> = {}): World => ({
  ...PLAIN,
  ...WORLDS[name],
  name,
  seed,
  ...changed,
});

export const FIRST_DAY = Date.UTC(2019, 0, 1) / 86_400_000;
export const CALENDAR = { fiscalYearStartMonth: 1, fiscalYearNamedByStart: false };

export interface WorldQuarter {
  index: number;
  start: number;
  end: number;
}

/** Deals created in a quarter beside those of the first one. */
export const birthsIn = ({ growth, year }: World, quarter: number): number =>
  (1 + growth) ** quarter * (year[quarter % 4] ?? 1);

const quarters = new Map<number, WorldQuarter>();

/** The calendar quarter that a day lies in, counted from the world's first. */
export function quarterOf(on: number): WorldQuarter {
  const held = quarters.get(on);
  if (held) return held;
  const { start, end } = quarterAt(CALENDAR, dayFromNumber(on));
  const [first, last] = [dayNumber(start), dayNumber(end)];
  const found = { index: Math.round((first - FIRST_DAY) / 91.31), start: first, end: last };
  quarters.set(on, found);
  return found;
}

export const STAGES = 5;
const MEDIAN_DAYS = [12, 14, 16, 24, 15];
const LOSSES = [0.45, 0.3, 0.25, 0.25, 0.22];
export const SILENT = 0.002;
export const SILENT_LOST = 0.008;
/** In a stage the hazard rises over its first days. */
export const WARM_DAYS = 6;

/** Chance of a deal of some quality to leave its stage upwards on a day, before any loss; `shock` in log-odds. */
export function upHazard(
  world: World,
  { stage, days, quality, on, shock }: { stage: number; days: number; quality: number; on: number; shock: number },
): number {
  const base = (Math.LN2 / (MEDIAN_DAYS[stage] ?? 1)) * 1.25 * Math.min(1, (days + 1) / WARM_DAYS);
  return 1 - Math.exp(-base * Math.exp(0.25 * quality) * (stage === STAGES - 1 ? lastStep(world, on, shock) : 1));
}

function lastStep(world: World, on: number, shock: number): number {
  const { quarterEnd, rushesUntil, monthEnd, friday, holidays, drift, step, stepAt } = world;
  const { index, end } = quarterOf(on);
  const season = quarterEnd === 1 || index >= rushesUntil ? 1 : end - on < 14 ? quarterEnd : 0.8;
  const month = monthEnd === 1 ? 1 : Number(dayFromNumber(on + 4).slice(8)) <= 4 ? monthEnd : 0.8;
  // Day 1 since 1970 was a Friday.
  const week = friday === 1 ? 1 : on % 7 === 1 ? friday : (7 - friday) / 6;
  return (
    season *
    month *
    week *
    (isHoliday(on) ? holidays : 1) *
    Math.exp(shock + drift * index + (index >= stepAt ? step : 0))
  );
}

function isHoliday(on: number): boolean {
  const day = dayFromNumber(on).slice(5);
  return day >= '12-22' || day === '01-01' || (day >= '08-01' && day <= '08-21');
}

/** Log-odds of the last step that a team has over others in a quarter. */
export const teamOf = ({ teams }: World, owner: number, quarter: number): number =>
  owner % 2 === 0 ? teams * quarter : -teams * quarter;

/** Chance to be lost on a day. */
export const lostHazard = (
  { drift }: World,
  { stage, quality, on }: { stage: number; quality: number; on: number },
): number =>
  1 -
  Math.exp(
    -(Math.LN2 / (MEDIAN_DAYS[stage] ?? 1)) *
      (LOSSES[stage] ?? 1) *
      Math.exp(-0.6 * quality - (stage >= 3 ? 0.5 * drift * quarterOf(on).index : 0)),
  );

/** The last stage of a world with informative dates: before and after the day on which a deal is ripe. */
export const ripeHazards = (isRipe: boolean, quality: number): { up: number; lost: number } =>
  isRipe
    ? { up: 1 - Math.exp(-0.18 * Math.exp(0.25 * quality)), lost: 1 - Math.exp(-0.05 * Math.exp(-0.6 * quality)) }
    : { up: 0.002, lost: 0.003 };
/** Log of the days until a deal of the last stage is ripe: mean and spread. */
export const RIPE = { mean: Math.log(28), sd: 0.6, least: 3 };
