import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Cookie } from '@/lib/crm/crm';
import { generateOrg } from '@/lib/sample/generate';
import type { Odd } from '@/lib/sample/odd';
import { API_HOST, createOrg, type LiveOrg, PAGE_HOST } from '@/tests/org/org';
import { createRest } from '@/tests/org/rest/rest';
import { orgToday } from '@/tests/org/today';

export interface ServedOrg {
  org: LiveOrg;
  /** What the browser holds of the signed-in user. */
  cookies: Cookie[];
  pageUrl: string;
  /** Every call goes to the stand-in org, whatever its host; redirects are answers. */
  fetch: typeof fetch;
  /** Paths asked so far. */
  asked: string[];
  close(): Promise<void>;
}

/** The stand-in org on this machine, with a small sample in it. */
export async function serve(odd: Odd[] = []): Promise<ServedOrg> {
  const tables = generateOrg({ size: 12, asOf: orgToday(), now: Date.now(), odd });
  const org = createOrg(tables);
  const rest = createRest(org);
  const server = createServer((request, response) => void rest(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // Safe: a server that listens on a port has an address with that port.
  const { port } = server.address() as AddressInfo;
  const asked: string[] = [];
  return {
    org,
    asked,
    cookies: [
      { name: 'sid', domain: PAGE_HOST, value: `${org.orgId.slice(0, 15)}!PAGE` },
      { name: 'sid', domain: API_HOST, value: org.login(tables.defaultUserId) },
    ],
    pageUrl: `https://${PAGE_HOST}/lightning/o/Opportunity/list`,
    fetch(input, init) {
      // Safe: our code asks by addresses in words.
      const { pathname, search } = new URL(input as string);
      asked.push(pathname);
      return fetch(`http://127.0.0.1:${port}${pathname}${search}`, { redirect: 'manual', ...init });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
