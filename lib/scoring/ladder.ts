import type { GateResult } from './gate';

/** What may be shown: nothing but counts, a band, an early model with its range, or the full score (scoring.md §6.4). */
type Step = 'nothing' | 'band' | 'early' | 'full';

/** The present step, and why it is not higher: a stable id with its values; texts are in the locales. */
export interface Rung {
  step: Step;
  reason:
    | { id: 'fewDeals'; won: number; lost: number; needed: number }
    | {
        id: 'skilled' | 'notBetterThanStages' | 'maybeLuck' | 'notCalibrated' | 'tooFewHeldOut';
        skill: number;
        n: number;
      }
    | { id: 'forcedRules' };
}

const BAND = 20;
const EARLY = 40;
const FULL = 200;

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
  const few = (step: Step, needed: number): Rung => ({ step, reason: { id: 'fewDeals', won, lost, needed } });
  if (fewer < BAND) return few('nothing', BAND);
  if (isForcedToRules) return { step: 'band', reason: { id: 'forcedRules' } };
  if (fewer < EARLY) return few('band', EARLY);
  const reason = { id: gate?.reason ?? 'tooFewHeldOut', skill: gate?.skill ?? 0, n: gate?.n ?? 0 } as const;
  if (!gate?.isPassed) return { step: 'band', reason };
  return fewer < FULL ? few('early', FULL) : { step: 'full', reason };
}

/** Low, middle or high against the org's base rate: what is said where no percentage is. */
export const bandOf = (chance: number, base: number): 'low' | 'middle' | 'high' =>
  chance < base * 0.67 ? 'low' : chance > Math.min(0.9, base * 1.5) ? 'high' : 'middle';
