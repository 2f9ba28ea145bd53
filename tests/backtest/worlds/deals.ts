import { dayFromNumber } from '@/lib/calendar/days';
import { normalStream, randomStream } from '@/lib/figures/random';

import {
  FIRST_DAY,
  lostHazard,
  quarterOf,
  RIPE,
  ripeHazards,
  SILENT,
  SILENT_LOST,
  STAGES,
  teamOf,
  upHazard,
  type World,
} from './world';

/** A state of a deal from a day on, hidden parts included. */
interface HiddenState {
  on: number;
  stage: number;
  isSilent: boolean;
  /** In the last stage of a world with informative dates: the day from which it is decided. */
  ripe?: number;
}

/** What the CRM would have written, on the day and second of it. */
interface Written {
  at: number;
  stage: number;
  /** Major units. */
  amount: number;
  closeDay: number;
}

export interface WorldDeal {
  owner: number;
  created: number;
  quality: number;
  /** Day of its end; Infinity while it is open. */
  end: number;
  isWon: boolean;
  states: HiddenState[];
  written: Written[];
  /** Instants of calls, ms. */
  calls: number[];
}

export const OWNERS = 12;
const QUALITY_SD = 0.8;
const DAY = 86_400_000;

/** The day after the last one of a world. */
export function lastDay({ quarters }: World): number {
  let on = FIRST_DAY;
  for (let quarter = 0; quarter < quarters; quarter += 1) on = quarterOf(on).end + 1;
  return on - 1;
}

/** Lives all deals of a world, day by day. The same seed gives the same deals on every machine. */
export function liveDeals(world: World): WorldDeal[] {
  const next = randomStream(Math.imul(world.seed, 2_654_435_761));
  const normal = normalStream(next);
  const until = lastDay(world);
  const shocks = Array.from({ length: world.quarters + 1 }, () => world.shock * normal());
  const owners = Array.from({ length: OWNERS }, () => world.ownerSd * normal());
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const time = (on: number): number => on * DAY + whole(8 * 3600, 17 * 3600) * 1000;
  const planned = (on: number): number => (next() < 0.35 ? on : monthEnd(on));
  const found: WorldDeal[] = [];
  for (let born = FIRST_DAY; born <= until; born += 1) {
    const { index, start } = quarterOf(born);
    const rate =
      ((world.births * (world.year[index % 4] ?? 1)) / 91.3) * (1 + world.growth) ** (index + (born - start) / 91);
    for (let count = poisson(rate, next); count > 0; count -= 1) found.push(live(born, found.length % OWNERS));
  }
  return found;

  function live(created: number, owner: number): WorldDeal {
    const size = normal();
    const round = next() < 0.6 ? 1000 : 100;
    const priced = (amount: number): number => Math.max(round, Math.round(amount / round) * round);
    let amount = priced(24_000 * Math.exp(world.sigma * size) * (world.giants > 0 && next() < world.giants ? 25 : 1));
    const quality = QUALITY_SD * normal() + (owners[owner] ?? 0) + world.sizeEffect * world.sigma * size;
    let [stage, entered, isSilent, ripe] = [next() < 0.7 ? 0 : 1, created, false, Infinity];
    let closeDay = planned(created + Math.round(60 * Math.exp(0.5 * normal())));
    const deal: WorldDeal = {
      owner,
      created,
      quality,
      end: Infinity,
      isWon: false,
      states: [],
      written: [],
      calls: [],
    };
    const lead = whole(0, 4);
    let ignoredUntil = 0;
    const write = (on: number): void => {
      const at = Math.max(time(on), (deal.written.at(-1)?.at ?? 0) + 60_000);
      deal.written.push({ at, stage, amount, closeDay });
    };
    const note = (on: number): void => {
      deal.states.push({ on, stage, isSilent, ...(ripe < Infinity ? { ripe } : {}) });
    };
    const finish = (on: number, isWon: boolean): WorldDeal => {
      stage = isWon ? STAGES : STAGES + 1;
      closeDay = on;
      write(on);
      return Object.assign(deal, { end: on, isWon });
    };
    write(created);
    note(created);
    for (let on = created + 1; on <= until; on += 1) {
      if (isSilent) {
        if (next() < SILENT_LOST) return finish(on, false);
        push(on);
        continue;
      }
      const isLast = stage === STAGES - 1;
      const { index } = quarterOf(on);
      const shock = (shocks[index] ?? 0) + teamOf(world, owner, index);
      const hazards =
        world.isDated && isLast
          ? ripeHazards(on >= ripe, quality)
          : {
              up: upHazard(world, { stage, days: on - entered, quality, on, shock }),
              lost: lostHazard(world, { stage, quality, on }),
            };
      const drawn = next();
      if (next() < 0.06 * Math.exp(0.35 * quality)) deal.calls.push(time(on));
      if (drawn < hazards.up) {
        if (isLast) return finish(on, true);
        stage += 1;
        entered = on;
        if (next() < 0.12) amount = priced(amount * (next() < 0.6 ? 0.6 + 0.35 * next() : 1.1 + 0.5 * next()));
        if (stage >= 3) closeDay = planned(on + Math.round(25 * Math.exp(0.4 * normal())));
        if (world.isDated && stage === STAGES - 1) {
          ripe = on + Math.max(RIPE.least, Math.round(Math.exp(RIPE.mean + RIPE.sd * normal())));
          const told = ripe + Math.round(4 * normal());
          if (owner % world.heedless !== 0 || world.heedless === Infinity) closeDay = told;
        }
        write(on);
        note(on);
      } else if (drawn < hazards.up + (1 - hazards.up) * hazards.lost) return finish(on, false);
      else if (next() < SILENT) {
        isSilent = true;
        note(on);
      } else push(on);
    }
    return deal;

    /** A planned close that is near or past is put off by most, and forgotten by some. */
    function push(on: number): void {
      if (isSilent || on < ignoredUntil || closeDay - on > (ripe < Infinity ? -6 : lead)) return;
      if (next() < 0.1) ignoredUntil = on + 30;
      else {
        closeDay = Math.max(closeDay, planned(on + whole(20, 50)));
        write(on);
      }
    }
  }
}

const monthEnd = (on: number): number => {
  const [year = 0, month = 0] = dayFromNumber(on).split('-').map(Number);
  return Date.UTC(year, month, 1) / DAY - 1;
};

function poisson(mean: number, next: () => number): number {
  const least = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > least; product *= next()) count += 1;
  return count;
}
