import { levelled, type Shared } from '@/lib/forecast/sum/shared';
import type { PipelineLog } from '@/lib/log/event-log';
import type { DealIndex, VersionIndex } from '@/lib/log/positions';

/** Chances of one deal from an instant to the end of a period; what is neither won nor lost by then is still open. */
export interface Chance {
  /** To be won with a close date by the end, 0–1. */
  won: number;
  /** To be lost, or deleted, by the end, 0–1. */
  lost: number;
  /** Deals of the org's own history that it rests on; 0 when it is a prior alone. */
  n: number;
  /** 80 % of the uncertainty about `won`, where the method gives it. */
  low?: number;
  high?: number;
}

/** What a deal brings if it is won, minor units: on average, and where nobody has written it yet, what it may be, each as likely. */
interface Brings {
  amount: number;
  may?: readonly number[];
}

/** By the version that a deal is in; `log` is the one that is asked about, in which amounts may be parts of the org's own. */
export type BringsOf = (log: PipelineLog, version: VersionIndex) => Brings;

/** Where a chance comes from (G8.4). */
export type ChanceMethod = 'stageRate' | 'learnt';

/** What any probability enters the engine through: fitted to the log as of one instant, for one end of a period. */
export interface ChanceSource {
  method: ChanceMethod;
  /** Raised with every change of what the method does; kept with whatever it said. */
  version: string;
  /** Deals whose outcome it was learnt from. */
  n: number;
  /** Finished deals that were known then: below 20 won or 20 lost no percentage is shown (`hasChances`). */
  history: { won: number; lost: number };
  /** The shock as finished windows showed it that this method had forecast; its chances are at that level. Absent where none were. */
  shared?: Shared;
  /** Chances of an open deal in the state of a version. */
  of(deal: DealIndex, version: VersionIndex): Chance;
  /** What a deal brings if it is won; where the method does not know, its amount. */
  brings?: BringsOf;
  /** To be won if the place in the quarter made no difference, and if the level were that of the whole past; where the method knows. */
  without?: {
    calendar(deal: DealIndex, version: VersionIndex): number;
    level(deal: DealIndex, version: VersionIndex): number;
  };
}

const MIN_FINISHED = 20;

/** Whether the org has finished enough deals for a percentage to mean anything (G8.5). */
export const hasChances = ({ history }: Pick<ChanceSource, 'history'>): boolean =>
  history.won >= MIN_FINISHED && history.lost >= MIN_FINISHED;

/** The same source at a level that finished windows speak for. */
export const atLevel = (source: ChanceSource, shared: Shared): ChanceSource => ({
  ...source,
  shared,
  of(deal, version) {
    const { won, lost, n, low, high } = source.of(deal, version);
    const own = levelled(won, shared.level);
    return {
      won: own,
      lost: won < 1 ? (lost * (1 - own)) / (1 - won) : lost,
      n,
      ...(low === undefined ? {} : { low: levelled(low, shared.level) }),
      ...(high === undefined ? {} : { high: levelled(high, shared.level) }),
    };
  },
});
