import { dayNumberAt } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import { type Belief, believed, type Look } from '@/lib/forecast/chance/beliefs';
import { COURSES } from '@/lib/forecast/chance/tempo';
import type { Quarter } from '@/lib/forecast/chance/weeks';
import { totalOf } from '@/lib/forecast/sum/shared';
import { NO_DAY, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import type { Outcomes } from '@/lib/log/outcomes';
import { type DealIndex, FIRST_DEAL } from '@/lib/log/positions';

/** How something went over the quarters, in logs, the present one last; and the variance of that one beside the mean of the others. */
interface Course {
  logs: Float64Array;
  doubt: number;
}

/** What an org shows of its new deals: how many come in a day, with what amounts, and what such amounts bring soon after. */
export interface NewDeals {
  births: Course;
  prices: Course;
  yields: Course;
}

/** A deal that came to be in one of the quarters. */
interface Newborn {
  place: number;
  day: number;
  /** With which it came; 0 is none. */
  amount: number;
  /** Days of its life in which it was won, and what it brought then. */
  won?: { age: number; amount: number } | undefined;
}

/** Amounts above this share of all are taken for as much as that: what a quarter's largest deal happens to be is no price. */
const CAP = 0.95;
const LEAST_PRICED = 8;
/** Days of a deal's life in which it may still bring something to the quarter in which it came to be. */
const SOON = 91;
/** By chance what a quarter's deals bring differs by so much, beside what their number and amounts explain. */
const SHOCK = 0.2;
const UNSEEN: Look = { value: 0, noise: Infinity };

/** Of the quarters, the present one last; `levels` are how much faster than usual deals were won in each, in logs. Nothing later than `at`, on the day `today`, is read. */
export function newDealsOf(
  log: PipelineLog,
  asked: { at: Instant; quarters: readonly Quarter[]; today: number; outcomes: Outcomes; levels: Float64Array },
): NewDeals {
  const { at, quarters, today, outcomes } = asked;
  const found = quarters.map((): Newborn[] => []);
  const first = quarters[0]?.start ?? 0;
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    const day = dayNumberAt(instant(log.createdAt[deal] ?? 0), log.timeZone);
    if (day < first || day > today) continue;
    const place = quarters.findLastIndex(({ start }) => start <= day);
    const amount = log.amount[log.starts[deal] ?? 0] ?? 0;
    found[place]?.push({
      place,
      day,
      amount: amount > 0 ? amount : 0,
      ...(outcomes.status[deal] === WON ? { won: wonBy(deal, day) } : {}),
    });
  }
  const priced = found.map((own) => own.filter(({ amount }) => amount > 0));
  const amounts = Float64Array.from(priced.flat(), ({ amount }) => amount).sort();
  const cap = amounts[Math.floor(CAP * (amounts.length - 1))] ?? 0;
  return {
    births: courseOf(birthLooks(found, asked), COURSES.year),
    prices: courseOf(priceLooks(priced, cap), COURSES.level),
    yields: courseOf(yieldLooks(priced, cap, asked), COURSES.lasting),
  };

  function wonBy(deal: DealIndex, day: number): Newborn['won'] {
    const signed = log.amount[versionAt(log, deal, at)] ?? 0;
    return { age: Math.max(0, (outcomes.day[deal] ?? NO_DAY) - day), amount: signed > 0 ? signed : 0 };
  }
}

function courseOf(looks: readonly Look[], beliefs: readonly Belief[]): Course {
  const found = believed(looks, beliefs);
  const last = looks.length - 1;
  return { logs: found.mean, doubt: found.varianceOf(looks.map((_, place) => (place === last ? 1 : -1 / last))) };
}

/** How many came to be on a day, by trend and season. */
function birthLooks(
  born: readonly Newborn[][],
  { quarters, today }: { quarters: readonly Quarter[]; today: number },
): Look[] {
  const counts = born.map(({ length }) => length);
  const days = quarters.map(({ start, end }) => Math.max(0, Math.min(end, today) - start + 1));
  // A log that begins within a quarter says nothing of the rate in it, and nothing of those before.
  const whole = counts.findIndex((count) => count > 0) + 1;
  const usual = totalOf(counts.slice(whole)) / Math.max(1, totalOf(days.slice(whole)));
  return counts.map((count, place) => {
    const mean = usual * (days[place] ?? 0);
    return place < whole || !(mean > 1) ? UNSEEN : { value: Math.log((count + 0.5) / (mean + 0.5)), noise: 1 / mean };
  });
}

/** The amounts that they came with: prices move, and money does. */
function priceLooks(priced: readonly Newborn[][], cap: number): Look[] {
  const mean = (values: readonly Newborn[]): number =>
    values.reduce((sum, { amount }) => sum + Math.min(cap, amount), 0) / values.length;
  const usual = mean(priced.flat());
  return priced.map((own) => {
    if (own.length < LEAST_PRICED) return UNSEEN;
    const middle = mean(own);
    const squares = own.reduce((sum, { amount }) => sum + (Math.min(cap, amount) - middle) ** 2, 0);
    return { value: Math.log(middle / usual), noise: squares / (own.length * middle) ** 2 + 1 / (4 * own.length) };
  });
}

/**
 * What they brought soon after they came to be, beside what as many of such amounts usually bring so soon at the level of their quarter: deals of a new
 * kind may come with more money, but be won later, or less often.
 */
function yieldLooks(
  priced: readonly Newborn[][],
  cap: number,
  { today, levels }: { today: number; levels: Float64Array },
): Look[] {
  const within = wonWithin(priced.flat(), today);
  return priced.map((own, place) => {
    const faster = Math.exp(levels[place] ?? 0);
    let [came, mean, squares] = [0, 0, 0];
    for (const { day, amount: whole, won } of own) {
      const days = Math.min(SOON, today - day);
      const amount = Math.min(cap, whole);
      const p = Math.min(MOST, (within[days] ?? 0) * faster);
      mean += amount * p;
      squares += amount * amount * p * (1 - p);
      if (won && won.age <= days) came += Math.min(cap, won.amount);
    }
    if (!(mean > 0)) return UNSEEN;
    // Half a win more on both sides: where nothing came it is no proof of never.
    const each = squares / mean;
    const value = Math.log((came + each / 2) / (mean + each / 2));
    // Half way, so that few wins by luck are not taken for sure ones.
    return { value, noise: (each / (mean + each / 2)) * Math.exp(-Math.min(0, value) / 2) + SHOCK ** 2 };
  });
}
const MOST = 0.99;

/** Share of new deals that are won within so many days, each day's from those that have been known for as long. */
function wonWithin(born: readonly Newborn[], today: number): Float64Array {
  const [known, wins] = [new Float64Array(SOON + 1), new Float64Array(SOON + 1)];
  for (const { day, won } of born) {
    const days = Math.min(SOON, today - day);
    known[days]! += 1;
    if (won && won.age <= days) wins[won.age]! += 1;
  }
  for (let days = SOON - 1; days >= 0; days -= 1) known[days]! += known[days + 1]!;
  let sum = 0;
  return wins.map((count, days) => (sum += known[days]! > 0 ? count / known[days]! : 0));
}
