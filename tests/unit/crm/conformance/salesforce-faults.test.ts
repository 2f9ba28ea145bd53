import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { connect } from '@/lib/crm/salesforce/client';
import type { ConnectionState } from '@/lib/deal/connection-state';
import { TABLE_NAMES } from '@/lib/deal/org';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import { type FaultKind, FAULTS } from '@/tests/org/rest/faults';
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
  refused: { always: 'refused', once: 'through' },
  featureOff: { always: 'refused', once: 'through' },
  malformedQuery: { always: 'failed', once: 'stops' },
  // Described anew and asked once more.
  invalidField: { always: 'failed', once: 'through' },
  // An object that the user may not see is a table without rows; without deals there would be nothing to show.
  invalidType: { always: 'failed', once: 'through' },
  filterOperator: { always: 'failed', once: 'stops' },
  queryTimeout: { always: 'failed', once: 'stops' },
  tooComplicated: { always: 'failed', once: 'stops' },
  badLocator: { always: 'failed', once: 'stops' },
  jsonParser: { always: 'failed', once: 'stops' },
  validationRule: { always: 'failed', once: 'stops' },
  requiredField: { always: 'failed', once: 'stops' },
  badPicklist: { always: 'failed', once: 'stops' },
  tooLong: { always: 'failed', once: 'stops' },
  outOfRange: { always: 'failed', once: 'stops' },
  integrity: { always: 'failed', once: 'stops' },
  flow: { always: 'failed', once: 'stops' },
  trigger: { always: 'failed', once: 'stops' },
  readOnlyField: { always: 'failed', once: 'stops' },
  readOnlyRecord: { always: 'failed', once: 'through' },
  crossAccess: { always: 'failed', once: 'through' },
  duplicates: { always: 'failed', once: 'stops' },
  rowLock: { always: 'failed', once: 'through' },
  recordLocked: { always: 'failed', once: 'stops' },
  replicationDate: { always: 'failed', once: 'stops' },
  idLimit: { always: 'failed', once: 'stops' },
  notFound: { always: 'failed', once: 'through' },
  deleted: { always: 'failed', once: 'through' },
  crossReference: { always: 'failed', once: 'stops' },
  methodNotAllowed: { always: 'failed', once: 'stops' },
  conflict: { always: 'malformed', once: 'stops' },
  versionGone: { always: 'malformed', once: 'stops' },
  precondition: { always: 'malformed', once: 'stops' },
  uriTooLong: { always: 'malformed', once: 'stops' },
  mediaType: { always: 'malformed', once: 'stops' },
  headersTooLarge: { always: 'malformed', once: 'stops' },
  serverError: { always: 'unavailable', once: 'through' },
  serverBusy: { always: 'unavailable', once: 'through' },
  readOnlyMode: { always: 'unavailable', once: 'through' },
  maintenance: { always: 'unavailable', once: 'through' },
  // A page instead of data will be the same again: not asked thrice.
  loginPage: { always: 'unavailable', once: 'stops' },
  truncated: { always: 'malformed', once: 'through' },
  wrongShape: { always: 'malformed', once: 'stops' },
  emptyAnswer: { always: 'malformed', once: 'through' },
  redirect: { always: 'unavailable', once: 'stops' },
  reset: { always: 'offline', once: 'through' },
  slow: { always: 'live', once: 'through' },
  noUsage: { always: 'live', once: 'through' },
  brokenOff: { always: 'offline', once: 'through' },
};

let served: Served;
let db: PipelensDatabase;
let number = 0;
beforeEach(async () => {
  served = await serveOrg(process.env['LONG'] ? 40 : 6);
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
  // Whatever happened, nothing of what was read is lost.
  expect(await held()).toEqual(whole);

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
