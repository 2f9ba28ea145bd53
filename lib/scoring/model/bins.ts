import { derived } from '@/lib/calendar/derived';

import type { Column, Picked, TrainingTable } from './training-table';

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
  { size, columns }: TrainingTable,
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

function codesOf({ values, words = [], picked }: Column, binning: Binning): Uint8Array {
  const codes = new Uint8Array(values.length);
  if (binning.kind === 'category') {
    const positions = new Map(binning.words.map((word, bin) => [word, bin]));
    const known = Uint8Array.from(words, (word) => (word === '' ? 0 : (positions.get(word) ?? RARE)));
    for (let row = 0; row < codes.length; row += 1) codes[row] = known[values[row] ?? 0] ?? 0;
    return codes;
  }
  const { edges } = binning;
  const { from, rows } = picked ?? { from: values };
  const { distinct, rank } = derived(from, ranked);
  // The last place is for what is no number.
  const bins = new Uint8Array(distinct.length + 1);
  for (let index = 0, bin = 1; index < distinct.length; index += 1) {
    while (bin <= edges.length && edges[bin - 1]! <= distinct[index]!) bin += 1;
    bins[index] = bin;
  }
  for (let row = 0; row < codes.length; row += 1) codes[row] = bins[rank[rows ? rows[row]! : row]!]!;
  return codes;
}

/** The numbers among some values, each once and rising, and the place of each value among them; what is no number comes after. */
function ranked(values: Float64Array): { distinct: Float64Array; rank: Uint32Array } {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  const rank = new Uint32Array(values.length);
  for (let row = 0; row < rank.length; row += 1) {
    const value = values[row]!;
    let low = 0;
    let high = distinct.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (distinct[middle]! < value) low = middle + 1;
      else high = middle;
    }
    rank[row] = Number.isNaN(value) ? distinct.length : low;
  }
  return { distinct, rank };
}

/** How many rows have each of the {@link ranked} numbers. */
function countsOf(values: Float64Array, picked: Picked | undefined): { distinct: Float64Array; counts: Uint32Array } {
  const { from, rows } = picked ?? { from: values };
  const { distinct, rank } = derived(from, ranked);
  const counts = new Uint32Array(distinct.length + 1);
  for (let row = 0; row < values.length; row += 1) counts[rank[rows ? rows[row]! : row]!]! += 1;
  return { distinct, counts: counts.subarray(0, distinct.length) };
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

function numberBins({ name, kind, values, picked }: Column, most: number): Binning {
  const { distinct, counts } = countsOf(values, picked);
  const { edges, apart } = edgesOf(distinct, counts, most);
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
function edgesOf(distinct: Float64Array, counts: Uint32Array, most: number): { edges: number[]; apart: Set<number> } {
  const edges: number[] = [];
  const apart = new Set<number>();
  const all = counts.reduce((sum, count) => sum + count, 0);
  const each = Math.max(FEW_ROWS, all / most);
  const frequent = Math.max(each, all * APART_SHARE);
  let held = 0;
  let isFirst = true;
  for (const [index, value] of distinct.entries()) {
    const count = counts[index] ?? 0;
    if (count === 0) continue;
    const isFrequent = count >= frequent;
    if (!isFirst && (isFrequent || held >= each)) {
      edges.push(value);
      held = 0;
    }
    if (isFrequent) apart.add(isFirst ? -Infinity : value);
    held = isFrequent ? each : held + count;
    isFirst = false;
  }
  return { edges, apart };
}
