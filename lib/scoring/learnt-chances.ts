import type { Chance, ChanceSource } from '@/lib/domain/chances';
import { DAY_MS } from '@/lib/domain/days';

import { calibrated, type Calibration, UNCHANGED } from './calibrate';
import type { DealFacts } from './deal-facts';
import { featureTable, type FeatureOptions } from './features';
import { atDay, curvesOf, withBin } from './hazard';
import type { Learnt } from './learn';
import { logitOf, sigmoid } from './measure';
import { partsOf } from './model';

/** Normal deviate of 80 % around the middle. */
const Z80 = 1.2816;

/**
 * Learnt chances of open deals from an instant to the end of a period, for whatever takes a `ChanceSource`; undefined where the
 * ladder does not allow percentages. A deal is won here when its win is known, whatever its close date says.
 */
export function learntChances(
  learnt: Learnt,
  facts: DealFacts,
  {
    at,
    end,
    calibration = UNCHANGED,
    ...options
  }: FeatureOptions & { at: number; end: number; calibration?: Calibration },
): ChanceSource | undefined {
  const { hazard, card } = learnt;
  if (!hazard || (card.rung.step !== 'early' && card.rung.step !== 'full')) return undefined;
  const days = (end - at) / DAY_MS;
  return {
    method: 'learnt',
    n: card.won + card.lost,
    history: { won: card.won, lost: card.lost },
    of(deal): Chance {
      const table = featureTable(facts, [{ deal, at }], options);
      const curves = curvesOf(hazard, table);
      const raw = atDay(curves.won, 0, days);
      const won = calibrated(calibration, raw);
      const lost = raw < 1 ? (atDay(curves.lost, 0, days) * (1 - won)) / (1 - raw) : 0;
      const error = Z80 * partsOf(hazard.won, withBin(table, [0]), 0).error * Math.sqrt(hazard.rowsPerDeal);
      const logit = logitOf(won);
      return { won, lost, n: card.won + card.lost, low: sigmoid(logit - error), high: sigmoid(logit + error) };
    },
  };
}
