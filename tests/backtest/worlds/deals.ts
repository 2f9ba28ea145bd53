import { dayFromNumber } from '@/lib/calendar/days';
import { normalStream, randomStream } from '@/lib/figures/random';

import {
  FIRST_DAY,
  isBooked,
  kindOf,
  leavesOn,
  lostHazard,
  MIDDLE,
  ofKind,
  OWNERS,
  paceOn,
  quarterOf,
  RIPE,
  ripeHazards,
  SILENT,
  SILENT_LOST,
  STAGES,
  STAR,
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
  /** Major units; absent while nobody has given it one. */
  amount: number | undefined;
  closeDay: number;
}

export interface WorldDeal {
  owner: number;
  isQuick: boolean;
  isRenewal: boolean;
  isLaunched: boolean;
  /** In major units, also before anybody has written it. */
  price: number;
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

const QUALITY_SD = 0.8;
const DAY = 86_400_000;

/** The day after the last one of a world. */
export function lastDay({ quarters, fiscalStart }: World): number {
  let on = FIRST_DAY;
  for (let quarter = 0; quarter < quarters; quarter += 1) on = quarterOf(on, fiscalStart).end + 1;
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
  const { fiscalStart, datesAtEnds } = world;
  const planned = (on: number): number =>
    datesAtEnds ? quarterOf(on, fiscalStart).end : next() < 0.35 ? on : monthEnd(on);
  const found: WorldDeal[] = [];
  const left = world.star > 0 ? middleOf(world, world.stepAt) : Infinity;
  for (let born = FIRST_DAY; born <= until; born += 1) {
    const { index, start } = quarterOf(born, fiscalStart);
    const isLater = index >= world.stepAt;
    const rate =
      ((world.births * (world.year[index % 4] ?? 1)) / 91.3) *
      (1 + world.growth) ** (index + (born - start) / 91) *
      (isLater ? world.doubling : 1) *
      (1 - world.batches) *
      (born < left ? 1 : 1 - world.star);
    const batch =
      world.batches > 0 && born === start + ((index * 29) % 80)
        ? (rate * 91.3 * world.batches) / (1 - world.batches)
        : 0;
    for (let count = poisson(rate + batch, next); count > 0; count -= 1) found.push(live(born, ownerOf(born)));
    if (world.launch > 0 && isLater && (index > world.stepAt || born >= start + world.launchDay))
      for (let count = poisson(rate * world.launch, next); count > 0; count -= 1)
        found.push(live(born, ownerOf(born), Infinity, true));
    if (world.renewals > 0)
      for (let count = poisson(world.renewals / 91.3, next); count > 0; count -= 1)
        found.push(live(born, found.length % OWNERS, born + 365));
  }
  return world.mergedIn > 0 ? merged(found, middleOf(world, world.mergedIn)) : found;

  function ownerOf(born: number): number {
    const usual = found.length % OWNERS;
    if (world.star === 0) return usual;
    if (born < left) return next() < world.star ? STAR : usual;
    return usual === STAR ? STAR + 1 : usual;
  }

  function live(created: number, owner: number, due = Infinity, isLaunched = false): WorldDeal {
    const isQuick = world.quick > 0 && next() < world.quick;
    const isAtOnce = world.atOnce > 0 && next() < world.atOnce;
    const size = normal();
    const round = next() < 0.6 ? 1000 : 100;
    const priced = (amount: number): number => Math.max(round, Math.round(amount / round) * round);
    let amount = priced(
      24_000 *
        Math.exp(world.sigma * size) *
        (world.giants > 0 && next() < world.giants ? 25 : 1) *
        (world.whales > 0 && next() < world.whales / world.births ? 60 : 1) *
        (world.quick > 0 ? (isQuick ? 0.3 : 3) : 1) *
        (isAtOnce ? 0.4 : 1) *
        (isLaunched ? world.launchSize : 1) *
        (quarterOf(created, fiscalStart).index >= world.stepAt ? world.repricing : 1),
    );
    const quality =
      (due < Infinity ? 2 : 0) + QUALITY_SD * normal() + (owners[owner] ?? 0) + world.sizeEffect * world.sigma * size;
    let [stage, entered, isSilent, ripe] = [due < Infinity ? STAGES - 1 : next() < 0.7 ? 0 : 1, created, false, due];
    const pace = paceOn(ofKind(world, Number(isQuick || isLaunched)), created);
    let closeDay = due < Infinity ? due : planned(created + Math.round((60 / pace) * Math.exp(0.5 * normal())));
    const deal: WorldDeal = {
      owner,
      isQuick,
      isRenewal: due < Infinity,
      isLaunched,
      price: amount,
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
    const isNegligent = world.negligent < Infinity && owner % world.negligent === 0;
    const write = (on: number): void => {
      if (isNegligent && on > created && stage < STAGES) return;
      const at = Math.max(time(on), (deal.written.at(-1)?.at ?? 0) + 60_000);
      const isPriced = stage > STAGES ? deal.written.at(-1)?.amount !== undefined : stage >= world.pricedFrom;
      deal.written.push({ at, stage, amount: isPriced ? amount : undefined, closeDay });
    };
    const note = (on: number): void => {
      deal.states.push({ on, stage, isSilent, ...(ripe < Infinity ? { ripe } : {}) });
    };
    const finish = (on: number, isWon: boolean): WorldDeal => {
      stage = isWon ? STAGES : STAGES + 1;
      closeDay = on;
      if (isWon && world.signedFor !== 1) amount = priced(amount * world.signedFor);
      write(on);
      return Object.assign(deal, { end: on, isWon });
    };
    write(created);
    note(created);
    if (isAtOnce) return finish(created, true);
    for (let on = created + 1; on <= until; on += 1) {
      const kind = kindOf(world, deal, on);
      const own = ofKind(world, kind);
      if (leavesOn(world, kind, on)) return finish(on, false);
      if (isSilent) {
        if (world.cleansUp ? dayFromNumber(on).endsWith('-01-10') : next() < SILENT_LOST) return finish(on, false);
        push(on);
        continue;
      }
      const isLast = stage === STAGES - 1;
      const { index } = quarterOf(on, fiscalStart);
      const shock = (shocks[index] ?? 0) + teamOf(world, owner, index);
      const hazards =
        isLast && ripe < Infinity
          ? ripeHazards(world, on >= ripe, quality)
          : {
              up: upHazard(own, { stage, days: on - entered, quality, on, shock }),
              lost: lostHazard(own, { stage, quality, on }),
            };
      const drawn = next();
      if (next() < 0.06 * Math.exp(0.35 * quality)) deal.calls.push(time(on));
      if (drawn < hazards.up) {
        if (isLast) return finish(isBooked(world, on) ? on : quarterOf(on, fiscalStart).end + 1, true);
        stage += 1;
        entered = on;
        if (next() < 0.12) amount = priced(amount * (next() < 0.6 ? 0.6 + 0.35 * next() : 1.1 + 0.5 * next()));
        if (stage >= 3 && !world.keepsDates)
          closeDay = planned(on + Math.round((25 / pace) * Math.exp(0.4 * normal())));
        if (world.isDated && stage === STAGES - 1) {
          ripe = on + Math.max(RIPE.least, Math.round(Math.exp(RIPE.mean + RIPE.sd * normal())));
          const told = ripe + Math.round(4 * normal());
          if (owner % world.heedless !== 0 || world.heedless === Infinity) closeDay = told;
        }
        if (!(world.unwritten > 0 && next() < world.unwritten)) write(on);
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
      if (world.keepsDates || isSilent || on < ignoredUntil || closeDay - on > (ripe < Infinity ? -6 : lead)) return;
      if (next() < 0.1) ignoredUntil = on + 30;
      else {
        closeDay = Math.max(closeDay, planned(on + whole(20, 50)));
        write(on);
      }
    }
  }
}

/** Deals of every other owner come in from another company on a day: those that are open, as they are then. */
const merged = (deals: readonly WorldDeal[], on: number): WorldDeal[] =>
  deals.flatMap((deal) => {
    if (deal.owner % 2 === 0 || deal.created >= on) return deal;
    const before = deal.written.findLast(({ at }) => at < on * DAY);
    const after = deal.written.filter(({ at }) => at >= on * DAY);
    return deal.end < on || !before ? [] : { ...deal, created: on, written: [{ ...before, at: on * DAY }, ...after] };
  });

/** The day in the middle of a quarter of the world. */
export function middleOf({ fiscalStart }: World, quarter: number): number {
  let on = FIRST_DAY;
  while (quarterOf(on, fiscalStart).index < quarter) on = quarterOf(on, fiscalStart).end + 1;
  return on + MIDDLE;
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
