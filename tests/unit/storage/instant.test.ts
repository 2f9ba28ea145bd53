import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';
import { PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts';
import { putProfile } from '@/lib/storage/profile';
import { putScore } from '@/lib/storage/score';
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
