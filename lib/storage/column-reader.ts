import { Dexie } from 'dexie';

import type { Chunk } from '@/lib/columns/chunk';
import type { Packed } from '@/lib/columns/pack';
import { COLD_FIELDS } from '@/lib/columns/schema';
import { spread } from '@/lib/columns/squeeze';
import { type ColumnTable, columnTable } from '@/lib/columns/table';
import type { TableName, Tables } from '@/lib/deal/org';

import { FIRST_DELTA, type PipelensDatabase } from './database';

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
    const { chunks, lastSeq } = await chunksAfter(db, name, generation, isGoingOn ? before.lastSeq : -1);
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

/** The chunks of a generation with higher numbers than one, in order. */
async function chunksAfter(
  db: PipelensDatabase,
  table: TableName,
  generation: number,
  after = -1,
): Promise<{ chunks: Chunk[]; lastSeq: number }> {
  const [hot, cold] = await Promise.all(
    [db.hot, db.cold].map((store) =>
      store
        .where('[table+generation+seq]')
        .between([table, generation, after], [table, generation, Dexie.maxKey], false)
        .toArray(),
    ),
  );
  const sharing = sharedWords();
  const coldBySeq = new Map(cold?.map((chunk) => [chunk.seq, spread(chunk.packed)]));
  const chunks = (hot ?? []).map(({ seq, packed, deletedIds }): Chunk => {
    const text = coldBySeq.get(seq);
    return { hot: sharing(spread(packed)), ...(text ? { cold: text } : {}), ...(deletedIds ? { deletedIds } : {}) };
  });
  return { chunks, lastSeq: hot?.at(-1)?.seq ?? after };
}

/** Chunks name the same deals again and again: each word is held once for all of them. */
function sharedWords(): (packed: Packed) => Packed {
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
