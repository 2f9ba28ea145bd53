import type { ScoreView } from '@/lib/answers/score-page';
import { DAY_MS, dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { toMajor, minor } from '@/lib/deal/money';
import { FEATURE_IDS, type Rung } from '@/lib/forecast/score';

import type { Checkup } from './checkup';
import type { Card } from './learn';

/** The step of a model card with its reason, as every surface says it. */
export const rungView = ({ rung: { step, reason }, won, lost }: Pick<Card, 'rung' | 'won' | 'lost'>): Rung => ({
  step,
  reason: reason.id === 'fewDeals' ? { id: 'fewDeals', needed: reason.needed } : { id: reason.id },
  won,
  lost,
});

const doubtIn = (notes: Card['notes']): Pick<ScoreView, 'doubt'> => {
  const doubt = notes.find((note) => note.id === 'tooGood');
  return doubt ? { doubt: doubt.auc } : {};
};

/** The model card, and what has come since, as the options page shows it; days are those of the org's zone. */
export function scoreView(
  card: Card,
  { alarms, calibration }: Checkup,
  { currency, timeZone }: { currency: string; timeZone: string },
): ScoreView {
  const { version, at, rows, features, notes, proof } = card;
  return {
    version,
    at: instant(at),
    rows,
    from: dayAt(instant(card.from), timeZone),
    to: dayAt(instant(card.to), timeZone),
    features: FEATURE_IDS.filter((id) => features.includes(id)),
    ...rungView(card),
    leaks: notes.flatMap((note) => {
      const column = note.id === 'leak' ? FEATURE_IDS.find((id) => id === note.column) : undefined;
      return note.id === 'leak' && column ? [{ column, ...note.leak }] : [];
    }),
    ...doubtIn(notes),
    alarms,
    calibration,
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
            ...(proof.line ? { line: proof.line } : {}),
            periods: proof.periods.map(({ at: start, days, p10, p50, p90, actual, isInside }) => ({
              from: dayAt(instant(start), timeZone),
              to: dayAt(instant(start + days * DAY_MS), timeZone),
              p10: toMajor(minor(p10), currency),
              p50: toMajor(minor(p50), currency),
              p90: toMajor(minor(p90), currency),
              actual: toMajor(minor(actual), currency),
              isInside,
            })),
            currency,
          },
        }
      : {}),
  };
}
