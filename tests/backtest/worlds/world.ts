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
  /** First month of the fiscal year, 1 is January. */
  fiscalStart: number;
  /** How much faster all stages are passed. */
  pace: number;
  /** So many days before its quarter the step comes. */
  stepEarly: number;
  /** Log-odds of the last step that every other owner's deals have in two quarters of a year and lack in the others; the rest the other way round. */
  types: number;
  /** From the step's quarter on: factors on new deals, and on their amounts. */
  doubling: number;
  repricing: number;
  /** Deals a quarter that are 60 times what they would be. */
  whales: number;
  /** Deals a quarter that are known a year ahead and nearly sure on their day. */
  renewals: number;
  /** Planned dates are always the last day of a quarter. */
  datesAtEnds: boolean;
  /** Every how many-th owner writes nothing between a deal's creation and its end; Infinity is none. */
  negligent: number;
  /** Share of stage changes that nobody writes down. */
  unwritten: number;
  /** The quarter in whose middle the CRM was filled from another one, which left no history; 0 is none. */
  importedIn: number;
  /** Lost deals are deleted. */
  deletesLost: boolean;
  /** Share of deals that are small and pass their stages ten times as fast as the others, which are large; by chance. */
  quick: number;
  /** So many days before the quarter's end every other owner's rush ends, as if his fiscal year began elsewhere. */
  ownYear: number;
  /** What is won in so many days before a quarter's end is booked on the first day of the next. */
  bookedLate: number;
  /** A planned date stays what it was when the deal came to be. */
  keepsDates: boolean;
  /** Share of deals that are won on the day on which they come to be, and then small. */
  atOnce: number;
  /** Factor on the last step's hazard in the fourth quarter of a year. */
  fourth: number;
  /** The quarter in whose middle the deals of every other owner come in from another company, without their history; 0 is none. */
  mergedIn: number;
  /** In the middle of each quarter an owner leaves, another one each time, and all that he has open is lost. */
  leavers: boolean;
  /** On 10 January all deals are lost that nobody works on; until then they stay open. */
  cleansUp: boolean;
  /** How much of its amount a deal is signed for. */
  signedFor: number;
  /** The stage from which on a deal has an amount. */
  pricedFrom: number;
  /** The quarter in whose middle all stages get other names; 0 is none. */
  renamedIn: number;
  /** In the middle of the step's quarter all deals get other owners, and for a month the last step's hazard is so much of what it is. */
  handover: number;
  /** In the middle of the step's quarter prices rise: so many times as many take the last step in the month before, and as much fewer in the month after. */
  boughtAhead: number;
  /** Share of a quarter's new deals that come in on one day of it, another one each time. */
  batches: number;
  /** Two quarters, from the step's on, in which the last step's hazard is so much of what it is. */
  pause: number;
  /** From the step's quarter on all stages are passed, and left for lost, so many times as fast. */
  hastened: number;
  /** Share of all deals that one owner has until the middle of the step's quarter; then he leaves, all that he has open is lost, and nobody finds as many. */
  star: number;
  /** From so many days into the step's quarter on so many deals of another kind come beside each other one: so many times as large, and as fast. */
  launch: number;
  launchDay: number;
  launchSize: number;
  launchPace: number;
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
  fiscalStart: 1,
  pace: 1,
  stepEarly: 0,
  types: 0,
  doubling: 1,
  repricing: 1,
  whales: 0,
  renewals: 0,
  datesAtEnds: false,
  negligent: Infinity,
  unwritten: 0,
  importedIn: 0,
  deletesLost: false,
  quick: 0,
  ownYear: 0,
  bookedLate: 0,
  keepsDates: false,
  atOnce: 0,
  fourth: 1,
  mergedIn: 0,
  leavers: false,
  cleansUp: false,
  signedFor: 1,
  pricedFrom: 0,
  renamedIn: 0,
  handover: 1,
  boughtAhead: 1,
  batches: 0,
  pause: 1,
  hastened: 1,
  star: 0,
  launch: 0,
  launchDay: 0,
  launchSize: 8,
  launchPace: 0.5,
};

/** Days of a quarter before its middle. */
export const MIDDLE = 45;

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
  // Orgs that are kept otherwise, or live otherwise, than the methods were made for.
  'fiscal year from February': { fiscalStart: 2, quarterEnd: 3 },
  'types apart': { types: 0.6 },
  'team doubles': { doubling: 2 },
  whales: { sigma: 0.8, whales: 1 },
  imported: { importedIn: 10 },
  'dates at quarter ends': { datesAtEnds: true },
  'owners who never update': { negligent: 2 },
  'stages unwritten': { unwritten: 0.5 },
  'cycle of a year': { pace: 0.25 },
  'cycle of days': { pace: 10 },
  'ten deals a quarter': { births: 10 },
  'losses deleted': { deletesLost: true },
  repriced: { repricing: 2.5 },
  'amounts alike': { sigma: 0 },
  renewals: { births: 100, renewals: 40 },
  'step before the end': { step: -0.8, stepEarly: 21 },
  'quick and slow': { quick: 0.6, sigma: 1 },
  'a team’s own year': { quarterEnd: 3, ownYear: 31 },
  'booked late': { bookedLate: 33 },
  'dates never moved': { keepsDates: true },
  'won at once': { atOnce: 0.5 },
  'fourth quarter thrice': { fourth: 3, year: [1, 1, 1.3, 1.5] },
  merged: { mergedIn: 18 },
  'leavers’ deals lost': { leavers: true },
  'yearly clean-up': { cleansUp: true },
  'signed for less': { signedFor: 0.7 },
  'priced late': { pricedFrom: 3 },
  'stages renamed': { renamedIn: 19 },
  'two quarters’ pause': { pause: 0.25, stepAt: 16 },
  '15 deals a quarter': { births: 15 },
  'owners change': { handover: 0.25 },
  'bought before prices rise': { boughtAhead: 2, repricing: 1.2 },
  'campaigns’ batches': { batches: 0.6 },
  'twice as fast': { hastened: 2 },
  'half of all leaves': { star: 0.5 },
  'a product launched': { launch: 0.7, sigma: 0.8 },
  'a small product launched': { launch: 1.5, launchSize: 0.1, launchPace: 3 },
  'newcomers double a team': { launch: 1, launchDay: MIDDLE, launchSize: 1 },
  'the last week slips': { bookedLate: 7 },
};

export const worldOf = (name: string, seed: number, changed: Partial<World> = {}): World => ({
  ...PLAIN,
  ...WORLDS[name],
  name,
  seed,
  ...changed,
});

export const FIRST_DAY = Date.UTC(2019, 0, 1) / 86_400_000;
export const calendarOf = ({ fiscalStart }: Pick<World, 'fiscalStart'>) => ({
  fiscalYearStartMonth: fiscalStart,
  fiscalYearNamedByStart: false,
});

export interface WorldQuarter {
  index: number;
  start: number;
  end: number;
}

/** Deals created in a quarter beside those of the first one. */
export const birthsIn = ({ growth, year }: World, quarter: number): number =>
  (1 + growth) ** quarter * (year[quarter % 4] ?? 1);

const quarters = new Map<number, WorldQuarter>();

/** The fiscal quarter that a day lies in, counted from that of the world's first day. */
export function quarterOf(on: number, fiscalStart = 1): WorldQuarter {
  const key = on * 13 + fiscalStart;
  const held = quarters.get(key);
  if (held) return held;
  const startOf = (day: number) => quarterAt(calendarOf({ fiscalStart }), dayFromNumber(day));
  const { start, end } = startOf(on);
  const [first, last] = [dayNumber(start), dayNumber(end)];
  const found = { index: Math.round((first - dayNumber(startOf(FIRST_DAY).start)) / 91.31), start: first, end: last };
  quarters.set(key, found);
  return found;
}

export const STAGES = 5;
export const OWNERS = 12;
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
  const base =
    ((paceOn(world, on) * Math.LN2) / (MEDIAN_DAYS[stage] ?? 1)) * 1.25 * Math.min(1, (days + 1) / WARM_DAYS);
  return 1 - Math.exp(-base * Math.exp(0.25 * quality) * (stage === STAGES - 1 ? lastStep(world, on, shock) : 1));
}

export const paceOn = ({ pace, hastened, stepAt, fiscalStart }: World, on: number): number =>
  pace * (quarterOf(on, fiscalStart).index >= stepAt ? hastened : 1);

function lastStep(world: World, on: number, shock: number): number {
  const { quarterEnd, rushesUntil, monthEnd, friday, holidays, drift, step, stepAt, stepEarly, fiscalStart } = world;
  const { index, start } = quarterOf(on, fiscalStart);
  const { end } = quarterOf(on + world.ownYear, fiscalStart);
  const season = quarterEnd === 1 || index >= rushesUntil ? 1 : end - on - world.ownYear < 14 ? quarterEnd : 0.8;
  const month = monthEnd === 1 ? 1 : Number(dayFromNumber(on + 4).slice(8)) <= 4 ? monthEnd : 0.8;
  // Day 1 since 1970 was a Friday.
  const week = friday === 1 ? 1 : on % 7 === 1 ? friday : (7 - friday) / 6;
  return (
    season *
    month *
    week *
    (isHoliday(on) ? holidays : 1) *
    (index % 4 === 3 ? world.fourth : 1) *
    (index === stepAt || index === stepAt + 1 ? world.pause : 1) *
    (index === stepAt ? aboutMiddle(world, on - start - MIDDLE) : 1) *
    Math.exp(shock + drift * index + (quarterOf(on + stepEarly, fiscalStart).index >= stepAt ? step : 0))
  );
}

/** So many days after the middle of the quarter in which something happens once. */
const aboutMiddle = ({ handover, boughtAhead }: World, days: number): number =>
  Math.abs(days + 0.5) > MONTH ? 1 : days < 0 ? boughtAhead : handover / boughtAhead;
const MONTH = 30;

function isHoliday(on: number): boolean {
  const day = dayFromNumber(on).slice(5);
  return day >= '12-22' || day === '01-01' || (day >= '08-01' && day <= '08-21');
}

/** Log-odds of the last step that a team has over others in a quarter. */
export const teamOf = ({ teams, types }: World, owner: number, quarter: number): number =>
  (owner % 2 === 0 ? 1 : -1) * (teams * quarter + (quarter % 4 < 2 ? types : -types));

/** Deals of two kinds, which have other chances, and what each of them lives by. */
export const kindOf = (
  world: World,
  { owner, isQuick, isLaunched }: { owner: number; isQuick: boolean; isLaunched: boolean },
  on: number,
): number =>
  world.quick > 0
    ? Number(isQuick)
    : world.launch > 0
      ? Number(isLaunched)
      : world.star > 0
        ? Number(owner === STAR)
        : world.leavers
          ? Number(quarterOf(on, world.fiscalStart).index % OWNERS === owner)
          : hasTeams(world)
            ? owner % 2
            : 0;
export const ofKind = (world: World, kind: number): World =>
  world.quick > 0
    ? { ...world, pace: kind === 1 ? 3 : 0.3 }
    : world.launch > 0 && kind === 1
      ? { ...world, pace: world.pace * world.launchPace }
      : world.ownYear > 0 && kind === 0
        ? { ...world, ownYear: 0 }
        : world;
export const hasKinds = (world: World): boolean =>
  world.quick > 0 || world.launch > 0 || world.star > 0 || world.leavers || hasTeams(world);
const hasTeams = ({ teams, types, ownYear }: World): boolean => teams !== 0 || types !== 0 || ownYear > 0;

/** In the middle of a quarter what its leaver has open is lost. */
export function leavesOn({ leavers, star, stepAt, fiscalStart }: World, kind: number, on: number): boolean {
  const { start, index } = quarterOf(on, fiscalStart);
  return (leavers || (star > 0 && index === stepAt)) && kind === 1 && on === start + MIDDLE;
}
/** The owner who has much of everything. */
export const STAR = 0;

/** Whether a win of some day is booked on it, and not on the first day of the next quarter. */
export const isBooked = ({ bookedLate, fiscalStart }: World, on: number): boolean =>
  bookedLate === 0 || quarterOf(on, fiscalStart).end - on >= bookedLate;

/** Chance to be lost on a day. */
export const lostHazard = (
  world: World,
  { stage, quality, on }: { stage: number; quality: number; on: number },
): number =>
  1 -
  Math.exp(
    -((paceOn(world, on) * Math.LN2) / (MEDIAN_DAYS[stage] ?? 1)) *
      (LOSSES[stage] ?? 1) *
      Math.exp(-0.6 * quality - (stage >= 3 ? 0.5 * world.drift * quarterOf(on, world.fiscalStart).index : 0)),
  );

/** The last stage of a world with informative dates: before and after the day on which a deal is ripe. */
export const ripeHazards = ({ isDated }: World, isRipe: boolean, quality: number): { up: number; lost: number } =>
  isRipe
    ? { up: 1 - Math.exp(-0.18 * Math.exp(0.25 * quality)), lost: 1 - Math.exp(-0.05 * Math.exp(-0.6 * quality)) }
    : isDated
      ? { up: 0.002, lost: 0.003 }
      : { up: 0.0001, lost: 0.0002 };
/** Log of the days until a deal of the last stage is ripe: mean and spread. */
export const RIPE = { mean: Math.log(28), sd: 0.6, least: 3 };
