import { DAY_MS } from '@/lib/calendar/days';
import { LOST, WON } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';

import type { DealFacts } from './deal/deal-facts';
import type { Landmark } from './deal/features';
import type { Ended } from './deal/landmarks';
import { fitHazard, type Hazard } from './model/hazard';
import type { Steps } from './model/steps';
import type { TrainingTable } from './model/training-table';

/** Stored with each snapshot: chances of different methods are never compared as one. */
export const METHOD_VERSION = 'lmh-additive-10';

const PAIRS = [['stage', 'daysInStage']] as const;
const BINS = 16;
const EARLY_BINS = 6;
const FULL_DEALS = 400;
export const LEARNABLE = 40;

/** Looks at deals, with what became of them. */
export type EndedLooks = (Landmark & Ended)[];

/** One fit of an org's looks, of what was known by an instant. */
export const fit = (
  table: TrainingTable,
  rows: EndedLooks,
  { until, deals, hasErrors }: { until: number; deals: number; hasErrors: boolean },
): Steps<Hazard | undefined> =>
  fitHazard(
    {
      table,
      deal: rows.map(({ deal }) => deal),
      at: rows.map((row) => row.at / DAY_MS),
      endedAt: rows.map(({ endedAt }) => (endedAt <= until ? endedAt / DAY_MS : Infinity)),
      isWon: rows.map(({ isWon }) => Number(isWon)),
    },
    { until: until / DAY_MS, pairs: PAIRS, bins: deals < FULL_DEALS ? EARLY_BINS : BINS, hasErrors },
  );

/** What the store keeps no history of: today's value may have been written when the deal ended. All else is as it was. */
export const PRESENT: readonly string[] = ['type', 'source', 'recordType'];

/** The last look at each deal that ended: a deal that was looked at often is one deal. */
export function lastLooks(rows: EndedLooks): Uint32Array {
  const last = new Map<number, number>();
  rows.forEach(({ deal, endedAt }, row) => {
    if (endedAt < Infinity) last.set(deal, row);
  });
  return Uint32Array.from(last.values());
}

/** Outcomes of rows; of a deal still open, lost. */
export const finalOutcomes = (rows: EndedLooks): Uint8Array => Uint8Array.from(rows, ({ isWon }) => Number(isWon));

/** Deals that had ended by an instant, by how. */
export function finishedAt({ log }: Pick<DealFacts, 'log'>, at: number): { won: number; lost: number } {
  const found = { won: 0, lost: 0 };
  for (let deal = FIRST_DEAL; deal < log.size; deal++) {
    let last = -1;
    for (let version = log.starts[deal]!; version < log.starts[deal + 1]!; version++)
      if (log.from[version]! <= at) last = version;
    if (last < 0) continue;
    if (log.status[last] === WON) found.won += 1;
    if (log.status[last] === LOST) found.lost += 1;
  }
  return found;
}
