import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createAppSignIn } from '@/lib/background/app-sign-in';
import { PAGE_HOST } from '@/tests/org/org';

import { fakeCookies, fakeStorage } from './fake-browser';
import { serve, type ServedOrg } from './served-org';

const REDIRECT = 'https://extension.example/salesforce';

let it: ServedOrg;
beforeEach(async () => {
  it = await serve();
  it.org.apps.set('app', { redirectUris: [REDIRECT], isInstalled: true, rotates: true });
});
afterEach(() => it.close());

const page = (init: ResponseInit, text = '<!DOCTYPE html><html><body>Welcome to the Wi-Fi</body></html>'): Response =>
  new Response(text, init);
const ofType = (type: string, status = 200): ResponseInit => ({ status, headers: { 'Content-Type': type } });

/** What may come where tokens were asked for. */
const NO_TOKENS: { what: string; says: () => Response; state: string; words: RegExp }[] = [
  ['a page of maintenance', () => page(ofType('text/html;charset=UTF-8', 503)), 'unavailable', /in a tab to see/],
  ['a page with a success', () => page(ofType('text/html')), 'unavailable', /in a tab to see/],
  ['a page that is called JSON', () => page(ofType('application/json')), 'unavailable', /in a tab to see/],
  ['a proxy’s page', () => page(ofType('text/html', 407)), 'unavailable', /in a tab to see/],
  [
    'a redirect',
    () => new Response(null, { status: 302, headers: { Location: 'https://wifi.example/' } }),
    'unavailable',
    /in a tab to see/,
  ],
  ['nothing', () => new Response('', ofType('application/json')), 'malformed', /not the one that was asked for/],
  [
    'JSON that breaks off',
    () => new Response('{"access_token":"A', ofType('application/json')),
    'malformed',
    /not the one/,
  ],
  ['other JSON', () => Response.json([{ hello: 1 }]), 'malformed', /not the one/],
  ['null', () => Response.json(null), 'malformed', /not the one/],
  [
    'an address that is none',
    () =>
      Response.json({
        access_token: 'A',
        instance_url: 'acme',
        id: 'https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA',
      }),
    'malformed',
    /not the one/,
  ],
  ['a failure without a reason', () => new Response('', { status: 500 }), 'unavailable', /in a tab to see/],
  [
    'a failure of a server',
    () => Response.json({ error: 'server_error' }, { status: 500 }),
    'unavailable',
    /in a tab to see/,
  ],
  [
    'too many calls',
    () => Response.json({ error: 'rate_limit_exceeded', error_description: 'retry' }, { status: 400 }),
    'unavailable',
    /in a tab to see/,
  ],
  [
    'a grant that has ended',
    () => Response.json({ error: 'invalid_grant', error_description: 'expired access/refresh token' }, { status: 400 }),
    'expired',
    /expired access\/refresh token\./,
  ],
  [
    'a refusal',
    () =>
      Response.json({ error: 'invalid_client_id', error_description: 'client identifier invalid' }, { status: 400 }),
    'refused',
    /client identifier invalid\. .*administrator/,
  ],
].map(([what, says, state, words]) => ({ what, says, state, words }) as (typeof NO_TOKENS)[number]);

/** A browser in which the person allows what the org asks, or closes the window. */
function browserOf(
  options: {
    closes?: boolean | string;
    answers?: () => Response;
    onExchange?: (cookies: typeof it.cookies) => void;
  } = {},
) {
  const storage = fakeStorage();
  const cookies = [...it.cookies];
  const own = cookies.at(-1);
  const signIn = createAppSignIn({
    storage,
    fetch(input, init) {
      if (init?.method === 'POST') options.onExchange?.(cookies);
      if (init?.method === 'POST' && options.answers) return Promise.resolve(options.answers());
      return it.fetch(input, init);
    },
    cookies: { get: (where) => fakeCookies(cookies).get(where), getAll: (where) => fakeCookies(cookies).getAll(where) },
    identity: {
      getRedirectURL: (path) => `https://extension.example/${path}`,
      async launchWebAuthFlow({ url }) {
        if (typeof options.closes === 'string') throw new Error(options.closes);
        if (options.closes) return undefined;
        const headers = { Cookie: `sid=${own?.value ?? ''}` };
        const page = await it.fetch(`${url}&allowed=1`, { headers });
        return page.headers.get('location') ?? undefined;
      },
    },
  });
  return { signIn, storage, cookies };
}
const PAGE = { host: PAGE_HOST };

describe('a sign-in through an app of the org', () => {
  test('gives a session for that host’s pages, and for no other’s', async () => {
    const { signIn } = browserOf();
    expect(await signIn.find(PAGE)).toBeUndefined();
    await signIn.start(PAGE_HOST, 'app');
    const session = await signIn.find(PAGE);
    expect(it.org.sessions.has(session?.token ?? '')).toBe(true);
    expect(await signIn.find({ host: 'other.lightning.force.com' })).toBeUndefined();
  });

  test('is not shown to whoever signs in to the CRM after', async () => {
    const { signIn, cookies } = browserOf();
    await signIn.start(PAGE_HOST, 'app');
    const own = cookies.pop();
    cookies.push({ name: 'sid', domain: own?.domain ?? '', value: `${it.org.orgId.slice(0, 15)}!SOMEONE` });
    expect(await signIn.find(PAGE)).toBeUndefined();
  });

  test('keeps nothing where somebody else signs in to the CRM meanwhile: what it reads would be shown to them', async () => {
    const { signIn, storage } = browserOf({
      onExchange(cookies) {
        const { domain = '' } = cookies.pop() ?? {};
        cookies.push({ name: 'sid', domain, value: `${it.org.orgId.slice(0, 15)}!SOMEONE` });
      },
    });
    await expect(signIn.start(PAGE_HOST, 'app')).rejects.toThrow('Somebody else is signed in now');
    expect(storage.values.size).toBe(0);
    expect(await signIn.find(PAGE)).toBeUndefined();
  });

  test('that was made while the former one was being renewed stays, whether that was renewed or refused', async () => {
    for (const isRefused of [true, false]) {
      const { signIn, storage } = browserOf();
      await signIn.start(PAGE_HOST, 'app');
      const former = await signIn.find(PAGE);
      if (!former) throw new Error('Nobody is signed in.');
      let answer = (): void => undefined;
      const isAnswered = new Promise<void>((done) => (answer = done));
      const slow = createAppSignIn({
        storage,
        cookies: fakeCookies(it.cookies),
        async fetch(input, init) {
          await isAnswered;
          return isRefused ? Response.json({ error: 'invalid_grant' }, { status: 400 }) : it.fetch(input, init);
        },
        identity: { getRedirectURL: () => '', launchWebAuthFlow: () => Promise.resolve(undefined) },
      });
      const renewing = slow.renew(former);
      await signIn.start(PAGE_HOST, 'app');
      const newer = await signIn.find(PAGE);
      answer();
      await renewing;
      expect(newer?.token).not.toBe(former.token);
      expect(await signIn.find(PAGE)).toEqual(newer);
    }
  });

  test('that the person closes, or that the org refuses, keeps nothing', async () => {
    const closed = browserOf({ closes: true });
    await expect(closed.signIn.start(PAGE_HOST, 'app')).rejects.toThrow('closed');
    expect(closed.storage.values.size).toBe(0);
    // As Chromium says it.
    const left = browserOf({ closes: 'The user did not approve access.' });
    await expect(left.signIn.start(PAGE_HOST, 'app')).rejects.toThrow('was closed before the sign-in ended');
    const unreached = browserOf({ closes: 'Authorization page could not be loaded.' });
    await expect(unreached.signIn.start(PAGE_HOST, 'app')).rejects.toThrow('Check the network connection');
    const refused = browserOf();
    it.org.policy.isApiControlled = true;
    it.org.apps.set('app', { redirectUris: [REDIRECT], isInstalled: false, rotates: true });
    await expect(refused.signIn.start(PAGE_HOST, 'app')).rejects.toThrow('OAUTH_APP_BLOCKED');
    expect(refused.storage.values.size).toBe(0);
  });

  test.each(NO_TOKENS)('that is answered with $what says so, and what to do', async ({ says, words }) => {
    const { signIn, storage } = browserOf({ answers: says });
    const failed: unknown = await signIn.start(PAGE_HOST, 'app').catch((error: unknown) => error);
    expect(failed).toMatchObject({ message: expect.stringMatching(words) as string });
    expect(String(failed)).toContain('Nothing was kept');
    expect(storage.values.size).toBe(0);
  });

  test('is renewed once by all who ask at the same time: a rotated token is dead at once', async () => {
    const { signIn } = browserOf();
    await signIn.start(PAGE_HOST, 'app');
    const session = await signIn.find(PAGE);
    if (!session) throw new Error('not signed in');
    const renewed = await Promise.all([signIn.renew(session), signIn.renew(session), signIn.renew(session)]);
    expect(new Set(renewed.map((each) => each?.token)).size).toBe(1);
    expect(it.asked.filter((path) => path.endsWith('/token'))).toHaveLength(2);
    expect(await signIn.find(PAGE)).toEqual(renewed[0]);
    // The token that came with the renewal is the one that renews next.
    expect((await signIn.renew(session))?.token).toBeDefined();
  });

  test('ends when the org refuses it, and outlives a network that is down, a page in its place and an answer that says nothing', async () => {
    const { signIn, storage } = browserOf();
    await signIn.start(PAGE_HOST, 'app');
    const session = await signIn.find(PAGE);
    if (!session) throw new Error('not signed in');
    const answering = (answer: () => Promise<Response>) =>
      createAppSignIn({
        storage,
        cookies: fakeCookies(it.cookies),
        fetch: answer,
        identity: { getRedirectURL: () => '', launchWebAuthFlow: () => Promise.resolve(undefined) },
      });
    const offline = answering(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(offline.renew(session)).rejects.toMatchObject({ state: 'offline' });
    for (const { says, state } of NO_TOKENS.filter((each) => each.state !== 'expired' && each.state !== 'refused')) {
      await expect(answering(() => Promise.resolve(says())).renew(session)).rejects.toMatchObject({ state });
      expect(await signIn.find(PAGE)).toEqual(session);
    }
    it.org.apps.delete('app');
    expect(await signIn.renew(session)).toBeUndefined();
    expect(storage.values.size).toBe(0);
  });
});
