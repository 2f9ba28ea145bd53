import { browser } from 'wxt/browser';

import { isLong, type Queries } from '@/lib/answers/queries';
import { queriesBy } from '@/lib/messaging/remote-queries';
import { type WorkerClient, workerClient } from '@/lib/messaging/worker';

import type { EngineApi } from './api';
import { whileWanted } from './while-wanted';

/** The policy that the pages' Content-Security-Policy allows: it lets through one address, that of our own worker. */
const POLICY = 'engine';
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Starts a worker for this page. Two of them share nothing but the store. */
export function startEngine(): WorkerClient<EngineApi> {
  return workerClient<EngineApi>(new Worker(scriptUrl()));
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
function scriptUrl(): string {
  const url = browser.runtime.getURL('/engine.js');
  // TypeScript's DOM does not know them yet, and browsers without them need no policy.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy(POLICY, { createScriptURL: () => url });
  return policy ? policy.createScriptURL(url) : url;
}
