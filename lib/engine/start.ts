import { browser } from 'wxt/browser';

import type { Queries } from '@/lib/answers/queries';
import { queriesBy } from '@/lib/messaging/remote-queries';
import { type WorkerClient, workerClient } from '@/lib/messaging/worker';

import type { EngineApi } from './api';

/** The policy that the pages' Content-Security-Policy allows: it lets through one address, that of our own worker. */
const POLICY = 'engine';
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Starts a worker for this page. Two of them share nothing but the store. */
export function startEngine(): WorkerClient<EngineApi> {
  return workerClient<EngineApi>(new Worker(scriptUrl()));
}

/** Questions about one connection, answered by a worker. */
export const engineQueries =
  (engine: WorkerClient<EngineApi>) =>
  (key: string): Queries =>
    queriesBy((name, input) => engine.ask('query', { key, name, input }));

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;
function scriptUrl(): string {
  const url = browser.runtime.getURL('/engine.js');
  // TypeScript's DOM does not know them yet, and browsers without them need no policy.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy(POLICY, { createScriptURL: () => url });
  return policy ? policy.createScriptURL(url) : url;
}
