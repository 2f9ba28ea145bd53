import { once } from '@/lib/calendar/derived';

import type { Chunk } from './chunk';
import { type IdIndex, idIndex } from './ids';
import { pack, valueAt } from './pack';
import { slim } from './slim';

/** Rows of a table by the deal that they hang on, as numbers in two arrays: no list a deal. */
export interface Children {
  /** Rows that count whose `opportunityId` is this, in the order in which their ids first appeared. */
  of(parent: string): number[];
}

interface Grouped {
  parents: IdIndex;
  /** Rows of the parent at place `i` are at `starts[i]` up to, without, `starts[i + 1]`. */
  starts: Uint32Array;
  rows: Uint32Array;
}

export const parentAt = (chunks: readonly Chunk[], index: IdIndex, row: number): string | undefined => {
  const chunk = index.chunkOf(row);
  const column = chunks[chunk]?.hot.columns['opportunityId'];
  const parent = column && valueAt(column, row - (index.offsets[chunk] ?? 0));
  return parent === undefined ? undefined : String(parent);
};

function group(chunks: readonly Chunk[], index: IdIndex): Grouped {
  const numbers = new Map<string, number>();
  // Codes of each chunk's own words, as numbers of parents through all chunks.
  const codes = chunks.map(({ hot }) => {
    const column = hot.columns['opportunityId'];
    return Int32Array.from(column?.kind === 'dict' ? column.words : [], (word) => {
      const known = numbers.get(word) ?? numbers.size;
      numbers.set(word, known);
      return known;
    });
  });
  const rows = index.rows();
  const parentOf = new Int32Array(rows.length);
  const starts = new Uint32Array(numbers.size + 1);
  rows.forEach((row, place) => {
    const chunk = index.chunkOf(row);
    const column = chunks[chunk]?.hot.columns['opportunityId'];
    const own = row - (index.offsets[chunk] ?? 0);
    const parent = column?.kind === 'dict' ? (codes[chunk]?.[column.values[own] ?? 0] ?? -1) : -1;
    parentOf[place] = parent;
    if (parent >= 0) starts[parent + 1] = (starts[parent + 1] ?? 0) + 1;
  });
  for (let parent = 0; parent < numbers.size; parent += 1)
    starts[parent + 1] = (starts[parent + 1] ?? 0) + (starts[parent] ?? 0);
  const next = starts.slice();
  const grouped = new Uint32Array(starts[numbers.size] ?? 0);
  rows.forEach((row, position) => {
    const parent = parentOf[position] ?? -1;
    if (parent < 0) return;
    const place = next[parent] ?? 0;
    grouped[place] = row;
    next[parent] = place + 1;
  });
  const ids = Array.from(numbers.keys(), (id) => ({ id }));
  return { parents: idIndex([{ hot: slim(pack({ id: 'text' }, ids)) }]), starts, rows: grouped };
}

/** Those of a whole table: grouped when first asked. */
export function childrenOf(chunks: readonly Chunk[], index: IdIndex): Children {
  let grouped: Grouped | undefined;
  return {
    of(parent) {
      const { parents, starts, rows } = (grouped ??= group(chunks, index));
      const place = parents.place(parent);
      return place < 0 ? [] : [...rows.subarray(starts[place], starts[place + 1])];
    },
  };
}

/** Those of a table that goes on after `before`, whose chunks are its first ones: only the rows after them are looked at. */
export function laterChildren(
  chunks: readonly Chunk[],
  index: IdIndex,
  before: { children: Children; index: IdIndex; chunks: number },
): Children {
  /** Rows that count of the chunks after, by their parent, with their places, in the order of these; and rows that count no more. */
  const later = once(() => {
    const own = new Map<string, { row: number; place: number }[]>();
    const former = new Set<number>();
    const places = new Map<number, number>();
    for (let row = index.offsets[before.chunks] ?? 0; row < (index.offsets[chunks.length] ?? 0); row += 1) {
      const place = index.place(index.idAt(row));
      former.add(before.index.rowOf(place));
      if (index.rowOf(place) === row) places.set(place, row);
    }
    for (const { deletedIds = [] } of chunks.slice(before.chunks))
      for (const id of deletedIds) former.add(before.index.find(id));
    for (const [place, row] of [...places].toSorted(([a], [b]) => a - b)) {
      const parent = parentAt(chunks, index, row);
      if (parent === undefined) continue;
      const known = own.get(parent);
      if (known) known.push({ row, place });
      else own.set(parent, [{ row, place }]);
    }
    return { own, former };
  });
  return {
    of(parent) {
      const { own, former } = later();
      const added = own.get(parent) ?? [];
      const held = before.children.of(parent).filter((row) => !former.has(row));
      // Ids that are new come after all that were known.
      if (added.every(({ place }) => place >= before.index.places)) return [...held, ...added.map(({ row }) => row)];
      return [...held.map((row) => ({ row, place: index.place(index.idAt(row)) })), ...added]
        .toSorted((a, b) => a.place - b.place)
        .map(({ row }) => row);
    },
  };
}
