import type { Queries } from '@/lib/answers/queries';
import type { Waiting } from '@/lib/answers/waiting';
import type { ExtensionMessages } from '@/lib/messaging/protocol';
import { queriesBy } from '@/lib/messaging/remote-queries';
import type { Backend } from '@/lib/store/backend';

type Send = (type: keyof ExtensionMessages, request: unknown) => Promise<unknown>;

export interface FakeBackend extends Backend {
  /** From now on a question or a message of this name is rejected with this error. */
  break(name: keyof Queries | keyof ExtensionMessages, error?: Error): void;
  /** Nothing is broken any more. */
  mend(): void;
  /** Tells the surface that the cache changed. */
  revise(): void;
  /** Messages so far, oldest first. */
  sent: { type: keyof ExtensionMessages; request: unknown }[];
}

const unasked = (name: string): Promise<never> => Promise.reject(new Error(`Nobody answers ${name} here.`));

/** What a surface is given in a test: some questions that are answered, messages that are kept, and either can be broken. */
export function fakeBackend(queries: Partial<Queries>, send: Send = () => Promise.resolve({ ok: true })): FakeBackend {
  const broken = new Map<string, Error>();
  const listeners = new Set<() => void>();
  const sent: FakeBackend['sent'] = [];
  return {
    queries: queriesBy((name, input, waiting) => {
      const error = broken.get(name);
      if (error) return Promise.reject(error);
      // Safe: name and input were typed together by the asking side.
      const answer = queries[name] as ((value: unknown, by?: Waiting) => Promise<unknown>) | undefined;
      return answer ? answer(input, waiting) : unasked(name);
    }),
    async send(type, request) {
      sent.push({ type, request });
      const error = broken.get(type);
      if (error) throw error;
      // Safe: whoever makes a backend answers a message with that message's own reply, or in a way that no view looks at.
      return (await send(type, request)) as ExtensionMessages[typeof type]['reply'];
    },
    onRevision(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now: () => Date.now(),
    break: (name, error = new Error('The disk is full.')) => void broken.set(name, error),
    mend: () => broken.clear(),
    revise: () => {
      for (const listener of listeners) listener();
    },
    sent,
  };
}
