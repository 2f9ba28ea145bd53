import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ForecastCategory } from '@/lib/deal/opportunity';
import type { ForecastItem } from '@/lib/deal/org';
import { crmRollup, rollUp } from '@/lib/deal/rollup';
import { RUNS } from '@/tests/unit/runs';

import { dayOf } from './deal';

const CATEGORIES: ForecastCategory[] = ['omitted', 'pipeline', 'bestCase', 'mostLikely', 'commit', 'closed'];
const deals = fc.array(
  fc.record({ category: fc.constantFrom(...CATEGORIES, undefined), cents: fc.integer({ min: -1e6, max: 1e9 }) }),
  { maxLength: 40 },
);

test('G1.4: each roll-up holds, to the cent, the categories that Salesforce’s documentation names for it', () => {
  const WITH: Record<string, ForecastCategory[]> = {
    pipeline: ['pipeline', 'bestCase', 'mostLikely', 'commit'],
    bestCase: ['bestCase', 'mostLikely', 'commit', 'closed'],
    mostLikely: ['mostLikely', 'commit', 'closed'],
    commit: ['commit', 'closed'],
    closed: ['closed'],
  };
  fc.assert(
    fc.property(deals, (given) => {
      const sumOf = (wanted: ForecastCategory[]): number =>
        given.reduce((sum, { category, cents }) => sum + (category && wanted.includes(category) ? cents : 0), 0) / 100;
      const rows = given.map(({ category, cents }) => ({ category, amount: cents / 100 }));
      for (const [category, all] of Object.entries(WITH)) {
        const name = category as keyof ReturnType<typeof rollUp>;
        expect(rollUp(rows, 'cumulative')[name]).toBeCloseTo(sumOf(all), 6);
        expect(rollUp(rows, 'single')[name]).toBeCloseTo(sumOf([name]), 6);
      }
    }),
    { numRuns: RUNS },
  );
});

const quarter = { start: dayOf('2026-10-01'), end: dayOf('2026-12-31'), label: 'Q4 FY26' };
const item = (change: Partial<ForecastItem>): ForecastItem => ({
  id: 'i',
  ownerId: 'rep',
  start: quarter.start,
  end: quarter.end,
  category: 'commit',
  method: 'cumulative',
  ownerOnly: 100,
  amount: 100,
  ...change,
});

test('G1.13: a manager’s item holds the team’s already: only what is the owner’s own is added up', () => {
  const items = [item({}), item({ ownerId: 'boss', ownerOnly: 20, amount: 120 })];
  expect(crmRollup(items, quarter, new Set(['rep', 'boss']))).toEqual({
    method: 'cumulative',
    amounts: { commit: 120 },
  });
  expect(crmRollup(items, quarter, new Set(['rep']))?.amounts).toEqual({ commit: 100 });
});

test('months add up to their quarter, and other quarters do not count', () => {
  const months = ['10', '11', '12'].map((month, at) =>
    item({ start: dayOf(`2026-${month}-01`), end: dayOf(`2026-${month}-${at === 1 ? 30 : 31}`), ownerOnly: 1 + at }),
  );
  const other = item({ start: dayOf('2026-07-01'), end: dayOf('2026-09-30'), ownerOnly: 900 });
  expect(crmRollup([...months, other], quarter, undefined)?.amounts.commit).toBe(6);
});

test('with nothing but what is closed, or nothing at all, the org’s way of rolling up is not known', () => {
  const { method: _method, ...closed } = item({ category: 'closed' });
  expect(crmRollup([closed], quarter, undefined)).toBeUndefined();
  expect(crmRollup([], quarter, undefined)).toBeUndefined();
});

test('of several forecast types one is taken, and months only where no item is of the whole quarter', () => {
  const [first, second] = [item({ forecastTypeId: 'a' }), item({ forecastTypeId: 'b', ownerOnly: 70 })];
  const types = ['a', 'b'].map((id) => ({ id, label: id, isActive: true, isAmount: true, by: 'opportunity' as const }));
  expect(crmRollup([first, second], quarter, undefined, { types })?.amounts.commit).toBe(100);
  expect(crmRollup([first, second], quarter, undefined, { types, wanted: 'b' })?.amounts.commit).toBe(70);
  const quantities = types.map((type) => ({ ...type, isAmount: type.id === 'b' }));
  expect(crmRollup([first, second], quarter, undefined, { types: quantities })?.amounts.commit).toBe(70);
  const october = item({ end: dayOf('2026-10-31'), ownerOnly: 30 });
  expect(crmRollup([item({}), october], quarter, undefined)?.amounts.commit).toBe(100);
});
