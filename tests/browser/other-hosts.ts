import { type AddressInfo, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** Hosts that the browser asks of itself, with no extension in it too; the last is where it takes the answer to a sign-in itself. */
export const OF_BROWSER = /\.(google|googleapis|gvt1)\.com$|\.chromiumapp\.org$/;
/** What a line begins with that is to be encrypted (RFC 8446, 5.1). */
const HANDSHAKE = 22;

/** Where a browser is led that asks for any host but the CRM's: nobody answers, and the host is noted. */
interface OtherHosts {
  port: number;
  /** Those that the browser does not ask of itself. */
  asked(): string[];
  close(): void;
}

export async function noteOtherHosts(): Promise<OtherHosts> {
  const asked = new Set<string>();
  const encrypted = createTlsServer({
    SNICallback(host, answer) {
      asked.add(host);
      answer(new Error('Nobody is here.'));
    },
  });
  const server = createServer((line) => {
    line.on('error', () => undefined);
    // A line may be opened ahead and never be used.
    line.once('data', (start) => {
      line.pause();
      line.unshift(start);
      if (start[0] === HANDSHAKE) return void encrypted.emit('connection', line);
      asked.add(/^host: *([^:\s]+)/im.exec(start.toString('latin1'))?.[1] ?? 'a host without a name');
      line.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return {
    // Safe: it listens on a port.
    port: (server.address() as AddressInfo).port,
    asked: () => [...asked].filter((host) => !OF_BROWSER.test(host)).toSorted(),
    close: () => void server.close(),
  };
}
