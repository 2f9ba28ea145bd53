import 'fake-indexeddb/auto';
import { expect } from 'vitest';

import type { NoConnection, Queries } from '@/lib/answers/queries';
import type { Day } from '@/lib/calendar/days';
import { connect } from '@/lib/crm/salesforce/client';
import { generateOrg } from '@/lib/sample/generate';
import type { Odd } from '@/lib/sample/odd';
import type { OrgTables } from '@/lib/sample/org-tables';
import { PipelensDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { createQueries } from '@/lib/sync/cache-queries';
import { syncOnce } from '@/lib/sync/sync';
import type { Edition } from '@/tests/org/data/edition';
import { API_HOST, createOrg, type LiveOrg, PAGE_HOST } from '@/tests/org/org';
import { startServer } from '@/tests/org/server';

export const AS_OF = '2026-11-24' as Day;
const NOW = Date.parse(`${AS_OF}T12:00:00Z`);

export interface OddOrg {
  odd: Odd[];
  size?: number;
  seed?: number;
  edition?: Partial<Edition>;
  /** What the org hides from the user. */
  prepare?: (org: LiveOrg) => void;
  /** Who reads it; whoever is at the top when absent. */
  reader?: (org: LiveOrg) => string;
}

/** An org as the extension has read it, and the questions of its surfaces. */
export interface Read {
  org: LiveOrg;
  /** As they were before anybody served them. */
  tables: OrgTables;
  queries: Queries;
  close(): Promise<void>;
}

let number = 0;
export async function read({ odd, size = 20, seed = 4, edition = {}, prepare, reader }: OddOrg): Promise<Read> {
  const tables = generateOrg({ size, seed, asOf: AS_OF, odd });
  const org = createOrg(tables, edition);
  prepare?.(org);
  const server = await startServer(org);
  const userId = reader?.(org) ?? tables.defaultUserId;
  const orgId = org.orgId.slice(0, 15);
  const db = new PipelensDatabase(`odd-${(number += 1)}`);
  const client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token: org.login(userId) },
    {
      // Safe: the client asks by addresses in words.
      fetch: (input, init) => fetch((input as string).replace(`https://${API_HOST}`, server.url), init),
      sleep: () => Promise.resolve(),
    },
  );
  await putProfile(db, await client.bootstrap());
  expect(await syncOnce({ client, db, now: () => NOW })).toMatchObject({ state: 'live', isDone: true });
  const connection = {
    key: `${orgId}-${userId}`,
    orgId,
    userId,
    pageHost: PAGE_HOST,
    sessionDigest: '',
    userName: 'Head',
    orgName: 'Odd',
    state: 'live' as const,
    syncedAt: NOW,
    usedAt: NOW,
  };
  const queries = createQueries({
    source: () => Promise.resolve({ connection, db }),
    now: () => NOW,
    miss: () => undefined,
    progress: () => undefined,
  });
  return { org, tables, queries, close: () => server.close() };
}

export function shown<View>(answer: View | NoConnection): View {
  if (typeof answer === 'object' && answer !== null && 'noConnection' in answer) throw new Error('Nothing is read.');
  // Safe: what has no such mark is the view.
  return answer as View;
}
