import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import type { Cookie } from '@/lib/crm/crm';
import { salesforce } from '@/lib/crm/salesforce';
import { generateOrg } from '@/lib/sample/generate';
import type { OrgTables } from '@/lib/sample/org-tables';
import { readTable } from '@/lib/storage/column-reader';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { getProfile } from '@/lib/storage/profile';
import { forgetConnections, markLive } from '@/lib/storage/registry';
import { createConnections, type Opened } from '@/lib/sync/connections';
import { refreshRecord } from '@/lib/sync/record-refresh';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, createOrg, type LiveOrg, PAGE_HOST } from '@/tests/org/org';
import { type RunningOrg, startServer } from '@/tests/org/server';

/** What a day with Pipelens costs an org in API calls, counted by the org itself. */
let org: LiveOrg;
let server: RunningOrg;
let token: string;
let now: number;
const SAMPLE = generateOrg({ size: 24, asOf: '2026-11-24' as Day });
async function serve(tables: OrgTables): Promise<void> {
  org = createOrg(tables);
  server = await startServer(org);
  token = org.login(tables.defaultUserId);
}
beforeEach(async () => {
  await serve(structuredClone(SAMPLE));
  now = Date.now();
});
afterEach(async () => {
  await deleteAll();
  await forgetConnections();
  await server.close();
});

/** Connections as a worker that has just been started has them. */
function worker() {
  const cookies = (): Cookie[] => org.cookies(token).map(({ host, value }) => ({ name: 'sid', value, domain: host }));
  return createConnections(() => salesforce, {
    cookies: {
      get: ({ url }) => Promise.resolve(cookies().find(({ domain }) => domain === new URL(url).host) ?? null),
      getAll: ({ domain }) => Promise.resolve(cookies().filter((cookie) => cookie.domain.endsWith(domain))),
    },
    async fetch(input, init) {
      const answer = await fetch(`${server.url}${(input as string).replace(`https://${API_HOST}`, '')}`, init);
      // The org's clock and ours are one.
      const headers = { ...Object.fromEntries(answer.headers), date: new Date(now).toUTCString() };
      return new Response(answer.status === 204 ? null : await answer.text(), { status: answer.status, headers });
    },
    now: () => now,
  });
}
async function opened(from = worker()): Promise<Opened> {
  const result = await from.open({ host: PAGE_HOST });
  if (!('db' in result)) throw new Error(result.detail);
  return result;
}
async function synced({ client, db, connection }: Opened) {
  if (!client) throw new Error('No client.');
  const result = await syncOnce({ client, db, now: () => now });
  if (result.state === 'live') await markLive(connection.key, now);
  return result;
}
async function costOf(run: () => Promise<unknown>): Promise<number> {
  const before = org.usage;
  await run();
  return org.usage - before;
}
const settle = async (): Promise<void> => {
  await synced(await opened());
  now += 30_000;
};

test('asking for news costs one call, and two where field history and line items are due, also by a worker that was just started', async () => {
  await server.close();
  await serve(generateOrg({ size: 85, asOf: '2026-11-24' as Day }));
  // A mass update: more rows than a page holds have the newest stamp.
  for (const row of org.rows('OpportunityContactRole')) row['SystemModstamp'] = new Date(now).toISOString();
  expect(org.rows('OpportunityContactRole').length).toBeGreaterThan(2000);
  await settle();
  now += 150_000;
  await synced(await opened());
  now += 30_000;
  expect(await costOf(async () => synced(await opened()))).toBe(1);
  now += 700_000;
  expect(await costOf(async () => synced(await opened()))).toBe(2);
});

test('news still arrives, of every table, through that one call', async () => {
  await settle();
  const deal = org.rows('Opportunity').find((row) => row['HasOpportunityLineItem'] === false && !row['IsClosed']);
  const user = String(org.rows('User')[0]?.Id);
  if (!deal) throw new Error('No deal.');
  org.update('Opportunity', deal.Id, { Amount: 4711 }, user);
  const task = org.insert('Task', { WhatId: deal.Id, Subject: 'Call', OwnerId: user }, user);
  const { db } = await opened();
  expect(await synced(await opened())).toMatchObject({ state: 'live', isDone: true });
  expect((await readTable(db, 'opportunity')).byId(deal.Id)?.amount).toBe(4711);
  expect((await readTable(db, 'version')).childrenOf(deal.Id).at(-1)?.amount).toBe(4711);
  expect((await readTable(db, 'activity')).byId(task)?.subject).toBe('Call');
});

test('a record on screen costs one call while it is the same, and its field history is read once it is not', async () => {
  await settle();
  const { client, db } = await opened();
  const deal = org.rows('Opportunity').find((row) => row['HasOpportunityLineItem'] === false);
  if (!client || !deal) throw new Error('Nothing to read.');
  expect(await costOf(() => refreshRecord({ client, db, id: deal.Id, now: Date.now() }))).toBe(1);
  org.update('Opportunity', deal.Id, { NextStep: 'Write to the board' }, String(org.rows('User')[0]?.Id));
  expect(await costOf(() => refreshRecord({ client, db, id: deal.Id, now: Date.now() }))).toBe(2);
  const changes = (await readTable(db, 'fieldChange')).childrenOf(deal.Id);
  expect(changes.at(-1)).toMatchObject({ field: 'nextStep', to: 'Write to the board' });
});

test('another user’s session is never taken up as the former one’s', async () => {
  await settle();
  const first = await opened();
  const other = org.rows('User').find(({ Id }) => Id !== first.connection.userId);
  token = org.login(String(other?.Id));
  const second = await opened();
  expect(second.connection.userId).toBe(other?.Id);
  expect(second.db.name).not.toBe(first.db.name);
  expect(await costOf(() => opened())).toBe(0);
});

test('a session that died meanwhile is found out, and who signs in next is asked about anew', async () => {
  await settle();
  org.sessions.delete(token);
  const connections = worker();
  const stale = await opened(connections);
  expect(await synced(stale)).toMatchObject({ state: 'expired' });
  await connections.note(stale.connection.key, 'expired', 'x');
  connections.drop(stale.connection.key);
  expect(await connections.open({ host: PAGE_HOST })).toMatchObject({ connection: { state: 'expired' } });
  token = org.login(stale.connection.userId);
  expect((await opened()).connection.state).toBe('live');
});

test('a field that was hidden since is left out at the next call, and a day later all is asked anew', async () => {
  await settle();
  org.hidden.add('Opportunity.NextStep');
  expect(await synced(await opened())).toMatchObject({ state: 'live', isDone: true });
  now += 25 * 3_600_000;
  const { db } = await opened();
  expect(db).toBe(openDatabase(org.orgId, String([...org.sessions.values()][0])));
  expect(org.requests.filter((each) => each.endsWith('/services/data')).length).toBe(2);
});

test('what an administrator or the user sets is learnt of within a day, also by a worker that lives on', async () => {
  const lasting = worker();
  await synced(await opened(lasting));
  for (const row of org.rows('Organization')) row['TimeZoneSidKey'] = 'Asia/Kolkata';
  for (const row of org.rows('User')) row['TimeZoneSidKey'] = 'Pacific/Auckland';
  now += 23 * 3_600_000;
  expect(await costOf(() => opened(lasting))).toBe(0);
  now += 2 * 3_600_000;
  const { db } = await opened(lasting);
  expect(await getProfile(db)).toMatchObject({ orgTimeZone: 'Asia/Kolkata', timeZone: 'Pacific/Auckland' });
  expect(await costOf(() => opened(lasting))).toBe(0);
});

test('an org of several currencies and record types is read in parts of five queries', async () => {
  await server.close();
  await serve(generateOrg({ size: 12, asOf: '2026-11-24' as Day, currencies: true }));
  const stages = 'Prospecting;Closed Won';
  org.insert('RecordType', { Name: 'New', IsActive: true, SobjectType: 'Opportunity', Stages: stages }, token);
  const { client } = await opened();
  const profile = await client?.bootstrap();
  expect(Object.keys(profile?.rates ?? {}).length).toBeGreaterThan(1);
  expect(profile?.orgName).toBe(org.rows('Organization')[0]?.['Name']);
  expect(Object.values(profile?.stagesByRecordType ?? {})).toEqual([stages.split(';')]);
});
