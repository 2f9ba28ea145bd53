import { Dexie } from 'dexie';

import { pack } from '@/lib/columns/pack';
import { COLD_FIELDS, SCHEMAS, SQUEEZED } from '@/lib/columns/schema';
import { squeeze } from '@/lib/columns/squeeze';
import type { TableName, Tables } from '@/lib/deal/org';

import { readOn } from './column-reader';
import { type Checkpoint, FIRST_DELTA, MAX_REJECTED, type PipelensDatabase, type StoredChunk } from './database';

const CHUNK_ROWS = 4096;
/** Rewriting a table costs more than reading a few rows twice: deltas are folded in from this share of it. */
const DELTA_SHARE = 0.05;
/** Fewer deltas cost nothing to read; more are many records to open, however small. */
const [MIN_DELTAS, MAX_DELTAS] = [10, 200];

export interface PageToCommit<Name extends TableName> {
  rows: readonly Tables[Name][];
  deletedIds: readonly string[];
  /** Where the pull goes on; stored with the rows. */
  cursor: unknown;
  mode: 'full' | 'delta';
  isDone: boolean;
  isHidden: boolean;
  /** Rows that the CRM sent and that were understood, also those that changed nothing. */
  read: readonly { id: string }[];
  /** Rows that it sent and that were not. */
  rejected: readonly { id?: string; why: string }[];
}

export const readCheckpoint = (db: PipelensDatabase, table: TableName): Promise<Checkpoint | undefined> =>
  db.checkpoints.get(table);

/**
 * Writes one page and the checkpoint after it in one transaction. A full pull fills a generation of its own, which readers see
 * when it is complete, or at once if there is no older one. Returns false, and writes nothing, when another sync has moved
 * the checkpoint on since `expects` was read.
 */
export function commitPage<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  page: PageToCommit<Name>,
  context: { expects: Checkpoint | undefined; now: number },
): Promise<boolean> {
  return db.transaction('rw', [db.hot, db.cold, db.checkpoints, db.meta], async () => {
    const before = await db.checkpoints.get(table);
    if (JSON.stringify(before) !== JSON.stringify(context.expects)) return false;
    const startsFull =
      page.mode === 'full' &&
      (before === undefined || (before.doneAt !== undefined && before.generation === before.live));
    const isFull = page.mode === 'full';
    const generation = before === undefined ? 1 : startsFull ? before.generation + 1 : before.generation;
    const pages = startsFull || before === undefined ? 0 : before.pages;
    const deltas = startsFull || before === undefined ? 0 : before.deltas;
    const hasRows = page.rows.length > 0 || page.deletedIds.length > 0;
    // Where the checkpoint is lost, what lies there belongs to none.
    if (before === undefined) await dropGenerations(db, table, Infinity);
    const seq = isFull ? pages : hasRows ? await nextDelta(db, table, generation) : 0;
    const isLive = !isFull || page.isDone || before?.live === undefined;
    const live = isFull ? (page.isDone ? generation : before?.live) : before?.live;
    const switched = isFull && page.isDone && before?.live !== undefined && before.live !== generation;
    const rejected = nowRejected(startsFull ? [] : (before?.rejected ?? []), page);
    const since = before?.since ?? before?.fullAt ?? (isFull && page.isDone ? context.now : undefined);
    const isOtherRejected = JSON.stringify(rejected) !== JSON.stringify(before?.rejected ?? []);
    const isNew = (hasRows && isLive) || switched || isOtherRejected || page.isHidden !== before?.isHidden;
    // At once: a page waits for the store as few times as it can.
    const [revision] = await Promise.all([
      isNew ? nextRevision(db) : (before?.revision ?? 0),
      hasRows && put(db, table, generation, seq, page.rows, page.deletedIds),
      switched && dropGenerations(db, table, generation),
    ]);
    await db.checkpoints.put({
      table,
      rejected,
      cursor: page.cursor,
      generation,
      chunks: {
        ...(before?.live === undefined || switched ? {} : { [before.live]: before.chunks[before.live] ?? 0 }),
        [generation]: (startsFull ? 0 : (before?.chunks[generation] ?? 0)) + (hasRows ? 1 : 0),
      },
      ...(before?.isDamaged === true && !(isFull && page.isDone) ? { isDamaged: true } : {}),
      pages: isFull ? pages + 1 : pages,
      deltas: !isFull && hasRows ? deltas + 1 : deltas,
      deltaRows: (startsFull ? 0 : (before?.deltaRows ?? 0)) + (isFull ? 0 : page.rows.length + page.deletedIds.length),
      baseRows: (startsFull || before === undefined ? 0 : before.baseRows) + (isFull ? page.rows.length : 0),
      isHidden: page.isHidden,
      revision,
      ...(live === undefined ? {} : { live }),
      ...(since === undefined ? {} : { since }),
      ...(isFull && page.isDone
        ? { fullAt: context.now }
        : before?.fullAt === undefined
          ? {}
          : { fullAt: before.fullAt }),
      ...(page.isDone ? { doneAt: context.now } : before?.doneAt === undefined ? {} : { doneAt: before.doneAt }),
    });
    return true;
  });
}

/** A row that came in readable is rejected no more. */
function nowRejected(
  before: Checkpoint['rejected'],
  { read, rejected }: Pick<PageToCommit<TableName>, 'read' | 'rejected'>,
): Checkpoint['rejected'] {
  if (before.length === 0 && rejected.length === 0) return [];
  const seen = new Set([...read, ...rejected].map(({ id }) => id ?? ''));
  return [
    ...before.filter(([id]) => !seen.has(id)),
    ...rejected.map(({ id = '', why }): Checkpoint['rejected'][number] => [id, why]),
  ].slice(0, MAX_REJECTED);
}

/**
 * Rows read outside a pull, such as one record read live: appended as a delta, the checkpoint's cursor stays. Returns false, and writes
 * nothing, when the table is no longer at the revision that is expected.
 */
export function commitRows<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  rows: readonly Tables[Name][],
  { deletedIds = [], expects }: { deletedIds?: readonly string[]; expects?: number | undefined } = {},
): Promise<boolean> {
  return db.transaction('rw', [db.hot, db.cold, db.checkpoints, db.meta], async () => {
    const before = await db.checkpoints.get(table);
    if (expects !== undefined && before?.revision !== expects) return false;
    if (!before || (rows.length === 0 && deletedIds.length === 0)) return true;
    const generation = before.live ?? before.generation;
    const seq = await nextDelta(db, table, generation);
    const [revision] = await Promise.all([nextRevision(db), put(db, table, generation, seq, rows, deletedIds)]);
    const chunks = { ...before.chunks, [generation]: (before.chunks[generation] ?? 0) + 1 };
    // What is counted is the generation that is written, and these rows may have gone to the one before.
    const isCounted = generation === before.generation;
    const deltas = before.deltas + (isCounted ? 1 : 0);
    const deltaRows = (before.deltaRows ?? 0) + (isCounted ? rows.length + deletedIds.length : 0);
    await db.checkpoints.put({ ...before, deltas, deltaRows, chunks, revision });
    return true;
  });
}

function isDue({ deltas, deltaRows = 0, baseRows }: Checkpoint): boolean {
  return deltas >= MAX_DELTAS || (deltas >= MIN_DELTAS && deltaRows > baseRows * DELTA_SHARE);
}

/** Folds deltas into base pages once they are many. Readers see the same rows before and after. */
export async function compact(db: PipelensDatabase, table: TableName): Promise<boolean> {
  const before = await db.checkpoints.get(table);
  if (!before || !isDue(before) || before.live !== before.generation) return false;
  const read = await readOn(db, table, undefined);
  if (read.isDamaged) {
    await noteDamage(db, table, before.generation);
    return false;
  }
  const rows = read.table.rows();
  return db.transaction('rw', [db.hot, db.cold, db.checkpoints, db.meta], async () => {
    const now = await db.checkpoints.get(table);
    if (!now || JSON.stringify(now) !== JSON.stringify(before)) return false;
    const generation = before.generation + 1;
    let pages = 0;
    for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
      await put(db, table, generation, pages, rows.slice(from, from + CHUNK_ROWS), []);
      pages += 1;
    }
    await dropGenerations(db, table, generation);
    await db.checkpoints.put({
      ...now,
      generation,
      live: generation,
      pages,
      chunks: { [generation]: pages },
      deltas: 0,
      deltaRows: 0,
      baseRows: rows.length,
      revision: await nextRevision(db),
    });
    return true;
  });
}

/**
 * Chunks of a generation that readers see are lost or damaged: all of it is to be read from the CRM anew. What is left stays in sight until
 * then; of a first pull that never ended nothing is worth keeping.
 */
export function noteDamage(db: PipelensDatabase, table: TableName, generation: number): Promise<void> {
  return db.transaction('rw', [db.hot, db.cold, db.checkpoints], async () => {
    const now = await db.checkpoints.get(table);
    if (!now || now.isDamaged === true || (now.live ?? now.generation) !== generation) return;
    if (now.live !== undefined) {
      await db.checkpoints.put({ ...now, isDamaged: true });
      return;
    }
    await dropGenerations(db, table, Infinity);
    await db.checkpoints.delete(table);
  });
}

/** The number after that of the last delta. */
async function nextDelta(db: PipelensDatabase, table: TableName, generation: number): Promise<number> {
  const keys = await db.hot
    .where('[table+generation+seq]')
    .between([table, generation, FIRST_DELTA], [table, generation, Dexie.maxKey])
    .primaryKeys();
  return Math.max(FIRST_DELTA, ...keys.map(([, , seq]) => seq + 1));
}

async function put<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  generation: number,
  seq: number,
  rows: readonly Tables[Name][],
  deletedIds: readonly string[],
): Promise<void> {
  const schema = SCHEMAS[table];
  const cold = COLD_FIELDS[table];
  const key: Omit<StoredChunk, 'packed'> = { table, generation, seq };
  const hot = pack(
    schema,
    rows,
    Object.keys(schema).filter((field) => !cold?.includes(field)),
  );
  const stored = db.hot.put({
    ...key,
    packed: SQUEEZED.has(table) ? squeeze(hot) : hot,
    ...(deletedIds.length > 0 ? { deletedIds: [...deletedIds] } : {}),
  });
  await Promise.all([stored, cold && db.cold.put({ ...key, packed: pack(schema, rows, cold) })]);
}

async function dropGenerations(db: PipelensDatabase, table: TableName, keep: number): Promise<void> {
  for (const store of [db.hot, db.cold]) {
    await store
      .where('[table+generation+seq]')
      .between([table, Dexie.minKey, Dexie.minKey], [table, keep, Dexie.minKey], true, false)
      .delete();
  }
}

/** Grows with every commit that changed what readers see; in the transaction of that commit. */
export async function nextRevision(db: PipelensDatabase): Promise<number> {
  const known = await db.meta.get('revision');
  const revision = (typeof known?.value === 'number' ? known.value : 0) + 1;
  await db.meta.put({ key: 'revision', value: revision });
  return revision;
}
