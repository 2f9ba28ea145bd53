import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { connect } from '@/lib/crm/salesforce/client';
import { generateOrg } from '@/lib/sample/generate';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { readCheckpoint } from '@/lib/storage/writer';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, createOrg, PAGE_HOST } from '@/tests/org/org';
import { startServer } from '@/tests/org/server';

const HOUR_MS = 3_600_000;

test('amounts that are shown, or hidden, from now on are so in records and history alike, and nothing seems to have moved', async () => {
  // Safe: written as a day.
  const tables = generateOrg({ size: 12, seed: 4, asOf: '2026-11-24' as Day });
  const org = createOrg(tables, {});
  const server = await startServer(org);
  const db = new PipelensDatabase('hidden-fields');
  let now = Date.parse('2026-11-24T12:00:00Z');
  /** Records and versions with an amount, an hour later. */
  const synced = async (): Promise<[number, number]> => {
    now += HOUR_MS;
    const client = connect(
      {
        orgId: org.orgId.slice(0, 15),
        apiHost: API_HOST,
        pageHost: PAGE_HOST,
        token: org.login(tables.defaultUserId),
      },
      {
        // Safe: the client asks by addresses in words.
        fetch: (input, init) => fetch((input as string).replace(`https://${API_HOST}`, server.url), init),
        sleep: () => Promise.resolve(),
      },
    );
    await putProfile(db, await client.bootstrap());
    expect(await syncOnce({ client, db, now: () => now })).toMatchObject({ state: 'live', isDone: true });
    const count = (rows: readonly { amount?: number }[]): number =>
      rows.filter(({ amount }) => amount !== undefined).length;
    return [count((await readTable(db, 'opportunity')).rows()), count((await readTable(db, 'version')).rows())];
  };
  const shown = await synced();
  expect(Math.min(...shown)).toBeGreaterThan(0);
  org.hidden.add('Opportunity.Amount');
  expect(await synced()).toEqual([0, 0]);
  org.hidden.delete('Opportunity.Amount');
  expect(await synced()).toEqual(shown);
  // Once: the next look is a look for news again.
  const readAt = async () => (await readCheckpoint(db, 'version'))?.fullAt;
  const once = await readAt();
  expect(await synced()).toEqual(shown);
  expect(await readAt()).toBe(once);
  await server.close();
}, 60_000);
