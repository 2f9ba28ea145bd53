import { createHash, randomBytes } from 'node:crypto';

import type { LiveOrg } from '../live-org';

interface Grant {
  clientId: string;
  userId: string;
  redirectUri: string;
  challenge: string;
  scope: string;
  at: number;
}
export interface OAuthAnswer {
  status: number;
  body?: unknown;
  html?: string;
  location?: string;
}

const CODE_MS = 15 * 60_000;

/** The authorization server of the org: web server flow with PKCE and no secret, refresh, rotation, revocation. */
export function createOAuth(org: LiveOrg): {
  answer(method: string, url: URL, body: string, sid: string | undefined): OAuthAnswer;
} {
  const codes = new Map<string, Grant>();
  /** Refresh token → what it stands for; a used one is remembered, since its second use ends the whole family. */
  const refreshes = new Map<string, { grant: Grant; family: string; isUsed: boolean }>();
  const families = new Map<string, Set<string>>();
  const refuse = (error: string, description: string): OAuthAnswer => ({
    status: 400,
    body: { error, error_description: description },
  });

  function authorize(url: URL, sid: string | undefined): OAuthAnswer {
    const asked = url.searchParams;
    const app = org.apps.get(asked.get('client_id') ?? '');
    const redirectUri = asked.get('redirect_uri') ?? '';
    if (!app) return refuse('invalid_client_id', 'client identifier invalid');
    if (!app.redirectUris.includes(redirectUri))
      return refuse('redirect_uri_mismatch', 'redirect_uri must match configuration');
    const back = (parameters: Record<string, string>): OAuthAnswer => ({
      status: 302,
      location: `${redirectUri}?${new URLSearchParams({ ...parameters, state: asked.get('state') ?? '' })}`,
    });
    if (org.policy.isApiControlled && !app.isInstalled)
      return back({ error: 'OAUTH_APP_BLOCKED', error_description: 'this app is blocked by admin' });
    if (
      asked.get('response_type') !== 'code' ||
      asked.get('code_challenge_method') !== 'S256' ||
      !asked.get('code_challenge')
    )
      return back({ error: 'invalid_request', error_description: 'missing required code challenge' });
    const userId = org.sessions.get(sid ?? '');
    if (userId === undefined) return { status: 200, html: '<html><body><form id="login">Log in</form></body></html>' };
    if (asked.get('prompt') === 'consent' && asked.get('allowed') !== '1') {
      asked.set('allowed', '1');
      return {
        status: 200,
        html: `<html><body><a id="oaapprove" href="${escape(url.pathname + url.search)}">Allow</a></body></html>`,
      };
    }
    const code = `aPrx${randomBytes(24).toString('base64url')}`;
    codes.set(code, {
      clientId: asked.get('client_id') ?? '',
      userId,
      redirectUri,
      challenge: asked.get('code_challenge') ?? '',
      scope: asked.get('scope') ?? 'api',
      at: Date.now(),
    });
    return back({ code });
  }

  function issue(grant: Grant, family: string): OAuthAnswer {
    const access = `${org.login(grant.userId)}.OAUTH${randomBytes(9).toString('base64url')}`;
    org.sessions.set(access, grant.userId);
    const members = families.get(family) ?? new Set();
    families.set(family, members.add(access));
    const body: Record<string, unknown> = {
      access_token: access,
      scope: grant.scope,
      instance_url: `https://${org.apiHost}`,
      id: `https://login.salesforce.com/id/${org.orgId}/${grant.userId}`,
      token_type: 'Bearer',
      issued_at: String(Date.now()),
      signature: createHash('sha256').update(access).digest('base64'),
    };
    if (/refresh_token|offline_access/.test(grant.scope)) {
      const refresh = `5Aep${randomBytes(30).toString('base64url')}`;
      refreshes.set(refresh, { grant, family, isUsed: false });
      body['refresh_token'] = refresh;
    }
    return { status: 200, body };
  }

  function endFamily(family: string): void {
    for (const access of families.get(family) ?? []) org.sessions.delete(access);
    for (const [token, held] of refreshes) if (held.family === family) refreshes.set(token, { ...held, isUsed: true });
  }

  function token(body: string): OAuthAnswer {
    const asked = new URLSearchParams(body);
    const clientId = asked.get('client_id') ?? '';
    const app = org.apps.get(clientId);
    if (!app) return refuse('invalid_client_id', 'client identifier invalid');
    if (asked.get('grant_type') === 'authorization_code') {
      const code = asked.get('code') ?? '';
      const grant = codes.get(code);
      codes.delete(code);
      if (!grant || grant.clientId !== clientId) return refuse('invalid_grant', 'invalid authorization code');
      if (Date.now() - grant.at > CODE_MS) return refuse('invalid_grant', 'expired authorization code');
      if (grant.redirectUri !== asked.get('redirect_uri'))
        return refuse('redirect_uri_mismatch', 'redirect_uri must match configuration');
      const proof = createHash('sha256')
        .update(asked.get('code_verifier') ?? '')
        .digest('base64url');
      if (proof !== grant.challenge) return refuse('invalid_grant', 'invalid code verifier');
      return issue(grant, code);
    }
    if (asked.get('grant_type') === 'refresh_token') {
      const old = asked.get('refresh_token') ?? '';
      const held = refreshes.get(old);
      if (!held || held.grant.clientId !== clientId) return refuse('invalid_grant', 'expired access/refresh token');
      if (held.isUsed) {
        // Someone has a copy: nothing that came of this sign-in is good any longer.
        endFamily(held.family);
        return refuse('invalid_grant', 'expired access/refresh token');
      }
      const answer = issue(held.grant, held.family);
      if (app.rotates) held.isUsed = true;
      return answer;
    }
    return refuse('unsupported_grant_type', 'grant type not supported');
  }

  return {
    answer(method, url, body, sid) {
      switch (`${method} ${url.pathname}`) {
        case 'GET /services/oauth2/authorize':
          return authorize(url, sid);
        case 'POST /services/oauth2/token':
          return token(body);
        case 'POST /services/oauth2/revoke': {
          const asked = new URLSearchParams(body).get('token') ?? '';
          const held = refreshes.get(asked);
          if (held) endFamily(held.family);
          org.sessions.delete(asked);
          return { status: 200 };
        }
        default:
          return { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }] };
      }
    },
  };
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
