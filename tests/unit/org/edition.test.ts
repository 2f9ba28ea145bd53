import { afterEach, expect, test } from 'vitest';

import type { Edition } from '@/tests/org/data/edition';

import { type Served, serveOrg } from './client';

let served: Served;
afterEach(() => served.server.close());
const open = async (edition: Partial<Edition>, currencies = false): Promise<Served> =>
  (served = await serveOrg(40, { currencies }, edition));
const refused = async (soql: string) => {
  const error: { errorCode?: string; message?: string } = await served.connection.query(soql).then(
    () => ({}),
    (cause: unknown) => cause as { errorCode: string; message: string },
  );
  return error;
};
const fieldsOf = async (object: string): Promise<string[]> =>
  (await served.connection.sobject(object).describe()).fields.map(({ name }) => name);

test('with one currency there is none on any record, and no table of currencies', async () => {
  await open({});
  for (const object of ['Opportunity', 'OpportunityHistory', 'User', 'Account', 'Task', 'ForecastingQuota']) {
    expect(await fieldsOf(object)).not.toContain('CurrencyIsoCode');
    expect(await refused(`SELECT CurrencyIsoCode FROM ${object}`)).toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: expect.stringContaining(`No such column 'CurrencyIsoCode' on entity '${object}'.`),
    });
  }
  for (const object of ['User', 'Organization']) {
    expect(await fieldsOf(object)).not.toContain('DefaultCurrencyIsoCode');
    expect(await refused(`SELECT Id, DefaultCurrencyIsoCode FROM ${object}`)).toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  }
  for (const object of ['CurrencyType', 'DatedConversionRate'])
    expect(await refused(`SELECT Id FROM ${object}`)).toMatchObject({
      errorCode: 'INVALID_TYPE',
      message: expect.stringContaining(`Column:16\nsObject type '${object}' is not supported.`),
    });
});

test('with several currencies every record has one; history has that of its deal', async () => {
  await open({}, true);
  for (const object of ['Opportunity', 'User', 'Account', 'Contact', 'Task', 'Event', 'OpportunityContactRole'])
    expect(await refused(`SELECT CurrencyIsoCode FROM ${object}`)).toEqual({});
  for (const object of ['User', 'Organization'])
    expect(await refused(`SELECT DefaultCurrencyIsoCode FROM ${object}`)).toEqual({});
  const deals = new Map(served.org.rows('Opportunity').map((row) => [row.Id, row['CurrencyIsoCode']]));
  const { records } = await served.connection.query<{ OpportunityId: string; CurrencyIsoCode: string }>(
    'SELECT OpportunityId, CurrencyIsoCode FROM OpportunityHistory',
  );
  expect(records.length).toBeGreaterThan(40);
  for (const row of records) expect(row.CurrencyIsoCode).toBe(deals.get(row.OpportunityId));
  expect(await refused('SELECT Id FROM DatedConversionRate')).toMatchObject({ errorCode: 'INVALID_TYPE' });
});

test('rates by date are there with advanced currency management alone', async () => {
  await open({ datedRates: true }, true);
  expect(await refused('SELECT IsoCode, StartDate, ConversionRate FROM DatedConversionRate')).toEqual({});
});

test.each([
  ['forecasts', ['ForecastingType', 'ForecastingQuota', 'ForecastingItem', 'ForecastingFact'], []],
  ['fieldHistory', ['OpportunityFieldHistory'], []],
  ['activities', ['Task', 'Event'], ['HasOpenActivity', 'LastActivityDate']],
] as const)('an org without %s has none of its objects', async (feature, objects, fields) => {
  await open({ [feature]: false });
  const known = (await served.connection.describeGlobal()).sobjects.map(({ name }) => name);
  for (const object of objects) {
    expect(known).not.toContain(object);
    expect(await refused(`SELECT Id FROM ${object}`)).toMatchObject({ errorCode: 'INVALID_TYPE' });
    await expect(served.connection.sobject(object).describe()).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  }
  const own = await fieldsOf('Opportunity');
  for (const field of fields) expect(own).not.toContain(field);
});

test('without field history a change leaves no row of it, but the history of the stage', async () => {
  await open({ fieldHistory: false });
  const [deal] = served.org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  const [versions, changes] = [
    served.org.rows('OpportunityHistory').length,
    served.org.rows('OpportunityFieldHistory').length,
  ];
  await served.connection.sobject('Opportunity').update({ Id: deal?.Id ?? '', Amount: 4711 });
  expect(served.org.rows('OpportunityHistory').length).toBe(versions + 1);
  expect(served.org.rows('OpportunityFieldHistory').length).toBe(changes);
});

test('amounts are shown as the user reads them: by sign with one currency, by code with several', async () => {
  const shown = async (): Promise<string> => {
    const [deal] = served.org.rows('Opportunity');
    if (!deal) throw new Error('No deal.');
    deal['Amount'] = 70_500;
    const { records } = await served.connection.query<{ amt: string }>(
      `SELECT FORMAT(Amount) amt FROM Opportunity WHERE Id = '${deal.Id}'`,
    );
    const page = await served.ask('GET', `/services/data/v67.0/ui-api/records/${deal.Id}?fields=Opportunity.Amount`);
    const { displayValue, value } = (page.body as { fields: { Amount: { displayValue: string; value: number } } })
      .fields.Amount;
    expect([displayValue, value]).toEqual([records[0]?.amt, 70_500]);
    return displayValue;
  };
  await open({});
  const user = served.org.find('User', served.org.sessions.get(served.token) ?? '');
  if (user) user['LocaleSidKey'] = 'en_US';
  expect(await shown()).toBe('€70,500.00');
  if (user) user['LocaleSidKey'] = 'de_DE';
  expect(await shown()).toBe('70.500,00\u00a0€');
  await served.server.close();
  await open({}, true);
  expect(await shown()).toMatch(/^EUR 70/);
});

test('an org of one currency tells which it is in the session of its user alone', async () => {
  await open({});
  expect(await served.connection.soap.getUserInfo()).toMatchObject({
    orgDefaultCurrencyIsoCode: 'EUR',
    organizationMultiCurrency: false,
    userId: served.org.sessions.get(served.token),
    userDefaultCurrencyIsoCode: null,
  });
  served.org.sessions.clear();
  await expect(served.connection.soap.getUserInfo()).rejects.toMatchObject({ errorCode: 'sf:INVALID_SESSION_ID' });
  await served.server.close();
  await open({}, true);
  const { orgDefaultCurrencyIsoCode, userDefaultCurrencyIsoCode } = await served.connection.soap.getUserInfo();
  expect([orgDefaultCurrencyIsoCode, userDefaultCurrencyIsoCode]).toEqual([null, 'EUR']);
});

test('the org is the same one in its own row, in the sessions and for the user who asks who they are', async () => {
  await open({});
  const { records } = await served.connection.query('SELECT Id FROM Organization');
  const info = (await served.ask('GET', '/services/oauth2/userinfo')).body as { organization_id: string };
  expect(records.map(({ Id }) => Id)).toEqual([info.organization_id]);
  expect(served.token.startsWith(`${info.organization_id.slice(0, 15)}!`)).toBe(true);
});

test('periods belong to years, each with its months and quarters, numbered, and without a gap', async () => {
  await open({});
  const { records: years } = await served.connection.query<{
    Id: string;
    StartDate: string;
    EndDate: string;
    IsStandardYear: boolean;
  }>('SELECT Id, Name, StartDate, EndDate, IsStandardYear, YearType FROM FiscalYearSettings ORDER BY StartDate');
  expect(years.length).toBeGreaterThan(2);
  for (const year of years) {
    expect(year.IsStandardYear).toBe(true);
    for (const [type, count] of [
      ['Year', 1],
      ['Month', 12],
    ] as const) {
      const { records } = await served.connection.query<{ Number: number; StartDate: string; EndDate: string }>(
        `SELECT Number, StartDate, EndDate FROM Period WHERE FiscalYearSettingsId = '${year.Id}' AND Type = '${type}' ORDER BY StartDate`,
      );
      expect(records.length).toBe(count);
      expect([records[0]?.StartDate, records.at(-1)?.EndDate]).toEqual([year.StartDate, year.EndDate]);
      if (type === 'Month')
        expect(records.map((row) => row.Number)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
      for (const [at, row] of records.entries())
        if (at > 0) expect(Date.parse(row.StartDate) - Date.parse(records[at - 1]?.EndDate ?? '')).toBe(86_400_000);
    }
  }
  expect(await refused("SELECT Id FROM Period WHERE FullyQualifiedLabel = 'FY 2026'")).toMatchObject({
    errorCode: 'INVALID_FIELD',
  });
});

test('each quota names its forecast type and its period, in money or in pieces', async () => {
  await open({});
  const { records } = await served.connection.query<{
    StartDate: string;
    IsAmount: boolean;
    IsQuantity: boolean;
    QuotaQuantity: number | null;
    Period: { Type: string; StartDate: string };
    ForecastingType: { DeveloperName: string };
  }>(
    'SELECT StartDate, IsAmount, IsQuantity, QuotaAmount, QuotaQuantity, Period.Type, Period.StartDate, ForecastingType.DeveloperName FROM ForecastingQuota',
  );
  expect(records.length).toBeGreaterThan(0);
  for (const row of records) {
    expect(row).toMatchObject({ IsAmount: true, IsQuantity: false, QuotaQuantity: null });
    expect(row.ForecastingType.DeveloperName).toBe('OpportunityRevenue');
    expect(row.Period).toMatchObject({ Type: 'Quarter', StartDate: row.StartDate });
  }
});
