import { describe, expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import { endOfDay } from '@/lib/calendar/zoned-time';
import { buildLog } from '@/lib/columns/log';
import type { FieldChange, Opportunity, Version } from '@/lib/deal/opportunity';
import { ask } from '@/lib/figures/ask';
import { bookings, bookingsByWeek, sumOf } from '@/lib/figures/bookings';
import { MOVEMENTS } from '@/lib/figures/flow';
import { openDeals } from '@/lib/figures/states';

import { flowOf } from './flow-of';
import { STAGES } from './history';
import { pipelineAsOf } from './pipeline-as-of';

const at = (text: string): number => Date.parse(text);
const PERIOD = { start: '2028-01-01' as Day, end: '2028-03-31' as Day };
const NOW = at('2028-04-10T00:00:00Z');

const deal = (change: Partial<Opportunity> = {}): Opportunity => ({
  id: 'd',
  name: 'd',
  ownerId: 'u1',
  stage: 'A',
  amount: 100,
  closeDate: '2028-02-15' as Day,
  isClosed: false,
  isWon: false,
  createdAt: at('2028-01-10T09:00:00Z'),
  modifiedAt: at('2028-01-10T09:00:00Z'),
  ...change,
});
const version = (from: string, stage: string, change: Partial<Version> = {}): Version => ({
  id: `v${from}`,
  opportunityId: 'd',
  from: at(from),
  stage,
  amount: 100,
  closeDate: '2028-02-15' as Day,
  ...change,
});
const logOf = (
  opportunity: Opportunity,
  versions: Version[],
  fieldChanges: FieldChange[] = [],
  goneAt?: Map<string, number>,
) =>
  buildLog({
    opportunities: [opportunity],
    versions,
    fieldChanges,
    stages: STAGES,
    profile: { currency: 'EUR' },
    ...(goneAt ? { goneAt } : {}),
  });

/** The movements of a window that are not empty: name to amount. Nothing may ever be unexplained. */
function moved(log: ReturnType<typeof logOf>, from: string, to: string, ownerIds?: string[]): Record<string, number> {
  const found = flowOf(log, {
    from: instant(at(from)),
    to: instant(at(to)),
    filter: { period: PERIOD, ...(ownerIds ? { ownerIds } : {}) },
  });
  expect(found.unexplained).toBe(0);
  return Object.fromEntries(
    MOVEMENTS.flatMap((name) =>
      found.movements[name].count > 0 ? [[name, found.movements[name].amount] as const] : [],
    ),
  );
}

const won = deal({ stage: 'Won', isClosed: true, isWon: true, modifiedAt: at('2028-02-20T09:00:00Z') });
const STEPS = [
  version('2028-01-10T09:00:00Z', 'A'),
  version('2028-01-20T09:00:00Z', 'B', { amount: 150 }),
  version('2028-02-20T09:00:00Z', 'Won'),
];
const PLAIN = moved(logOf(won, STEPS), '2028-01-15', '2028-03-01');

test('a plain history: won at 100, whatever it was in between', () => expect(PLAIN).toEqual({ won: 10_000 }));

test('histories out of order, and rows that come twice, change nothing', () => {
  expect(moved(logOf(won, STEPS.toReversed()), '2028-01-15', '2028-03-01')).toEqual(PLAIN);
  expect(moved(logOf(won, [...STEPS, ...STEPS]), '2028-01-15', '2028-03-01')).toEqual(PLAIN);
  const twice = buildLog({
    opportunities: [won, won],
    versions: STEPS,
    fieldChanges: [],
    stages: STAGES,
    profile: { currency: 'EUR' },
  });
  expect(twice.size).toBe(1);
});

test('created after it was closed: it exists from its first version on, and is new and won in one step', () => {
  const late = { ...won, createdAt: at('2028-03-05T00:00:00Z') };
  expect(moved(logOf(late, STEPS.slice(2)), '2028-01-01', '2028-04-01')).toEqual({ new: 10_000, won: 10_000 });
});

test('a history that begins before the creation is followed, and each figure of that time says so', () => {
  const created = at('2028-02-15T00:00:00Z');
  const late = { ...won, createdAt: created };
  const log = logOf(late, STEPS);
  const open = (on: string) => ask(log, openDeals, { at: instant(at(`${on}T00:00:00Z`)), today: PERIOD.start });
  expect(open('2028-02-01')).toMatchObject({ total: { count: 1 }, doubts: { createdLater: 1 } });
  expect(open('2028-02-16').doubts.createdLater).toBe(0);
  expect(
    ask(logOf(won, STEPS), openDeals, { at: instant(at('2028-02-01T00:00:00Z')), today: PERIOD.start }).doubts
      .createdLater,
  ).toBe(0);
  const between = (from: string, to: string) =>
    flowOf(log, { from: instant(at(`${from}T00:00:00Z`)), to: instant(at(`${to}T00:00:00Z`)) }).doubts.createdLater;
  // Counted at the start of the first, come in by the end of the second, and no matter to the third.
  expect([
    between('2028-02-01', '2028-03-01'),
    between('2028-01-01', '2028-02-01'),
    between('2028-01-01', '2028-03-01'),
  ]).toEqual([1, 1, 0]);
});

describe('amounts', () => {
  test('of nought are priced, absent ones are counted apart', () => {
    const filter = { period: PERIOD };
    const when = { at: instant(NOW), by: 'stage' as const, filter };
    expect(pipelineAsOf(logOf(deal({ amount: 0 }), []), when).total).toEqual({ amount: 0, count: 1, unpriced: 0 });
    const { amount: _none, ...unpriced } = deal();
    expect(pipelineAsOf(logOf(unpriced, []), when).total).toEqual({ amount: 0, count: 1, unpriced: 1 });
  });

  test('that appear later are an increase by all of it', () => {
    const { amount: _none, ...first } = version('2028-01-10T09:00:00Z', 'A');
    expect(moved(logOf(deal(), [first, version('2028-01-20T09:00:00Z', 'A')]), '2028-01-15', '2028-02-01')).toEqual({
      increased: 10_000,
    });
  });
});

test('reopened and won again: one booking, taken back and made anew, and the weeks tie', () => {
  const steps = [...STEPS, version('2028-02-25T09:00:00Z', 'B'), version('2028-03-10T09:00:00Z', 'Won')];
  const log = logOf({ ...won, modifiedAt: at('2028-03-10T09:00:00Z') }, steps);
  expect(moved(log, '2028-02-22', '2028-02-26')).toEqual({ reopened: 10_000 });
  expect(moved(log, '2028-02-26', '2028-03-20')).toEqual({ won: 10_000 });
  // Over both it was won before and after: nothing moved.
  expect(moved(log, '2028-02-22', '2028-03-20')).toEqual({});
  expect(bookings(log, instant(NOW), { period: PERIOD })).toHaveLength(1);
});

test('a stage that the org no longer lists counts as open while nothing says otherwise, and the figure says so', () => {
  const log = logOf(deal({ stage: 'B', modifiedAt: at('2028-02-01T00:00:00Z') }), [
    version('2028-01-10T09:00:00Z', 'Scoping (old)'),
    version('2028-02-01T00:00:00Z', 'B'),
  ]);
  const then = pipelineAsOf(log, { at: instant(at('2028-01-20T00:00:00Z')), by: 'stage', filter: { period: PERIOD } });
  expect(then.groups).toEqual([{ key: 'Scoping (old)', amount: 10_000, count: 1, unpriced: 0 }]);
  expect(then.doubts.stageUnknown).toBe(1);
});

test('the deals of an owner who left move to the next one on the day of the change', () => {
  const change: FieldChange = {
    id: 'c',
    opportunityId: 'd',
    field: 'ownerId',
    from: 'gone',
    to: 'u1',
    at: at('2028-02-01T00:00:00Z'),
  };
  const log = logOf(deal(), [STEPS[0] ?? version('2028-01-10T09:00:00Z', 'A')], [change]);
  expect(moved(log, '2028-01-20', '2028-02-10', ['gone'])).toEqual({ scopeOut: 10_000 });
  expect(moved(log, '2028-01-20', '2028-02-10', ['u1'])).toEqual({ scopeIn: 10_000 });
  expect(moved(log, '2028-01-20', '2028-02-10')).toEqual({});
});

describe('days', () => {
  test('29 February: won on it counts on it, in its week and its quarter', () => {
    const leap = { closeDate: '2028-02-29' as Day, modifiedAt: at('2028-02-29T23:30:00Z') };
    const log = logOf({ ...won, ...leap }, [version('2028-02-29T23:30:00Z', 'Won', { closeDate: leap.closeDate })]);
    const only = { start: leap.closeDate, end: leap.closeDate };
    expect(sumOf(bookings(log, instant(NOW), { period: only }))).toBe(10_000);
    expect(bookingsByWeek(bookings(log, instant(NOW)))).toEqual([{ week: '2028-02-28', amount: 10_000, count: 1 }]);
  });

  test.each([
    ['2028-03-26', 'Europe/Warsaw', '2028-03-26T21:59:59.999Z'],
    ['2028-10-29', 'Europe/Warsaw', '2028-10-29T22:59:59.999Z'],
    ['2028-03-12', 'America/New_York', '2028-03-13T03:59:59.999Z'],
  ])('the day of a clock change, %s in %s, ends at %s', (on, zone, end) =>
    expect(endOfDay(on as Day, zone)).toBe(at(end)),
  );

  test('a change in the hour that comes twice is on that day', () => {
    // 02:30 in Warsaw, the second time.
    const log = logOf(deal({ modifiedAt: at('2028-10-29T01:30:00Z'), stage: 'B' }), [
      version('2028-01-10T09:00:00Z', 'A'),
      version('2028-10-29T01:30:00Z', 'B'),
    ]);
    const stageOn = (on: string): string | undefined =>
      pipelineAsOf(log, { at: endOfDay(on as Day, 'Europe/Warsaw'), by: 'stage' }).groups[0]?.key;
    expect([stageOn('2028-10-28'), stageOn('2028-10-29')]).toEqual(['A', 'B']);
  });
});

test('a deal that was never seen again leaves as deleted, with the last that is known of it', () => {
  const log = logOf(deal(), STEPS.slice(0, 2), [], new Map([['d', at('2028-02-01T00:00:00Z')]]));
  expect(moved(log, '2028-01-15', '2028-02-10')).toEqual({ deleted: 10_000 });
});
