import { instant } from '@/lib/calendar/instant';
import type { FilesApi } from '@/lib/engine/api';
import { openDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { connectionOf } from '@/lib/storage/registry';
import { csvOf } from '@/lib/warehouse/csv-file';
import { versionTable } from '@/lib/warehouse/log-tables';
import { parquetOf } from '@/lib/warehouse/parquet';

/** The event log of a connection as a file, made in the worker: of a large org it takes seconds. Undefined where nothing was ever read. */
export const logFile: FilesApi['logFile'] = async ({ key, kind }, { report }) => {
  const connection = await connectionOf(key);
  const facts =
    connection && (await createFactsCache(openDatabase(connection.orgId, connection.userId))(instant(Date.now())));
  if (!facts) return undefined;
  const table = versionTable(facts.log);
  const told = report && ((done: number, of: number) => report({ done, of }));
  return kind === 'csv'
    ? new Blob([csvOf(table, told)], { type: 'text/csv' })
    : new Blob([parquetOf(table, told)], { type: 'application/vnd.apache.parquet' });
};
