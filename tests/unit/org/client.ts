import { Connection } from 'jsforce';

import type { Day } from '@/lib/calendar/days';
import { generateOrg } from '@/lib/sample/generate';
import type { Edition } from '@/tests/org/edition';
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

/** A served sample org and the field's own client on it. */
export async function serveOrg(
  size: number,
  options: { currencies?: boolean } = {},
  edition: Partial<Edition> = {},
): Promise<Served> {
  const tables = generateOrg({ size, asOf: '2026-11-24' as Day, ...options });
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
