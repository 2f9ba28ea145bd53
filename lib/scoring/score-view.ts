import type { ScoreView } from '@/lib/domain/score-view';

import type { Card } from './learn';

/** The model card as the options page shows it. */
export function scoreView({ version, at, won, lost, rows, features, rung, notes, proof }: Card): ScoreView {
  return {
    version,
    at,
    won,
    lost,
    rows,
    features: features.length,
    step: rung.step,
    reason: rung.reason.id === 'fewDeals' ? { id: 'fewDeals', needed: rung.reason.needed } : { id: rung.reason.id },
    leaks: notes.flatMap((note) => (note.id === 'leak' ? [note.column] : [])),
    ...(proof
      ? {
          proof: {
            days: proof.days,
            n: proof.model.n,
            lines: (['model', 'stages', 'constant'] as const).map((id) => ({
              id,
              brier: proof[id].brier,
              logLoss: proof[id].logLoss,
            })),
            brierSkill: proof.brierSkill,
            bins: proof.reliability,
            hits: proof.periods.filter(({ isInside }) => isInside).length,
            periods: proof.periods.length,
          },
        }
      : {}),
  };
}
