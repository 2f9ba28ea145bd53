import { browser } from 'wxt/browser';

import { isLong, type Queries } from '@/lib/answers/queries';
import { queriesBy } from '@/lib/messaging/remote-queries';
import { type WorkerClient, workerClient } from '@/lib/messaging/worker';

import type { EngineApi, FilesApi } from './api';
import { whileWanted } from './while-wanted';

/** The policy that the pages' Content-Security-Policy allows: it lets through the addresses of our own two workers. */
const POLICY = 'engine';
const SCRIPTS = ['/engine.js', '/file-maker.js'] as const;
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Starts a worker for this page. Two of them share nothing but the store. */
export function startEngine(): WorkerClient<EngineApi> {
  return workerClient<EngineApi>(new Worker(scriptUrl('/engine.js')));
}

/** Starts a worker that writes files. */
export function startFiles(): WorkerClient<FilesApi> {
  return workerClient<FilesApi>(new Worker(scriptUrl('/file-maker.js')));
}

/**
 * Questions about one connection: by a worker that lives as long as the page, and long ones by one of their own that lives as long as
 * somebody waits for it, so that no short one ever waits for a long one (D-50).
 */
export function engineQueries(start = startEngine): (key: string) => Queries {
  const [short, long] = [start(), whileWanted(start)];
  return (key) =>
    queriesBy((name, input, waiting) =>
      (isLong(name, input) ? long : short).ask('query', { key, name, input }, waiting),
    );
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;
function scriptUrl(path: (typeof SCRIPTS)[number]): string {
  const url = browser.runtime.getURL(path);
  // TypeScript's DOM does not know them yet, and browsers without them need no policy.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy(POLICY, { createScriptURL: ownScript });
  return policy ? policy.createScriptURL(url) : url;
}

function ownScript(url: string): string {
  if (SCRIPTS.some((path) => browser.runtime.getURL(path) === url)) return url;
  throw new TypeError('This is no worker of ours.');
}
