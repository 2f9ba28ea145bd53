import { describe, expect, test, vi } from 'vitest';

import { codeOf, exchange, pkce, renew } from '@/lib/crm/salesforce/oauth';
import { signIn } from '@/lib/crm/salesforce/sign-in';

import { addressOf } from './address-of';

const HOST = { apiHost: 'acme.my.salesforce.com', pageHost: 'acme.lightning.force.com' };
const APP = { clientId: 'app', redirectUri: 'https://extension.example/salesforce' };
const TOKENS = {
  access_token: 'CANARY',
  refresh_token: 'REFRESH',
  instance_url: `https://${HOST.apiHost}`,
  id: 'https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA',
};

/** What is sent to the token address, and answered with these tokens. */
function org(tokens: unknown = TOKENS) {
  const sent: { url: string; init: RequestInit | undefined; form: URLSearchParams }[] = [];
  const fetcher: typeof fetch = (input, init) => {
    sent.push({
      url: addressOf(input),
      init,
      form: new URLSearchParams(typeof init?.body === 'string' ? init.body : ''),
    });
    return Promise.resolve(Response.json(tokens));
  };
  return { fetcher, sent };
}
async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('base64url');
}

describe('a sign-in', () => {
  test('that comes back with the state of another one is refused before its code is used', async () => {
    const { fetcher, sent } = org();
    const { end } = await signIn.begin(HOST.pageHost, APP);
    for (const forged of ['', '&state=', '&state=another'])
      await expect(end(`${APP.redirectUri}?code=c${forged}`, fetcher)).rejects.toMatchObject({ state: 'malformed' });
    expect(sent).toEqual([]);
    expect(codeOf(`${APP.redirectUri}?code=c&state=s`, 's')).toBe('c');
  });

  test('proves by its verifier that it is the one that was asked for: its SHA-256 is the challenge', async () => {
    const { fetcher, sent } = org();
    const { url, end } = await signIn.begin(HOST.pageHost, APP);
    const asked = new URL(url).searchParams;
    await end(`${APP.redirectUri}?code=c&state=${asked.get('state')}`, fetcher);
    const verifier = sent[0]?.form.get('code_verifier') ?? '';
    expect(verifier.length).toBeGreaterThanOrEqual(43);
    expect(await sha256(verifier)).toBe(asked.get('code_challenge'));
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(sent[0]?.url).toBe(`https://${HOST.apiHost}/services/oauth2/token`);
    expect(sent[0]?.init).toMatchObject({ credentials: 'omit', redirect: 'manual' });
  });

  test('has a secret of its own each time', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => pkce()));
    expect(new Set(made.map(({ verifier }) => verifier)).size).toBe(20);
  });

  test.each(['https://evil.example', 'https://acme.my.salesforce.com.evil.example', 'https://login.salesforce.com'])(
    'whose org says that its API is at %s keeps nothing',
    async (instance_url) => {
      const { fetcher } = org({ ...TOKENS, instance_url });
      await expect(exchange(fetcher, HOST, { ...APP, code: 'c', verifier: 'v' })).rejects.toMatchObject({
        state: 'malformed',
      });
    },
  );

  test('and its renewal end where the org takes the call and never answers, as after the computer slept: nobody waits for it for ever', async () => {
    const silent: typeof fetch = (_input, init) =>
      new Promise((_answer, fail) => {
        if (init?.signal?.aborted) fail(init.signal.reason as Error);
      });
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new DOMException('', 'TimeoutError')));
    const session = { ...HOST, orgId: '00D000000000001', token: 'OLD' };
    await expect(exchange(silent, HOST, { ...APP, code: 'c', verifier: 'v' })).rejects.toMatchObject({
      state: 'offline',
    });
    await expect(renew(silent, { session, clientId: 'app', refreshToken: 'R' })).rejects.toMatchObject({
      state: 'offline',
    });
  });

  test('is opened on the org’s own host, and on no page that is none of the CRM’s', async () => {
    const { url } = await signIn.begin(HOST.pageHost, APP);
    expect(new URL(url).host).toBe(HOST.apiHost);
    await expect(signIn.begin('evil.example', APP)).rejects.toMatchObject({ state: 'refused' });
  });
});
