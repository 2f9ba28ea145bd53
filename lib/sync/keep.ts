import type { PullPage } from '@/lib/crm/crm';
import { CHILD_TABLES, type TableName, type Tables } from '@/lib/deal/org';
import { readGeneration, readSome, readTable } from '@/lib/storage/column-reader';
import type { Checkpoint, PipelensDatabase } from '@/lib/storage/database';

/** A history row is a fact that was: the CRM drops them with their deal and after some months, we do not. */
const HISTORY: ReadonlySet<TableName> = new Set(['version', 'fieldChange']);
/** A pull of all deals takes no longer. */
const PULL_MS = 3_600_000;
const CHILDREN: ReadonlySet<TableName> = new Set(CHILD_TABLES);

type Row<Name extends TableName> = Tables[Name];

/**
 * Rows that the last page of a new full pull must carry along because the past needs them: deals that the CRM no longer returns,
 * with the instant at which that was found out (deleted, merged, or no longer visible to this user: it does not say which),
 * history that it has purged, and what hung on deals that are gone.
 */
export async function heldBack<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  page: Pick<PullPage<Name>, 'rows'>,
  { checkpoint, now }: { checkpoint: Checkpoint | undefined; now: number },
): Promise<Row<Name>[]> {
  if (checkpoint?.live === undefined || (table !== 'opportunity' && !CHILDREN.has(table))) return [];
  const held = await readTable(db, table);
  // The first page of a new pull still opens its generation.
  const fresh =
    checkpoint.live === checkpoint.generation ? undefined : await readGeneration(db, table, checkpoint.generation);
  const onPage = new Set(page.rows.map(({ id }) => id));
  const missing = held.missingFrom((id) => onPage.has(id) || (fresh?.index.find(id) ?? -1) >= 0);
  if (missing.length === 0) return [];
  if (table === 'opportunity') {
    // A deal that was read live is newer than a pull that began before it: it is looked for again by the next one. One that was changed
    // longer ago is not there any more, however new it was, as after an org was set back.
    const newest = [...(fresh?.rows() ?? []), ...page.rows].reduce(
      (latest, row) => Math.max(latest, modifiedAt(row)),
      0,
    );
    return missing.map((row) =>
      modifiedAt(row) > newest && now - modifiedAt(row) < PULL_MS ? row : { goneAt: now, ...row },
    );
  }
  const deals = await readTable(db, 'opportunity');
  return missing.filter((row) => {
    const deal = 'opportunityId' in row ? deals.byId(row.opportunityId) : undefined;
    return deal !== undefined && (HISTORY.has(table) || deal.goneAt !== undefined);
  });
}

/**
 * What a delta's deleted ids come to: a deal is marked as gone and stays for the past, history and what hung on such deals
 * stays too, anything else is removed.
 */
export async function buried<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  deletedIds: readonly string[],
  now: number,
): Promise<{ rows: Row<Name>[]; deletedIds: string[] }> {
  if (deletedIds.length === 0 || HISTORY.has(table)) return { rows: [], deletedIds: [] };
  const held = await readSome(db, table, { ids: deletedIds });
  const known = deletedIds.flatMap((id) => held.byId(id) ?? []);
  if (table === 'opportunity')
    return { rows: known.flatMap((row) => ('goneAt' in row ? [] : [{ ...row, goneAt: now }])), deletedIds: [] };
  const under = known.flatMap((row) => ('opportunityId' in row ? row.opportunityId : []));
  const deals = CHILDREN.has(table) ? await readSome(db, 'opportunity', { ids: under }) : undefined;
  const isOfGone = (row: Row<Name>): boolean =>
    'opportunityId' in row && deals?.byId(row.opportunityId)?.goneAt !== undefined;
  return { rows: [], deletedIds: known.flatMap((row) => (isOfGone(row) ? [] : [row.id])) };
}

const modifiedAt = (row: object): number => ('modifiedAt' in row ? Number(row.modifiedAt) : 0);
