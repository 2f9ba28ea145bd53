import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo, Server } from 'node:net';

import selfsigned from 'selfsigned';

import { PAGE_HOST, type LiveOrg } from './org';
import { createRest } from './rest/rest';

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface RunningOrg {
  /** REST over plain HTTP, for clients outside the browser. */
  url: string;
  /** TLS port that Salesforce's host names are mapped to in the browser. */
  tlsPort: number;
  close(): Promise<void>;
}

/** One for all servers of a process: to make a key costs more than most tests. */
let certificate: ReturnType<typeof selfsigned.generate> | undefined;

/** Serves the org on this machine alone: REST on the My Domain host, Lightning pages on the page host. */
export async function startServer(
  org: LiveOrg,
  options: { port?: number; pages?: PageHandler } = {},
): Promise<RunningOrg> {
  const rest = createRest(org);
  const answer = async (request: IncomingMessage, response: ServerResponse, isPlain: boolean): Promise<void> => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (host === org.pageHost) {
      if (!(await options.pages?.(request, response))) response.writeHead(404).end('No such page.');
      return;
    }
    if (isPlain || host === org.apiHost) return rest(request, response);
    response.writeHead(404).end('No such host.');
  };
  const listener =
    (isPlain: boolean): RequestListener =>
    (request, response) => {
      answer(request, response, isPlain).catch((error: unknown) => {
        console.error(error);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    };
  certificate ??= selfsigned.generate([{ name: 'commonName', value: PAGE_HOST }], { keySize: 2048 });
  const { private: key, cert } = await certificate;
  const plain = createHttp(listener(true));
  const secure = createHttps({ key, cert }, listener(false));
  await listen(plain, options.port ?? 0);
  await listen(secure, 0);
  return {
    url: `http://127.0.0.1:${portOf(plain)}`,
    tlsPort: portOf(secure),
    async close() {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

// Safe: a server that listens on a port has an address with that port.
const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
