import type { OrgFacts } from '@/lib/forecast/facts';
import type { Rung } from '@/lib/forecast/score';

/** Won and lost deals, of each, that the steps ask for (G8.5). */
export const LADDER = { band: 20, early: 40, full: 200 } as const;

/** The step of the org's score, and why; where none was learnt yet, as far as its finished deals carry. */
export function rungAt({ score }: OrgFacts, { won, lost }: { won: number; lost: number }): Rung {
  if (score) return score.rung;
  const fewer = Math.min(won, lost);
  if (fewer < LADDER.band) return { step: 'nothing', reason: { id: 'fewDeals', needed: LADDER.band }, won, lost };
  if (fewer < LADDER.early) return { step: 'band', reason: { id: 'fewDeals', needed: LADDER.early }, won, lost };
  return { step: 'band', reason: { id: 'notLearnt' }, won, lost };
}

/** Low, middle or high against what is usual: what is said where no percentage is. */
export const bandOf = (chance: number, base: number): 'low' | 'middle' | 'high' =>
  chance < base * 0.67 ? 'low' : chance > Math.min(0.9, base * 1.5) ? 'high' : 'middle';
