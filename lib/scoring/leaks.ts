import { findBins, toBins } from './model/bins';
import { auc } from './model/quality';
import type { Column } from './model/training-table';

/** Why a feature can only have been written when deals ended; `n` rows, of which so many were won. */
export type Leak =
  | { why: 'ranks'; auc: number }
  | { why: 'word'; word: string; n: number; won: number }
  | { why: 'filled' | 'empty'; n: number; won: number }
  | { why: 'not'; value: number; n: number; won: number };

/** No honest single feature of a sale ranks won above lost so well: it was written when the deal ended. */
const LEAK_AUC = 0.98;
const BINS = 32;
const LEAST_ROWS = 50;
/** As good as always, or never: a few rows are mistyped in any system. */
const PURE = 0.98;
/** How likely so one-sided a share may be where the rows are drawn from all. */
const LUCK = 1e-4;
/** Share of the known rows from which a number is the usual one, 0 most often. */
const USUAL = 0.1;

/**
 * What in a column gives the outcome away, of rows that ended: it ranks the won above the lost as nothing honest does; a word, or the beginning of
 * texts, with which deals always win, or never; a column that is filled in, or not, or a number that is not its usual value, only where one of the two
 * came. Undefined where nothing does.
 */
export function leakOf(column: Column, y: ArrayLike<number>): Leak | undefined {
  const rows = Array.from(column.values.keys());
  const base = rows.reduce((sum, row) => sum + y[row]!, 0) / rows.length;
  if (!(base > 0 && base < 1)) return undefined;
  const count = (chosen: readonly number[]): { n: number; won: number } => ({
    n: chosen.length,
    won: chosen.reduce((sum, row) => sum + y[row]!, 0),
  });
  const isTold = ({ n, won }: { n: number; won: number }): boolean => isPure(n, won, base);
  const isMissing = (row: number): boolean => {
    const value = column.values[row]!;
    return column.kind === 'number' ? Number.isNaN(value) : value === 0;
  };
  const [filled, empty] = [rows.filter((row) => !isMissing(row)), rows.filter(isMissing)];
  const filledEnds = count(filled);
  if (empty.length > 0 && isTold(filledEnds)) return { why: 'filled', ...filledEnds };
  const emptyEnds = count(empty);
  // That what is not filled in is never won is a leak only where what is filled in hardly ever fails: forms are filled as deals go on.
  if (isTold(emptyEnds) && isOtherwise(emptyEnds, filledEnds)) return { why: 'empty', ...emptyEnds };
  if (column.kind === 'category') {
    const wordOf = (row: number): string => column.words?.[column.values[row]!] ?? '';
    const told = [...Map.groupBy(filled, wordOf), ...Map.groupBy(filled, (row) => beginningOf(wordOf(row)))]
      .map(([word, own]) => ({ word, ...count(own) }))
      .filter((each) => each.word !== '' && isTold(each))
      .toSorted((a, b) => b.n - a.n || (a.word < b.word ? -1 : 1));
    if (told[0]) return { why: 'word', ...told[0] };
  } else {
    const usual = usualOf(column, filled);
    const other = count(filled.filter((row) => column.values[row] !== usual));
    const own = count(filled.filter((row) => column.values[row] === usual));
    if (usual !== undefined && isTold(other) && (other.won > 0 || isOtherwise(other, own)))
      return { why: 'not', value: usual, ...other };
  }
  const ranked = aucAlone(column, y);
  return ranked >= LEAK_AUC ? { why: 'ranks', auc: ranked } : undefined;
}

/** The letters that a text begins with: numbers of orders are a word of their own each, and “Signed!” goes on with a day. */
const beginningOf = (word: string): string => /^\p{L}{2,}/u.exec(word)?.[0] ?? '';

/** Always or never won, in rows enough that chance does not do it. */
function isPure(n: number, won: number, base: number): boolean {
  if (n < LEAST_ROWS) return false;
  if (won >= PURE * n) return atLeast(n, won, base) < LUCK;
  if (n - won >= PURE * n) return atLeast(n, n - won, 1 - base) < LUCK;
  return false;
}

/** Whether the rest mostly ended the other way. */
const isOtherwise = (one: { n: number; won: number }, rest: { n: number; won: number }): boolean =>
  one.won * 2 > one.n ? rest.won < 0.1 * rest.n : rest.won > 0.9 * rest.n;

/** Binomial chance of so many of `n` or more, each with chance `p`. */
function atLeast(n: number, hits: number, p: number): number {
  let [sum, term] = [0, n * Math.log(p)];
  // Few misses: from all hits downwards.
  for (let misses = 0; misses <= n - hits; misses += 1) {
    sum += Math.exp(term);
    term += Math.log((n - misses) / (misses + 1)) + Math.log((1 - p) / p);
  }
  return sum;
}

/** The value that many rows share, if any. */
function usualOf({ values }: Column, rows: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(values[row]!, (counts.get(values[row]!) ?? 0) + 1);
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  return most && most[1] >= USUAL * rows.length && counts.size > 1 ? most[0] : undefined;
}

/** How well the share of won rows in its own bins ranks the rows. */
function aucAlone(column: Column, y: ArrayLike<number>): number {
  const size = column.values.length;
  const binning = findBins(column, BINS);
  const codes = toBins({ size, columns: [column] }, [binning]).codes[0] ?? new Uint8Array(size);
  const [won, all] = [new Float64Array(binning.count), new Float64Array(binning.count)];
  codes.forEach((bin, row) => {
    won[bin]! += y[row]!;
    all[bin]! += 1;
  });
  return auc(
    Float64Array.from(codes, (bin) => won[bin]! / all[bin]!),
    y,
  );
}
