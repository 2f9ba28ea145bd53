import { resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { createServer, type Plugin } from 'vite';

import type { Queries } from '@/lib/answers/queries';

import type { Sample } from '../dom/sample';
import { factsOf, ORGS } from './orgs';

const root = resolve(import.meta.dirname, '../..');

/** Answers the page's questions from the sample orgs, each question once. */
function answers(): Plugin {
  const orgs = new Map<string, Promise<Sample>>();
  const given = new Map<string, Promise<string>>();
  const orgOf = (name: string): Promise<Sample> => {
    const make = ORGS[name];
    if (!make) throw new Error(`No org ${name}.`);
    const known = orgs.get(name) ?? make();
    orgs.set(name, known);
    return known;
  };
  async function answer(orgName: string, question: string, input: unknown): Promise<string> {
    const it = await orgOf(orgName);
    if (question === 'facts') return JSON.stringify(factsOf(it));
    // Safe: name and input were typed together by the asking side.
    const ask = it.queries[question as keyof Queries] as (value: unknown) => Promise<unknown>;
    return JSON.stringify(await ask(input)) ?? 'null';
  }
  return {
    name: 'answers',
    configureServer({ middlewares }) {
      middlewares.use('/ask', (request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          const asked = Buffer.concat(parts).toString();
          const [orgName, question, input] = JSON.parse(asked) as [string, string, unknown];
          const known = given.get(asked) ?? answer(orgName, question, input);
          given.set(asked, known);
          known.then(
            (text) => response.end(text),
            (error: unknown) => {
              response.statusCode = 500;
              response.end(String(error));
            },
          );
        });
      });
    },
  };
}

export interface Gallery {
  url: string;
  close(): Promise<void>;
}

/** Serves the gallery: every view in every state, on the sample orgs, without an extension. */
export async function serveGallery(port = 0): Promise<Gallery> {
  const server = await createServer({
    configFile: false,
    root: resolve(import.meta.dirname, 'page'),
    cacheDir: resolve(root, 'node_modules/.vite-gallery'),
    logLevel: 'error',
    plugins: [react(), answers()],
    publicDir: resolve(root, 'public'),
    resolve: {
      alias: [
        { find: 'wxt/browser', replacement: resolve(import.meta.dirname, 'page/browser.ts') },
        { find: '@', replacement: root },
      ],
    },
    server: { host: '127.0.0.1', port, hmr: port !== 0, fs: { allow: [root] } },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The gallery has no address.');
  return { url, close: () => server.close() };
}
