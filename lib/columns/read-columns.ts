import type { Chunk } from './chunk';
import { type Dictionary, isAbsent } from './dictionary';
import type { IdIndex } from './ids';
import { numberAt, type HeldColumn } from './pack';

/** A table's chunks, and which rows of them count where that is known already. */
export interface TableChunks {
  chunks: readonly Chunk[];
  index?: IdIndex;
}

/** Calls back once a chunk with its columns, the rows in it that count, and where each of them goes. */
export function eachChunk(
  { chunks, index }: Required<TableChunks>,
  rows: Uint32Array,
  visit: (columns: Record<string, HeldColumn>, own: Uint32Array, places: Uint32Array) => void,
): void {
  const counts = new Uint32Array(chunks.length);
  const chunkOf = new Uint32Array(rows.length);
  let chunk = 0;
  rows.forEach((row, place) => {
    // Neighbours mostly lie in one chunk.
    if (row < (index.offsets[chunk] ?? 0) || row >= (index.offsets[chunk + 1] ?? 0)) chunk = index.chunkOf(row);
    chunkOf[place] = chunk;
    counts[chunk] = (counts[chunk] ?? 0) + 1;
  });
  const lists = chunks.map((_, chunk) => ({
    own: new Uint32Array(counts[chunk] ?? 0),
    at: new Uint32Array(counts[chunk] ?? 0),
    filled: 0,
  }));
  rows.forEach((row, place) => {
    const own = chunkOf[place] ?? 0;
    const list = lists[own];
    if (!list) return;
    list.own[list.filled] = row - (index.offsets[own] ?? 0);
    list.at[list.filled] = place;
    list.filled += 1;
  });
  chunks.forEach(({ hot }, chunk) => {
    const list = lists[chunk];
    if (list && list.filled > 0) visit(hot.columns, list.own, list.at);
  });
}

export function numbersInto(
  into: Float64Array,
  column: HeldColumn | undefined,
  otherwise: number,
  own: Uint32Array,
  places: Uint32Array,
): void {
  for (let i = 0; i < own.length; i += 1) {
    const row = own[i] ?? 0;
    const isKnown = column?.kind === 'number' && !isAbsent(column.absent, row);
    into[places[i] ?? 0] = isKnown ? numberAt(column, row) : otherwise;
  }
}

export function flagsInto(
  into: Uint8Array,
  column: HeldColumn | undefined,
  own: Uint32Array,
  places: Uint32Array,
): void {
  if (column?.kind !== 'bool') return;
  for (let i = 0; i < own.length; i += 1) into[places[i] ?? 0] = column.values[own[i] ?? 0] ?? 0;
}

export function codesInto(
  into: Uint32Array,
  words: Dictionary,
  column: HeldColumn | undefined,
  own: Uint32Array,
  places: Uint32Array,
): void {
  if (column?.kind !== 'dict') return;
  const { values, absent, words: spelt } = column;
  // Of a few rows only their own words are looked up.
  const codes = own.length < spelt.length ? undefined : Uint32Array.from(spelt, words.codeOf);
  for (let i = 0; i < own.length; i += 1) {
    const row = own[i] ?? 0;
    const word = values[row] ?? 0;
    into[places[i] ?? 0] = isAbsent(absent, row) ? 0 : codes ? (codes[word] ?? 0) : words.codeOf(spelt[word] ?? '');
  }
}
