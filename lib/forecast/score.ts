import type { Day } from '@/lib/calendar/days';
import type { Instant } from '@/lib/calendar/instant';
import type { ChanceSource } from '@/lib/forecast/chance/chances';
import type { DealIndex } from '@/lib/log/positions';

/** What the score looks at: stable ids, which reasons (G8.14) carry. Their texts are `feature.<id>`. */
export const FEATURE_IDS = [
  'stage',
  'owner',
  'type',
  'source',
  'recordType',
  'age',
  'quarterLeft',
  'maxStage',
  'stageMoves',
  'regressions',
  'pushes',
  'pushDays',
  'pulls',
  'amountChanges',
  'lastAmountChange',
  'ownerChanges',
  'daysInStage',
  'daysToClose',
  'daysSincePush',
  'logAmount',
  'daysSinceActivity',
  'activities7',
  'activities30',
  'activities90',
  'contacts30',
  'meetingAhead',
  'contactRoles',
  'priorWins',
  'priorLosses',
  'nextStepChanges',
] as const;
export type FeatureId = (typeof FEATURE_IDS)[number];

/** What may be shown: nothing but counts, a band, an early model with its range, or the full score (G8.5). */
export type ScoreStep = 'nothing' | 'band' | 'early' | 'full';

/** Why the step is not another one; texts are `scoring.reason.<id>`. */
export type StepReason =
  | { id: 'fewDeals'; needed: number }
  | {
      id:
        | 'skilled'
        | 'stillBetter'
        | 'notBetterThanStages'
        | 'maybeLuck'
        | 'onlyTiming'
        | 'notCalibrated'
        | 'tooFewHeldOut'
        | 'forcedRules'
        | 'notLearnt';
    };

export interface Rung {
  step: ScoreStep;
  reason: StepReason;
  /** Finished deals that the step rests on. */
  won: number;
  lost: number;
}

/** What has changed since the fit (G8.16); texts are `scoring.alarm.<id>`. */
export type ScoreAlarm =
  | { id: 'featureMoved'; feature: FeatureId; psi: number }
  | { id: 'unseenWords'; feature: FeatureId; share: number }
  | { id: 'resultsDiffer'; side: 'more' | 'fewer'; n: number };

/** What is done to the learnt log-odds before they are shown, by outcomes that came after the fit. */
export interface Calibration {
  method: 'none' | 'intercept' | 'platt';
  intercept: number;
  slope: number;
  /** Fresh outcomes that it rests on. */
  n: number;
}

/**
 * The CORP reliability diagram (Dimitriadis, Gneiting and Jordan, PNAS 2021): no groups that somebody has to choose. Shares 0–1.
 */
export interface CalibrationLine {
  /** `n` rows that were given chances `from` to `to`, on average `chance`; `share` of them came true. */
  steps: readonly { n: number; from: number; to: number; chance: number; share: number }[];
  /** Between which shares the line lies at a chance, where every chance is right. */
  band: readonly { chance: number; low: number; high: number }[];
}

/** One feature's share in a chance. */
export interface ScoreReason {
  /** `recentResults` is the calibration by outcomes after the fit. */
  id: FeatureId | 'recentResults';
  /** Log-odds: base + Σ reasons = log-odds of the chance shown. */
  logOdds: number;
  /** The same on the scale of the chance, a share of 1: base chance + Σ points = chance. */
  points: number;
  /** The fact: a number in the feature's unit, or a word; absent where nothing is known, which counts too. */
  value?: number | string;
  /** What it is compared with: the median of won deals in the same stage, a number or a word, or finished deals with the same word. */
  compare?:
    | { kind: 'median'; median: number; n: number }
    | { kind: 'usual'; word: string; n: number }
    | { kind: 'won'; won: number; n: number };
}

/** A learnt chance with everything that makes it up. */
export interface DealScore {
  chance: number;
  /** Of a deal that is average in everything, over the same days. */
  baseChance: number;
  base: number;
  /** Largest first. */
  reasons: readonly ScoreReason[];
  /** Features that nothing is known of for this deal. */
  missing: readonly FeatureId[];
  /** If it is won: the days between which half of the wins fall; without an end where that is beyond a year. */
  window: { from: Day; to?: Day };
}

/** Learnt chances, which can say more of a deal than the chance. */
export interface ScoreSource extends ChanceSource {
  /** The chance to be won at all, and that of the deals in the same stage that were learnt from. */
  standing(deal: DealIndex): { ever: number; typical: number };
  explain(deal: DealIndex): DealScore;
}

/** The learnt score of an org as views ask for it. */
export interface OrgScore {
  rung: Rung;
  /** What was learnt, and when, ms; absent where nothing was. */
  version?: string;
  at?: number;
  alarms(): readonly ScoreAlarm[];
  calibration(): Calibration;
  /** Sums go by it too; else they go by rates of stages, whatever it says of single deals. */
  isForecasting: boolean;
  /** Undefined below the step `early`. */
  chances(question: { at: Instant; end: Instant }): ScoreSource | undefined;
}
