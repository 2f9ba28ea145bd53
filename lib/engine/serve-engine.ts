import type { Waiting } from '@/lib/answers/waiting';
import { serveWorker } from '@/lib/messaging/worker';
import { learnScore } from '@/lib/sync/learn-score';
import { localQueries } from '@/lib/sync/local';

import type { EngineApi } from './api';

/** The worker's side of {@link EngineApi}. */
export function serveEngine(scope: Parameters<typeof serveWorker>[0]): void {
  const queries = localQueries(() => Date.now());
  serveWorker<EngineApi>(scope, {
    // Safe: name and input were typed together by the asking side.
    query: ({ key, name, input }, waiting) =>
      (queries(key)[name] as (value: unknown, by: Waiting) => Promise<unknown>)(input, waiting),
    learn: (request) => learnScore(request),
  });
}
