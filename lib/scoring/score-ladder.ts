import { LADDER } from '@/lib/forecast/ladder';
import type { ScoreStep } from '@/lib/forecast/score';

import type { GateResult } from './gate';

/** The present step, and why it is not higher: a stable id with its values; texts are in the locales. */
export interface ScoreRung {
  step: ScoreStep;
  reason:
    | { id: 'fewDeals'; won: number; lost: number; needed: number }
    | {
        id: GateResult['reason'] | 'stillBetter';
        skill: number;
        n: number;
      }
    | { id: 'forcedRules' };
}

/**
 * The step for so many finished deals with history. From `early` on the model must also have passed the gate; one that failed it
 * falls back to the stage table's band, however many deals there are. One that had passed before stays until the held-out deals show that it has become worse:
 * chances that come and go between two fits a month apart tell of the draw of the held-out deals, not of the org.
 */
export function rungOf(
  { won, lost }: { won: number; lost: number },
  gate: GateResult | undefined,
  { isForcedToRules = false, former }: { isForcedToRules?: boolean | undefined; former?: ScoreStep | undefined } = {},
): ScoreRung {
  const fewer = Math.min(won, lost);
  const few = (step: ScoreStep, needed: number): ScoreRung => ({ step, reason: { id: 'fewDeals', won, lost, needed } });
  if (fewer < LADDER.band) return few('nothing', LADDER.band);
  if (isForcedToRules) return { step: 'band', reason: { id: 'forcedRules' } };
  if (fewer < LADDER.early) return few('band', LADDER.early);
  const reason = { id: gate?.reason ?? 'tooFewHeldOut', skill: gate?.skill ?? 0, n: gate?.n ?? 0 } as const;
  const isStillBetter = isShown(former) && isStillGood(gate);
  if (!gate?.isPassed && !isStillBetter) return { step: 'band', reason };
  if (fewer < LADDER.full) return few('early', LADDER.full);
  return { step: 'full', reason: gate?.isPassed ? reason : { ...reason, id: 'stillBetter' } };
}

const isShown = (step: ScoreStep | undefined): boolean => step === 'early' || step === 'full';

/** Not shown to have become worse than stages and the base rate, by all deals it was asked about and by those that ended. */
const isStillGood = (gate: GateResult | undefined): boolean =>
  gate !== undefined &&
  (gate.reason === 'maybeLuck' || gate.reason === 'notBetterThanStages' || gate.reason === 'onlyTiming') &&
  (gate.gainHigh ?? gate.skill) > 0 &&
  (gate.endsHigh ?? gate.endsSkill ?? 1) > 0;
