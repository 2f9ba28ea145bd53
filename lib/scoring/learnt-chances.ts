import { dayAt } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { Chance } from '@/lib/forecast/chance/chances';
import type { Calibration, DealScore, ScoreSource } from '@/lib/forecast/score';
import type { DealIndex } from '@/lib/log/positions';

import { calibrated, UNCHANGED } from './calibrate';
import { dealScore, winWindow } from './deal-score';
import type { DealFacts } from './deal/deal-facts';
import { featureTable, type FeatureOptions } from './deal/features';
import { openRows } from './deal/landmarks';
import type { Learnt } from './learn';
import { atDay, curvesOf, withBin } from './model/hazard';
import { errorsFor } from './model/model';
import { logitOf, sigmoid } from './model/quality';
import { wordsOf } from './model/training-table';
import { explain } from './reasons';
import { usualFor } from './typical';
import { weekClock } from './week-clock';

/** Normal deviate of 80 % around the middle. */
const Z80 = 1.2816;

/**
 * Learnt chances of open deals from an instant to the end of a period, as a `ChanceSource`; undefined where the
 * ladder does not allow percentages. A deal is won here when its win is known, not on its close date.
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
): ScoreSource | undefined {
  const { hazard, card, typical } = learnt;
  if (!hazard || (card.rung.step !== 'early' && card.rung.step !== 'full')) return undefined;
  const days = weekClock(facts.log, card.at)(at, end);
  const asked = openRows(facts.log, at);
  const rows = new Map(asked.map(({ deal }, row) => [deal, row]));
  const table = featureTable(facts, asked, options);
  const stages = wordsOf(table, 'stage');
  const curves = curvesOf(hazard, table);
  const first = Array.from(asked, () => 0);
  const errors = errorsFor(hazard.won, withBin(table, first));
  const n = card.won + card.lost;
  const rowOf = (deal: DealIndex): number => {
    const row = rows.get(deal);
    if (row === undefined)
      throw new Error(`Deal ${facts.log.ids[deal]} was not open at ${new Date(at).toISOString()}.`);
    return row;
  };
  return {
    method: 'learnt',
    version: versionOf(learnt),
    n,
    history: { won: card.won, lost: card.lost },
    of(deal): Chance {
      const row = rowOf(deal);
      const raw = atDay(curves.won, row, days);
      const won = calibrated(calibration, raw);
      const lost = raw < 1 ? (atDay(curves.lost, row, days) * (1 - won)) / (1 - raw) : 0;
      const error = Z80 * errors[row]! * Math.sqrt(hazard.rowsPerDeal);
      const logit = logitOf(won);
      return { won, lost, n, low: sigmoid(logit - error), high: sigmoid(logit + error) };
    },
    standing(deal) {
      const row = rowOf(deal);
      const usual = usualFor(typical?.ever, stages[row] ?? '') ?? typical?.ever[''];
      const ever = calibrated(calibration, curves.ever[row]!);
      return { ever, typical: calibrated(calibration, usual?.chance ?? curves.ever[row]!) };
    },
    explain(deal): DealScore {
      const row = rowOf(deal);
      const found = explain(hazard, table, row, days);
      return {
        ...dealScore(found, { calibration, typical, stage: stages[row] ?? '' }),
        window: winWindow(
          curves.won.map((bin) => bin[row]!),
          curves.ever[row]!,
          dayAt(instant(at), facts.log.timeZone),
        ),
      };
    },
  };
}

/** The method with the day of the fit: what is kept with each locked forecast. */
export const versionOf = ({ card }: Learnt): string => `${card.version}, ${dayAt(instant(card.at), 'UTC')}`;
