import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createSchedule } from '@/lib/background/schedule';
import { createSyncer } from '@/lib/background/syncer';
import { createOutbox } from '@/lib/background/writing/outbox';
import { CrmError } from '@/lib/crm/crm';
import { readTable } from '@/lib/storage/column-reader';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { allConnections, forgetConnections } from '@/lib/storage/registry';
import { allEdits, storeEdit } from '@/lib/storage/stored-edits';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';

import { fakeAlarms, fakeCookies, fakeTabs } from './fake-browser';
import { serve, type ServedOrg } from './served-org';

/* What happens to a computer in the middle of a first pull, while a change waits: each time all is there in the end, once. */

const CALL_MS = 4000;
const NINE_HOURS = 9 * 3_600_000;
const HERE = { host: PAGE_HOST };
/** The call of the pull in which it happens; the first ones ask who it is. */
const AT = process.env['LONG'] ? [1, 2, 3, 5, 8, 11, 13, 17, 20] : [9];

let it: ServedOrg;
beforeEach(async () => {
  await deleteAll();
  await forgetConnections();
  it = await serve();
});
afterEach(() => it.close());

/** A background whose worker ends after each alarm. */
function background() {
  const state = { now: Date.now(), isWithheld: false, calls: 0, onCall: (_nth: number): void => undefined };
  const alarms = fakeAlarms();
  const now = (): number => state.now;
  const worker = () => {
    const outbox = createOutbox({ now, publish: () => Promise.resolve() });
    const syncer = createSyncer({
      tabs: fakeTabs([it.pageUrl]),
      cookies: fakeCookies(it.cookies),
      now,
      async fetch(input, init) {
        state.now += CALL_MS;
        state.onCall((state.calls += 1));
        if (state.isWithheld) throw new TypeError('Failed to fetch');
        return it.fetch(input, init);
      },
      tokens: { find: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) },
      bar: () => Promise.resolve(state.isWithheld ? new CrmError('withheld', API_HOST) : undefined),
      publish: () => Promise.resolve(),
      onWatched: () => undefined,
      onLive: (opened) => outbox.resume(opened),
      onPaced: (opened) => outbox.resume(opened),
    });
    const none = () => Promise.resolve();
    const jobs = { sync: () => syncer.syncOpenPages(['*']), remind: none, learn: none };
    return { syncer, schedule: createSchedule(alarms, jobs) };
  };
  const ring = async (): Promise<void> => {
    state.now += 30_000;
    await worker()
      .schedule.ring('sync')
      .catch(() => undefined);
  };
  return { state, worker, ring };
}

const HAPPENS: Record<string, (state: ReturnType<typeof background>['state']) => void> = {
  'host access is withdrawn for some alarms': (state) => void (state.isWithheld = true),
  'the computer sleeps for nine hours': (state) => {
    state.now += NINE_HOURS;
    throw new TypeError('Failed to fetch');
  },
  'a clock that was ahead is set back by nine hours': (state) => void (state.now -= NINE_HOURS),
  'a clock is set ahead by nine hours': (state) => void (state.now += NINE_HOURS),
  'it sleeps, and the session ends': (state) => {
    state.now += NINE_HOURS;
    it.org.sessions.clear();
  },
};

describe.each(Object.entries(HAPPENS))('%s', (_what, happen) => {
  test.each(AT)('in call %i', async (nth) => {
    const { state, worker, ring } = background();
    const [, api = { value: '' }] = it.cookies;
    const user = it.org.sessions.get(api.value) ?? '';
    state.onCall = (call) => {
      if (call === nth) happen(state);
    };
    const first = worker();
    await first.schedule.watch();
    await first.syncer.watch(HERE).catch(() => undefined);
    for (let alarm = 0; alarm < 3; alarm += 1) await ring();
    state.isWithheld = false;
    if (it.org.sessions.size === 0) api.value = it.org.login(user);
    for (let alarm = 0; alarm < 2; alarm += 1) await ring();
    const [connection] = await allConnections();
    const db = openDatabase(connection?.orgId ?? '', connection?.userId ?? '');
    const row = it.org.rows('Opportunity').find(({ IsClosed }) => IsClosed === false);
    const recordId = row?.Id ?? '';
    const seen = row?.['NextStep'];
    // What a person asked for meanwhile, by whatever clock.
    await storeEdit(db, {
      id: 'waits',
      recordId,
      recordName: 'D',
      before: { nextStep: typeof seen === 'string' ? seen : null },
      after: { nextStep: 'Sent' },
      state: 'waiting',
      at: state.now + (nth % 2 ? NINE_HOURS : -NINE_HOURS),
    });
    for (let alarm = 0; alarm < 6; alarm += 1) await ring();
    expect((await allEdits(db)).map(({ state: each }) => each)).toEqual(['saved']);
    expect(it.org.find('Opportunity', recordId)?.['NextStep']).toBe('Sent');
    const held = (await readTable(db, 'opportunity')).rows().map(({ id }) => id);
    expect(held.toSorted()).toEqual(
      it.org
        .rows('Opportunity')
        .map(({ Id }) => Id)
        .toSorted(),
    );
    const [after] = await allConnections();
    expect(after?.state).toBe('live');
    expect(Math.abs(state.now - (after?.syncedAt ?? 0))).toBeLessThan(600_000);
  });
});
