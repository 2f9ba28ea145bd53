import type { Prospects } from '@/lib/domain/bets';
import { bookAt, type HeldDeal, type Owners, totalOf } from '@/lib/domain/book';
import type { AsOf, Chance, ChanceMethod, ChanceSource, Span } from '@/lib/domain/chances';
import { alikePeriods, laterBusiness } from '@/lib/domain/later-business';
import type { PipelineLog } from '@/lib/domain/log';
import { reach } from '@/lib/domain/reach';
import { shock } from '@/lib/domain/shock';
import { isTooWide, spread, type Spread } from '@/lib/domain/spread';

export interface ForecastQuestion {
  log: PipelineLog;
  asOf: AsOf;
  period: Span;
  owners: Owners;
  source: ChanceSource;
  /** Periods before this one, in any order; only finished ones are used. */
  past: readonly Span[];
  /** Minor units; absent when nobody has set one. */
  quota?: number;
  /** Standard deviation of the shared shock, log-odds: `shockSd` of the finished periods. */
  shockSd: number;
}

/** An open deal with its chances in the period. */
export interface ForecastDeal extends HeldDeal {
  chance: Chance;
}

/** What a period is expected to bring. Minor units of corporate currency. */
export interface Forecast {
  /** The sum of the three parts. */
  total: Spread;
  isTooWide: boolean;
  /** Won already, still open, and not yet created. */
  won: { amount: number; count: number; unpriced: number };
  open: Spread & { amount: number; unpriced: number; deals: readonly ForecastDeal[] };
  /** From `periods` finished periods; 0 when there is none, and then nothing is added. */
  later: Spread & { periods: number };
  quota?: number;
  /** `pReachQuota`, 0–1; absent without a quota. */
  reachesQuota?: number;
  method: ChanceMethod;
  /** Finished deals behind the chances. */
  history: ChanceSource['history'];
  /** For further questions: what a deal does, a plan, another target. */
  prospects: Prospects;
}

/** The forecast of a period for some owners, from what was known at `asOf` (scoring.md §6.7). */
export function forecast(question: ForecastQuestion): Forecast {
  const { log, asOf, period, owners, source, past, quota } = question;
  const book = bookAt(log, asOf, period, owners);
  const deals = book.open.flatMap((each): ForecastDeal[] => {
    const chance = source.chance(each.deal, period);
    return chance ? [{ ...each, chance }] : [];
  });
  const alike = alikePeriods(log, asOf, period, past);
  const common = shock(question.shockSd);
  const won = totalOf(book.won);
  const bets = deals.map(({ amount, chance }) => ({ amount, chance: chance.won }));
  const later = laterBusiness(log, asOf, alike, owners);
  const prospects: Prospects = { sure: won, bets, later, shock: common };
  const total = spread(prospects);
  return {
    total,
    isTooWide: isTooWide(total),
    won: { amount: won, count: book.won.length + book.unpriced.won, unpriced: book.unpriced.won },
    open: {
      ...spread({ ...prospects, sure: 0, later: [] }),
      amount: totalOf(book.open),
      unpriced: book.unpriced.open,
      deals,
    },
    later: { ...spread({ ...prospects, sure: 0, bets: [] }), periods: alike.length },
    ...(quota === undefined ? {} : { quota, reachesQuota: reach(prospects, quota, []).now }),
    method: source.method,
    history: source.history,
    prospects,
  };
}

/** What one open deal does to the period (product.md MS-06); undefined when it is not among the forecast's deals. */
export function dealEffect(
  { quota, open, prospects, reachesQuota }: Forecast,
  deal: number,
): { now: number; ifWon: number; ifLost: number } | undefined {
  const at = open.deals.findIndex((each) => each.deal === deal);
  if (at < 0 || quota === undefined || reachesQuota === undefined) return undefined;
  const { now, effects } = reach(prospects, quota, [at]);
  const own = effects[0];
  return own && { now, ifWon: own.ifWon, ifLost: own.ifLost };
}
