import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, test } from 'vitest';

import { pack } from '@/lib/columns/pack';
import { SCHEMAS } from '@/lib/columns/schema';
import { squeeze } from '@/lib/columns/squeeze';
import { checksum } from '@/lib/storage/checksum';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { refuseNewer } from '@/lib/storage/newest';
import { allConnections, apiShare, connectionBySession, registry } from '@/lib/storage/registry';
import { readCheckpoint } from '@/lib/storage/writer';

const ACCOUNTS = ['001000000000001AAA', '001000000000002AAA'];

/** What version 2 of the database holds after a complete sync: its stores as it declared them, and a row or two in each. */
async function dumpOfVersion2(
  name: string,
  rates: Record<string, number> | undefined,
  currency = 'USD',
): Promise<void> {
  const old = new Dexie(name);
  old.version(1).stores({
    hot: '[table+generation+seq]',
    cold: '[table+generation+seq]',
    checkpoints: 'table',
    meta: 'key',
    reminders: 'id, state, dueAt, recordId',
    quotas: 'id',
  });
  old.version(2).stores({ calls: 'id, at', snapshots: 'id, lockedAt', replays: 'id' });
  const versions = [{ id: '0081', opportunityId: '0061', from: 1000, stage: 'A', amount: 1_500_000 }];
  await old
    .table('hot')
    .put({ table: 'version', generation: 3, seq: 0, packed: squeeze(pack(SCHEMAS.version, versions)) });
  const change = { opportunityId: '0061', at: 2000, by: '0051' };
  await old.table('hot').put({
    table: 'fieldChange',
    generation: 3,
    seq: 0,
    packed: squeeze(
      pack(SCHEMAS.fieldChange, [
        { ...change, id: '0171', field: 'Owner', from: '0051', to: '0052' },
        { ...change, id: '0172', field: 'Account', from: 'Acme', to: 'Acme Europe Ltd' },
        { ...change, id: '0173', field: 'Account', from: ACCOUNTS[0], to: ACCOUNTS[1] },
        { ...change, id: '0174', field: 'RecordType', to: 'New business' },
        { ...change, id: '0175', field: 'NextStep', from: 'Call' },
        { ...change, id: '0176', field: 'Own_Field__c', from: '1', to: '2' },
      ]),
    ),
  });
  for (const table of ['opportunity', 'version', 'fieldChange'])
    await old.table('checkpoints').put({
      table,
      rejected: [],
      cursor: { mode: 'delta', marks: { Thing: '2026-01-01T00:00:00.000Z' } },
      generation: 3,
      live: 3,
      pages: 1,
      deltas: 0,
      deltaRows: 0,
      baseRows: 1,
      isHidden: false,
      revision: 7,
      fullAt: 5000,
      doneAt: 6000,
    });
  await old.table('meta').bulkPut([
    { key: 'revision', value: 7 },
    { key: 'score', value: {} },
    { key: 'profile', value: { currency, ...(rates ? { rates } : {}) } },
  ]);
  await old.table('quotas').put({ id: 'q', userId: 'u', amount: 5, start: '2026-01-01' });
  await old.table('calls').put({ id: 'c', ownerId: 'u', byId: 'u', periodStart: '2026-01-01', amount: 500, at: 9 });
  await old.table('snapshots').put({ id: 's', lockedAt: 1, won: 100, p10: 200, p50: 300, p90: 400 });
  await old.table('replays').put({ id: 'r', p50: 300 });
  old.close();
}

test('a database of the version before is opened with all it holds, and history is read once more where there are several currencies', async () => {
  await dumpOfVersion2('several', { USD: 1, JPY: 150 });
  const db = new PipelensDatabase('several');
  expect((await readTable(db, 'version')).rows()).toEqual([
    { id: '0081', opportunityId: '0061', from: 1000, stage: 'A', amount: 1_500_000 },
  ]);
  const version = await readCheckpoint(db, 'version');
  expect(version).toMatchObject({ generation: 3, live: 3, doneAt: 6000, since: 5000, revision: 7 });
  // Without the instant of a complete pull the next sync makes one.
  expect(version).not.toHaveProperty('fullAt');
  expect(await readCheckpoint(db, 'opportunity')).toMatchObject({ fullAt: 5000, doneAt: 6000 });
  expect(await db.quotas.count()).toBe(1);
  expect(await db.calls.count()).toBe(1);
  expect(await db.edits.count()).toBe(0);
  expect(await db.jottings.count()).toBe(0);
  expect(db.verno).toBe(8);
});

test('an old copy that has the database open lets go of it, the upgrade goes on, and the old copy writes no more', async () => {
  await dumpOfVersion2('held', undefined);
  const old = new Dexie('held');
  old.version(2).stores({ calls: 'id, at', quotas: 'id' });
  refuseNewer(old);
  expect(await old.table('calls').count()).toBe(1);
  const db = new PipelensDatabase('held');
  expect([await db.calls.count(), await db.quotas.count(), await db.jottings.count()]).toEqual([1, 1, 0]);
  await expect(old.table('calls').clear()).rejects.toThrow('a newer version of Pipelens');
  expect(await db.calls.count()).toBe(1);
});

test('where there is one currency nothing is read again', async () => {
  for (const [name, rates] of [
    ['single', undefined],
    ['own', { USD: 1 }],
  ] as const) {
    await dumpOfVersion2(name, rates);
    expect(await readCheckpoint(new PipelensDatabase(name), 'version')).toMatchObject({ fullAt: 5000 });
  }
});

test('what was kept in hundredths of a currency without cents, or with three digits, is in its own minor units then', async () => {
  const found = async (currency: string) => {
    await dumpOfVersion2(currency, undefined, currency);
    const db = new PipelensDatabase(currency);
    const [call, snapshot] = [await db.calls.get('c'), await db.snapshots.get('s')];
    return [call?.amount, snapshot?.won, snapshot?.p90, await db.replays.count(), await db.meta.get('score')];
  };
  expect(await found('KWD')).toEqual([5000, 1000, 4000, 0, undefined]);
  expect(await found('JPY')).toEqual([5, 1, 4, 0, undefined]);
  expect(await found('EUR')).toEqual([500, 100, 400, 1, { key: 'score', value: {} }]);
});

test('tracked changes are kept under the model’s names of their fields, and those that hold names only are dropped', async () => {
  await dumpOfVersion2('fields', undefined);
  const rows = (await readTable(new PipelensDatabase('fields'), 'fieldChange')).rows();
  const change = { opportunityId: '0061', at: 2000, by: '0051' };
  expect(rows).toEqual([
    { ...change, id: '0171', field: 'ownerId', from: '0051', to: '0052' },
    { ...change, id: '0173', field: 'accountId', from: ACCOUNTS[0], to: ACCOUNTS[1] },
    { ...change, id: '0175', field: 'nextStep', from: 'Call' },
    { ...change, id: '0176', field: 'Own_Field__c', from: '1', to: '2' },
  ]);
});

test('rows that a version before has sealed are whole as they are', async () => {
  await dumpOfVersion2('sealed', undefined);
  const upgraded = new PipelensDatabase('sealed');
  await upgraded.open();
  const tables = upgraded.tables.map(({ name }) => name);
  upgraded.close();
  const old = new Dexie('sealed');
  await old.open();
  for (const name of tables)
    await old
      .table<Record<string, unknown>>(name)
      .toCollection()
      .modify((row) => {
        const { $sum: _, ...own } = row;
        row['$sum'] = checksum(own);
      });
  old.close();
  const db = new PipelensDatabase('sealed');
  expect(await db.quotas.toArray()).toEqual([{ id: 'q', userId: 'u', amount: 5, start: '2026-01-01' }]);
  expect((await readTable(db, 'version')).size).toBe(1);
  expect([...db.damaged]).toEqual([]);
});

test('connections of the version before are known as they were, and rows of theirs that are changed past our code are none', async () => {
  const old = new Dexie('pipelens');
  old.version(4).stores({
    connections: 'key, pageHost, sessionDigest, usedAt',
    calls: 'orgId',
    settings: 'key',
    pages: 'kind',
    apps: 'host',
    pageOnly: 'host, usedAt',
    seen: '[host+id], host',
    sessions: 'digest, key, [host+store]',
    hosts: 'host',
  });
  const rows = Array.from({ length: 60 }, (_, at) => ({ key: `o-${at}`, userId: `u${at}`, usedAt: at }));
  await old.table('connections').bulkPut(rows);
  await old.table('sessions').put({ digest: 'd', key: 'o-1', host: 'h', store: '', at: 1 });
  await old.table('settings').put({ key: 'apiShare', value: 0.25 });
  old.close();
  await registry.open();
  expect(await allConnections()).toEqual(rows.toReversed());
  expect(await connectionBySession('d')).toEqual(rows[1]);
  expect(await apiShare()).toBe(0.25);
  const store = registry.backendDB().transaction('connections', 'readwrite').objectStore('connections');
  store.put({ key: 'o-1', userId: 'u2', usedAt: 1 });
  await new Promise((done) => (store.transaction.oncomplete = done));
  expect(await connectionBySession('d')).toBeUndefined();
  expect(await allConnections()).toHaveLength(59);
});
