import { dayFromNumber } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { belief, type Belief, believed, type Look } from '@/lib/forecast/chance/beliefs';
import type { OrgTempo } from '@/lib/forecast/chance/org-tempo';
import type { StageRates } from '@/lib/forecast/chance/stage-rate';
import { spreadOver, type Tempo, togetherOver } from '@/lib/forecast/chance/tempo';
import { CATEGORIES, OPEN, type PipelineLog, versionAt, WON } from '@/lib/log/event-log';
import { FIRST_DEAL, dealIndex } from '@/lib/log/positions';

/** By how much faster deals are won, and lost. */
export interface Factors {
  won: number;
  lost: number;
}

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
 * How much such days may differ is what the weeks of the org's quarters show (`Tempo.effects`); the more days, the less. The same quarter of
 * past years may depart from that, where it shows: holidays, or a year's end.
 */
export function phaseOf(log: PipelineLog, rates: StageRates, { quarters, today, won, lost }: OrgTempo): Phase {
  const { horizon, outcomes, on } = rates;
  const left = (quarters.at(-1)?.end ?? today) - today;
  const looks = quarters.slice(0, -1).flatMap(({ end }, quarter) => {
    const day = end - left;
    const level = { won: Math.exp(won.levels[quarter] ?? 0), lost: Math.exp(lost.levels[quarter] ?? 0) };
    const season = (quarters.length - 1 - quarter) % SEASONS;
    return day + horizon <= today ? [{ day, at: endOfDay(dayFromNumber(day), log.timeZone), level, season }] : [];
  });
  // As the rates say at the level of that quarter. The present quarter's part of the year is the first.
  const seasons = Array.from({ length: SEASONS }, (_, season): Ends => ({
    cells: [],
    ended: { won: 0, lost: 0 },
    quarters: looks.filter((look) => look.season === season).length,
  }));
  const step = Math.ceil(log.size / MOST_DEALS);
  for (let deal = FIRST_DEAL; deal < log.size; deal = dealIndex(deal + step)) {
    const status = outcomes.status[deal] ?? -1;
    if (status < 0) continue;
    for (const look of looks) {
      const version = versionAt(log, deal, look.at);
      if (version < 0 || log.status[version] !== OPEN || log.category[version] === OMITTED) continue;
      const { won, lost } = on(deal, version, look);
      const ends = seasons[look.season];
      ends?.cells.push(faster(won, lost, look.level));
      if (ends && status !== OPEN && (outcomes.day[deal] ?? 0) <= look.day + horizon)
        ends.ended[status === WON ? 'won' : 'lost'] += 1;
    }
  }
  const weeks = Math.min(WEEKS, Math.max(1, left / 7));
  const beliefs = {
    won: beliefsOf(scaled(won.effects, spreadOver(weeks, WEEKS)), togetherOver(weeks)),
    lost: beliefsOf(scaled(lost.effects, spreadOver(weeks, WEEKS)), togetherOver(weeks)),
  };
  const factors = seasons.map(() => ({ won: 1, lost: 1 }));
  let variance = 0;
  for (const how of ['won', 'lost', 'won'] as const) {
    const seen = seasons.map((ends, season) => lookAt(ends, how, factors[season] ?? AS_EVER));
    if (seen.every(({ noise }) => noise === Infinity)) continue;
    const found = believed(seen, beliefs[how]);
    factors.forEach((own, season) => {
      const spread = found.varianceOf(seasons.map((_, place) => Number(place === season)));
      // Chances are means over what the factor may be, and its mean lies above its middle.
      own[how] = Math.exp((found.mean[season] ?? 0) + spread / 2);
      if (how === 'won' && season === 0) variance = spread;
    });
  }
  return { ...(factors[0] ?? AS_EVER), variance };
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

/** Deals as they were open on the same day of some past quarters: what the rates say of each, and how they ended. */
interface Ends {
  cells: { won: number; lost: number }[];
  ended: { won: number; lost: number };
  quarters: number;
}

const WEEKS = 13;
const scaled = (effects: Tempo['effects'], by: number): Tempo['effects'] =>
  effects.map(({ sd, weight }) => ({ sd: sd * by, weight }));

/** The log of the factor under which as many would have ended as did, with its variance by chance; the other cause as it is known. */
function lookAt({ cells, ended, quarters }: Ends, how: 'won' | 'lost', known: Factors): Look {
  const expected = (log: number): number => {
    const by = { ...known, [how]: Math.exp(log) };
    return cells.reduce((sum, { won, lost }) => sum + faster(won, lost, by)[how], 0);
  };
  const usual = expected(0);
  if (!(usual > 0.5)) return { value: 0, noise: Infinity };
  // Half an end more on both sides: the log of so few is then right on average, and where nothing came it is no proof of never.
  const wanted = ((ended[how] + 0.5) * usual) / (usual + 0.5);
  let [low, high] = [-FARTHEST, FARTHEST];
  for (let round = 0; round < 16; round += 1) {
    const middle = (low + high) / 2;
    if (expected(middle) < wanted) low = middle;
    else high = middle;
  }
  const value = (low + high) / 2;
  // Half way, so that few ends by luck are not taken for sure ones.
  return { value, noise: 1 / expected(value / 2) + SHOCK ** 2 / quarters };
}

/** Ways in which the quarters of a year may differ from the rates: all alike by an effect, and beside that by days that depart as a share of a single week does. */
function beliefsOf(effects: Tempo['effects'], share: number): Belief[] {
  const [each, one] = [(EACH.sd * share) ** 2, (ONE.sd * share) ** 2];
  const departures: { weight: number; of: (a: number, b: number) => number }[] = [
    { weight: 1 - EACH.weight - ONE.weight, of: () => 0 },
    { weight: EACH.weight, of: (a, b) => (a === b ? each : 0) },
    ...Array.from({ length: SEASONS }, (_, own) => ({
      weight: ONE.weight / SEASONS,
      of: (a: number, b: number) => (a === own && b === own ? one : 0),
    })),
  ];
  return effects.flatMap(({ sd, weight }) =>
    departures.map((each) => belief(SEASONS, weight * each.weight, (a, b) => sd * sd + each.of(a, b))),
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
