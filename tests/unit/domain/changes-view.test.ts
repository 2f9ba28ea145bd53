import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { waterfallSteps } from '@/components/charts/waterfall';
import { changesView, monthBefore, movedView } from '@/lib/answers/changes';
import { dealsView } from '@/lib/answers/deals';
import { stageBars } from '@/lib/answers/stage-sums';
import { teamView } from '@/lib/answers/team';
import { addDays, type Day, DAY_MS, dayAt } from '@/lib/calendar/days';
import { quarterAt } from '@/lib/calendar/fiscal';
import { instant } from '@/lib/calendar/instant';
import { buildLog } from '@/lib/columns/log';
import { MOVEMENTS } from '@/lib/figures/flow';
import type { OrgFacts } from '@/lib/forecast/facts';
import { ownersNow } from '@/lib/log/present';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { EPOCH, histories, type History, naiveState, PROFILE as MONEY, SPAN, STAGES } from '../engine/history';
import { RUNS } from '../runs';
import { dayOf, PROFILE } from './deal';

const TODAY = dayAt(instant(EPOCH + SPAN), 'UTC');

/** An org without a tree: everyone counts. */
function factsOf(history: History): OrgFacts {
  const profile = { ...PROFILE, ...MONEY };
  const users = new Map(['u1', 'u2', 'u3'].map((id) => [id, { id, name: id, isActive: true }]));
  const byId = new Map(history.opportunities.map((opportunity) => [opportunity.id, { opportunity }]));
  const log = buildLog({ ...history, stages: STAGES, profile });
  // Safe: the views of the past read only these.
  return {
    profile,
    users,
    roles: new Map(),
    quotas: [],
    stages: STAGES,
    today: TODAY,
    now: EPOCH + SPAN + DAY_MS - 1,
    opportunities: history.opportunities,
    log,
    owners: ownersNow(log),
    deal: (id: string) => byId.get(id),
  } as unknown as OrgFacts;
}

test('the team of a past day, its stages and the deals behind each figure are what a search through the rows finds', () => {
  fc.assert(
    fc.property(histories(), fc.integer({ min: 0, max: 199 }), (history, days) => {
      const on = addDays(dayAt(instant(EPOCH), 'UTC'), days);
      const facts = factsOf(history);
      const period = quarterAt(facts.profile, on);
      const at = Date.parse(`${on}T23:59:59.999Z`);
      const states = history.opportunities.flatMap(({ id }) => naiveState(history, id, at) ?? []);
      const inside = states.filter(({ closeDate = '' }) => closeDate >= period.start && closeDate <= period.end);
      const open = inside.filter(({ status, category }) => status === 'open' && category !== 'omitted');
      const won = inside.filter(({ status }) => status === 'won');
      const cents = (given: typeof states): number => given.reduce((sum, { amount = 0 }) => sum + amount, 0);
      const team = teamView(facts, on);
      for (const owner of ['u1', 'u2', 'u3']) {
        const row = team.rows.find(({ userId }) => userId === owner);
        const own = (given: typeof states): typeof states => given.filter(({ ownerId }) => ownerId === owner);
        expect(Math.round((row?.open ?? 0) * 100)).toBe(cents(own(open)));
        expect(Math.round((row?.won ?? 0) * 100)).toBe(cents(own(won)));
        expect(row?.openCount ?? 0).toBe(own(open).length);
        expect(row?.overdue ?? 0).toBe(
          own(states).filter(({ status, closeDate }) => status === 'open' && closeDate !== undefined && closeDate < on)
            .length,
        );
        expect(row?.unpriced ?? 0).toBe(own([...open, ...won]).filter(({ amount }) => amount === undefined).length);
        for (const [figure, given] of [
          ['openPipeline', open],
          ['closedWon', won],
        ] as const) {
          const deals = dealsView(facts, { ownerIds: [owner], figure, on });
          expect(Math.round(deals.total.amount * 100)).toBe(cents(own(given)));
          expect(deals.rows).toHaveLength(own(given).length);
        }
      }
      const bars = stageBars(facts, { on });
      for (const name of ['A', 'B', 'renamed'])
        expect(bars.find(({ stage }) => stage === name)?.count ?? 0).toBe(
          open.filter(({ stage }) => stage === name).length,
        );
    }),
    { numRuns: RUNS },
  );
});

test('two days in the wrong order are turned round, a day to come is today, and each movement is its deals', () => {
  fc.assert(
    fc.property(histories(), fc.integer({ min: 0, max: 199 }), fc.integer({ min: 0, max: 300 }), (history, a, b) => {
      const facts = factsOf(history);
      const [one, two] = [a, b].map((days) => addDays(dayAt(instant(EPOCH), 'UTC'), days)) as [Day, Day];
      const view = changesView(facts, { from: one, to: two, span: 'any' });
      expect(view).toEqual(changesView(facts, { from: two, to: one, span: 'any' }));
      expect(view.to <= TODAY && view.from <= view.to).toBe(true);
      expect(view.unexplainedMinor).toBe(0);
      for (const { name, ...total } of view.movements) {
        const moved = movedView(facts, { from: one, to: two, span: 'any', movement: name });
        expect(moved.total).toEqual(total);
        expect(moved.rows).toHaveLength(total.count);
      }
    }),
    { numRuns: RUNS },
  );
});

test('the past of today is the present: the same figures in the time machine as in the team view', () => {
  const { facts } = contextOf(generateOrg({ size: 50, asOf: dayOf('2026-11-24'), currencies: true }));
  const [past, present] = [teamView(facts, facts.today), teamView(facts)];
  const figures = ({ rows }: Pick<typeof present, 'rows'>) =>
    rows
      .map(({ userId, won, open, openCount, overdue, quota, gap, unpriced }) => ({
        userId,
        won,
        open,
        openCount,
        overdue,
        quota,
        gap,
        unpriced,
      }))
      .toSorted((a, b) => a.userId.localeCompare(b.userId));
  expect(figures(past)).toEqual(figures(present));
  expect(past.total.open).toBe(present.total.open);
  expect(stageBars(facts, { on: facts.today })).toEqual(stageBars(facts));
});

test.each([
  ['2028-03-31', '2028-02-29'],
  ['2027-03-31', '2027-02-28'],
  ['2026-01-15', '2025-12-15'],
  ['2028-02-29', '2028-01-29'],
])('a month before %s is %s', (at, before) => expect(monthBefore(dayOf(at))).toBe(before));

describe('the waterfall', () => {
  test('each bar begins where the one before ended, and the last ends at the end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: MOVEMENTS.length, maxLength: MOVEMENTS.length }),
        (start, amounts) => {
          const movements = MOVEMENTS.map((key, at) => ({
            key,
            label: key,
            amount: (amounts[at] ?? 0) / 100,
            isUp: at < 7,
          }));
          const end = amounts.reduce((sum, amount, at) => sum + (at < 7 ? amount : -amount), start);
          const steps = waterfallSteps({ label: 's', amount: start / 100 }, movements, {
            label: 'e',
            amount: end / 100,
          });
          const bars = steps.slice(1, -1);
          let level = start / 100;
          for (const { from, to } of bars) {
            expect(from).toBe(level);
            level = to;
          }
          expect(level).toBeCloseTo(end / 100, 2);
          expect(bars).toHaveLength(MOVEMENTS.length);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

test('bands by stage add up to each stage at both ends and to each movement, as loops over the rows count them', () => {
  let moved = 0;
  fc.assert(
    fc.property(histories(), fc.integer({ min: 0, max: 199 }), fc.integer({ min: 0, max: 199 }), (history, a, b) => {
      const facts = factsOf(history);
      const [from, to] = [a, b]
        .toSorted((x, y) => x - y)
        .map((days) => addDays(dayAt(instant(EPOCH), 'UTC'), days)) as [Day, Day];
      const view = changesView(facts, { from, to, span: 'any' });
      const cents = (side: 'from' | 'to', key: string): number =>
        view.bands
          .filter((band) => band[side].key === key)
          .reduce((all, { amount }) => all + Math.round(amount * 100), 0);
      const counted = (on: Day) =>
        history.opportunities
          .flatMap(({ id }) => naiveState(history, id, Date.parse(`${on}T23:59:59.999Z`)) ?? [])
          .filter(({ status, category }) => status === 'open' && category !== 'omitted');
      for (const [side, on] of [
        ['from', from],
        ['to', to],
      ] as const)
        for (const stage of new Set([...STAGES.keys(), 'renamed']))
          expect(cents(side, `stage:${stage}`)).toBe(
            counted(on)
              .filter((state) => state.stage === stage)
              .reduce((all, { amount = 0 }) => all + amount, 0),
          );
      for (const { name, amount } of view.movements) {
        const [ins, outs] = [cents('from', name), cents('to', name)];
        expect(ins + outs).toBe(Math.round(amount * 100));
        expect(Math.min(ins, outs)).toBe(0);
      }
      // Each band is its deals.
      for (const band of view.bands) {
        const { total, rows } = movedView(facts, {
          from,
          to,
          span: 'any',
          band: { from: band.from.key, to: band.to.key },
        });
        expect(total).toEqual({ amount: band.amount, count: band.count, unpriced: band.unpriced });
        expect(rows).toHaveLength(band.count);
      }
      moved += view.bands.filter(({ from: start, to: end }) => start.key !== end.key).length;
    }),
    { numRuns: RUNS },
  );
  expect(moved).toBeGreaterThan(0);
});
