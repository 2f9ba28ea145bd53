import { render } from '@testing-library/react';
import { expect, test } from 'vitest';

import { Calls } from '@/components/views/team/forecast/Calls';
import { ForecastWeeks } from '@/components/views/team/forecast/ForecastWeeks';
import { accuracyView } from '@/lib/answers/accuracy-view';
import { engineOf } from '@/lib/forecast/outlook';
import type { Call, Snapshot } from '@/lib/forecast/past/calls';
import { generateOrg } from '@/lib/sample/generate';
import { contextOf } from '@/tests/explore/context';

import { dayOf } from '../../unit/domain/deal';

test('weeks that were locked in money which no rate leads from stand in that money, are said, and are in no chart', () => {
  const { facts } = contextOf(generateOrg({ size: 12, seed: 3, asOf: dayOf('2026-11-24') }));
  const { currency } = facts.profile;
  const week = (id: string, lockedAt: number, own: string): Snapshot => ({
    id,
    ownerId: '',
    periodStart: engineOf(facts).period.start,
    lockedAt,
    currency: own,
    won: 100_000,
    p10: 200_000,
    p50: 300_000,
    p90: 400_000,
    method: 'stageRate',
    methodVersion: '16',
  });
  const draw = (weeks: readonly Snapshot[]) =>
    render(
      <ForecastWeeks
        view={{ ...accuracyView(facts, [], [], weeks), freshness: { fetchedAt: facts.now, isComplete: true } as never }}
        marks={[]}
      />,
    ).container;
  const [first, second] = [Date.parse('2026-11-03T12:00:00Z'), Date.parse('2026-11-17T12:00:00Z')];
  const both = draw([week('a', first, 'JPY'), week('b', second, currency)]);
  const rows = [...both.querySelectorAll('[data-locked]')].map(({ textContent }) => textContent ?? '');
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/¥100K.*¥300K.*¥200K.*¥400K/);
  expect(rows[1]).not.toContain('¥');
  expect(both.textContent).toContain(`1 week was locked in JPY, from which no rate leads to ${currency} now`);
  const alone = draw([week('a', first, 'JPY')]);
  expect(alone.querySelectorAll('[data-locked]')).toHaveLength(1);
  expect(alone.querySelector('svg, canvas')).toBeNull();
  expect(draw([week('b', second, currency)]).textContent).not.toContain('no rate leads');
});

test('calls in money which no rate leads from are said and in no figure, until another is made', () => {
  const { facts } = contextOf(generateOrg({ size: 12, seed: 3, asOf: dayOf('2026-11-24') }));
  const { period } = engineOf(facts);
  const { userId, currency } = facts.profile;
  const call = (id: string, at: number, money: string): Call => ({
    id,
    ownerId: userId,
    byId: userId,
    periodStart: period.start,
    amount: 12_300,
    currency: money,
    at,
  });
  const view = (...calls: Call[]) => accuracyView(facts, [], calls, []);
  const old = view(call('a', 1, 'JPY'));
  expect(old.people.some((person) => person.call !== undefined)).toBe(false);
  expect(old.otherCalls).toEqual({ count: 1, currencies: ['JPY'] });
  const shown = show(old).textContent;
  expect(shown).toContain(`1 call was made in JPY, from which no rate leads to ${currency} now`);
  const both = view(call('a', 1, 'JPY'), call('b', 2, currency));
  expect(both.otherCalls).toBeUndefined();
  expect(both.people.find((person) => person.isSelf)?.call).toBe(123);
  expect(show(both).textContent).not.toContain('no rate leads');

  function show(given: ReturnType<typeof view>) {
    const all = { ...given, freshness: { fetchedAt: facts.now, isComplete: true } as never };
    return render(<Calls view={all} onAdded={() => Promise.resolve()} />).container;
  }
});
