import { get } from 'node:http';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Served, serveOrg } from './client';

const DATA = '/services/data/v67.0';
let served: Served;
beforeEach(async () => {
  served = await serveOrg(40);
});
afterEach(() => served.server.close());
const status = async (path: string, method = 'GET'): Promise<number> => (await served.ask(method, path)).status;

test('retired versions are gone, later ones are not there, all between are listed without a gap', async () => {
  const list = (await served.ask('GET', '/services/data')).body as { version: string; label: string }[];
  expect(list.at(-1)).toEqual({ label: "Summer '26", url: DATA, version: '67.0' });
  expect(list.find(({ version }) => version === '63.0')?.label).toBe("Spring '25");
  expect(list[0]).toMatchObject({ label: "Summer '14", version: '31.0' });
  expect(list).toHaveLength(37);
  expect([await status('/services/data/v20.0/limits'), await status('/services/data/v30.0/limits')]).toEqual([
    410, 410,
  ]);
  expect([await status('/services/data/v31.0/limits'), await status('/services/data/v67.0/limits')]).toEqual([
    200, 200,
  ]);
  expect([await status('/services/data/v68.0/limits'), await status('/services/data/v99.0/limits')]).toEqual([
    404, 404,
  ]);
});

test('the root of a version lists its resources, and each is there', async () => {
  const root = (await served.ask('GET', `${DATA}/`)).body as Record<string, string>;
  expect(Object.keys(root)).toEqual(
    expect.arrayContaining(['query', 'queryAll', 'sobjects', 'limits', 'composite', 'jobs']),
  );
  for (const name of ['sobjects', 'limits', 'composite']) expect(await status(root[name] ?? '')).toBe(200);
});

test.each([
  'nothing',
  'limits/nothing',
  'limits/recordCount/x',
  'query/a/b',
  'chatter/users/you',
  'sobjects/Opportunity/describe/layouts',
  'sobjects/Nothing/describe',
  'sobjects/Nothing',
  'ui-api/records',
  'ui-api/object-info/Nothing',
  'composite/graphs',
  'jobs/ingest',
])('an unknown path below a known one is not found: %s', async (path) => {
  expect((await served.ask('GET', `${DATA}/${path}`)).body).toEqual([
    { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
  ]);
});

test.each([
  ['OPTIONS', 'limits'],
  ['OPTIONS', 'sobjects/Opportunity'],
  ['PUT', 'query?q=SELECT+Id+FROM+User'],
  ['DELETE', 'sobjects/Opportunity/describe'],
  ['DELETE', 'composite'],
])('%s %s is not allowed', async (method, path) => {
  const answer = await served.ask(method, `${DATA}/${path}`);
  expect([answer.status, answer.text]).toEqual([405, expect.stringContaining(`HTTP Method '${method}' not allowed`)]);
});

test('limits are the usual ones, and records can be counted', async () => {
  const limits = (await served.ask('GET', `${DATA}/limits`)).body as Record<string, { Max: number; Remaining: number }>;
  expect(limits['DailyApiRequests']).toEqual({ Max: 15_000, Remaining: 15_000 - served.org.usage });
  expect(Object.keys(limits)).toEqual(expect.arrayContaining(['DailyBulkV2QueryJobs', 'DataStorageMB', 'SingleEmail']));
  const counted = await served.ask('GET', `${DATA}/limits/recordCount?sObjects=Opportunity,Nothing,Account`);
  expect(counted.body).toEqual({
    sObjects: [
      { name: 'Opportunity', count: served.org.rows('Opportunity').length },
      { name: 'Account', count: served.org.rows('Account').length },
    ],
  });
});

test('the global describe has every object that can be queried, with its prefix and its plural', async () => {
  const { sobjects } = await served.connection.describeGlobal();
  for (const { name, keyPrefix, labelPlural, queryable } of sobjects) {
    expect([queryable, labelPlural]).toEqual([true, expect.stringMatching(/^\w/)]);
    // Links of files are asked for by the files alone.
    const where = name === 'ContentDocumentLink' ? `WHERE ContentDocumentId = '069000000000001AAA'` : '';
    const { records } = await served.connection.query(`SELECT Id FROM ${name} ${where} LIMIT 1`);
    for (const { Id } of records) expect(String(Id).slice(0, 3)).toBe(keyPrefix);
  }
  expect(sobjects.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'Account',
      'Contact',
      'OpportunityStage',
      'Period',
      'FiscalYearSettings',
      'ForecastingType',
      'Profile',
    ]),
  );
});

test('a describe tells plurals, what may be empty, and the children, each of which jsforce can ask for', async () => {
  const described = await served.connection.sobject('Opportunity').describe();
  expect(described).toMatchObject({ keyPrefix: '006', labelPlural: 'Opportunities', createable: true });
  const nillable = new Map(described.fields.map((field) => [field.name, field.nillable]));
  for (const name of ['Id', 'Name', 'StageName', 'CloseDate', 'OwnerId', 'SystemModstamp', 'IsClosed'])
    expect(nillable.get(name), name).toBe(false);
  for (const name of ['Amount', 'AccountId', 'NextStep', 'Probability']) expect(nillable.get(name), name).toBe(true);
  expect(described.fields.find(({ name }) => name === 'Name')).toMatchObject({ length: 120, nameField: true });
  const names = described.childRelationships.map(({ relationshipName }) => String(relationshipName));
  expect(names).toEqual(
    expect.arrayContaining(['OpportunityContactRoles', 'OpportunityHistories', 'Histories', 'Tasks', 'Events']),
  );
  for (const name of names)
    await served.connection.query(`SELECT Id, (SELECT Id FROM ${name}) FROM Opportunity LIMIT 1`);
  const found = await served.connection
    .sobject('Opportunity')
    .find({}, 'Id')
    .include('OpportunityContactRoles')
    .select('Id, Role')
    .end();
  expect(found).toHaveLength(served.org.rows('Opportunity').length);
});

test('a describe and a record that did not change since are 304, without a body', async () => {
  const [deal] = served.org.rows('Opportunity');
  const paths = [`${DATA}/sobjects/Opportunity/describe`, `${DATA}/sobjects/Opportunity/${deal?.Id}`];
  for (const path of paths) {
    const first = await served.ask('GET', path);
    const modified = first.headers.get('Last-Modified') ?? '';
    expect(Date.parse(modified)).not.toBeNaN();
    const since = (at: number) =>
      served.ask('GET', path, { headers: { 'If-Modified-Since': new Date(at).toUTCString() } });
    const again = await since(Date.parse(modified));
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await since(Date.parse(modified) - 1000)).status).toBe(200);
  }
  const before = new Date(Date.now() - 2000).toUTCString();
  await served.connection.sobject('Opportunity').update({ Id: deal?.Id ?? '', NextStep: 'Call' });
  expect((await served.ask('GET', paths[1] ?? '', { headers: { 'If-Modified-Since': before } })).status).toBe(200);
});

test('a field that is hidden later makes the describe a new one', async () => {
  const path = `${DATA}/sobjects/Opportunity/describe`;
  const modified = (await served.ask('GET', path)).headers.get('Last-Modified') ?? '';
  served.org.hidden.add('Opportunity.NextStep');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const again = await served.ask('GET', path, { headers: { 'If-Modified-Since': modified } });
  expect([again.status, again.text.includes('NextStep')]).toEqual([200, false]);
});

test('columns=true tells the columns of a query in place of its rows', async () => {
  const soql =
    'SELECT Id, amount, Account.Name, Account.Owner.Name, (SELECT Role FROM OpportunityContactRoles) FROM Opportunity LIMIT 3';
  const answer = (await served.ask('GET', `${DATA}/query?q=${encodeURIComponent(soql)}&columns=true`)).body as {
    columnMetadata: {
      columnName: string;
      aggregate: boolean;
      numberType: boolean;
      joinColumns: { columnName: string }[];
    }[];
    entityName: string;
  };
  expect(answer).toMatchObject({ entityName: 'Opportunity', keyPrefix: '006', idSelected: true, groupBy: false });
  expect(
    answer.columnMetadata.map((column) => [
      column.columnName,
      column.aggregate,
      column.joinColumns.map((each) => each.columnName),
    ]),
  ).toEqual([
    ['Id', false, []],
    ['Amount', false, []],
    ['Account', false, ['Name', 'Owner']],
    ['OpportunityContactRoles', true, ['Role']],
  ]);
  const grouped = `SELECT StageName, COUNT(Id), SUM(Amount) total FROM Opportunity GROUP BY StageName`;
  const columns = (await served.ask('GET', `${DATA}/query?q=${encodeURIComponent(grouped)}&columns=true`)).body as {
    columnMetadata: { columnName: string; displayName: string }[];
  };
  expect(columns.columnMetadata.map((column) => [column.columnName, column.displayName])).toEqual([
    ['StageName', 'StageName'],
    ['expr0', 'count(Id)'],
    ['total', 'sum(Amount)'],
  ]);
});

test('the UI API tells a record as the page shows it, without what is optional and hidden', async () => {
  const [deal] = served.org.rows('Opportunity');
  const path = `${DATA}/ui-api/records/${deal?.Id}`;
  const answer = await served.ask(
    'GET',
    `${path}?fields=Opportunity.Name&optionalFields=Opportunity.Amount,Opportunity.Nothing`,
  );
  expect(answer.body).toMatchObject({
    apiName: 'Opportunity',
    id: deal?.Id,
    fields: { Name: { displayValue: null, value: deal?.['Name'] }, Amount: { value: deal?.['Amount'] } },
    weakEtag: Date.parse(String(deal?.['SystemModstamp'])),
  });
  expect(answer.text).not.toContain('Nothing');
  expect(await status(`${path}?fields=Opportunity.Nothing`)).toBe(400);
  const info = await served.ask('GET', `${DATA}/ui-api/object-info/Opportunity`);
  expect(info.body).toMatchObject({ keyPrefix: '006', fields: { Amount: { dataType: 'Currency', required: false } } });
});

test('answers are compressed for whoever takes it, where the org is set to', async () => {
  served.org.policy.compresses = true;
  const encoding = (accept: string) =>
    new Promise<string | undefined>((resolve, reject) => {
      const headers = { Authorization: `Bearer ${served.token}`, 'Accept-Encoding': accept };
      get(`${served.server.url}${DATA}/limits`, { headers }, (response) => {
        response.resume();
        resolve(response.headers['content-encoding']);
      }).on('error', reject);
    });
  expect([await encoding('gzip'), await encoding('identity')]).toEqual(['gzip', undefined]);
  expect((await served.connection.query('SELECT Id FROM Opportunity')).totalSize).toBe(
    served.org.rows('Opportunity').length,
  );
});

test('bulk jobs can be listed by whoever made them', async () => {
  const body = { operation: 'query', query: 'SELECT Id FROM Opportunity' };
  const { id } = (await served.ask('POST', `${DATA}/jobs/query`, { body })).body as { id: string };
  const list = (await served.ask('GET', `${DATA}/jobs/query`)).body as { done: boolean; records: { id: string }[] };
  expect([list.done, list.records.map((job) => job.id)]).toEqual([true, [id]]);
});
