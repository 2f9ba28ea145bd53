import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { connect } from '@/lib/crm/salesforce/client';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import { type Served, serveOrg } from '@/tests/unit/org/client';

let served: Served;
let db: PipelensDatabase;
let number = 0;
let now: number;
beforeEach(async () => {
  served = await serveOrg(40);
  db = new PipelensDatabase(`yielding-${(number += 1)}`);
  now = Date.parse('2026-11-24T09:00:00Z');
});
afterEach(() => served.server.close());

const worker = () =>
  connect(
    { orgId: served.org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token: served.token },
    {
      fetch: (input, init) =>
        fetch(`${served.server.url}${(input as string).replace(`https://${API_HOST}`, '')}`, init),
      sleep: () => Promise.resolve(),
    },
  );

/** What a background does: a sync every 25 seconds by one client. */
async function syncing(client: ReturnType<typeof worker>, seconds: number) {
  const results = [];
  for (let passed = 0; passed < seconds; passed += 25) {
    results.push(await syncOnce({ client, db, now: () => now }));
    now += 25_000;
  }
  return results;
}

test('a first pull of an org that is short of calls waits, says until when, and goes on by itself once there are more', async () => {
  const { org } = served;
  org.usage = Math.ceil(org.policy.dailyCalls * 0.9);
  const client = worker();
  await client.bootstrap();
  const [first] = await syncing(client, 25);
  expect(first).toMatchObject({ state: 'limitDaily', isDone: false, until: expect.any(Number) });
  expect(first?.until).toBeGreaterThan(now - 25_000);
  expect(first?.detail).toContain(String(org.policy.dailyCalls));
  org.usage = 100;
  const results = await syncing(client, 150);
  expect(results.at(-1)).toMatchObject({ state: 'live', isDone: true });
  expect((await readTable(db, 'opportunity')).size).toBe(org.rows('Opportunity').length);
});

test('while it waits, a few cheap calls an hour renew the number, also over workers that are stopped', async () => {
  const { org } = served;
  org.usage = Math.ceil(org.policy.dailyCalls * 0.9);
  const first = worker();
  await first.bootstrap();
  const before = org.usage;
  await syncing(first, 1800);
  await syncing(worker(), 1800);
  expect(org.usage - before).toBeGreaterThanOrEqual(6);
  expect(org.usage - before).toBeLessThanOrEqual(15);
});

test('news wait as a first pull does, and an org that says itself that its day is used up is asked as rarely', async () => {
  const { org } = served;
  const client = worker();
  await syncing(client, 25);
  org.faults.set({ kind: 'limitDaily' });
  const before = org.requests.length;
  const results = await syncing(client, 1800);
  expect(results.every(({ state, until }) => state === 'limitDaily' && until !== undefined)).toBe(true);
  expect(org.requests.length - before).toBeLessThanOrEqual(12);
  org.faults.set();
  expect((await syncing(client, 700)).at(-1)).toMatchObject({ state: 'live', isDone: true });
});

test('a user who may not read the limits learns the number from any small answer', async () => {
  const { org } = served;
  org.usage = Math.ceil(org.policy.dailyCalls * 0.9);
  org.faults.set({ kind: 'refused', match: '/limits' });
  const client = worker();
  await client.bootstrap();
  await syncing(client, 50);
  org.usage = 100;
  expect((await syncing(client, 150)).at(-1)).toMatchObject({ state: 'live', isDone: true });
});
