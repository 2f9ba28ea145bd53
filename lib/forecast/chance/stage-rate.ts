import { DAY_MS, dayFromNumber, dayNumberAt, wallDays } from '@/lib/calendar/days';
import { type Instant, later, instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { closings, cycleDays } from '@/lib/figures/rates';
import { rateDays } from '@/lib/figures/windows';
import type { Chance, ChanceSource } from '@/lib/forecast/chance/chances';
import { dateHabits, HABITS, USUAL } from '@/lib/forecast/chance/date-habits';
import { CATEGORIES, LOST, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { type Outcomes, outcomesAt } from '@/lib/log/outcomes';
import { FIRST_DEAL, type DealIndex, type VersionIndex } from '@/lib/log/positions';

/** Raised with every change of what a rate, or the forecast from it, is made of. */
const METHOD_VERSION = 'stageRate 10';

/** Looking back further mixes in another organisation. */
export const MEMORY_DAYS = 730;
/** Days between two looks at the past; where fewer are left, half as many, or half of what came would be in no look. */
const STEP_DAYS = 14;
/** Pseudo-deals that each finer group borrows from the coarser one (G8.13). */
const ORG_WEIGHT = 20;
const GROUP_WEIGHT = 10;
/**
 * The weak prior where there is no history (G8.13): a fifth of what is open is won in the end, as vendors quote on average,
 * three in five are lost, and half of both within 60 days.
 */
const PRIOR_WON = 0.21;
const PRIOR_LOST = 0.6;
const PRIOR_HALF_LIFE_DAYS = 60;
const PRIOR_CYCLE_DAYS = 60;
/** Normal quantile of an 80 % band. */
const Z80 = 1.2816;

const AGES = 4;
/** Planned to close later than in the days that are left, within them, or before they begin; and parts of these. */
const DUES = 3;
const DATES = 7;
/** Days by which a date has to be past to be a forgotten one. */
const FORGOTTEN_DAYS = 14;
/** A date that lies so near behind the days that are left may still be pulled into them. */
const NEAR_DAYS = 7;
/** In a grouping that says nothing of a deal. */
const NONE = -1;
const OMITTED = CATEGORIES.indexOf('omitted');

/** Looks at one way of grouping, by group: how many, how they ended, and of how many different deals. */
interface Grouping {
  looks: Float64Array;
  won: Float64Array;
  lost: Float64Array;
  deals: Float64Array;
  lastDeal: Int32Array;
}

/** Past days that are looked at, at the end of each. */
interface PastLook {
  day: number;
  at: Instant;
}

/** The rates with what they were counted from. */
export interface StageRates {
  source: ChanceSource;
  /** From the youngest look whose days were over back. */
  looks: readonly PastLook[];
  /** Days that are left. */
  horizon: number;
  outcomes: Outcomes;
  /** The rate of a deal in the state of a version on a past day. */
  on(deal: DealIndex, version: VersionIndex, look: PastLook): Chance;
  /** Different deals for each look, on average. */
  dealsPerLook: number;
}

/**
 * Rates of the org's own history (`method: stageRate`). The past is looked at every 14 days, or 7 where fewer are left, as it was then: of the deals that were
 * open in this stage, planned to close later, within as many days as are left now or before, and of such an age, how many were won, and how
 * many lost, within those days. So a rate holds the timing, and a slow deal counts as what it is. A look enters only if its days
 * were over by `at` (G8.12): what is still open is neither left out nor called lost. Nothing later than `at` is read.
 *
 * Each rate is shrunk to that of the coarser group (owners of one habit with dates → age → part of the days → planned close → stage → org → prior),
 * as a Beta prior would; a deal that was looked at often weighs as one.
 */
export function stageRates(log: PipelineLog, { at, end }: { at: Instant; end: Instant }): StageRates {
  // The last day that was over by `at`; looks are taken at the end of a day.
  const today = dayNumberAt(later(at, 1), log.timeZone) - 1;
  const horizon = Math.max(0, Math.ceil(wallDays(at, end, log.timeZone)));
  const outcomes = outcomesAt(log, at);
  // At the end of a day of the org.
  const looks: PastLook[] = [];
  const step = horizon < STEP_DAYS ? STEP_DAYS / 2 : STEP_DAYS;
  for (let day = today - horizon; day > today - horizon - MEMORY_DAYS; day -= step)
    looks.push({ day, at: endOfDay(dayFromNumber(day), log.timeZone) });
  const sold = closings(log, at, { days: rateDays(dayFromNumber(today)).closed });
  const cycle = Math.max(1, cycleDays.compute(sold) ?? PRIOR_CYCLE_DAYS);
  const stages = log.words.stage.length;
  const groupings = [1, stages, stages * DUES, stages * DATES, stages * DATES * AGES, stages * DATES * HABITS].map(
    (size): Grouping => ({
      looks: new Float64Array(size),
      won: new Float64Array(size),
      lost: new Float64Array(size),
      deals: new Float64Array(size),
      lastDeal: new Int32Array(size).fill(-1),
    }),
  );
  const habits = dateHabits(log, outcomes);
  const history = { won: 0, lost: 0 };
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const status = outcomes.status[deal] ?? -1;
    if (status === WON) history.won += 1;
    if (status === LOST) history.lost += 1;
    if (status >= 0) lookBack(deal, status, outcomes.day[deal] ?? NO_DAY);
  }
  const present = { day: today, at: endOfDay(dayFromNumber(today), log.timeZone) };
  const decided = 1 - 2 ** (-horizon / PRIOR_HALF_LIFE_DAYS);
  const [whole] = groupings;
  const [all, n] = [whole?.looks[0] ?? 0, whole?.deals[0] ?? 0];
  return {
    source: {
      method: 'stageRate',
      version: METHOD_VERSION,
      n,
      history,
      of: (deal, version) => on(deal, version, present),
    },
    looks,
    horizon,
    outcomes,
    on,
    dealsPerLook: all > 0 ? n / all : 0,
  };

  /** One deal, looked at from the youngest look whose days were over, back to its birth. */
  function lookBack(deal: DealIndex, status: number, day: number): void {
    const born = dayNumberAt(instant(log.from[log.starts[deal] ?? 0] ?? at), log.timeZone);
    for (const look of looks) {
      if (look.day < born) return;
      const version = versionAt(log, deal, look.at);
      if (version < 0 || log.status[version] !== OPEN || log.category[version] === OMITTED) continue;
      const isDecided = status !== OPEN && day <= look.day + horizon;
      groupsOf(deal, version, look).forEach((group, index) => {
        const grouping = groupings[index];
        if (!grouping || group === NONE) return;
        add(grouping.looks, group);
        if (isDecided && status === WON) add(grouping.won, group);
        if (isDecided && status === LOST) add(grouping.lost, group);
        if (grouping.lastDeal[group] !== deal) add(grouping.deals, group);
        grouping.lastDeal[group] = deal;
      });
    }
  }

  /** Group of a deal on a day in each grouping, coarse to fine. */
  function groupsOf(deal: DealIndex, version: VersionIndex, { day, at }: PastLook): number[] {
    const stage = log.stage[version] ?? 0;
    const closeDay = log.closeDay[version] ?? NO_DAY;
    const { due, date } = planned(closeDay === NO_DAY ? Infinity : closeDay - day, horizon);
    const age = (at + 1 - (log.createdAt[deal] ?? 0)) / DAY_MS / cycle;
    const dated = stage * DATES + date;
    const habit = habits[log.owner[version] ?? 0] ?? USUAL;
    return [
      0,
      stage,
      stage * DUES + due,
      dated,
      dated * AGES + (age < 0.5 ? 0 : age < 1 ? 1 : age < 2 ? 2 : 3),
      habit === USUAL ? NONE : dated * HABITS + habit,
    ];
  }

  function on(deal: DealIndex, version: VersionIndex, look: PastLook): Chance {
    let [won, lost] = [PRIOR_WON * decided, PRIOR_LOST * decided];
    let [trust, n] = [ORG_WEIGHT, 0];
    groupsOf(deal, version, look).forEach((group, index) => {
      if (group === NONE) return;
      const grouping = groupings[index];
      const looks = grouping?.looks[group] ?? 0;
      const deals = grouping?.deals[group] ?? 0;
      const weight = index === 0 ? ORG_WEIGHT : GROUP_WEIGHT;
      const each = looks === 0 ? 0 : deals / looks;
      won = shrunk((grouping?.won[group] ?? 0) * each, deals, won, weight);
      lost = shrunk((grouping?.lost[group] ?? 0) * each, deals, lost, weight);
      trust = deals + weight;
      if (index === 1) n = deals;
    });
    const half = Z80 * Math.sqrt((won * (1 - won)) / (trust + 1));
    return { won, lost, n, low: Math.max(0, won - half), high: Math.min(1, won + half) };
  }
}

/** `dealChance` (G8.1): a share of some deals, held back by as many as `weight` of the wider group. */
export const shrunk = (part: number, deals: number, wider: number, weight = GROUP_WEIGHT): number =>
  (part + weight * wider) / (deals + weight);

/** Group of a planned close so many days ahead, and the finer one: a date just gone or long gone, in which third of the days, just after. */
function planned(ahead: number, horizon: number): { due: number; date: number } {
  if (ahead <= 0) return { due: 2, date: ahead <= -FORGOTTEN_DAYS ? 6 : 5 };
  if (ahead <= horizon) return { due: 1, date: 1 + Math.ceil((3 * ahead) / horizon) };
  return { due: 0, date: ahead <= horizon + Math.max(NEAR_DAYS, horizon / 3) ? 1 : 0 };
}

const add = (counts: Float64Array, group: number): void => {
  counts[group] = (counts[group] ?? 0) + 1;
};
