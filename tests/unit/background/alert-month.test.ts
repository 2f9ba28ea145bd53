import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createAlertGate, type Told } from '@/lib/background/alerts';
import type { AlertSettings } from '@/lib/deal/alerts/alert-settings';

import { fakeStorage } from './fake-browser';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 31;
const ZONES = [
  'Europe/Warsaw',
  'America/Santiago',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'UTC',
];
const SOURCES = ['reminder', 'task', 'silent', 'change'] as const;

/** What the clock in front of a person shows, by the platform. */
function shows(at: number, timeZone: string): { day: string; weekday: string; time: string } {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('sv', { timeZone, ...options }).format(at);
  return {
    day: part({ dateStyle: 'short' }),
    weekday: new Intl.DateTimeFormat('en', { timeZone, weekday: 'short' }).format(at),
    time: part({ timeStyle: 'short' }),
  };
}
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

interface Happening {
  minute: number;
  what:
    /** So many, one a minute. */
    | { event: (typeof SOURCES)[number]; count: number }
    | { zone: string }
    /** The clock is set by so many minutes. */
    | { set: number }
    /** The browser is closed for so many minutes. */
    | { closed: number }
    /** The computer sleeps for so many minutes: no alarm rings, and what was shown stays. */
    | { asleep: number }
    /** A person is done with the todo that came last but so many, or puts it off by so many minutes. */
    | { over: number; later?: number | undefined }
    /** The worker is stopped at that step from now on, before or after the step has its effect. */
    | { killAt: number; isAfter: boolean }
    /** Nothing but the worker's end: no step of it is under way. */
    | { idle: true }
    | { settings: AlertSettings };
}

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '59'))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const settings: fc.Arbitrary<AlertSettings> = fc
  .record({
    perDay: fc.integer({ min: 0, max: 6 }),
    quiet: fc.option(
      fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to),
      { nil: undefined },
    ),
    workdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 7 }),
    digestAt: time,
  })
  .map(({ quiet, ...rest }) => ({ ...rest, ...(quiet ? { quiet } : {}) }));
const happening: fc.Arbitrary<Happening> = fc.record({
  minute: fc.integer({ min: 0, max: DAYS * 24 * 60 }),
  what: fc.oneof(
    { weight: 12, arbitrary: fc.record({ event: fc.constantFrom(...SOURCES), count: fc.integer({ min: 1, max: 8 }) }) },
    { weight: 1, arbitrary: fc.record({ zone: fc.constantFrom(...ZONES) }) },
    { weight: 1, arbitrary: fc.record({ set: fc.integer({ min: -2 * 24 * 60, max: 2 * 24 * 60 }) }) },
    { weight: 1, arbitrary: fc.record({ closed: fc.integer({ min: 1, max: 9 * 24 * 60 }) }) },
    { weight: 2, arbitrary: fc.record({ asleep: fc.constantFrom(9 * 60, 25, 14 * 60, 63 * 60) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        over: fc.integer({ min: 0, max: 6 }),
        later: fc.option(fc.integer({ min: 1, max: 4 * 24 * 60 }), { nil: undefined }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ killAt: fc.integer({ min: 1, max: 9 }), isAfter: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant({ idle: true as const }) },
    { weight: 1, arbitrary: fc.record({ settings }) },
  ),
});

interface Ring {
  events: string[];
  at: number;
  zone: string;
  held: AlertSettings;
}

/** A browser of a month: what rang, and what of the events was never to be told. */
async function month(start: number, first: AlertSettings, happenings: readonly Happening[]) {
  const storage = fakeStorage();
  const tray = new Map<string, string>();
  const rings: Ring[] = [];
  const state = { at: start, skew: 0, zone: 'Europe/Warsaw', settings: first, openFrom: start, isFresh: true };
  let alarm: number | undefined;
  const events: Told[] = [];
  /** What a person was done with, or put off, before it was told: it may be told no more. */
  const over = new Map<string, boolean>();
  const isStanding = ({ id }: Told): boolean => !over.has(id);
  const clock = () => state.at + state.skew;

  /** The step at which the worker that lives now is stopped. */
  let kill: { in: number; isAfter: boolean } | undefined;
  function step<Result>(run: () => Promise<Result>, worker: { isDead: boolean }): Promise<Result> {
    if (worker.isDead) return Promise.reject(new Error('Killed.'));
    if (!kill || (kill.in -= 1) > 0) return run();
    const { isAfter } = kill;
    kill = undefined;
    worker.isDead = true;
    return (isAfter ? run() : Promise.resolve()).then(() => Promise.reject(new Error('Killed.')));
  }
  const standing = (source: (name: string) => boolean) =>
    events.filter((each) => source(each.id.split('/')[0] ?? '') && each.at <= clock() && isStanding(each));
  async function fire(): Promise<void> {
    const worker = { isDead: false };
    const gate = createAlertGate({
      storage: {
        get: (key) => step(() => storage.get(key), worker),
        set: (value) => step(() => storage.set(value), worker),
      },
      notifications: {
        create: (id, { message }) =>
          step(() => {
            tray.set(id, message);
            rings.push({ events: message.split('\n'), at: clock(), zone: state.zone, held: state.settings });
            return Promise.resolve(id);
          }, worker),
        clear: (id) => step(() => Promise.resolve(tray.delete(id)), worker),
        list: () => step(() => Promise.resolve([...tray.keys()]), worker),
      },
      iconUrl: '',
      now: clock,
      timeZone: () => state.zone,
      settings: () => Promise.resolve(state.settings),
      notices: () =>
        Promise.resolve({ events: standing((name) => name !== 'reminder'), sources: ['task', 'silent', 'change'] }),
      words: (_as, said) => ({ title: 'list', text: said.map(({ text }) => text).join('\n') }),
    });
    // As the service does: first of all an alarm for whoever is stopped on the way.
    alarm = clock() + MINUTE;
    const isFirst = state.isFresh;
    state.isFresh = false;
    try {
      await gate.begin([]);
      const todos = standing((name) => name === 'reminder');
      await gate.tell({ events: todos, sources: ['reminder'] }, isFirst ? 0 : 2 * MINUTE);
      const ahead = events
        .filter((each) => each.id.startsWith('reminder') && each.at > clock() && isStanding(each))
        .map(({ at }) => at);
      alarm = await gate.next(
        ahead.length > 0 ? Math.min(...ahead) : undefined,
        todos.map(({ id }) => id),
      );
    } catch (error) {
      if (!worker.isDead) throw error;
    }
  }
  /** Lets the time run to an instant, with every alarm on the way. */
  async function until(end: number): Promise<void> {
    for (;;) {
      const ringsIn = alarm === undefined ? Infinity : Math.max(alarm - state.skew, state.at, state.openFrom);
      if (ringsIn > end) break;
      state.at = ringsIn;
      await fire();
    }
    state.at = Math.max(state.at, end);
  }
  await fire();
  for (const { minute, what } of happenings.toSorted((a, b) => a.minute - b.minute)) {
    await until(start + minute * MINUTE);
    if ('event' in what) {
      for (let number = 0; number < what.count; number += 1) {
        const id = `${what.event}/${events.length}`;
        events.push({
          id,
          notificationId: id,
          // A reminder is set for later, everything else is found as it happens.
          at: clock() + (what.event === 'reminder' ? (30 + number) * MINUTE : 0),
          kind: what.event === 'reminder' ? 'todo' : 'notice',
          say: () => Promise.resolve({ title: id, text: id }),
        });
      }
      if (what.event === 'reminder' && state.at >= state.openFrom) await fire();
    } else if ('zone' in what) state.zone = what.zone;
    else if ('set' in what) state.skew += what.set * MINUTE;
    else if ('closed' in what) {
      state.openFrom = Math.max(state.openFrom, state.at + what.closed * MINUTE);
      // What the system showed goes with the browser, and so does its alarm; its start fires.
      tray.clear();
      alarm = state.openFrom + state.skew;
      state.isFresh = true;
    } else if ('asleep' in what) state.openFrom = Math.max(state.openFrom, state.at + what.asleep * MINUTE);
    else if ('over' in what) {
      if (state.at < state.openFrom) continue;
      const found = events.filter((each) => each.id.startsWith('reminder') && isStanding(each)).at(-1 - what.over);
      if (!found) continue;
      over.set(
        found.id,
        rings.some((ring) => ring.events.includes(found.id)),
      );
      tray.delete(found.notificationId);
      if (what.later !== undefined) {
        const id = `reminder/${events.length}`;
        events.push({
          ...found,
          id,
          at: clock() + what.later * MINUTE,
          say: () => Promise.resolve({ title: id, text: id }),
        });
      }
      await fire();
    } else if ('killAt' in what) kill = { in: what.killAt, isAfter: what.isAfter };
    else if ('settings' in what) {
      state.settings = what.settings;
      if (state.at >= state.openFrom) await fire();
    }
  }
  // Another two weeks, with a person who hears of things on weekdays: what waits is told by then.
  kill = undefined;
  state.settings = { perDay: 1, workdays: [1, 2, 3, 4, 5], digestAt: '09:00' };
  state.zone = 'UTC';
  await fire();
  await until(state.at + 14 * DAY);
  return { rings, events, over };
}

/**
 * The worker is stopped right before it shows a list that begins with what an earlier list, which stands there still, began with: what is only
 * in the second one was lost.
 */
const listLikeTheOneBefore = (killAt: number): [number, AlertSettings, Happening[]] => [
  Date.parse('2026-03-07T05:00Z'),
  { perDay: 0, workdays: [], digestAt: '00:00' },
  [
    ...Array.from({ length: 2 }, () => ({ minute: 0, what: { event: 'reminder', count: 1 } as const })),
    { minute: 0, what: { over: 0, later: undefined } },
    ...Array.from({ length: 2 }, () => ({ minute: 0, what: { event: 'reminder', count: 1 } as const })),
    { minute: 0, what: { event: 'task', count: 1 } },
    {
      minute: 0,
      what: {
        settings: { perDay: 2, workdays: [0], digestAt: '00:15', quiet: { from: '01:00', to: '00:00' } },
      },
    },
    { minute: 0, what: { over: 0, later: 30 } },
    { minute: 1139, what: { over: 2, later: 1 } },
    { minute: 1139, what: { event: 'reminder', count: 1 } },
    { minute: 1140, what: { killAt, isAfter: false } },
    { minute: 11_160, what: { event: 'reminder', count: 1 } },
  ],
];

test('in a month of whatever happens no day has more notifications than are allowed, no quiet hour or free day has one, and everything is told exactly once', async () => {
  const told = { alone: 0, inLists: 0, most: 0 };
  await fc.assert(
    fc.asyncProperty(
      // Months with and without a change of clocks, north and south.
      fc.constantFrom('2026-03-07', '2026-10-03', '2026-10-24', '2026-07-01').map((day) => Date.parse(`${day}T05:00Z`)),
      settings,
      fc.array(happening, { minLength: 10, maxLength: 120 }),
      async (start, first, happenings) => {
        const { rings, events, over } = await month(start, first, happenings);
        const perDay = new Map<string, number>();
        for (const { at, zone, held } of rings) {
          const { day, weekday, time: clock } = shows(at, zone);
          expect(held.workdays).toContain(WEEKDAYS.indexOf(weekday));
          const { quiet } = held;
          if (quiet)
            expect(
              quiet.from < quiet.to ? clock >= quiet.from && clock < quiet.to : clock >= quiet.from || clock < quiet.to,
              `${clock} in ${quiet.from}–${quiet.to}`,
            ).toBe(false);
          perDay.set(day, (perDay.get(day) ?? 0) + 1);
          // Those that were shown before a smaller number was chosen cannot be taken back.
          expect(perDay.get(day)).toBeLessThanOrEqual(held.perDay);
          told.most = Math.max(told.most, perDay.get(day) ?? 0);
        }
        const seen = rings.flatMap(({ events: each }) => each);
        const due = events.filter(({ id }) => over.get(id) !== false);
        expect(seen.toSorted()).toEqual(due.map(({ id }) => id).toSorted());
        for (const { events: each } of rings) told[each.length === 1 ? 'alone' : 'inLists'] += each.length;
      },
    ),
    { numRuns: process.env['LONG'] ? 1500 : 60, examples: [4, 5, 6, 7].map(listLikeTheOneBefore) },
  );
  // All of it happened, or nothing was proved.
  expect(Math.min(told.alone, told.inLists)).toBeGreaterThan(10);
  expect(told.most).toBeGreaterThan(1);
});
