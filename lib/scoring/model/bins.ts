import type { Column, Table } from './training-table';

/**
 * How the values of one feature fall into bins; bin 0 is for what is missing. A number goes into the bin after the last edge that
 * is below or at it; a value that many rows share (zero, most often) has a bin of its own, which is `isApart` from the smooth run of
 * its neighbours. A category has a bin for each word with enough rows, and bin 1 for words that are rare or were never seen.
 */
export interface Binning {
  readonly name: string;
  readonly kind: Column['kind'];
  readonly count: number;
  readonly edges: Float64Array;
  readonly isApart: readonly boolean[];
  readonly words: readonly string[];
}

/** Rows as bins: `codes[feature][row]`. */
export interface Binned {
  readonly size: number;
  readonly codes: readonly Uint8Array[];
}

/** Bin of rare words; no CRM stores its name. */
const RARE = 1;
const RARE_WORD = '\u0000';
const FEW_ROWS = 10;
const APART_SHARE = 0.02;
const MOST_WORDS = 200;

/** Bins for a column, of about equal numbers of rows, at most `most` for numbers (below 200). */
export function findBins(column: Column, most: number): Binning {
  return column.kind === 'number' ? numberBins(column, most) : categoryBins(column);
}

/** Rows as bins; of features whose codes are `known` already those are taken. */
export function toBins(
  { size, columns }: Table,
  binnings: readonly Binning[],
  known?: ReadonlyMap<Binning, Uint8Array>,
): Binned {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return {
    size,
    codes: binnings.map((binning) => {
      const column = byName.get(binning.name);
      // A feature that these rows do not have is missing in each of them.
      return known?.get(binning) ?? (column ? codesOf(column, binning) : new Uint8Array(size));
    }),
  };
}

function codesOf({ values, words = [] }: Column, binning: Binning): Uint8Array {
  const codes = new Uint8Array(values.length);
  if (binning.kind === 'category') {
    const positions = new Map(binning.words.map((word, bin) => [word, bin]));
    const known = Uint8Array.from(words, (word) => (word === '' ? 0 : (positions.get(word) ?? RARE)));
    for (let row = 0; row < codes.length; row += 1) codes[row] = known[values[row] ?? 0] ?? 0;
    return codes;
  }
  const { edges } = binning;
  for (let row = 0; row < codes.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((edges[middle] ?? Infinity) <= value) low = middle + 1;
      else high = middle;
    }
    codes[row] = low + 1;
  }
  return codes;
}

function categoryBins({ name, kind, values, words = [] }: Column): Binning {
  const rows = new Float64Array(words.length);
  for (const code of values) rows[code] = (rows[code] ?? 0) + 1;
  const kept = words
    .map((word, code) => ({ word, rows: code === 0 ? 0 : (rows[code] ?? 0) }))
    .filter((each) => each.rows >= FEW_ROWS)
    .toSorted((a, b) => b.rows - a.rows || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(({ word }) => word);
  const all = ['', RARE_WORD, ...kept];
  return { name, kind, count: all.length, edges: new Float64Array(), isApart: all.map(() => true), words: all };
}

function numberBins({ name, kind, values }: Column, most: number): Binning {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  const { edges, apart } = edgesOf(sorted, most);
  return {
    name,
    kind,
    count: edges.length + 2,
    edges: Float64Array.from(edges),
    isApart: [true, ...[-Infinity, ...edges].map((edge) => apart.has(edge))],
    words: [],
  };
}

/** Lower edges of all bins but the first, and those that begin a bin of a single, frequent value. */
function edgesOf(sorted: Float64Array, most: number): { edges: number[]; apart: Set<number> } {
  const edges: number[] = [];
  const apart = new Set<number>();
  const each = Math.max(FEW_ROWS, sorted.length / most);
  const frequent = Math.max(each, sorted.length * APART_SHARE);
  let held = 0;
  for (let at = 0; at < sorted.length;) {
    const value = sorted[at] ?? 0;
    let end = at + 1;
    while (end < sorted.length && sorted[end] === value) end += 1;
    const isFrequent = end - at >= frequent;
    if (at > 0 && (isFrequent || held >= each)) {
      edges.push(value);
      held = 0;
    }
    if (isFrequent) apart.add(at === 0 ? -Infinity : value);
    held = isFrequent ? each : held + end - at;
    at = end;
  }
  return { edges, apart };
}
