import { periodForecast } from '@/lib/forecast/sum/period-forecast';
import { type FinishedWindow, learnShared, levelled } from '@/lib/forecast/sum/shared';
import { type StageTable, tableChance } from '@/lib/scoring/stage-table';

import { type EventLog, knownBy } from './map-deals';
import type { Landmarks } from './map-landmarks';
import { type ForecastRow, forecastRow, PRODUCT } from './row';

/** A window that is to be forecast: its first day, its open deals with their chances, and what stages alone say of them. */
export interface Window {
  at: number;
  /** Landmark rows. */
  rows: Uint32Array;
  chances: Float64Array;
  /** What stages say of the same. */
  rates: Float64Array;
  /** Chance to be won at all by stage, and each row's stage. */
  stages: StageTable;
  words: readonly string[];
}

/** Finished spans that new business is taken from, and those that the run-rate is the mean of. */
const FUTURES = 6;
const RUN = 3;

/**
 * Bookings of the windows that begin at the origins, as the product forecasts them, and by what needs no model. A deal's amount is what
 * was known of it then, where it counts as open, and what it ended with, where it is won; without one it counts for nothing.
 */
export function mappedForecast(
  protocol: string,
  /** By row of the file. */
  amounts: Float64Array,
  { log, marks, windows, span }: { log: EventLog; marks: Landmarks; windows: readonly Window[]; span: number },
): ForecastRow[] {
  const wonIn = (
    { size, starts, at, closed, isWon }: EventLog,
    from: number,
    to: number,
    bornFrom = -Infinity,
  ): number => {
    let sum = 0;
    for (let deal = 0; deal < size; deal += 1)
      if (isWon[deal] === 1 && closed[deal]! >= from && closed[deal]! < to && at[starts[deal]!]! >= bornFrom)
        sum += amountAt(log, amounts, deal, closed[deal]!);
    return sum;
  };
  const finished: (Omit<FinishedWindow, 'actual'> & { from: number; until: number })[] = [];
  const found = windows.map(({ at, rows, chances, stages, words }) => {
    const known = knownBy(log, at);
    const own = Array.from(rows, (row, place) => ({
      p: chances[place]!,
      amount: amountAt(log, amounts, marks.deal[row]!, at, true),
    }));
    const starts = Array.from({ length: FUTURES }, (_, back) => at - (FUTURES - back) * span).filter(
      (start) => start >= 0,
    );
    const newBusiness = starts.map((start) => wonIn(known, start, start + span, start));
    const shared = learnShared(
      finished
        .filter(({ until }) => until <= at)
        .map((each) => ({ ...each, actual: wonIn(known, each.from, each.until) })),
    );
    const deals = own.map(({ p, amount }) => ({ amount, p: levelled(p, shared.level) }));
    const { p10, p50, p90 } = periodForecast({ won: 0, deals, newBusiness, shared });
    const actual = wonIn(log, at, at + span);
    finished.push({ deals: own, newBusiness, from: at, until: at + span });
    const past = starts.slice(-RUN).map((start) => wonIn(known, start, start + span));
    return {
      actual,
      own: { actual, forecast: p50, low: p10, high: p90 },
      last: past.at(-1) ?? 0,
      runRate: past.reduce((sum, each) => sum + each, 0) / Math.max(1, past.length),
      weighted: own.reduce((sum, { amount }, place) => sum + amount * tableChance(stages, words[place] ?? ''), 0),
    };
  });
  const naive = (method: string, of: (each: (typeof found)[number]) => number): ForecastRow =>
    forecastRow(
      protocol,
      method,
      found.map((each) => ({ actual: each.actual, forecast: of(each) })),
    );
  return [
    forecastRow(
      protocol,
      PRODUCT,
      found.map(({ own }) => own),
    ),
    naive('last period', ({ last }) => last),
    naive('run-rate', ({ runRate }) => runRate),
    naive('stage table × amount', ({ weighted }) => weighted),
  ];
}

/** The last amount that a deal's events give up to a day (before it, where `isBefore`); 0 without any. */
function amountAt(
  { starts, row, at }: EventLog,
  amounts: Float64Array,
  deal: number,
  day: number,
  isBefore = false,
): number {
  let found = 0;
  for (let event = starts[deal]!; event < starts[deal + 1]!; event += 1) {
    if (isBefore ? at[event]! >= day : at[event]! > day) break;
    const amount = amounts[row[event]!]!;
    if (!Number.isNaN(amount)) found = amount;
  }
  return found;
}
