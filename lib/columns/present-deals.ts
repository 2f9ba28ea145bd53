import { addDeals, isContinued } from './changed-deals';
import { isAbsent } from './dictionary';
import { numberAt } from './pack';
import { eachChunk } from './read-columns';
import type { ColumnTable } from './table';

/** How many deals are there now, and when any of them was last changed, ms: −∞ where that is not known of any. */
export interface PresentDeals {
  count: number;
  newest: number;
}

interface Former {
  table: ColumnTable<'opportunity'>;
  present: PresentDeals;
}

/** Those of a table, from what is known of the table that it goes on from: else in one pass over the packed columns, no row is built. */
export const presentDeals = (table: ColumnTable<'opportunity'>, former?: Former): PresentDeals =>
  (former && isContinued(former.table, table) ? presentAfter(table, former) : undefined) ?? presentAnew(table);

function presentAnew(table: ColumnTable<'opportunity'>): PresentDeals {
  let [count, newest] = [0, -Infinity];
  eachChunk(table, table.index.rows(), ({ goneAt, modifiedAt }, own) => {
    for (const row of own) {
      if (goneAt && !isAbsent(goneAt.absent, row)) continue;
      count += 1;
      if (modifiedAt?.kind === 'number' && !isAbsent(modifiedAt.absent, row))
        newest = Math.max(newest, numberAt(modifiedAt, row));
    }
  });
  return { count, newest };
}

/** Undefined where the deal that was changed last is gone, or was changed back: any other may be the last one then. */
function presentAfter(table: ColumnTable<'opportunity'>, { table: before, present }: Former): PresentDeals | undefined {
  const ids = new Set<string>();
  addDeals(ids, before, table);
  let { count, newest } = present;
  for (const id of ids) {
    const [was, is] = [changedAt(before, id), changedAt(table, id)];
    if (was === present.newest && !(is !== undefined && is >= was)) return undefined;
    count += Number(is !== undefined) - Number(was !== undefined);
    newest = Math.max(newest, is ?? -Infinity);
  }
  return { count, newest };
}

/** When a deal that is there was last changed; undefined where there is none. */
function changedAt({ chunks, index }: ColumnTable<'opportunity'>, id: string): number | undefined {
  const row = index.find(id);
  if (row < 0) return undefined;
  const chunk = index.chunkOf(row);
  const own = row - (index.offsets[chunk] ?? 0);
  const { goneAt, modifiedAt } = chunks[chunk]?.hot.columns ?? {};
  if (goneAt && !isAbsent(goneAt.absent, own)) return undefined;
  return modifiedAt?.kind === 'number' && !isAbsent(modifiedAt.absent, own) ? numberAt(modifiedAt, own) : -Infinity;
}
