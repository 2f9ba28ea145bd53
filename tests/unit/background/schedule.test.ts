import { describe, expect, test, vi } from 'vitest';

import { createSchedule } from '@/lib/background/schedule';

import { fakeAlarms } from './fake-browser';

const jobs = (isWatched = true) => ({
  sync: vi.fn<() => Promise<boolean>>(() => Promise.resolve(isWatched)),
  remind: vi.fn<() => Promise<void>>(() => Promise.resolve()),
  learn: vi.fn<() => Promise<void>>(() => Promise.resolve()),
});

describe('while a page of the CRM is open', () => {
  test('it is synced twice a minute, and the model is looked at once an hour', async () => {
    const alarms = fakeAlarms();
    await createSchedule(alarms, jobs()).watch();
    expect(Object.fromEntries(alarms.set)).toEqual({ sync: { periodInMinutes: 0.5 }, learn: { periodInMinutes: 60 } });
  });

  test('the hourly alarm is not set again by each page, or it would never go off', async () => {
    const alarms = fakeAlarms();
    const schedule = createSchedule(alarms, jobs());
    await schedule.watch();
    await createSchedule(alarms, jobs()).watch();
    expect(alarms.log.filter((name) => name === 'learn')).toHaveLength(1);
  });

  test('an alarm that cannot be set does not cut off the next', async () => {
    const alarms = fakeAlarms();
    const { create } = alarms;
    alarms.create = (name, when) => (name === 'sync' ? Promise.reject(new Error('full')) : create(name, when));
    await expect(createSchedule(alarms, jobs()).watch()).rejects.toThrow('full');
    expect([...alarms.set.keys()]).toEqual(['learn']);
  });
});

test.each(['sync', 'learn', 'reminders'] as const)('the alarm “%s” does its own job alone', async (name) => {
  const all = jobs();
  await createSchedule(fakeAlarms(), all).ring(name);
  const ran = Object.entries(all).flatMap(([job, run]) => (run.mock.calls.length > 0 ? [job] : []));
  expect(ran).toEqual([name === 'reminders' ? 'remind' : name]);
});

test('once no page of the CRM is open the sync alarm is cleared, and not before', async () => {
  for (const isWatched of [true, false]) {
    const alarms = fakeAlarms();
    const schedule = createSchedule(alarms, jobs(isWatched));
    await schedule.watch();
    await schedule.ring('sync');
    expect(alarms.set.has('sync')).toBe(isWatched);
  }
});

test('once it is cleared, the next question sets it again where a page of the CRM is open, syncs it once, and sets none where none is', async () => {
  for (const isWatched of [true, false]) {
    const alarms = fakeAlarms();
    const all = jobs(isWatched);
    const schedule = createSchedule(alarms, all);
    await schedule.follow();
    expect(all.sync).toHaveBeenCalledTimes(1);
    expect(alarms.set.has('sync')).toBe(isWatched);
    await schedule.follow();
    expect(all.sync).toHaveBeenCalledTimes(isWatched ? 1 : 2);
  }
});

test('where no surface is open the alarm comes rarer, so that the worker ends between two; with one it is as often as before', async () => {
  const alarms = fakeAlarms();
  let isFollowed = false;
  const schedule = createSchedule(alarms, { ...jobs(), isFollowed: () => Promise.resolve(isFollowed) });
  await schedule.watch();
  await schedule.ring('sync');
  expect(alarms.set.get('sync')).toEqual({ periodInMinutes: 2 });
  const sets = alarms.log.length;
  await schedule.ring('sync');
  // One that is set again starts over.
  expect(alarms.log).toHaveLength(sets);
  isFollowed = true;
  await schedule.ring('sync');
  expect(alarms.set.get('sync')).toEqual({ periodInMinutes: 0.5 });
});

test('whoever comes back to the computer gets the news at once where a page of the CRM is open, and nothing is asked where none is', async () => {
  const all = jobs();
  const schedule = createSchedule(fakeAlarms(), all);
  await schedule.back();
  expect(all.sync).not.toHaveBeenCalled();
  await schedule.watch();
  await schedule.back();
  expect(all.sync).toHaveBeenCalledTimes(1);
});

test('a sync that fails leaves its alarm set: the next one may succeed', async () => {
  const alarms = fakeAlarms();
  const schedule = createSchedule(alarms, { ...jobs(), sync: () => Promise.reject(new Error('offline')) });
  await schedule.watch();
  await expect(schedule.ring('sync')).rejects.toThrow('offline');
  expect(alarms.set.has('sync')).toBe(true);
});

test('an alarm that a clock set back by hours has put off is set anew by the next worker, one that is near is not', async () => {
  const alarms = fakeAlarms();
  const schedule = createSchedule(alarms, jobs());
  await schedule.watch();
  const [now, hour] = [Date.UTC(2026, 4, 12, 8), 3_600_000];
  alarms.set.set('sync', { scheduledTime: now + 5 * hour });
  alarms.set.set('learn', { scheduledTime: now + hour / 2 });
  alarms.log.length = 0;
  await createSchedule(alarms, jobs()).setBack(now);
  expect(alarms.log).toEqual(['sync']);
  await alarms.clear('sync');
  await createSchedule(alarms, jobs()).setBack(now);
  expect(alarms.set.has('sync')).toBe(false);
});
