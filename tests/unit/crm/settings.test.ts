import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { connect } from '@/lib/crm/salesforce/client';
import { currencyIn } from '@/lib/crm/salesforce/settings/currency';
import { keepKnown } from '@/lib/crm/settings-parts';
import { type OrgProfile, UNKNOWN_CURRENCY } from '@/lib/deal/org';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { getProfile, putProfile } from '@/lib/storage/profile';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import { type Served, serveOrg } from '@/tests/unit/org/client';

/** An answer in place of the org's own; undefined lets the request through. */
type Instead = (path: string, body: string) => { status: number; body: unknown } | undefined;

let served: Served;
let instead: Instead[];
let asked: string[];
beforeEach(async () => {
  served = await serveOrg(40);
  instead = [];
  asked = [];
});
afterEach(() => served.server.close());

const client = () =>
  connect(
    { orgId: served.org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token: served.token },
    {
      async fetch(input, init) {
        const path = (input as string).replace(`https://${API_HOST}`, '');
        const body = typeof init?.body === 'string' ? init.body : '';
        asked.push(`${decodeURIComponent(path)} ${decodeURIComponent(body)}`);
        const answer = instead.map((each) => each(path, body)).find((each) => each !== undefined);
        if (answer)
          return new Response(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body), {
            status: answer.status,
            headers: { 'Content-Type': typeof answer.body === 'string' ? 'text/xml' : 'application/json' },
          });
        return fetch(`${served.server.url}${path}`, init);
      },
      sleep: () => Promise.resolve(),
    },
  );

const error = (status: number, errorCode: string, message = 'as Salesforce words it') => ({
  status,
  body: [{ errorCode, message }],
});

/** The stand-in's one currency and the user's locale: what the sign of an amount then looks like. */
function writeIn(currency: string, locale: string): void {
  const [organization] = served.org.rows('Organization');
  if (organization) organization['DefaultCurrencyIsoCode'] = currency;
  for (const user of served.org.rows('User')) user['LocaleSidKey'] = locale;
}

describe('an org of one currency', () => {
  beforeEach(() => {
    served.org.hidden.add('User.DefaultCurrencyIsoCode');
    served.org.hidden.add('Organization.DefaultCurrencyIsoCode');
  });

  test('tells the user’s name and time zone, since no query names a field that describe does not show', async () => {
    const [user] = served.org.rows('User').filter(({ Id }) => Id === served.org.sessions.get(served.token));
    if (!user) throw new Error('No user.');
    user['Name'] = 'Ada O’Neil';
    user['TimeZoneSidKey'] = 'Pacific/Auckland';
    const profile = await client().bootstrap();
    expect(profile).toMatchObject({ userName: 'Ada O’Neil', timeZone: 'Pacific/Auckland' });
    expect(profile.missing).toBeUndefined();
    expect(asked.filter((each) => each.includes('DefaultCurrencyIsoCode'))).toEqual([]);
  });

  test.each([
    ['EUR', 'en_GB'],
    ['EUR', 'de_DE'],
    ['PLN', 'pl_PL'],
    ['INR', 'hi_IN'],
    ['BRL', 'pt_BR'],
    ['CHF', 'de_CH'],
  ])('tells %s by the sign of a formatted amount (%s)', async (currency, locale) => {
    writeIn(currency, locale);
    expect((await client().bootstrap()).currency).toBe(currency);
  });

  test('tells a currency that browsers do not list by its code', () => {
    expect(currencyIn('CLF 1.234,5678')).toBe('CLF');
    expect(currencyIn('XYZ 1.234')).toBeUndefined();
  });

  test('tells its currency by an amount as a record’s page shows it, where amounts cannot be formatted', async () => {
    served.org.faults.set({ kind: 'malformedQuery', match: 'FORMAT' });
    expect((await client().bootstrap()).currency).toBe('EUR');
  });

  test('tells its currency by the session where the sign stands for many', async () => {
    writeIn('AUD', 'en_AU');
    expect((await client().bootstrap()).currency).toBe('AUD');
  });

  test('has an unknown currency where it does not tell, and none is guessed', async () => {
    writeIn('AUD', 'en_AU');
    served.org.faults.set({ kind: 'notFound', match: '/services/Soap/' });
    const profile = await client().bootstrap();
    expect(profile.currency).toBe(UNKNOWN_CURRENCY);
    expect(profile.missing).toBeUndefined();
  });

  test('is asked again for its currency where the refusal may pass', async () => {
    writeIn('AUD', 'en_AU');
    instead.push((path) => (path.startsWith('/services/Soap/') ? error(500, 'UNKNOWN_EXCEPTION') : undefined));
    const profile = await client().bootstrap();
    expect(profile.missing).toEqual([{ part: 'currency', detail: expect.stringContaining('as Salesforce words it') }]);
  });
});

test.each([
  ['€70,500.00', 'EUR'],
  ['70.500,00 €', 'EUR'],
  ['USD 70,500.00', 'USD'],
  ['70 500,00 zł', 'PLN'],
  ['₹4,43,200.00', 'INR'],
  ['CA$70,500', 'CAD'],
  ['CHF 70’500.00', 'CHF'],
  ['$70,500.00', undefined],
  ['£70,500.00', undefined],
  ['¥70,500', undefined],
  ['70 500,00 kr', undefined],
  ['70,500.00', undefined],
  [undefined, undefined],
])('%s is written in %s', (written, currency) => expect(currencyIn(written)).toBe(currency));

describe('a time zone that this browser does not know', () => {
  const zones = (org: string | null, user: string | null): void => {
    for (const row of served.org.rows('Organization')) row['TimeZoneSidKey'] = org;
    for (const row of served.org.rows('User')) row['TimeZoneSidKey'] = user;
  };

  test.each([
    ['America/Nowhere', 'Europe/Warsaw', { timeZone: 'Europe/Warsaw', unknownZone: 'America/Nowhere' }],
    ['Asia/Tokyo', 'Mars/Base', { timeZone: 'Asia/Tokyo', orgTimeZone: 'Asia/Tokyo', unknownZone: 'Mars/Base' }],
    ['America/Nowhere', 'Mars/Base', { timeZone: 'UTC', unknownZone: 'Mars/Base' }],
    ['Pacific/Apia', 'America/St_Johns', { timeZone: 'America/St_Johns', orgTimeZone: 'Pacific/Apia' }],
  ])('of the org %s and of the user %s: another stands in, and it is named', async (org, user, expected) => {
    zones(org, user);
    const profile = await client().bootstrap();
    expect({ ...profile, missing: undefined }).toMatchObject(expected);
    expect(profile.unknownZone).toBe('unknownZone' in expected ? expected.unknownZone : undefined);
    expect(profile.orgTimeZone).toBe('orgTimeZone' in expected ? expected.orgTimeZone : undefined);
    for (const zone of [profile.timeZone, profile.orgTimeZone ?? 'UTC'])
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
  });
});

test.each(['null', '[]', '{}', '{"message":"hi"}'])(
  'a list of versions that is none (%s) is not said to be old',
  async (body) => {
    instead.push((path) =>
      path === '/services/data' ? { status: 200, body: JSON.parse(body) as unknown } : undefined,
    );
    const error = await client()
      .bootstrap()
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ state: 'malformed', message: expect.not.stringContaining('below 53') });
  },
);

test('a forecast tells which deals alone it counts, and by which kind of split', async () => {
  const [user] = served.org.rows('User');
  const by = user?.Id ?? '';
  const type = served.org.insert(
    'ForecastingType',
    {
      DeveloperName: 'Renewals',
      MasterLabel: 'Renewals',
      IsActive: true,
      IsAmount: true,
      DateType: 'OpportunityCloseDate',
    },
    by,
  );
  const [kind] = served.org.rows('OpportunitySplitType');
  served.org.insert(
    'ForecastingType',
    {
      DeveloperName: 'Credit',
      MasterLabel: 'Credit',
      IsActive: true,
      IsAmount: true,
      DateType: 'OpportunityCloseDate',
      OpportunitySplitTypeId: kind?.Id ?? null,
    },
    by,
  );
  const filter = served.org.insert(
    'ForecastingFilter',
    { DeveloperName: 'R', MasterLabel: 'R', ForecastingTypeId: type },
    by,
  );
  for (const [FieldName, Operation, Value] of [
    ['Type', 'equals', 'Renewal, Expansion'],
    ['Opportunity.RecordTypeId', 'notEqual', '012'],
    ['Amount', 'greaterThan', '100000'],
    ['Type', 'contains', 'Renewal'],
    ['Region__c', 'equals', 'North'],
  ] as const)
    served.org.insert(
      'ForecastingFilterCondition',
      { DeveloperName: FieldName, MasterLabel: 'R', ForecastingFilterId: filter, FieldName, Operation, Value },
      by,
    );
  const { forecastTypes = [] } = await client().bootstrap();
  expect(forecastTypes.find(({ label }) => label === 'Renewals')?.only).toEqual([
    { field: 'type', words: 'Type equals Renewal, Expansion', values: ['Renewal', 'Expansion'] },
    { field: 'recordType', words: 'Opportunity.RecordTypeId notEqual 012', values: ['012'], isNot: true },
    { field: 'amount', words: 'Amount greaterThan 100000', values: ['100000'], compares: 'greater' },
    { words: 'Type contains Renewal', values: ['Renewal'] },
    { words: 'Region__c equals North', values: ['North'] },
  ]);
  expect(forecastTypes.find(({ label }) => label === 'Credit')).toMatchObject({ by: 'split', splitTypeId: kind?.Id });
  expect(forecastTypes.filter(({ only }) => only).length).toBe(1);
});

/** Each part of the settings: which query of its is refused, and what the profile must hold of it in the end. */
const PARTS: [part: string, match: string, field: keyof OrgProfile][] = [
  ['org', 'FROM Organization', 'fiscalYearStartMonth'],
  ['rates', 'FROM CurrencyType', 'rates'],
  ['periods', 'FROM Period', 'periods'],
  ['forecastTypes', 'FROM ForecastingType', 'forecastTypes'],
  ['forecastTypes', 'FROM ForecastingFilterCondition', 'forecastTypes'],
  ['stages', 'FROM RecordType', 'stagesByRecordType'],
  ['stages', 'picklist-values', 'stagesByRecordType'],
];

describe('a part of the settings that is refused', () => {
  beforeEach(async () => {
    await served.server.close();
    served = await serveOrg(40, { currencies: true });
    const [organization] = served.org.rows('Organization');
    if (organization) organization['FiscalYearStartMonth'] = 4;
    const Stages = 'Prospecting;Closed Won';
    served.org.insert('RecordType', { Name: 'New', IsActive: true, SobjectType: 'Opportunity', Stages }, served.token);
  });

  test.each(PARTS)('for a passing reason is no fact: %s (%s)', async (part, match, field) => {
    const whole = await client().bootstrap();
    expect(whole[field]).toBeDefined();
    expect(whole.missing).toBeUndefined();
    served.org.faults.set({ kind: 'rowLock', match });
    const partial = await client().bootstrap();
    expect(partial.missing).toEqual([{ part, detail: expect.stringContaining('unable to obtain exclusive access') }]);
    expect(partial[field]).not.toEqual(whole[field]);
    // What was known before stays in its place, and is named as well.
    expect(keepKnown(partial, whole)).toMatchObject({ [field]: whole[field], missing: partial.missing });
    // Amounts of other currencies are never added up without a rate.
    if (part === 'rates') expect(partial.rates).toEqual({});

    served.org.faults.set();
    asked = [];
    const again = await client().bootstrap(partial);
    expect(again).toEqual({ ...whole, apiUsage: again.apiUsage });
    const tables = ['Organization', 'CurrencyType', 'Period', 'RecordType'].filter((table) =>
      asked.some((each) => each.includes(`FROM ${table} `) || each.includes(`FROM ${table}"`)),
    );
    // Only what was missing is asked.
    expect(tables.length).toBeLessThanOrEqual(1);
  });

  test('is asked again at the next sync and then more rarely, and what it tells is stored', async () => {
    const db = new PipelensDatabase('settings-again');
    served.org.faults.set({ kind: 'rowLock', match: 'FROM CurrencyType' });
    await putProfile(db, await client().bootstrap());
    let now = Date.now();
    const tries = (): number => asked.filter((each) => each.includes('FROM CurrencyType')).length;
    const sync = () => syncOnce({ client: client(), db, now: () => now });
    asked = [];
    for (let minute = 0; minute < 30; minute += 1) {
      expect((await sync()).state).toBe('live');
      if (minute === 0) expect(tries()).toBe(1);
      now += 60_000;
    }
    expect(tries()).toBeGreaterThanOrEqual(4);
    expect(tries()).toBeLessThanOrEqual(8);
    served.org.faults.set();
    now += 3_600_000;
    await sync();
    const profile = await getProfile(db);
    expect(profile?.missing).toBeUndefined();
    expect(Object.keys(profile?.rates ?? {}).length).toBeGreaterThan(1);
  });

  test('leaves the user’s name and time zone as the identity service tells them', async () => {
    const whole = await client().bootstrap();
    served.org.faults.set({ kind: 'rowLock', match: 'TimeZoneSidKey FROM User' });
    expect(await client().bootstrap()).toEqual({ ...whole, apiUsage: expect.anything() });
  });

  test('for good is a fact: nothing of it is missing, and it is asked no more', async () => {
    served.org.faults.set({ kind: 'refused', match: 'FROM Period' });
    const profile = await client().bootstrap();
    expect(profile.missing).toBeUndefined();
    expect(profile.periods).toBeUndefined();
  });
});

test('a table of settings that is longer than one page is read whole', async () => {
  await served.server.close();
  served = await serveOrg(12, { currencies: true });
  const rows = served.org.rows('DatedConversionRate');
  for (let at = 0; at < 4500; at += 1)
    rows.push({
      Id: `04w${String(at).padStart(12, '0')}AAA`,
      IsoCode: 'PLN',
      StartDate: '2020-01-01',
      NextStartDate: '2020-02-01',
      ConversionRate: 4,
    });
  expect((await client().bootstrap()).datedRates?.length).toBe(rows.length);
});

test('settings whose page says that more follow and not where are asked on from its last row', async () => {
  const whole = (await client().bootstrap()).periods ?? [];
  expect(whole.length).toBeGreaterThan(1);
  const cut: typeof fetch = async (input, init) => {
    // Safe: the client asks by addresses in words.
    const answer = await fetch((input as string).replace(`https://${API_HOST}`, served.server.url), init);
    const text = await answer.text();
    const body = text === '' ? undefined : (JSON.parse(text) as unknown);
    cutPeriods(body);
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status: answer.status,
      headers: answer.headers,
    });
  };
  const found = await connect(
    { orgId: served.org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token: served.token },
    { fetch: cut, sleep: () => Promise.resolve() },
  ).bootstrap();
  expect(found.periods).toEqual(whole);
});

/** Leaves one row of the first page of periods, and takes away where the next one is. */
function cutPeriods(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  const page = body as { records?: { attributes?: { type?: string } }[]; done?: boolean; nextRecordsUrl?: string };
  if (page.records?.[0]?.attributes?.type === 'Period' && page.records.length > 1)
    Object.assign(page, { records: page.records.slice(0, 1), done: false, nextRecordsUrl: undefined });
  for (const each of Object.values(body)) if (typeof each === 'object') cutPeriods(each);
}

test('stages carry the words of the user’s language, as describe tells them', async () => {
  const db = new PipelensDatabase('settings-words');
  const words = connect(
    { orgId: served.org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token: served.token },
    {
      async fetch(input, init) {
        const path = (input as string).replace(`https://${API_HOST}`, '');
        const answer = await fetch(`${served.server.url}${path}`, init);
        if (!path.endsWith('/sobjects/Opportunity/describe')) return answer;
        const shape = (await answer.json()) as { fields: { name: string; picklistValues?: unknown }[] };
        for (const field of shape.fields)
          if (field.name === 'StageName')
            field.picklistValues = [{ value: 'Qualification', label: 'Qualifizierung', active: true }];
        return Response.json(shape);
      },
      sleep: () => Promise.resolve(),
    },
  );
  await syncOnce({ client: words, db, now: () => Date.now() });
  const labels = new Map((await readTable(db, 'stage')).rows().map(({ name, label }) => [name, label]));
  expect(labels.get('Qualification')).toBe('Qualifizierung');
  expect(labels.get('Closed Won')).toBe('Closed Won');
});
