import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Cursor } from '@/lib/crm/crm';
import { connect } from '@/lib/crm/salesforce/client';
import type { TableName } from '@/lib/deal/org';
import { API_HOST, PAGE_HOST } from '@/tests/org/org';
import { type Served, serveOrg } from '@/tests/unit/org/client';

/** Tables that are read whole, by no stamp. */
const WHOLE = [
  'stage',
  'user',
  'role',
  'quota',
  'forecastItem',
  'forecastDeal',
] as const satisfies readonly TableName[];

let served: Served;
beforeAll(async () => {
  served = await serveOrg(40);
});
afterAll(() => served.server.close());

interface Body {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: { Id: string }[];
}

/** The org behind a server that gives few rows a page and drops the page that is asked for where `drops` says so. */
function clientOf({ size, drops }: { size: number; drops: readonly boolean[] }) {
  const held = new Map<string, Body>();
  let number = 0;
  let at = 0;
  const paged = (body: Body): Body => {
    const rest = body.records.slice(size);
    if (rest.length === 0) return body;
    const nextRecordsUrl = `/services/data/v67.0/query/0r8${(number += 1)}-2000`;
    held.set(nextRecordsUrl, { ...body, records: rest });
    return { ...body, done: false, records: body.records.slice(0, size), nextRecordsUrl };
  };
  const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
  return connect(
    { orgId: served.org.orgId.slice(0, 15), apiHost: API_HOST, pageHost: PAGE_HOST, token: served.token },
    {
      sleep: () => Promise.resolve(),
      async fetch(input, init) {
        const path = (input as string).replace(`https://${API_HOST}`, '');
        const page = held.get(path);
        if (page) {
          at += 1;
          if (drops[(at - 1) % drops.length] === true)
            return json(400, [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }]);
          return json(200, paged(page));
        }
        const response = await fetch(`${served.server.url}${path}`, init);
        const text = await response.text();
        if (response.status !== 200 || !/\/(query|queryAll|composite)\b/.test(path))
          return new Response(text, { status: response.status, headers: response.headers });
        // Safe: the stand-in answers queries and composite calls in these shapes.
        const body = JSON.parse(text) as Body & { compositeResponse?: { httpStatusCode: number; body: Body }[] };
        if (!body.compositeResponse) return json(200, paged(body));
        const parts = body.compositeResponse.map((part) =>
          part.httpStatusCode === 200 && 'records' in part.body ? { ...part, body: paged(part.body) } : part,
        );
        return json(200, { compositeResponse: parts });
      },
    },
  );
}

async function pulled(client: ReturnType<typeof clientOf>, table: TableName): Promise<string[]> {
  const ids: string[] = [];
  let cursor: Cursor = client.begin(table);
  for (let pages = 0; pages < 5000; pages += 1) {
    const page = await client.pull(table, cursor);
    ids.push(...page.rows.map(({ id }) => id));
    if (page.isDone) return ids;
    cursor = page.next;
  }
  throw new Error(`${table} has no end.`);
}

const line = fc.record({
  size: fc.integer({ min: 1, max: 9 }),
  // At least one page is given, or nothing would ever come.
  drops: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }).map((drops) => [...drops, false]),
});

test('settings are whole, each row once, wherever the CRM drops the pages of a query', async () => {
  const { apiUsage: _usage, ...whole } = await clientOf({ size: 2000, drops: [false] }).bootstrap();
  expect(whole.periods?.length).toBeGreaterThan(9);
  await fc.assert(
    fc.asyncProperty(line, async (given) => {
      const { apiUsage: _own, ...read } = await clientOf(given).bootstrap();
      expect(read).toEqual(whole);
    }),
    { numRuns: 25 },
  );
});

test('tables without a stamp are whole, each row once, wherever the CRM drops the pages of a query', async () => {
  const all = clientOf({ size: 2000, drops: [false] });
  const whole = new Map<TableName, string[]>();
  for (const table of WHOLE) whole.set(table, (await pulled(all, table)).toSorted());
  expect(whole.get('user')?.length).toBeGreaterThan(3);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...WHOLE), line, async (table, given) => {
      expect((await pulled(clientOf(given), table)).toSorted()).toEqual(whole.get(table));
    }),
    { numRuns: 40 },
  );
});
