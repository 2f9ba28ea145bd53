import { DAY_MS } from '@/lib/calendar/days';
import { featureTable } from '@/lib/scoring/deal/features';
import { openRows } from '@/lib/scoring/deal/landmarks';
import { learn } from '@/lib/scoring/learn';
import { atDay, curvesOf } from '@/lib/scoring/model/hazard';
import { finish } from '@/lib/scoring/model/steps';
import { wordsOf } from '@/lib/scoring/model/training-table';
import { stageTable, tableChance } from '@/lib/scoring/stage-table';
import { dealFactsOf } from '@/lib/sync/learnt';
import { openContext } from '@/tests/explore/context';

import { PRODUCT, type ScoreRow, scoreRow } from './row';

/** The log's own last day: without it the data is moved to today, and its weekdays with it. */
export const LAST_DAY = '2012-03-14';
const SPANS = [7, 14, 30] as const;
/** Weekly, each a whole month before the log's end at least. */
const ORIGINS = Array.from({ length: 12 }, (_, week) => 105 - 7 * week);

/**
 * The BPI log as an org of the CRM, and the extension's own `learn` from first to last: its looks, its features, its fit. At twelve
 * weekly instants it learns from what was known, and every deal open then is asked about.
 */
export async function bpiOrg(folder: string): Promise<ScoreRow[]> {
  const { facts, log } = await openContext({ data: folder, 'as-of': LAST_DAY });
  const known = dealFactsOf(facts);
  const options = { rankOf: (stage: string) => facts.stages.get(stage)?.order, fiscal: facts.profile };
  const kept = SPANS.map(() => ({ p: [] as number[], table: [] as number[], y: [] as number[] }));
  let isPassed = false;
  for (const back of ORIGINS) {
    const at = facts.now - back * DAY_MS;
    const { hazard, card } = finish(learn(known, { at, ...options }));
    if (!hazard) throw new Error(`${back} days before its end the log has too few finished deals.`);
    isPassed = card.gate?.isPassed ?? false;
    const asked = openRows(log, at, facts.now);
    const table = featureTable(known, asked, options);
    const words = wordsOf(table, 'stage');
    const { won } = curvesOf(hazard, table);
    SPANS.forEach((days, span) => {
      if (at + days * DAY_MS > facts.now) return;
      const stages = stagesBefore(days);
      asked.forEach(({ isWon, endedAt }, row) => {
        kept[span]!.p.push(atDay(won, row, days));
        kept[span]!.table.push(tableChance(stages, words[row] ?? ''));
        kept[span]!.y.push(isWon && endedAt <= at + days * DAY_MS ? 1 : 0);
      });
    });

    /** Shares of each stage won within the days, of looks a week apart. */
    function stagesBefore(days: number) {
      const [stages, ends] = [[] as string[], [] as number[]];
      for (let look = at - Math.ceil(days / 7) * 7 * DAY_MS; look > at - 180 * DAY_MS; look -= 7 * DAY_MS) {
        const open = openRows(log, look, at);
        const own = wordsOf(featureTable(known, open, options), 'stage');
        open.forEach(({ isWon, endedAt }, row) => {
          stages.push(own[row] ?? '');
          ends.push(isWon && endedAt <= look + days * DAY_MS ? 1 : 0);
        });
      }
      return stageTable(stages, ends);
    }
  }
  return SPANS.flatMap((days, span) => {
    const { p, table, y } = kept[span]!;
    const row = (model: string, said: number[]): ScoreRow => ({
      ...scoreRow(`BPI-ORG within ${days} days`, model, said, y, isPassed),
      saidToCame: said.reduce((sum, each) => sum + each, 0) / y.reduce((sum, each) => sum + each, 0),
    });
    return [row(PRODUCT, p), row('table(stage)', table)];
  });
}
