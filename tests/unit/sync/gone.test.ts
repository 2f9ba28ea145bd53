import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Day, DAY_MS } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { connect } from '@/lib/crm/salesforce/client';
import { generateOrg } from '@/lib/sample/generate';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache, type FactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import { refreshRecord } from '@/lib/sync/record-refresh';
import { syncOnce } from '@/lib/sync/sync';
import { recordsOf } from '@/tests/explore/facts';
import { API_HOST, createOrg, type LiveOrg, PAGE_HOST } from '@/tests/org/org';
import { type RunningOrg, startServer } from '@/tests/org/server';

import { pipelineAsOf } from '../engine/pipeline-as-of';

const NAMES = [
  'Opportunity',
  'OpportunityHistory',
  'OpportunityFieldHistory',
  'Task',
  'Event',
  'OpportunityContactRole',
  'OpportunityLineItem',
  'OpportunitySplit',
] as const;

let org: LiveOrg;
let server: RunningOrg;
let db: PipelensDatabase;
let cache: FactsCache;
let token: string;
let number = 0;

const client = () =>
  connect(
    { orgId: org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token },
    {
      fetch: (input, init) => fetch(`${server.url}${(input as string).replace(`https://${API_HOST}`, '')}`, init),
      sleep: () => Promise.resolve(),
    },
  );
const sync = (now: number) => syncOnce({ client: client(), db, now: () => now });
const facts = async (now: number) => {
  const found = await cache(now);
  if (!found) throw new Error('Nothing was read.');
  return found;
};
/** Before the deal went, any day from then on gives what that day gave. */
const NOW = Date.now();
const past = async (now: number) => pipelineAsOf((await facts(now)).log, { at: instant(NOW - 1000), by: 'stage' });

beforeEach(async () => {
  const tables = generateOrg({ size: 8, asOf: '2026-11-24' as Day });
  org = createOrg(tables);
  server = await startServer(org);
  token = org.login(tables.defaultUserId);
  db = new PipelensDatabase(`gone-${(number += 1)}`);
  cache = createFactsCache(db);
  await putProfile(db, await client().bootstrap());
  await sync(NOW);
});
afterEach(() => server.close());

/** An open deal with an amount and a history, so that losing it would show. */
function someDeal(): string {
  const deal = org
    .rows('Opportunity')
    .find(
      ({ Id, IsClosed, Amount, ForecastCategory }) =>
        IsClosed === false &&
        Amount !== null &&
        ForecastCategory !== 'Omitted' &&
        org.rows('OpportunityHistory').filter(({ OpportunityId }) => OpportunityId === Id).length > 2,
    );
  if (!deal) throw new Error('No such deal.');
  return deal.Id;
}

/** Takes a deal and all that hangs on it out of sight, without the recycle bin knowing: lost access. */
function hide(id: string): () => void {
  const putBack = org.save();
  for (const name of NAMES) {
    const rows = org.rows(name);
    const keep = rows.filter((row) => row.Id !== id && row['OpportunityId'] !== id && row['WhatId'] !== id);
    rows.splice(0, rows.length, ...keep);
  }
  return putBack;
}

/** Groups stand in the order in which their deals are met: which one comes first says nothing. */
const byKey = <Group extends { key: string }>(groups: readonly Group[]): Group[] =>
  groups.toSorted((a, b) => (a.key < b.key ? -1 : 1));

async function expectPastOnly(id: string, now: number, before: Awaited<ReturnType<typeof past>>): Promise<void> {
  const found = await facts(now);
  const { rows, deal, log } = found;
  const opportunities = recordsOf(found);
  expect(opportunities.some((each) => each.id === id)).toBe(false);
  expect(rows.opportunity).toBe(org.rows('Opportunity').length);
  expect(deal(id)).toBeUndefined();
  expect(log.goneAt[log.ids.indexOf(id)]).toBe(now);
  const after = await past(now);
  expect(byKey(after.groups)).toEqual(byKey(before.groups));
  expect(after.doubts.goneSince).toBe(before.doubts.goneSince + 1);
  const today = pipelineAsOf(log, { at: instant(now) });
  expect(today.doubts.goneSince).toBe(0);
  expect(today.total.count).toBe(
    opportunities.filter(({ isClosed, category }) => !isClosed && category !== 'omitted').length,
  );
}

test('a deal that is deleted counts in every past figure and in none of the present', async () => {
  const before = await past(NOW);
  const id = someDeal();
  org.remove('Opportunity', id);
  await sync(NOW + 60_000);
  await expectPastOnly(id, NOW + 60_000, before);
});

test('a deal that is no longer visible is noticed by the daily full pull, and so it stays in the next ones', async () => {
  const before = await past(NOW);
  const id = someDeal();
  hide(id);
  await sync(NOW + 60_000);
  expect((await facts(NOW + 60_000)).deal(id)).toBeDefined();
  const then = NOW + DAY_MS + 3_600_000;
  await sync(then);
  await expectPastOnly(id, then, before);
  await sync(then + 2 * DAY_MS);
  const { log } = await facts(then + 2 * DAY_MS);
  expect(log.goneAt[log.ids.indexOf(id)]).toBe(then);
  expect(byKey((await past(then + 2 * DAY_MS)).groups)).toEqual(byKey(before.groups));
});

test('a deal that comes back is there again, with its history once', async () => {
  const id = someDeal();
  const versions = (await facts(NOW)).deal(id)?.versions;
  const putBack = hide(id);
  await sync(NOW + 2 * DAY_MS);
  expect((await facts(NOW + 2 * DAY_MS)).deal(id)).toBeUndefined();
  putBack();
  await sync(NOW + 4 * DAY_MS);
  const { deal, log } = await facts(NOW + 4 * DAY_MS);
  expect(deal(id)?.versions).toEqual(versions);
  expect(log.goneAt[log.ids.indexOf(id)]).toBe(Infinity);
});

test('an undelete is seen by the next delta', async () => {
  const id = someDeal();
  const putBack = org.save();
  org.remove('Opportunity', id);
  await sync(NOW + 60_000);
  expect((await facts(NOW + 60_000)).deal(id)).toBeUndefined();
  putBack();
  // Salesforce stamps an undeleted record anew.
  const row = org.find('Opportunity', id);
  if (row) row['SystemModstamp'] = new Date(Date.now() + 1000).toISOString();
  await sync(NOW + 120_000);
  expect((await facts(NOW + 120_000)).deal(id)).toBeDefined();
  expect((await readTable(db, 'opportunity')).byId(id)?.goneAt).toBeUndefined();
});

test('a deal that a live reading no longer finds keeps its place in the past', async () => {
  const before = await past(NOW);
  const id = someDeal();
  hide(id);
  expect(await refreshRecord({ client: client(), db, id, now: NOW + 5000 })).toBe(false);
  await expectPastOnly(id, NOW + 5000, before);
});

test('history that the CRM has purged stays, whether it goes with a full pull or a live reading', async () => {
  const id = someDeal();
  const held = (await facts(NOW)).deal(id)?.versions;
  const history = org.rows('OpportunityHistory');
  const oldest = history.findIndex(({ OpportunityId }) => OpportunityId === id);
  history.splice(oldest, 1);
  await refreshRecord({ client: client(), db, id, now: NOW });
  expect((await facts(NOW)).deal(id)?.versions).toEqual(held);
  await sync(NOW + 2 * DAY_MS);
  expect((await facts(NOW + 2 * DAY_MS)).deal(id)?.versions.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    held?.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
});

test('the log is made once for a revision, and anew only when its own rows have changed', async () => {
  const { log } = await facts(NOW);
  expect((await facts(NOW + 3_600_000)).log).toBe(log);
  const task = org.rows('Task').find(({ WhatId }) => typeof WhatId === 'string');
  if (!task) throw new Error('No task.');
  org.update('Task', task.Id, { Subject: 'Another' }, String(org.rows('User')[0]?.Id));
  await sync(NOW + 60_000);
  expect((await facts(NOW + 60_000)).log).toBe(log);
  org.update('Opportunity', someDeal(), { NextStep: 'Call' }, String(org.rows('User')[0]?.Id));
  await sync(NOW + 120_000);
  expect((await facts(NOW + 120_000)).log).not.toBe(log);
});

test('figures of before the first complete pull say that they are a lower bound', async () => {
  const { log } = await facts(NOW);
  expect(log.keptSince).toBe(NOW);
  await sync(NOW + 2 * DAY_MS);
  expect((await facts(NOW + 2 * DAY_MS)).log.keptSince).toBe(NOW);
});
