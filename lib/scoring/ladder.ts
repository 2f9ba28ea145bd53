import { LADDER } from '@/lib/forecast/ladder';
import type { ScoreStep } from '@/lib/forecast/score';

import type { GateResult } from './gate';

/** The present step, and why it is not higher: a stable id with its values; texts are in the locales. */
export interface Rung {
  step: ScoreStep;
  reason:
    | { id: 'fewDeals'; won: number; lost: number; needed: number }
    | {
        id: 'skilled' | 'notBetterThanStages' | 'maybeLuck' | 'notCalibrated' | 'tooFewHeldOut';
        skill: number;
        n: number;
      }
    | { id: 'forcedRules' };
}

/**
 * The step for so many finished deals with history. From `early` on the model must also have passed the gate; one that failed it
 * falls back to the stage table's band, however many deals there are.
 */
export function rungOf(
  { won, lost }: { won: number; lost: number },
  gate: GateResult | undefined,
  { isForcedToRules = false } = {},
): Rung {
  const fewer = Math.min(won, lost);
  const few = (step: ScoreStep, needed: number): Rung => ({ step, reason: { id: 'fewDeals', won, lost, needed } });
  if (fewer < LADDER.band) return few('nothing', LADDER.band);
  if (isForcedToRules) return { step: 'band', reason: { id: 'forcedRules' } };
  if (fewer < LADDER.early) return few('band', LADDER.early);
  const reason = { id: gate?.reason ?? 'tooFewHeldOut', skill: gate?.skill ?? 0, n: gate?.n ?? 0 } as const;
  if (!gate?.isPassed) return { step: 'band', reason };
  return fewer < LADDER.full ? few('early', LADDER.full) : { step: 'full', reason };
}
