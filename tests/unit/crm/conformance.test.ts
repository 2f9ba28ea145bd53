import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { connect } from '@/lib/crm/salesforce/client';
import type { ConnectionState } from '@/lib/deal/freshness';
import { TABLE_NAMES } from '@/lib/deal/org';
import { PipelensDatabase } from '@/lib/storage/database';
import { readTable } from '@/lib/storage/reader';
import { syncOnce } from '@/lib/sync/sync';
import { type FaultKind, FAULTS } from '@/tests/org/faults';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import { type Served, serveOrg } from '@/tests/unit/org/client';

/**
 * What the contract of a CRM client owes under each fault: the state when every call meets it, and whether a sync that meets
 * it once gets through. Salesforce's own words stand in the detail wherever there are any.
 */
const OWED: Record<FaultKind, { always: ConnectionState; once: 'through' | 'stops' }> = {
  expired: { always: 'expired', once: 'stops' },
  apiBlocked: { always: 'apiBlocked', once: 'stops' },
  appNotAttached: { always: 'appNotAttached', once: 'stops' },
  apiDisabled: { always: 'apiDisabled', once: 'stops' },
  apiCurrentlyDisabled: { always: 'apiDisabled', once: 'stops' },
  limitDaily: { always: 'limitDaily', once: 'stops' },
  limitConcurrent: { always: 'limitConcurrent', once: 'through' },
  refused: { always: 'refused', once: 'stops' },
  featureOff: { always: 'refused', once: 'stops' },
  malformedQuery: { always: 'malformed', once: 'stops' },
  // Described anew and asked once more.
  invalidField: { always: 'malformed', once: 'through' },
  // An object that the user may not see is a table without rows, which its figures say.
  invalidType: { always: 'live', once: 'through' },
  filterOperator: { always: 'malformed', once: 'stops' },
  queryTimeout: { always: 'malformed', once: 'stops' },
  tooComplicated: { always: 'malformed', once: 'stops' },
  badLocator: { always: 'malformed', once: 'stops' },
  jsonParser: { always: 'malformed', once: 'stops' },
  validationRule: { always: 'malformed', once: 'stops' },
  requiredField: { always: 'malformed', once: 'stops' },
  badPicklist: { always: 'malformed', once: 'stops' },
  tooLong: { always: 'malformed', once: 'stops' },
  outOfRange: { always: 'malformed', once: 'stops' },
  integrity: { always: 'malformed', once: 'stops' },
  flow: { always: 'malformed', once: 'stops' },
  trigger: { always: 'malformed', once: 'stops' },
  readOnlyField: { always: 'malformed', once: 'stops' },
  readOnlyRecord: { always: 'malformed', once: 'stops' },
  crossAccess: { always: 'malformed', once: 'stops' },
  duplicates: { always: 'malformed', once: 'stops' },
  rowLock: { always: 'malformed', once: 'through' },
  recordLocked: { always: 'malformed', once: 'stops' },
  replicationDate: { always: 'malformed', once: 'stops' },
  idLimit: { always: 'malformed', once: 'stops' },
  notFound: { always: 'malformed', once: 'stops' },
  deleted: { always: 'malformed', once: 'stops' },
  crossReference: { always: 'malformed', once: 'stops' },
  methodNotAllowed: { always: 'malformed', once: 'stops' },
  conflict: { always: 'malformed', once: 'stops' },
  versionGone: { always: 'malformed', once: 'stops' },
  precondition: { always: 'malformed', once: 'stops' },
  uriTooLong: { always: 'malformed', once: 'stops' },
  mediaType: { always: 'malformed', once: 'stops' },
  headersTooLarge: { always: 'malformed', once: 'stops' },
  serverError: { always: 'unavailable', once: 'through' },
  serverBusy: { always: 'unavailable', once: 'through' },
  maintenance: { always: 'unavailable', once: 'through' },
  // A page instead of data will be the same again: not asked thrice.
  loginPage: { always: 'unavailable', once: 'stops' },
  truncated: { always: 'malformed', once: 'through' },
  wrongShape: { always: 'malformed', once: 'stops' },
  emptyAnswer: { always: 'malformed', once: 'stops' },
  redirect: { always: 'unavailable', once: 'stops' },
  reset: { always: 'offline', once: 'through' },
  slow: { always: 'live', once: 'through' },
  noUsage: { always: 'live', once: 'through' },
  brokenOff: { always: 'malformed', once: 'stops' },
};

let served: Served;
let db: PipelensDatabase;
let number = 0;
beforeEach(async () => {
  served = await serveOrg(40);
  db = new PipelensDatabase(`conformance-${(number += 1)}`);
});
afterEach(() => served.server.close());

/** A new client each time, as after a worker was stopped. */
const sync = (now = Date.now()) =>
  syncOnce({
    db,
    now: () => now,
    client: connect(
      { orgId: served.org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token: served.token },
      {
        fetch: (input, init) =>
          fetch(`${served.server.url}${(input as string).replace(`https://${API_HOST}`, '')}`, init),
        sleep: () => Promise.resolve(),
      },
    ),
  });
const held = async (): Promise<Record<string, string[]>> =>
  Object.fromEntries(
    await Promise.all(
      TABLE_NAMES.map(
        async (name) =>
          [
            name,
            (await readTable(db, name))
              .rows()
              .map(({ id }) => id)
              .toSorted(),
          ] as const,
      ),
    ),
  );

test('at least forty faults have names', () => expect(Object.keys(FAULTS).length).toBeGreaterThanOrEqual(40));

test.each(Object.entries(OWED) as [FaultKind, (typeof OWED)[FaultKind]][])('%s', async (kind, { always, once }) => {
  const whole = await (async () => {
    expect(await sync()).toMatchObject({ state: 'live', isDone: true });
    return held();
  })();
  const match = '(GET|POST) /services/data/v67.0/(query|queryAll|composite)([/?]|$)';
  served.org.faults.set({ kind, match });
  const refused = await sync();
  expect(refused.state).toBe(always);
  const fault = FAULTS[kind];
  if ('message' in fault && always !== 'live') expect(refused.detail).toContain(fault.message.trim());
  // Whatever happened, nothing of what was read is lost; only an object that is closed to the user shows no rows.
  if (kind !== 'invalidType') expect(await held()).toEqual(whole);

  // Met once where first pages are asked for together: each table then asks for itself.
  served.org.faults.set({ kind, match, count: 1 });
  const together = await sync(Date.now() + 25 * 3_600_000);
  expect(['live', always]).toContain(together.state);
  served.org.faults.set();
  expect(await sync(Date.now() + 50 * 3_600_000)).toMatchObject({ state: 'live', isDone: true });
  expect(await held()).toEqual(whole);

  // Met once in a first pull, where each table asks for itself.
  db = new PipelensDatabase(`conformance-${(number += 1)}`);
  served.org.faults.set({ kind, match, count: 1 });
  const next = await sync();
  expect(next).toMatchObject(once === 'through' ? { state: 'live', isDone: true } : { state: always, isDone: false });
  served.org.faults.set();
  expect(await sync(Date.now() + 50 * 3_600_000)).toMatchObject({ state: 'live', isDone: true });
  expect(await held()).toEqual(whole);
});
