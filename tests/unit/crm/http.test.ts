import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { CrmError } from '@/lib/crm/crm';
import { createHttp } from '@/lib/crm/salesforce/calls/http';

let close: () => void;
afterEach(() => close());

/** A line to a server that gives these answers one after the other, and the waits that it took. */
async function served(...answers: ((response: ServerResponse) => void)[]) {
  let calls = 0;
  const server = createServer((_request, response) => answers[Math.min(calls++, answers.length - 1)]?.(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => server.close();
  const { port } = server.address() as AddressInfo;
  const waits: number[] = [];
  const http = createHttp(
    { orgId: '00D000000000001', apiHost: 'acme.my.salesforce.com', pageHost: 'acme.lightning.force.com', token: 't' },
    {
      fetch: (input, init) =>
        fetch((input as string).replace('https://acme.my.salesforce.com', `http://127.0.0.1:${port}`), init),
      random: () => 0.5,
      sleep: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    },
  );
  return { http, waits, calls: () => calls };
}

const json =
  (status: number, body: unknown) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
/** The head arrives, and some of the body: then the connection is gone. */
const brokenBody = (response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '4000' });
  response.write('{"totalSize":3,"done":true,"records":[');
  setTimeout(() => response.destroy(), 20);
};
const brokenHead = (response: ServerResponse): void => void response.destroy();
const failure = async (run: Promise<unknown>): Promise<CrmError> => {
  const error = await run.then(() => undefined).catch((cause: unknown) => cause);
  if (!(error instanceof CrmError)) throw new Error('No CrmError.');
  return error;
};

test('a connection that breaks off in the body is retried as one that breaks off before it', async () => {
  const inBody = await served(brokenBody, brokenBody, json(200, { fine: true }));
  expect((await inBody.http.call('GET', '/services/data/v67.0/query?q=x')).body).toEqual({ fine: true });
  close();
  const before = await served(brokenHead, brokenHead, json(200, { fine: true }));
  await before.http.call('GET', '/services/data/v67.0/query?q=x');
  expect(inBody.waits).toEqual(before.waits);
});

test('a connection that always breaks off in the body is a line that failed, whatever was read', async () => {
  const { http, calls } = await served(brokenBody);
  expect((await failure(http.call('GET', '/x'))).state).toBe('offline');
  expect(calls()).toBe(3);
  expect((await failure(http.csv('/x'))).state).toBe('offline');
});

test.each([
  [500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred. Please include this ErrorId: 1234-5678 (-12345)'],
  [400, 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record'],
  [400, 'INVALID_QUERY_LOCATOR', 'invalid query locator'],
  [409, 'SOMETHING_NEW', 'words that nobody here has seen'],
])('the server’s own words of %i %s reach the user', async (status, errorCode, message) => {
  const { http } = await served(json(status, [{ errorCode, message }]));
  const error = await failure(http.call('GET', '/x'));
  expect(error.message).toContain(message);
  expect(error.code).toBe(errorCode);
  expect(error.state).toBe(status === 500 ? 'unavailable' : 'failed');
});

test('an error whose body broke off is still that error', async () => {
  const { http } = await served((response) => {
    response.writeHead(403, { 'Content-Type': 'application/json' });
    response.end('[{"errorCode":"INSUFF');
  });
  expect((await failure(http.call('GET', '/x'))).state).toBe('refused');
});

test('each answer says when it was asked for, also with two calls in flight', async () => {
  const dated =
    (at: string, ms: number) =>
    (response: ServerResponse): void => {
      setTimeout(() => {
        response.writeHead(200, { 'Content-Type': 'application/json', Date: at });
        response.end('{}');
      }, ms);
    };
  const { http } = await served(dated('Tue, 24 Nov 2020 10:00:00 GMT', 80), dated('Tue, 24 Nov 2020 11:00:00 GMT', 5));
  const [slow, quick] = await Promise.all([http.call('GET', '/slow'), http.call('GET', '/quick')]);
  expect((quick.askedAt ?? 0) - (slow.askedAt ?? 0)).toBeGreaterThan(3_000_000);
});

const text =
  (status: number, type: string, body: string) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  };

test.each([
  [
    'a SOAP fault',
    500,
    'text/xml',
    '<e><faultcode>sf:LIMIT_EXCEEDED</faultcode><faultstring>too many rows</faultstring></e>',
    'too many rows',
  ],
  [
    'an answer of the sign-in service',
    400,
    'application/json',
    '{"error":"invalid_grant","error_description":"expired access token"}',
    'expired access token',
  ],
  ['a line of text', 403, 'text/plain', 'Bad_OAuth_Token', 'Bad_OAuth_Token'],
  ['a line of text', 431, 'text/plain', 'Request Header Fields Too Large', 'Request Header Fields Too Large'],
  ['one error alone', 404, 'application/json', '{"message":"No such thing","errorCode":"NOT_FOUND"}', 'No such thing'],
])('what the server says as %s (%i %s) reaches the user', async (_form, status, type, body, words) => {
  const { http } = await served(text(status, type, body));
  expect((await failure(status === 500 ? http.soap('/x', '<a/>') : http.call('GET', '/x'))).message).toContain(words);
});

test('a session that is over is told by its status also on a web page, and by its code also in a SOAP fault', async () => {
  const page = await served(text(401, 'text/html', '<html>Unauthorized</html>'));
  expect((await failure(page.http.call('GET', '/x'))).state).toBe('expired');
  close();
  const fault = await served(
    text(500, 'text/xml', '<e><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>over</faultstring></e>'),
  );
  expect((await failure(fault.http.soap('/x', '<a/>'))).state).toBe('expired');
});

test('a page that refuses the call is no maintenance: it says that something lies between', async () => {
  for (const status of [403, 404, 414, 431]) {
    const { http } = await served(text(status, 'text/html', '<html>Blocked</html>'));
    const error = await failure(http.call('GET', '/x'));
    expect(error.state).toBe('unavailable');
    expect(error.message).toContain(`HTTP ${status}`);
    expect(error.message).not.toContain('maintenance');
    close();
  }
});

test.each([
  [502, 'Bad Gateway'],
  [504, ''],
  [520, 'error code: 520'],
  [408, 'Request Timeout'],
])('what a gateway says in plain words (%i) is a passing trouble, and is tried again', async (status, words) => {
  const { http, waits } = await served(text(status, 'text/plain', words), json(200, {}));
  await http.call('GET', '/x');
  expect(waits).toHaveLength(1);
  close();
  const always = await served(text(status, 'text/plain', words));
  expect((await failure(always.http.call('GET', '/x'))).state).toBe('unavailable');
});

test('an answer that asks to slow down is asked again more slowly', async () => {
  const { http, waits } = await served(json(429, [{ errorCode: 'TOO_MANY', message: 'slow down' }]), json(200, {}));
  await http.call('GET', '/x');
  expect(waits).toHaveLength(1);
});
