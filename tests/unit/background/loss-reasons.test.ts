import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { lossReasons } from '@/lib/background/loss-reasons';
import type { CrmClient } from '@/lib/crm/crm';
import { connect } from '@/lib/crm/salesforce/client';
import { readTable } from '@/lib/storage/column-reader';
import { deleteAll, openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { putProfile } from '@/lib/storage/profile';
import { refreshRecord } from '@/lib/sync/record-refresh';
import { syncOnce } from '@/lib/sync/sync';
import { setUpSales } from '@/tests/org/data/sales-rules';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { serve, type ServedOrg } from './served-org';

const LABELS: Record<string, string> = { price: 'Price & terms', rival: 'Competitor', none: 'No decision' };

let it: ServedOrg;
let client: CrmClient;
let db: PipelensDatabase;
let ids: string[];
beforeEach(async () => {
  it = await serve();
  setUpSales(it.org);
  const orgId = it.org.orgId.slice(0, 15);
  client = connect(
    { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token: it.cookies[1]?.value ?? '' },
    { fetch: it.fetch },
  );
  db = openDatabase(orgId, 'u');
  const lost = it.org.rows('Opportunity').filter((row) => row['IsClosed'] === true && row['IsWon'] === false);
  for (const [at, row] of lost.entries()) {
    const reason = [...Object.keys(LABELS), null][at % 4] ?? null;
    row['Loss_Reason__c'] = reason;
    row['Loss_Detail__c'] = reason === 'price' ? 'Too dear' : null;
  }
  ids = lost.map(({ Id }) => Id);
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});
/** As the org's own rows have it. */
const truth = (field: string): Record<string, string> =>
  Object.fromEntries(
    ids.flatMap((id) => {
      const value = it.org.find('Opportunity', id)?.[field];
      return typeof value === 'string' ? [[id, field === 'Loss_Reason__c' ? (LABELS[value] ?? value) : value]] : [];
    }),
  );

test('reasons are read of every deal, in the org’s words, from the field that is named like it', async () => {
  expect(ids.length).toBeGreaterThan(3);
  const told = await lossReasons({ client, db }, ids);
  expect(told.field).toBe('own:Loss_Reason__c');
  expect(told.of).toEqual(truth('Loss_Reason__c'));
  expect(Object.keys(told.of).length).toBeLessThan(ids.length);
});

test('the field that a person chooses is read then and from then on; one that is none is not', async () => {
  const { fields } = await lossReasons({ client, db }, ids);
  expect(fields).toContainEqual({ field: 'own:Loss_Reason__c', label: 'Loss Reason' });
  const detail = 'own:Loss_Detail__c' as const;
  const isThere = fields.some(({ field }) => field === detail);
  const chosen = await lossReasons({ client, db }, ids, detail);
  expect(chosen.field).toBe(isThere ? detail : 'own:Loss_Reason__c');
  if (isThere) expect(chosen.of).toEqual(truth('Loss_Detail__c'));
  expect((await lossReasons({ client, db }, ids)).field).toBe(chosen.field);
  expect((await lossReasons({ client, db }, ids, 'own:Nothing__c')).field).toBe(chosen.field);
});

test('an org without such a field says so, and more deals than one call takes are all read', async () => {
  const many = await lossReasons({ client: { ...client, most: 2 }, db }, ids);
  expect(many.of).toEqual(truth('Loss_Reason__c'));
  it.org.setUp.fields.clear();
  it.org.setUp.layouts.clear();
  const fresh = connect({ ...client.session }, { fetch: it.fetch });
  const none = await lossReasons({ client: fresh, db }, ids);
  expect(none.field).toBeUndefined();
  expect(none.of).toEqual({});
  expect(none.fields.map(({ field }) => field)).not.toContain('own:Loss_Reason__c');
});

describe('once deals are read', () => {
  const synced = async (options: { jobFrom?: number } = {}): Promise<void> => {
    client = connect(client.session, { fetch: it.fetch, sleep: () => Promise.resolve(), ...options });
    await putProfile(db, await client.bootstrap());
    await syncOnce({ client, db, now: Date.now });
  };
  const field = 'own:Loss_Reason__c';

  test.each([{}, { jobFrom: 1 }])('reasons came with them, in the org’s words, and need no line (%o)', async (how) => {
    await synced(how);
    const told = await lossReasons({ db }, ids);
    expect(told).toEqual({ fields: [{ field, label: 'Loss Reason' }], field, of: truth('Loss_Reason__c') });
    // With a line, only the choice of fields is asked for, of one deal's kind.
    it.asked.length = 0;
    expect((await lossReasons({ client, db }, ids)).of).toEqual(truth('Loss_Reason__c'));
    expect(it.asked.filter((path) => path.includes('composite/sobjects'))).toHaveLength(1);
  });

  test('a reason that changes comes with the next delta, and with the deal that is read live', async () => {
    await synced();
    const [first = '', second = ''] = ids;
    const { userId } = { userId: [...it.org.sessions.values()][0] ?? '' };
    it.org.update('Opportunity', first, { Loss_Reason__c: 'none' }, userId);
    await syncOnce({ client, db, now: Date.now });
    it.org.update('Opportunity', second, { Loss_Reason__c: 'rival' }, userId);
    await refreshRecord({ client, db, id: second, now: Date.now() });
    const { of } = await lossReasons({ db }, ids);
    expect(of).toMatchObject({ [first]: 'No decision', [second]: 'Competitor' });
    expect(of).toEqual(truth('Loss_Reason__c'));
  });

  test('another field that the person chose is read as it stands, and without a line the usual one stands in and says so', async () => {
    await synced();
    const detail = 'own:Loss_Detail__c' as const;
    const chosen = await lossReasons({ client, db }, ids, detail);
    expect(chosen).toMatchObject({ field: detail, of: truth('Loss_Detail__c') });
    expect(await lossReasons({ db }, ids)).toMatchObject({ field, isInstead: true, of: truth('Loss_Reason__c') });
  });

  test('an org without such a field reads deals as before', async () => {
    it.org.setUp.fields.clear();
    await synced();
    const held = (await readTable(db, 'opportunity')).byId(ids[0] ?? '');
    expect(held).toBeDefined();
    expect(held).not.toHaveProperty('lossReason');
    await expect(lossReasons({ db }, ids)).rejects.toThrow(/not signed in/);
  });
});
