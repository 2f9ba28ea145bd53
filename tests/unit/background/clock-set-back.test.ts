import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createSyncer, type Syncer } from '@/lib/background/syncer';
import { deleteAll } from '@/lib/storage/database';
import { forgetConnections } from '@/lib/storage/registry';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeTabs } from './fake-browser';
import { serve, type ServedOrg } from './served-org';

/* A clock that ran five hours ahead and is put right: nothing that was done meanwhile lasts five hours longer for it. */

const HERE = { host: PAGE_HOST };
const FIVE_HOURS = 5 * 3_600_000;
let it: ServedOrg;
let now = 0;
let syncer: Syncer;
beforeEach(async () => {
  await forgetConnections();
  it = await serve();
  now = Date.now() + FIVE_HOURS;
  syncer = createSyncer({
    tabs: fakeTabs([it.pageUrl]),
    cookies: fakeCookies(it.cookies, new Set()),
    fetch: it.fetch,
    tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
    now: () => now,
    publish: () => Promise.resolve(),
    onWatched: () => undefined,
  });
});
afterEach(async () => {
  await it.close();
  await deleteAll();
});
const setRight = (): void => {
  now -= FIVE_HOURS;
};
const opened = async () => {
  const found = await syncer.open(HERE);
  if (!('db' in found)) throw new Error(found.detail);
  return found;
};
/** Paths that are asked while something is done. */
async function asked(run: () => Promise<unknown>): Promise<number> {
  const before = it.asked.length;
  await run();
  return it.asked.length - before;
}

test('a record on screen is read again', async () => {
  await syncer.watch(HERE);
  const [deal] = it.org.rows('Opportunity');
  const refresh = async () => syncer.refresh(await opened(), deal?.Id ?? '');
  expect(await asked(refresh)).toBeGreaterThan(0);
  setRight();
  expect(await asked(refresh)).toBeGreaterThan(0);
});

test('an open page is synced again', async () => {
  await syncer.watch(HERE);
  setRight();
  expect(await asked(() => syncer.syncOpenPages(['*']))).toBeGreaterThan(0);
});

test('what was refused for good a while ago is asked again once that while is over', async () => {
  it.org.policy.isApiControlled = true;
  expect(await syncer.open(HERE)).toHaveProperty('state');
  it.org.policy.isApiControlled = false;
  setRight();
  expect(await opened()).toHaveProperty('db');
});
