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

/** A browser in which the person allows what the org asks, or closes the window. */
function browserOf(options: { closes?: boolean | string; onExchange?: (cookies: typeof it.cookies) => void } = {}) {
  const storage = fakeStorage();
  const cookies = [...it.cookies];
  const own = cookies.at(-1);
  const signIn = createAppSignIn({
    storage,
    fetch(input, init) {
      if (init?.method === 'POST') options.onExchange?.(cookies);
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

  test('ends when the org refuses it, and outlives a network that is down', async () => {
    const { signIn, storage } = browserOf();
    await signIn.start(PAGE_HOST, 'app');
    const session = await signIn.find(PAGE);
    if (!session) throw new Error('not signed in');
    const offline = createAppSignIn({
      storage,
      cookies: fakeCookies(it.cookies),
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
      identity: { getRedirectURL: () => '', launchWebAuthFlow: () => Promise.resolve(undefined) },
    });
    expect(await offline.renew(session)).toBeUndefined();
    expect(await signIn.find(PAGE)).toEqual(session);
    it.org.apps.delete('app');
    expect(await signIn.renew(session)).toBeUndefined();
    expect(storage.values.size).toBe(0);
  });
});
