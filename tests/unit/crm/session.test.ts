import { describe, expect, test } from 'vitest';

import type { Cookie, CookieJar } from '@/lib/crm/crm';
import { apiHost } from '@/lib/crm/salesforce/api-host';
import { recordId } from '@/lib/crm/salesforce/record-ids';
import { findSessions } from '@/lib/crm/salesforce/session';

describe('the API host of a page host', () => {
  test.each([
    ['acme.lightning.force.com', 'acme.my.salesforce.com'],
    ['acme--qa.sandbox.lightning.force.com', 'acme--qa.sandbox.my.salesforce.com'],
    ['acme-dev-ed.develop.lightning.force.com', 'acme-dev-ed.develop.my.salesforce.com'],
    ['acme.lightning.crmforce.mil', 'acme.my.salesforce.mil'],
    ['acme.lightning.sfcrmapps.cn', 'acme.my.sfcrmproducts.cn'],
    ['acme.lightning.pc-rnd.force.com', 'acme.my.pc-rnd.salesforce.com'],
    ['acme.my.salesforce-setup.com', 'acme.my.salesforce.com'],
    ['ACME.lightning.force.com', 'acme.my.salesforce.com'],
    ['acme.my.salesforce.com', 'acme.my.salesforce.com'],
    ['login.salesforce.com', undefined],
    ['help.salesforce.com', undefined],
    ['acme.lightning.force.com.evil.example', undefined],
    ['acme--c.vf.force.com', undefined],
  ])('%s → %s', (page, api) => expect(apiHost(page)).toBe(api));
});

const jar = (cookies: Cookie[]): CookieJar => ({
  get: ({ url, name }) =>
    Promise.resolve(
      cookies.find((cookie) => cookie.name === name && cookie.domain.replace(/^\./, '') === new URL(url).host) ?? null,
    ),
  getAll: ({ domain, name }) =>
    Promise.resolve(cookies.filter((cookie) => cookie.name === name && cookie.domain.endsWith(domain))),
});
const sid = (domain: string, value: string): Cookie => ({ name: 'sid', domain, value });
const PAGE = 'https://acme.lightning.force.com/lightning/r/Opportunity/0065g00000ABCdeAAH/view';
const ORG = '00D000000000001';

test('among decoys the token is that of this org’s My Domain host, never the page’s', async () => {
  const [session, ...others] = await findSessions(
    PAGE,
    jar([
      sid('help.salesforce.com', `${ORG}!HELP`),
      sid('other.my.salesforce.com', '00D000000000002!OTHER'),
      sid('acme.lightning.force.com', `${ORG}!PAGE`),
      sid('.acme.my.salesforce.com', `${ORG}!API`),
    ]),
  );
  expect(session).toEqual({
    orgId: ORG,
    apiHost: 'acme.my.salesforce.com',
    pageHost: 'acme.lightning.force.com',
    token: `${ORG}!API`,
  });
  expect(others).toEqual([]);
});

test('after a rename the org’s session is found on the host it moved to', async () => {
  const [session] = await findSessions(
    PAGE,
    jar([sid('acme.lightning.force.com', `${ORG}!PAGE`), sid('renamed.my.salesforce.com', `${ORG}!API`)]),
  );
  expect(session?.apiHost).toBe('renamed.my.salesforce.com');
});

test('every session of the org is named, the mapped host’s first: which of them is dead only the API tells', async () => {
  const sessions = await findSessions(
    PAGE,
    jar([
      sid('acme--old.sandbox.my.salesforce.com', `${ORG}!STALE`),
      sid('acme.lightning.force.com', `${ORG}!PAGE`),
      sid('acme.my.salesforce.com', `${ORG}!API`),
    ]),
  );
  expect(sessions.map(({ token }) => token)).toEqual([`${ORG}!API`, `${ORG}!STALE`]);
});

test.each([
  ['no cookie at all', []],
  ['only another org’s', [sid('other.my.salesforce.com', '00D000000000002!OTHER')]],
  ['only the page’s own, which has no API access', [sid('acme.lightning.force.com', `${ORG}!PAGE`)]],
])('%s is no session', async (_name, cookies) => {
  await expect(findSessions(PAGE, jar(cookies))).rejects.toMatchObject({ state: 'noSession' });
});

describe('record ids', () => {
  // Ids as printed in Salesforce's own documentation.
  test.each(['001B000000UnQ2wIAF', '0032o00003WauzJAAR', '750R0000000zxr8IAA', '012000000000000AAA'])('%s', (id) => {
    expect(recordId(id)).toBe(id);
    expect(recordId(id.slice(0, 15))).toBe(id);
  });
  test.each(['', '006', 'OpportunityTeamMember', '001B000000UnQ2wIAA', 17])('%s is none', (id) =>
    expect(recordId(id)).toBeUndefined(),
  );
});
