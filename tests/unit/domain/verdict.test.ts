import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Door, dealsView } from '@/lib/answers/deals';
import { forecastView } from '@/lib/answers/forecast-view';
import { recordView } from '@/lib/answers/record-view';
import { teamView } from '@/lib/answers/team';
import type { Opportunity, Version } from '@/lib/deal/opportunity';
import { recordsOf } from '@/tests/explore/facts';

import { assess } from './assess';
import { ago, context, deal, dayOf, factsOf, opportunity, PROFILE, version } from './deal';

const days = fc
  .integer({ min: -500, max: 200 })
  .map((offset) => dayOf(new Date(ago(-offset)).toISOString().slice(0, 10)));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
const stages = fc.constantFrom('One', 'Two', 'Three', 'Four', 'Won', 'Lost', 'A stage nobody knows');
const opportunities = fc
  .record({
    amount: maybe(fc.constantFrom(0, 1, 99.99, 1e9)),
    closeDate: maybe(fc.oneof(days, fc.constant(dayOf('1900-01-01')))),
    ownerId: maybe(fc.constantFrom('u1', 'u2', 'u3')),
    stage: stages,
    currency: maybe(fc.constantFrom('EUR', 'PLN', 'XXX')),
    nextStep: maybe(fc.string()),
    age: fc.integer({ min: 0, max: 900 }),
  })
  .map(
    ({ age, ...rest }) =>
      present({
        ...opportunity(),
        ...rest,
        isClosed: rest.stage === 'Won' || rest.stage === 'Lost',
        isWon: rest.stage === 'Won',
        createdAt: ago(age),
      }) as Opportunity,
  );
const versions = fc
  .array(
    fc.record({
      age: fc.integer({ min: 0, max: 900 }),
      stage: stages,
      amount: maybe(fc.integer({ min: 0, max: 1e6 })),
      closeDate: maybe(days),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list
      .toSorted((a, b) => b.age - a.age)
      .map(
        ({ age, ...rest }, index) =>
          present({
            ...version({ from: ago(age) + index }),
            ...rest,
          }) as Version,
      ),
  );

test('whatever a deal lacks or holds, base and points add up to the score shown', () => {
  fc.assert(
    fc.property(opportunities, versions, (given, history) => {
      const verdict = assess(deal({ opportunity: given, versions: history }), context());
      if (verdict.score === undefined) return;
      expect(verdict.base + verdict.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(verdict.score);
      expect(verdict.score).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 2000 },
  );
});

test('the number of pushes is that of a naive count', () => {
  fc.assert(
    fc.property(versions, (history) => {
      const dates = history.flatMap(({ closeDate }) => (closeDate === undefined ? [] : [closeDate]));
      let naive = 0;
      for (let at = 1; at < dates.length; at += 1)
        if (Date.parse(String(dates[at])) > Date.parse(String(dates[at - 1]))) naive += 1;
      const reason = assess(deal({ versions: history }), context()).reasons.find(({ signal }) => signal === 'pushed');
      expect(reason?.values['count'] ?? 0).toBe(naive);
    }),
  );
});

const orgs = fc.array(fc.tuple(opportunities, versions), { maxLength: 25 }).map((list) =>
  factsOf(
    list.map(([given, history], index) => deal({ opportunity: { ...given, id: `006${index}` }, versions: history })),
    {
      profile: { ...PROFILE, rates: { EUR: 1, PLN: 4 } },
      users: new Map(
        ['u1', 'u2', 'u3'].map((id) => [
          id,
          { id, name: id, isActive: id !== 'u3', ...(id === 'u1' ? {} : { managerId: 'u1' }) },
        ]),
      ),
      quotas: [{ id: 'q', userId: 'u2', amount: 5000.5, start: dayOf('2026-10-01') }],
    },
  ),
);

test('each figure of the team is the total of the deals behind it, and the rows add up to the total', () => {
  fc.assert(
    fc.property(orgs, (facts) => {
      const team = teamView(facts);
      for (const row of team.rows) {
        const behind = (figure: Door) => dealsView(facts, { ownerIds: [row.userId], figure });
        expect(behind('closedWon').total.amount).toBe(row.won);
        expect(behind('openPipeline').total.amount).toBe(row.open);
        expect(behind('overdue').rows).toHaveLength(row.overdue);
        expect(behind('needsAttention').rows).toHaveLength(row.needsAttention ?? Number.NaN);
      }
      const cents = (pick: (row: (typeof team.rows)[number]) => number): number =>
        team.rows.reduce((sum, row) => sum + Math.round(pick(row) * 100), 0);
      expect(Math.round(team.total.open * 100)).toBe(cents(({ open }) => open));
      expect(Math.round(team.total.won * 100)).toBe(cents(({ won }) => won));
    }),
    { numRuns: 200 },
  );
});

test('no view of any org throws, and every open record has a view', () => {
  fc.assert(
    fc.property(orgs, (facts) => {
      forecastView(facts, undefined, []);
      for (const { id } of recordsOf(facts)) expect(recordView(facts, id)?.recordId).toBe(id);
    }),
    { numRuns: 200 },
  );
});

test('odd data is named on the record concerned', () => {
  const { amount: _amount, ownerId: _owner, ...rest } = opportunity({ closeDate: dayOf('1900-01-01'), stage: 'Gone' });
  const kinds = recordView(factsOf([deal({ opportunity: rest })]), '006A')?.problems.map(({ kind }) => kind);
  expect(kinds).toEqual(['noAmount', 'noOwner', 'unknownStage', 'oddCloseDate']);
  const foreign = recordView(factsOf([deal({ opportunity: opportunity({ currency: 'CHF' }) })]), '006A')?.problems;
  expect(foreign).toEqual([{ kind: 'noRate', values: { currency: 'CHF', corporate: 'EUR' } }]);
});
