import { dayFromNumber } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { belief, type Belief, believed, type Look } from '@/lib/forecast/chance/beliefs';
import type { OrgTempo } from '@/lib/forecast/chance/org-tempo';
import { type Factors, levelsByStage } from '@/lib/forecast/chance/stage-pace';
import type { StageRates } from '@/lib/forecast/chance/stage-rate';
import { type WeekEffect, rushOver, spreadOver, togetherOver } from '@/lib/forecast/chance/tempo';
import { CATEGORIES, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL, dealIndex } from '@/lib/log/positions';

/** The factors of what is left of a quarter, and how sure that of wins is: the variance of its log. */
export interface Phase extends Factors {
  variance: number;
}

/** By chance quarters differ from each other by so much, beside what the number of deals explains. */
const SHOCK = 0.2;
const MOST_DEALS = 20_000;
const FARTHEST = 3;
const OMITTED = CATEGORIES.indexOf('omitted');

/**
 * What is left of a quarter beside the same days of past quarters: by how much faster deals ended in them than the rates say, which are
 * counted over all days alike, at the level of each of those quarters. The rates know planned dates: what comes of dates at a quarter's end is in them, and is not counted twice.
 * How much such days may differ is what the weeks of the org's quarters show (`Tempo.effects`); the more days, the less. It need not be
 * as it ever was: a rush may fade, or end. And the same quarter of past years may depart from the others, where it shows: holidays, or a year's end.
 */
export function phaseOf(
  log: PipelineLog,
  rates: StageRates,
  { quarters, today, won, lost, moved, flow }: OrgTempo,
): Phase {
  const { horizon, outcomes, on } = rates;
  const left = (quarters.at(-1)?.end ?? today) - today;
  // As the rates say at the level of that quarter. The present one is the last.
  const places = quarters.map(({ end }, quarter): Ends => {
    const day = end - left;
    return {
      day,
      at: endOfDay(dayFromNumber(day), log.timeZone),
      isOver: quarter < quarters.length - 1 && day + horizon <= today,
      levels: levelsByStage(flow, horizon, {
        won: won.levels[quarter] ?? 0,
        lost: lost.levels[quarter] ?? 0,
        moved: moved.levels[quarter] ?? 0,
      }),
      cells: [],
      ended: { won: 0, lost: 0 },
    };
  });
  const looks = places.filter(({ isOver }) => isOver);
  const step = Math.ceil(log.size / MOST_DEALS);
  for (let deal = FIRST_DEAL; deal < log.size; deal = dealIndex(deal + step)) {
    const status = outcomes.status[deal] ?? -1;
    if (status < 0) continue;
    for (const look of looks) {
      const version = versionAt(log, deal, look.at);
      if (version < 0 || log.status[version] !== OPEN || log.category[version] === OMITTED) continue;
      const { won, lost } = on(deal, version, look);
      look.cells.push(faster(won, lost, look.levels[log.stage[version] ?? 0]!));
      if (status !== OPEN && (outcomes.day[deal] ?? 0) <= look.day + horizon)
        look.ended[status === WON ? 'won' : 'lost'] += 1;
    }
  }
  const weeks = Math.min(WEEKS, Math.max(1, left / 7));
  const spreads = {
    all: Math.max(LEAST_SPREAD, spreadOver(weeks, WEEKS)),
    rush: Math.max(LEAST_SPREAD, rushOver(weeks, WEEKS)),
  };
  const beliefs = {
    won: beliefsOf(quarters.length, scaled(won.effects, spreads), togetherOver(weeks)),
    lost: beliefsOf(quarters.length, scaled(lost.effects, spreads), togetherOver(weeks)),
  };
  const factors = places.map(() => ({ won: 1, lost: 1 }));
  let variance = 0;
  for (const how of ['won', 'lost', 'won'] as const) {
    const found = believed(looksAt(places, how, factors), beliefs[how]);
    const spread = found.varianceOf(factors.map((_, quarter) => Number(quarter === factors.length - 1)));
    // Chances are means over what the factor may be, and its mean lies above its middle.
    factors.forEach((own, quarter) => (own[how] = Math.exp((found.mean[quarter] ?? 0) + spread / 2)));
    if (how === 'won') variance = spread;
  }
  return { ...(factors.at(-1) ?? AS_EVER), variance };
}

const AS_EVER: Factors = { won: 1, lost: 1 };
/** Quarters of a year. */
const SEASONS = 4;
/**
 * How the ends of one may depart from those of all, and how likely that is beforehand: in most orgs not at all; all of them somewhat; or one
 * alone strongly, as where hardly anybody signs in the last days of a year.
 */
const EACH = { sd: 0.4, weight: 0.08 };
const ONE = { sd: 1.5, weight: 0.12 };
/** How likely it is beforehand that the effect of the days wanders, by e^−1 of agreement in so many quarters, or that it was another one until some quarter. */
const WANDERS = { weight: 0.2, quarters: 6 };
const CHANGED = 0.3;

/** A quarter's deals that were open on the same day of it: what the rates say of each, and how they ended. */
interface Ends {
  day: number;
  at: Instant;
  isOver: boolean;
  levels: readonly Factors[];
  cells: { won: number; lost: number }[];
  ended: { won: number; lost: number };
}

const WEEKS = 13;
/**
 * Where weeks differ, a whole quarter ahead may differ too from as many days anywhere else, by this share of what a single week does: what is booked on
 * a quarter's first day lies in all of these but not in what is left.
 */
const LEAST_SPREAD = 0.3;
const scaled = (effects: readonly WeekEffect[], by: { all: number; rush: number }): WeekEffect[] =>
  effects.map((each) => ({ ...each, sd: each.sd * (each.isRush ? by.rush : by.all) }));

/**
 * By quarter the log of the factor under which as many would have ended as did, with its variance by chance; the other cause as it is known.
 * Few end in the days of one quarter: each is told by how far it departs from the factor of all such quarters of the year.
 */
function looksAt(places: readonly Ends[], how: 'won' | 'lost', known: readonly Factors[]): Look[] {
  const looks = places.map((): Look => ({ value: 0, noise: Infinity }));
  for (let season = 0; season < SEASONS; season += 1) {
    const own = places.flatMap(({ cells, ended }, place) => {
      const expected = (log: number): number => {
        const by = { ...(known[place] ?? AS_EVER), [how]: Math.exp(log) };
        return cells.reduce((sum, { won, lost }) => sum + faster(won, lost, by)[how], 0);
      };
      return place % SEASONS === season && cells.length > 0 ? [{ place, ended: ended[how], expected }] : [];
    });
    const all = (log: number): number => own.reduce((sum, { expected }) => sum + expected(log), 0);
    const usual = all(0);
    if (!(usual > 0.5)) continue;
    const ended = own.reduce((sum, each) => sum + each.ended, 0);
    // Half an end more on both sides: the log of so few is then right on average, and where nothing came it is no proof of never.
    const root = rootOf(all, ((ended + 0.5) * usual) / (usual + 0.5));
    for (const each of own) {
      // Half way, so that few ends by luck are not taken for sure ones.
      const weight = each.expected(root / 2);
      if (weight > 0)
        looks[each.place] = {
          value: root + (each.ended - each.expected(root)) / weight,
          noise: 1 / weight + SHOCK ** 2,
        };
    }
  }
  return looks;
}

/** The log of the factor under which so many are expected: as many grow with it, or somewhat fewer, so that each round comes nearer from one side. */
function rootOf(expected: (log: number) => number, wanted: number): number {
  let log = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = Math.log(wanted / Math.max(1e-9, expected(log)));
    log = Math.max(-FARTHEST, Math.min(FARTHEST, log + step));
    if (Math.abs(step) < 1e-3) break;
  }
  return log;
}
const ROUNDS = 16;

/**
 * Ways in which quarters may differ from the rates: by an effect of the days that stays, wanders, or was another until some quarter, and
 * beside that by departures of quarters of the year, as a share of what a single week does.
 */
function beliefsOf(places: number, effects: readonly WeekEffect[], share: number): Belief[] {
  const [each, one] = [(EACH.sd * share) ** 2, (ONE.sd * share) ** 2];
  const ofYear = (quarter: number): number => (places - 1 - quarter) % SEASONS;
  const departures: { weight: number; of: (a: number, b: number) => number }[] = [
    { weight: 1 - EACH.weight - ONE.weight, of: () => 0 },
    { weight: EACH.weight, of: (a, b) => (a === b ? each : 0) },
    ...Array.from({ length: SEASONS }, (_, own) => ({
      weight: ONE.weight / SEASONS,
      of: (a: number, b: number) => (a === own && b === own ? one : 0),
    })),
  ];
  const changes = Array.from({ length: places / 2 - 1 }, (_, index) => 2 * (index + 1));
  const courses: { weight: number; alike: (a: number, b: number) => number }[] = [
    { weight: 1 - WANDERS.weight - CHANGED, alike: () => 1 },
    { weight: WANDERS.weight, alike: (a, b) => Math.exp(-Math.abs(a - b) / WANDERS.quarters) },
    ...changes.map((first) => ({
      weight: CHANGED / changes.length,
      alike: (a: number, b: number) => Number(a < first === b < first),
    })),
  ];
  // Each is the sum of two of a few matrices.
  const alike = courses.map((course) => belief(places, course.weight, course.alike));
  const apart = departures.map((each) => belief(places, each.weight, (a, b) => each.of(ofYear(a), ofYear(b))));
  return effects.flatMap(({ sd, weight }) =>
    (sd === 0 ? alike.slice(0, 1).map((only) => ({ ...only, weight: 1 })) : alike).flatMap((course) =>
      apart.map((each) => ({
        weight: weight * course.weight * each.weight,
        covariance: each.covariance.map((own, place) => sd * sd * course.covariance[place]! + own),
      })),
    ),
  );
}

/** Two causes at steady rates over the days that are left: each rate times its factor. */
export function faster(won: number, lost: number, by: Factors): { won: number; lost: number } {
  const ended = won + lost;
  if (!(ended > 0) || won >= 1) return { won, lost };
  const whole = -Math.log(Math.max(1e-9, 1 - ended));
  const [wins, losses] = [(by.won * whole * won) / ended, (by.lost * whole * lost) / ended];
  const share = (1 - Math.exp(-wins - losses)) / (wins + losses);
  return { won: wins * share, lost: losses * share };
}
