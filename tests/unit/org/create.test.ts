import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Served, serveOrg } from './client';

const DATA = '/services/data/v67.0';
let served: Served;
beforeAll(async () => {
  served = await serveOrg(40);
});
afterAll(() => served.server.close());

const plain = { Name: 'New', StageName: 'Prospecting', CloseDate: '2027-02-10' };
const refusedBody = (errorCode: string, words: RegExp) => [
  expect.objectContaining({ errorCode, message: expect.stringMatching(words) }),
];
const openDeal = () => {
  const found = served.org
    .rows('Opportunity')
    .find((row) => row['IsClosed'] === false && row['HasOpportunityLineItem'] === false);
  if (!found) throw new Error('No open deal.');
  return found;
};
/** The same body as a create and as an update of a deal that is there. */
const both = async (change: Record<string, unknown>) => ({
  create: await served.ask('POST', `${DATA}/sobjects/Opportunity`, { body: { ...plain, ...change } }),
  update: await served.ask('PATCH', `${DATA}/sobjects/Opportunity/${openDeal().Id}`, { body: change }),
});

test.each([
  [
    'a number that is none',
    { Amount: 'a lot' },
    'JSON_PARSER_ERROR',
    /instance of double from VALUE_STRING value a lot/,
  ],
  ['a list for a number', { Amount: [5] }, 'JSON_PARSER_ERROR', /from START_ARRAY/],
  ['an amount of 17 digits', { Amount: 1e16 }, 'NUMBER_OUTSIDE_VALID_RANGE', /outside of valid range/],
  ['a probability above 100', { Probability: 101 }, 'NUMBER_OUTSIDE_VALID_RANGE', /^Probability: value outside/],
  [
    'a month that there is not',
    { CloseDate: '2027-13-45' },
    'JSON_PARSER_ERROR',
    /instance of date from VALUE_STRING value 2027-13-45/,
  ],
  ['a day that there is not', { CloseDate: '2027-02-29' }, 'JSON_PARSER_ERROR', /instance of date/],
  ['a day before 1700', { CloseDate: '1699-12-31' }, 'JSON_PARSER_ERROR', /instance of date/],
  ['a day after the year 4000', { CloseDate: '4001-01-01' }, 'JSON_PARSER_ERROR', /instance of date/],
  ['a name of blanks', { Name: '   ' }, 'REQUIRED_FIELD_MISSING', /\[Name\]/],
  ['a number for a date', { CloseDate: 20_270_101 }, 'JSON_PARSER_ERROR', /VALUE_NUMBER_INT/],
  ['an unknown field', { Colour: 'red' }, 'INVALID_FIELD', /No such column 'Colour' on sobject of type Opportunity/],
  [
    'a name of 121 characters',
    { Name: 'x'.repeat(121) },
    'STRING_TOO_LONG',
    /^Name: data value too large: x+ \(max length=120\)$/,
  ],
  [
    'a next step of 256 characters',
    { NextStep: 'x'.repeat(256) },
    'STRING_TOO_LONG',
    /^Next Step: .*\(max length=255\)$/,
  ],
  ['an id that is none', { AccountId: 'Acme' }, 'MALFORMED_ID', /^Account ID: id value of incorrect type: Acme/],
  ['an id of another object', { AccountId: '003000000000001AAA' }, 'FIELD_INTEGRITY_EXCEPTION', /incorrect type/],
  [
    'an account that there is not',
    { AccountId: '001000000ZZZZZZ' },
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    /cross-reference id/,
  ],
  [
    'an unknown stage',
    { StageName: 'Nowhere' },
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    /^Stage: bad value .*: Nowhere$/,
  ],
  [
    'a field that the org works out',
    { IsWon: true, ExpectedRevenue: 5 },
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    /fields: IsWon, ExpectedRevenue\./,
  ],
  [
    'nothing for what is required',
    { Name: '', CloseDate: null },
    'REQUIRED_FIELD_MISSING',
    /^Required fields are missing: \[Name, CloseDate\]$/,
  ],
])('%s is refused, whether made or changed', async (_, change, code, words) => {
  const count = served.org.rows('Opportunity').length;
  const before = { ...openDeal() };
  const { create, update } = await both(change);
  expect([create.status, create.body]).toEqual([400, refusedBody(code, words)]);
  expect([update.status, update.body]).toEqual([400, refusedBody(code, words)]);
  expect(served.org.rows('Opportunity').length).toBe(count);
  expect(openDeal()).toEqual(before);
});

test('all fields that are missing are named at once', async () => {
  const answer = await served.ask('POST', `${DATA}/sobjects/Opportunity`, { body: { Amount: 5 } });
  expect(answer.body).toEqual([
    {
      errorCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [Name, StageName, CloseDate]',
      fields: ['Name', 'StageName', 'CloseDate'],
    },
  ]);
});

test('numbers may come as text, and are kept as numbers', async () => {
  const { create, update } = await both({ Amount: '4242.425', Probability: '35' });
  expect([create.status, update.status]).toEqual([201, 204]);
  const made = served.org.find('Opportunity', (create.body as { id: string }).id);
  for (const row of [made, openDeal()]) expect(row).toMatchObject({ Amount: 4242.43, Probability: 35 });
});

test('a new deal has what its stage, amount and date bring along, stamps of whole seconds, and a start to its history', async () => {
  const [organization] = served.org.rows('Organization');
  if (!organization) throw new Error('No org.');
  organization['FiscalYearStartMonth'] = 4;
  organization['UsesStartDateAsFiscalYearName'] = false;
  const { id } = await served.connection
    .sobject('Opportunity')
    .create({ ...plain, Amount: 1000, AccountId: String(served.org.rows('Account')[0]?.Id).slice(0, 15) });
  const [stage] = served.org.rows('OpportunityStage').filter((row) => row['ApiName'] === 'Prospecting');
  const row = served.org.find('Opportunity', String(id));
  // February is in the fourth quarter of a year that begins in April, and is named by its end.
  expect(row).toMatchObject({
    AccountId: served.org.rows('Account')[0]?.Id,
    Probability: stage?.['DefaultProbability'],
    ExpectedRevenue: 10 * Number(stage?.['DefaultProbability']),
    Fiscal: '2027 4',
    FiscalYear: 2027,
    FiscalQuarter: 4,
    IsClosed: false,
    IsWon: false,
    OwnerId: served.org.sessions.get(served.token),
    CreatedById: served.org.sessions.get(served.token),
  });
  for (const field of ['CreatedDate', 'LastModifiedDate', 'SystemModstamp'])
    expect(row?.[field]).toMatch(/T\d\d:\d\d:\d\d\.000Z$/);
  const about = (name: 'OpportunityHistory' | 'OpportunityFieldHistory') =>
    served.org.rows(name).filter((each) => each['OpportunityId'] === id);
  expect(about('OpportunityHistory')).toHaveLength(1);
  expect(about('OpportunityFieldHistory').map((each) => [each['Field'], each['OldValue'], each['NewValue']])).toEqual([
    ['created', null, null],
  ]);
});

describe('what people do not make through the API', () => {
  test.each(['OpportunityStage', 'OpportunityHistory', 'Period', 'Organization'])('%s', async (object) => {
    const answer = await served.ask('POST', `${DATA}/sobjects/${object}`, { body: { Name: 'x' } });
    expect(answer.status).toBe(400);
    expect((await served.connection.sobject(object).describe()).createable).toBe(false);
  });
});

test('a task is closed by its status', async () => {
  const deal = openDeal();
  const { id } = await served.connection.sobject('Task').create({ WhatId: deal.Id, Subject: 'Call' });
  expect(served.org.find('Task', String(id))).toMatchObject({
    Status: 'Not Started',
    IsClosed: false,
    CompletedDateTime: null,
  });
  await served.connection.sobject('Task').update({ Id: String(id), Status: 'Completed' });
  expect(served.org.find('Task', String(id))).toMatchObject({ IsClosed: true, CompletedDateTime: expect.any(String) });
});

test('nobody who has left is given a deal', async () => {
  const left = served.org.rows('User').at(-1);
  if (!left) throw new Error('No user.');
  left['IsActive'] = false;
  const { create, update } = await both({ OwnerId: left.Id });
  left['IsActive'] = true;
  for (const { status, body } of [create, update]) {
    expect(status).toBe(400);
    expect(body).toEqual(refusedBody('INACTIVE_OWNER_OR_USER', /inactive user/));
  }
});

test('a body that is a list is no record', async () => {
  const { status, body } = await served.ask('PATCH', `${DATA}/sobjects/Opportunity/${openDeal().Id}`, { body: [] });
  expect(status).toBe(400);
  expect(body).toEqual(refusedBody('JSON_PARSER_ERROR', /object/));
});
