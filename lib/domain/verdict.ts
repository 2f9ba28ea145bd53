import type { EvidenceValues, SignalId } from '@/lib/domain/signals/signal';

/** The five states of product.md §4.0, plus the two in which no health is judged. */
export type HealthState = 'onTrack' | 'watch' | 'atRisk' | 'stalled' | 'done' | 'new';

export interface Reason {
  signal: SignalId;
  /** Signed points as shown; `base` + Σ points = `score`, exactly. */
  points: number;
  values: EvidenceValues;
}

export interface Verdict {
  state: HealthState;
  /** 0–100; absent for done and new deals. */
  score?: number;
  /** What the reasons are subtracted from: 100. */
  base: number;
  method: 'rules';
  /** Largest first. */
  reasons: Reason[];
}
