import { type Action, actions, chanceAfter } from '@/lib/domain/actions';
import { decided, type Prospects } from '@/lib/domain/bets';
import type { Span } from '@/lib/domain/chances';
import type { Forecast, ForecastDeal } from '@/lib/domain/forecast';
import type { PipelineLog } from '@/lib/domain/log';
import { chancesAlong, reach } from '@/lib/domain/reach';

/** A plan that is as likely to fail as not is the least that deserves the name. */
const WANTED = 0.5;
/** Substitutes shown for each deal of plan A, with the exact chance. */
const SUBSTITUTES = 3;

/** One deal of plan A (product.md SR-16), in the order in which they add up. */
export interface PlanDeal extends ForecastDeal {
  /** Won so far plus the amounts up to this deal, minor units. */
  cumulative: number;
  /** Chance of the quota if only the deals up to this one counted. */
  chanceSoFar: number;
  /** Chance of the quota, everything counted, once this deal is lost (`dealEffect`). */
  ifLost: number;
}

/** What could fill in for a lost deal (plan B, SR-17), with the chance of the quota once it has worked. */
export interface Substitute extends Action {
  reachesQuota: number;
}

export interface Plan {
  /** Minor units still missing; 0 when the quota is reached. */
  gap: number;
  /**
   * `met`: nothing is missing. `likely`: plan A alone reaches the quota with at least the wanted chance. `possible`: all it names
   * adds up, but not with that chance. `short`: all open deals together are too small.
   */
  state: 'met' | 'likely' | 'possible' | 'short';
  deals: readonly PlanDeal[];
  /** Chance that the named deals alone reach the quota. */
  chance: number;
  /** Chance of the quota with everything counted: other deals and what is not yet created. */
  reachesQuota: number;
}

/** The forecast that a plan is made from, without the deals that someone has marked lost. */
interface Board {
  deals: readonly ForecastDeal[];
  prospects: Prospects;
}

function boardOf({ open, prospects }: Pick<Forecast, 'open' | 'prospects'>, lost: readonly number[]): Board {
  return lost.reduce<Board>(
    (board, deal) => {
      const at = board.deals.findIndex((each) => each.deal === deal);
      if (at < 0) return board;
      return { deals: board.deals.toSpliced(at, 1), prospects: decided(board.prospects, at, false) };
    },
    { deals: open.deals, prospects },
  );
}

/**
 * Plan A: deals in order of chance × amount until those named reach the quota by themselves with the wanted chance. When even all of
 * them do not, until their amounts add up to it. `lost` names deals (positions in the log) to leave out, as if they were lost.
 * Undefined without a quota.
 */
export function planA(
  forecast: Pick<Forecast, 'open' | 'prospects' | 'quota'>,
  lost: readonly number[] = [],
  wanted = WANTED,
): Plan | undefined {
  const { quota } = forecast;
  if (quota === undefined || Number.isNaN(quota)) return undefined;
  const { deals, prospects } = boardOf(forecast, lost);
  const order = deals
    .keys()
    .filter((at) => (deals[at]?.amount ?? 0) > 0 && (deals[at]?.chance.won ?? 0) > 0)
    .toArray()
    .toSorted((a, b) => worth(b) - worth(a) || a - b);
  const gap = Math.max(0, quota - prospects.sure);
  if (gap === 0) return { gap, state: 'met', deals: [], chance: 1, reachesQuota: reach(prospects, quota, []).now };
  const bets = order.flatMap((at) => prospects.bets[at] ?? []);
  const along = chancesAlong({ ...prospects, bets, later: [] }, quota);
  const sums: number[] = [];
  for (const { amount } of bets) sums.push((sums.at(-1) ?? prospects.sure) + amount);
  const likely = along.findIndex((chance) => chance >= wanted);
  const possible = sums.findIndex((sum) => sum >= quota);
  const length = likely >= 0 ? likely + 1 : possible >= 0 ? possible + 1 : order.length;
  const named = order.slice(0, length);
  const { now, effects } = reach(prospects, quota, named);
  return {
    gap,
    state: likely >= 0 ? 'likely' : possible >= 0 ? 'possible' : 'short',
    deals: named.flatMap((at, row): PlanDeal[] => {
      const deal = deals[at];
      if (!deal) return [];
      const [cumulative = 0, chanceSoFar = 0] = [sums[row], along[row]];
      return [{ ...deal, cumulative, chanceSoFar, ifLost: effects[row]?.ifLost ?? now }];
    }),
    chance: along[length - 1] ?? 0,
    reachesQuota: now,
  };

  function worth(at: number): number {
    const deal = deals[at];
    return deal ? deal.amount * deal.chance.won : 0;
  }
}

/**
 * Plan B for one deal of plan A: what could fill in once it is lost, ranked by what the period gains on average, the first few with
 * the exact chance of the quota. Deals of plan A may grow, but are not pulled in or rescued: the plan counts on them already.
 */
export function planB(
  context: { log: PipelineLog; period: Span; at: number },
  forecast: Pick<Forecast, 'open' | 'prospects' | 'quota'>,
  plan: Plan,
  deal: number,
  lost: readonly number[] = [],
  most = SUBSTITUTES,
): Substitute[] {
  const { quota } = forecast;
  if (quota === undefined) return [];
  const { deals, prospects } = boardOf(forecast, [...lost, deal]);
  const named = new Set(plan.deals.map((each) => each.deal));
  return actions(context, deals)
    .filter((action) => action.kind === 'upsize' || !named.has(action.deal))
    .slice(0, most)
    .map((action) => ({ ...action, reachesQuota: chanceAfter(prospects, deals, [action], quota) }));
}
