import type { ColumnTable } from '@/lib/columns/table';
import type { CrmClient } from '@/lib/crm/crm';
import type { Opportunity } from '@/lib/deal/opportunity';
import { CHILD_TABLES } from '@/lib/deal/org';
import { readTable } from '@/lib/storage/column-reader';
import type { PipelensDatabase } from '@/lib/storage/database';

import { refreshRecord } from './record-refresh';

const KEY = 'newcomers';
/** Two calls a deal: from here on reading the whole tables costs less. */
const MOST_SINGLE = 25;

/**
 * Deals created before we could see them: reassigned, or shared by a rule. What hangs on them carries
 * older stamps than any delta asks about. A deal that is simply new was created after everything that is held was changed; both
 * instants are the CRM's own.
 */
export async function newcomers(
  db: PipelensDatabase,
  rows: readonly Opportunity[],
  /** What is held of these very rows. */
  held: Pick<ColumnTable<'opportunity'>, 'byId'>,
): Promise<string[]> {
  const unknown = rows.filter(({ id }) => {
    const known = held.byId(id);
    // One that was gone may have changed while it could not be seen.
    return !known || known.goneAt !== undefined;
  });
  if (unknown.length === 0) return [];
  const all = await readTable(db, 'opportunity');
  const newest = all.rows().reduce((latest, { modifiedAt }) => Math.max(latest, modifiedAt), -Infinity);
  return unknown.flatMap(({ id, createdAt }) => (createdAt < newest ? [id] : []));
}

/** Notes them before the deals themselves are stored: a kill in between must not leave deals without their history. */
export async function noteNewcomers(db: PipelensDatabase, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.transaction('rw', db.meta, async () => {
    const value = [...new Set([...(await noted(db)), ...ids])];
    await db.meta.put({ key: KEY, value });
  });
}

/** Reads what hangs on them: deal by deal, or by reading the whole tables where there are many. */
export async function fillNewcomers({
  client,
  db,
  now,
}: {
  client: CrmClient;
  db: PipelensDatabase;
  now: () => number;
}): Promise<void> {
  const ids = await noted(db);
  if (ids.length === 0) return;
  if (ids.length <= MOST_SINGLE)
    for (const id of ids) await refreshRecord({ client, db, id, now: now(), isWhole: true });
  await db.transaction('rw', db.meta, db.checkpoints, async () => {
    if (ids.length > MOST_SINGLE)
      await db.checkpoints
        .where('table')
        .anyOf(CHILD_TABLES)
        .modify((checkpoint) => void (checkpoint.cursor = client.begin(checkpoint.table)));
    const now = await noted(db);
    await db.meta.put({ key: KEY, value: now.filter((id) => !ids.includes(id)) });
  });
}

const noted = async (db: PipelensDatabase): Promise<string[]> =>
  // Safe: only this file writes this key.
  ((await db.meta.get(KEY))?.value as string[] | undefined) ?? [];
