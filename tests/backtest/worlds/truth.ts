import type { WorldDeal } from './deals';
import {
  hasKinds,
  isBooked,
  kindOf,
  leavesOn,
  lostHazard,
  ofKind,
  quarterOf,
  RIPE,
  ripeHazards,
  SILENT,
  STAGES,
  teamOf,
  upHazard,
  WARM_DAYS,
  type World,
} from './world';

const QUALITIES = Array.from({ length: 37 }, (_, at) => -4.5 + at * 0.25);
const DAYS = WARM_DAYS + 1;
const WIDTH = QUALITIES.length;

/** Chance to be won by the end of a quarter, by deal: of those that were open at the end of a day. */
export type Truth = ReadonlyMap<number, number>;

/**
 * The true chances of a quarter, on some of its days: everything hidden is known but the shock of the quarter, of which is known what its days until then
 * show: more deals are still open in a bad quarter, so that all that may be would be too much to expect of them.
 * By going back from the quarter's end, day by day, over stage, days in it and quality.
 */
export function truthOf(
  world: World,
  deals: readonly WorldDeal[],
  end: number,
  asked: readonly number[],
): Map<number, Truth> {
  const found = new Map<number, Map<number, number>>(asked.map((on) => [on, new Map()]));
  const shocks = shocksOf(world, deals, end, asked);
  // Deals of one kind have the same chances.
  for (const kind of hasKinds(world) ? [0, 1] : [0])
    for (const [on, chances] of ofTeam(ofKind(world, kind), deals, end, shocks, kind))
      for (const [place, chance] of chances) {
        const deal = deals[place];
        if (deal && kindOf(world, deal, end) === kind) found.get(on)?.set(place, chance);
      }
  return found;
}

/** What the shock of a quarter may be, and how likely that is on each of some days, by the last steps that were taken in it until then, and not taken. */
interface ShockNode {
  shock: number;
  weights: Map<number, number>;
}

function shocksOf(
  world: World,
  deals: readonly WorldDeal[],
  end: number,
  asked: readonly number[],
): readonly ShockNode[] {
  if (world.shock === 0) return [{ shock: 0, weights: new Map(asked.map((on) => [on, 1])) }];
  const found = SPREADS.map((z) => ({ shock: z * world.shock, weights: new Map<number, number>() }));
  const { index, start } = quarterOf(end, world.fiscalStart);
  const steps = deals.flatMap((deal) => lastSteps(deal, start, end).map((step) => ({ ...step, deal })));
  for (const on of asked) {
    const logs = found.map(({ shock }, at) =>
      steps.reduce(
        (sum, { day, days, isTaken, deal }) => {
          if (day > on) return sum;
          const own = ofKind(world, kindOf(world, deal, day));
          const { quality, owner } = deal;
          const up = upHazard(own, {
            stage: STAGES - 1,
            days,
            quality,
            on: day,
            shock: shock + teamOf(world, owner, index),
          });
          return sum + Math.log(isTaken ? up : 1 - up);
        },
        -((SPREADS[at] ?? 0) ** 2) / 2,
      ),
    );
    const most = Math.max(...logs);
    const all = logs.reduce((sum, log) => sum + Math.exp(log - most), 0);
    found.forEach(({ weights }, at) => weights.set(on, Math.exp((logs[at] ?? 0) - most) / all));
  }
  return found;
}

const SPREADS = Array.from({ length: 9 }, (_, at) => (at - 4) * 0.65);

/** Days of a quarter on which a deal could have taken the last step, and whether it did. */
function lastSteps(
  { states, end: ended, isWon }: WorldDeal,
  start: number,
  end: number,
): { day: number; days: number; isTaken: boolean }[] {
  const entered = states.find(({ stage, ripe }) => stage === STAGES - 1 && ripe === undefined)?.on ?? Infinity;
  const until = Math.min(end, ended, states.find(({ isSilent }) => isSilent)?.on ?? Infinity);
  const first = Math.max(start, entered + 1);
  return Array.from({ length: Math.max(0, until - first + 1) }, (_, at) => ({
    day: first + at,
    days: first + at - entered,
    isTaken: isWon && first + at === ended,
  }));
}

function ofTeam(
  world: World,
  deals: readonly WorldDeal[],
  end: number,
  shocks: readonly ShockNode[],
  team: number,
): Map<number, Truth> {
  const asked = [...(shocks[0]?.weights.keys() ?? [])];
  const size = STAGES * DAYS * WIDTH;
  const kept = new Map(asked.map((on) => [on, new Float64Array(size)]));
  const first = Math.min(...asked);
  const ripened = world.isDated ? ripenedBy(world, end - first) : undefined;
  for (const { shock, weights } of shocks) {
    let later = new Float64Array(size);
    for (let on = end; on > first; on -= 1) {
      const now = new Float64Array(size);
      const hasLeft = leavesOn(world, team, on);
      if (hasLeft) later.fill(0);
      const booked = !hasLeft && isBooked(world, on) ? 1 : 0;
      for (let stage = 0; stage < STAGES; stage += 1)
        for (let days = 0; days < DAYS; days += 1)
          for (let q = 0; q < WIDTH; q += 1) {
            const quality = QUALITIES[q] ?? 0;
            const place = (stage * DAYS + days) * WIDTH + q;
            if (ripened && stage === STAGES - 1) {
              now[place] = ripened[q]?.[end - on + 1] ?? 0;
              continue;
            }
            const up = upHazard(world, {
              stage,
              days: days + 1,
              quality,
              on,
              shock:
                (quarterOf(on, world.fiscalStart).end === end ? shock : 0) +
                teamOf(world, team, quarterOf(on, world.fiscalStart).index),
            });
            const stay = (1 - up) * (1 - lostHazard(world, { stage, quality, on })) * (1 - SILENT);
            const won = stage === STAGES - 1 ? booked : (later[(stage + 1) * DAYS * WIDTH + q] ?? 0);
            now[place] = up * won + stay * (later[(stage * DAYS + Math.min(DAYS - 1, days + 1)) * WIDTH + q] ?? 0);
          }
      later = now;
      const mine = kept.get(on - 1);
      const weight = weights.get(on - 1) ?? 0;
      if (mine)
        for (let place = 0; place < size; place += 1) mine[place] = (mine[place] ?? 0) + weight * (now[place] ?? 0);
    }
  }
  return new Map([...kept].map(([on, values]) => [on, chancesOn(values, world, deals, on, end)]));
}

function chancesOn(values: Float64Array, world: World, deals: readonly WorldDeal[], on: number, end: number): Truth {
  const found = new Map<number, number>();
  deals.forEach(({ created, end: ended, states, quality }, place) => {
    if (created > on || ended <= on) return;
    const state = states.findLast((each) => each.on <= on);
    if (!state) return;
    if (state.isSilent) return void found.set(place, 0);
    const days = Math.min(DAYS - 1, on - state.on);
    const at = Math.min(WIDTH - 1.001, Math.max(0, (quality + 4.5) / 0.25));
    const low = Math.floor(at);
    const part = (q: number): number =>
      state.ripe === undefined
        ? (values[(state.stage * DAYS + days) * WIDTH + q] ?? 0)
        : wonWithin(world, QUALITIES[q] ?? 0, state.ripe - on, end - on);
    found.set(place, part(low) * (1 - at + low) + part(low + 1) * (at - low));
  });
  return found;
}

/** Of a deal that is ripe in so many days: to be won within `days`. */
function wonWithin(world: World, quality: number, ripeIn: number, days: number): number {
  const [raw, ripe] = [ripeHazards(world, false, quality), ripeHazards(world, true, quality)];
  let [open, won] = [1, 0];
  for (let day = 1; day <= days; day += 1) {
    const { up, lost } = day >= ripeIn ? ripe : raw;
    won += open * up;
    open *= (1 - up) * (1 - lost) * (1 - SILENT);
  }
  return won;
}

/** By quality, then days left: the chance of a deal that enters the last stage now, whenever it will be ripe. */
function ripenedBy(world: World, most: number): Float64Array[] {
  const parts = Array.from({ length: 41 }, (_, at) => -2.5 + at / 8);
  const weights = parts.map((z) => Math.exp((-z * z) / 2));
  const total = weights.reduce((sum, each) => sum + each, 0);
  return QUALITIES.map((quality) =>
    Float64Array.from({ length: most + 1 }, (_, days) =>
      parts.reduce((sum, z, at) => {
        const ripeIn = Math.max(RIPE.least, Math.round(Math.exp(RIPE.mean + RIPE.sd * z)));
        return sum + ((weights[at] ?? 0) / total) * wonWithin(world, quality, ripeIn, days);
      }, 0),
    ),
  );
}
