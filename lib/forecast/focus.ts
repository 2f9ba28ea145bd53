import { SLIPPING } from '@/lib/deal/signals/slipping';

/** `bucket` (G5.1): where an open deal belongs: near win (G5.4), work (G5.5), nurture (G5.6), near loss (G5.3) or let go (G5.2). */
export const BUCKETS = ['nearWin', 'work', 'nurture', 'nearLoss', 'letGo'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** Which rule put a deal into its bucket; its text is `focus.rule.<id>`. */
export type BucketRule =
  | 'hopelessAndIdle'
  | 'chanceFell'
  | 'slipping'
  | 'likely'
  | 'even'
  | 'unrated'
  | 'young'
  | 'earlyAndTouched'
  | 'low';

/** Thresholds: defaults, which an org may change. */
export interface FocusSettings {
  nearWin: number;
  work: number;
  /** Share of the median cycle within which a deal is new. */
  youngShare: number;
  /** Drop in chance over {@link FELL_DAYS} that counts as falling. */
  fell: number;
  /** Slip detectors that fire together. */
  slips: number;
  lookAlikeAlive: number;
  lookAlikeHopeless: number;
}
const FOCUS: FocusSettings = {
  nearWin: 0.6,
  work: 0.25,
  youngShare: 0.25,
  fell: 0.15,
  slips: SLIPPING,
  lookAlikeAlive: 0.1,
  lookAlikeHopeless: 0.03,
};
/** So many past deals are compared with; fewer there are where hardly a closed deal was open as long. */
export const MOST_ALIKE = 10;
/** How far back a fall of the chance is looked for. */
export const FELL_DAYS = 14;

export interface FocusFacts {
  /** Chance to be won this period, now and {@link FELL_DAYS} ago, to a tenth of a percent; absent where too few deals have ended for any. */
  p?: number;
  pBefore?: number;
  /** Whole days since it was made. */
  ageDays: number;
  /** Median cycle of won deals; absent without any. */
  medianCycleDays?: number;
  /** The deal is in the first third of its stages. */
  isEarly: boolean;
  /** Days since the last touch; absent when nothing is measured. */
  idleDays?: number;
  /** The 90th percentile of that in deals that were won. */
  idleP90Days?: number;
  /** Slip detectors that fire: past its date, pushed, stalled, stage back, silent. */
  slips: number;
  /** Share of the nearest look-alikes that were won; absent without any. */
  lookAlikesWon?: number;
  /** An obstacle that stops it: no decision maker, or no amount. */
  isBlocked: boolean;
}

/** Whether a chance fell by so much that the deal is slipping (G5.3), and is not on track (G1.9). */
export const hasFallen = ({ p, pBefore }: Pick<FocusFacts, 'p' | 'pBefore'>, { fell } = FOCUS): boolean =>
  p !== undefined && pBefore !== undefined && Math.round((pBefore - p) * 1000) >= Math.round(fell * 1000);

/** A deal of fewer whole days is young. */
export const youngDays = (medianCycleDays: number, { youngShare } = FOCUS): number =>
  Math.ceil(medianCycleDays * youngShare);

/** The first rule that holds, in this order: let go, near loss, near win, work, nurture; what none of them takes is nurtured, or worked on where no chance is known. */
export function bucketOf(facts: FocusFacts, settings: FocusSettings = FOCUS): { bucket: Bucket; rule: BucketRule } {
  const { p, lookAlikesWon, idleDays, idleP90Days } = facts;
  const isIdle = idleDays !== undefined && idleP90Days !== undefined && idleDays > idleP90Days;
  if (lookAlikesWon !== undefined && lookAlikesWon <= settings.lookAlikeHopeless && isIdle)
    return { bucket: 'letGo', rule: 'hopelessAndIdle' };
  const isAlive = (lookAlikesWon ?? settings.lookAlikeAlive) >= settings.lookAlikeAlive;
  if (isAlive && hasFallen(facts, settings)) return { bucket: 'nearLoss', rule: 'chanceFell' };
  if (isAlive && facts.slips >= settings.slips) return { bucket: 'nearLoss', rule: 'slipping' };
  if (p !== undefined && p >= settings.nearWin && !facts.isBlocked) return { bucket: 'nearWin', rule: 'likely' };
  if (p !== undefined && p >= settings.work) return { bucket: 'work', rule: 'even' };
  if (facts.medianCycleDays !== undefined && facts.ageDays < youngDays(facts.medianCycleDays, settings))
    return { bucket: 'nurture', rule: 'young' };
  if (facts.isEarly && idleDays !== undefined && idleDays <= 14) return { bucket: 'nurture', rule: 'earlyAndTouched' };
  return p === undefined ? { bucket: 'work', rule: 'unrated' } : { bucket: 'nurture', rule: 'low' };
}
