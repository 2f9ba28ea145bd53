import 'fake-indexeddb/auto';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Queries } from '@/lib/answers/queries';
import { createJottingService } from '@/lib/background/jotting-service';
import type { Day } from '@/lib/calendar/days';
import { connect } from '@/lib/crm/salesforce/client';
import type { JottingPut } from '@/lib/deal/own/jotting';
import { generateOrg } from '@/lib/sample/generate';
import type { Odd } from '@/lib/sample/odd';
import type { OrgTables } from '@/lib/sample/org-tables';
import { PipelensDatabase } from '@/lib/storage/database';
import { putProfile, setTypedQuota } from '@/lib/storage/profile';
import type { Connection } from '@/lib/storage/registry';
import { addCall } from '@/lib/storage/stored-calls';
import { createQueries } from '@/lib/sync/cache-queries';
import { syncOnce } from '@/lib/sync/sync';
import type { Edition } from '@/tests/org/data/edition';
import { API_HOST, createOrg, type LiveOrg, PAGE_HOST } from '@/tests/org/org';
import { createRest } from '@/tests/org/rest/rest';
import { orgToday } from '@/tests/org/today';

import { type FakeBackend, fakeBackend } from './backend';

export interface Sample {
  org: LiveOrg;
  userId: string;
  db: PipelensDatabase;
  queries: Queries;
  /** A backend of its own for each test, on the same cache: the product's own questions on what the product's own sync has read. */
  backend(): FakeBackend;
}

interface Options {
  size?: number;
  asOf?: Day;
  odd?: readonly Odd[];
  edition?: Partial<Edition>;
  /** Changes the org before it is read. */
  prepare?(tables: OrgTables): void;
}

let number = 0;

/** The sample org, read as the extension reads it, without a browser. */
export async function sample({
  size = 200,
  odd = [],
  asOf = orgToday(odd),
  edition = {},
  prepare,
}: Options = {}): Promise<Sample> {
  const tables = generateOrg({ size, asOf, now: Date.now(), odd });
  prepare?.(tables);
  const org = createOrg(tables, edition);
  const userId = tables.defaultUserId;
  const token = org.login(userId);
  const db = new PipelensDatabase(`sample-${(number += 1)}`);
  const rest = createRest(org);
  const server = createServer((request, response) => void rest(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // Safe: a server that listens on a port has an address with that port.
  const { port } = server.address() as AddressInfo;
  try {
    const orgId = org.orgId.slice(0, 15);
    const client = connect(
      { orgId, apiHost: API_HOST, pageHost: PAGE_HOST, token },
      {
        // Safe: the client asks by addresses in words.
        fetch: (input, init) => plainFetch(port, (input as string).replace(`https://${API_HOST}`, ''), init),
        sleep: () => Promise.resolve(),
      },
    );
    await putProfile(db, await client.bootstrap());
    const { state } = await syncOnce({ client, db, now: () => Date.now() });
    if (state !== 'live') throw new Error(`The sample org was not read: ${state}.`);
    const user = org.find('User', userId);
    const connection: Connection = {
      key: `${orgId}-${userId}`,
      orgId,
      userId,
      pageHost: PAGE_HOST,
      sessionDigest: '',
      userName: String(user?.['Name']),
      orgName: 'Sample',
      state: 'live',
      syncedAt: Date.now(),
      usedAt: Date.now(),
    };
    const queries = createQueries({
      source: () => Promise.resolve({ connection, db }),
      now: () => Date.now(),
      miss: () => undefined,
      progress: () => undefined,
    });
    return {
      org,
      userId,
      db,
      queries,
      backend: () => fakeBackend(queries, (type, given) => store(db, userId, type, given)),
    };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** What the background does with the messages that change the cache; the others change nothing here. */
async function store(db: PipelensDatabase, userId: string, type: string, given: unknown): Promise<unknown> {
  // Safe: the views send what the protocol's types say.
  if (type === 'call/add')
    await addCall(db, {
      ...(given as { ownerId: string; amount: number; start: string }),
      byId: userId,
      at: Date.now(),
    });
  if (type === 'jotting/put') {
    const jottings = createJottingService({
      now: () => Date.now(),
      publish: () => Promise.resolve(),
      timeZone: () => 'Europe/Warsaw',
    });
    await jottings.put(db, given as JottingPut);
  }
  if (type === 'quota/set') await setTypedQuota(db, given as Parameters<typeof setTypedQuota>[1]);
  return { ok: true };
}

/** A fetch of Node's own: the DOM's stand-in has one that minds origins. */
function plainFetch(port: number, path: string, init?: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = ask(
      { port, path, method: init?.method ?? 'GET', headers: Object.fromEntries(new Headers(init?.headers)) },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const status = answer.statusCode ?? 0;
          const body = status === 204 || status === 304 ? null : Buffer.concat(parts);
          const headers = new Headers();
          for (const [name, value] of Object.entries(answer.headers)) headers.set(name, String(value));
          resolve(new Response(body, { status, headers }));
        });
      },
    );
    sent.on('error', reject);
    sent.end(init?.body as string | undefined);
  });
}
