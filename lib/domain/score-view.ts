import type { Calibration, FeatureId, ScoreAlarm, ScoreStep, StepReason } from '@/lib/domain/score';

/** What the options page shows of an org's learnt score: how it came about, how it did, and why it is or is not in use. */
export interface ScoreView {
  version: string;
  /** Instant of the fit, ms. */
  at: number;
  won: number;
  lost: number;
  /** Looks at open deals that it was learnt from. */
  rows: number;
  features: number;
  step: ScoreStep;
  reason: StepReason;
  /** Columns that give the outcome away and are not used. */
  leaks: readonly FeatureId[];
  /** What has changed since the fit, and what is done about it. */
  alarms: readonly ScoreAlarm[];
  calibration: Calibration;
  proof?: {
    /** Deals were asked about whether they are won within so many days. */
    days: number;
    n: number;
    /** The model, the stage rates, the base rate alone. */
    lines: readonly { id: 'model' | 'stages' | 'constant'; brier: number; logLoss: number }[];
    brierSkill: number;
    /** Of so many deals that were given `chance` on average, `share` were won. */
    bins: readonly { n: number; chance: number; share: number }[];
    /** Past periods that ended inside their 80 % range, of how many. */
    hits: number;
    periods: number;
  };
}
