import type { ChanceSource } from '@/lib/forecast/chance/chances';
import type { Refit } from '@/lib/forecast/past/replay';

import type { DealFacts } from './deal/deal-facts';
import { featureTable, type FeatureOptions } from './deal/features';
import { landmarksUntil, openRows } from './deal/landmarks';
import { finalOutcomes, finishedAt, fit, lastLooks, LEARNABLE, METHOD_VERSION, PRESENT } from './fit-rows';
import { atDay, curvesOf } from './model/hazard';
import { prepareRows } from './prepare-rows';
import { weekClock } from './week-clock';

/** Fewer than a fit that is shown: a replay makes one for each past period. */
const MOST_ROWS = 12_000;

/**
 * The trained score as it could have been at past instants, for replays. Without its proof: what a replay shows is how today's
 * method would have done, and that it does better than stages is proved apart from it (`learn`).
 */
export const refitChances = (facts: DealFacts, options: FeatureOptions, mostRows = MOST_ROWS): Refit =>
  function* refit({ at: origin }) {
    const history = finishedAt(facts, origin);
    if (Math.min(history.won, history.lost) < LEARNABLE) return undefined;
    const rows = landmarksUntil(facts.log, origin, mostRows);
    yield;
    const { table } = prepareRows(featureTable(facts, rows, options), finalOutcomes(rows), {
      rows: lastLooks(rows),
      columns: PRESENT,
    });
    const hazard = yield* fit(table, rows, { until: origin, deals: history.won + history.lost, hasErrors: false });
    if (!hazard) return undefined;
    const n = history.won + history.lost;
    const clock = weekClock(facts.log, origin);
    return ({ at, end }): ChanceSource => {
      const asked = openRows(facts.log, at);
      const rowOf = new Map(asked.map(({ deal }, row) => [deal, row]));
      const { won, lost } = curvesOf(hazard, featureTable(facts, asked, options));
      const days = clock(at, end);
      return {
        method: 'learnt',
        version: METHOD_VERSION,
        n,
        history,
        of(deal) {
          const row = rowOf.get(deal);
          if (row === undefined) throw new Error(`Deal ${facts.log.ids[deal]} was not open at ${at}.`);
          return { won: atDay(won, row, days), lost: atDay(lost, row, days), n };
        },
      };
    };
  };
