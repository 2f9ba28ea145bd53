import { type MessageReply, answering, failing, replyOf } from './reply';

/** What a dedicated worker serves: functions by name that take and give plain data. */
type Served<Api> = { [Name in keyof Api]: (request: never) => Promise<unknown> };
type Request<Api, Name extends keyof Api> = Api[Name] extends (request: infer Input) => unknown ? Input : never;
type Reply<Api, Name extends keyof Api> = Api[Name] extends (request: never) => Promise<infer Output> ? Output : never;

/** One request, and its answer under the same number. */
interface Asked {
  id: number;
  name: string;
  request: unknown;
}
interface Told {
  id: number;
  answer: MessageReply;
}

export interface WorkerClient<Api> {
  /** Rejects with the worker's own error, when it could not start, or when it was ended meanwhile. */
  ask<Name extends keyof Api & string>(name: Name, request: Request<Api, Name>): Promise<Reply<Api, Name>>;
  /** Stops the worker where it is. */
  end(reason?: unknown): void;
}

/** Name of the error of a worker that runs no more: asking it again is of no use, loading the page again is. */
export const STOPPED = 'WorkerStopped';
const stopped = (why: string): Error =>
  Object.assign(new Error(`The worker of this page stopped: ${why}. Reload the page.`), { name: STOPPED });

type WorkerPort = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** The page's side. Requests may overlap; the worker answers each as soon as it can. */
export function workerClient<Api extends Served<Api>>(worker: WorkerPort): WorkerClient<Api> {
  const waiting = new Map<number, { resolve(answer: MessageReply): void; reject(reason: unknown): void }>();
  let last = 0;
  let ended: { reason: unknown } | undefined;
  const end = (reason: unknown): void => {
    ended ??= { reason };
    worker.terminate();
    for (const { reject } of waiting.values()) reject(ended.reason);
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    waiting.get(data.id)?.resolve(data.answer);
    waiting.delete(data.id);
  });
  // A script that is missing or does not run says so here; errors in answering come as answers.
  worker.addEventListener('error', ({ message }: ErrorEvent) => end(stopped(message || 'its script did not load')));
  // Without this, a question whose answer cannot be read would wait for ever.
  worker.addEventListener('messageerror', () => end(stopped('its answer could not be read')));
  return {
    async ask(name, request) {
      if (ended) throw ended.reason;
      const id = (last += 1);
      const answer = await new Promise<MessageReply>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, name, request } satisfies Asked);
      });
      // Safe: the worker answers a name with that function's own result.
      return replyOf(answer) as Reply<Api, typeof name>;
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
  scope.addEventListener('message', ({ data: { id, name, request } }) => {
    const run = async (): Promise<unknown> => {
      if (!Object.hasOwn(api, name)) throw new TypeError(`This worker does not answer "${name}".`);
      // Safe: hasOwn proves that it is one of its functions, and the client's types say what that one takes.
      return api[name as keyof Api](request as never);
    };
    const tell = (answer: MessageReply): void => scope.postMessage({ id, answer });
    // An answer that cannot be sent is reported as an error, or the page would wait for ever.
    void answering(run)
      .then(tell)
      .catch((error: unknown) => tell(failing(error)));
  });
}
