import type { Instant } from '@/lib/calendar/instant';
import type { Chance, ChanceSource } from '@/lib/forecast/chance/chances';
import { forecastDeals } from '@/lib/forecast/forecast';
import { levelled, shiftTo } from '@/lib/forecast/sum/shared';
import type { PipelineLog } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

type Said = (deal: DealIndex, version: VersionIndex) => number;

/**
 * What sums are forecast by where learnt chances have proved themselves: of each open deal the middle, in log-odds, between its learnt chance
 * and the rate of its stage, at the level at which as many of all open deals are won as the rates say. Learnt chances know better which deals are won;
 * how many, the rates know better: they follow the level and the calendar of the last quarters, and whatever is wrong with the level of single
 * chances adds up in a sum. Without the calendar, or at another level, it is the mix of what the rates then say.
 */
export function mixedChances(
  log: PipelineLog,
  at: Instant,
  { rates, learnt }: { rates: ChanceSource; learnt: ChanceSource },
): ChanceSource {
  const ratesOf: Said = (deal, version) => rates.of(deal, version).won;
  const won = mixWith(ratesOf);
  const { without } = rates;
  return {
    ...learnt,
    version: `${learnt.version}, ${rates.version}`,
    ...(rates.shared ? { shared: rates.shared } : {}),
    ...(rates.brings ? { brings: rates.brings } : {}),
    of(deal, version): Chance {
      const own = learnt.of(deal, version);
      const p = won(deal, version);
      const shift = Math.log((p * (1 - own.won)) / ((1 - p) * own.won));
      const moved = (bound: number): number => (Number.isFinite(shift) ? levelled(bound, shift) : p);
      return {
        won: p,
        lost: own.won < 1 ? (own.lost * (1 - p)) / (1 - own.won) : own.lost,
        n: own.n,
        ...(own.low === undefined ? {} : { low: moved(own.low) }),
        ...(own.high === undefined ? {} : { high: moved(own.high) }),
      };
    },
    ...(without ? { without: { calendar: mixWith(without.calendar), level: mixWith(without.level) } } : {}),
  };

  function mixWith(said: Said): Said {
    let level: number | undefined;
    return (deal, version) => {
      level ??= levelOf(said);
      return levelled(middle(said(deal, version), learnt.of(deal, version).won), level);
    };
  }

  /** The shift of the mix under which as many deals are won as are said to be. */
  function levelOf(said: Said): number {
    const open = forecastDeals(log, { at, owners: undefined, chances: learnt });
    let wanted = 0;
    const bets = open.map(({ deal, version, p }) => {
      const own = said(deal, version);
      wanted += own;
      return { amount: 1, p: middle(own, p) };
    });
    return shiftTo(bets, 0, wanted);
  }
}

/** Half way between two chances, in log-odds; where one is sure of what the other rules out, the first. */
function middle(a: number, b: number): number {
  const [yes, no] = [Math.sqrt(a * b), Math.sqrt((1 - a) * (1 - b))];
  return yes + no > 0 ? yes / (yes + no) : a;
}
