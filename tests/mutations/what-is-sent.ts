import type { Patch } from './patch';

const LINE = 'tests/unit/defence/line.test.ts';
const SIGN_IN = 'tests/unit/defence/sign-in.test.ts';
const APP = 'tests/unit/background/app-sign-in.test.ts';
const SESSION = 'tests/unit/crm/session.test.ts';
const CALLS = 'lib/crm/salesforce/calls/line.ts';
const OAUTH = 'lib/crm/salesforce/oauth.ts';

/** What is sent, where to, and how often. */
export const WHAT_IS_SENT: Patch[] = [
  {
    defence: 'Cookies are not sent with calls',
    file: CALLS,
    find: "credentials: 'omit',",
    instead: '',
    test: LINE,
    named: 'a call sends the token to the org alone, no cookie, and follows no redirect',
  },
  {
    defence: 'Redirects are not followed',
    file: CALLS,
    find: "redirect: 'manual',",
    instead: '',
    test: LINE,
    named: 'a call sends the token to the org alone, no cookie, and follows no redirect',
  },
  {
    defence: 'A further page that makes another host of the org’s is not asked for',
    file: CALLS,
    find: 'if (new URL(url).host !== session.apiHost)',
    instead: 'if (!url)',
    test: LINE,
    named: 'is on another host, and is not asked for',
  },
  {
    defence: 'Ids, locators and questions are taken out of the report to send',
    file: CALLS,
    find: 'what: `${request.method} ${withoutIds(request.path)}`',
    instead: "what: `${request.method} ${withoutIds('') + request.path}`",
    test: LINE,
    named: 'hold no id, no locator and no question',
  },
  {
    defence: 'A web page in place of data is no data',
    file: CALLS,
    find: "if (isRedirect || /html/i.test(headers.get('Content-Type') ?? '')) {",
    instead: 'if (isRedirect) {',
    test: LINE,
    named: 'a web page in place of data is no data, whatever its status',
  },
  {
    defence: 'The state of a sign-in is compared',
    file: OAUTH,
    find: "answer.get('state') !== state || code === null",
    instead: 'code === null',
    test: SIGN_IN,
    named: 'that comes back with the state of another one is refused before its code is used',
  },
  {
    defence: 'A sign-in proves itself by its own verifier (PKCE)',
    file: OAUTH,
    find: 'code_verifier: ask.verifier,',
    instead: "code_verifier: '',",
    test: SIGN_IN,
    named: 'proves by its verifier that it is the one that was asked for',
  },
  {
    defence: 'Each sign-in has a secret of its own',
    file: OAUTH,
    find: 'base64url(crypto.getRandomValues(new Uint8Array(48)))',
    instead: 'base64url(new Uint8Array(48))',
    test: SIGN_IN,
    named: 'has a secret of its own each time',
  },
  {
    defence: 'A sign-in cannot move the API to a host that is none of the CRM’s',
    file: OAUTH,
    find: '!given.success || !isApiHost(host)',
    instead: '!given.success',
    test: SIGN_IN,
    named: 'keeps nothing',
  },
  {
    defence: 'A sign-in is used only beside the session it was made beside',
    file: 'lib/background/app-sign-in.ts',
    find: 'return found && found.beside === (await cookieDigest(host)) ?',
    instead: 'return found ?',
    test: APP,
    named: 'is not shown to whoever signs in to the CRM after',
  },
  {
    defence: 'A token that rotates is renewed once by all who ask',
    file: 'lib/background/app-sign-in.ts',
    find: 'let run = renewing.get(pageHost);',
    instead: 'let run: Promise<Session | undefined> | undefined;',
    test: APP,
    named: 'is renewed once by all who ask at the same time',
  },
  {
    defence: 'The cookie of another org, or of a host that is none of the API’s, is no session',
    file: 'lib/crm/salesforce/session.ts',
    find: 'if (orgOf(cookie) === orgId && isApiHost(hostOf(cookie)))',
    instead: 'if (orgOf(cookie))',
    test: SESSION,
    named: 'among decoys the token is that of this org’s My Domain host, never the page’s',
  },
  {
    defence: 'A host that only begins like the CRM’s is none',
    file: 'lib/crm/salesforce/api-host.ts',
    find: '/^(.+)\\.lightning\\.force\\.com$/',
    instead: '/^(.+)\\.lightning\\.force\\.com/',
    test: SESSION,
    named: '%s → %s',
  },
  {
    defence: 'Calls end at the share of the org’s that a person allows',
    file: 'lib/sync/budget.ts',
    find: 'if (used >= allowed) {',
    instead: 'if (used >= allowed * 1e6) {',
    test: 'tests/unit/sync/budget.test.ts',
    named: 'stops at the share of the pool that the org tells',
  },
  {
    defence: 'Four fifths of the org’s calls used up stop a sync',
    file: 'lib/sync/yielding.ts',
    find: 'usage !== undefined && usage.used > usage.limit * USAGE_STOP;',
    instead: 'usage !== undefined && usage.used > usage.limit * USAGE_STOP * 1e6;',
    test: 'tests/unit/sync/sync.test.ts',
    named: 'four fifths of the org’s calls used up stop a sync, with the numbers',
  },
  {
    defence: 'A session that was refused for good is not asked about at once again',
    file: 'lib/sync/connections.ts',
    find: 'environment.now() - before.at < REFUSED_MS',
    instead: 'environment.now() - before.at < 0',
    test: 'tests/unit/defence/store.test.ts',
    named: 'a session that an administrator has shut out is not asked about again and again',
  },
  {
    defence: 'Paging without end is given up',
    file: 'lib/crm/salesforce/query.ts',
    find: 'if (!page.done && (page.records.length === 0 || got > page.totalSize))',
    instead: 'if (!page.done && got > 200_000)',
    test: 'tests/unit/crm/bounds.test.ts',
    named: 'empty pages that name a further one are given up as well',
  },
];
