import { adapterOf } from '@/lib/crm';
import { CrmError, type Grant, type Session } from '@/lib/crm/crm';
import { t } from '@/lib/i18n';
import type { Tokens } from '@/lib/sync/connections';

import type { Environment, SignInWindow, Storage } from './browser-parts';

/** Why a sign-in did not come about, for the person who waits for it. */
function inWords(cause: CrmError, host: string): CrmError {
  const { state, said } = cause;
  if (state === 'offline') return new CrmError(state, t('signIn.unreached'), { cause });
  if (state === 'unavailable') return new CrmError(state, t('signIn.page', { host }), { cause });
  if (said === undefined) return new CrmError(state, t('signIn.odd'), { cause });
  return new CrmError(state, t('signIn.refused', { host, words: said.replace(/\.?$/, '.') }), { cause });
}

/** Answers to a renewal that end what was granted. */
const ENDS: ReadonlySet<CrmError['state']> = new Set(['expired', 'refused']);

/** A grant and the browser session that it was made beside. */
interface Held {
  grant: Grant;
  /** SHA-256 of the CRM's own cookie at that moment: another one is another sign-in, perhaps another user. */
  beside: string;
}

export interface AppSignIn extends Tokens {
  /** Opens the org's own sign-in and keeps what it grants. Throws CrmError. */
  start(pageHost: string, clientId: string): Promise<void>;
}

/**
 * Sign-in through an app of the org's, for orgs that refuse the browser's session. Tokens are held in `storage.session`:
 * in memory, for this browser run, out of reach of content scripts. They are used only while the page's own session is the
 * one they were made beside, so that nobody who logs in after is shown what was read as another user.
 */
export function createAppSignIn({
  storage,
  identity,
  cookies,
  fetch,
}: Pick<Environment, 'cookies' | 'fetch'> & { storage: Storage; identity: SignInWindow }): AppSignIn {
  const renewing = new Map<string, Promise<Session | undefined>>();
  const keyOf = (pageHost: string): string => `oauth:${pageHost}`;
  // Safe: `keep` alone writes under this key.
  const held = async (pageHost: string): Promise<Held | undefined> =>
    (await storage.get(keyOf(pageHost)))[keyOf(pageHost)] as Held | undefined;
  const keep = (pageHost: string, value: Held): Promise<void> => storage.set({ [keyOf(pageHost)]: value });

  async function cookieDigest(pageHost: string): Promise<string> {
    const [own] = await adapterOf(pageHost)
      .findSessions(`https://${pageHost}/`, cookies)
      .catch(() => []);
    if (!own) return '';
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(own.token));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  const isStill = async (pageHost: string, { grant }: Held): Promise<boolean> =>
    (await held(pageHost))?.grant.session.token === grant.session.token;

  async function renewOnce(pageHost: string): Promise<Session | undefined> {
    const before = await held(pageHost);
    if (!before) return undefined;
    try {
      const grant = await adapterOf(pageHost).signIn?.renew(before.grant, fetch);
      if (!grant) return undefined;
      if (await isStill(pageHost, before)) await keep(pageHost, { ...before, grant });
      return grant.session;
    } catch (error) {
      // Only a refusal ends the sign-in: a network that is down, or a page in its place, says nothing about it, and is what is told.
      if (!(error instanceof CrmError) || !ENDS.has(error.state)) throw error;
      // One that was made meanwhile stays.
      if (await isStill(pageHost, before)) await storage.remove(keyOf(pageHost));
      return undefined;
    }
  }

  return {
    async start(pageHost, clientId) {
      const { id, signIn } = adapterOf(pageHost);
      if (!signIn) throw new CrmError('refused', t('crmFact.noSignIn', { host: pageHost }));
      const redirectUri = identity.getRedirectURL(id);
      const { url, end } = await signIn.begin(pageHost, { clientId, redirectUri });
      const redirect = await identity.launchWebAuthFlow({ url, interactive: true }).catch((cause: unknown) => {
        // Chromium rejects where Firefox may answer with nothing, each in words of its own and in English.
        const isUnreached = cause instanceof Error && /could not be loaded/i.test(cause.message);
        throw new CrmError('refused', t(isUnreached ? 'signIn.unreached' : 'signIn.closed'), { cause });
      });
      if (redirect === undefined) throw new CrmError('refused', t('signIn.closed'));
      const beside = await cookieDigest(pageHost);
      const grant = await end(redirect, fetch).catch((error: unknown) => {
        throw error instanceof CrmError ? inWords(error, pageHost) : error;
      });
      if ((await cookieDigest(pageHost)) !== beside) throw new CrmError('otherUser', t('signIn.other'));
      await keep(pageHost, { grant, beside });
    },
    async find({ host, store }) {
      // Signed in to in the browser's own store: no container's.
      if (store !== undefined) return undefined;
      const found = await held(host);
      return found && found.beside === (await cookieDigest(host)) ? found.grant.session : undefined;
    },
    renew({ pageHost }) {
      // A rotated token is dead at once: two renewals at the same time would end the sign-in.
      let run = renewing.get(pageHost);
      if (!run) {
        run = renewOnce(pageHost).finally(() => renewing.delete(pageHost));
        renewing.set(pageHost, run);
      }
      return run;
    },
  };
}
