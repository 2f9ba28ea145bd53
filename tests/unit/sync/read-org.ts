import 'fake-indexeddb/auto';
import { afterEach, beforeEach } from 'vitest';

import type { RecordView } from '@/lib/answers/record-view';
import { connect } from '@/lib/crm/salesforce/client';
import { deleteAll, openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { createQueries } from '@/lib/sync/cache-queries';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { connectionOf } from '../background/connection';
import { serve, type ServedOrg } from '../background/served-org';

/** An org and its database, anew for each test: what is read of it, and what the record panel shows then. */
export let it: ServedOrg;
export let db: PipelensDatabase;
export let clock: number;
export let userId: string;
/** To be called by each file: files of a worker share this module, and what it did as it was loaded. */
export function anewEachTest(): void {
  beforeEach(async () => {
    it = await serve();
    clock = Date.now();
    userId = [...it.org.sessions.values()][0] ?? '';
    db = openDatabase(it.org.orgId.slice(0, 15), userId);
  });
  afterEach(async () => {
    await it.close();
    await deleteAll();
  });
}

export const client = () =>
  connect(
    { orgId: it.org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token: it.cookies[1]?.value ?? '' },
    { fetch: it.fetch, sleep: () => Promise.resolve(), now: () => clock },
  );
export async function sync(): Promise<string> {
  const line = client();
  await putProfile(db, await line.bootstrap());
  return (await syncOnce({ client: line, db, now: () => clock })).state;
}
export async function viewOf(recordId: string): Promise<RecordView> {
  const queries = createQueries({
    source: () => Promise.resolve({ connection: connectionOf(it.org.orgId.slice(0, 15)), db }),
    now: () => clock,
    miss: () => undefined,
    progress: () => undefined,
  });
  const { view } = await queries.record({ host: PAGE_HOST, recordId });
  if (!view) throw new Error('No view.');
  return view;
}

/** Moves the clock on, ms. */
export const pass = (ms: number): void => void (clock += ms);
