import { once } from 'node:events';
import { Worker as Thread } from 'node:worker_threads';

import { afterEach, expect, test, vi } from 'vitest';

import type { EngineApi } from '@/lib/engine/api';
import { engineQueries } from '@/lib/engine/start';
import { type WorkerClient, workerClient } from '@/lib/messaging/worker';

vi.mock('wxt/browser', () => ({ browser: {} }));

/**
 * Threads in the engine's place: the long question keeps theirs busy for ever without a pause, as a step of a replay does for a while; all
 * others are answered at once.
 */
const SCRIPT = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, request }) => {
    if (request?.name === 'accuracy' && !request.input.isEarly) {
      parentPort.postMessage({ id, progress: { done: 2, of: 8 } });
      for (;;);
    }
    if (id !== undefined && request) parentPort.postMessage({ id, answer: { reply: request.name } });
  });
`;

const threads: Thread[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
});

function start(): WorkerClient<EngineApi> {
  const thread = new Thread(SCRIPT, { eval: true });
  threads.push(thread);
  return workerClient<EngineApi>({
    postMessage: (message: unknown) => thread.postMessage(message),
    addEventListener: (type: string, listener: EventListenerOrEventListenerObject) => {
      if (type !== 'message' || typeof listener !== 'function') return;
      thread.on(type, (data) => listener(new MessageEvent(type, { data })));
    },
    terminate: () => void thread.terminate(),
  });
}

const msOf = async (run: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await run();
  return performance.now() - from;
};

test('while a long question is worked out a short one is answered in its usual time', async () => {
  const queries = engineQueries(start)('one');
  await queries.focus({});
  const usual = await msOf(() => queries.focus({}));
  const seen: string[] = [];
  void queries.accuracy({}, { report: ({ done, of }) => seen.push(`${done} of ${of}`) }).catch(() => undefined);
  await vi.waitFor(() => expect(seen).toEqual(['2 of 8']));
  const meanwhile = await msOf(() => queries.focus({}));
  // The thread of the long one never pauses: behind it the short one would wait for ever.
  expect(meanwhile).toBeLessThan(usual + 500);
  expect(await queries.accuracy({ isEarly: true })).toBe('accuracy');
});

test('a long question that nobody waits for any more is stopped, in the middle of a step, and its worker is gone', async () => {
  const queries = engineQueries(start)('one');
  await queries.focus({});
  const controller = new AbortController();
  let isBusy = false;
  const waiting = queries.accuracy({}, { signal: controller.signal, report: () => (isBusy = true) });
  await vi.waitFor(() => expect(isBusy).toBe(true));
  const ended = once(threads[1]!, 'exit');
  controller.abort(new Error('clicked on'));
  await expect(waiting).rejects.toThrow('clicked on');
  await ended;
  expect(await queries.focus({})).toBe('focus');
});

test('who asks for the same again at once finds the worker still at it', async () => {
  const queries = engineQueries(start)('one');
  const first = new AbortController();
  const before = queries.accuracy({}, { signal: first.signal });
  await queries.focus({});
  first.abort(new Error('news'));
  await expect(before).rejects.toThrow('news');
  void queries.accuracy({}).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  // One for the short ones, one for the long ones: neither was started twice or ended.
  expect(threads.map(({ threadId }) => threadId > 0)).toEqual([true, true]);
});
