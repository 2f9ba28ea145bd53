import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface Proxy {
  port: number;
  /** Every host that the browser asked for, by name and port. */
  asked: ReadonlySet<string>;
  close(): void;
}

const SALESFORCE = /\.(force|salesforce)\.com:443$/;

/** Leads Salesforce's hosts to the stand-in org, refuses all others, and keeps a list of who was asked for. */
export async function openProxy(orgPort: number): Promise<Proxy> {
  const asked = new Set<string>();
  const server = createServer((_, response) => response.writeHead(403).end());
  server.on('connect', ({ url = '' }, client) => {
    asked.add(url);
    client.on('error', () => client.destroy());
    if (!SALESFORCE.test(url)) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const org = connect(orgPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      org.pipe(client).pipe(org);
    });
    org.on('error', () => client.destroy());
    client.on('close', () => org.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    // Safe: a server that listens on a port has an address with that port.
    port: (server.address() as AddressInfo).port,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
