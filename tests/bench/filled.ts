import type { TableName, Tables } from '@/lib/deal/org';
import type { PipelensDatabase } from '@/lib/storage/database';
import { commitPage, readCheckpoint } from '@/lib/storage/writer';

/** Rows of one page. */
const PAGE = 4096;

/** Writes a table as a first pull would, page by page. */
export async function fill<Name extends TableName>(
  db: PipelensDatabase,
  table: Name,
  rows: readonly Tables[Name][],
): Promise<void> {
  for (let from = 0; from < Math.max(1, rows.length); from += PAGE) {
    const page = { deletedIds: [], cursor: {}, mode: 'full', isHidden: false, read: [], rejected: [] } as const;
    const isDone = from + PAGE >= rows.length;
    const expects = await readCheckpoint(db, table);
    await commitPage(db, table, { ...page, rows: rows.slice(from, from + PAGE), isDone }, { expects, now: 1 });
  }
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
