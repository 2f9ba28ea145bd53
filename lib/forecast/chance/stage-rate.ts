import { DAY_MS, dayFromNumber, dayNumberAt, wallDays } from '@/lib/calendar/days';
import { type Instant, later, instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { closings, cycleDays } from '@/lib/figures/rates';
import { rateDays } from '@/lib/figures/windows';
import type { Chance, ChanceSource } from '@/lib/forecast/chance/chances';
import { dateHabits, HABITS, USUAL } from '@/lib/forecast/chance/date-habits';
import { dealKinds } from '@/lib/forecast/chance/kinds';
import { CATEGORIES, LOST, NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { type Outcomes, outcomesAt } from '@/lib/log/outcomes';
import { FIRST_DEAL, type DealIndex, type VersionIndex } from '@/lib/log/positions';

/** Raised with every change of what a rate, or the forecast from it, is made of. */
const METHOD_VERSION = 'stageRate 19';

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
const DATES = 8;
/** Days by which a date has to be past to be a forgotten one, and one of a deal that nobody works on. */
const FORGOTTEN_DAYS = 14;
const ABANDONED_DAYS = 30;
/** From one group of dates to the next it goes over so many days on either side, or half of the group; of dates that go by, over fewer. */
const SMOOTH_DAYS = 7;
const SMOOTH_GONE = 3;
/** A date that has just gone by is nearly all gone: so many of these days lie before it does. */
const BEFORE_GONE = 4;
const AFTER_GONE = 2;
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
  lastShare: Float64Array;
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
 * Each rate is shrunk to that of the coarser group (owners of one habit with dates → age → part of the days → planned close → kind, where there are some → stage →
 * org → prior), as a Beta prior would; a deal that was looked at often weighs as one. What a kind or a planned date makes of the coarser group's rate is learnt over all stages
 * beforehand: hardly anything comes of deals whose dates are long gone, in whatever stage, and few of each stage are.
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
  const { kinds, cycles } = kindsAndCycles(log, { at, today, outcomes });
  const stages = log.words.stage.length;
  const places = stages * kinds.count;
  const groupings = [
    1,
    stages,
    places,
    places * DUES,
    places * DATES,
    places * DATES * AGES,
    places * DATES * HABITS,
  ].map((size): Grouping => ({
    looks: new Float64Array(size),
    won: new Float64Array(size),
    lost: new Float64Array(size),
    deals: new Float64Array(size),
    lastDeal: new Int32Array(size).fill(-1),
    lastShare: new Float64Array(size),
  }));
  const habits = dateHabits(log, outcomes);
  const plans = plansOf(horizon);
  const history = { won: 0, lost: 0 };
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const status = outcomes.status[deal] ?? -1;
    if (status === WON) history.won += 1;
    if (status === LOST) history.lost += 1;
    if (status >= 0) lookBack(deal, status, outcomes.day[deal] ?? NO_DAY);
  }
  const factors = factorsOf(groupings, kinds.count, Math.min(1, step / Math.max(1, horizon)));
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
      const { date, other, counted } = plannedOf(version, look);
      const how = isDecided ? status : OPEN;
      const own = groupsOf(deal, version, look, date);
      const next = counted > 0 ? groupsOf(deal, version, look, other) : own;
      for (const [index, grouping] of groupings.entries()) {
        // What both dates lie in, as the stage is, has the look whole.
        const isOne = own[index] === next[index];
        count(grouping, own[index]!, deal, isOne ? 1 : 1 - counted, how);
        if (!isOne) count(grouping, next[index]!, deal, counted, how);
      }
    }
  }

  function count(grouping: Grouping, group: number, deal: DealIndex, weight: number, how: number): void {
    if (group === NONE) return;
    grouping.looks[group]! += weight;
    if (how === WON) grouping.won[group]! += weight;
    if (how === LOST) grouping.lost[group]! += weight;
    // A deal is one at most, and as much of one as its best look.
    const held = grouping.lastDeal[group] === deal ? grouping.lastShare[group]! : 0;
    grouping.lastDeal[group] = deal;
    if (weight <= held) return;
    grouping.deals[group]! += weight - held;
    grouping.lastShare[group] = weight;
  }

  /** Between which groups of planned dates a deal lies on a day. */
  function plannedOf(version: VersionIndex, { day }: PastLook): Planned {
    const closeDay = log.closeDay[version] ?? NO_DAY;
    if (closeDay === NO_DAY) return UNPLANNED;
    return plans[Math.min(plans.length - 1, Math.max(0, closeDay - day + GONE_DAYS))]!;
  }

  /** Group of a deal on a day in each grouping, coarse to fine. */
  function groupsOf(deal: DealIndex, version: VersionIndex, { at }: PastLook, date: number): number[] {
    const stage = log.stage[version] ?? 0;
    const kind = kinds.of(deal, version);
    const place = stage * kinds.count + kind;
    // Where all deals are of one kind it says what the stage says.
    const own = kinds.count === 1 ? NONE : place;
    if (date === NONE) return [0, stage, own, NONE, NONE, NONE, NONE];
    const age = (at + 1 - (log.createdAt[deal] ?? 0)) / DAY_MS / (cycles[kind] ?? PRIOR_CYCLE_DAYS);
    const dated = place * DATES + date;
    const habit = habits[log.owner[version] ?? 0] ?? USUAL;
    return [
      0,
      stage,
      own,
      place * DUES + dueOf(date),
      dated,
      dated * AGES + (age < 0.5 ? 0 : age < 1 ? 1 : age < 2 ? 2 : 3),
      habit === USUAL ? NONE : dated * HABITS + habit,
    ];
  }

  function on(deal: DealIndex, version: VersionIndex, look: PastLook): Chance {
    const { date, other, share } = plannedOf(version, look);
    const own = rateOf(date);
    if (share === 0) return bounded(own);
    const next = rateOf(other);
    const between = (a: number, b: number): number => a + share * (b - a);
    return bounded({
      won: between(own.won, next.won),
      lost: between(own.lost, next.lost),
      trust: between(own.trust, next.trust),
      n: own.n,
    });

    function rateOf(place: number): Rate {
      let [won, lost] = [PRIOR_WON * decided, PRIOR_LOST * decided];
      let [trust, n] = [ORG_WEIGHT, 0];
      groupsOf(deal, version, look, place).forEach((group, index) => {
        if (group === NONE) return;
        const grouping = groupings[index];
        const looks = grouping?.looks[group] ?? 0;
        const deals = grouping?.deals[group] ?? 0;
        const weight = index === 0 ? ORG_WEIGHT : GROUP_WEIGHT;
        const each = looks === 0 ? 0 : deals / looks;
        // Before its own stage says so, a kind or a planned date says what it says in all stages.
        const by =
          index === 2
            ? factors.kind[group % kinds.count]
            : index === 3
              ? factors.due[dueOf(place)]
              : index === 4
                ? factors.date[place]
                : undefined;
        if (by) {
          const most = Math.max(1, won * by.won + lost * by.lost);
          [won, lost] = [(won * by.won) / most, (lost * by.lost) / most];
        }
        won = shrunk((grouping?.won[group] ?? 0) * each, deals, won, weight);
        lost = shrunk((grouping?.lost[group] ?? 0) * each, deals, lost, weight);
        trust = deals + weight;
        if (index === 1) n = deals;
      });
      return { won, lost, trust, n };
    }
  }
}

/** How often deals of one kind, or whose planned dates lie alike, ended, over all stages, beside what the next wider group of each says. */
interface Factors {
  kind: { won: number; lost: number }[];
  due: { won: number; lost: number }[];
  date: { won: number; lost: number }[];
}

/** So many ends as were to be expected count beside those that came. */
const FACTOR_WEIGHT = 1;

/** `share`: of looks that are new ones, for the days of two of them may overlap. */
function factorsOf([, stages, kinds, dues, dates]: readonly Grouping[], count: number, share: number): Factors {
  const beside = (
    fine: Grouping | undefined,
    wide: Grouping | undefined,
    each: number,
    widerOf: (group: number) => number,
  ) =>
    Array.from({ length: each }, (_, place) => {
      const factor = (how: 'won' | 'lost'): number => {
        let [came, expected] = [0, 0];
        for (let group = place; group < (fine?.looks.length ?? 0); group += each) {
          const wider = widerOf(group);
          came += fine?.[how][group] ?? 0;
          const looks = wide?.looks[wider] ?? 0;
          expected += looks > 0 ? ((fine?.looks[group] ?? 0) * (wide?.[how][wider] ?? 0)) / looks : 0;
        }
        return (came * share + FACTOR_WEIGHT) / (expected * share + FACTOR_WEIGHT);
      };
      return { won: factor('won'), lost: factor('lost') };
    });
  return {
    kind: count === 1 ? [] : beside(kinds, stages, count, (group) => Math.floor(group / count)),
    due: beside(dues, count === 1 ? stages : kinds, DUES, (group) => Math.floor(group / DUES)),
    date: beside(dates, dues, DATES, (group) => Math.floor(group / DATES) * DUES + dueOf(group % DATES)),
  };
}

/** Apart, so that what was sold goes with it: what is said of one deal is kept with all that it was worked out beside. */
function kindsAndCycles(
  log: PipelineLog,
  { at, today, outcomes }: { at: Instant; today: number; outcomes: Outcomes },
): { kinds: ReturnType<typeof dealKinds>; cycles: readonly number[] } {
  const sold = closings(log, at, { days: rateDays(dayFromNumber(today)).closed });
  const kinds = dealKinds(log, { at, outcomes, ended: sold });
  const usual = Math.max(1, cycleDays.compute(sold) ?? PRIOR_CYCLE_DAYS);
  const cycles = Array.from({ length: kinds.count }, (_, kind) =>
    kinds.count === 1
      ? usual
      : Math.max(1, cycleDays.compute(sold.filter(({ deal, version }) => kinds.of(deal, version) === kind)) ?? usual),
  );
  return { kinds, cycles };
}

/** A rate with the deals that it rests on, in its own group and in its stage. */
interface Rate {
  won: number;
  lost: number;
  trust: number;
  n: number;
}

function bounded({ won, lost, trust, n }: Rate): Chance {
  const half = Z80 * Math.sqrt((won * (1 - won)) / (trust + 1));
  return { won, lost, n, low: Math.max(0, won - half), high: Math.min(1, won + half) };
}

/** `dealChance` (G8.1): a share of some deals, held back by as many as `weight` of the wider group. */
export const shrunk = (part: number, deals: number, wider: number, weight = GROUP_WEIGHT): number =>
  (part + weight * wider) / (deals + weight);

/** A planned close between two groups of dates: so much of it lies in the other one, as it is asked and as it was counted. */
interface Planned {
  date: number;
  other: number;
  share: number;
  counted: number;
}

/**
 * By days ahead, from {@link GONE_DAYS} ago on, the groups of a planned close: a date gone for a month, for two weeks, just gone, in which third
 * of the days, just after, later. From one to the next it goes day by day, for a date that was a day nearer, or went by last night, says hardly
 * anything else; so it counts and so it is asked. But a date that is gone counts as gone: deals whose dates are to come would raise what is said of
 * the few whose dates went by.
 */
function plansOf(horizon: number): Planned[] {
  const third = horizon / 3;
  const near = Math.max(NEAR_DAYS, third);
  const [wide, wideLater] = [Math.min(SMOOTH_DAYS, third / 2), Math.min(SMOOTH_DAYS, near / 2)];
  // Between the days: 0 ahead is gone, and 1 is to come.
  const [first, last] = [0.5, horizon + 0.5];
  const borders = [
    { from: -ABANDONED_DAYS - SMOOTH_GONE, to: -ABANDONED_DAYS + SMOOTH_GONE, date: 6 },
    { from: -FORGOTTEN_DAYS - SMOOTH_GONE, to: -FORGOTTEN_DAYS + SMOOTH_GONE, date: 5 },
    { from: first - AFTER_GONE, to: first + Math.min(BEFORE_GONE, third - wide), date: DUE },
    { from: first + third - wide, to: first + third + wide, date: 3 },
    { from: last - third - wide, to: last - third + wide, date: 4 },
    { from: last - wide, to: last + wideLater, date: 1 },
    { from: last + near - wideLater, to: last + near + wideLater, date: 0 },
  ];
  const plans: Planned[] = [];
  for (let ahead = -GONE_DAYS; ahead <= last + near + wideLater + 1; ahead += 1) {
    const passed = borders.findLast(({ to }) => ahead >= to)?.date ?? ABANDONED;
    const border = borders.find(({ from, to }) => ahead > from && ahead < to);
    const share = border ? (ahead - border.from) / (border.to - border.from) : 0;
    const counted = border?.date === DUE ? Number(ahead > 0) : share;
    plans.push({ date: passed, other: border?.date ?? passed, share, counted });
  }
  return plans;
}

const GONE_DAYS = ABANDONED_DAYS + SMOOTH_GONE;
const ABANDONED = 7;
/** Without a date nothing is known of it: it may be any that deals of the stage have. */
const UNPLANNED: Planned = { date: NONE, other: NONE, share: 0, counted: 0 };
/** In the first third of the days that are left. */
const DUE = 2;
/** Whether such a date is later than the days that are left, in them, or gone. */
const dueOf = (date: number): number => (date < 2 ? 0 : date < 5 ? 1 : 2);
