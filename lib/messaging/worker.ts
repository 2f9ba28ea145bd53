import type { Progress, Waiting } from '@/lib/answers/waiting';

import { type MessageReply, answering, failing, replyOf } from './reply';

/** What a dedicated worker serves: functions by name that take and give plain data. */
type Served<Api> = { [Name in keyof Api]: (request: never, waiting: Waiting) => Promise<unknown> };
type Request<Api, Name extends keyof Api> = Api[Name] extends (request: infer Input, waiting: Waiting) => unknown
  ? Input
  : never;
type Reply<Api, Name extends keyof Api> = Api[Name] extends (request: never, waiting: Waiting) => Promise<infer Output>
  ? Output
  : never;

/** One request, and its answer under the same number; before it how far it is, or that nobody waits for it any more. */
type Asked = { id: number; name: string; request: unknown } | { id: number; isDropped: true };
type Told = { id: number; answer: MessageReply } | { id: number; progress: Progress };

export interface WorkerClient<Api> {
  /**
   * Rejects with the worker's own error, when it could not start, when it was ended meanwhile, and at once with the signal's reason when
   * nobody waits any more: the worker is told so.
   */
  ask<Name extends keyof Api & string>(
    name: Name,
    request: Request<Api, Name>,
    waiting?: Waiting,
  ): Promise<Reply<Api, Name>>;
  /** Stops the worker where it is. */
  end(reason?: unknown): void;
}

/** Name of the error of a worker that runs no more: asking it again is of no use, loading the page again is. */
export const STOPPED = 'WorkerStopped' as const;
/** `cause`: what the browser says of it. */
const stopped = (why: string, cause?: string): Error =>
  Object.assign(new Error(`The worker of this page stopped: ${cause ?? why}. Reload the page.`, { cause }), {
    name: STOPPED,
  });

type WorkerPort = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** The page's side. Requests may overlap; the worker answers each as soon as it can. */
export function workerClient<Api extends Served<Api>>(worker: WorkerPort): WorkerClient<Api> {
  const open = new Map<
    number,
    { resolve(answer: MessageReply): void; reject(reason: unknown): void; report: Waiting['report'] }
  >();
  let last = 0;
  let ended: { reason: unknown } | undefined;
  const end = (reason: unknown): void => {
    ended ??= { reason };
    worker.terminate();
    for (const { reject } of open.values()) reject(ended.reason);
    open.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if ('progress' in data) {
      open.get(data.id)?.report?.(data.progress);
      return;
    }
    open.get(data.id)?.resolve(data.answer);
    open.delete(data.id);
  });
  // A script that is missing or does not run says so here; errors in answering come as answers.
  worker.addEventListener('error', ({ message }: ErrorEvent) =>
    end(stopped('its script did not load', message || undefined)),
  );
  // Without this, a question whose answer cannot be read would wait for ever.
  worker.addEventListener('messageerror', () => end(stopped('its answer could not be read')));
  return {
    async ask(name, request, { signal, report } = {}) {
      if (ended) throw ended.reason;
      signal?.throwIfAborted();
      const id = (last += 1);
      const drop = (): void => {
        open.get(id)?.reject(signal?.reason);
        if (open.delete(id)) worker.postMessage({ id, isDropped: true } satisfies Asked);
      };
      signal?.addEventListener('abort', drop);
      try {
        const answer = await new Promise<MessageReply>((resolve, reject) => {
          open.set(id, { resolve, reject, report });
          worker.postMessage({ id, name, request } satisfies Asked);
        });
        // Safe: the worker answers a name with that function's own result.
        return replyOf(answer) as Reply<Api, typeof name>;
      } finally {
        signal?.removeEventListener('abort', drop);
      }
    },
    end: (reason = new Error('The worker of this page was ended.')) => end(reason),
  };
}

interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<Asked>) => void): void;
  postMessage(message: Told): void;
}

/** The worker's side: to be called once, when its script starts. Free of the extension's API, which workers do not have. */
export function serveWorker<Api extends Served<Api>>(scope: WorkerScope, api: Api): void {
  const open = new Map<number, AbortController>();
  scope.addEventListener('message', ({ data }) => {
    const { id } = data;
    if ('isDropped' in data) {
      open.get(id)?.abort();
      return;
    }
    const { name, request } = data;
    const controller = new AbortController();
    open.set(id, controller);
    const { signal } = controller;
    const report = (progress: Progress): void => scope.postMessage({ id, progress });
    const run = async (): Promise<unknown> => {
      if (!Object.hasOwn(api, name)) throw new TypeError(`This worker does not answer "${name}".`);
      // Safe: hasOwn proves that it is one of its functions, and the client's types say what that one takes.
      return api[name as keyof Api](request as never, { signal, report });
    };
    const tell = (answer: MessageReply): void => {
      open.delete(id);
      // Nobody waits for what was dropped.
      if (!signal.aborted) scope.postMessage({ id, answer });
    };
    // An answer that cannot be sent is reported as an error, or the page would wait for ever.
    void answering(run)
      .then(tell)
      .catch((error: unknown) => tell(failing(error)));
  });
}
