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
 * What an action is taken to do. A rescue adds 15 points to a deal of this period; a deal pulled in from later gets half the chance that
 * such deals of this period have; an upsize adds a fifth to the amount. They are assumptions, shown with the plan.
 */
const ASSUMED = { rescuePoints: 0.15, pullInShare: 0.5, upsizeShare: 0.2 } as const;
const MAX_SUBSTITUTES = 3;

/**
 * Plan A (product SR-16): the deals of the period by chance × amount, one after the other, until their amounts reach the gap (by chance alone
 * the list fills with small deals, SR-63); a deal whose amount is
 * not needed after all is left out again. The whole list when even all of them do not reach it.
 */
export function planA(deals: readonly PlanDeal[], gap: number, sd: number): PlanA {
  const usable = deals.filter(({ isInPeriod, amount, p }) => isInPeriod && amount > 0 && p > 0);
  const sorted = usable.toSorted((a, b) => b.p * b.amount - a.p * a.amount || b.p - a.p || a.deal - b.deal);
  const chosen: PlanDeal[] = [];
  let sum = 0;
  for (const deal of sorted) {
    if (sum >= gap) break;
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

/**
 * Plan B (product SR-17): what to do if a deal of plan A is lost. Each possible action on each other deal, ranked by what it raises in
 * expected amount (lift × amount: measured to be as good as the exact optimum), with the exact chance of the quota.
 * `known` are deals that are over already.
 */
export function planB(
  deals: readonly PlanDeal[],
  lost: number,
  targets: readonly number[],
  sd: number,
  known: readonly Known[] = [],
): { chance: number; substitutes: Substitute[] } {
  const left = deals.filter(({ deal }) => deal !== lost);
  const own = deals.find(({ deal }) => deal === lost);
  // The loss says something about the shared shock, so this is the chance that `reach` gives for it.
  const over = own ? [...known, { p: own.p, isWon: false, amount: own.amount }] : known;
  const chance = chanceOf(left, targets, sd, over);
  const usual = mean(left.filter(({ isInPeriod }) => isInPeriod).map(({ p }) => p));
  const actions = left.flatMap(
    (each): { action: Substitute['action']; each: PlanDeal; next: PlanDeal; lift: number }[] => {
      if (each.amount <= 0) return [];
      const option = (action: Substitute['action'], next: PlanDeal) => ({
        action,
        each,
        next,
        lift: next.p * next.amount - each.p * each.amount,
      });
      if (!each.isInPeriod) return [option('pullIn', { ...each, p: Math.max(each.p, usual * ASSUMED.pullInShare) })];
      return [
        option('rescue', { ...each, p: Math.min(0.95, Math.max(each.p, each.p + ASSUMED.rescuePoints)) }),
        option('upsize', { ...each, amount: Math.round(each.amount * (1 + ASSUMED.upsizeShare)) }),
      ];
    },
  );
  const best = actions
    .filter(({ lift }) => lift > 0)
    .toSorted((a, b) => b.lift - a.lift || a.each.deal - b.each.deal)
    .slice(0, MAX_SUBSTITUTES);
  const substitutes = best.map(({ action, each, next }): Substitute => {
    const changed = chanceOf(
      left.map((deal) => (deal.deal === each.deal ? next : deal)),
      targets,
      sd,
      over,
    );
    return { action, deal: each.deal, chance: changed, gain: changed - chance };
  });
  return { chance, substitutes };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
