import type { PipelensDatabase } from './database';
import { nextRevision } from './writer';

const KEY = 'quotaType';

/** Which of the CRM's forecasts the person wants quotas of; undefined where the choice is left to Pipelens. */
export async function getQuotaType(db: PipelensDatabase): Promise<string | undefined> {
  // Safe: only setQuotaType writes this key.
  return (await db.meta.get(KEY))?.value as string | undefined;
}

/** Keeps the choice; undefined takes it back. Every figure that has a quota changes with it. */
export async function setQuotaType(db: PipelensDatabase, id: string | undefined): Promise<void> {
  await db.transaction('rw', [db.meta], async () => {
    if (id === undefined) await db.meta.delete(KEY);
    else await db.meta.put({ key: KEY, value: id });
    await nextRevision(db);
  });
}
