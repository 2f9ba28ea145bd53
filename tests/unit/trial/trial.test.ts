import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createBar } from '@/lib/background/bar';
import { createDoor } from '@/lib/background/door';
import { createRest } from '@/lib/background/rest';
import { createSyncer } from '@/lib/background/syncer';
import { createOutbox } from '@/lib/background/writing/outbox';
import { SAMPLE_HOST, SAMPLE_ORG } from '@/lib/deal/connection-state';
import { readTable } from '@/lib/storage/column-reader';
import { databaseName, openDatabase } from '@/lib/storage/database';
import { allConnections, forgetConnections } from '@/lib/storage/registry';
import { storeReminder } from '@/lib/storage/stored-reminders';
import { copyWrittenTo, writtenFile } from '@/lib/storage/written';
import { localQueries } from '@/lib/sync/local';
import { beginTrial, endTrial, hasTrial, renewTrial } from '@/lib/trial/trial';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeStorage, fakeTabs } from '../background/fake-browser';
import { serve, type ServedOrg } from '../background/served-org';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const ZONE = 'America/New_York';
let it: ServedOrg;
beforeEach(async () => {
  // Node shares its locks among the threads of all test files, whose stores are their own but bear the same names.
  vi.stubGlobal('navigator', {});
  await endTrial();
  await forgetConnections();
  it = await serve();
});
afterEach(() => {
  vi.unstubAllGlobals();
  return it.close();
});

/** A background in a browser in which somebody is signed in to a real org, or nobody. */
function background(isSignedIn: boolean) {
  const rest = createRest(fakeStorage());
  const bar = createBar({ rest, permissions: { contains: () => Promise.resolve(true) } });
  const asked: string[] = [];
  const syncer = createSyncer({
    now: () => NOW,
    publish: () => Promise.resolve(),
    fetch(input, init) {
      asked.push(String(input instanceof Request ? input.url : input));
      return it.fetch(input, init);
    },
    cookies: fakeCookies(isSignedIn ? it.cookies : []),
    tabs: fakeTabs([]),
    tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
    bar,
    onWatched: () => undefined,
  });
  return { door: createDoor({ syncer, bar }), syncer, rest, asked };
}

describe('the sample org inside the extension', () => {
  test('is a connection of its own that every question is answered from, for the day that it is, without a call', async () => {
    const { key, orgName } = await beginTrial(NOW, ZONE);
    const { door, syncer, asked } = background(false);
    const found = await door.open({ host: SAMPLE_HOST });
    if (!('db' in found)) throw new Error(found.state);
    expect(found.connection).toMatchObject({ key, orgId: SAMPLE_ORG, state: 'live' });
    await syncer.sync(found);
    const [deal] = [...(await readTable(found.db, 'opportunity')).rows()];
    const outbox = createOutbox({
      now: () => NOW,
      publish: () => Promise.resolve(),
    });
    // It would wait for a sign-in that nobody can make.
    await expect(outbox.form(found, deal?.id ?? '')).rejects.toThrow('This is the sample');
    await syncer.refresh(found, deal?.id ?? '');
    expect(asked).toEqual([]);
    const forecast = await localQueries(() => NOW)(key).forecast({});
    if ('noConnection' in forecast) throw new Error('Nothing to show.');
    expect(forecast.freshness.state).toBe('live');
    expect(orgName).not.toBe('');
    // Somebody's own today, wherever they are: half of a sample that is overdue would be no sample.
    const late = [...(await readTable(found.db, 'opportunity')).rows()].filter(
      ({ isClosed, closeDate = '9999' }) => !isClosed && closeDate < '2026-11-24',
    );
    const open = [...(await readTable(found.db, 'opportunity')).rows()].filter(({ isClosed }) => !isClosed);
    expect(open.length).toBeGreaterThan(150);
    expect(late.length).toBeLessThan(open.length / 3);
  });

  test('shows who attends, who declined, what the buyers answered, and whom nobody asks', async () => {
    const { key } = await beginTrial(NOW, ZONE);
    const found = await background(false).door.open({ host: SAMPLE_HOST });
    if (!('db' in found)) throw new Error(found.state);
    const queries = localQueries(() => NOW)(key);
    const open = [...(await readTable(found.db, 'opportunity')).rows()].filter(({ isClosed }) => !isClosed);
    const replied = new Set(
      [...(await readTable(found.db, 'email')).rows()].flatMap((each) => (each.isIncoming ? [each.opportunityId] : [])),
    );
    const seen = { attended: 0, declined: 0, replied: open.filter(({ id }) => replied.has(id)).length, silent: 0 };
    for (const { id } of open) {
      const { view } = await queries.record({ host: SAMPLE_HOST, recordId: id });
      if (!view) throw new Error(`No view of ${id}.`);
      if ((view.meeting?.who.length ?? 0) > 1) seen.attended += 1;
      if ((view.meeting?.declined.length ?? 0) > 0) seen.declined += 1;
      expect(view.meeting?.isMainOnly ?? false).toBe(false);
      if (view.todos.some(({ kind }) => kind === 'silentPerson')) seen.silent += 1;
    }
    for (const [what, count] of Object.entries(seen)) expect([what, count > 3]).toEqual([what, true]);
  });

  test('is never taken for a real connection, nor a real one for it', async () => {
    await beginTrial(NOW, ZONE);
    const alone = background(false).door;
    // Where there is nothing else, it is what is shown.
    expect(await alone.open({})).toMatchObject({ connection: { orgId: SAMPLE_ORG } });
    const { door } = background(true);
    expect(await door.open({ host: PAGE_HOST })).toMatchObject({ connection: { pageHost: PAGE_HOST } });
    expect(await door.open({})).toMatchObject({ connection: { pageHost: PAGE_HOST } });
    expect(await door.open({ host: SAMPLE_HOST })).toMatchObject({ connection: { orgId: SAMPLE_ORG } });
    const [real, sample] = (await allConnections()).toSorted((a, b) => a.orgId.localeCompare(b.orgId));
    expect([real?.pageHost, sample?.orgId]).toEqual([PAGE_HOST, SAMPLE_ORG]);
    expect(databaseName(real?.orgId ?? '', real?.userId ?? '')).not.toBe(
      databaseName(sample?.orgId ?? '', sample?.userId ?? ''),
    );
    expect((await door.known()).map(({ host }) => host).toSorted()).toEqual([PAGE_HOST, SAMPLE_HOST].toSorted());
    // On a page of a CRM where nobody is signed in, it is not shown either.
    expect(await alone.open({ host: 'other.lightning.force.com' })).not.toHaveProperty('db');
  });

  test('can be tried after everything was deleted, which goes on for the CRM', async () => {
    const { door, rest } = background(true);
    await rest.begin();
    await beginTrial(NOW, ZONE);
    expect(await door.open({ host: SAMPLE_HOST })).toHaveProperty('db');
    expect(await door.open({ host: PAGE_HOST })).toMatchObject({ state: 'deleted' });
  });

  test('is made anew on another day, keeps what was written in it, and not before', async () => {
    const { orgId, userId } = await beginTrial(NOW, ZONE);
    const db = openDatabase(orgId, userId);
    await storeReminder(db, reminder('mine', userId));
    expect(await renewTrial(NOW + 3_600_000, ZONE)).toBe(false);
    expect(await renewTrial(NOW + 3 * 86_400_000, ZONE)).toBe(true);
    expect((await db.reminders.toArray()).map(({ id }) => id)).toEqual(['mine']);
    const open = [...(await readTable(db, 'opportunity')).rows()].filter(({ isClosed }) => !isClosed);
    expect(open.some(({ createdAt }) => createdAt > NOW)).toBe(true);
  });

  test('goes with one press, with what was written in it and its second copy, and takes nothing else along', async () => {
    const kept = new Map<string, unknown>();
    copyWrittenTo({
      get: (key) => Promise.resolve(key === null ? Object.fromEntries(kept) : { [key]: kept.get(key) }),
      set: (values) => Promise.resolve(void Object.entries(values).map(([key, value]) => kept.set(key, value))),
      remove: (key) => Promise.resolve(void kept.delete(key)),
    });
    await background(true).door.open({ host: PAGE_HOST });
    const { orgId, userId } = await beginTrial(NOW, ZONE);
    await storeReminder(openDatabase(orgId, userId), reminder('mine', userId));
    const name = databaseName(orgId, userId);
    expect([...kept.keys()].some((key) => key.includes(name))).toBe(true);
    // What was written in it is nobody's work: it is in no file.
    expect(await writtenFile([name])).not.toContain('mine');
    await endTrial();
    expect([...kept.keys()].filter((key) => key.includes(name))).toEqual([]);
    expect(await hasTrial()).toBe(false);
    expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(name);
    expect((await allConnections()).map(({ pageHost }) => pageHost)).toEqual([PAGE_HOST]);
    expect(await background(false).door.open({ host: SAMPLE_HOST })).toMatchObject({ state: 'noSession' });
    await endTrial();
  });
});

const reminder = (id: string, userId: string) => ({
  id,
  orgKey: `${SAMPLE_ORG}-${userId}`,
  host: SAMPLE_HOST,
  recordId: '006000000000001',
  recordName: 'Deal',
  text: 'Call',
  dueAt: NOW,
  state: 'waiting' as const,
  createdAt: NOW,
  snoozes: 0,
});
