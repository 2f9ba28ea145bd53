import { Dexie } from 'dexie';

import type { Chunk } from '@/lib/columns/chunk';
import { pack, type Packed, packedRowAt } from '@/lib/columns/pack';
import { COLD_FIELDS, SCHEMAS } from '@/lib/columns/schema';
import { slim } from '@/lib/columns/slim';
import { spread } from '@/lib/columns/squeeze';
import { type ColumnTable, columnTable } from '@/lib/columns/table';
import type { TableName, Tables } from '@/lib/deal/org';

import { FIRST_DELTA, type PipelensDatabase, type StoredChunk } from './database';

/** The field by which a deal's rows are put in order. */
const TIME_FIELDS: { [Name in TableName]?: keyof Tables[Name] & string } = {
  version: 'from',
  fieldChange: 'at',
  activity: 'at',
};

/** One table as readers see it: the complete generation, or the first one while it is still arriving. */
export async function readTable<Name extends TableName>(db: PipelensDatabase, table: Name): Promise<ColumnTable<Name>> {
  const checkpoint = await db.checkpoints.get(table);
  if (!checkpoint) return columnTable<Name>([]);
  return readGeneration(db, table, checkpoint.live ?? checkpoint.generation);
}

/** Chunks that are in memory at a time as they are stored, or where only some rows are wanted. */
const CHUNKS_AT_A_TIME = 8;

/**
 * Some rows of a table, those of the `ids` and all that hang on the `parents`, as readers see them: asked for these it answers as the whole
 * table would. No more than a few chunks are in memory at a time, however large the table is.
 */
export async function readSome<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  { ids = [], parents = [] }: { ids?: readonly string[]; parents?: readonly string[] },
): Promise<ColumnTable<Name>> {
  const [wanted, over] = [new Set(ids), new Set(parents)];
  if (wanted.size + over.size === 0) return columnTable<Name>([]);
  return db.transaction('r', [db.checkpoints, db.hot, db.cold], async () => {
    const checkpoint = await db.checkpoints.get(table);
    if (!checkpoint) return columnTable<Name>([]);
    const generation = checkpoint.live ?? checkpoint.generation;
    const keys = await db.hot
      .where('[table+generation+seq]')
      .between([table, generation, Dexie.minKey], [table, generation, Dexie.maxKey])
      .primaryKeys();
    const found: Chunk[] = [];
    for (let from = 0; from < keys.length; from += CHUNKS_AT_A_TIME) {
      const [hot, cold] = await Promise.all(
        [db.hot, ...(COLD_FIELDS[table] ? [db.cold] : [])].map((store) =>
          store.bulkGet(keys.slice(from, from + CHUNKS_AT_A_TIME)),
        ),
      );
      const coldBySeq = new Map(cold?.map((chunk) => [chunk?.seq, chunk]));
      for (const chunk of hot ?? []) {
        const part = chunk && partOf(table, { chunk, cold: coldBySeq.get(chunk.seq) }, wanted, over);
        if (part) found.push(part);
      }
    }
    return columnTable<Name>(found, TIME_FIELDS[table]);
  });
}

/** What a chunk says of wanted rows; undefined where it says nothing. Rows under a wanted parent are wanted from here on, wherever they move. */
function partOf(
  table: TableName,
  { chunk, cold }: { chunk: StoredChunk; cold: StoredChunk | undefined },
  wanted: Set<string>,
  parents: ReadonlySet<string>,
): Chunk | undefined {
  const packed = spread(chunk.packed);
  const text = cold && spread(cold.packed);
  const ids = (text ?? packed).columns['id'];
  if (ids?.kind !== 'text') return undefined;
  const under = packed.columns['opportunityId'];
  const isUnder = under?.kind === 'dict' ? under.words.map((word) => parents.has(word)) : [];
  const hasUnder = isUnder.includes(true);
  const rows: Record<string, unknown>[] = [];
  for (let row = 0, start = 0; row < packed.size; row += 1) {
    const end = ids.ends[row] ?? start;
    const id = ids.values.slice(start, end);
    start = end;
    const isBelow = hasUnder && under?.kind === 'dict' && isUnder[under.values[row] ?? 0] === true;
    if (isBelow) wanted.add(id);
    else if (!wanted.has(id)) continue;
    rows.push({ ...packedRowAt(packed, row), ...(text ? packedRowAt(text, row) : {}) });
  }
  const deletedIds = chunk.deletedIds?.filter((id) => wanted.has(id)) ?? [];
  if (rows.length + deletedIds.length === 0) return undefined;
  return { hot: pack(SCHEMAS[table], rows), ...(deletedIds.length > 0 ? { deletedIds } : {}) };
}

/** One generation of a table, complete or not. */
export const readGeneration = async <Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  generation: number,
): Promise<ColumnTable<Name>> =>
  columnTable<Name>((await chunksAfter(db, table, generation)).chunks, TIME_FIELDS[table]);

/** A table as it was last read, and how far. */
export interface ReadTable<Name extends TableName> {
  table: ColumnTable<Name>;
  generation: number;
  /** Number of the last chunk of it; −1 where there was none. */
  lastSeq: number;
  /** Base pages by then: more of them come before deltas that are read already. */
  pages: number;
  /** Chunks that were read. */
  held: number;
  /** True where chunks are lost or are not what was written: rows may be missing. */
  isDamaged: boolean;
}

/**
 * A table as readers see it now, from what was read `before`: of one that has only gone on, the new chunks alone are read, and what is known
 * of the others stays. Pages and chunks are of one instant.
 */
export function readOn<Name extends TableName>(
  db: PipelensDatabase,
  name: Name,
  before: ReadTable<Name> | undefined,
  sharing = sharedWords(),
): Promise<ReadTable<Name>> {
  return db.transaction('r', [db.checkpoints, db.hot, db.cold], async () => {
    const checkpoint = await db.checkpoints.get(name);
    if (!checkpoint) {
      const orphans = await db.hot.where('[table+generation+seq]').between([name, 0], [name, Dexie.maxKey]).count();
      return { table: columnTable<Name>([]), generation: 0, lastSeq: -1, pages: 0, held: 0, isDamaged: orphans > 0 };
    }
    const { pages } = checkpoint;
    const generation = checkpoint.live ?? checkpoint.generation;
    const isGoingOn =
      before?.generation === generation && (before.lastSeq < FIRST_DELTA || before.pages === checkpoint.pages);
    const { chunks, lastSeq } = await chunksAfter(db, name, generation, isGoingOn ? before.lastSeq : -1, sharing);
    const held = chunks.length + (isGoingOn ? before.held : 0);
    const isCut = COLD_FIELDS[name] !== undefined && chunks.some(({ cold }) => cold === undefined);
    const isDamaged =
      checkpoint.isDamaged === true ||
      isCut ||
      held < (checkpoint.chunks[generation] ?? 0) ||
      (isGoingOn && before.isDamaged);
    const read = { generation, lastSeq, pages, held, isDamaged };
    if (!isGoingOn) return { table: columnTable<Name>(chunks, TIME_FIELDS[name]), ...read };
    return { table: chunks.length === 0 ? before.table : before.table.with(chunks), ...read };
  });
}

/** The chunks of a generation with higher numbers than one, in order, all of one instant. */
function chunksAfter(
  db: PipelensDatabase,
  table: TableName,
  generation: number,
  after = -1,
  sharing = sharedWords(),
): Promise<{ chunks: Chunk[]; lastSeq: number }> {
  return db.transaction('r', [db.hot, db.cold], async () => {
    const keys = await db.hot
      .where('[table+generation+seq]')
      .between([table, generation, after], [table, generation, Dexie.maxKey], false)
      .primaryKeys();
    const chunks: Chunk[] = [];
    let lastSeq = after;
    for (let from = 0; from < keys.length; from += CHUNKS_AT_A_TIME) {
      const [hot = [], cold = []] = await Promise.all(
        [db.hot, ...(COLD_FIELDS[table] ? [db.cold] : [])].map((store) =>
          store.bulkGet(keys.slice(from, from + CHUNKS_AT_A_TIME)),
        ),
      );
      for (const [index, chunk] of hot.entries()) {
        if (!chunk) continue;
        const { seq, packed, deletedIds } = chunk;
        const text = cold[index];
        chunks.push({
          hot: slim(sharing(spread(packed))),
          ...(text ? { cold: slim(spread(text.packed)) } : {}),
          ...(deletedIds ? { deletedIds } : {}),
        });
        lastSeq = seq;
      }
    }
    return { chunks, lastSeq };
  });
}

/** Chunks name the same deals and people again and again, and tables those of others: each word is held once for all that are read by it. */
export function sharedWords(): (packed: Packed) => Packed {
  const known = new Map<string, string>();
  const share = (word: string): string => {
    const held = known.get(word);
    if (held === undefined) known.set(word, word);
    return held ?? word;
  };
  return (packed) => {
    for (const column of Object.values(packed.columns))
      if (column.kind === 'dict') column.words = column.words.map(share);
    return packed;
  };
}
