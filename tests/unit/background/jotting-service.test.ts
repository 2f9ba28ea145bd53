import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';

import { createJottingService } from '@/lib/background/jotting-service';
import { DAY_MS } from '@/lib/calendar/days';
import { knownUpTo } from '@/lib/deal/clock';
import { deleteAll, openDatabase } from '@/lib/storage/database';
import { allJottings } from '@/lib/storage/stored-jottings';
import { copyWrittenTo, restoreWritten, takeUpFile, writtenFile } from '@/lib/storage/written';

const ORG = '00D000000000001AAA';
const USER = '005000000000001AAA';
const open = () => openDatabase(ORG, USER);
let at = Date.parse('2026-11-24T10:00:00Z');
const service = (zone = 'UTC') =>
  createJottingService({ now: () => at, publish: () => Promise.resolve(), timeZone: () => zone });

afterEach(() => deleteAll());

test('what a person keeps of a deal and its people is in the second copy and in the file, and comes back from both', async () => {
  const values = new Map<string, unknown>();
  copyWrittenTo({
    get: (key) => Promise.resolve(key === null ? Object.fromEntries(values) : { [key]: values.get(key) }),
    set(given) {
      for (const [key, value] of Object.entries(given)) values.set(key, structuredClone(value));
      return Promise.resolve();
    },
    remove: (key) => Promise.resolve(void values.delete(key)),
  });
  const jottings = service();
  await jottings.put(open(), { kind: 'note', of: '006A', value: { text: 'They fear the move.' } });
  await jottings.put(open(), { kind: 'person', of: '006A/003B', value: { stance: 'against', urgency: 'high' } });
  const before = await allJottings(open());
  expect(before.map(({ id }) => id)).toEqual(['note/006A', 'person/006A/003B']);
  const file = await writtenFile([open().name]);

  await open().jottings.clear();
  expect(await restoreWritten(open())).toBe(2);
  expect(await allJottings(open())).toEqual(before);

  await open().jottings.clear();
  values.clear();
  expect(await takeUpFile(file)).toBe(2);
  expect(await allJottings(open())).toEqual(before);

  // Taken away by the person, it does not come back.
  await jottings.put(open(), { kind: 'note', of: '006A' });
  expect(await restoreWritten(open())).toBe(0);
  expect((await allJottings(open())).map(({ id }) => id)).toEqual(['person/006A/003B']);
});

test('what is none of its kind is refused, and nothing is kept', async () => {
  // Safe: a message may bring anything.
  const odd = { stance: 'furious' } as never;
  await expect(service().put(open(), { kind: 'person', of: '006A/003B', value: odd })).rejects.toThrow('no person');
  expect(await allJottings(open())).toEqual([]);
  const file = JSON.stringify({
    pipelens: 1,
    written: {
      [open().name]: {
        reminders: [],
        quotas: [],
        calls: [],
        jottings: [{ id: 'person/x', kind: 'person', of: 'x', value: odd, at: 1 }],
      },
    },
  });
  await expect(takeUpFile(file)).rejects.toThrow(RangeError);
});

test('what had not come from the CRM yet when somebody looked is news the next time, by the CRM’s own clock', async () => {
  const HOUR = 3_600_000;
  const jottings = service();
  const look = (syncedAt: number, clockAhead = 0) =>
    jottings.look(open(), '006C', [], [], knownUpTo({ syncedAt, clockAhead }, at));
  // Without a network since three hours.
  const known = at - 3 * HOUR;
  await look(known);
  at += HOUR;
  expect(await look(at)).toBe(known);
  // This computer's clock is ten minutes ahead.
  at += HOUR;
  expect(await look(at, 600_000)).toBe(at - HOUR);
  const seen = at - 600_000;
  at += HOUR;
  expect(await look(at, 600_000)).toBe(seen);
  // One that was set back knows nothing of the future.
  expect(knownUpTo({ syncedAt: at + HOUR }, at)).toBe(at);
  expect(knownUpTo({}, at)).toBe(at);
});

test('a look is remembered: what came after the one before is news, and a look of a moment ago is the same one', async () => {
  const jottings = service();
  const first = at;
  expect(await jottings.look(open(), '006A', [])).toBeUndefined();
  at += 60_000;
  // Somebody else may have changed it in this minute, of all looks the first.
  expect(await jottings.look(open(), '006A', [])).toBe(first);
  at += 60_000;
  expect(await jottings.look(open(), '006A', [])).toBe(first);
  const last = at;
  at += 3_600_000;
  expect(await jottings.look(open(), '006A', [])).toBe(last);
  at += 60_000;
  expect(await jottings.look(open(), '006A', [])).toBe(last);
  expect(await jottings.look(open(), '006B', [])).toBeUndefined();
  expect(last).toBeGreaterThan(first);
});

test('a rule whose advice is ignored mutes itself after its trial, counted once a deal and day, and comes back by hand for good', async () => {
  const jottings = service();
  const rule = async () => (await allJottings(open())).find(({ id }) => id === 'advice/pushed')?.value;
  for (let deal = 0; deal < 11; deal += 1) {
    await jottings.look(open(), `006${deal}`, ['pushed']);
    // The same day again is the same advice.
    await jottings.look(open(), `006${deal}`, ['pushed']);
  }
  expect(await rule()).toMatchObject({ shown: 11, done: 0 });
  // Whoever looks through their list in an hour has ignored nothing yet, however long it is and however often.
  for (const _round of [1, 2])
    for (let deal = 0; deal < 230; deal += 1) await jottings.look(open(), `006z${deal}`, ['stalled']);
  expect((await allJottings(open())).find(({ id }) => id === 'advice/stalled')?.value).toMatchObject({ shown: 230 });
  await jottings.look(open(), '006x', ['pushed']);
  expect(await rule()).toMatchObject({ shown: 12 });
  expect((await allJottings(open())).filter(({ value }) => 'mutedAt' in value)).toEqual([]);
  at += DAY_MS;
  await jottings.look(open(), '006x', ['pushed']);
  expect(await rule()).toMatchObject({ shown: 13, mutedAt: at, mutedBy: 'itself' });
  // What is said to be of no use needs no night.
  for (let deal = 0; deal < 12; deal += 1) {
    await jottings.look(open(), `006${deal}`, ['overdue']);
    await jottings.answer(open(), 'overdue', `006${deal}`, 'useless');
  }
  expect((await allJottings(open())).find(({ id }) => id === 'advice/overdue')?.value).toMatchObject({ mutedAt: at });

  await jottings.mute(open(), 'pushed', false);
  for (let deal = 0; deal < 30; deal += 1) await jottings.look(open(), `006y${deal}`, ['pushed']);
  expect(await rule()).toMatchObject({ shown: 30, isKept: true });
  expect(await rule()).not.toHaveProperty('mutedAt');
});

test('a rule whose advice is acted on in three of ten cases goes on', async () => {
  const jottings = service();
  for (let deal = 0; deal < 40; deal += 1) {
    await jottings.look(open(), `006${deal}`, ['stalled']);
    if (deal % 3 === 0) await jottings.answer(open(), 'stalled', `006${deal}`, 'done');
  }
  const found = (await allJottings(open())).find(({ id }) => id === 'advice/stalled')?.value;
  expect(found).toMatchObject({ shown: 40, done: 14 });
  expect(found).not.toHaveProperty('mutedAt');
});

test('a rule whose advice is acted on without a word about it goes on: what it said is no longer so', async () => {
  const jottings = service();
  const rule = async () => (await allJottings(open())).find(({ id }) => id === 'advice/noNextStep')?.value;
  for (let deal = 0; deal < 14; deal += 1) {
    await jottings.look(open(), `006${deal}`, ['noNextStep'], ['noNextStep', 'pushed']);
    // Put off, not heard for another reason, or looked at from elsewhere, it still stands there.
    await jottings.look(open(), `006${deal}`, [], ['noNextStep']);
    await jottings.look(open(), `007${deal}`, [], []);
    // The next step was typed.
    await jottings.look(open(), `006${deal}`, [], []);
    await jottings.look(open(), `006${deal}`, [], []);
  }
  expect(await rule()).toMatchObject({ shown: 14, done: 14, open: [] });
  expect(await rule()).not.toHaveProperty('mutedAt');
  // What is said to be done, or of no use, is counted by that alone.
  for (const answer of ['done', 'useless'] as const) {
    await jottings.look(open(), `008${answer}`, ['noNextStep'], ['noNextStep']);
    await jottings.answer(open(), 'noNextStep', `008${answer}`, answer);
    await jottings.look(open(), `008${answer}`, [], []);
  }
  expect(await rule()).toMatchObject({ shown: 16, done: 15, useless: 1 });
});

test.each([
  // One evening of one person is two days in UTC, and two days of another are one.
  ['America/New_York', '2026-11-24T23:30:00Z', '2026-11-25T00:30:00Z', 1],
  ['Asia/Tokyo', '2026-11-24T14:30:00Z', '2026-11-24T15:30:00Z', 2],
])('advice is counted once a day of the clock in front of the person: in %s', async (zone, first, second, shown) => {
  const before = at;
  const jottings = service(zone);
  for (const each of [first, second]) {
    at = Date.parse(each);
    await jottings.look(open(), '006A', ['pushed']);
  }
  expect((await allJottings(open())).find(({ id }) => id === 'advice/pushed')?.value).toMatchObject({ shown });
  at = before;
});

test('advice that is put off until tomorrow speaks again from the morning on, also over a night with another hour', async () => {
  const before = at;
  for (const [now, morning] of [
    ['2026-11-24T17:00:00-05:00', '2026-11-25T00:00:00-05:00'],
    ['2026-03-07T17:00:00-05:00', '2026-03-08T00:00:00-05:00'],
    ['2026-10-31T23:59:00-04:00', '2026-11-01T00:00:00-04:00'],
  ] as const) {
    at = Date.parse(now);
    await service('America/New_York').answer(open(), 'pushed', '006A', 'later');
    const value = (await allJottings(open())).find(({ id }) => id === 'advice/pushed')?.value;
    expect(value).toMatchObject({ until: { '006A': Date.parse(morning) } });
  }
  at = before;
});

test('what several surfaces do at once is all counted and kept, whoever was first', async () => {
  const jottings = service();
  const deals = Array.from({ length: 8 }, (_, at) => `006${at}`);
  await Promise.all([
    ...deals.map((deal) => jottings.answer(open(), 'stalled', deal, 'done')),
    ...deals.map((deal) => jottings.look(open(), deal, ['stalled', 'pushed'])),
  ]);
  const value = async (id: string) => (await allJottings(open())).find((each) => each.id === id)?.value;
  expect(await value('advice/stalled')).toMatchObject({ shown: 8, done: 8 });
  expect(await value('advice/pushed')).toMatchObject({ shown: 8 });
  expect(Object.keys(((await value('advice/stalled')) as { until: object }).until)).toHaveLength(8);
});

test('two pages that change parts of the same thing undo nothing of each other', async () => {
  const jottings = service();
  const value = async (id: string) => (await allJottings(open())).find((each) => each.id === id)?.value;
  const was = { stance: 'for', influence: 'low' } as const;
  const of = '006A/003B';
  await jottings.put(open(), { kind: 'person', of, value: was });
  await Promise.all([
    jottings.put(open(), { kind: 'person', of, was, value: { ...was, urgency: 'high' } }),
    jottings.put(open(), { kind: 'person', of, was, value: { stance: 'for' } }),
    jottings.put(open(), { kind: 'person', of, was, value: { ...was, need: 'quiet' } }),
  ]);
  expect(await value(`person/${of}`)).toEqual({ stance: 'for', urgency: 'high', need: 'quiet' });

  const steps = { milestones: {}, obstacles: {}, sent: [{ content: 'a', at: 1 }], scores: {} };
  await jottings.put(open(), { kind: 'steps', of: '006A', value: steps });
  await Promise.all([
    jottings.put(open(), {
      kind: 'steps',
      of: '006A',
      was: steps,
      value: { ...steps, milestones: { m1: { at: 1, evidence: 'x' } } },
    }),
    jottings.put(open(), {
      kind: 'steps',
      of: '006A',
      was: steps,
      value: { ...steps, milestones: { m2: { at: 2, evidence: 'y' } } },
    }),
    jottings.put(open(), {
      kind: 'steps',
      of: '006A',
      was: steps,
      value: { ...steps, sent: [...steps.sent, { content: 'b', at: 2 }] },
    }),
    jottings.put(open(), {
      kind: 'steps',
      of: '006A',
      was: steps,
      value: { ...steps, sent: [{ content: 'a', at: 1, outcome: 'helped' }] },
    }),
  ]);
  expect(await value('steps/006A')).toEqual({
    ...steps,
    milestones: { m1: { at: 1, evidence: 'x' }, m2: { at: 2, evidence: 'y' } },
    sent: [
      { content: 'b', at: 2 },
      { content: 'a', at: 1, outcome: 'helped' },
    ],
  });
  // The last part taken away, nothing is left.
  await jottings.put(open(), { kind: 'person', of, was: { stance: 'for' }, value: {} });
  await jottings.put(open(), { kind: 'person', of, was: { urgency: 'high', need: 'quiet' } });
  expect(await value(`person/${of}`)).toBeUndefined();
});

test('a note that two pages have written at once is what both wrote, and goes on from there', async () => {
  const jottings = service();
  const text = async () => (await allJottings(open())).flatMap(({ value }) => ('text' in value ? value.text : []));
  const put = (was: string, words: string) =>
    jottings.put(open(), {
      kind: 'note',
      of: '006A',
      was: { text: was },
      ...(words === '' ? {} : { value: { text: words } }),
    });
  await put('', 'Old');
  await put('Old', 'Old\nFrom one');
  await put('Old', 'Old\nFrom two');
  expect(await text()).toEqual(['Old\nFrom one\nFrom two']);
  // Whoever typed on from what they had before them says nothing twice.
  await put('Old\nFrom two', 'Old\nFrom two, longer');
  expect(await text()).toEqual(['Old\nFrom one\nFrom two, longer']);
  await put('Old\nFrom one\nFrom two, longer', '');
  expect(await text()).toEqual([]);
});
