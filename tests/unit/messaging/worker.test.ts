import { afterEach, expect, test } from 'vitest';

import type { Waiting } from '@/lib/answers/waiting';
import { serveWorker, STOPPED, workerClient } from '@/lib/messaging/worker';

interface Api {
  add(request: { a: number; b: number }): Promise<number>;
  fail(request: string): Promise<never>;
  function(request: null): Promise<unknown>;
  never(request: null): Promise<void>;
  count(request: number, waiting: Waiting): Promise<string>;
  wait(request: null, waiting: Waiting): Promise<void>;
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Both sides over a real channel, which clones what it carries as a worker's does. */
function pair() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const waits: ((value: number) => void)[] = [];
  const stops: string[] = [];
  serveWorker<Api>(port2, {
    add: async ({ a, b }) => (a < 0 ? new Promise((resolve) => waits.push(resolve)) : a + b),
    fail: (text) => {
      throw new RangeError(text);
    },
    function: async () => () => undefined,
    never: () => new Promise(() => undefined),
    async count(of, { report }) {
      for (let done = 1; done <= of; done += 1) report?.({ done, of });
      return 'counted';
    },
    wait: (_, { signal }) =>
      new Promise((resolve) =>
        signal?.addEventListener('abort', () => {
          stops.push('wait');
          resolve();
        }),
      ),
  });
  port1.start();
  port2.start();
  let isEnded = false;
  const worker = Object.assign(port1, { terminate: () => (isEnded = true) }) as unknown as Worker;
  return { client: workerClient<Api>(worker), worker, waits, stops, isEnded: () => isEnded };
}

test('answers find their questions, in whatever order they come', async () => {
  const { client, waits } = pair();
  const slow = client.ask('add', { a: -1, b: 0 });
  expect(await client.ask('add', { a: 1, b: 2 })).toBe(3);
  waits[0]?.(7);
  expect(await slow).toBe(7);
});

test('an error keeps its name and its words', async () => {
  const { client } = pair();
  const error = await client.ask('fail', 'Deal 006 has no stage.').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'RangeError', message: 'Deal 006 has no stage.' });
});

test('what cannot be sent is an error, not a wait without end', async () => {
  await expect(pair().client.ask('function', null)).rejects.toMatchObject({ name: 'DataCloneError' });
});

test('a function that is not served is named, also one that every object has', async () => {
  const { client } = pair();
  await expect(client.ask('toString' as 'never', null)).rejects.toThrow('This worker does not answer "toString".');
});

test('a worker that is ended answers no more: what waits is told why, and so is what comes later', async () => {
  const { client, isEnded } = pair();
  const waiting = client.ask('never', null);
  client.end(new Error('stopped by a person'));
  await expect(waiting).rejects.toThrow('stopped by a person');
  await expect(client.ask('add', { a: 1, b: 2 })).rejects.toThrow('stopped by a person');
  expect(isEnded()).toBe(true);
});

test('a script that does not load is told to whoever waits, with what to do', async () => {
  const { client, worker } = pair();
  const waiting = client.ask('never', null);
  worker.dispatchEvent(Object.assign(new Event('error'), { message: '' }));
  await expect(waiting).rejects.toThrow('The worker of this page stopped: its script did not load. Reload the page.');
});

test('an answer that cannot be read is told to whoever waits, with what to do', async () => {
  const { client, worker } = pair();
  const waiting = client.ask('never', null);
  worker.dispatchEvent(new Event('messageerror'));
  await expect(waiting).rejects.toMatchObject({
    name: STOPPED,
    message: 'The worker of this page stopped: its answer could not be read. Reload the page.',
  });
});

test('an answer that takes long says how far it is before it comes', async () => {
  const seen: string[] = [];
  const report: Waiting['report'] = ({ done, of }) => seen.push(`${done}/${of}`);
  expect(await pair().client.ask('count', 3, { report })).toBe('counted');
  expect(seen).toEqual(['1/3', '2/3', '3/3']);
});

test('whoever waits no more is let go at once, and the worker is told', async () => {
  const { client, stops } = pair();
  const controller = new AbortController();
  const waiting = client.ask('wait', null, { signal: controller.signal });
  const reason = new Error('turned to something else');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  // What follows on the same port is answered after it.
  expect(await client.ask('add', { a: 1, b: 2 })).toBe(3);
  expect(stops).toEqual(['wait']);
  await expect(client.ask('add', { a: 1, b: 2 }, { signal: controller.signal })).rejects.toBe(reason);
});
