import type { Chunk } from './chunk';

/** Rows are numbered through all chunks of a table in the order in which they were written. */
export interface IdIndex {
  /** Number of ids that are there. */
  readonly size: number;
  /** The last row written with this id; −1 where there is none or it was deleted. */
  find(id: string): number;
  /** The row that counts of each id, ids in the order in which they first appeared. */
  rows(): Uint32Array;
  chunkOf(row: number): number;
  /** Number of the first row of each chunk. */
  readonly offsets: Uint32Array;
  idAt(row: number): string;
}

/**
 * Where each id's last row is. Ids are hashed and compared where they lie, so that a million of them make neither a million
 * strings nor a map of them: open addressing in typed arrays, at most half full.
 */
export function idIndex(chunks: readonly Chunk[]): IdIndex {
  const columns = chunks.map(({ hot, cold }) => {
    const column = cold?.columns['id'] ?? hot.columns['id'];
    return column?.kind === 'text' ? column : { values: '', ends: new Uint32Array(0) };
  });
  const offsets = new Uint32Array(chunks.length + 1);
  chunks.forEach(({ hot }, chunk) => (offsets[chunk + 1] = (offsets[chunk] ?? 0) + hot.size));
  const total = offsets[chunks.length] ?? 0;
  const bits = Math.max(4, Math.ceil(Math.log2(total * 2 + 1)));
  const slots = new Int32Array(2 ** bits);
  const hashes = new Int32Array(total);
  // Of each id in order of appearance: a row that spells it, and the row that counts, −1 once it is deleted.
  const spelt = new Uint32Array(total);
  const last = new Int32Array(total);
  let [ids, live] = [0, 0];

  const chunkOf = (row: number): number => {
    let [low, high] = [0, chunks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((offsets[middle] ?? 0) <= row) low = middle;
      else high = middle;
    }
    return low;
  };
  const idAt = (row: number): string => {
    const chunk = chunkOf(row);
    const own = row - (offsets[chunk] ?? 0);
    const column = columns[chunk];
    return column?.values.slice(own === 0 ? 0 : column.ends[own - 1], column.ends[own]) ?? '';
  };
  /** Slot of an id: filled with its number + 1, or 0 where it would go. */
  const slotOf = (hash: number, text: string, start: number, end: number): number => {
    let slot = hash >>> (32 - bits);
    for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
      if (hashes[entry - 1] === hash && idAt(spelt[entry - 1] ?? 0) === text.slice(start, end)) return slot;
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  };
  const entryOf = (id: string): number => (slots[slotOf(hashOf(id, 0, id.length), id, 0, id.length)] ?? 0) - 1;

  for (const [chunk, { deletedIds = [], hot }] of chunks.entries()) {
    const { values, ends } = columns[chunk] ?? { values: '', ends: new Uint32Array(0) };
    for (let [own, start] = [0, 0]; own < Math.min(hot.size, ends.length); own += 1) {
      const end = ends[own] ?? 0;
      const hash = hashOf(values, start, end);
      const slot = slotOf(hash, values, start, end);
      const row = (offsets[chunk] ?? 0) + own;
      let entry = (slots[slot] ?? 0) - 1;
      if (entry < 0) {
        entry = ids;
        ids += 1;
        slots[slot] = ids;
        hashes[entry] = hash;
        spelt[entry] = row;
        live += 1;
      } else if (last[entry] === -1) live += 1;
      last[entry] = row;
      start = end;
    }
    for (const id of deletedIds) {
      const entry = entryOf(id);
      if (entry < 0 || last[entry] === -1) continue;
      last[entry] = -1;
      live -= 1;
    }
  }
  return {
    size: live,
    offsets,
    chunkOf,
    idAt,
    find(id) {
      const entry = entryOf(id);
      return entry < 0 ? -1 : (last[entry] ?? -1);
    },
    rows: () => new Uint32Array(last.subarray(0, ids).filter((row) => row >= 0)),
  };
}

/** FNV-1a over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/), mixed once more because its high bits choose the slot. */
function hashOf(text: string, start: number, end: number): number {
  let hash = -2_128_831_035;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return Math.imul(hash ^ (hash >>> 15), -1_640_531_535) | 0;
}
