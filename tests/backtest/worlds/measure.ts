import { dayFromNumber } from '@/lib/calendar/days';
import { instant, type Instant } from '@/lib/calendar/instant';
import type { OrgFacts } from '@/lib/forecast/facts';
import { engineOf, scopeForecast } from '@/lib/forecast/outlook';
import type { OrgScore } from '@/lib/forecast/score';
import { chanceToReach, sumDistribution } from '@/lib/forecast/sum/distribution';
import { versionAt } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';

import { lastDay, liveDeals, type WorldDeal } from './deals';
import { orgOf } from './org';
import { truthOf } from './truth';
import { FIRST_DAY, quarterOf, type World, type WorldQuarter } from './world';

export const DAYS_LEFT = [90, 60, 30, 15, 7] as const;
/** Quotas that are asked for, as shares of what a quarter of the last year brought. */
const QUOTAS = [0.7, 0.85, 1, 1.15, 1.3];

/** One forecast of one quarter, beside what came and what one would have said who knows the true chances. Minor units. */
export interface Said {
  world: string;
  seed: number;
  quarter: number;
  daysLeft: number;
  /** As it is called here, and whether sums went by learnt chances. */
  method: string;
  isLearnt: boolean;
  won: number;
  total: number;
  p10: number;
  p50: number;
  p90: number;
  mean: number;
  /** What the range is expected to lose (pinball at .1, .5 and .9) by the true chances of open deals, and what deals to come brought. */
  lost: number;
  /** Wins that were expected of open deals, and that were to be expected. */
  wins: number;
  trueWins: number;
  /** By true chances, from open deals; what deals brought that did not exist yet. */
  trueOpen: number;
  /** Said of the same deals. */
  open: number;
  /** Expected of deals to come. */
  notYetCreated: number;
  fresh: number;
  /** Squared errors of single chances against the true ones, summed. */
  off: number;
  /** Open deals. */
  deals: number;
  quotas: { said: number; came: boolean }[];
}

/** The score of an org as it is known at an instant; undefined before there is one. */
type ScoreAt = (facts: OrgFacts, end: Instant) => OrgScore | undefined;
/** Ways to forecast an org, by name. */
export type Methods = (facts: OrgFacts) => Readonly<Record<string, ScoreAt>>;

const RATES: Methods = () => ({ stageRate: () => undefined });

/** Some of the last quarters of a world, each forecast on each of its days as the screens would have done. */
export function measureWorld(
  world: World,
  { quarters, each = 1, methods = RATES }: { quarters: number; each?: number; methods?: Methods },
): Said[] {
  const deals = liveDeals(world);
  const whole = orgAt(-Infinity);
  const quarterAt = (on: number): WorldQuarter => quarterOf(on, world.fiscalStart);
  const last = quarterAt(lastDay(world)).index;
  const found: Said[] = [];
  const all: WorldQuarter[] = [];
  for (let on = FIRST_DAY; quarterAt(on).index <= last; on = quarterAt(on).end + 1) all.push(quarterAt(on));
  for (const quarter of all.slice(-quarters).filter((_, place) => place % each === 0)) {
    const total = wonIn(deals, quarter.start, quarter.end);
    const before = all.slice(quarter.index - 4, quarter.index);
    const usual = before.reduce((sum, { start, end }) => sum + wonIn(deals, start, end), 0) / before.length;
    // A quarter of 90 days has 89 left on its first.
    const dayOf = (left: number): number => Math.max(quarter.start, quarter.end - left);
    const truths = truthOf(world, deals, quarter.end, DAYS_LEFT.map(dayOf));
    for (const daysLeft of DAYS_LEFT) {
      const on = dayOf(daysLeft);
      const now = instant((on + 1) * 86_400_000 - 1);
      const { facts, placeOf, scores } = world.deletesLost ? orgAt(on) : whole;
      const dated: OrgFacts = { ...facts, now, today: dayFromNumber(on) };
      const truth = truths.get(on) ?? new Map<number, number>();
      const later = deals.filter(({ created, isWon, end }) => created > on && isWon && end <= quarter.end);
      const placed = [...truth].map(([at, p]) => {
        const deal = dealIndex(placeOf[at] ?? -1);
        const written = facts.log.amount[versionAt(facts.log, deal, now)] ?? Number.NaN;
        const price = Number.isNaN(written) ? (deals[at]?.price ?? 0) * 100 : written;
        return { p, amount: price * world.signedFor };
      });
      const may = sumDistribution(placed);
      const fresh = later.reduce((sum, each) => sum + amountOf(each), 0);
      const won = wonIn(deals, quarter.start, on);
      for (const [method, scoreAt] of scores) {
        const own = scoreAt(dated, instant((quarter.end + 1) * 86_400_000));
        const asked: OrgFacts = own ? { ...dated, score: own } : { ...dated };
        const said = scopeForecast(asked, undefined, undefined);
        const chances = new Map(said.deals.map(({ deal, p }) => [deal, p]));
        let [wins, trueWins, off] = [0, 0, 0];
        for (const [at, chance] of truth) {
          const place = placeOf[at] ?? -1;
          const p = chances.get(dealIndex(place)) ?? 0;
          wins += p;
          trueWins += chance;
          off += (p - chance) ** 2;
        }
        const trueOpen = placed.reduce((sum, { p, amount }) => sum + p * amount, 0);
        found.push({
          world: world.name,
          seed: world.seed,
          quarter: quarter.index,
          daysLeft,
          method,
          isLearnt: engineOf(asked).chances.method === 'learnt',
          won,
          total,
          p10: said.p10,
          p50: said.p50,
          p90: said.p90,
          mean: said.mean,
          lost: may.values.reduce((sum, open, at) => sum + (may.probs[at] ?? 0) * pinball(said, won + fresh + open), 0),
          wins,
          trueWins,
          trueOpen,
          open: said.open,
          notYetCreated: said.notYetCreated ?? 0,
          fresh,
          off,
          deals: truth.size,
          quotas: QUOTAS.map((share) => ({
            said: chanceToReach(said.distribution, share * usual),
            came: total >= share * usual,
          })),
        });
      }
    }
  }
  return found;

  /** The org with deal `at` of the world at position `placeOf[at]`, and the ways to forecast it. */
  function orgAt(deletedUntil: number) {
    const { facts, ids } = orgOf(world, deals, deletedUntil);
    const places = new Map(facts.log.ids.map((id, place) => [id, place]));
    return { facts, placeOf: ids.map((id) => places.get(id) ?? -1), scores: Object.entries(methods(facts)) };
  }
}

/** Loss of a range at .1, .5 and .9 when a total comes. */
const pinball = ({ p10, p50, p90 }: { p10: number; p50: number; p90: number }, total: number): number =>
  [p10, p50, p90].reduce((all, said, place) => {
    const at = [0.1, 0.5, 0.9][place] ?? 0;
    return all + (total >= said ? at * (total - said) : (1 - at) * (said - total));
  }, 0);

const amountOf = ({ written }: WorldDeal): number => (written.at(-1)?.amount ?? 0) * 100;

const wonIn = (deals: readonly WorldDeal[], start: number, end: number): number =>
  deals.reduce((sum, deal) => (deal.isWon && deal.end >= start && deal.end <= end ? sum + amountOf(deal) : sum), 0);
