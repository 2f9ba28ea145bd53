import { dayFromNumber } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { belief, believed } from '@/lib/forecast/chance/beliefs';
import type { Chance } from '@/lib/forecast/chance/chances';
import type { OrgTempo } from '@/lib/forecast/chance/org-tempo';
import type { StageRates } from '@/lib/forecast/chance/stage-rate';
import { spreadOver, type Tempo } from '@/lib/forecast/chance/tempo';
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
const FARTHEST = 1.5;
const OMITTED = CATEGORIES.indexOf('omitted');

/**
 * What is left of a quarter beside the same days of past quarters: by how much faster deals ended in them than the rates say, which are
 * counted over all days alike, at the level of each of those quarters. The rates know planned dates: what comes of dates at a quarter's end is in them, and is not counted twice.
 * How much such days may differ is what the weeks of the org's quarters show (`Tempo.effects`); the more days, the less.
 */
export function phaseOf(log: PipelineLog, rates: StageRates, { quarters, today, won, lost }: OrgTempo): Phase {
  const tempo = { won, lost };
  const { horizon, outcomes, on } = rates;
  const left = (quarters.at(-1)?.end ?? today) - today;
  const looks = quarters.slice(0, -1).flatMap(({ end }, quarter) => {
    const day = end - left;
    const level = { won: Math.exp(won.levels[quarter] ?? 0), lost: Math.exp(lost.levels[quarter] ?? 0) };
    return day + horizon <= today ? [{ day, at: endOfDay(dayFromNumber(day), log.timeZone), level }] : [];
  });
  // As the rates say at the level of that quarter.
  const cells: Chance[] = [];
  const ended = { won: 0, lost: 0 };
  const step = Math.ceil(log.size / MOST_DEALS);
  for (let deal = FIRST_DEAL; deal < log.size; deal = dealIndex(deal + step)) {
    const status = outcomes.status[deal] ?? -1;
    if (status < 0) continue;
    for (const look of looks) {
      const version = versionAt(log, deal, look.at);
      if (version < 0 || log.status[version] !== OPEN || log.category[version] === OMITTED) continue;
      const { won, lost, n } = on(deal, version, look);
      cells.push({ ...faster(won, lost, look.level), n });
      if (status !== OPEN && (outcomes.day[deal] ?? 0) <= look.day + horizon)
        ended[status === WON ? 'won' : 'lost'] += 1;
    }
  }
  const spread = spreadOver(Math.min(WEEKS, Math.max(1, left / 7)), WEEKS);
  const factors = { won: 1, lost: 1, variance: 0 };
  for (const how of ['won', 'lost', 'won'] as const) {
    const effects = scaled(tempo[how].effects, spread);
    const { mean, variance } = factorOf(ended[how], { quarters: looks.length, effects }, (log) => {
      const by = { ...factors, [how]: Math.exp(log) };
      return cells.reduce((sum, { won, lost }) => sum + faster(won, lost, by)[how], 0);
    });
    // Chances are means over what the factor may be, and its mean lies above its middle.
    factors[how] = Math.exp(mean + variance / 2);
    if (how === 'won') factors.variance = variance;
  }
  return factors;
}

const WEEKS = 13;
const scaled = (effects: Tempo['effects'], by: number): Tempo['effects'] =>
  effects.map(({ sd, weight }) => ({ sd: sd * by, weight }));

/** The log of the factor under which as many would have ended as did, held back by what chance alone does. */
function factorOf(
  ended: number,
  { quarters, effects }: { quarters: number; effects: Tempo['effects'] },
  expected: (log: number) => number,
): { mean: number; variance: number } {
  if (!(expected(0) > 0.5)) return { mean: 0, variance: 0 };
  let [low, high] = [-FARTHEST, FARTHEST];
  for (let round = 0; round < 16; round += 1) {
    const middle = (low + high) / 2;
    if (expected(middle) < Math.max(0.5, ended)) low = middle;
    else high = middle;
  }
  const value = (low + high) / 2;
  // Half way, so that few ends by luck are not taken for sure ones.
  const looks = [{ value, noise: 1 / expected(value / 2) + SHOCK ** 2 / quarters }];
  const found = believed(
    looks,
    effects.map(({ sd, weight }) => belief(1, weight, () => sd * sd)),
  );
  return { mean: found.mean[0] ?? 0, variance: found.varianceOf([1]) };
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
