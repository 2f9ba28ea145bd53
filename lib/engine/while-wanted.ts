import { STOPPED, type WorkerClient } from '@/lib/messaging/worker';

import type { EngineApi } from './api';

/** Whoever looks at news of the same thing asks again at once: the worker is still at it then, and nothing begins anew. */
const LINGER_MS = 2000;

/**
 * A worker that starts with the first question and is ended, wherever it is, when nobody has waited for an answer for a moment: neither
 * time nor memory is taken for what nobody looks at.
 */
export function whileWanted(
  start: () => WorkerClient<EngineApi>,
  lingerMs = LINGER_MS,
): Pick<WorkerClient<EngineApi>, 'ask'> {
  let worker: WorkerClient<EngineApi> | undefined;
  let wanted = 0;
  let ending: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    worker?.end();
    worker = undefined;
  };
  return {
    async ask(name, request, waiting) {
      waiting?.signal?.throwIfAborted();
      clearTimeout(ending);
      worker ??= start();
      wanted += 1;
      try {
        return await worker.ask(name, request, waiting);
      } catch (error) {
        // One that cannot run is of no use to the next who asks.
        if (error instanceof Error && error.name === STOPPED) end();
        throw error;
      } finally {
        wanted -= 1;
        if (wanted === 0) ending = setTimeout(end, lingerMs);
      }
    },
  };
}
