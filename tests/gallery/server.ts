import { resolve } from 'node:path';

import react from '@vitejs/plugin-react';
import { createServer, type Plugin } from 'vite';

import type { Queries } from '@/lib/answers/queries';
import * as odd from '@/lib/sample/odd';
import { PAGE_HOST } from '@/tests/org/org';

import { type Sample, sample } from '../dom/sample';

const root = resolve(import.meta.dirname, '../..');

/** What the page has to know of the org beforehand. */
export interface Facts {
  host: string;
  userId: string;
  /** An open deal with much to show, and open deals as a list shows them. */
  deal: { id: string; name: string };
  ids: string[];
}

/** Orgs by name: the usual one, one without a deal, and one with whatever is extreme. */
const ORGS: Record<string, () => Promise<Sample>> = {
  full: () => sample({ size: 200 }),
  nothing: () => sample({ size: 12, prepare: ({ tables }) => Object.assign(tables, { Opportunity: [] }) }),
  extreme: () => sample({ size: 60, odd: [odd.longNames, odd.fourteenPeople, odd.datedCurrencies] }),
};

function factsOf({ org, userId }: Sample): Facts {
  const isOpen = org.rows('Opportunity').filter((row) => row['IsClosed'] === false);
  const stages = new Set(['Negotiation/Review', 'Proposal/Price Quote']);
  const deal = isOpen.find((row) => stages.has(String(row['StageName']))) ?? isOpen[0];
  return {
    host: PAGE_HOST,
    userId,
    deal: { id: deal?.Id ?? '', name: String(deal?.['Name'] ?? '') },
    ids: isOpen.slice(0, 25).map(({ Id }) => Id),
  };
}

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
