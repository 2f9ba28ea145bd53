import type { Day } from '@/lib/domain/days';
import type { PipelineLog } from '@/lib/domain/log';

/** The chances of one open deal in a span of days. What is left over, 1 − won − lost, is that it is still open at the end. */
export interface Chance {
  /** To be won with a close date in the span, 0–1. */
  won: number;
  /** To be lost, or deleted, in the span, 0–1. */
  lost: number;
  /** Deals of the org's own history that the chance rests on; 0 when it is the prior alone. */
  n: number;
  method: ChanceMethod;
  /** 80 % of the uncertainty about `won`, low and high. */
  band?: readonly [number, number];
}
export type ChanceMethod = 'stageRate' | 'learnt';

/** Days, both included; a `Period` is one. */
export interface Span {
  start: Day;
  end: Day;
}

/** An instant and the day that it is in the org's time zone; nothing that became known later may be used. */
export interface AsOf {
  /** ms */
  at: number;
  today: Day;
}

/** What gives chances, fitted to the log as it was known at one instant. */
export interface ChanceSource {
  readonly method: ChanceMethod;
  /** Finished deals that were known then; below 20 won or 20 lost no percentages are shown (`hasChances`). */
  readonly history: { won: number; lost: number };
  /** Of the deal at a position of the log; undefined when it was not open then. Days of the span before `today` count for nothing. */
  chance(deal: number, span: Span): Chance | undefined;
}

/** Makes a source from the log as of an instant: `stageRates`, or a learnt one with the same promise. */
export type FitChances = (log: PipelineLog, asOf: AsOf) => ChanceSource;

const MIN_WON = 20;
const MIN_LOST = 20;

/** Whether the org has finished enough deals for a percentage to mean anything. */
export const hasChances = ({ history }: Pick<ChanceSource, 'history'>): boolean =>
  history.won >= MIN_WON && history.lost >= MIN_LOST;
