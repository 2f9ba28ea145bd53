import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';

import type { NewTab } from '@/lib/background/open-tab';
import { createReminderService } from '@/lib/background/reminder-service';
import { siteOf } from '@/lib/crm/sites';
import type { Opportunity } from '@/lib/deal/opportunity';
import { reminderView } from '@/lib/deal/reminders';
import { openDatabase, type PipelensDatabase } from '@/lib/storage/database';
import { changeConnection, forgetConnections, putConnection } from '@/lib/storage/registry';
import { changeReminder, openReminders } from '@/lib/storage/stored-reminders';
import { commitPage, commitRows } from '@/lib/storage/writer';

import { opportunity } from '../domain/deal';
import { connectionOf } from './connection';
import { fakeNotifications, fakeStorage } from './fake-browser';
import { ALWAYS, gate } from './gate';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 4, 12, 8);
let number = 0;

/** A browser that knows `orgs` orgs and whose clock is moved by hand; `start` starts a worker in it. */
async function browserWith({ refuses, orgs = 1 }: { refuses?: RegExp; orgs?: number } = {}) {
  await forgetConnections();
  const names = Array.from({ length: orgs }, () => `org${(number += 1)}`);
  const sources = await Promise.all(
    names.map(async (name, place) => {
      const connection = connectionOf(name, -place);
      await putConnection(connection);
      return { connection, db: openDatabase(connection.orgId, connection.userId) };
    }),
  );
  const [source] = sources;
  if (!source) throw new Error('A browser without an org has nothing to remind of.');
  const parts = {
    storage: fakeStorage(),
    /** What the browser keeps when it is closed. */
    local: fakeStorage(),
    notifications: fakeNotifications(refuses),
    /** Pages that were opened. */
    opened: [] as NewTab[],
    /** The container that a connection's user is signed in to, by its key. */
    stores: new Map<string, string>(),
    alarms: [] as number[],
    alerts: { settings: ALWAYS },
    clock: { now: START, zone: 'UTC' },
    published: { times: 0 },
    /** Connections where somebody else is signed in. */
    foreign: new Set<string>(),
  };
  const start = () =>
    createReminderService({
      ...parts,
      alerts: gate({
        settings: parts.alerts.settings,
        storage: parts.local,
        notifications: parts.notifications,
        now: () => parts.clock.now,
        timeZone: () => parts.clock.zone,
      }),
      listUrl: ({ key }) => `/list#${key}`,
      timeZone: () => parts.clock.zone,
      open: (page) => Promise.resolve(void parts.opened.push(page)),
      isForeign: ({ key }) => Promise.resolve(parts.foreign.has(key)),
      whereNow({ key, pageHost: host }) {
        const store = parts.stores.get(key);
        return Promise.resolve({ host, ...(store === undefined ? {} : { store }) });
      },
      setAlarm: (at) => Promise.resolve(at === undefined ? undefined : void parts.alarms.push(at)),
      now: () => parts.clock.now,
      publish: () => Promise.resolve(void (parts.published.times += 1)),
    });
  return { ...parts, start, source, sources };
}

const about = (recordName: string, when: string | number) => ({ recordId: '0061', recordName, text: 'call', when });
const holding = (db: PipelensDatabase, deal: Opportunity) =>
  commitPage(
    db,
    'opportunity',
    { rows: [deal], deletedIds: [], cursor: {}, mode: 'full', isDone: true, isHidden: false, read: [], rejected: [] },
    { expects: undefined, now: 1 },
  );
const states = async (db: PipelensDatabase) =>
  Object.fromEntries((await openReminders(db)).map(({ recordName, state }) => [recordName, state]));

describe('a reminder', () => {
  test('sets one alarm for the next that is due, and none in the past', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.add(it.source, about('late', START + 5 * HOUR));
    await service.add(it.source, about('soon', START + HOUR));
    expect(it.alarms).toEqual([START + 5 * HOUR, START + HOUR]);
    it.clock.now = START + 2 * HOUR;
    await it.start().add(it.source, about('other', START + 9 * HOUR));
    // An hour late, it goes off a second from now.
    expect(it.alarms.at(-1)).toBe(it.clock.now + 1000);
  });

  test('that is typed in words nobody understands, or lies in the past, is said back and not kept', async () => {
    const it = await browserWith();
    expect(await it.start().add(it.source, about('a', 'whenever'))).toEqual({ unreadable: 'whenever' });
    expect(await it.start().add(it.source, about('a', START - 1))).toEqual({ unreadable: String(START - 1) });
    expect(await states(it.source.db)).toEqual({});
  });

  test('on a day that can be read in two ways is not kept, and both are told', async () => {
    const it = await browserWith();
    const answer = await it.start().add(it.source, about('Acme', '3/4/2031'));
    expect(answer).toEqual({ unreadable: '3/4/2031', ways: ['2031-04-03', '2031-03-04'] });
    expect(await openReminders(it.source.db)).toEqual([]);
  });

  test('shows once, however often it is asked for, also by the next worker', async () => {
    const it = await browserWith();
    await it.start().fire();
    await it.start().add(it.source, about('Acme', START + HOUR));
    it.clock.now = START + HOUR + 1000;
    const service = it.start();
    await Promise.all([service.fire(), service.fire()]);
    expect([...it.notifications.shown.values()]).toEqual([['Acme', expect.stringMatching(/^call · /)]]);
    it.notifications.shown.clear();
    await it.start().fire();
    expect(it.notifications.shown.size).toBe(0);
    expect(await states(it.source.db)).toEqual({ Acme: 'due' });
  });

  test.each(['done', 'put off'] as const)(
    'that is %s while it is about to be shown is not shown, and stays so',
    async (how) => {
      const it = await browserWith();
      const service = it.start();
      await service.fire();
      const added = await service.add(it.source, about('Acme', START + HOUR));
      const id = 'reminder' in added ? added.reminder.id : '';
      it.clock.now = START + HOUR + 1000;
      const { set } = it.storage;
      let deciding: Promise<unknown> | undefined;
      // What is due has been read by then, and is not marked yet.
      it.storage.set = async (values) => {
        deciding ??= how === 'done' ? service.done(it.source, id) : service.snooze(it.source, id, START + 9 * HOUR);
        await new Promise((next) => setTimeout(next, 50));
        return set(values);
      };
      await service.fire();
      await deciding;
      expect(await states(it.source.db)).toEqual(how === 'done' ? {} : { Acme: 'waiting' });
      expect(it.notifications.shown.size).toBe(0);
    },
  );

  test('that is snoozed waits again and takes its notification back; one that is done never comes back', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.fire();
    await service.add(it.source, about('Acme', START + HOUR));
    it.clock.now = START + HOUR;
    await service.fire();
    const [id = ''] = it.notifications.shown.keys();
    await service.snooze(it.source, id, START + 3 * HOUR);
    expect(it.notifications.shown.size).toBe(0);
    expect(it.alarms.at(-1)).toBe(START + 3 * HOUR);
    expect((await openReminders(it.source.db))[0]).toMatchObject({ state: 'waiting', snoozes: 1 });
    await service.done(it.source, id);
    await expect(service.done(it.source, id)).rejects.toThrow('no longer there');
  });

  test.each([
    ['has been won', { isClosed: true, isWon: true }, 'This deal has been won.'],
    ['has been lost', { isClosed: true }, 'This deal has been lost.'],
    ['went to somebody else', { ownerId: 'other' }, 'This deal is somebody else’s since.'],
    ['was deleted', { goneAt: 7 }, 'This deal was deleted, or you may no longer see it.'],
    ['was renamed', { name: 'Best' }, undefined],
  ] as const)('of a deal that %s since says so, under the name that it has by then', async (_what, change, words) => {
    const it = await browserWith();
    const { db } = it.source;
    const held = opportunity({ id: '0061', ownerId: it.source.connection.userId });
    await holding(db, held);
    const service = it.start();
    await service.fire();
    await service.add(it.source, about('Acme', START + HOUR));
    await commitRows(db, 'opportunity', [{ ...held, ...change }]);
    it.clock.now = START + HOUR;
    await service.fire();
    const [shown] = it.notifications.shown.values();
    expect([shown?.[0], shown?.[1].split('\n')[1]]).toEqual(['name' in change ? 'Best' : 'Acme', words]);
  });

  test('of somebody else’s deal that stays theirs says nothing of the kind', async () => {
    const it = await browserWith();
    await holding(it.source.db, opportunity({ id: '0061', ownerId: 'rep' }));
    const service = it.start();
    await service.fire();
    await service.add(it.source, about('Acme', START + HOUR));
    it.clock.now = START + HOUR;
    await service.fire();
    expect([...it.notifications.shown.values()][0]?.[1]).not.toContain('\n');
  });

  test('opens its record where the CRM has it, although its notification cannot be taken back', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.fire();
    await service.add(it.source, about('Acme', START + HOUR));
    it.clock.now = START + HOUR;
    await service.fire();
    const [id = ''] = it.notifications.shown.keys();
    it.notifications.clear = () => Promise.reject(new Error('gone'));
    await expect(service.openRecord(id)).rejects.toThrow('gone');
    const { pageHost } = it.source.connection;
    expect(it.opened).toEqual([{ url: siteOf(pageHost).recordUrl(pageHost, '0061') }]);
  });

  test('opens its record where the org is now, when its domain was renamed after the reminder was set', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.fire();
    await service.add(it.source, about('Acme', START + HOUR));
    const pageHost = 'renamed.lightning.force.com';
    await changeConnection(it.source.connection.key, { pageHost });
    it.clock.now = START + HOUR;
    await service.fire();
    const [id = ''] = it.notifications.shown.keys();
    await service.openRecord(id);
    expect(it.opened).toEqual([{ url: siteOf(pageHost).recordUrl(pageHost, '0061') }]);
  });

  test('opens its record in the container where its user is signed in now, not in the one that connected last', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.fire();
    await service.add(it.source, about('Acme', START + HOUR));
    const { key } = it.source.connection;
    await changeConnection(key, { store: 'container-of-others' });
    it.stores.set(key, 'container-1');
    it.clock.now = START + HOUR;
    await service.fire();
    const [id = ''] = it.notifications.shown.keys();
    await service.openRecord(id);
    expect(it.opened.map(({ cookieStoreId }) => cookieStoreId)).toEqual(['container-1']);
  });
});

test('where somebody else is signed in, a reminder tells whose it is and nothing of what', async () => {
  const it = await browserWith({ orgs: 2 });
  const [first, second] = it.sources;
  if (!first || !second) throw new Error('Two orgs.');
  const service = it.start();
  await service.fire();
  await service.add(first, about('Acme', START + HOUR));
  await service.add(second, about('Beta', START + HOUR));
  it.foreign.add(first.connection.key);
  it.clock.now = START + HOUR;
  await service.fire();
  const shown = [...it.notifications.shown.values()].toSorted(([x], [y]) => x.localeCompare(y));
  expect(JSON.stringify(shown)).not.toContain('Acme');
  expect(shown[1]?.[1]).toBe(`A follow-up of U on ${first.connection.pageHost}, where somebody else is signed in now`);
  // Of two orgs that may bear one name, the host tells which.
  expect(shown[0]).toEqual(['Beta', expect.stringMatching(new RegExp(`^call · .* · ${second.connection.pageHost}$`))]);
});

test('a reminder of one connection is neither snoozed nor done as another’s', async () => {
  const it = await browserWith({ orgs: 2 });
  const [first, second] = it.sources;
  if (!first || !second) throw new Error('Two orgs.');
  const service = it.start();
  const answer = await service.add(first, about('Acme', START + HOUR));
  const id = 'reminder' in answer ? answer.reminder.id : '';
  await expect(service.done(second, id)).rejects.toThrow('no longer there');
  await expect(service.snooze(second, id, START + 2 * HOUR)).rejects.toThrow('no longer there');
  expect(await states(first.db)).toEqual({ Acme: 'waiting' });
});

test('under a clock that is wrong by the CRM’s a reminder says so', async () => {
  for (const [clockAhead, words] of [
    [30_000, /^call · [^\n]+$/],
    [
      -2 * HOUR,
      /^call · [^\n]+\nThis computer’s clock is wrong by about 2 hours: this reminder may be early or late\.$/,
    ],
  ] as const) {
    const it = await browserWith();
    const service = it.start();
    await service.fire();
    await putConnection({ ...it.source.connection, clockAhead });
    await service.add(it.source, about('Acme', START + HOUR));
    it.clock.now = START + HOUR;
    await service.fire();
    expect([...it.notifications.shown.values()]).toEqual([['Acme', expect.stringMatching(words)]]);
  }
});

describe('what fell due while the browser was closed', () => {
  test('is shown as one list, and one alone by its own name', async () => {
    for (const names of [['Acme'], ['Acme', 'Best', 'Cold']]) {
      const it = await browserWith();
      const service = it.start();
      await service.fire();
      for (const [place, name] of names.entries()) await service.add(it.source, about(name, START + HOUR + place));
      // The browser starts again a day later: what it kept for one session is gone.
      it.storage.values.clear();
      it.clock.now = START + 24 * HOUR;
      await it.start().fire();
      const [shown] = it.notifications.shown.values();
      expect(it.notifications.shown.size).toBe(1);
      expect(shown?.[1].split('\n').map((line) => line.split(' · ')[0])).toEqual(
        names.length === 1 ? ['call'] : ['Acme: call', 'Best: call', 'Cold: call'],
      );
    }
  });

  test('within a session is late by more than two minutes; up to that an alarm is only unpunctual', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.fire();
    for (const name of ['Acme', 'Best']) await service.add(it.source, about(name, START + HOUR));
    it.clock.now = START + HOUR + 2 * MINUTE;
    await service.fire();
    expect(it.notifications.shown.size).toBe(2);
  });
});

describe('more than are allowed in a day', () => {
  test('wait for the list of the next, which opens the page of all; what is done by then is not in it', async () => {
    const it = await browserWith();
    it.alerts.settings = { ...ALWAYS, perDay: 2, digestAt: '09:00' };
    const service = it.start();
    await service.fire();
    for (const [place, name] of ['A', 'B', 'C', 'D', 'E'].entries())
      await service.add(it.source, about(name, START + 2 * HOUR + place * MINUTE));
    for (let minute = 0; minute < 6; minute += 1) {
      it.clock.now = START + 2 * HOUR + minute * MINUTE;
      await it.start().fire();
    }
    // One of the two of the day is the list’s, which came at nine and had nothing to tell.
    expect([...it.notifications.shown.values()].map(([title]) => title)).toEqual(['A', 'B']);
    expect(it.alarms.at(-1)).toBe(START + 25 * HOUR);
    const third = (await openReminders(it.source.db)).find(({ recordName }) => recordName === 'C');
    await service.done(it.source, third?.id ?? '');
    it.notifications.shown.clear();
    it.clock.now = START + 25 * HOUR;
    await it.start().fire();
    const [[id = '', [title = '', text = ''] = []] = []] = it.notifications.shown;
    expect(title).toBe('2 things for today');
    expect(text.split('\n').map((line) => line.split(' · ')[0])).toEqual(['D: call', 'E: call']);
    await it.start().openRecord(id);
    expect(it.opened).toEqual([{ url: `/list#${it.source.connection.key}` }]);
  });

  test('are told in the last one of the day together where they come at the same moment', async () => {
    const it = await browserWith();
    it.alerts.settings = { ...ALWAYS, perDay: 5, digestAt: '09:00' };
    const service = it.start();
    await service.fire();
    it.clock.now = START + HOUR + MINUTE;
    await service.fire();
    for (let place = 0; place < 200; place += 1) await service.add(it.source, about(`Deal ${place}`, START + 2 * HOUR));
    it.notifications.shown.clear();
    it.clock.now = START + 2 * HOUR;
    await it.start().fire();
    const titles = [...it.notifications.shown.values()].map(([title]) => title);
    expect(titles).toHaveLength(5);
    expect(titles.slice(0, 4).every((title) => title.startsWith('Deal '))).toBe(true);
    expect(titles[4]).toBe('196 follow-ups are due now');
    // Nothing of it is told again.
    it.notifications.shown.clear();
    it.clock.now = START + 25 * HOUR;
    await it.start().fire();
    expect(it.notifications.shown.size).toBe(0);
  });

  test('a worker that is stopped while it shows one shows it once, and wakes again', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.fire();
    await service.add(it.source, about('Acme', START + HOUR));
    it.clock.now = START + HOUR;
    const { create } = it.notifications;
    let created = 0;
    const counting: typeof create = (...given) => {
      created += 1;
      return create(...given);
    };
    it.notifications.create = async (...given) => {
      await counting(...given);
      // Nothing after it is ever heard of.
      it.local.set = () => Promise.reject(new Error('stopped'));
      throw new Error('stopped');
    };
    const { set } = it.local;
    await expect(it.start().fire()).rejects.toThrow('stopped');
    Object.assign(it.local, { set });
    Object.assign(it.notifications, { create: counting });
    expect(it.alarms.at(-1)).toBeLessThanOrEqual(START + HOUR + MINUTE);
    it.clock.now = START + HOUR + MINUTE;
    await it.start().fire();
    it.clock.now = START + 25 * HOUR;
    await it.start().fire();
    expect(created).toBe(1);
  });

  test('what was shown before there was an account of it is not shown again', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.add(it.source, about('Acme', START + HOUR));
    const [reminder] = await openReminders(it.source.db);
    await changeReminder(it.source.db, reminder?.id ?? '', () => ({ state: 'due' }));
    it.clock.now = START + 2 * HOUR;
    await it.start().fire();
    expect(it.notifications.shown.size).toBe(0);
  });
});

describe('a step that fails does not cut off the next:', () => {
  test('after a notification that is refused the others show, the alarm is set, and screens hear of it', async () => {
    const it = await browserWith({ refuses: /Acme/ });
    const service = it.start();
    await service.fire();
    for (const name of ['Acme', 'Best']) await service.add(it.source, about(name, START + HOUR));
    await service.add(it.source, about('Later', START + 5 * HOUR));
    it.alarms.length = it.published.times = 0;
    it.clock.now = START + HOUR;
    await expect(service.fire()).rejects.toThrow('no notification of Acme');
    expect([...it.notifications.shown.values()]).toEqual([['Best', expect.stringMatching(/^call · /)]]);
    expect(it.alarms.at(-1)).toBe(START + 5 * HOUR);
    expect(it.published.times).toBe(1);
    expect(await states(it.source.db)).toEqual({ Acme: 'due', Best: 'due', Later: 'waiting' });
  });

  test('an org whose database cannot be read keeps no other org’s reminders back', async () => {
    const it = await browserWith({ orgs: 3 });
    const service = it.start();
    await service.fire();
    for (const [place, source] of it.sources.entries()) await service.add(source, about(`deal ${place}`, START + HOUR));
    const first = it.source.db;
    first.close({ disableAutoOpen: true });
    it.clock.now = START + HOUR;
    await expect(service.fire()).rejects.toThrow(/closed/i);
    expect([...it.notifications.shown.values()].map(([name]) => name).toSorted()).toEqual(['deal 1', 'deal 2']);
    await first.open();
    await service.fire();
    expect([...it.notifications.shown.values()].map(([name]) => name)).toContain('deal 0');
  });

  test('a session storage that is out of order delays nothing', async () => {
    const it = await browserWith();
    const service = it.start();
    await service.add(it.source, about('Acme', START + HOUR));
    it.clock.now = START + HOUR;
    it.storage.get = () => Promise.reject(new Error('storage'));
    it.storage.set = () => Promise.reject(new Error('storage'));
    await expect(service.fire()).rejects.toThrow('storage');
    expect(it.notifications.shown.size).toBe(1);
  });
});

/** What a clock of a zone shows at an instant, by the platform. */
const onClock = (at: number | undefined, timeZone: string): string =>
  new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);

describe('the clock in front of the person is the one that is meant', () => {
  test.each([
    ['America/New_York', Date.UTC(2026, 4, 12, 8), 'tomorrow 9', '2026-05-13 09:00'],
    ['America/New_York', Date.UTC(2026, 4, 12, 8), 'today 23:30', '2026-05-12 23:30'],
    ['Asia/Tokyo', Date.UTC(2026, 4, 12, 16), 'today 9', '2026-05-13 09:00'],
    // Over the nights in which clocks change, there and nowhere else.
    ['America/New_York', Date.UTC(2026, 2, 7, 15), 'tomorrow 9', '2026-03-08 09:00'],
    ['Europe/Warsaw', Date.UTC(2026, 9, 24, 10), 'tomorrow 9', '2026-10-25 09:00'],
    ['Australia/Lord_Howe', Date.UTC(2026, 9, 3, 2), 'tomorrow 9', '2026-10-04 09:00'],
  ])('in %s', async (zone, at, words, shown) => {
    const it = await browserWith();
    it.clock.zone = zone;
    it.clock.now = at;
    await it.start().add(it.source, about('a', words));
    expect(onClock((await openReminders(it.source.db))[0]?.dueAt, zone)).toBe(shown);
    expect(it.alarms).toEqual([(await openReminders(it.source.db))[0]?.dueAt]);
  });

  test('who travels on is reminded at the same instant, and a snooze is meant by the clock there', async () => {
    const it = await browserWith();
    it.clock.zone = 'Europe/Warsaw';
    const service = it.start();
    await service.add(it.source, about('a', 'tomorrow 9'));
    const [before] = await openReminders(it.source.db);
    it.clock.zone = 'America/New_York';
    const [after] = await openReminders(it.source.db);
    expect(after?.dueAt).toBe(before?.dueAt);
    expect(onClock(after?.dueAt, 'America/New_York')).toBe('2026-05-13 03:00');
    // Its day is that of the clock in front of the person, whatever zone the CRM has for them.
    for (const [zone, day] of [
      ['America/New_York', '2026-05-13'],
      ['Pacific/Honolulu', '2026-05-12'],
    ] as const)
      expect(after && reminderView(after, { now: it.clock.now, timeZone: zone }).day).toBe(day);
    await service.snooze(it.source, before?.id ?? '', 'tomorrow');
    expect(onClock((await openReminders(it.source.db))[0]?.dueAt, 'America/New_York')).toBe('2026-05-13 09:00');
  });
});
