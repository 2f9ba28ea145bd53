import { type Cookie, type CookieJar, CrmError, type Session } from '@/lib/crm/crm';

import { apiHost, isApiHost } from './api-host';

const NAME = 'sid';
const DOMAINS = ['salesforce.com', 'salesforce.mil', 'sfcrmproducts.cn'];

/**
 * The session that the user has on this page's org. A `sid` is `<org id>!<token>`; the one of the Lightning host has no API
 * access, so it only names the org, and the token is the My Domain host's. The mapped host comes first; several cookies of
 * one org can exist after a rename or a sandbox refresh, all but one of them dead: only the API tells which.
 */
export async function findSessions(pageUrl: string, cookies: CookieJar, storeId?: string): Promise<Session[]> {
  const pageHost = new URL(pageUrl).host;
  const store = storeId === undefined ? {} : { storeId };
  const mapped = apiHost(pageHost);
  // At once, so that they are of one instant: who signs in between two readings would stand beside who was there before.
  const [pageCookie, own, ...others] = await Promise.all([
    cookies.get({ url: pageUrl, name: NAME, ...store }),
    mapped === undefined ? null : cookies.get({ url: `https://${mapped}/`, name: NAME, ...store }),
    ...DOMAINS.map((domain) => cookies.getAll({ domain, name: NAME, ...store })),
  ]);
  const orgId = orgOf(pageCookie) ?? orgOf(own);
  const found = new Map<string, Session>();
  if (orgId !== undefined) {
    const add = (host: string, token: string): void => {
      if (!found.has(token)) found.set(token, { orgId, apiHost: host, pageHost, token });
    };
    if (own && mapped !== undefined && orgOf(own) === orgId) add(mapped, own.value);
    for (const cookie of others.flat())
      if (orgOf(cookie) === orgId && isApiHost(hostOf(cookie))) add(hostOf(cookie), cookie.value);
  }
  if (found.size > 0) return [...found.values()];
  throw new CrmError(
    'noSession',
    `No Salesforce session was found for ${pageHost}. Sign in to Salesforce in this browser window, then open the record again.`,
    { fact: { id: 'noSession', values: { host: pageHost } } },
  );
}

/** 15-character org id in front of the token. */
function orgOf(cookie: Cookie | null): string | undefined {
  const [id, token] = cookie?.value.split('!') ?? [];
  return id && token && /^00D\w{12}/.test(id) ? id : undefined;
}

const hostOf = ({ domain }: Cookie): string => domain.replace(/^\./, '');
