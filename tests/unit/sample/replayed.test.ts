import { expect, test } from 'vitest';

import { engineOf } from '@/lib/forecast/outlook';
import { replay, type ReplayRow } from '@/lib/forecast/past/replay';
import { openContext } from '@/tests/explore/context';

/** Quarters on enough past deals to be shown, as they would have been forecast a month before their end. */
async function replayedQuarters(seed: number): Promise<ReplayRow[]> {
  const { facts } = await openContext({ size: '100', seed: String(seed), 'as-of': '2026-11-24' });
  const rows = replay(facts.log, { at: facts.now, fiscal: facts.profile, periods: engineOf(facts).past });
  return [...rows].flatMap((row) => (row?.daysBefore === 30 && row.n >= 20 ? row : []));
}

test('a company that sells as it always did is forecast as it came: its first quarters, without quotas, are like the others', async () => {
  const rows = (await Promise.all([1, 2, 3].map(replayedQuarters))).flat();
  const sumOf = (of: (row: ReplayRow) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
  const ratio = sumOf(({ p50 }) => p50) / sumOf(({ actual }) => actual);
  // It was 1.2 when a rush stood at the ends of all quarters that had no quota.
  expect(ratio).toBeGreaterThan(0.92);
  expect(ratio).toBeLessThan(1.08);
});
