import 'fake-indexeddb/auto';
import { afterAll, beforeEach, expect, test } from 'vitest';

import { errorOf } from '@/lib/crm/salesforce/calls/errors';
import { connect } from '@/lib/crm/salesforce/client';
import { PARSERS, parseRows } from '@/lib/crm/salesforce/parse';
import { readTable } from '@/lib/storage/column-reader';
import { PipelensDatabase } from '@/lib/storage/database';
import { syncOnce } from '@/lib/sync/sync';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import { type Served, serveOrg } from '@/tests/unit/org/client';

type Body = { done?: boolean; nextRecordsUrl?: string; records?: Record<string, unknown>[]; totalSize?: number };

const NEXT = '/services/data/v62.0/query/01g-2000';
let served: Served;
let number = 0;
const open: Served[] = [];
beforeEach(async () => {
  served = await serveOrg(12);
  open.push(served);
});
afterAll(() => Promise.all(open.map(({ server }) => server.close())));

/** What Salesforce answers to a query for opportunities, changed on its way. */
async function pulled(change: (page: Body) => void) {
  let calls = 0;
  let first: Body | undefined;
  const client = connect(
    { orgId: served.org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token: served.token },
    {
      async fetch(input, init) {
        const path = (input as string).replace(`https://${API_HOST}`, '');
        calls += 1;
        if (first && path === NEXT) return Response.json(first);
        const answer = await fetch(`${served.server.url}${path}`, init);
        if (!/FROM(\+|%20)Opportunity(\+|%20)/.test(path)) return answer;
        first = (await answer.json()) as Body;
        change(first);
        return Response.json(first, { headers: answer.headers });
      },
      sleep: () => Promise.resolve(),
    },
  );
  const db = new PipelensDatabase(`bounds-${(number += 1)}`);
  const result = await syncOnce({ client, db, now: Date.now });
  return { result, db, calls };
}

const deal = (over: Record<string, unknown>) => ({
  Id: '006000000000001AAA',
  Name: 'A',
  StageName: 'B',
  CreatedDate: '2026-01-01T00:00:00.000+0000',
  SystemModstamp: '2026-01-01T00:00:00.000+0000',
  ...over,
});
const parsed = (over: Record<string, unknown>) => parseRows(PARSERS.opportunity, [deal(over)]);

test.each([
  ['Amount', 1e21],
  ['Amount', -1e21],
  ['Amount', Number.MAX_VALUE],
  ['Amount', Infinity],
  ['Probability', 101],
  ['Probability', -1],
])('%s of %d is no possible value: the deal is kept without it, and it is named with the deal’s id', (field, value) => {
  const { rows, rejected } = parsed({ [field]: value });
  expect(rows).toEqual(parsed({}).rows);
  const why = expect.stringContaining(`${field}: ${value}`);
  expect(rejected).toEqual([{ id: '006000000000001AAA', why, isKept: true }]);
});

test.each(['2026-02-30', '0000-00-00', '20260101', 'x'.repeat(500)])(
  '%s is no day: the deal is kept without it, and it is named with the deal’s id',
  (CloseDate) => {
    const { rows, rejected } = parsed({ CloseDate });
    expect(rows).toEqual(parsed({}).rows);
    expect(rejected).toMatchObject([{ id: '006000000000001AAA', isKept: true }]);
    expect(rejected[0]?.why).toMatch(/^CloseDate: .{1,40} is no day$/);
  },
);

test('an instant that Salesforce cannot hold is none: it would make a deal 2,000 years old', () => {
  for (const year of ['0001', '1699', '4001', '9999']) {
    const { rows, rejected } = parsed({ CreatedDate: `${year}-06-01T00:00:00.000+0000` });
    expect([year, rows, rejected[0]?.id]).toEqual([year, [], '006000000000001AAA']);
    const kept = parsed({ LastStageChangeDate: `${year}-06-01T00:00:00.000+0000` });
    expect(kept.rows).toEqual(parsed({}).rows);
    expect(kept.rejected[0]?.why).toContain(`${year}-06-01`);
  }
  expect(parsed({ CreatedDate: '1700-01-01T00:00:00.000+0000' }).rejected).toEqual([]);
});

test('a deal with an amount that cannot be is read, kept without an amount and told of, until it has a possible one', async () => {
  const [before] = served.org.rows('Opportunity');
  const id = String(before?.Id);
  const { db } = await pulled((page) => {
    for (const row of page.records ?? []) if (row['Id'] === id) row['Amount'] = 9.1e15;
  });
  const held = await readTable(db, 'opportunity');
  expect(held.size).toBe(served.org.rows('Opportunity').length);
  expect(held.byId(id)).toMatchObject({ id, name: before?.['Name'] });
  expect(held.byId(id)?.amount).toBeUndefined();
  const told = (await db.checkpoints.get('opportunity'))?.rejected;
  expect(told).toEqual([[id, expect.stringContaining('Amount: 9100000000000000')]]);
});

test('a record read live with such a number in its history keeps that history', () => {
  const row = { Id: '008000000000001AAA', OpportunityId: '006000000000001AAA', StageName: 'B', Amount: 1e21 };
  const { rows, rejected } = parseRows(PARSERS.version, [{ ...row, CreatedDate: '2026-01-01T00:00:00.000+0000' }]);
  expect(rows).toMatchObject([{ stage: 'B' }]);
  expect(rejected[0]?.isKept).toBe(true);
});

test.each(['constructor', '__proto__', 'toString'])(
  '%s is no category, no kind of field and no reason of a refusal',
  (word) => {
    const { rows } = parsed({ ForecastCategory: word });
    expect(structuredClone(rows)).toEqual(parsed({}).rows);
    const item = { Id: '0J9000000000001AAA', ForecastCategoryName: word, ForecastingItemCategory: word };
    expect(parseRows(PARSERS.forecastItem, [item]).rows).toEqual([]);
    expect(errorOf(400, [{ errorCode: word, message: 'No.' }], 'it').why).toBeUndefined();
  },
);

test('what a row needs is not left out: without its id or its instant it is no row', () => {
  for (const over of [
    { Id: 'no id', Amount: 1e21 },
    { CreatedDate: 'never', Amount: 1e21 },
  ]) {
    const { rows, rejected } = parsed(over);
    expect(rows).toEqual([]);
    expect(rejected[0]?.isKept).toBeUndefined();
  }
});

test('the largest amounts that companies have stay as they are', () => {
  for (const amount of [0, -5, 9e13, 0.01]) expect(parsed({ Amount: amount }).rows[0]?.amount).toBe(amount);
});

test('a name without end is cut, never in the middle of a sign', () => {
  expect(parsed({ Name: 'x'.repeat(400_000) }).rows[0]?.name).toHaveLength(1001);
  const signs = parsed({ Name: `${'x'.repeat(999)}${'😀'.repeat(9)}` }).rows[0]?.name ?? '';
  expect(signs).toBe(`${'x'.repeat(999)}…`);
  expect(parsed({ Name: 'x'.repeat(1000) }).rows[0]?.name).toBe('x'.repeat(1000));
});

test('pages that name a further one without end are given up with words, and what came is kept', async () => {
  const { result, db, calls } = await pulled((page) => {
    page.done = false;
    page.nextRecordsUrl = NEXT;
  });
  expect(result).toMatchObject({ state: 'malformed', isDone: false, detail: expect.stringContaining('further page') });
  expect(calls).toBeLessThan(45);
  expect((await readTable(db, 'opportunity')).size).toBe(served.org.rows('Opportunity').length);
});

test('an answer of fewer rows than it announces is none, and no deal is taken for gone by it', async () => {
  const { result, db } = await pulled((page) => {
    page.records = page.records?.slice(0, 5) ?? [];
  });
  expect(result).toMatchObject({ state: 'malformed', isDone: false, detail: expect.stringContaining('sent 5') });
  expect((await readTable(db, 'opportunity')).size).toBe(0);
});

test('empty pages that name a further one are given up as well', async () => {
  const { result, calls } = await pulled((page) => {
    page.done = false;
    page.records = [];
    page.nextRecordsUrl = NEXT;
  });
  expect(result).toMatchObject({ state: 'malformed', isDone: false, detail: expect.stringContaining('further page') });
  expect(calls).toBeLessThan(45);
});

test('a quota that no sum could hold is named, as an amount is', () => {
  const row = { Id: '0J9000000000001AAA', QuotaOwnerId: '005000000000001AAA', StartDate: '2026-10-01' };
  expect(parseRows(PARSERS.quota, [{ ...row, QuotaAmount: 1e17 }]).rejected[0]?.why).toContain('no possible value');
  expect(parseRows(PARSERS.quota, [{ ...row, QuotaAmount: 1e12 }]).rows).toHaveLength(1);
});

test.each(['', '   ', '\u200b\u200b', '\u00a0', '\ufeff\t'])(
  'a name of nothing that can be seen (%j) is none',
  (name) => {
    expect(parsed({ Name: name }).rows[0]?.name).toBe('006000000000001AAA');
    expect(parsed({ Account: { Name: name } }).rows[0]?.accountName).toBeUndefined();
    expect(parseRows(PARSERS.user, [{ Id: '005000000000001AAA', Name: name }]).rows[0]?.name).toBe(
      '005000000000001AAA',
    );
  },
);
