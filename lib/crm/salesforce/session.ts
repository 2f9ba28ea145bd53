import { type Cookie, type CookieJar, CrmError, type Session } from '@/lib/crm/crm';

import { apiHost, isApiHost } from './api-host';

const NAME = 'sid';
const DOMAINS = ['salesforce.com', 'salesforce.mil', 'sfcrmproducts.cn'];

/**
 * The session that the user has on this page's org. A `sid` is `<org id>!<token>`; the one of the Lightning host has no API
 * access, so it only names the org, and the token is the My Domain host's. The mapped host comes first; several stale
 * cookies of one org can exist after a rename or a sandbox refresh.
 */
export async function findSession(pageUrl: string, cookies: CookieJar, storeId?: string): Promise<Session> {
  const pageHost = new URL(pageUrl).host;
  const store = storeId === undefined ? {} : { storeId };
  const mapped = apiHost(pageHost);
  const pageCookie = await cookies.get({ url: pageUrl, name: NAME, ...store });
  const own = mapped === undefined ? null : await cookies.get({ url: `https://${mapped}/`, name: NAME, ...store });
  const orgId = orgOf(pageCookie) ?? orgOf(own);
  if (orgId !== undefined) {
    if (own && mapped !== undefined && orgOf(own) === orgId)
      return { orgId, apiHost: mapped, pageHost, token: own.value };
    for (const domain of DOMAINS) {
      const hit = (await cookies.getAll({ domain, name: NAME, ...store })).find(
        (cookie) => orgOf(cookie) === orgId && isApiHost(hostOf(cookie)),
      );
      if (hit) return { orgId, apiHost: hostOf(hit), pageHost, token: hit.value };
    }
  }
  throw new CrmError(
    'noSession',
    `No Salesforce session was found for ${pageHost}. Sign in to Salesforce in this browser window, then open the record again.`,
  );
}

/** 15-character org id in front of the token. */
function orgOf(cookie: Cookie | null): string | undefined {
  const [id, token] = cookie?.value.split('!') ?? [];
  return id && token && /^00D\w{12}/.test(id) ? id : undefined;
}

const hostOf = ({ domain }: Cookie): string => domain.replace(/^\./, '');
