import type { SignalId } from '@/lib/deal/signals/signal-ids';

/** Signals that say a deal slips. */
const SLIPS: readonly SignalId[] = ['overdue', 'pushed', 'stalled', 'stageBack', 'noActivity'];
/** With so many of them at once a deal is slipping (G5.3), and is not on track (G1.9). */
export const SLIPPING = 2;

export const slipsOf = (reasons: readonly { signal: SignalId }[]): SignalId[] =>
  SLIPS.filter((slip) => reasons.some(({ signal }) => signal === slip));
