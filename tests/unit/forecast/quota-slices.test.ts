import { describe, expect, test } from 'vitest';

import { forecastView } from '@/lib/answers/forecast-view';
import { peopleView } from '@/lib/answers/leading/people-view';
import { sixView } from '@/lib/answers/leading/six-view';
import { lensChoices } from '@/lib/answers/lens-choices';
import { planView } from '@/lib/answers/plan-view';
import { teamView } from '@/lib/answers/team';
import type { Day } from '@/lib/calendar/days';
import { quotaChoice } from '@/lib/deal/forecast-type';
import type { DealCondition } from '@/lib/deal/org';
import type { PeopleQuota } from '@/lib/deal/quota';
import type { OrgFacts } from '@/lib/forecast/facts';
import { type Lens, sliceType, through } from '@/lib/forecast/lens';
import { generateOrg } from '@/lib/sample/generate';
import { quotasByType } from '@/lib/sample/odd';
import { contextOf } from '@/tests/explore/context';

const asOf = '2026-11-24' as Day;
const made = generateOrg({ size: 60, seed: 4, asOf, odd: [quotasByType] });
const { facts } = contextOf(made, asOf);
const { period } = forecastView(facts, undefined, []);

/** Money of the quarter's quota rows of a forecast, by its label in the CRM's tables. */
const quotaOf = (label: string): number => {
  const type = made.tables.ForecastingType.find((row) => row['MasterLabel'] === label);
  return made.tables.ForecastingQuota.filter(
    (row) => row['ForecastingTypeId'] === type?.Id && row['StartDate'] === period.start,
  ).reduce((sum, row) => sum + Number(row['QuotaAmount']), 0);
};
const by = (filters: NonNullable<Lens['filters']>): OrgFacts => through(facts, { filters });

/** What each view that has a quota says of it. */
function surfaces(of: OrgFacts): Record<string, { quota: number | undefined; quotas: PeopleQuota }> {
  const [forecast, plan, six, team] = [
    forecastView(of, undefined, []),
    planView(of, { lost: [] }),
    sixView(of),
    teamView(of),
  ];
  return {
    forecast: { quota: forecast.quota, quotas: forecast.quotas },
    plan: { quota: plan.quota, quotas: plan.quotas },
    six: { quota: six.quota, quotas: six.quotas },
    team: { quota: team.total.quota, quotas: team.quotas },
  };
}
const said = (of: OrgFacts) =>
  Object.values(surfaces(of)).map(({ quota, quotas: { doubts } }) => [quota, doubts.forecastType, doubts.slice]);
const everywhere = (quota: number | undefined, label: string | undefined, slice?: string) =>
  Array.from({ length: 4 }, () => [quota, label, slice]);

describe('quotas by type of deal', () => {
  test('the quota of one kind never stands beside all deals', () => {
    expect(said(facts)).toEqual(everywhere(quotaOf('All deals'), 'All deals'));
  });

  test('a filter that is a forecast’s own shows that forecast’s quota, by its name', () => {
    expect(said(by({ type: ['New Business'] }))).toEqual(everywhere(quotaOf('New business'), 'New business'));
    expect(said(by({ type: ['Existing Business'] }))).toEqual(
      everywhere(quotaOf('Existing business'), 'Existing business'),
    );
    expect(quotaOf('New business')).toBeGreaterThan(quotaOf('Existing business'));
  });

  test.each<[string, NonNullable<Lens['filters']>]>([
    ['another field', { stage: ['Qualification'] }],
    ['a further field', { type: ['New Business'], source: ['Web'] }],
    ['more of the same field', { type: ['New Business', 'Existing Business'] }],
    ['none of the same field', { type: [] }],
  ])('beside %s there is none, and each view says so', (_words, filters) => {
    expect(said(by(filters))).toEqual(everywhere(undefined, undefined, 'none'));
  });

  test('where the CRM has quotas of several kinds alone, all deals have none, and it is said why', () => {
    const whole = made.tables.ForecastingType.find((row) => row['MasterLabel'] === 'All deals')?.Id;
    const parts = { ...facts, quotas: facts.quotas.filter((row) => row.forecastTypeId !== whole) };
    expect(said(parts)).toEqual(everywhere(undefined, undefined, 'onlyParts'));
    expect(peopleView(parts)).toMatchObject({ quotaKind: { slice: 'onlyParts' } });
    expect(peopleView(parts).cards.every(({ attainment }) => attainment === undefined)).toBe(true);
    expect(said(through(parts, { filters: { type: ['New Business'] } }))).toEqual(
      everywhere(quotaOf('New business'), 'New business'),
    );
  });

  test('where the only forecast is of some deals, and where a person chose such a one, its quota comes with words', () => {
    const type = made.tables.ForecastingType.find((row) => row['MasterLabel'] === 'New business')?.Id ?? '';
    const only = { ...facts, quotas: facts.quotas.filter((row) => row.forecastTypeId === type) };
    for (const each of [only, { ...facts, quotaType: type }])
      expect(said(each)).toEqual(everywhere(quotaOf('New business'), 'New business', 'isPart'));
  });

  test('a person may choose any of them, and the header knows which slices have a quota', () => {
    expect(quotaChoice(facts.profile.forecastTypes ?? [], undefined)?.types.map(({ label }) => label)).toEqual([
      'New business',
      'Existing business',
      'All deals',
    ]);
    const { quotasOf } = lensChoices(facts);
    expect(sliceType(quotasOf, { type: ['New Business'] })?.label).toBe('New business');
    expect(sliceType(quotasOf, { type: ['Other'] })).toBeUndefined();
    expect(sliceType(quotasOf, {})).toBeUndefined();
  });
});

describe('which slice a forecast is of', () => {
  type Asked = Omit<DealCondition, 'words'>;
  const typed = (asked: Asked[], change = {}) => ({
    forecastTypes: [
      {
        id: 't',
        label: 'T',
        isActive: true,
        isAmount: true,
        by: 'opportunity' as const,
        only: asked.map((each): DealCondition => ({ words: '', ...each })),
        ...change,
      },
    ],
    recordTypes: { r1: 'Renewal' },
  });
  test.each<[string, Asked[], NonNullable<Lens['filters']>, boolean]>([
    ['the same values in another order', [{ field: 'type', values: ['A', 'B'] }], { type: ['B', 'A'] }, true],
    ['a record type by its name', [{ field: 'recordType', values: ['Renewal'] }], { recordType: ['r1'] }, true],
    [
      'two fields',
      [
        { field: 'type', values: ['A'] },
        { field: 'source', values: ['W'] },
      ],
      { type: ['A'], source: ['W'] },
      true,
    ],
    [
      'one of two fields',
      [
        { field: 'type', values: ['A'] },
        { field: 'source', values: ['W'] },
      ],
      { type: ['A'] },
      false,
    ],
    ['anything but', [{ field: 'type', values: ['A'], isNot: true }], { type: ['A'] }, false],
    ['more than', [{ field: 'type', values: ['A'], compares: 'greater' }], { type: ['A'] }, false],
    ['a field that nobody knows', [{ values: ['A'] }], { type: ['A'] }, false],
    [
      'the same field twice',
      [
        { field: 'type', values: ['A'] },
        { field: 'type', values: ['A'] },
      ],
      { type: ['A'], source: ['W'] },
      false,
    ],
  ])('%s', (_words, only, filters, isIt) => {
    expect(sliceType(typed(only), filters)?.id).toBe(isIt ? 't' : undefined);
  });

  test('splits, pieces and what is off are no forecast of whole deals', () => {
    const only: Asked[] = [{ field: 'type', values: ['A'] }];
    for (const change of [{ by: 'split' }, { isAmount: false }, { isActive: false }])
      expect(sliceType(typed(only, change), { type: ['A'] })).toBeUndefined();
  });
});

describe('quotas by family of products', () => {
  const families = [...new Set(made.tables.Product2.map((row) => String(row['Family'] ?? '')))].filter(Boolean);
  const [first = '', second = ''] = families;
  const type = made.tables.ForecastingType.find((row) => row['MasterLabel'] === 'All deals')?.Id ?? '';
  const rowOf = (productFamily: string, amount: number, at: number): OrgFacts['quotas'][number] => ({
    ...(facts.quotas[0] as OrgFacts['quotas'][number]),
    id: `family ${productFamily} ${at}`,
    forecastTypeId: type,
    start: period.start,
    productFamily,
    amount,
  });
  const reps = [...new Set(facts.quotas.map(({ userId }) => userId))];
  const amounts = reps.map((_, at) => 1000.25 * (at + 1));
  const all = {
    ...facts,
    quotas: [...facts.quotas, ...reps.map((userId, at) => ({ ...rowOf(first, amounts[at] ?? 0, at), userId }))],
  };
  const only = (filters: NonNullable<Lens['filters']>) => through(all, { filters });
  const sum = amounts.reduce((total, each) => total + each, 0);

  test('a family shows its own quota, the sum of its rows', () => {
    expect(families.length).toBeGreaterThan(1);
    expect(said(only({ family: [first] }))).toEqual(everywhere(sum, 'All deals'));
  });
  test('a family without one shows none, and so do two of which one has none, and a family beside another filter', () => {
    for (const filters of [
      { family: [second] },
      { family: [first, second] },
      { family: [first], type: ['New Business'] },
      { family: [] },
    ])
      expect(said(only(filters)), JSON.stringify(filters)).toEqual(everywhere(undefined, undefined, 'none'));
  });
  test('two families that have one each show what both add up to, and all deals show the whole quota as before', () => {
    const both = { ...all, quotas: [...all.quotas, { ...rowOf(second, 77, 99), userId: reps[0] ?? '' }] };
    expect(said(through(both, { filters: { family: [first, second] } }))).toEqual(everywhere(sum + 77, 'All deals'));
    expect(said(both)).toEqual(everywhere(quotaOf('All deals'), 'All deals'));
  });
  test('quotas in pieces are no money', () => {
    const profile = {
      ...all.profile,
      forecastTypes: (all.profile.forecastTypes ?? []).map((each) => ({ ...each, isAmount: each.id !== type })),
    };
    expect(said(through({ ...all, profile }, { filters: { family: [first] } }))).toEqual(
      everywhere(undefined, undefined, 'none'),
    );
  });
});
