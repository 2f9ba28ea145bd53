import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Served, serveOrg } from './client';

const DATA = '/services/data/v67.0';
let served: Served;
beforeEach(async () => {
  served = await serveOrg(40);
});
afterEach(() => served.server.close());

const query = (soql: string, referenceId: string) => ({
  method: 'GET',
  referenceId,
  url: `${DATA}/query?q=${encodeURIComponent(soql)}`,
});
interface Part {
  httpStatusCode: number;
  body: { records?: unknown[] } | { errorCode: string; message: string }[];
}
async function together(): Promise<Part[]> {
  const answer = await served.ask('POST', `${DATA}/composite`, {
    body: {
      compositeRequest: [
        query('SELECT Id FROM Period', 'periods'),
        query('SELECT Id FROM User', 'users'),
        query('SELECT Id FROM Opportunity', 'deals'),
      ],
    },
  });
  expect(answer.status).toBe(200);
  return (answer.body as { compositeResponse: Part[] }).compositeResponse;
}

test('one part of a composite answer is refused once, while the others are answered', async () => {
  served.org.faults.set({ kind: 'queryTimeout', match: 'FROM User', count: 1 });
  const parts = await together();
  expect(parts.map(({ httpStatusCode }) => httpStatusCode)).toEqual([200, 400, 200]);
  expect(parts[1]?.body).toEqual([
    { errorCode: 'QUERY_TIMEOUT', message: 'Your query request was running for too long.' },
  ]);
  expect((await together()).map(({ httpStatusCode }) => httpStatusCode)).toEqual([200, 200, 200]);
});

test('a fault on parts leaves the same query alone where it is asked for by itself, and the other way round', async () => {
  const alone = () => served.ask('GET', `${DATA}/query?q=${encodeURIComponent('SELECT Id FROM User')}`);
  served.org.faults.set({ kind: 'serverError', match: 'FROM User', on: 'part' });
  expect((await alone()).status).toBe(200);
  expect((await together())[1]?.httpStatusCode).toBe(500);
  served.org.faults.set({ kind: 'serverError', match: 'FROM User', on: 'call' });
  expect((await alone()).status).toBe(500);
  expect((await together())[1]?.httpStatusCode).toBe(200);
});

test('what is no refusal cannot befall a part, and is not used up by one', async () => {
  served.org.faults.set({ kind: 'maintenance', match: 'FROM User', count: 1 });
  expect((await together()).map(({ httpStatusCode }) => httpStatusCode)).toEqual([200, 200, 200]);
  expect((await served.ask('GET', `${DATA}/query?q=SELECT+Id+FROM+User`)).status).toBe(503);
});

test('an answer of the UI API fails once, with words and an error id of the server’s own', async () => {
  const path = `${DATA}/ui-api/object-info/Opportunity/picklist-values/012000000000000AAA/StageName`;
  served.org.faults.set({ kind: 'serverError', match: 'ui-api', count: 1 });
  const refused = await served.ask('GET', path);
  expect([refused.status, refused.body]).toEqual([
    500,
    [{ errorCode: 'UNKNOWN_EXCEPTION', message: expect.stringMatching(/ErrorId .*: \d+-\d+ \(-?\d+\)$/) }],
  ]);
  expect((await served.ask('GET', path)).status).toBe(200);
});

test('the words of a refusal can be the test’s own, and its first requests can be let through', async () => {
  served.org.faults.set({ kind: 'rowLock', message: 'unable to lock 006xx', match: '/limits', after: 2, count: 1 });
  const statuses: number[] = [];
  for (let at = 0; at < 4; at += 1) statuses.push((await served.ask('GET', `${DATA}/limits`)).status);
  expect(statuses).toEqual([200, 200, 400, 200]);
  served.org.faults.set({ kind: 'rowLock', message: 'unable to lock 006xx' });
  expect((await served.ask('GET', `${DATA}/limits`)).body).toEqual([
    { errorCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to lock 006xx' },
  ]);
});

test('a connection that breaks off in the body has a right head and no whole body', async () => {
  const path = `${served.server.url}${DATA}/query?q=SELECT+Id,Name+FROM+Opportunity`;
  const headers = { Authorization: `Bearer ${served.token}` };
  const whole = await (await fetch(path, { headers })).text();
  served.org.faults.set({ kind: 'brokenOff', count: 1 });
  const response = await fetch(path, { headers });
  expect([response.status, response.headers.get('Sforce-Limit-Info')]).toEqual([
    200,
    expect.stringContaining('api-usage'),
  ]);
  let received = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) received += new TextDecoder().decode(chunk);
  })();
  await expect(reading).rejects.toThrow('terminated');
  expect(received.length).toBeLessThan(whole.length);
  expect(whole.startsWith(received)).toBe(true);
});

test('the calls that the org has used can be set from outside, and go down again', async () => {
  const usage = async () => (await served.ask('GET', `${DATA}/limits`)).headers.get('Sforce-Limit-Info');
  await served.ask('POST', '/__usage?used=13000&limit=15000');
  expect(await usage()).toBe('api-usage=13001/15000');
  await served.ask('POST', '/__usage?used=100');
  expect(await usage()).toBe('api-usage=101/15000');
  expect((await served.ask('POST', '/__usage?used=many')).status).toBe(400);
});
