import { expect, test } from 'vitest';

import { planView } from '@/lib/answers/plan-view';
import { type Day, dayFromNumber, dayNumber } from '@/lib/calendar/days';
import { endOfDay } from '@/lib/calendar/zoned-time';
import type { OrgFacts } from '@/lib/forecast/facts';
import { outlook } from '@/lib/forecast/outlook';
import { versionAt } from '@/lib/log/event-log';
import { dealIndex } from '@/lib/log/positions';
import { liveDeals } from '@/tests/backtest/worlds/deals';
import { measureWorld } from '@/tests/backtest/worlds/measure';
import { orgOf } from '@/tests/backtest/worlds/org';
import { worldRows } from '@/tests/backtest/worlds/table';
import { worldOf } from '@/tests/backtest/worlds/world';

/** How far what is still to come is said off, beyond what those are off who know every chance and price. */
const off = (name: string): number[] => {
  const said = measureWorld(worldOf(name, 31), { quarters: 7, each: 3 });
  return worldRows(name, said).flatMap(({ biasOfRest, knowing, daysLeft }) =>
    daysLeft >= 30 ? biasOfRest - knowing : [],
  );
};

test('where every deal is signed for seven tenths of its amount, that is what is expected', () => {
  const flat = off('flat');
  // By the amounts as they were it was two fifths too high.
  off('signed for less').forEach((each, place) => expect(Math.abs(each - (flat[place] ?? 0))).toBeLessThan(0.04));
});

test.runIf(process.env['LONG'])(
  'where deals get their amounts late, those without one bring what such deals brought',
  () => {
    const flat = off('flat');
    // Counted as nothing they left out a third of what came.
    off('priced late').forEach((each, place) => expect(Math.abs(each - (flat[place] ?? 0))).toBeLessThan(0.12));
  },
);

test('where amounts are what is signed, nothing is made of it', () => {
  const said = measureWorld(worldOf('flat', 32), { quarters: 1 });
  const blind = measureWorld(worldOf('flat', 32, { signedFor: 0.999 }), { quarters: 1 });
  said.forEach(({ open }, place) => expect((blind[place]?.open ?? 0) / open).toBeCloseTo(1, 6));
});

/** An org in the middle of its last quarter. */
function midway(name: string): OrgFacts {
  const world = worldOf(name, 31, { quarters: 12 });
  const { facts } = orgOf(world, liveDeals(world));
  const today = dayFromNumber(dayNumber(facts.today) - 45);
  const quotas = [{ id: 'q', userId: facts.profile.userId, amount: 4_000_000, start: '2021-10-01' as Day }];
  return { ...facts, today, now: endOfDay(today, 'UTC'), quotas };
}

test('a plan says beside what a deal is expected to bring what the CRM has', () => {
  const stepsOf = (name: string) => {
    const facts = midway(name);
    return planView(facts, { lost: [] }).steps.map((step) => ({
      ...step,
      inCrm:
        (facts.log.amount[versionAt(facts.log, dealIndex(facts.log.ids.indexOf(step.id)), facts.now)] ?? NaN) / 100,
    }));
  };
  const [plain, less] = ['flat', 'signed for less'].map(stepsOf);
  expect(plain?.length).toBeGreaterThan(5);
  for (const { amount, written, inCrm } of plain ?? []) expect([amount, written]).toEqual([inCrm, undefined]);
  expect(less?.length).toBeGreaterThan(5);
  for (const { amount, written, inCrm } of less ?? []) {
    expect(written).toBe(inCrm);
    expect(amount / (written ?? 0)).toBeCloseTo(0.7, 1);
  }
});

test('the forecast says which share of their amounts deals bring, and how many count without one', () => {
  const saidOf = (name: string) => outlook(midway(name), undefined, undefined);
  const [plain, less, late] = ['flat', 'signed for less', 'priced late'].map(saidOf);
  expect(plain).not.toHaveProperty('signed');
  expect(plain).not.toHaveProperty('unpriced');
  expect(less?.signed?.times).toBeCloseTo(0.7, 1);
  expect((less?.open ?? 0) - (less?.signed?.adds ?? 0)).toBeCloseTo((less?.open ?? 0) / (less?.signed?.times ?? 1), -2);
  expect(late?.unpriced?.count).toBeGreaterThan(5);
  expect(late?.unpriced?.adds).toBeGreaterThan(0);
});
