import type { EvidenceValues } from '@/lib/deal/signals/signal';
import type { SignalId } from '@/lib/deal/signals/signal-ids';

/** The states of health (G1.9), and the two in which none is judged. */
export type HealthState = 'onTrack' | 'watch' | 'atRisk' | 'stalled' | 'done' | 'new';

export interface Reason {
  signal: SignalId;
  /** Signed points as shown; `base` + Σ points = `score`, exactly. */
  points: number;
  values: EvidenceValues;
}

export interface Verdict {
  state: HealthState;
  /** By rules, 0–100; absent for done and new deals. */
  score?: number;
  /** What the reasons are subtracted from: 100. */
  base: number;
  /** What the state was judged by. */
  method: 'rules' | 'learnt';
  /** Facts that rules found, largest first; with a model's chance they are facts worth a look, no part of it. */
  reasons: Reason[];
  /** Where `method` is `learnt`. */
  learnt?: Standing;
}

/** How a deal stands by its learnt chances, 0–1. */
export interface Standing {
  /** To be won in the present quarter. */
  chance: number;
  /** To be won at all, and what is usual for deals in its stage. */
  ever: number;
  typical: number;
}

const ORDER: readonly HealthState[] = ['atRisk', 'stalled', 'watch', 'onTrack', 'new', 'done'];

/** The deal that needs somebody most first: by rules the lowest score; by learnt chances the worst state, then the lowest chance. */
export function worstFirst(a: Judged, b: Judged): number {
  if (a.chance === undefined && b.chance === undefined) return (a.score ?? 101) - (b.score ?? 101);
  return ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.chance ?? 2) - (b.chance ?? 2);
}

/** What rows show of a verdict. */
export interface Judged {
  state: HealthState;
  /** By rules. */
  score?: number;
  /** To be won in the present quarter, where it is learnt. */
  chance?: number;
}

export const judged = (verdict: Verdict | undefined): Judged => ({
  state: verdict?.state ?? 'new',
  ...(verdict?.learnt
    ? { chance: verdict.learnt.chance }
    : verdict?.score === undefined
      ? {}
      : { score: verdict.score }),
});
