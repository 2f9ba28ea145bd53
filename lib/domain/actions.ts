import type { Prospects } from '@/lib/domain/bets';
import type { Span } from '@/lib/domain/chances';
import { dayNumber } from '@/lib/domain/days';
import type { ForecastDeal } from '@/lib/domain/forecast';
import { NO_DAY, OPEN, type PipelineLog, versionAt, WON } from '@/lib/domain/log';
import { reach } from '@/lib/domain/reach';

/** Something a team can do about a deal: bring it forward, save it, or make it larger. */
export type ActionKind = 'pullIn' | 'rescue' | 'upsize';

export interface Action {
  kind: ActionKind;
  /** Position in the log. */
  deal: number;
  /** The deal's bet once the action has worked. Minor units; 0–1. */
  amount: number;
  chance: number;
  /** What the period gains on average: (chance × amount) after − before, minor units. Actions are ranked by it. */
  gain: number;
  /** Deals that the new chance, or the larger amount, was taken from. */
  n: number;
}

/** Fewer look-alikes do not say what is usual. */
const MIN_ALIKE = 3;
/** Only a deal this likely is worth making larger. */
const MIN_UPSIZE_CHANCE = 0.5;
const MIN_UPSIZED = 5;

/**
 * What could be done about each open deal, the largest gain first. A deal planned for later would, brought forward, have the usual
 * chance of the deals in its stage that are planned for the period; one planned for the period with less than that would, saved,
 * have it too; a likely one may grow as won deals did that grew. The most promising rule is also the simplest (product.md MS-07).
 */
export function actions(
  { log, period, at }: { log: PipelineLog; period: Span; at: number },
  deals: readonly ForecastDeal[],
): Action[] {
  const last = dayNumber(period.end);
  const first = dayNumber(period.start);
  const closeDayOf = ({ version }: ForecastDeal): number => log.closeDay[version] ?? NO_DAY;
  const isDue = (each: ForecastDeal): boolean => closeDayOf(each) >= first && closeDayOf(each) <= last;
  const usual = new Map<number, { sum: number; n: number }>();
  for (const each of deals.filter(isDue)) {
    const stage = log.stage[each.version] ?? 0;
    const own = usual.get(stage) ?? { sum: 0, n: 0 };
    usual.set(stage, { sum: own.sum + each.chance.won, n: own.n + 1 });
  }
  const growth = usualGrowth(log, at);
  return deals
    .flatMap((each): Action[] => {
      const { deal, amount, chance } = each;
      const found: Action[] = [];
      const alike = usual.get(log.stage[each.version] ?? 0);
      const mean = alike && alike.n >= MIN_ALIKE ? alike.sum / alike.n : 0;
      const kind = isDue(each) ? 'rescue' : closeDayOf(each) > last ? 'pullIn' : undefined;
      if (kind && alike && mean > chance.won)
        found.push({ kind, deal, amount, chance: mean, gain: (mean - chance.won) * amount, n: alike.n });
      if (growth && chance.won >= MIN_UPSIZE_CHANCE) {
        const larger = Math.round(amount * growth.factor);
        const gain = chance.won * (larger - amount);
        found.push({ kind: 'upsize', deal, amount: larger, chance: chance.won, gain, n: growth.n });
      }
      return found.filter(({ gain }) => gain > 0);
    })
    .toSorted((a, b) => b.gain - a.gain || a.deal - b.deal);
}

/** How much won deals grew that grew: median of last ÷ first amount; undefined below five of them. */
export function usualGrowth(log: PipelineLog, at: number): { factor: number; n: number } | undefined {
  const factors: number[] = [];
  for (let deal = 0; deal < log.size; deal += 1) {
    const version = versionAt(log, deal, at);
    if (version < 0 || log.status[version] !== WON) continue;
    const start = log.starts[deal] ?? 0;
    let first = Number.NaN;
    for (let each = start; each < version && !(first > 0); each += 1)
      if (log.status[each] === OPEN) first = log.amount[each] ?? Number.NaN;
    const factor = (log.amount[version] ?? Number.NaN) / first;
    if (factor > 1 && Number.isFinite(factor)) factors.push(factor);
  }
  if (factors.length < MIN_UPSIZED) return undefined;
  factors.sort((a, b) => a - b);
  return { factor: factors[factors.length >> 1] ?? 1, n: factors.length };
}

/** The chance of a target once these actions have worked; several on one deal count in their order, the last one whole. */
export function chanceAfter(
  prospects: Prospects,
  deals: readonly { deal: number }[],
  done: readonly Action[],
  target: number,
): number {
  const byDeal = new Map(done.map((action) => [action.deal, action]));
  const bets = prospects.bets.map((bet, at) => {
    const action = byDeal.get(deals[at]?.deal ?? -1);
    return action ? { amount: action.amount, chance: action.chance } : bet;
  });
  return reach({ ...prospects, bets }, target, []).now;
}
