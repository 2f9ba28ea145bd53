import { median } from '@/lib/figures/quantile';

import type { Landmark } from './deal/features';
import type { Ended } from './deal/landmarks';
import { curvesOf, type Hazard } from './model/hazard';
import { type TrainingTable, wordsOf } from './model/training-table';

/** What a deal's facts are compared with, by the rows of the fit. Kept with the score: plain data. */
export interface Typical {
  /** By number feature and stage ('' for any): the median over looks at deals that were won, and how many deals these are. */
  readonly medians: Readonly<Record<string, Readonly<Record<string, { median: number; n: number }>>>>;
  /** By category feature and word: finished deals that had it at some look, and how many of them were won. */
  readonly words: Readonly<Record<string, Readonly<Record<string, { won: number; n: number }>>>>;
  /** By stage: the mean chance to be won at all that the score itself gives to looks at deals in it. */
  readonly ever: Readonly<Record<string, { chance: number; n: number }>>;
}

/** Fewer deals say nothing of what is usual. */
const LEAST_DEALS = 5;
const STAGE = 'stage';

/** What is known of a stage or a word, which may be called `__proto__` or `constructor`. */
export const usualFor = <Usual>(known: Readonly<Record<string, Usual>> | undefined, word: string): Usual | undefined =>
  known !== undefined && Object.hasOwn(known, word) ? known[word] : undefined;

/** The comparisons of the rows that a score was fitted to. */
export function typicalOf(table: TrainingTable, rows: readonly (Landmark & Ended)[], hazard: Hazard): Typical {
  const stages = wordsOf(table, STAGE);
  return {
    medians: usualMedians(table, rows, stages),
    words: shares(table, rows),
    ever: everOf(table, rows, stages, hazard),
  };
}

export function usualMedians(
  table: TrainingTable,
  rows: readonly (Landmark & Ended)[],
  stages: readonly string[],
): Typical['medians'] {
  const won = rows.flatMap(({ isWon, endedAt }, row) => (isWon && endedAt < Infinity ? [row] : []));
  const names = [...new Set(stages)].filter((stage) => stage !== '');
  const groups = [
    ['', won] as const,
    ...names.map((stage) => [stage, won.filter((row) => stages[row] === stage)] as const),
  ];
  const found: Record<string, Record<string, { median: number; n: number }>> = {};
  for (const { name, kind, values } of table.columns) {
    if (kind !== 'number') continue;
    found[name] = Object.fromEntries(
      groups.flatMap(([stage, members]) => {
        const known = members.filter((row) => !Number.isNaN(values[row]));
        const n = new Set(known.map((row) => rows[row]?.deal)).size;
        if (n < LEAST_DEALS) return [];
        return [[stage, { median: median(known.map((row) => values[row] ?? Number.NaN)) ?? Number.NaN, n }]];
      }),
    );
  }
  return found;
}

function shares(table: TrainingTable, rows: readonly (Landmark & Ended)[]): Typical['words'] {
  const found: Record<string, Record<string, { won: number; n: number }>> = {};
  for (const { name, kind, values, words } of table.columns) {
    if (kind !== 'category') continue;
    const deals = new Map<string, Map<number, boolean>>();
    rows.forEach(({ deal, endedAt, isWon }, row) => {
      const word = words?.[values[row] ?? 0] ?? '';
      if (word === '' || endedAt === Infinity) return;
      const own = deals.get(word) ?? new Map<number, boolean>();
      deals.set(word, own.set(deal, isWon));
    });
    found[name] = Object.fromEntries(
      [...deals].flatMap(([word, ends]) =>
        ends.size < LEAST_DEALS ? [] : [[word, { won: [...ends.values()].filter(Boolean).length, n: ends.size }]],
      ),
    );
  }
  return found;
}

function everOf(
  table: TrainingTable,
  rows: readonly (Landmark & Ended)[],
  stages: readonly string[],
  hazard: Hazard,
): Typical['ever'] {
  const { ever } = curvesOf(hazard, table);
  const sums = new Map<string, { sum: number; rows: number; deals: Set<number> }>();
  rows.forEach(({ deal }, row) => {
    for (const stage of new Set([stages[row] ?? '', ''])) {
      const own = sums.get(stage) ?? { sum: 0, rows: 0, deals: new Set<number>() };
      own.sum += ever[row] ?? 0;
      own.rows += 1;
      own.deals.add(deal);
      sums.set(stage, own);
    }
  });
  return Object.fromEntries(
    [...sums].map(([stage, { sum, rows: count, deals }]) => [stage, { chance: sum / count, n: deals.size }]),
  );
}
