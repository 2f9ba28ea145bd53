import * as v from 'valibot';

import { CrmError, type Grant } from '@/lib/crm/crm';
import { beginning } from '@/lib/deal/beginning';

import { isApiHost } from './api-host';
import { jsonIn } from './calls/json-in';
import { TIMEOUT_MS } from './calls/line';
import { pageInstead } from './calls/page-instead';

/** A secret for one sign-in and its SHA-256, base64url (RFC 7636, S256). */
export async function pkce(): Promise<{ verifier: string; challenge: string }> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(48)));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(hash)) };
}

/** Where a person signs in and consents (Salesforce: OAuth 2.0 web server flow). */
export const authorizeUrl = (
  apiHost: string,
  ask: { clientId: string; redirectUri: string; challenge: string; state: string },
): string =>
  `https://${apiHost}/services/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: ask.clientId,
    redirect_uri: ask.redirectUri,
    scope: 'api refresh_token',
    state: ask.state,
    code_challenge: ask.challenge,
    code_challenge_method: 'S256',
  })}`;

/** The code of a redirect, after its state was checked. Throws CrmError with Salesforce's own words. */
export function codeOf(redirect: string, state: string): string {
  const answer = new URL(redirect).searchParams;
  const error = answer.get('error');
  if (error !== null) throw notGranted('refused', error, answer.get('error_description') ?? '');
  const code = answer.get('code');
  if (answer.get('state') !== state || code === null)
    throw new CrmError('malformed', 'The answer to the sign-in is not the one that was asked for. Nothing was kept.', {
      fact: { id: 'odd' },
    });
  return code;
}

/** A code for tokens. No secret: the verifier proves who asked. */
export const exchange = (
  fetcher: typeof fetch,
  { apiHost, pageHost }: { apiHost: string; pageHost: string },
  ask: { clientId: string; redirectUri: string; code: string; verifier: string },
): Promise<Grant> =>
  grant(fetcher, { apiHost, pageHost }, ask.clientId, {
    grant_type: 'authorization_code',
    code: ask.code,
    redirect_uri: ask.redirectUri,
    code_verifier: ask.verifier,
  });

/** New tokens for old. The refresh token may rotate: the old one is then dead, and the new one must be kept before use. */
export async function renew(fetcher: typeof fetch, { session, clientId, refreshToken }: Grant): Promise<Grant> {
  if (refreshToken === undefined)
    throw new CrmError('expired', 'The sign-in through the app has ended. Sign in again in Pipelens’ options.', {
      fact: { id: 'appEnded' },
    });
  const renewed = await grant(fetcher, session, clientId, { grant_type: 'refresh_token', refresh_token: refreshToken });
  return { refreshToken, ...renewed };
}

const tokens = v.object({
  access_token: v.string(),
  refresh_token: v.optional(v.string()),
  instance_url: v.pipe(v.string(), v.url()),
  id: v.pipe(v.string(), v.regex(/\/id\/00D\w{12,15}\/005\w{12,15}$/)),
});
const refusal = v.object({ error: v.string(), error_description: v.optional(v.string(), '') });

/** That what was granted is worth nothing any more, and that there is no answer at this moment, in Salesforce's codes and RFC 6749's. */
const OVER: ReadonlySet<string> = new Set(['invalid_grant', 'inactive_user', 'inactive_org']);
const BUSY: ReadonlySet<string> = new Set(['rate_limit_exceeded', 'server_error', 'temporarily_unavailable']);

/** Of the server's own words no more is shown. */
const MOST_WORDS = 300;

async function grant(
  fetcher: typeof fetch,
  { apiHost, pageHost }: { apiHost: string; pageHost: string },
  clientId: string,
  form: Record<string, string>,
): Promise<Grant> {
  let response: Response;
  let text: string;
  try {
    response = await fetcher(`https://${apiHost}/services/oauth2/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: new URLSearchParams({ client_id: clientId, ...form }).toString(),
      credentials: 'omit',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = response.type === 'opaqueredirect' ? '' : await response.text();
  } catch (cause) {
    throw new CrmError('offline', `${apiHost} could not be reached for the sign-in. Check the network connection.`, {
      fact: { id: 'unreached', values: { host: apiHost } },
      cause,
    });
  }
  const page = pageInstead(apiHost, response, text);
  if (page) throw page;
  const { status } = response;
  const answer = jsonIn(text);
  const refused = v.safeParse(refusal, answer);
  if (refused.success) {
    const { error, error_description: words } = refused.output;
    const isOver = OVER.has(error);
    const isBusy = !isOver && (status >= 500 || status === 429 || BUSY.has(error));
    throw notGranted(isOver ? 'expired' : isBusy ? 'unavailable' : 'refused', error, words, status);
  }
  if (status >= 400)
    throw new CrmError(
      status >= 500 || status === 429 ? 'unavailable' : 'malformed',
      `${apiHost} answered the sign-in with HTTP ${status} and no reason. Nothing was kept; try again in a while.`,
      { status, fact: { id: 'refused', values: { what: 'OAuth', words: `HTTP ${status}` } } },
    );
  const given = v.safeParse(tokens, answer);
  const host = given.success ? new URL(given.output.instance_url).host : '';
  if (!given.success || !isApiHost(host))
    throw new CrmError(
      'malformed',
      `The answer of ${apiHost} to the sign-in broke off or is not what Salesforce promises. Nothing was kept: sign in again, and where it lasts, open Salesforce in a tab to see what answers there.`,
      { status, fact: { id: 'odd' } },
    );
  const orgId = /\/id\/(00D\w{12})/.exec(given.output.id)?.[1] ?? '';
  return {
    clientId,
    session: { orgId, apiHost: host, pageHost, token: given.output.access_token },
    ...(given.output.refresh_token === undefined ? {} : { refreshToken: given.output.refresh_token }),
  };
}

function notGranted(state: CrmError['state'], code: string, words: string, status = 0): CrmError {
  const said = [code, beginning(words, MOST_WORDS)].filter(Boolean).join(': ');
  return new CrmError(state, `Salesforce did not sign in: ${said}`, {
    status,
    code,
    said,
    fact: { id: 'noGrant', values: { words: said } },
  });
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
