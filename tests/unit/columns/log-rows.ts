import fc from 'fast-check';

import { dayFromNumber, type Day } from '@/lib/calendar/days';
import { instant } from '@/lib/calendar/instant';
import type { FieldChange, ForecastCategory, Opportunity, Version } from '@/lib/deal/opportunity';
import type { OrgProfile, Stage } from '@/lib/deal/org';

/** Rows as bad as a CRM can send them: every order, twice, gaps, reopened, unknown stages, dates that clocks skip. */
export interface Rows {
  opportunities: Opportunity[];
  versions: Version[];
  fieldChanges: FieldChange[];
}

const CATEGORIES: ForecastCategory[] = ['omitted', 'pipeline', 'bestCase', 'mostLikely', 'commit', 'closed'];
const stage = (name: string, isClosed: boolean, isWon: boolean): [string, Stage] => [
  name,
  { name, label: name, order: 0, isActive: true, isClosed, isWon, probability: 0, category: 'pipeline' },
];
export const STAGES = new Map([
  stage('A', false, false),
  stage('B', false, false),
  stage('Won', true, true),
  stage('Lost', true, false),
]);
export const PROFILE: Pick<OrgProfile, 'currency' | 'rates' | 'datedRates'> = {
  currency: 'EUR',
  rates: { PLN: 4.25, USD: 1.1, BAD: 0 },
  datedRates: [
    { currency: 'PLN', start: '2020-01-01' as Day, end: '2020-02-01' as Day, rate: 4 },
    { currency: 'PLN', start: '2020-02-01' as Day, end: '2020-02-29' as Day, rate: 5 },
  ],
};

/** 2020-01-01: a leap year. */
const START = Date.UTC(2020, 0, 1);
export const anInstant = fc.integer({ min: 0, max: 40 }).map((steps) => instant(START + steps * 21_600_000));
/** Few days, 29 February 2020 among them, so that bounds are met. */
export const day = fc.constantFrom(18_270, 18_292, 18_320, 18_321, 18_322, 18_400).map(dayFromNumber);
const stageName = fc.constantFrom('A', 'B', 'Won', 'Lost', 'Renamed', 'Gone', '');
const owner = fc.constantFrom('u1', 'u2', 'u3');
const amount = fc.oneof(
  fc.constantFrom(0, -0, -5.5, 0.005, 1e308, 65_536),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
);
const category = fc.constantFrom(...CATEGORIES);
const dealId = fc.constantFrom('d0', 'd1', 'd2', 'd3', 'd4');

const opportunity = (id: string) =>
  fc.record(
    {
      id: fc.constant(id),
      name: fc.constant(id),
      accountId: fc.constantFrom('a1', 'a2'),
      type: fc.constantFrom('new', ''),
      source: fc.constantFrom('web', 'fair'),
      recordTypeId: fc.constantFrom('r1', 'r2'),
      campaignId: fc.constantFrom('c1', 'c2'),
      territoryId: fc.constantFrom('t1', 't2'),
      ownerId: owner,
      stage: stageName,
      amount,
      currency: fc.constantFrom('EUR', 'PLN', 'USD', 'BAD', 'XXX'),
      closeDate: day,
      category,
      isClosed: fc.boolean(),
      isWon: fc.boolean(),
      createdAt: anInstant,
      modifiedAt: anInstant,
      goneAt: anInstant,
    },
    { requiredKeys: ['id', 'name', 'stage', 'isClosed', 'isWon', 'createdAt', 'modifiedAt'] },
  );
const version = fc.record(
  {
    id: fc.integer({ min: 0, max: 40 }).map((n) => `v${n}`),
    opportunityId: fc.oneof({ weight: 9, arbitrary: dealId }, { weight: 1, arbitrary: fc.constant('unheld') }),
    from: anInstant,
    stage: stageName,
    amount,
    currency: fc.constantFrom('EUR', 'PLN', 'USD'),
    closeDate: day,
    probability: fc.constantFrom(0, 50, 100),
    category,
  },
  { requiredKeys: ['id', 'opportunityId', 'from', 'stage'] },
);
const change = (field: string, value: fc.Arbitrary<string>) =>
  fc.record(
    {
      id: fc.integer({ min: 0, max: 20 }).map((n) => `f${n}`),
      opportunityId: dealId,
      field: fc.constant(field),
      from: value,
      to: value,
      at: anInstant,
    },
    { requiredKeys: ['id', 'opportunityId', 'field', 'at'] },
  );
const fieldChange = fc.oneof(
  { weight: 4, arbitrary: change('ownerId', owner) },
  { weight: 1, arbitrary: change('nextStep', owner) },
  { weight: 1, arbitrary: change('accountId', fc.constantFrom('a1', 'a2', 'a3')) },
  { weight: 1, arbitrary: change('type', fc.constantFrom('new', 'old')) },
  { weight: 1, arbitrary: change('source', fc.constantFrom('web', 'mail')) },
  { weight: 1, arbitrary: change('recordTypeId', fc.constantFrom('r1', 'r2', 'r3')) },
  { weight: 1, arbitrary: change('campaignId', fc.constantFrom('c1', 'c2', 'c3')) },
  { weight: 1, arbitrary: change('territoryId', fc.constantFrom('t1', 't2', 't3')) },
  { weight: 1, arbitrary: change('currency', fc.constantFrom('EUR', 'PLN', 'USD')) },
);

const atLeast = (deals: number) =>
  fc.record({
    opportunities: fc.array(dealId.chain(opportunity), { minLength: deals, maxLength: 7 }),
    versions: fc.array(version, { minLength: deals * 3, maxLength: 25 }),
    fieldChanges: fc.array(fieldChange, { maxLength: 10 }),
  }) as fc.Arbitrary<Rows>;
export const rows = atLeast(0);
/** The same with much in each, where what is counted is rare. */
export const manyRows = atLeast(6);
