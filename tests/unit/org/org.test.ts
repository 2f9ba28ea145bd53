import { createHash } from 'node:crypto';

import { parse as parseCsv } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { API_HOST } from '@/tests/org/org';

import { type Served, serveOrg } from './client';

const DATA = '/services/data/v67.0';
let served: Served;
beforeEach(async () => {
  served = await serveOrg(60, { currencies: true });
});
afterEach(() => served.server.close());
const q = (soql: string): string => `${DATA}/query?q=${encodeURIComponent(soql)}`;
const records = async (soql: string): Promise<Record<string, unknown>[]> =>
  ((await served.ask('GET', q(soql))).body as { records: Record<string, unknown>[] }).records;
const deals = () => served.org.rows('Opportunity');
const openDeal = () => {
  const found = deals().find((row) => row['IsClosed'] === false && row['HasOpportunityLineItem'] === false);
  if (!found) throw new Error('No open deal.');
  return found;
};

describe('aggregates', () => {
  test('groups and sums as a plain loop does, in the corporate currency', async () => {
    const wanted = new Map<string, { count: number; sum: number }>();
    const rates: Record<string, number> = { EUR: 1, PLN: 4.25, USD: 1.1 };
    for (const row of deals()) {
      const key = String(row['StageName']);
      const held = wanted.get(key) ?? { count: 0, sum: 0 };
      const rate = rates[String(row['CurrencyIsoCode'])] ?? Number.NaN;
      wanted.set(key, { count: held.count + 1, sum: held.sum + Number(row['Amount'] ?? 0) / rate });
    }
    const rows = await records('SELECT StageName, COUNT(Id), SUM(Amount) total FROM Opportunity GROUP BY StageName');
    expect(rows.length).toBe(wanted.size);
    for (const row of rows) {
      expect(row['attributes']).toEqual({ type: 'AggregateResult' });
      expect(row['expr0']).toBe(wanted.get(String(row['StageName']))?.count);
      expect(row['total']).toBeCloseTo(wanted.get(String(row['StageName']))?.sum ?? Number.NaN, 4);
    }
  });
  test('fiscal functions follow the org’s start month, and fail under custom fiscal years', async () => {
    const [settings] = served.org.rows('Organization');
    if (!settings) throw new Error('No org.');
    settings['FiscalYearStartMonth'] = 4;
    settings['UsesStartDateAsFiscalYearName'] = false;
    const rows = await records(
      'SELECT CloseDate, FISCAL_QUARTER(CloseDate) q, FISCAL_YEAR(CloseDate) y FROM Opportunity',
    );
    for (const { CloseDate, q: quarter, y } of rows) {
      const [year = 0, month = 0] = String(CloseDate).split('-').map(Number);
      // April to June is the first quarter of the year named after its end.
      expect(quarter).toBe([4, 4, 4, 1, 1, 1, 2, 2, 2, 3, 3, 3][month - 1]);
      expect(y).toBe(month >= 4 ? year + 1 : year);
    }
    served.org.policy.hasCustomFiscalYears = true;
    expect((await served.ask('GET', q('SELECT FISCAL_QUARTER(CloseDate) q FROM Opportunity'))).status).toBe(400);
  });
  test('more groups than one batch holds are an error, since there is no cursor', async () => {
    expect(served.org.rows('OpportunityHistory').length).toBeGreaterThan(2000);
    const answer = await served.ask('GET', q('SELECT Id, COUNT(StageName) FROM OpportunityHistory GROUP BY Id'));
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('does not support queryMore()')]);
  });
});

test('convertCurrency uses the rate of the close date where there are dated rates', async () => {
  const deal = deals().find((row) => row['CurrencyIsoCode'] === 'PLN' && Number(row['Amount']) > 0);
  if (!deal) throw new Error('No PLN deal.');
  const user = served.org.find('User', served.org.sessions.get(served.token) ?? '');
  if (user) user['DefaultCurrencyIsoCode'] = 'USD';
  const read = async () =>
    Number((await records(`SELECT convertCurrency(Amount) amt FROM Opportunity WHERE Id = '${deal.Id}'`))[0]?.['amt']);
  expect(await read()).toBeCloseTo((Number(deal['Amount']) / 4.25) * 1.1, 6);
  served.org.rows('DatedConversionRate').push({
    Id: '04w000000000001AAA',
    IsoCode: 'PLN',
    StartDate: String(deal['CloseDate']),
    NextStartDate: '2999-01-01',
    ConversionRate: 5,
  });
  expect(await read()).toBeCloseTo((Number(deal['Amount']) / 5) * 1.1, 6);
});

test('children come as a list or as null, and TYPEOF picks by what the row points to', async () => {
  const rows = await records('SELECT Id, (SELECT Role FROM OpportunityContactRoles) FROM Opportunity');
  const roles = served.org.rows('OpportunityContactRole');
  for (const row of rows) {
    const count = roles.filter((role) => role['OpportunityId'] === row['Id']).length;
    expect((row['OpportunityContactRoles'] as { totalSize: number } | null)?.totalSize ?? null).toBe(count || null);
  }
  const [task] = await records(
    "SELECT TYPEOF What WHEN Opportunity THEN StageName ELSE Name END FROM Task WHERE What.Type = 'Opportunity' LIMIT 1",
  );
  expect(task?.['What']).toMatchObject({ attributes: { type: 'Opportunity' }, StageName: expect.any(String) });
});

test('AND beside OR without parentheses is malformed', async () => {
  const answer = await served.ask(
    'GET',
    q('SELECT Id FROM Opportunity WHERE IsClosed = true AND IsWon = true OR Amount = 5'),
  );
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('MALFORMED_QUERY')]);
});

test('day literals begin at midnight of the user’s own time zone', async () => {
  const user = served.org.find('User', served.org.sessions.get(served.token) ?? '');
  const deal = openDeal();
  deal['CreatedDate'] = '2026-11-23T14:30:00.000Z';
  const soql = `SELECT Id FROM Opportunity WHERE Id = '${deal.Id}' AND CreatedDate = TODAY`;
  if (user) user['TimeZoneSidKey'] = 'UTC';
  expect((await records(soql)).length).toBe(0);
  // In Auckland (UTC+13 then) it is already 24 November.
  if (user) user['TimeZoneSidKey'] = 'Pacific/Auckland';
  expect((await records(soql)).length).toBe(1);
});

test('what is old comes through queryAll only', async () => {
  const [task] = served.org.rows('Task').filter((row) => row['IsClosed'] === true);
  if (!task) throw new Error('No task.');
  task['ActivityDate'] = '2025-01-01';
  const soql = `SELECT Id FROM Task WHERE Id = '${task.Id}'`;
  expect((await records(soql)).length).toBe(0);
  const all = await served.ask('GET', `${DATA}/queryAll?q=${encodeURIComponent(soql)}`);
  expect((all.body as { totalSize: number }).totalSize).toBe(1);
});

describe('who sees what', () => {
  test('with private sharing one sees one’s own and what is below', async () => {
    const { org } = served;
    org.sharing = 'private';
    const reps = new Set(deals().map((row) => String(row['OwnerId'])));
    const [rep = ''] = reps;
    const own = deals().filter((row) => row['OwnerId'] === rep);
    const { records: seen } = await served.connectAs(rep).query('SELECT Id, OwnerId FROM Opportunity');
    expect(seen.length).toBe(own.length);
    const ids = new Set(own.map(({ Id }) => Id));
    const { records: history } = await served
      .connectAs(rep)
      .query<{ OpportunityId: string }>('SELECT Id, OpportunityId FROM OpportunityHistory');
    expect(history.length).toBeGreaterThan(0);
    expect(history.every((row) => ids.has(row.OpportunityId))).toBe(true);
    // The head of sales is above everyone.
    expect((await served.connection.query('SELECT Id FROM Opportunity')).totalSize).toBe(deals().length);
  });
  test('a field hidden from one user is absent for them and there for another', async () => {
    const [first = '', second = ''] = new Set(deals().map((row) => String(row['OwnerId'])));
    served.org.hiddenFor.set(first, new Set(['Opportunity.Amount']));
    const names = async (user: string) =>
      (await served.connectAs(user).sobject('Opportunity').describe()).fields.map(({ name }) => name);
    expect(await names(first)).not.toContain('Amount');
    expect(await names(second)).toContain('Amount');
    await expect(served.connectAs(first).query('SELECT Amount FROM Opportunity').run()).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });
  test('a parent that may not be seen is null', async () => {
    const deal = deals().find((row) => row['AccountId'] !== null);
    if (!deal) throw new Error('No deal with an account.');
    served.org.unshared.add(String(deal['AccountId']));
    const [row] = await records(`SELECT AccountId, Account.Name FROM Opportunity WHERE Id = '${deal.Id}'`);
    expect(row).toMatchObject({ AccountId: deal['AccountId'], Account: null });
  });
});

describe('writes', () => {
  test('If-Unmodified-Since: 412 after another’s change, 204 before; to the second', async () => {
    const deal = openDeal();
    const path = `${DATA}/sobjects/Opportunity/${deal.Id}`;
    const seen = new Date(String(deal['LastModifiedDate'])).toUTCString();
    const patch = (since: string) =>
      served.ask('PATCH', path, { body: { NextStep: 'Call' }, headers: { 'If-Unmodified-Since': since } });
    expect((await patch(seen)).status).toBe(204);
    expect((await patch(seen)).status).toBe(412);
    expect((await patch('yesterday')).status).toBe(400);
  });
  test('a collection answers 200 with a verdict for each row', async () => {
    const deal = openDeal();
    const answer = await served.ask('PATCH', `${DATA}/composite/sobjects`, {
      body: {
        allOrNone: false,
        records: [
          { attributes: { type: 'Opportunity' }, id: deal.Id, NextStep: 'Call the CFO' },
          { attributes: { type: 'Opportunity' }, id: deal.Id, Probability: 400 },
        ],
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual([
      { id: deal.Id, success: true, errors: [] },
      {
        success: false,
        errors: [{ statusCode: 'NUMBER_OUTSIDE_VALID_RANGE', message: expect.any(String), fields: ['Probability'] }],
      },
    ]);
  });
  test('all or none: one failure undoes the rest', async () => {
    const deal = openDeal();
    const before = { ...deal };
    const answer = await served.ask('POST', `${DATA}/composite`, {
      body: {
        allOrNone: true,
        compositeRequest: [
          {
            method: 'PATCH',
            referenceId: 'a',
            url: `${DATA}/sobjects/Opportunity/${deal.Id}`,
            body: { NextStep: 'Gone' },
          },
          {
            method: 'PATCH',
            referenceId: 'b',
            url: `${DATA}/sobjects/Opportunity/${deal.Id}`,
            body: { StageName: 'No such' },
          },
        ],
      },
    });
    const parts = (answer.body as { compositeResponse: { httpStatusCode: number; body: { errorCode: string }[] }[] })
      .compositeResponse;
    expect(parts.map(({ body }) => body[0]?.errorCode)).toEqual([
      'PROCESSING_HALTED',
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    ]);
    expect(served.org.find('Opportunity', deal.Id)).toEqual(before);
  });
  test('a later part can use an earlier part’s answer; the whole is one call, a batch is one each', async () => {
    const used = served.org.usage;
    const answer = await served.ask('POST', `${DATA}/composite`, {
      body: {
        compositeRequest: [
          {
            method: 'POST',
            referenceId: 'made',
            url: `${DATA}/sobjects/Opportunity`,
            body: { Name: 'New', StageName: 'Prospecting', CloseDate: '2026-12-31' },
          },
          { method: 'GET', referenceId: 'read', url: `${DATA}/sobjects/Opportunity/@{made.id}?fields=Name` },
        ],
      },
    });
    expect(JSON.stringify(answer.body)).toContain('"Name":"New"');
    expect(served.org.usage).toBe(used + 1);
    await served.ask('POST', `${DATA}/composite/batch`, {
      body: {
        batchRequests: [
          { method: 'GET', url: 'v67.0/limits' },
          { method: 'GET', url: 'v67.0/limits' },
        ],
      },
    });
    expect(served.org.usage).toBe(used + 3);
  });
  test('a validation rule speaks in the administrator’s words', async () => {
    served.org.setUp.rules.push((row) => (row['NextStep'] === 'x' ? 'A next step has a verb.' : undefined));
    const answer = await served.ask('PATCH', `${DATA}/sobjects/Opportunity/${openDeal().Id}`, {
      body: { NextStep: 'x' },
    });
    expect(answer.body).toEqual([
      { message: 'A next step has a verb.', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: [] },
    ]);
  });
  test('a change of owner leaves two rows of field history, of names and of ids', async () => {
    const deal = openDeal();
    const other = served.org.rows('User').find(({ Id }) => Id !== deal['OwnerId']);
    await served.connection.sobject('Opportunity').update({ Id: deal.Id, OwnerId: other?.Id });
    const rows = served.org
      .rows('OpportunityFieldHistory')
      .filter((row) => row['OpportunityId'] === deal.Id && row['Field'] === 'Owner');
    expect(rows.slice(-2).map((row) => [row['DataType'], row['NewValue']])).toEqual([
      ['Text', other?.['Name']],
      ['EntityId', other?.Id],
    ]);
  });
});

test('updated and deleted have their windows', async () => {
  const deal = openDeal();
  const at = (days: number): string => encodeURIComponent(new Date(Date.now() + days * 86_400_000).toISOString());
  await served.connection.sobject('Opportunity').update({ Id: deal.Id, NextStep: 'Call' });
  const changed = await served.ask('GET', `${DATA}/sobjects/Opportunity/updated/?start=${at(-1)}&end=${at(1)}`);
  expect((changed.body as { ids: string[] }).ids).toContain(deal.Id);
  await served.connection.sobject('Opportunity').destroy(deal.Id);
  const gone = await served.ask('GET', `${DATA}/sobjects/Opportunity/deleted/?start=${at(-1)}&end=${at(1)}`);
  expect((gone.body as { deletedRecords: { id: string }[] }).deletedRecords.map(({ id }) => id)).toEqual([deal.Id]);
  for (const [kind, days] of [
    ['updated', 31],
    ['deleted', 16],
  ] as const) {
    const answer = await served.ask('GET', `${DATA}/sobjects/Opportunity/${kind}/?start=${at(-days)}&end=${at(0)}`);
    expect(answer.text).toContain('INVALID_REPLICATION_DATE');
  }
});

test('the stages of a record type are those of its sales process', async () => {
  const renewal = served.org.insert(
    'RecordType',
    {
      Name: 'Renewal',
      DeveloperName: 'Renewal',
      IsActive: true,
      SobjectType: 'Opportunity',
      Stages: 'Prospecting;Closed Won',
    },
    String(served.org.rows('User')[0]?.Id),
  );
  const stages = async (type: string): Promise<string[]> => {
    const path = `${DATA}/ui-api/object-info/Opportunity/picklist-values/${type}/StageName`;
    const picklist = (await served.ask('GET', path)).body as { values: { value: string }[] };
    return picklist.values.map(({ value }) => value);
  };
  expect(await stages(renewal)).toEqual(['Prospecting', 'Closed Won']);
  expect(await stages('012000000000000AAA')).toEqual(
    served.org.rows('OpportunityStage').map((stage) => stage['ApiName']),
  );
});

describe('limits and policies', () => {
  test('an address of more than 16 KB is 431', async () => {
    expect((await served.ask('GET', q(`SELECT Id FROM Opportunity WHERE Name = '${'x'.repeat(17_000)}'`))).status).toBe(
      431,
    );
  });
  test('the day’s calls and the calls at one moment have the same code and other words', async () => {
    served.org.policy.dailyCalls = served.org.usage;
    expect((await served.ask('GET', `${DATA}/limits`)).text).toContain('TotalRequests Limit exceeded.');
    served.org.policy.dailyCalls = 15_000;
    served.org.policy.concurrentCalls = 0;
    expect((await served.ask('GET', `${DATA}/limits`)).text).toContain('ConcurrentPerOrgLongTxn');
  });
  test('a locator of another user, or an old one, is none', async () => {
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const page = await served.ask('GET', q('SELECT Id FROM Opportunity'), { headers });
    const { nextRecordsUrl } = page.body as { nextRecordsUrl: string };
    const stranger = served.org.login(String(served.org.rows('User')[3]?.Id));
    expect((await served.ask('GET', nextRecordsUrl, { token: stranger })).text).toContain('INVALID_QUERY_LOCATOR');
    served.org.policy.locatorMs = -1;
    expect((await served.ask('GET', nextRecordsUrl)).text).toContain('INVALID_QUERY_LOCATOR');
  });
  test('a fault can be left to a seeded chance, the same every time', async () => {
    const statuses = async (): Promise<number[]> => {
      await served.ask('POST', '/__faults?seed=7', { body: [{ kind: 'serverError', probability: 0.5 }] });
      const found: number[] = [];
      for (let at = 0; at < 20; at += 1) found.push((await served.ask('GET', `${DATA}/limits`)).status);
      return found;
    };
    const first = await statuses();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await statuses()).toEqual(first);
    const unknown = await served.ask('POST', '/__faults', { body: [{ kind: 'gremlins' }] });
    expect([unknown.status, unknown.text]).toEqual([400, expect.stringContaining('There is no fault')]);
  });
});

test('Bulk API 2.0: a job, its states, and pages of CSV by locator', async () => {
  const soql = 'SELECT Id, Name, Amount, IsClosed, CreatedDate, Account.Name FROM Opportunity';
  const made = (await served.ask('POST', `${DATA}/jobs/query`, { body: { operation: 'query', query: soql } })).body as {
    id: string;
    state: string;
  };
  const states = [made.state];
  for (;;) {
    const { state } = (await served.ask('GET', `${DATA}/jobs/query/${made.id}`)).body as { state: string };
    states.push(state);
    if (state === 'JobComplete') break;
  }
  expect(states).toEqual(['UploadComplete', 'InProgress', 'JobComplete']);
  const rows: Record<string, string>[] = [];
  let locator = '';
  do {
    const page = await served.ask(
      'GET',
      `${DATA}/jobs/query/${made.id}/results?maxRecords=130${locator && `&locator=${locator}`}`,
    );
    rows.push(...(parseCsv(page.text, { columns: true }) as Record<string, string>[]));
    locator = page.headers.get('Sforce-Locator') ?? '';
  } while (locator !== 'null');
  expect(rows.map(({ Id }) => Id)).toEqual(deals().map(({ Id }) => Id));
  for (const [at, row] of rows.entries()) {
    expect(row['Amount'] === '' ? null : Number(row['Amount'])).toBe(deals()[at]?.['Amount']);
    expect(row['CreatedDate']).toMatch(/\.\d{3}Z$/);
    expect(row['IsClosed']).toBe(String(deals()[at]?.['IsClosed']));
  }
  const refused = await served.ask('POST', `${DATA}/jobs/query`, {
    body: { operation: 'query', query: 'SELECT COUNT() FROM Opportunity' },
  });
  expect(refused.status).toBe(400);
});

test('jsforce reads a bulk job', async () => {
  served.connection.bulk2.pollInterval = 5;
  const stream = await served.connection.bulk2.query('SELECT Id, Amount FROM Opportunity');
  const rows = await stream.toArray();
  expect(rows.map((row) => String(row['Id'])).toSorted()).toEqual(
    deals()
      .map(({ Id }) => Id)
      .toSorted(),
  );
});

describe('OAuth with PKCE', () => {
  const verifier = 'v'.repeat(64);
  const redirect = 'https://abc.chromiumapp.org/salesforce';
  const start = (extra: Record<string, string> = {}) => {
    served.org.apps.set('client', { redirectUris: [redirect], isInstalled: true, rotates: true });
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: redirect,
      scope: 'api refresh_token',
      state: 's1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...extra,
    });
    return served.ask('GET', `/services/oauth2/authorize?${query}`, { headers: { cookie: `sid=${served.token}` } });
  };
  const token = (fields: Record<string, string>) =>
    served.ask('POST', '/services/oauth2/token', {
      body: new URLSearchParams({ client_id: 'client', ...fields }).toString(),
    });
  const codeOf = (location: string | null): string => new URL(location ?? '').searchParams.get('code') ?? '';

  test('a code is worth a token once, with the verifier it was asked with', async () => {
    const back = (await start()).headers.get('location');
    expect(new URL(back ?? '').searchParams.get('state')).toBe('s1');
    const wrong = await token({
      grant_type: 'authorization_code',
      code: codeOf(back),
      redirect_uri: redirect,
      code_verifier: 'no',
    });
    expect(wrong.body).toEqual({ error: 'invalid_grant', error_description: 'invalid code verifier' });
    const code = codeOf((await start()).headers.get('location'));
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier };
    const { access_token: access, instance_url: url } = (await token(grant)).body as Record<string, string>;
    expect(url).toBe(`https://${API_HOST}`);
    served.org.policy.isApiControlled = true;
    expect((await served.ask('GET', `${DATA}/limits`, { token: access ?? '' })).status).toBe(200);
    expect((await served.ask('GET', `${DATA}/limits`)).text).toContain('not valid for use with the REST API');
    expect((await token(grant)).status).toBe(400);
  });
  test('a refresh token rotates; using an old one ends everything that came of it', async () => {
    const code = codeOf((await start()).headers.get('location'));
    const first = (
      await token({ grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier })
    ).body as Record<string, string>;
    const refresh = (old = '') => token({ grant_type: 'refresh_token', refresh_token: old });
    const second = (await refresh(first['refresh_token'])).body as Record<string, string>;
    expect(second['refresh_token']).not.toBe(first['refresh_token']);
    expect((await refresh(first['refresh_token'])).body).toMatchObject({ error: 'invalid_grant' });
    expect((await served.ask('GET', `${DATA}/limits`, { token: second['access_token'] ?? '' })).status).toBe(401);
  });
  test('an app that is not installed, a wrong address and a missing challenge are refused', async () => {
    await start();
    served.org.policy.isApiControlled = true;
    served.org.apps.set('client', { redirectUris: [redirect], isInstalled: false, rotates: true });
    const blocked = await served.ask(
      'GET',
      `/services/oauth2/authorize?client_id=client&response_type=code&redirect_uri=${encodeURIComponent(redirect)}`,
    );
    expect(blocked.headers.get('location')).toContain('OAUTH_APP_BLOCKED');
    expect((await start({ redirect_uri: 'https://evil.example/' })).body).toMatchObject({
      error: 'redirect_uri_mismatch',
    });
    served.org.policy.isApiControlled = false;
    expect((await start({ code_challenge: '' })).headers.get('location')).toContain('invalid_request');
  });
});
