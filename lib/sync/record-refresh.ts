import type { CrmClient, RecordBundle } from '@/lib/crm/crm';
import { CHILD_TABLES, type TableName, type Tables } from '@/lib/deal/org';
import { readSome } from '@/lib/storage/column-reader';
import type { PipelensDatabase } from '@/lib/storage/database';
import { commitRows } from '@/lib/storage/writer';

const TABLES = ['opportunity', ...CHILD_TABLES] as const;

/**
 * Reads one deal live and stores what changed of it. False: the CRM has no such record for this user; it is then marked
 * as gone, and shown no more, since that would show what may no longer be seen; in sums of the past it still counts.
 */
export async function refreshRecord({
  client,
  db,
  id,
  now,
  isWhole = false,
}: {
  client: CrmClient;
  db: PipelensDatabase;
  id: string;
  /** Instant, ms. */
  now: number;
  /** Read everything of it, although the deal itself is held as it is. */
  isWhole?: boolean;
}): Promise<boolean> {
  const since = await revisionsIn(db);
  const held = (await readSome(db, 'opportunity', { ids: [id] })).byId(id);
  const bundle = await client.record(id, isWhole ? undefined : held?.modifiedAt);
  if (!bundle) {
    if (held && held.goneAt === undefined) await commitRows(db, 'opportunity', [{ ...held, goneAt: now }]);
    return false;
  }
  await storeBundle(db, id, bundle, since);
  return true;
}

/** How far each table was that a deal's rows lie in, to be asked for before the deal is read. */
export async function revisionsIn(db: PipelensDatabase): Promise<ReadonlyMap<string, number>> {
  const found = await db.checkpoints.bulkGet([...TABLES]);
  return new Map(found.flatMap((each) => (each ? [[each.table, each.revision] as const] : [])));
}

/** Keeps what changed of a deal that was read live. `since`: what a sync has stored meanwhile may be newer, and stays. */
export async function storeBundle(
  db: PipelensDatabase,
  id: string,
  { rows: all }: RecordBundle,
  since: ReadonlyMap<string, number>,
): Promise<void> {
  for (const table of TABLES) {
    const rows = all[table];
    if (rows) while (!(await store(db, table, id, rows, since)));
  }
}

async function store<Name extends (typeof TABLES)[number]>(
  db: PipelensDatabase,
  table: Name,
  id: string,
  rows: readonly Tables[Name][],
  since: ReadonlyMap<string, number>,
): Promise<boolean> {
  const revision = (await db.checkpoints.get(table))?.revision;
  const isCrossed = revision !== since.get(table);
  const known = await readSome(db, table, table === 'opportunity' ? { ids: [id] } : { parents: [id] });
  const held = table === 'opportunity' ? [known.byId(id)].filter((row) => row !== undefined) : known.childrenOf(id);
  const own = new Map(held.map((row) => [row.id, row]));
  const changed = rows.filter((row) => {
    const before = own.get(row.id);
    if (!before) return true;
    return stable(before) !== stable(row) && !(isCrossed && modifiedAt(before) > modifiedAt(row));
  });
  const present = new Set(rows.map((row) => row.id));
  // What the CRM has purged of a deal's history was so all the same; what came while it was read it did not tell.
  const isKept = table === 'version' || table === 'fieldChange' || isCrossed;
  const deletedIds = isKept ? [] : held.flatMap((row) => (present.has(row.id) ? [] : [row.id]));
  return commitRows(db, table, changed, { deletedIds, expects: revision });
}

const modifiedAt = (row: object): number => ('modifiedAt' in row ? Number(row.modifiedAt) : 0);

/** Rows as text, independent of the order of their fields. */
const stable = (row: Tables[TableName]): string =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => a.localeCompare(b)));
