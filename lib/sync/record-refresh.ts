import type { CrmClient, RecordBundle } from '@/lib/crm/crm';
import type { TableName, Tables } from '@/lib/deal/org';
import { readTable } from '@/lib/storage/column-reader';
import type { PipelensDatabase } from '@/lib/storage/database';
import { commitRows } from '@/lib/storage/writer';

const TABLES = [
  'opportunity',
  'version',
  'fieldChange',
  'activity',
  'contactRole',
  'attendee',
  'email',
  'lineItem',
  'split',
] as const;

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
  const held = (await readTable(db, 'opportunity')).byId(id);
  const bundle = await client.record(id, isWhole ? undefined : held?.modifiedAt);
  if (!bundle) {
    if (held && held.goneAt === undefined) await commitRows(db, 'opportunity', [{ ...held, goneAt: now }]);
    return false;
  }
  await storeBundle(db, id, bundle);
  return true;
}

/** Keeps what changed of a deal that was read live. */
export async function storeBundle(db: PipelensDatabase, id: string, { rows: all }: RecordBundle): Promise<void> {
  for (const table of TABLES) {
    const rows = all[table];
    if (rows) await store(db, table, id, rows);
  }
}

async function store<Name extends (typeof TABLES)[number]>(
  db: PipelensDatabase,
  table: Name,
  id: string,
  rows: readonly Tables[Name][],
): Promise<void> {
  const known = await readTable(db, table);
  const held = table === 'opportunity' ? [known.byId(id)].filter((row) => row !== undefined) : known.childrenOf(id);
  const text = new Map(held.map((row) => [row.id, stable(row)]));
  const changed = rows.filter((row) => text.get(row.id) !== stable(row));
  const present = new Set(rows.map((row) => row.id));
  // What the CRM has purged of a deal's history was so all the same.
  const isHistory = table === 'version' || table === 'fieldChange';
  const gone = isHistory ? [] : held.flatMap((row) => (present.has(row.id) ? [] : [row.id]));
  await commitRows(db, table, changed, gone);
}

/** Rows as text, independent of the order of their fields. */
const stable = (row: Tables[TableName]): string =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => a.localeCompare(b)));
