import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Served, serveOrg } from './client';

let served: Served;
beforeAll(async () => {
  served = await serveOrg(60);
});
afterAll(() => served.server.close());
const records = async (soql: string) =>
  (await served.connection.query(soql, { autoFetch: true, maxFetch: 10_000 })).records;
const ids = async (soql: string): Promise<string[]> => (await records(soql)).map(({ Id }) => String(Id)).toSorted();
const own = (keeps: (row: Record<string, unknown>) => boolean): string[] =>
  served.org
    .rows('Opportunity')
    .filter(keeps)
    .map(({ Id }) => Id)
    .toSorted();

describe('semi- and anti-joins', () => {
  test('hold what a plain look at both tables holds', async () => {
    const primary = new Set(
      served.org
        .rows('OpportunityContactRole')
        .filter((row) => row['IsPrimary'] === true)
        .map((row) => row['OpportunityId']),
    );
    const some = 'SELECT OpportunityId FROM OpportunityContactRole WHERE IsPrimary = true';
    expect(primary.size).toBeGreaterThan(10);
    expect(await ids(`SELECT Id FROM Opportunity WHERE Id IN (${some})`)).toEqual(
      own((row) => primary.has(String(row['Id']))),
    );
    expect(await ids(`SELECT Id FROM Opportunity WHERE Id NOT IN (${some}) AND IsClosed = false`)).toEqual(
      own((row) => !primary.has(String(row['Id'])) && row['IsClosed'] === false),
    );
  });
  test('work on a look-up, and within the user’s own sight', async () => {
    const accounts = new Set(
      served.org
        .rows('Account')
        .filter((row) => /^[a-m]/i.test(String(row['Name'])))
        .map(({ Id }) => Id),
    );
    expect(accounts.size).toBeGreaterThan(3);
    expect(
      await ids("SELECT Id FROM Opportunity WHERE AccountId IN (SELECT Id FROM Account WHERE Name < 'n')"),
    ).toEqual(own((row) => accounts.has(String(row['AccountId']))));
  });
  test.each([
    ['beside OR', "Id IN (SELECT OpportunityId FROM OpportunityHistory) OR StageName = 'x'"],
    ['of a text', 'Name IN (SELECT Name FROM Account)'],
    ['of two fields', 'Id IN (SELECT OpportunityId, ContactId FROM OpportunityContactRole)'],
  ])('are malformed %s', async (_, where) => {
    await expect(served.connection.query(`SELECT Id FROM Opportunity WHERE ${where}`).run()).rejects.toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    });
  });
});

describe('links of files', () => {
  const FILE = "ContentDocumentId IN ('069000000000001AAA', '069000000000002AAA')";
  const ORG = "LinkedEntityId = '00D000000000001AAA'";
  test.each([
    FILE,
    ORG,
    `${FILE} AND ${ORG}`,
    `${ORG} AND ShareType = 'V'`,
    `${ORG} AND SystemModstamp > 2026-01-01T00:00:00Z`,
  ])('are asked for by %s', async (where) => {
    expect(await records(`SELECT ContentDocumentId FROM ContentDocumentLink WHERE ${where}`)).toEqual([]);
  });
  test.each([
    ['', 'requires a filter'],
    ["WHERE ShareType = 'V'", 'requires a filter'],
    ["WHERE ContentDocumentId != '069000000000001AAA'", 'requires a filter'],
    [`WHERE ${FILE} OR ${ORG}`, 'requires a filter'],
    [`WHERE ${FILE} AND ShareType = 'V'`, 'non-id fields'],
    ["WHERE LinkedEntityId IN ('00D000000000001AAA') AND ShareType = 'V'", 'non-id fields'],
  ])('are refused by “%s”', async (where, words) => {
    const asked = served.connection.query(`SELECT Id FROM ContentDocumentLink ${where}`).run();
    await expect(asked).rejects.toMatchObject({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining(words),
    });
  });
});

test('texts are compared without their case, in lists too', async () => {
  const won = own((row) => row['StageName'] === 'Closed Won');
  expect(won.length).toBeGreaterThan(5);
  expect(await ids("SELECT Id FROM Opportunity WHERE StageName = 'closed won'")).toEqual(won);
  expect(await ids("SELECT Id FROM Opportunity WHERE StageName IN ('CLOSED WON', 'none')")).toEqual(won);
});

test('N_DAYS_AGO is one day, N_MONTHS_AGO one month of the calendar', async () => {
  const on = (from: string, to: string) =>
    own((row) => String(row['CloseDate']) >= from && String(row['CloseDate']) <= to);
  // The org's day is 24 November 2026.
  const [deal] = served.org.rows('Opportunity');
  if (deal) deal['CloseDate'] = '2026-11-14';
  expect(await ids('SELECT Id FROM Opportunity WHERE CloseDate = N_DAYS_AGO:10')).toEqual(
    on('2026-11-14', '2026-11-14'),
  );
  expect(await ids('SELECT Id FROM Opportunity WHERE CloseDate > N_DAYS_AGO:10')).toEqual(on('2026-11-15', '9'));
  expect(await ids('SELECT Id FROM Opportunity WHERE CloseDate = N_MONTHS_AGO:2')).toEqual(
    on('2026-09-01', '2026-09-30'),
  );
  expect(await ids('SELECT Id FROM Opportunity WHERE CloseDate <= N_QUARTERS_AGO:1')).toEqual(on('0', '2026-09-30'));
  expect(await ids('SELECT Id FROM Opportunity WHERE CloseDate = N_YEARS_AGO:1')).toEqual(
    on('2025-01-01', '2025-12-31'),
  );
});

test('a day that there is not is malformed', () =>
  expect(
    served.connection.query('SELECT Id FROM Opportunity WHERE CloseDate > 2026-02-30').run(),
  ).rejects.toMatchObject({
    errorCode: 'MALFORMED_QUERY',
  }));

test('parents of parents come nested, under the names of the schema, and null where the first is missing', async () => {
  const rows = await records(
    'SELECT id, account.OWNER.name, Account.Owner.Profile.Name, account.name, Owner.Alias, Owner.UserRole.Name FROM Opportunity',
  );
  const { org } = served;
  for (const row of rows) {
    const deal = org.find('Opportunity', String(row['Id']));
    const account = org.find('Account', String(deal?.['AccountId'] ?? ''));
    const keeper = account && org.find('User', String(account['OwnerId']));
    expect(row['Account']).toEqual(
      account
        ? {
            attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${account.Id}` },
            Name: account['Name'],
            Owner: keeper
              ? {
                  attributes: { type: 'User', url: `/services/data/v67.0/sobjects/User/${keeper.Id}` },
                  Name: keeper['Name'],
                  Profile: {
                    attributes: expect.anything(),
                    Name: org.find('Profile', String(keeper['ProfileId']))?.['Name'],
                  },
                }
              : null,
          }
        : null,
    );
    expect((row['Owner'] as { Alias: string }).Alias).toMatch(/^\S{1,8}$/);
  }
});

test('a filter and an order may go by a parent of a parent', async () => {
  const [account] = served.org.rows('Account');
  const name = String(served.org.find('User', String(account?.['OwnerId']))?.['Name']);
  const owners = new Set(
    served.org
      .rows('User')
      .filter((row) => row['Name'] === name)
      .map(({ Id }) => Id),
  );
  const accounts = new Set(
    served.org
      .rows('Account')
      .filter((row) => owners.has(String(row['OwnerId'])))
      .map(({ Id }) => Id),
  );
  expect(
    await ids(
      `SELECT Id FROM Opportunity WHERE Account.Owner.Name = '${name.replaceAll("'", "\\'")}' ORDER BY Account.Owner.Alias`,
    ),
  ).toEqual(own((row) => accounts.has(String(row['AccountId']))));
});

test('what a task is about has a name and a type, whatever it is', async () => {
  const rows = await records('SELECT What.Name, What.Type, WhatId FROM Task LIMIT 50');
  for (const row of rows)
    expect(row['What']).toMatchObject({
      Type: 'Opportunity',
      Name: served.org.find('Opportunity', String(row['WhatId']))?.['Name'],
    });
  await expect(served.connection.query('SELECT What.StageName FROM Task').run()).rejects.toMatchObject({
    errorCode: 'INVALID_FIELD',
  });
});

test('every object has its children, each parent by itself with their order and limit', async () => {
  const rows = await records(
    'SELECT Id, (SELECT Name, Amount FROM opportunities WHERE Amount != null ORDER BY Amount DESC LIMIT 2) FROM Account',
  );
  for (const row of rows) {
    const wanted = served.org
      .rows('Opportunity')
      .filter((deal) => deal['AccountId'] === row['Id'] && deal['Amount'] !== null)
      .map((deal) => Number(deal['Amount']))
      .toSorted((a, b) => b - a)
      .slice(0, 2);
    const children = row['Opportunities'] as { records: { Amount: number }[] } | null;
    expect(children?.records.map(({ Amount }) => Amount) ?? []).toEqual(wanted);
  }
});

describe('a query that Salesforce refuses is refused here', () => {
  const FILTER = 'INVALID_QUERY_FILTER_OPERATOR';
  test.each([
    ['a day for an instant', 'WHERE CreatedDate > 2026-01-01', FILTER],
    ['an instant for a day', 'WHERE CloseDate > 2026-01-01T00:00:00Z', FILTER],
    ['a number for a text', 'WHERE Name = 5', FILTER],
    ['a text for a number', "WHERE Amount > '5'", FILTER],
    ['a text for a yes or no', "WHERE IsWon = 'true'", FILTER],
    ['a yes or no for a number', 'WHERE Amount = true', FILTER],
    ['a pattern for a number', "WHERE Amount LIKE '5%'", FILTER],
    ['more than yes', 'WHERE IsWon > false', FILTER],
    ['an order by long text', 'ORDER BY Description', 'MALFORMED_QUERY'],
    ['an order under a lock', 'ORDER BY Id FOR UPDATE', 'MALFORMED_QUERY'],
  ])('%s', async (_words, rest, errorCode) => {
    await expect(served.connection.query(`SELECT Id FROM Opportunity ${rest}`).run()).rejects.toMatchObject({
      errorCode,
    });
  });

  test.each(['SUM(Name)', 'AVG(CloseDate)'])('a sum of what is no number: %s', async (field) => {
    await expect(served.connection.query(`SELECT ${field} FROM Opportunity`).run()).rejects.toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    });
  });
});

test.each([
  ['without a name', [{}]],
  ['of one name', [{ referenceId: 'a' }, { referenceId: 'a' }]],
  ['with a name of other signs', [{ referenceId: 'a-b c' }]],
  ['that there are none of', []],
])('parts of a composite call %s are refused', async (_words, parts) => {
  const compositeRequest = parts.map((part) => ({ method: 'GET', url: '/services/data/v67.0/limits', ...part }));
  const { status } = await served.ask('POST', '/services/data/v67.0/composite', { body: { compositeRequest } });
  expect(status).toBe(400);
});
