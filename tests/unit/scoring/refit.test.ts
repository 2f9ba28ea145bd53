import { describe, expect, test } from 'vitest';

import { type Day, DAY_MS } from '@/lib/calendar/days';
import { instant, later } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { replay, type ReplayRow } from '@/lib/forecast/past/replay';
import { WON } from '@/lib/log/event-log';
import { FIRST_DEAL } from '@/lib/log/positions';
import { METHOD_VERSION } from '@/lib/scoring/fit-rows';
import { refitChances } from '@/lib/scoring/refit';

import { dealFacts } from './known-facts';
import { makeWorld, OPTIONS, trueChance, type World } from './world';

const PERIODS = [
  { label: 'Q4 2024', start: '2024-10-01' as Day, end: '2024-12-31' as Day },
  { label: 'Q1 2025', start: '2025-01-01' as Day, end: '2025-03-31' as Day },
  { label: 'Q2 2025', start: '2025-04-01' as Day, end: '2025-06-30' as Day },
];

function replayed({ log, activities, contactRoles, at }: World): { rows: ReplayRow[]; pauses: number } {
  const refit = refitChances(dealFacts(log, activities, contactRoles), OPTIONS);
  const steps = [...replay(log, { at: instant(at), fiscal: OPTIONS.fiscal, periods: PERIODS, refit })];
  return { rows: steps.flatMap((row) => row ?? []), pauses: steps.filter((row) => row === undefined).length };
}

/** All that is dated later than an instant made other: amounts, ends, owners, stages, activities, people, deals that go. */
function spoiltAfter({ log, activities, contactRoles, at }: World, instant: number): World {
  const isLater = (version: number): boolean => log.from[version]! > instant;
  return {
    log: {
      ...log,
      goneAt: log.goneAt.map((gone, deal) => (deal % 5 === 0 ? instant + 1 : gone)),
      amount: log.amount.map((amount, version) => (isLater(version) ? 7 * amount + 100 : amount)),
      status: log.status.map((status, version) => (isLater(version) ? (version % 2 === 0 ? WON : 0) : status)),
      stage: log.stage.map((stage, version) => (isLater(version) ? 3 : stage)),
      owner: log.owner.map((owner, version) => (isLater(version) ? 1 : owner)),
    },
    activities: activities.map((each) =>
      (each.createdAt ?? 0) > instant ? { ...each, contactId: '0039', at: (each.at ?? 0) + 3 * DAY_MS } : each,
    ),
    contactRoles: contactRoles.filter(({ createdAt }) => (createdAt ?? 0) <= instant),
    at,
  };
}

const world = makeWorld(1200, 21);
const { rows, pauses } = replayed(world);

describe('a replay by the learnt score, made anew for each past period', () => {
  test('says who said each row, and pauses while it learns', () => {
    expect(rows.length).toBe(PERIODS.length * 5);
    expect(rows.map(({ method, methodVersion }) => [method, methodVersion])).toEqual(
      rows.map(() => ['learnt', `${METHOD_VERSION}, stageRate 19`]),
    );
    expect(pauses).toBeGreaterThan(PERIODS.length);
  });

  test.each(process.env['LONG'] ? [0, 6, 12] : [6])(
    'row %i is the same to the last bit when everything later than its day is spoilt',
    (index) => {
      const row = rows[index]!;
      const instant = endOfDay(row.end, 'UTC') - row.daysBefore * DAY_MS;
      const again = replayed(spoiltAfter(world, instant)).rows[index]!;
      expect({ ...again, actual: 0 }).toEqual({ ...row, actual: 0 });
      expect(again.actual).not.toBe(row.actual);
    },
  );

  test('chances of a past day come near those that the org lives by', () => {
    const at = endOfDay('2025-03-31' as Day, 'UTC');
    const steps = refitChances(dealFacts(world.log, world.activities, world.contactRoles), OPTIONS)({ at });
    let step = steps.next();
    while (!step.done) step = steps.next();
    const source = step.value!({ at, end: later(at, 56 * DAY_MS) });
    let [told, truth, deals] = [0, 0, 0];
    for (let deal = FIRST_DEAL; deal < world.log.size; deal++) {
      const first = world.log.starts[deal]!;
      let version = first;
      while (version + 1 < world.log.starts[deal + 1]! && world.log.from[version + 1]! <= at) version++;
      if (world.log.from[first]! > at || world.log.status[version] !== 0) continue;
      told += source.of(deal, version).won;
      truth += trueChance(world.log.stage[version]!, world.log.owner[version]!, 8);
      deals += 1;
    }
    expect(deals).toBeGreaterThan(50);
    expect(Math.abs(told / truth - 1)).toBeLessThan(0.15);
  });

  test('where too little had ended by then, rates of stages speak, and say so', () => {
    const few = replayed(makeWorld(60, 5));
    expect(few.rows.length).toBeGreaterThan(0);
    for (const { method, methodVersion } of few.rows)
      expect([method, methodVersion]).toEqual(['stageRate', 'stageRate 19']);
  });
});
