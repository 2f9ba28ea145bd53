import { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';
import { createOrg, type LiveOrg } from '@/tests/org/org';
import { type RunningOrg, startServer } from '@/tests/org/server';

/** The field's own client against the stand-in org: proof that it speaks Salesforce, and not just to us. */
let org: LiveOrg;
let server: RunningOrg;
let connection: Connection;
beforeAll(async () => {
  const tables = generateOrg({ size: 4500, asOf: '2026-11-24' as Day });
  org = createOrg(tables);
  server = await startServer(org);
  connection = new Connection({
    instanceUrl: server.url,
    accessToken: org.login(tables.defaultUserId),
    version: '67.0',
  });
});
afterAll(() => server.close());

const deal = () => {
  const found = org
    .rows('Opportunity')
    .find((row) => row['IsClosed'] === false && row['HasOpportunityLineItem'] === false);
  if (!found) throw new Error('No deal.');
  return found;
};

test('fetches 20,000 rows on its own, each once', async () => {
  const { length } = org.rows('OpportunityHistory');
  expect(length).toBeGreaterThan(20_000);
  const { records } = await connection.query('SELECT Id, Amount FROM OpportunityHistory', {
    autoFetch: true,
    maxFetch: 50_000,
  });
  expect(new Set(records.map(({ Id }) => Id)).size).toBe(length);
  expect(connection.limitInfo.apiUsage?.used).toBe(18 + Math.ceil(length / 2000));
});

test('updates without a conflict, and is refused with one', async () => {
  const { Id, LastModifiedDate } = deal();
  const seen = new Date(String(LastModifiedDate)).toUTCString();
  const update = (NextStep: string) =>
    connection.sobject('Opportunity').update({ Id, NextStep }, { headers: { 'If-Unmodified-Since': seen } });
  expect((await update('Call')).success).toBe(true);
  await expect(update('Write')).rejects.toMatchObject({ errorCode: 'ERROR_HTTP_412' });
  expect(org.find('Opportunity', Id)?.['NextStep']).toBe('Call');
});

test('pages through 4,500 opportunities, each once', async () => {
  const { records } = await connection.query('SELECT Id, Name, Account.Name FROM Opportunity ORDER BY Id', {
    autoFetch: true,
    maxFetch: 10_000,
  });
  expect(new Set(records.map(({ Id }) => Id)).size).toBe(4500);
});

test('a parent that is not there is null, not an empty object', async () => {
  const { records } = await connection.query<{ Account: unknown }>(
    'SELECT Id, Account.Name FROM Opportunity WHERE AccountId = null LIMIT 1',
  );
  expect(records[0]?.Account).toBeNull();
});

test('describes, and reads history', async () => {
  const { fields } = await connection.sobject('Opportunity').describe();
  expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['Amount', 'StageName', 'SystemModstamp']));
  const { id, count } = {
    id: deal().Id,
    count: org.rows('OpportunityHistory').filter((row) => row['OpportunityId'] === deal().Id).length,
  };
  expect(
    (await connection.query(`SELECT Id, StageName FROM OpportunityHistory WHERE OpportunityId = '${id}'`)).totalSize,
  ).toBe(count);
});

test('an update bumps the stamp, writes history and brings the stage’s side effects', async () => {
  const row = deal();
  row['SystemModstamp'] = '2026-11-01T00:00:00.000Z';
  const { Id, SystemModstamp } = row;
  const before = org.rows('OpportunityHistory').length;
  const result = await connection.sobject('Opportunity').update({ Id, StageName: 'Negotiation/Review', Amount: 777 });
  expect(result.success).toBe(true);
  const after = org.find('Opportunity', Id);
  expect(after).toMatchObject({
    Amount: 777,
    Probability: 85,
    ForecastCategory: 'Forecast',
    ForecastCategoryName: 'Commit',
  });
  expect(String(after?.['SystemModstamp']) > String(SystemModstamp)).toBe(true);
  expect(org.rows('OpportunityHistory').length).toBe(before + 1);
});

test('the amount of a deal with products is ignored without a word', async () => {
  const priced = org.rows('Opportunity').find((row) => row['HasOpportunityLineItem'] === true);
  if (!priced) throw new Error('No deal with products.');
  const amount = priced['Amount'];
  expect((await connection.sobject('Opportunity').update({ Id: priced.Id, Amount: 1 })).success).toBe(true);
  expect(org.find('Opportunity', priced.Id)?.['Amount']).toBe(amount);
});

test('knows the API usage', async () => {
  await connection.query('SELECT Id FROM User LIMIT 1');
  expect(connection.limitInfo.apiUsage?.limit).toBe(15_000);
});

describe('errors carry Salesforce’s own codes', () => {
  test.each([
    ['SELECT Id, Foo FROM Opportunity', 'INVALID_FIELD'],
    ['SELECT Id FROM Foo', 'INVALID_TYPE'],
    ['SELECT Id FORM Opportunity', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Opportunity WHERE CloseDate = 'soon'", 'INVALID_QUERY_FILTER_OPERATOR'],
  ])('%s', async (soql, errorCode) => {
    await expect(connection.query(soql).run()).rejects.toMatchObject({ errorCode });
  });
  test('an unknown record', () =>
    expect(connection.sobject('Opportunity').retrieve('006000000000ZZZAAA')).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    }));
  test('a stale locator', () =>
    expect(connection.request('/services/data/v67.0/query/0r8xx-gone')).rejects.toMatchObject({
      errorCode: 'INVALID_QUERY_LOCATOR',
    }));
  test.each([
    ['apiBlocked', 'INVALID_SESSION_ID'],
    ['apiDisabled', 'API_DISABLED_FOR_ORG'],
    ['limitDaily', 'REQUEST_LIMIT_EXCEEDED'],
  ] as const)('%s', async (kind, errorCode) => {
    org.faults.set({ kind, count: 1 });
    await expect(connection.request('/services/data/v67.0/limits')).rejects.toMatchObject({ errorCode });
  });
  test('a session that is none', async () => {
    const stranger = new Connection({ instanceUrl: server.url, accessToken: '00D!nobody', version: '67.0' });
    await expect(stranger.query('SELECT Id FROM User').run()).rejects.toMatchObject({
      errorCode: 'INVALID_SESSION_ID',
    });
  });
});

test.each([
  [
    "StageName = 'Prospecting' AND Amount > 10000",
    (row: Record<string, unknown>) => row['StageName'] === 'Prospecting' && Number(row['Amount'] ?? 0) > 10_000,
  ],
  [
    'IsClosed = false AND (Amount < 5000 OR Probability >= 60)',
    (row: Record<string, unknown>) =>
      row['IsClosed'] === false &&
      ((row['Amount'] !== null && Number(row['Amount']) < 5000) || Number(row['Probability']) >= 60),
  ],
  ["NOT StageName LIKE 'Closed%'", (row: Record<string, unknown>) => !String(row['StageName']).startsWith('Closed')],
  [
    "CloseDate >= 2026-10-01 AND StageName IN ('Closed Won','Closed Lost')",
    (row: Record<string, unknown>) =>
      String(row['CloseDate']) >= '2026-10-01' && String(row['StageName']).startsWith('Closed'),
  ],
  ['Amount = null', (row: Record<string, unknown>) => row['Amount'] === null],
  [
    'CreatedDate > 2026-06-01T00:00:00Z',
    (row: Record<string, unknown>) => Date.parse(String(row['CreatedDate'])) > Date.parse('2026-06-01T00:00:00Z'),
  ],
])('WHERE %s finds what a plain filter finds', async (where, keeps) => {
  const { records } = await connection.query(`SELECT Id FROM Opportunity WHERE ${where}`, {
    autoFetch: true,
    maxFetch: 10_000,
  });
  expect(records.map(({ Id }) => String(Id)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    org
      .rows('Opportunity')
      .filter(keeps)
      .map(({ Id }) => Id)
      .toSorted((a, b) => (a < b ? -1 : 1)),
  );
});

test('lists the list views of an object, and each has the rows that its own query finds', async () => {
  const deals = connection.sobject('Opportunity');
  const { listviews, size } = (await deals.listviews()) as {
    listviews: { id: string; developerName: string }[];
    size: number;
  };
  expect(listviews.map(({ developerName }) => developerName)).toEqual(['AllOpportunities', 'MyOpportunities']);
  expect(size).toBe(2);
  for (const { id } of listviews) {
    const view = deals.listview(id);
    const { query } = (await view.describe()) as { query: string };
    const { records: wanted } = await connection.query<{ Id: string; Amount: number | null }>(`${query} LIMIT 25`);
    const { records } = (await view.results()) as {
      records: { columns: { fieldNameOrPath: string; value: string | null }[] }[];
    };
    const cell = (at: number, field: string) =>
      records[at]?.columns.find((each) => each.fieldNameOrPath === field)?.value;
    expect(records.map((_, at) => [cell(at, 'Id'), cell(at, 'Amount')])).toEqual(
      wanted.map((row) => [row.Id, row.Amount === null ? null : String(row.Amount)]),
    );
  }
  await expect(deals.listview('00B000000000099AAA').describe()).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
});
