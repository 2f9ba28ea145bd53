import type { Queries } from '@/lib/answers/queries';
import type { ExtensionMessages } from '@/lib/messaging/protocol';

/** Where a surface gets its answers: by message in a frame, straight from the store in a page of its own. See `backendOfOne`. */
export interface Backend {
  queries: Queries;
  send<T extends keyof ExtensionMessages>(
    type: T,
    request: ExtensionMessages[T]['request'],
  ): Promise<ExtensionMessages[T]['reply']>;
  onRevision(listener: () => void): () => void;
  now(): number;
  /** Asks the person to let Pipelens onto hosts. Rejects where they do not; absent where nothing can be asked. */
  allow?(hosts: readonly string[]): Promise<void>;
}

let backend: Backend | undefined;

export const setBackend = (given: Backend): void => {
  backend = given;
};

export function getBackend(): Backend {
  if (!backend) throw new Error('setBackend() was not called before the first screen.');
  return backend;
}
