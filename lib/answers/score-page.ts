import type { Day } from '@/lib/calendar/days';
import type { Calibration, CalibrationLine, FeatureId, ScoreAlarm, ScoreStep, StepReason } from '@/lib/forecast/score';

/** Why a column is not used; texts are `scoring.leak.<why>`. */
export type ScoreLeak = { column: FeatureId } & (
  | { why: 'ranks'; auc: number }
  | { why: 'word'; word: string; n: number; won: number }
  | { why: 'filled' | 'empty'; n: number; won: number }
  | { why: 'not'; value: number; n: number; won: number }
);

/** What the options page shows of an org's learnt score: how it came about, how it did, and why it is or is not in use. */
export interface ScoreView {
  version: string;
  /** Instant of the fit, ms. */
  at: number;
  won: number;
  lost: number;
  /** Looks at open deals that it was learnt from. */
  rows: number;
  /** Days of the first and the last look. */
  from: Day;
  to: Day;
  features: readonly FeatureId[];
  step: ScoreStep;
  reason: StepReason;
  /** Columns that give the outcome away and are not used, with what they showed it by, of so many deals that ended. */
  leaks: readonly ScoreLeak[];
  /** The share of won deals that it ranks above lost ones, where that is too good to be true. */
  doubt?: number;
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
    /** What was won by chance; absent in a score of an earlier version. */
    line?: CalibrationLine;
    /** Past periods as they would have been forecast on their first day, and what came; corporate currency. */
    periods: readonly {
      from: Day;
      to: Day;
      p10: number;
      p50: number;
      p90: number;
      actual: number;
      isInside: boolean;
    }[];
    currency: string;
  };
}
