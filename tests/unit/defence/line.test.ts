import { expect, test } from 'vitest';

import type { Ledger } from '@/lib/crm/crm';
import { createHttp } from '@/lib/crm/salesforce/calls/http';
import type { CallNote } from '@/lib/deal/api-calls';

import { addressOf } from './address-of';

const HOST = 'acme.my.salesforce.com';

/** A line whose calls are kept, and answered alike. */
function lineTo(answer: () => Response = () => Response.json({})) {
  const sent: { url: string; init: RequestInit | undefined }[] = [];
  const notes: CallNote[] = [];
  const ledger: Ledger = {
    before: () => Promise.resolve(),
    after: (note) => Promise.resolve(void notes.push(note)),
    answered: () => Promise.resolve(undefined),
  };
  const http = createHttp(
    { orgId: '00D000000000001', apiHost: HOST, pageHost: 'acme.lightning.force.com', token: 'CANARY' },
    {
      fetch: (input, init) => {
        sent.push({ url: addressOf(input), init });
        return Promise.resolve(answer());
      },
      sleep: () => Promise.resolve(),
      ledger,
    },
  );
  return { http, sent, notes };
}

test('a call sends the token to the org alone, no cookie, and follows no redirect', async () => {
  const { http, sent } = lineTo();
  await http.call('GET', '/services/data/v67.0/limits');
  expect(sent.map(({ url }) => new URL(url).host)).toEqual([HOST]);
  expect(sent[0]?.init).toMatchObject({ credentials: 'omit', redirect: 'manual', cache: 'no-store' });
});

test.each(['.evil.example/x', '@evil.example/x', ':8443/x', '-evil.example/x', '.evil.example', '%2eevil.example/x'])(
  'a further page at %s is on another host, and is not asked for',
  async (path) => {
    const { http, sent } = lineTo();
    await expect(http.call('GET', path)).rejects.toThrow(/another host|Invalid URL/);
    expect(sent).toEqual([]);
  },
);

test('a path with another host in it stays on the org’s', async () => {
  const { http, sent } = lineTo();
  await http.call('GET', '//evil.example/x');
  expect(sent.map(({ url }) => new URL(url).host)).toEqual([HOST]);
});

test('the notes of calls, which a person may send to others, hold no id, no locator and no question', async () => {
  const { http, notes } = lineTo();
  for (const path of [
    '/services/data/v67.0/sobjects/Opportunity/0065g00000ABCdeAAH',
    '/services/data/v67.0/query/0r8xx0a1b2c3d4e5f6-2000',
    '/services/data/v67.0/query?q=SELECT+Name+FROM+Opportunity+WHERE+Name=%27Secret%27',
    '/services/data/v67.0/jobs/query/750R0000000zxr8IAA/results?locator=MTAwMA',
  ])
    await http.call('GET', path);
  expect(notes.map(({ what }) => what)).toEqual([
    'GET /services/data/v67.0/sobjects/Opportunity/…',
    'GET /services/data/v67.0/query/…',
    'GET /services/data/v67.0/query',
    'GET /services/data/v67.0/jobs/query/…/results',
  ]);
});

test('a web page in place of data is no data, whatever its status', async () => {
  const { http } = lineTo(
    () => new Response('<html>{"records":[]}</html>', { headers: { 'Content-Type': 'text/html' } }),
  );
  await expect(http.call('GET', '/x')).rejects.toMatchObject({ state: 'unavailable' });
});
