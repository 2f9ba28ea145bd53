import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type Day, DAY_MS } from '@/lib/calendar/days';
import { connect } from '@/lib/crm/salesforce/client';
import type { TableName } from '@/lib/deal/org';
import { generateOrg } from '@/lib/sample/generate';
import type { Row, SObjectName } from '@/lib/sample/org-tables';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { createFactsCache } from '@/lib/storage/facts-cache';
import { putProfile } from '@/lib/storage/profile';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, createOrg, type LiveOrg, PAGE_HOST } from '@/tests/org/org';
import { type RunningOrg, startServer } from '@/tests/org/server';

const TABLES: [TableName, SObjectName[]][] = [
  ['opportunity', ['Opportunity']],
  ['version', ['OpportunityHistory']],
  ['activity', ['Task', 'Event']],
  ['contactRole', ['OpportunityContactRole']],
  ['user', ['User']],
  ['stage', ['OpportunityStage']],
  ['quota', ['ForecastingQuota']],
];
const SAMPLE = generateOrg({ size: 8, asOf: '2026-11-24' as Day });

let org: LiveOrg;
let server: RunningOrg;
let db: PipelensDatabase;
let token: string;
let number = 0;
beforeEach(async () => {
  const tables = structuredClone(SAMPLE);
  org = createOrg(tables);
  server = await startServer(org);
  token = org.login(tables.defaultUserId);
  db = new PipelensDatabase(`line-${(number += 1)}`);
  await putProfile(db, await client().bootstrap());
});
afterEach(() => server.close());

interface Body {
  records?: Row[];
  done?: boolean;
  totalSize?: number;
  nextRecordsUrl?: string;
}
/** What stands between the client and the org: told of each call, and of each answer, which it may change. */
interface Line {
  before?: (path: string, call: number) => void;
  answer?: (path: string, call: number, response: Response) => Response | Promise<Response>;
}
function client({ before, answer }: Line = {}) {
  let calls = 0;
  return connect(
    { orgId: org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token },
    {
      async fetch(input, init) {
        // Safe: the client asks by addresses in words.
        const path = (input as string).replace(`https://${API_HOST}`, '');
        const call = (calls += 1);
        before?.(path, call);
        const headers = new Headers(init?.headers);
        headers.set('Sforce-Query-Options', 'batchSize=200');
        const response = await fetch(`${server.url}${path.replace(/maxRecords=\d+/, 'maxRecords=1000')}`, {
          ...init,
          headers,
        });
        return answer ? answer(path, call, response) : response;
      },
      sleep: () => Promise.resolve(),
    },
  );
}
const sync = (line: Line = {}, now = Date.now()) => syncOnce({ client: client(line), db, now: () => now });

/** The ids and amounts that are held of deals that are there, against the org's own. */
async function expectSame(): Promise<void> {
  const all = (await readTable(db, 'opportunity')).rows();
  const gone = new Set(all.flatMap(({ id, goneAt }) => (goneAt === undefined ? [] : [id])));
  for (const [table, objects] of TABLES) {
    const held = (await readTable(db, table)).rows();
    const ids = held.flatMap((row) =>
      gone.has('opportunityId' in row ? (row.opportunityId ?? '') : row.id) ? [] : [row.id],
    );
    expect(ids.toSorted(), table).toEqual(objects.flatMap((object) => org.rows(object).map(({ Id }) => Id)).toSorted());
  }
  const amounts = new Map(all.map(({ id, amount }) => [id, amount ?? null]));
  for (const row of org.rows('Opportunity')) expect(amounts.get(row.Id), row.Id).toBe(row['Amount']);
  const facts = await createFactsCache(db)(Date.now());
  for (const row of org.rows('Opportunity'))
    expect(facts?.deal(row.Id)?.opportunity.amount ?? null).toBe(row['Amount']);
}

/** Another body of the same answer. */
const changed = async (response: Response, change: (body: Body) => Body | void): Promise<Response> => {
  const text = await response.text();
  let body: Body;
  try {
    body = JSON.parse(text) as Body;
  } catch {
    return new Response(text, response);
  }
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(change(body) ?? body), { status: response.status, headers });
};
const isPage = (path: string): boolean => /\/query\/0r8/.test(path);
const someDeal = (at = 0): Row => {
  const open = org
    .rows('Opportunity')
    .filter((row) => row['IsClosed'] === false && row['HasOpportunityLineItem'] === false);
  const row = open[at];
  if (!row) throw new Error('No open deal.');
  return row;
};
const user = (): string => String(org.rows('User')[0]?.Id);

describe('rows that move while they are read', () => {
  test('the first row of a further page has stood at the end of the one before', async () => {
    let last: Row | undefined;
    const result = await sync({
      answer: (path, _call, response) =>
        changed(response, (body) => {
          if (!body.records) return;
          const [first] = body.records;
          if (isPage(path) && last && first?.['attributes'] !== undefined) body.records.unshift(last);
          last = body.records.at(-1);
        }),
    });
    expect(result.state).toBe('live');
    await sync();
    await expectSame();
  });
  test('a deal changes, one is deleted and one is made between any two pages', async () => {
    let made = 0;
    await sync({
      before(path) {
        if (!isPage(path) || made > 12) return;
        made += 1;
        org.update('Opportunity', someDeal(made % 5).Id, { Amount: 1000 + made }, user());
        if (made % 3 === 0) org.remove('Opportunity', someDeal(6).Id);
        if (made % 3 === 1)
          org.insert(
            'Opportunity',
            { Name: `New ${made}`, StageName: 'Prospecting', CloseDate: '2026-12-31', Amount: made },
            user(),
          );
      },
    });
    await sync();
    await sync();
    await expectSame();
  });
});

describe('deals that come back', () => {
  test('from the recycle bin, between two readings', async () => {
    await sync();
    const { Id } = someDeal();
    org.remove('Opportunity', Id);
    await sync();
    expect((await createFactsCache(db)(Date.now()))?.deal(Id)).toBeUndefined();
    org.restore('Opportunity', Id);
    await sync();
    await expectSame();
  });
  test('deleted and restored before anybody looked', async () => {
    await sync();
    const { Id } = someDeal();
    org.remove('Opportunity', Id);
    org.restore('Opportunity', Id);
    await sync();
    await expectSame();
  });
  test('restored, changed and deleted again, and another restored in the midst of a sync', async () => {
    await sync();
    const [one, two] = [someDeal(0).Id, someDeal(1).Id];
    org.remove('Opportunity', one);
    org.remove('Opportunity', two);
    await sync();
    org.restore('Opportunity', one);
    org.update('Opportunity', one, { Amount: 77 }, user());
    let isDone = false;
    await sync({
      before(path) {
        if (isDone || !path.includes('query')) return;
        isDone = true;
        org.restore('Opportunity', two);
        org.remove('Opportunity', one);
      },
    });
    await sync();
    await expectSame();
  });
});

describe('clocks', () => {
  test.each([-DAY_MS, DAY_MS, -400 * DAY_MS, 400 * DAY_MS])('that of the computer is off by %d ms', async (off) => {
    await sync({}, Date.now() + off);
    org.update('Opportunity', someDeal().Id, { Amount: 4242 }, user());
    org.remove('Opportunity', someDeal(1).Id);
    await sync({}, Date.now() + off);
    await sync({}, Date.now() + off);
    await expectSame();
  });
  test('that of the computer is put right between two readings', async () => {
    await sync({}, Date.now() + DAY_MS);
    org.update('Opportunity', someDeal().Id, { Amount: 4243 }, user());
    org.remove('Opportunity', someDeal(2).Id);
    await sync();
    await sync();
    await expectSame();
  });
  test('that of the server runs back ten minutes, as after a switch to another site', async () => {
    await sync();
    const row = someDeal();
    row['Amount'] = 99;
    row['SystemModstamp'] = new Date(Date.now() - 600_000).toISOString();
    await sync();
    await sync({}, Date.now() + DAY_MS + 3_600_000);
    await expectSame();
  });
  test('answers have no date, or one that is none', async () => {
    for (const date of [undefined, 'yesterday'])
      await sync({
        answer(_path, _call, response) {
          const headers = new Headers(response.headers);
          if (date === undefined) headers.delete('date');
          else headers.set('date', date);
          return new Response(response.body, { status: response.status, headers });
        },
      });
    await expectSame();
  });
});

/** Answers that are not the org's. */
const STRANGE: Record<string, () => Response> = {
  'a login page with 200': () =>
    new Response('<html><form>Sign in</form></html>', { status: 200, headers: { 'content-type': 'text/html' } }),
  'a login page that says it is JSON': () =>
    new Response('<html><form>Sign in</form></html>', { status: 200, headers: { 'content-type': 'application/json' } }),
  'maintenance in HTML': () =>
    new Response('<html>We will be back</html>', { status: 503, headers: { 'content-type': 'text/html' } }),
  '304 without a body': () => new Response(null, { status: 304 }),
  '204 without a body': () => new Response(null, { status: 204 }),
  'nothing, with 200': () => new Response('', { status: 200 }),
  null: () => new Response('null', { status: 200 }),
  'a list in place of an object': () => new Response('[]', { status: 200 }),
  'an object of nothing': () => new Response('{}', { status: 200 }),
  'no rows, and done': () => new Response('{"totalSize":0,"done":true,"records":[]}', { status: 200 }),
  'too many requests': () => new Response('slow down', { status: 429, headers: { 'retry-after': '1' } }),
  'a proxy’s refusal': () =>
    new Response('<h1>Blocked by policy</h1>', { status: 403, headers: { 'content-type': 'text/html' } }),
  'a proxy that wants to be signed in to': () => new Response('', { status: 407 }),
  'a bad gateway': () => new Response('upstream', { status: 502 }),
  'a gateway’s timeout': () => new Response('upstream', { status: 504 }),
  'text that breaks off': () => new Response('{"totalSize":3,"done":tr', { status: 200 }),
  'a mark before the text': () => new Response('\uFEFF{}', { status: 200 }),
};
describe.each(Object.entries(STRANGE))('%s', (_name, strange) => {
  test.each(process.env['LONG'] ? [2, 4, 7, 9, 12] : [4])(
    'at call %i of a first pull and of the next: in the end all is there',
    async (hit) => {
      for (let round = 0; round < 3; round += 1) {
        await sync({ answer: (_path, call, response) => (call === hit ? strange() : response) });
        org.update('Opportunity', someDeal(round).Id, { Amount: 10 + round }, user());
      }
      await sync();
      await sync();
      await expectSame();
    },
  );
});

describe('parts of an answer', () => {
  test('one answer of several is missing', async () => {
    await sync({
      answer: (_path, call, response) =>
        changed(response, (body) => {
          const parts = (body as { compositeResponse?: unknown[] }).compositeResponse;
          if (parts && call < 8) parts.pop();
        }),
    });
    await sync();
    await expectSame();
  });
  test('the answers come in another order', async () => {
    await sync({
      answer: (_path, _call, response) =>
        changed(response, (body) => {
          const parts = (body as { compositeResponse?: unknown[] }).compositeResponse;
          parts?.reverse();
        }),
    });
    await sync();
    await expectSame();
  });
  test('the usage of the API is written otherwise', async () => {
    for (const usage of ['api-usage=abc', 'per-app-api-usage=17/250(appName=x)', 'api-usage=5/0', ''])
      await sync({
        answer(_path, _call, response) {
          const headers = new Headers(response.headers);
          headers.set('Sforce-Limit-Info', usage);
          return new Response(response.body, { status: response.status, headers });
        },
      });
    await sync();
    await expectSame();
  });
  test('amounts are hidden in the midst of a reading, and shown again', async () => {
    let count = 0;
    await sync({
      before() {
        count += 1;
        if (count === 6) org.hidden.add('Opportunity.Amount');
        if (count === 12) org.hidden.delete('Opportunity.Amount');
      },
    });
    org.hidden.clear();
    await sync({}, Date.now() + DAY_MS + 3_600_000);
    await sync({}, Date.now() + 8 * DAY_MS);
    await expectSame();
  });
});
