import { CrmError, type CrmSignIn } from '@/lib/crm/crm';

import { apiHost } from './api-host';
import { authorizeUrl, codeOf, exchange, pkce, renew } from './oauth';

/** Sign-in through an External Client App, for orgs that refuse the browser's session. */
export const signIn: CrmSignIn = {
  async begin(pageHost, { clientId, redirectUri }) {
    const host = apiHost(pageHost);
    if (host === undefined)
      throw new CrmError('refused', `${pageHost} is no Salesforce page, so there is no org to sign in to.`, {
        fact: { id: 'noSignIn', values: { host: pageHost } },
      });
    const { verifier, challenge } = await pkce();
    const state = crypto.randomUUID();
    return {
      url: authorizeUrl(host, { clientId, redirectUri, challenge, state }),
      end: async (redirect, fetcher) =>
        exchange(
          fetcher,
          { apiHost: host, pageHost },
          { clientId, redirectUri, code: codeOf(redirect, state), verifier },
        ),
    };
  },
  renew: (grant, fetcher) => renew(fetcher, grant),
};
