import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';

import { callLog, forgetConnections, setApiShare } from '@/lib/storage/registry';
import { budgetOf, createLedger } from '@/lib/sync/budget';

const ORG = '00D000000000001';
const HOUR = 3_600_000;
let now = Date.parse('2026-11-24T09:30:00Z');
beforeEach(() => forgetConnections());

const call = async (usage?: { used: number; limit: number }): Promise<boolean> => {
  const ledger = createLedger(ORG, () => now);
  try {
    await ledger.before();
  } catch {
    return false;
  }
  await ledger.after({ at: now, what: 'GET /x', status: 200, ms: 1 }, usage);
  return true;
};

test('stops at the share of the pool that the org tells, in any 24 hours', async () => {
  const limit = 400;
  const made: number[] = [];
  for (let hour = 0; hour < 60; hour += 1) {
    for (let each = 0; each < 7; each += 1) if (await call({ used: 1, limit })) made.push(now);
    now += HOUR * 0.9;
  }
  expect(made.length).toBeGreaterThan(20);
  // A plain count over every window of 24 hours: never above 5 % of 400.
  for (const from of made)
    expect(made.filter((at) => at >= from && at < from + 24 * HOUR).length).toBeLessThanOrEqual(20);
});

test('a share that is raised counts at once; nothing that was counted is forgotten', async () => {
  for (let each = 0; each < 25; each += 1) await call({ used: 1, limit: 400 });
  expect(await call()).toBe(false);
  await setApiShare(0.1);
  expect(await call()).toBe(true);
  expect(await budgetOf(ORG, now)).toEqual({ used: 21, allowed: 40, share: 0.1, org: { used: 1, limit: 400 } });
});

test('keeps the last calls, and those that failed apart', async () => {
  const ledger = createLedger(ORG, () => now);
  for (let each = 0; each < 60; each += 1) {
    await ledger.before();
    await ledger.after(
      {
        at: each,
        what: 'GET /x',
        status: each % 10 === 0 ? 500 : 200,
        ms: 1,
        ...(each % 10 === 0 ? { code: 'X' } : {}),
      },
      undefined,
    );
  }
  const { recent, failed } = await callLog(ORG);
  expect([recent.length, recent[0]?.at]).toEqual([40, 59]);
  expect(failed.map(({ at }) => at)).toEqual([50, 40, 30, 20, 10, 0]);
});

test('calls counted while the clock was a year ahead pass within a day of the right one, and are not forgotten before', async () => {
  const right = now;
  now += 365 * 24 * HOUR;
  for (let each = 0; each < 20; each += 1) await call({ used: 1, limit: 400 });
  now = right;
  expect(await call()).toBe(false);
  now += 12 * HOUR;
  expect(await call()).toBe(false);
  now += 14 * HOUR;
  expect(await call()).toBe(true);
});
