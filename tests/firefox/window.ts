import type { Browser } from 'puppeteer-core';

/** The protocol's connection of a browser that speaks WebDriver BiDi; the library keeps it out of its types. */
interface Connection {
  send(method: string, parameters: object): Promise<{ result: unknown }>;
}
interface Evaluated {
  type: 'success' | 'exception';
  result?: { value?: unknown };
  exceptionDetails?: { text: string };
}

/** What is Firefox's own and no page's: its window, the sidebar, the toolbar's popup, permissions, the background's life. */
export interface BrowserWindow {
  /** Runs a body of JavaScript with the browser's own rights. What it returns goes through JSON. */
  run<T>(body: string): Promise<T>;
}

const hasConnection = (browser: object): browser is { connection: Connection } => 'connection' in browser;

export async function browserWindow(browser: Browser): Promise<BrowserWindow> {
  if (!hasConnection(browser)) throw new Error('This version of the library has no connection to send by.');
  const { connection } = browser;
  // Safe: the answer of the protocol's browsingContext.getTree.
  const tree = (await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' })).result as {
    contexts: { context: string; url: string }[];
  };
  const own = tree.contexts.find(({ url }) => url.endsWith('browser.xhtml'));
  if (!own) throw new Error('Firefox shows no window of its own.');
  return {
    async run<T>(body: string) {
      const { result } = await connection.send('script.evaluate', {
        expression: `(async () => JSON.stringify((await (async () => { ${body} })()) ?? null))()`,
        target: { context: own.context },
        awaitPromise: true,
      });
      // Safe: the answer of the protocol's script.evaluate.
      const { type, result: given, exceptionDetails } = result as Evaluated;
      if (type !== 'success') throw new Error(`${exceptionDetails?.text} in ${body}`);
      // Safe: the caller names the shape of what its own body returns.
      return JSON.parse(String(given?.value)) as T;
    },
  };
}
