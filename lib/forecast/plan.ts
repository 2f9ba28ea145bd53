import type { Bet } from '@/lib/forecast/sum/bets';
import { chanceOf } from '@/lib/forecast/sum/reach';
import type { Known } from '@/lib/forecast/sum/shock';
import type { DealIndex } from '@/lib/log/positions';

/** An open deal as the plan sees it. `later` is its chance to be won at all, where it is known: what pulling it in could bring. */
export interface PlanDeal extends Bet {
  deal: DealIndex;
  /** Close date within the period. */
  isInPeriod: boolean;
}

export interface PlanA {
  /** Positions in the log, the largest chance × amount first, with what has been gathered up to each. Minor units. */
  steps: { deal: DealIndex; amount: number; p: number; cumulative: number }[];
  /** Whether all of them together reach the gap. */
  reaches: boolean;
  /** Chance that the deals of the plan alone bring the gap. */
  chance: number;
}

export interface Substitute {
  action: 'rescue' | 'pullIn' | 'upsize';
  deal: DealIndex;
  /** Chance of the quota with this action, all deals counted, and what it adds. */
  chance: number;
  gain: number;
}

/**
 * What an action is taken to do where the org's own history does not say: a rescue adds 15 points to a deal of this period; a deal pulled
 * in from later gets half the chance that such deals of this period have; an upsize adds a fifth to the amount. Shown with the plan.
 */
const ASSUMED = { rescuePoints: 0.15, pullInShare: 0.5, upsizeShare: 0.2 } as const;
const MAX_SUBSTITUTES = 3;
/** Actions whose chance is worked out one after the other. */
const LISTED_ACTIONS = 5;

/**
 * Plan A (product SR-16): the deals of the period by chance × amount, one after the other, until their amounts reach the gap (by chance alone
 * the list fills with small deals, SR-63) or there are as many as can be worked on; a deal whose amount is
 * not needed after all is left out again. The whole list when even all of them do not reach it.
 */
export function planA(deals: readonly PlanDeal[], gap: number, sd: number, most = Infinity): PlanA {
  const usable = deals.filter(({ isInPeriod, amount, p }) => isInPeriod && amount > 0 && p > 0);
  const sorted = usable.toSorted((a, b) => b.p * b.amount - a.p * a.amount || b.p - a.p || a.deal - b.deal);
  const chosen: PlanDeal[] = [];
  let sum = 0;
  for (const deal of sorted) {
    if (sum >= gap || chosen.length >= most) break;
    chosen.push(deal);
    sum += deal.amount;
  }
  for (const deal of chosen.toReversed()) {
    if (chosen.length > 1 && sum - deal.amount >= gap) {
      chosen.splice(chosen.indexOf(deal), 1);
      sum -= deal.amount;
    }
  }
  let cumulative = 0;
  return {
    steps: chosen.map(({ deal, amount, p }) => ({ deal, amount, p, cumulative: (cumulative += amount) })),
    reaches: sum >= gap,
    chance: chanceOf(chosen, [gap], sd),
  };
}

/** What the chance of the quota goes by. */
interface Goal {
  targets: readonly number[];
  sd: number;
  /** Deals that are over already. */
  known?: readonly Known[];
  /** What a rescue adds to a chance, as history showed it. */
  rescue?: number;
}

interface Option {
  action: Substitute['action'];
  each: PlanDeal;
  next: PlanDeal;
  /** What it adds to what is expected: measured to rank as well as the exact optimum. */
  lift: number;
}

/** Every action that adds something, the one that adds most first. */
function actionsOn(deals: readonly PlanDeal[], rescue: number = ASSUMED.rescuePoints): Option[] {
  const usual = mean(deals.filter(({ isInPeriod }) => isInPeriod).map(({ p }) => p));
  const all = deals.flatMap((each): Option[] => {
    if (each.amount <= 0) return [];
    const option = (action: Substitute['action'], next: PlanDeal): Option => ({
      action,
      each,
      next,
      lift: next.p * next.amount - each.p * each.amount,
    });
    if (!each.isInPeriod) return [option('pullIn', { ...each, p: Math.max(each.p, usual * ASSUMED.pullInShare) })];
    return [
      option('rescue', { ...each, p: Math.min(0.95, Math.max(each.p, each.p + rescue)) }),
      option('upsize', { ...each, amount: Math.round(each.amount * (1 + ASSUMED.upsizeShare)) }),
    ];
  });
  return all.filter(({ lift }) => lift > 0).toSorted((a, b) => b.lift - a.lift || a.each.deal - b.each.deal);
}

/** The deals once some actions have done what they are taken to do. */
function withActions(deals: readonly PlanDeal[], options: readonly Option[]): PlanDeal[] {
  const changed = new Map(options.map(({ each, next }) => [each.deal, next]));
  return deals.map((deal) => changed.get(deal.deal) ?? deal);
}

/**
 * Plan B (product SR-17): what to do once a deal is lost. The actions on the other deals that raise what is expected most, each with the
 * exact chance of the quota. `lost` may be over already: one of `known`, and none of the deals.
 */
export function planB(
  deals: readonly PlanDeal[],
  lost: number | undefined,
  { targets, sd, known = [], rescue }: Goal,
): { chance: number; substitutes: Substitute[] } {
  const left = deals.filter(({ deal }) => deal !== lost);
  const own = deals.find(({ deal }) => deal === lost);
  // The loss says something about the shared shock, so this is the chance that `reach` gives for it.
  const over = own ? [...known, { p: own.p, isWon: false, amount: own.amount }] : known;
  const chance = chanceOf(left, targets, sd, over);
  const substitutes = actionsOn(left, rescue)
    .slice(0, MAX_SUBSTITUTES)
    .map((option): Substitute => {
      const changed = chanceOf(withActions(left, [option]), targets, sd, over);
      return { action: option.action, deal: option.each.deal, chance: changed, gain: changed - chance };
    });
  return { chance, substitutes };
}

/**
 * Where effort adds most (MS-07): at most one action a deal, on as many deals as can be worked on. `chance` of a listed one is that of the
 * quota once it and those above it are done; `all` once all of them are.
 */
export function bestActions(
  deals: readonly PlanDeal[],
  { targets, sd, known = [], rescue }: Goal,
  most: number,
): { count: number; all: number; listed: { action: Substitute['action']; deal: DealIndex; chance: number }[] } {
  const seen = new Set<DealIndex>();
  const best: Option[] = [];
  for (const option of actionsOn(deals, rescue)) {
    if (best.length >= most) break;
    if (seen.has(option.each.deal)) continue;
    seen.add(option.each.deal);
    best.push(option);
  }
  const chanceWith = (count: number): number => chanceOf(withActions(deals, best.slice(0, count)), targets, sd, known);
  return {
    count: best.length,
    all: chanceWith(best.length),
    listed: best.slice(0, LISTED_ACTIONS).map(({ action, each }, place) => ({
      action,
      deal: each.deal,
      chance: chanceWith(place + 1),
    })),
  };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
