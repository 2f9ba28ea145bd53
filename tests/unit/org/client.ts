import { Connection } from 'jsforce';

import type { Day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';
import type { OrgTables } from '@/lib/sample/org-tables';
import type { Edition } from '@/tests/org/data/edition';
import { createOrg, type LiveOrg } from '@/tests/org/org';
import { type RunningOrg, startServer } from '@/tests/org/server';

export interface Served {
  org: LiveOrg;
  server: RunningOrg;
  token: string;
  connection: Connection;
  /** A raw request as one user; the parsed body where there is one. */
  ask(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string>; token?: string },
  ): Promise<{
    status: number;
    body: unknown;
    text: string;
    headers: Headers;
  }>;
  connectAs(userId: string): Connection;
}

const made = new Map<string, OrgTables>();

/** A sample org of one's own; each is generated once a file. */
function sampleOf(size: number, currencies: boolean): OrgTables {
  const key = `${size} ${currencies}`;
  const known = made.get(key) ?? generateOrg({ size, asOf: '2026-11-24' as Day, currencies });
  made.set(key, known);
  return structuredClone(known);
}

/** A served sample org and the field's own client on it. */
export async function serveOrg(
  size: number,
  options: { currencies?: boolean } = {},
  edition: Partial<Edition> = {},
): Promise<Served> {
  const tables = sampleOf(size, options.currencies ?? false);
  const org = createOrg(tables, edition);
  const server = await startServer(org);
  const connect = (token: string): Connection =>
    new Connection({ instanceUrl: server.url, accessToken: token, version: '67.0' });
  const token = org.login(tables.defaultUserId);
  return {
    org,
    server,
    token,
    connection: connect(token),
    connectAs: (userId) => connect(org.login(userId)),
    async ask(method, path, { body, headers = {}, token: other = token } = {}) {
      const response = await fetch(`${server.url}${path}`, {
        method,
        redirect: 'manual',
        headers: { Authorization: `Bearer ${other}`, ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        text,
        body: /^[[{]/.test(text) ? JSON.parse(text) : undefined,
        headers: response.headers,
      };
    },
  };
}
