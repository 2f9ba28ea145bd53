import { PENALTY } from './model/additive';

/** Share of won rows by word (a stage), pulled to the org's base rate, and that to the prior: what any model has to beat. */
export interface StageTable {
  readonly base: number;
  readonly byWord: ReadonlyMap<string, { chance: number; n: number }>;
}

/** How many deals the base rate counts for in each stage (G8.13). */
const STAGE_DEALS = 10;

/** Words and outcomes of the same rows; a row counts `weight`, 1 where absent. */
export function stageTable(words: readonly string[], y: ArrayLike<number>, weight?: ArrayLike<number>): StageTable {
  const sums = new Map<string, { won: number; all: number }>();
  let [won, all] = [PENALTY.baseDeals * PENALTY.baseChance, PENALTY.baseDeals];
  words.forEach((word, row) => {
    const own = weight ? weight[row]! : 1;
    const sum = sums.get(word) ?? { won: 0, all: 0 };
    sum.won += own * y[row]!;
    sum.all += own;
    won += own * y[row]!;
    all += own;
    sums.set(word, sum);
  });
  const base = won / all;
  const byWord = new Map(
    [...sums].map(([word, sum]) => [
      word,
      { chance: (sum.won + STAGE_DEALS * base) / (sum.all + STAGE_DEALS), n: sum.all },
    ]),
  );
  return { base, byWord };
}

export const tableChance = ({ base, byWord }: StageTable, word: string): number => byWord.get(word)?.chance ?? base;
