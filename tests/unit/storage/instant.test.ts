import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { clockBehind, clockOff } from '@/lib/deal/clock';
import { generateOrg } from '@/lib/sample/generate';
import { PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import { setQuotaType } from '@/lib/storage/quota-type';
import { putScore } from '@/lib/storage/stored-score';
import { contextOf } from '@/tests/explore/context';

const TODAY = '2026-11-24' as Day;

test('contexts that ask one after the other of the same revision stand for the same instant, until it or the hour moves on', async () => {
  const { facts } = contextOf(generateOrg({ size: 12, asOf: TODAY }), TODAY);
  const db = new PipelensDatabase('instant');
  await putProfile(db, facts.profile);
  const hour = Date.UTC(2026, 10, 24, 10);
  const first = await createFactsCache(db)(hour + 60_000);
  expect(first?.now).toBe(hour + 60_000);
  expect((await createFactsCache(db)(hour + 1_700_000))?.now).toBe(hour + 60_000);
  await putScore(db, {});
  expect((await createFactsCache(db)(hour + 1_800_000))?.now).toBe(hour + 1_800_000);
  expect((await createFactsCache(db)(hour + 3_600_000))?.now).toBe(hour + 3_600_000);
});

test('today is the person’s day, and periods end in the org’s zone: at one instant two days', async () => {
  const { facts } = contextOf(generateOrg({ size: 12, asOf: TODAY }), TODAY);
  const db = new PipelensDatabase('zones');
  await putProfile(db, { ...facts.profile, timeZone: 'Pacific/Auckland', orgTimeZone: 'America/Los_Angeles' });
  // 08:00 on the first of July in Auckland, 13:00 on the last of June in Los Angeles.
  const found = await createFactsCache(db)(Date.parse('2026-06-30T20:00:00Z'));
  expect(found?.today).toBe('2026-07-01');
  expect(found?.context.today).toBe('2026-07-01');
  expect(found?.log.timeZone).toBe('America/Los_Angeles');
});

test('a clock behind the newest change that the CRM tells of is told of, and one that is minutes off is not', () => {
  const now = Date.UTC(2026, 10, 24, 10);
  expect(clockBehind(now, [now - 5, now + 86_400_000])).toBe(86_400_000);
  expect(clockBehind(now, [now + 5 * 60_000])).toBeUndefined();
  expect(clockBehind(now, [])).toBeUndefined();
});

test('the CRM’s own clock comes first; without it a change in the future shows that this one is behind', () => {
  const day = 86_400_000;
  expect(clockOff(day, undefined)).toBe(day);
  expect(clockOff(-day, 2 * day)).toBe(-day);
  for (const small of [0, 4 * 60_000, -4 * 60_000, undefined]) expect(clockOff(small, undefined)).toBeUndefined();
  expect(clockOff(undefined, day)).toBe(-day);
});

test('the forecast that a person chose for quotas is kept, is of a new revision, and can be taken back', async () => {
  const { facts } = contextOf(generateOrg({ size: 12, asOf: TODAY }), TODAY);
  const db = new PipelensDatabase('quota type');
  await putProfile(db, facts.profile);
  const cache = createFactsCache(db);
  const now = Date.UTC(2026, 10, 24, 10);
  expect((await cache(now))?.quotaType).toBeUndefined();
  await setQuotaType(db, '0Db1');
  expect((await cache(now))?.quotaType).toBe('0Db1');
  await setQuotaType(db, undefined);
  expect((await cache(now))?.quotaType).toBeUndefined();
});
