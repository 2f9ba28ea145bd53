import type { Chunk } from './chunk';
import type { HeldColumn } from './pack';

/** Rows are numbered through all chunks of a table in the order in which they were written. */
export interface IdIndex {
  /** Number of ids that are there. */
  readonly size: number;
  /** The last row written with this id; −1 where there is none or it was deleted. */
  find(id: string): number;
  /** The row that counts of each id, ids in the order in which they first appeared. */
  rows(): Uint32Array;
  /** Place of an id in the order in which all, deleted ones too, first appeared; −1 for one that never did. */
  place(id: string): number;
  /** Number of ids that ever appeared. */
  readonly places: number;
  /** The row that counts of the id at a place; −1 once it is deleted. */
  rowOf(place: number): number;
  /** That of every place, in order. */
  byPlace(): Int32Array;
  chunkOf(row: number): number;
  /** Number of the first row of each chunk, and of all rows. */
  readonly offsets: Uint32Array;
  idAt(row: number): string;
}

/** An index of the first chunks of a table, on which that of all of them rests. */
export interface BaseIndex {
  readonly index: IdIndex;
  readonly chunks: number;
}

/** Linear probing looks at three slots on average when so much is taken. */
const FULLEST = 0.8;

/**
 * Where each id's last row is. Ids are hashed and compared where they lie, so that a million of them make neither a million
 * strings nor a map of them: open addressing in typed arrays, at most {@link FULLEST} full. With a `base` only the chunks after it are gone
 * through: what a few deltas cost is theirs alone. Where each row has an id of its own, as in a table that was read whole, the order of
 * the ids is that of the rows, and the slots are all that is held.
 */
export function idIndex(chunks: readonly Chunk[], base?: BaseIndex): IdIndex {
  const start = base?.chunks ?? 0;
  const below = base?.index;
  const columns = chunks.map(({ hot, cold }) => textsOf(cold?.columns['id'] ?? hot.columns['id']));
  const offsets = new Uint32Array(chunks.length + 1);
  chunks.forEach(({ hot }, chunk) => (offsets[chunk + 1] = (offsets[chunk] ?? 0) + hot.size));
  const own = (offsets[chunks.length] ?? 0) - (offsets[start] ?? 0);
  const removed = chunks.reduce(
    (sum, { deletedIds }, chunk) => sum + (chunk < start ? 0 : (deletedIds?.length ?? 0)),
    0,
  );
  const most = own + (below ? removed : 0);
  const slots = new Int32Array(Math.ceil(most / FULLEST) + 1);
  let [ids, live, places] = [0, below?.size ?? 0, below?.places ?? 0];
  // They make it quick to fill; who looks an id up later compares one or two texts instead.
  let hashes: Int32Array | undefined = new Int32Array(most);
  // Of each id met here, in order of appearance: a row that spells it, the row that counts (−1 once it is deleted), and its place, which is
  // that very order where nothing is below.
  let spelt: Uint32Array | undefined = new Uint32Array(most);
  let last: Int32Array | undefined = new Int32Array(most);
  const speltBy = (entry: number): number => (spelt ? (spelt[entry] ?? 0) : entry);
  const lastOf = (entry: number): number => (entry < 0 || entry >= ids ? -1 : last ? (last[entry] ?? -1) : entry);
  const placesHere = below ? new Uint32Array(most) : undefined;
  const placeOf = (entry: number): number => (placesHere ? (placesHere[entry] ?? 0) : entry);

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
    const index = row - (offsets[chunk] ?? 0);
    const column = columns[chunk];
    return column ? column.prefix + column.values.slice(column.startOf(index), column.startOf(index + 1)) : '';
  };
  /** Slot of an id, what stands from `from` to `end` after its `prefix`: filled with its number + 1, or 0 where it would go. */
  const slotOf = (hash: number, prefix: string, text: string, from: number, end: number): number => {
    let slot = Math.floor(((hash >>> 0) / 2 ** 32) * slots.length);
    for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
      const isLike = hashes === undefined || hashes[entry - 1] === hash;
      if (isLike && idAt(speltBy(entry - 1)) === prefix + text.slice(from, end)) return slot;
      slot = slot + 1 < slots.length ? slot + 1 : 0;
    }
    return slot;
  };
  const entryOf = (id: string): number => (slots[slotOf(hashOf(id, 0, id.length), '', id, 0, id.length)] ?? 0) - 1;
  /** The number of an id here, made where it is new: then it goes on from what is known below. */
  const enter = (hash: number, slot: number, row: number, known: number): number => {
    const entry = ids;
    ids += 1;
    slots[slot] = ids;
    put(hashes, entry, hash);
    put(spelt, entry, row);
    put(last, entry, known >= 0 && below ? below.rowOf(known) : -1);
    if (placesHere) placesHere[entry] = known >= 0 ? known : places;
    if (known < 0) places += 1;
    return entry;
  };

  for (let chunk = start; chunk < chunks.length; chunk += 1) {
    const { deletedIds = [], hot = { size: 0 } } = chunks[chunk] ?? {};
    const { values, prefix, count, startOf } = columns[chunk] ?? textsOf(undefined);
    const begun = stateOf(prefix, 0, prefix.length);
    for (let [index, from] = [0, 0]; index < Math.min(hot.size, count); index += 1) {
      const end = startOf(index + 1);
      const hash = hashOf(values, from, end, begun);
      const slot = slotOf(hash, prefix, values, from, end);
      const row = (offsets[chunk] ?? 0) + index;
      let entry = (slots[slot] ?? 0) - 1;
      if (entry < 0) entry = enter(hash, slot, row, below ? below.place(prefix + values.slice(from, end)) : -1);
      if (lastOf(entry) === -1) live += 1;
      put(last, entry, row);
      from = end;
    }
    for (const id of deletedIds) {
      let entry = entryOf(id);
      if (entry < 0) {
        const known = below ? below.place(id) : -1;
        const row = below ? below.rowOf(known) : -1;
        if (row < 0) continue;
        const hash = hashOf(id, 0, id.length);
        entry = enter(hash, slotOf(hash, '', id, 0, id.length), row, known);
      }
      if (lastOf(entry) === -1) continue;
      put(last, entry, -1);
      live -= 1;
    }
  }
  hashes = undefined;
  // Every row is its own entry, in order.
  if (!below && ids === most && live === most) [spelt, last] = [undefined, undefined];
  const entries = new Map<number, number>();
  if (below) for (let entry = 0; entry < ids; entry += 1) entries.set(placeOf(entry), entry);
  const rowOf = (place: number): number => {
    const entry = below ? entries.get(place) : place;
    return (entry === undefined ? below?.rowOf(place) : lastOf(entry)) ?? -1;
  };
  const byPlace = (): Int32Array => {
    if (!below) return last ? last.slice(0, ids) : Int32Array.from({ length: ids }, (_, entry) => entry);
    const found = new Int32Array(places);
    found.set(below.byPlace());
    for (let entry = 0; entry < ids; entry += 1) found[placeOf(entry)] = lastOf(entry);
    return found;
  };
  return {
    size: live,
    places,
    offsets,
    chunkOf,
    idAt,
    rowOf,
    byPlace,
    find(id) {
      const entry = entryOf(id);
      return entry < 0 ? (below?.find(id) ?? -1) : lastOf(entry);
    },
    place(id) {
      const entry = entryOf(id);
      return entry < 0 ? (below?.place(id) ?? -1) : placeOf(entry);
    },
    rows() {
      const found = new Uint32Array(live);
      let count = 0;
      for (const row of byPlace()) {
        if (row < 0) continue;
        found[count] = row;
        count += 1;
      }
      return found;
    },
  };
}

/** What is let go of is written to no more. */
function put(to: Int32Array | Uint32Array | undefined, entry: number, value: number): void {
  if (to) to[entry] = value;
}

/** A column of ids, in whichever form: each is the prefix and what lies between two places. */
interface Texts {
  values: string;
  prefix: string;
  count: number;
  startOf(index: number): number;
}

function textsOf(column: HeldColumn | undefined): Texts {
  if (column?.kind === 'ids') {
    const { values, prefix, width } = column;
    return { values, prefix, count: values.length / width, startOf: (index) => index * width };
  }
  const { values, ends } = column?.kind === 'text' ? column : { values: '', ends: new Uint32Array(0) };
  return { values, prefix: '', count: ends.length, startOf: (index) => (index === 0 ? 0 : (ends[index - 1] ?? 0)) };
}

const FNV_BASIS = -2_128_831_035;

/** FNV-1a over UTF-16 units (http://www.isthe.com/chongo/tech/comp/fnv/). */
function stateOf(text: string, start: number, end: number, begun = FNV_BASIS): number {
  let hash = begun;
  for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  return hash;
}

/** The same of what follows on `begun`, mixed once more because its high bits choose the slot. */
function hashOf(text: string, start: number, end: number, begun?: number): number {
  const hash = stateOf(text, start, end, begun);
  return Math.imul(hash ^ (hash >>> 15), -1_640_531_535) | 0;
}
