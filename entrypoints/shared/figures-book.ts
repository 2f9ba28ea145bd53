import { instant } from '@/lib/calendar/instant';
import type { FilesApi } from '@/lib/engine/api';
import { loadTexts } from '@/lib/i18n';
import { figuresBook } from '@/lib/sheets/figures-file';
import { openDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { connectionOf } from '@/lib/storage/registry';
import { orgScore } from '@/lib/sync/learnt';

/** The figures of a connection as a workbook in the user's language, made in the worker. Undefined where nothing was ever read. */
export const figuresFile: FilesApi['figuresFile'] = async ({ key }) => {
  const connection = await connectionOf(key);
  const db = connection && openDatabase(connection.orgId, connection.userId);
  const facts = db && (await createFactsCache(db)(instant(Date.now())));
  if (!db || !facts) return undefined;
  await loadTexts();
  const score = await orgScore(db, facts);
  return figuresBook(score ? { ...facts, score } : facts);
};
